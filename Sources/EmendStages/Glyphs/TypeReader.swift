import EmendCore
import EmendLexicon

/// Type that is not set letter by letter: shifted glyph numbers, doubled letters, letters with blanks between them, and the
/// marks that converters leave.
struct TypeReader {
  private let bytes: [UInt8]
  private let vocabulary: Vocabulary
  /// The shift of the line before, 0 for none.
  private var shift = 0
  private let hasTags: Bool

  init(_ bytes: [UInt8], _ vocabulary: Vocabulary) {
    self.bytes = bytes
    self.vocabulary = vocabulary
    hasTags = BytePlaces(of: UInt8(ascii: "<"), in: bytes).contains { $0 + 1 < bytes.count && bytes[$0 + 1] == UInt8(ascii: "/") }
  }

  /// - Returns: true when the line as a whole was read anew.
  mutating func read(_ line: Range<Int>, _ signs: GlyphSigns, _ edits: inout EditGatherer) -> Bool {
    if shifted(line, &edits) { return true }
    if signs.contains(.doubled) { doubled(line, &edits) }
    if signs.contains(.spaced) { spaced(line, &edits) }
    if signs.contains(.placeholder) { placeholders(line, &edits) }
    return false
  }

  private func isWord(_ word: [UInt8]) -> Bool { vocabulary.flags(of: word).hasAny(of: .known) }

  private func tokens(_ line: Range<Int>) -> [Range<Int>] {
    var tokens: [Range<Int>] = []
    var i = line.lowerBound
    while i < line.upperBound {
      while i < line.upperBound, bytes[i].isSpace { i += 1 }
      let start = i
      while i < line.upperBound, !bytes[i].isSpace { i += 1 }
      if i > start { tokens.append(start..<i) }
    }
    return tokens
  }

  // MARK: Shifted glyphs

  private mutating func shifted(_ line: Range<Int>, _ edits: inout EditGatherer) -> Bool {
    guard line.count <= GlyphNumbers.longestLine, line.count > 3, mayBeShifted(line) else {
      shift = 0
      return false
    }
    for candidate in shift != 0 ? [shift] : Array(1...31) + (1...31).map({ -$0 }) {
      guard let text = unshifted(line, by: candidate), let words = known(text, needs: shift != 0 ? 1 : GlyphNumbers.leastShifted) else {
        continue
      }
      shift = candidate
      edits.glyph(
        line, text, in: bytes, "glyphs.shifted", GlyphNumbers.type,
        "each glyph is \(candidate) before its letter; \(words) words are known then, none was")
      return true
    }
    shift = 0
    return false
  }

  /// No word of three letters is known as it stands.
  private func mayBeShifted(_ line: Range<Int>) -> Bool {
    var position = line.lowerBound
    var count = 0
    while let word = Words.next(in: bytes.span, position..<line.upperBound) {
      position = word.upperBound
      if word.count < 3 { continue }
      if vocabulary.flags(of: bytes.span.bytes, word).hasAny(of: .known) { return false }
      count += 1
    }
    return count > 1 || shift != 0 && count > 0
  }

  private func unshifted(_ line: Range<Int>, by shift: Int) -> [UInt8]? {
    var text: [UInt8] = []
    for byte in bytes[line] {
      if byte.isSpace {
        text.append(byte)
        continue
      }
      let value = Int(byte) + shift
      guard (0x20..<0x7F).contains(value) else { return nil }
      text.append(UInt8(value))
    }
    return text
  }

  /// How many of a text's long words are known, when nearly all of its words are.
  private func known(_ text: [UInt8], needs least: Int) -> Int? {
    var (all, good, long) = (0, 0, 0)
    var position = 0
    while let word = Words.next(in: text.span, position..<text.count) {
      position = word.upperBound
      if word.count < 3 { continue }
      all += 1
      guard isWord(Array(text[word])) else { continue }
      good += 1
      if word.count > 3 { long += 1 }
    }
    return long >= least && good * 4 >= all * 3 ? good : nil
  }

  // MARK: Doubled letters

  private func doubled(_ line: Range<Int>, _ edits: inout EditGatherer) {
    let tokens = tokens(line)
    let halves = tokens.map(half)
    var isRead = tokens.indices.map { index in
      tokens[index].count >= GlyphNumbers.leastDoubled && halves[index].map { isKnownHalf($0) } == true
    }
    // Beside one that is certain, short ones are doubled, too.
    for index in tokens.indices + tokens.indices.reversed() where !isRead[index] && halves[index] != nil {
      isRead[index] = index > 0 && isRead[index - 1] || index + 1 < tokens.count && isRead[index + 1]
    }
    for index in tokens.indices where isRead[index] {
      guard let half = halves[index] else { continue }
      edits.glyph(tokens[index], half, in: bytes, "glyphs.doubled", GlyphNumbers.type, "each glyph stands twice")
    }
  }

  private func half(_ token: Range<Int>) -> [UInt8]? {
    guard token.count.isMultiple(of: 2) else { return nil }
    var half: [UInt8] = []
    for i in stride(from: token.lowerBound, to: token.upperBound, by: 2) {
      if bytes[i] != bytes[i + 1] { return nil }
      half.append(bytes[i])
    }
    return half
  }

  private func isKnownHalf(_ half: [UInt8]) -> Bool {
    guard let word = Words.next(in: half.span, 0..<half.count), word.count >= GlyphNumbers.leastDoubled / 2 else { return false }
    return isWord(Array(half[word]))
  }

  // MARK: Letters with blanks between them

  private func spaced(_ line: Range<Int>, _ edits: inout EditGatherer) {
    var i = line.lowerBound
    while i + 4 < line.upperBound {
      guard bytes[i].isLetter, bytes[i + 1] == .space, bytes[i + 2].isLetter, bytes[i + 3] == .space, isFree(i - 1, line) else {
        i += 1
        continue
      }
      var end = i + 1
      while end + 1 < line.upperBound, bytes[end] == .space, bytes[end + 1].isLetter, end + 2 >= line.upperBound || !bytes[end + 2].isLetter
      {
        end += 2
      }
      read(spaced: i..<end, line, &edits)
      i = end
    }
  }

  private func isFree(_ i: Int, _ line: Range<Int>) -> Bool { i < line.lowerBound || bytes[i].isSpace || bytes[i].isAny(of: "\"'([") }

  private func read(spaced run: Range<Int>, _ line: Range<Int>, _ edits: inout EditGatherer) {
    let letters = stride(from: run.lowerBound, to: run.upperBound, by: 2).map { bytes[$0] }
    guard letters.count >= GlyphNumbers.leastSpaced else { return }
    let isUpper = letters.allSatisfy(\.isUpper)
    guard isUpper || letters.dropFirst().allSatisfy({ !$0.isUpper }) else { return }
    guard vocabulary.flags(of: letters).contains(.word) else { return }
    // `C O N F I D E N T I A L` is typed so, and `S E C T I O N 1` by itself may be a marking.
    if isUpper {
      let before = bytes[line.lowerBound..<run.lowerBound].last { !$0.isSpace }
      guard let before, before.isLetter && !before.isUpper else { return }
    }
    // Letters in a row that are longer than the word are a list.
    if run.upperBound + 1 < line.upperBound, bytes[run.upperBound] == .space, bytes[run.upperBound + 1].isLetter,
      run.upperBound + 2 == line.upperBound || bytes[run.upperBound + 2] == .space
    {
      return
    }
    edits.glyph(
      run, letters, in: bytes, "glyphs.letter-spaced", GlyphNumbers.spaced, "the letters of one word, with blanks between them")
  }

  // MARK: Marks of converters

  private static let entities: [(String, String)] = [
    ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#39;", "'"), ("&nbsp;", " "),
  ]

  private func placeholders(_ line: Range<Int>, _ edits: inout EditGatherer) {
    var i = line.lowerBound
    while i < line.upperBound {
      if bytes[i] == UInt8(ascii: "&"), !hasTags, let (name, sign) = Self.entities.first(where: { starts(with: $0.0, at: i, line) }) {
        let range = i..<i + name.utf8.count
        edits.glyph(range, Array(sign.utf8), in: bytes, "glyphs.placeholder", GlyphNumbers.placeholder, "the name of a sign in HTML")
        i = range.upperBound
      } else if bytes[i] == UInt8(ascii: "("), starts(with: "(cid:3)", at: i, line) {
        i = blank(i..<i + 7, line, &edits)
      } else if bytes[i] == UInt8(ascii: "G"), starts(with: "GLYPH<3>", at: i, line) {
        i = blank(i..<i + 8, line, &edits)
      } else if bytes[i] == UInt8(ascii: "G"), starts(with: "GLYPH<c=3,", at: i, line),
        let end = bytes[i..<line.upperBound].firstIndex(of: UInt8(ascii: ">"))
      {
        i = blank(i..<end + 1, line, &edits)
      } else {
        i += 1
      }
    }
  }

  private func starts(with text: String, at i: Int, _ line: Range<Int>) -> Bool {
    bytes[i..<line.upperBound].starts(with: text.utf8)
  }

  /// Glyph 3 is the blank; beside another one it goes.
  private func blank(_ range: Range<Int>, _ line: Range<Int>, _ edits: inout EditGatherer) -> Int {
    let before = range.lowerBound == line.lowerBound || bytes[range.lowerBound - 1].isSpace
    let behind = range.upperBound == line.upperBound || bytes[range.upperBound].isSpace
    let isBeside = before || behind
    let range = before && range.upperBound < line.upperBound && behind ? range.lowerBound..<range.upperBound + 1 : range
    edits.glyph(
      range, isBeside ? [] : [.space], in: bytes, "glyphs.placeholder", GlyphNumbers.placeholder, "glyph 3 of a PDF font is the blank")
    return range.upperBound
  }
}
