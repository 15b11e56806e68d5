import EmendCore
import EmendLexicon

/// Drop capitals, which OCR parts from their word: a capital on a line of its own above the rest, or with a blank behind it
/// where a paragraph starts.
struct DropCapitals {
  private let bytes: [UInt8]
  private let vocabulary: Vocabulary
  /// The end of the line before that was not blank.
  private var before = 0
  /// A capital that had a line for itself and started a paragraph.
  private var capital: Int?

  init(_ bytes: [UInt8], _ vocabulary: Vocabulary) {
    self.bytes = bytes
    self.vocabulary = vocabulary
  }

  mutating func read(_ line: Range<Int>, _ edits: inout EditGatherer) {
    let content = bytes.trimmed(line)
    if content.isEmpty { return }
    let startsParagraph = before == 0 || bytes[before..<content.lowerBound].count(where: { $0 == .lineFeed }) > 1
    defer { before = content.upperBound }
    if let capital {
      self.capital = nil
      join(capital, content.lowerBound, &edits)
      return
    }
    guard startsParagraph, bytes[content.lowerBound].isUpper else { return }
    if content.count == 1 {
      capital = content.lowerBound
    } else if bytes[content.lowerBound + 1] == .space, !bytes[content.lowerBound].isAny(of: "AIO") {
      join(content.lowerBound, content.lowerBound + 2, &edits)
    }
  }

  /// Joins the capital and the piece, where that is no word and both together are one.
  private func join(_ capital: Int, _ start: Int, _ edits: inout EditGatherer) {
    var end = start
    while end < bytes.count, bytes[end].isLetter { end += 1 }
    guard end - start > 1, bytes[start..<end].allSatisfy({ !$0.isUpper }) else { return }
    let word = [bytes[capital]] + bytes[start..<end]
    guard vocabulary.flags(of: word).contains(.word) else { return }
    let isPiece = !vocabulary.flags(of: bytes.span.bytes, start..<end).hasAny(of: .known)
    // `T`, line end, `his`: a paragraph that starts in small letters lacks its first one.
    guard isPiece || start > capital + 1 && !bytes[capital].isAny(of: "AIO") && bytes[capital..<start].contains(.lineFeed) else { return }
    edits.glyph(
      capital + 1..<start, [], in: bytes, "glyphs.drop-capital", GlyphNumbers.dropCapital,
      "a drop capital; \(String(decoding: word, as: UTF8.self)) is a word")
  }
}
