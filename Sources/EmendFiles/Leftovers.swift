import EmendCore
import EmendReports

#if canImport(Glibc)
  import Glibc
#endif

/// What runs that were killed left in a folder: drafts, and files that were about to change names with their targets.
package enum Leftovers {
  private static let draft = OwnFiles.prefix + "draft-"
  private static let swap = OwnFiles.prefix + "swap-"
  private static let draftEnding = ".tmp"
  /// Whoever looks for texts by their ending does not find it.
  private static let swapEnding = ".swap"
  /// Letters of a number that nobody foresees.
  private static let numberLength = 13

  static func draftName() -> String { draft + number() + draftEnding }

  private static func number() -> String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 36)
    return String(repeating: "0", count: numberLength - digits.utf8.count) + digits
  }

  private static func isNumber(_ text: some StringProtocol) -> Bool {
    text.utf8.count == numberLength && text.utf8.allSatisfy { $0.isASCIIDigitOrSmallLetter }
  }

  /// A free name beside a file, for the exchange with it; the file's own name stands in it where there is room.
  static func swapName(for target: String) -> String {
    let full = "\(swap)\(number())-\(target.lastPathComponent)\(swapEnding)"
    return target.directory.appendingPath(fits(full) ? full : swap + number() + swapEnding)
  }

  private static func fits(_ name: String) -> Bool { name.withFileName { strlen($0) } <= Int(NAME_MAX) }

  // MARK: Setting aside

  /// Sets a file aside for good, beside the one whose place it had.
  /// - Returns: where it stands now; the path itself when it cannot have another name.
  package static func keep(_ path: String, of target: String) -> String {
    for _ in 0..<100 {
      let name = keptName(of: target)
      if FileSystem.renameNew(path, name) == 0 { return name }
      if errno != EEXIST { break }
    }
    return path
  }

  /// Gives what stands in a place a second name for good, before something takes the place.
  /// - Throws: `Failure` when it cannot have one.
  package static func keepSecond(_ target: String) throws -> String {
    let name = keptName(of: target)
    if FileSystem.link(target, name) == 0 { return name }
    // Where a file has one name only, a copy does it.
    let status = FileSystem.status(target)
    try Files.writeAtomically(name, mode: status?.permissions ?? 0o600, Files.read(target))
    return name
  }

  private static func keptName(of target: String) -> String {
    let ending = OwnFiles.keptEnding + number()
    var name = target.lastPathComponent
    while !fits(name + ending), !name.isEmpty { name.removeLast() }
    return target.directory.appendingPath(name + ending)
  }

  // MARK: Clearing

  /// Clears a folder in which no run makes files now. A text that could not be made again is set aside and named.
  package static func clear(_ folder: String) {
    for entry in FileSystem.entries(of: folder) ?? [] where entry.name.startsExactly(with: OwnFiles.prefix) {
      let path = folder.appendingPath(entry.name)
      // Names that a person gave, and links, are none of ours.
      guard FileSystem.status(path, followsLinks: false)?.isRegular == true else { continue }
      if isDraft(entry.name) {
        _ = FileSystem.unlink(path)
      } else if entry.name.startsExactly(with: swap), entry.name.hasSuffix(swapEnding) {
        settle(path, entry.name.dropFirst(swap.count).dropLast(swapEnding.count))
      }
    }
  }

  /// True for the name of a draft, also as versions before this one gave them: `.emend-1234-1.tmp`.
  private static func isDraft(_ name: String) -> Bool {
    guard name.hasSuffix(draftEnding) else { return false }
    let middle = name.dropLast(draftEnding.count)
    if name.startsExactly(with: draft) { return isNumber(middle.dropFirst(draft.count)) }
    let numbers = middle.dropFirst(OwnFiles.prefix.count).split(separator: "-", omittingEmptySubsequences: false)
    return numbers.count == 2 && numbers.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
  }

  /// - Parameter rest: the number in the name, and the target's name behind it.
  private static func settle(_ path: String, _ rest: Substring) {
    guard isNumber(rest.prefix { $0 != "-" }) else { return }
    let name = rest.drop { $0 != "-" }.dropFirst()
    let target = name.isEmpty ? path : path.directory.appendingPath(String(name))
    if !name.isEmpty, isSpare(path, target) {
      _ = FileSystem.unlink(path)
      return
    }
    let kept = keep(path, of: target)
    Console.write("emend: \(target): what stood there when an earlier run was killed is kept as \(kept)")
  }

  /// True for a text, or a ledger, that stands in the target too, or follows from what stands there.
  private static func isSpare(_ path: String, _ target: String) -> Bool {
    guard let bytes = try? Files.read(path) else { return false }
    let current = try? Files.read(target)
    if bytes == current { return true }
    if target.hasSuffix(InPlace.ledgerEnding) {
      guard let current, let new = try? Ledger(current), let old = try? Ledger(bytes) else { return false }
      return new.source.sha256 == old.source.sha256
    }
    guard let ledger = try? InPlace.readLedger(InPlace.ledgerPath(target)), let current else { return false }
    return (try? ledger.undo(current)) != nil && (try? ledger.undo(bytes)) != nil
  }
}

extension UInt8 {
  fileprivate var isASCIIDigitOrSmallLetter: Bool { (0x30...0x39).contains(self) || (0x61...0x7A).contains(self) }
}
