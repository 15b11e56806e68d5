import EmendCore

/// A table of the user's own, in the format of the one of its kind in the folder Dictionaries.
package struct UserDictionary: Sendable {
  /// What a table holds. The raw value is the last part of its name before the ending: `box7.names.tsv`.
  package enum Kind: String, CaseIterable, Sendable {
    case corrections, phrases, names, protected, markings, words, compounds

    /// `names.tsv`, `words.txt`.
    package var fileName: String { rawValue + (self == .words || self == .compounds ? ".txt" : ".tsv") }

    /// How many columns a row may have.
    package var columns: ClosedRange<Int> {
      switch self {
      case .words: 1...1
      case .compounds: 1...2
      case .protected: 2...2
      case .corrections, .phrases: 2...3
      case .names, .markings: 2...4
      }
    }
  }

  package let file: String
  package let kind: Kind
  /// The text with LF line ends.
  package let bytes: [UInt8]

  /// - Throws: `EmendError` for a name that says no kind, and for bytes that are no UTF-8.
  package init(file: String, bytes: [UInt8]) throws(EmendError) {
    self.file = file
    let name = file.split(separator: "/").last.map(String.init) ?? file
    guard let kind = Kind.allCases.first(where: { name == $0.fileName || name.hasSuffix("." + $0.fileName) }) else {
      let known = Kind.allCases.map(\.fileName).joined(separator: ", ")
      throw EmendError("\(file): its name does not say what it holds; name it \(known), or put something before that, as in box7.names.tsv")
    }
    self.kind = kind
    if let broken = UTF8Scan.firstBroken(bytes) {
      throw .dictionary(file, line: bytes[..<broken].count { $0 == .lineFeed } + 1, "is not UTF-8; save the table as UTF-8")
    }
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    self.bytes = bytes[start...].filter { $0 != .carriageReturn }
  }

  /// The rows that are no comment, with the numbers of their lines.
  package var rows: [TSV.Row] {
    var found: [TSV.Row] = []
    for (number, line) in bytes.split(separator: .lineFeed, omittingEmptySubsequences: false).enumerated() {
      if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
      let columns = line.split(separator: .tab, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
      found.append(TSV.Row(line: number + 1, columns: columns))
    }
    return found
  }

  /// What is wrong in a row.
  package struct Problem: Sendable, CustomStringConvertible {
    package let file: String
    package let line: Int
    package let text: String
    /// True when the row cannot be used; else it can, but is most likely a mistake.
    package let isFatal: Bool
    /// True when following the corrections leads back to the row.
    package var isLoop = false

    package var description: String { "\(file):\(line): \(text)" }
  }
}
