/// A table of the user's own, in the format of the one of its kind in the folder Dictionaries.
public struct OwnTable: Sendable {
  /// What a table holds. The raw value is the last part of its name before the ending: `box7.names.tsv`.
  public enum Kind: String, CaseIterable, Sendable {
    case corrections, phrases, names, protected, markings, words, compounds

    /// `names.tsv`, `words.txt`.
    public var fileName: String { rawValue + (self == .words || self == .compounds ? ".txt" : ".tsv") }

    /// How many columns a row may have.
    var columns: ClosedRange<Int> {
      switch self {
      case .words: 1...1
      case .compounds: 1...2
      case .protected: 2...2
      case .corrections, .phrases: 2...3
      case .names, .markings: 2...4
      }
    }
  }

  public let file: String
  public let kind: Kind
  /// The text with LF line ends.
  let bytes: [UInt8]

  /// - Throws: `EmendError` for a name that says no kind, and for bytes that are no UTF-8.
  public init(file: String, bytes: [UInt8]) throws(EmendError) {
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
  var rows: [TSV.Row] {
    var found: [TSV.Row] = []
    for (number, line) in bytes.split(separator: .lineFeed, omittingEmptySubsequences: false).enumerated() {
      if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
      let columns = line.split(separator: .tab, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
      found.append(TSV.Row(line: number + 1, columns: columns))
    }
    return found
  }

  /// What is wrong in a row.
  public struct Problem: Sendable, CustomStringConvertible {
    public let file: String
    public let line: Int
    public let text: String
    /// True when the row cannot be used; else it can, but is most likely a mistake.
    public let isFatal: Bool
    /// True when following the corrections leads back to the row.
    var isLoop = false

    public var description: String { "\(file):\(line): \(text)" }
  }
}
