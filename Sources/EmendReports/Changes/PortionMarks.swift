import EmendCore

/// A classification mark in front of a paragraph: `(S)`, `(TS//SI)`, `(C/NF)`. It is text and stays; reports name it.
package struct PortionMark: Hashable, Sendable {
  /// The mark as it stands, without its brackets.
  package let text: String
  /// What it says: `SECRET`.
  package let level: String
  /// Bytes of the output that hold the mark with its brackets.
  package let outputRange: Range<Int>

  private static let levels = [
    "TS": "TOP SECRET", "S": "SECRET", "C": "CONFIDENTIAL", "U": "UNCLASSIFIED", "R": "RESTRICTED", "LOU": "LIMITED OFFICIAL USE",
    "FOUO": "FOR OFFICIAL USE ONLY", "SBU": "SENSITIVE BUT UNCLASSIFIED",
  ]
  /// Marks that letter a list as often: `(c) the Embassy`, `(C)`. They count only in a record that has others.
  private static let letters: Set<String> = ["S", "C", "U", "R"]

  /// The portion marks of a text, in order. A mark opens a paragraph, alone or behind its number: `2. (S) The`.
  package static func marks(in bytes: [UInt8]) -> [PortionMark] {
    var found: [PortionMark] = []
    var position = 0
    while let open = bytes.firstIndex(of: UInt8(ascii: "("), from: position) {
      position = open + 1
      if let mark = PortionMark(bytes, open) { found.append(mark) }
    }
    // `(C)` behind `(A)` and `(B)` is an item of a list.
    let kinds = Set(found.map(\.level))
    let isMarked = found.contains { !letters.contains($0.text) } || kinds.count > 1 && kinds.contains("SECRET")
    return isMarked ? found : []
  }

  private init?(_ bytes: [UInt8], _ open: Int) {
    // Behind a number and blanks, or at the start of the line.
    var start = open
    while start > 0, bytes[start - 1].isBlank { start -= 1 }
    if start > 0, bytes[start - 1] == UInt8(ascii: ".") {
      start -= 1
      while start > 0, bytes[start - 1].isLetter || bytes[start - 1].isDigit, open - start < 12 { start -= 1 }
      while start > 0, bytes[start - 1].isBlank { start -= 1 }
    }
    guard start == 0 || bytes[start - 1].isLineEnd || bytes[start - 1] == .formFeed else { return nil }
    var end = open + 1
    while end < bytes.count, end - open < 24, bytes[end].isUpper || "/, -".utf8.contains(bytes[end]) { end += 1 }
    guard end < bytes.count, bytes[end] == UInt8(ascii: ")"), end + 1 < bytes.count, bytes[end + 1].isBlank else { return nil }
    text = bytes.text(open + 1..<end)
    guard let level = Self.levels[String(text.prefix { $0.isLetter })] else { return nil }
    self.level = level
    outputRange = open..<end + 1
  }
}

extension Run {
  /// The portion marks that stand in the output.
  package var portionMarks: [PortionMark] { PortionMark.marks(in: output) }
}
