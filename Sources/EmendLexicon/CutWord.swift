import EmendCore

/// A word as a line end left it: `cooper-`, the line end, `ation, and`.
///
/// A text may cut a word on every line, so one takes few bytes: lengths instead of places.
package struct CutWord {
  private let start: Int
  private let gapCount: UInt32
  private let leftCount: UInt8
  private let markCount: UInt8
  private let rightCount: UInt8
  private let tokenCount: UInt8
  /// Where the third part starts behind the second, and how long it is.
  private let restStart: UInt8
  private let restCount: UInt8
  /// One hyphen, whatever stands before it.
  package let isHyphen: Bool
  /// One hyphen right behind the word. Anything else may be a dash or dirt.
  package let isPlain: Bool
  /// Matter was taken out between the halves.
  package let crossesScar: Bool
  package let blankLines: UInt32
  /// A part of a compound with another hyphen before or behind it: `line-by-`, line end, `line`.
  package let isInCompound: Bool

  /// The letters before the hyphen.
  package var left: Range<Int> { start..<start + Int(leftCount) }
  /// The hyphen as OCR read it, with a blank before it if one stands there.
  package var mark: Range<Int> { left.upperBound..<left.upperBound + Int(markCount) }
  /// Blanks and line ends between the halves.
  package var gap: Range<Int> { mark.upperBound..<mark.upperBound + Int(gapCount) }
  /// The letters that go on, or the digits.
  package var right: Range<Int> { gap.upperBound..<gap.upperBound + Int(rightCount) }
  /// From `right` to the next blank: what moves up to the first half.
  package var token: Range<Int> { gap.upperBound..<gap.upperBound + Int(tokenCount) }

  /// The second half as evidence: with the third, when the next line end cuts the word again.
  package func ending(_ bytes: [UInt8]) -> [UInt8] {
    let rest = right.upperBound + Int(restStart)
    return Array(bytes[right]) + bytes[rest..<rest + Int(restCount)]
  }

  package static let longestWord = 64

  /// Reads the word that ends at `lineEnd`, the place of a line end or of the first blank before one. nil when no hyphen
  /// stands there, or no word on both sides of it.
  package init?(_ bytes: [UInt8], before lineEnd: Int, crossesScar: (Range<Int>) -> Bool) {
    guard let (mark, isHyphen) = Self.mark(bytes, endingAt: lineEnd), mark.lowerBound > 0,
      Self.isWordByte(bytes, mark.lowerBound - 1)
    else { return nil }
    var start = mark.lowerBound
    while start > 0, mark.lowerBound - start <= Self.longestWord, Self.isWordByte(bytes, start - 1) { start -= 1 }
    // Digits and signs right before the letters: an identifier, not a word.
    if start > 0, bytes[start - 1].isDigit || bytes[start - 1].isAny(of: "_@\\/=&") { return nil }

    var next = mark.upperBound
    while next < bytes.count, bytes[next].isSpace { next += 1 }
    guard next < bytes.count else { return nil }
    let isDigit = bytes[next].isDigit
    var end = next
    while end < bytes.count, end - next <= Self.longestWord,
      isDigit ? bytes[end].isDigit || bytes[end].isLetter : Self.isWordByte(bytes, end)
    {
      end += 1
    }
    guard end > next else { return nil }
    if end < bytes.count, bytes[end].isAny(of: "_@\\=") { return nil }
    var stop = end
    while stop < bytes.count, !bytes[stop].isSpace, stop - next <= Self.longestWord { stop += 1 }
    guard stop - next <= Self.longestWord else { return nil }

    let gap = mark.upperBound..<next
    guard gap.count <= UInt32.max else { return nil }
    self.start = start
    (leftCount, markCount, gapCount) = (UInt8(mark.lowerBound - start), UInt8(mark.count), UInt32(gap.count))
    (rightCount, tokenCount) = (UInt8(end - next), UInt8(stop - next))
    self.isHyphen = isHyphen
    isPlain = isHyphen && bytes[mark.lowerBound] != .space
    self.crossesScar = crossesScar(gap)
    let feeds = bytes[gap].count { $0 == .lineFeed }
    blankLines = UInt32(max(0, (feeds > 0 ? feeds : bytes[gap].count { $0 == .carriageReturn }) - 1))
    let rest = Self.rest(bytes, behind: end)
    (restStart, restCount) = (UInt8(rest.lowerBound - end), UInt8(rest.count))
    isInCompound = Self.hasHyphen(bytes, around: start..<end, third: !rest.isEmpty)
    // A page break that nobody took out, or a gap of several lines: the next line is another matter.
    if !self.crossesScar, blankLines > 1 || bytes[gap].contains(.formFeed) { return nil }
  }

  /// Reads two words with a hyphen and a blank between them, the hyphen at `hyphen`: lines that somebody joined before.
  package init?(_ bytes: [UInt8], blankBehind hyphen: Int) {
    guard hyphen > 0, hyphen + 2 < bytes.count, bytes[hyphen + 1] == .space, bytes[hyphen - 1].isLetter, bytes[hyphen + 2].isLetter
    else { return nil }
    var start = hyphen
    while start > 0, hyphen - start <= Self.longestWord, Self.isWordByte(bytes, start - 1) { start -= 1 }
    var end = hyphen + 2
    while end < bytes.count, end - hyphen <= Self.longestWord, Self.isWordByte(bytes, end) { end += 1 }
    if start > 0, bytes[start - 1].isDigit || bytes[start - 1].isAny(of: "_@\\/=&") { return nil }
    if end < bytes.count, bytes[end].isDigit || bytes[end].isAny(of: "_@\\=") { return nil }
    self.start = start
    (leftCount, markCount, gapCount) = (UInt8(hyphen - start), 1, 1)
    rightCount = UInt8(end - (hyphen + 2))
    tokenCount = rightCount
    let rest = Self.rest(bytes, behind: end)
    (restStart, restCount) = (UInt8(rest.lowerBound - end), UInt8(rest.count))
    isInCompound = Self.hasHyphen(bytes, around: start..<end, third: !rest.isEmpty)
    (isHyphen, isPlain, crossesScar, blankLines) = (true, true, false, 0)
  }

  /// Letters, and the bytes of letters beyond ASCII.
  package static func isWordByte(_ bytes: [UInt8], _ i: Int) -> Bool {
    if bytes[i].isLetter { return true }
    guard bytes[i] >= 0x80 else { return false }
    // Back to the start of the character: curly quotes and dashes are no letters.
    var start = i
    while start > 0, i - start < 3, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return Words.separatorLength(bytes.span, at: start) == 0
  }

  /// True when a hyphen ties a letter before or behind to the word; `third`: the one behind it is a line end's.
  private static func hasHyphen(_ bytes: [UInt8], around word: Range<Int>, third: Bool) -> Bool {
    let (start, end) = (word.lowerBound, word.upperBound)
    if start > 1, bytes[start - 1] == UInt8(ascii: "-"), isWordByte(bytes, start - 2) { return true }
    return !third && end + 1 < bytes.count && bytes[end] == UInt8(ascii: "-") && isWordByte(bytes, end + 1)
  }

  /// The hyphen whose last byte stands before `end`. Typewriters and OCR make several signs of it.
  private static func mark(_ bytes: [UInt8], endingAt end: Int) -> (range: Range<Int>, isHyphen: Bool)? {
    var start = end
    var signs = 0
    var hyphens = 0
    while signs < 3, let length = signLength(bytes, endingAt: start) {
      // – and — part clauses; they never hold the halves of a word together.
      if length == 3, bytes[start - 1] != 0x90 { return nil }
      if bytes[start - length] == UInt8(ascii: "-") { hyphens += 1 }
      start -= length
      signs += 1
    }
    // `--` is the typist's dash.
    guard signs > 0, hyphens <= 1 else { return nil }
    let isHyphen = signs == 1 && (hyphens == 1 || end - start == 2 || bytes[start..<end].elementsEqual("‐".utf8))
    if start > 1, bytes[start - 1] == .space { return (start - 1..<end, isHyphen) }
    return (start..<end, isHyphen)
  }

  /// Length of a sign that may be a hyphen: `-`, `~`, `=`, `_`, `¬`, `‐`, `–`, `—`.
  package static func signLength(_ bytes: [UInt8], endingAt end: Int) -> Int? {
    guard end > 0 else { return nil }
    switch bytes[end - 1] {
    case UInt8(ascii: "-"), UInt8(ascii: "~"), UInt8(ascii: "="), UInt8(ascii: "_"): return 1
    case 0xAC: return end > 1 && bytes[end - 2] == 0xC2 ? 2 : nil
    case 0x90, 0x93, 0x94: return end > 2 && bytes[end - 3] == 0xE2 && bytes[end - 2] == 0x80 ? 3 : nil
    default: return nil
    }
  }

  /// The letters behind a further hyphen and line end at `end`: `recogni-`, line end, `tion`.
  private static func rest(_ bytes: [UInt8], behind end: Int) -> Range<Int> {
    guard end < bytes.count, bytes[end] == UInt8(ascii: "-") else { return end..<end }
    var next = end + 1
    while next < bytes.count, next - end < 8, bytes[next].isSpace { next += 1 }
    guard next > end + 1, next < bytes.count, bytes[next].isLower else { return end..<end }
    var stop = next
    while stop < bytes.count, stop - next < longestWord, bytes[stop].isLetter { stop += 1 }
    return next..<stop
  }
}
