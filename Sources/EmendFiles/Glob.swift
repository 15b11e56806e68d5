import EmendCore

/// A pattern for paths as `.gitignore` has them, against the path below a folder.
///
/// `*` and `?` stand for any characters and for one character of a name, `[a-z]` and `[!a-z]` for one of a set; `**` stands
/// for folders, as many as there are. A pattern without a slash but at its end counts in every folder. A pattern that fits
/// a folder fits all below it; one that ends in a slash fits folders only. `\` takes the next character as it is.
package struct Glob: Hashable, Sendable, CustomStringConvertible {
  /// The pattern as it was given.
  package let description: String
  private let parts: [Part]
  private let needsFolder: Bool

  private enum Part: Hashable, Sendable {
    case anyFolders
    case name([Element])
  }

  private enum Element: Hashable, Sendable {
    case one
    case many
    case scalar(Unicode.Scalar)
    case set([ClosedRange<Unicode.Scalar>], isInverted: Bool)

    func fits(_ scalar: Unicode.Scalar) -> Bool {
      switch self {
      case .one, .many: true
      case .scalar(let own): own == scalar
      case .set(let ranges, let isInverted): ranges.contains { $0.contains(scalar) } != isInverted
      }
    }
  }

  /// - Throws: `EmendError` for a pattern that names nothing, or in which a bracket is not closed.
  package init(_ pattern: String) throws(EmendError) {
    description = pattern
    // By scalars: a combining mark behind a slash would hide it from a search by characters.
    let slash: Unicode.Scalar = "/"
    var names = pattern.unicodeScalars.split(separator: slash, omittingEmptySubsequences: false)
    let isRooted = names.first?.isEmpty == true && names.count > 1
    needsFolder = names.count > 1 && names.last?.isEmpty == true
    names.removeAll { $0.isEmpty || $0.elementsEqual(".".unicodeScalars) }
    if names.isEmpty { throw .glob(pattern, "names no file; write * for any name") }
    var parts: [Part] = isRooted || names.count > 1 ? [] : [.anyFolders]
    for name in names {
      if name.elementsEqual("**".unicodeScalars) {
        if parts.last != .anyFolders { parts.append(.anyFolders) }
      } else {
        parts.append(.name(try Self.elements(name, of: pattern)))
      }
    }
    // What a folder holds, not the folder itself.
    if parts.last == .anyFolders { parts.append(.name([.many])) }
    self.parts = parts
  }

  /// True when the pattern fits the path or a folder that it lies in. The path is relative, its parts divided by slashes.
  package func fits(_ path: String, isFolder: Bool = false) -> Bool {
    let slash: Unicode.Scalar = "/"
    let names = path.unicodeScalars.split(separator: slash).map(Array.init)
    for count in names.indices.map({ $0 + 1 }) {
      if needsFolder, count == names.count, !isFolder { return false }
      if Self.fits(parts, names[..<count], isMany: { $0 == .anyFolders }, Self.fits) { return true }
    }
    return false
  }

  private static func fits(_ part: Part, _ name: [Unicode.Scalar]) -> Bool {
    guard case .name(let elements) = part else { return true }
    return fits(elements, name[...], isMany: { $0 == .many }) { $0.fits($1) }
  }

  /// Matches a pattern with wildcards against a list. Only the last wildcard is ever tried again, which is enough and keeps
  /// the work to the product of both lengths.
  private static func fits<P, E>(_ pattern: [P], _ list: ArraySlice<E>, isMany: (P) -> Bool, _ fits: (P, E) -> Bool) -> Bool {
    var (p, i) = (0, list.startIndex)
    var retry: (p: Int, i: Int)?
    while i < list.endIndex {
      if p < pattern.count, isMany(pattern[p]) {
        retry = (p, i)
        p += 1
      } else if p < pattern.count, fits(pattern[p], list[i]) {
        p += 1
        i += 1
      } else if let last = retry {
        retry = (last.p, last.i + 1)
        (p, i) = (last.p + 1, last.i + 1)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy(isMany)
  }

  private static func elements(_ name: Substring.UnicodeScalarView, of pattern: String) throws(EmendError) -> [Element] {
    var out: [Element] = []
    var rest = name
    while let scalar = rest.popFirst() {
      switch scalar {
      case "*": if out.last != .many { out.append(.many) }
      case "?": out.append(.one)
      case "[":
        guard let set = set(&rest) else { throw .glob(pattern, "has a [ without its ]; write \\[ for the character") }
        out.append(set)
      case "\\": out.append(.scalar(rest.popFirst() ?? scalar))
      default: out.append(.scalar(scalar))
      }
    }
    return out
  }

  /// What stands behind `[`, up to its `]`; a `]` in the first place is one of the set.
  private static func set(_ rest: inout Substring.UnicodeScalarView) -> Element? {
    var isInverted = false
    if let first = rest.first, first == "!" || first == "^" {
      isInverted = true
      rest.removeFirst()
    }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    while var low = rest.popFirst() {
      if low == "]", !ranges.isEmpty { return .set(ranges, isInverted: isInverted) }
      if low == "\\" {
        guard let next = rest.popFirst() else { return nil }
        low = next
      }
      var ahead = rest
      if ahead.popFirst() == "-", let high = ahead.popFirst(), high != "]" {
        rest = ahead
        // A range that runs backward holds nothing, as in the shell.
        if low <= high { ranges.append(low...high) } else { ranges.append("\0"..."\0") }
      } else {
        ranges.append(low...low)
      }
    }
    return nil
  }
}
