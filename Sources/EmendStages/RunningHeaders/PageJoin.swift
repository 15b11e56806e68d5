import EmendCore
import EmendLexicon

/// Whether a page cut a sentence in two, and how the halves close up again.
package struct PageJoin {
  /// What stands between the halves when the furniture is out.
  let joiner: [UInt8]
  package let confidence: Confidence
  package let reason: String

  /// Looks at the text that ends before `left` and goes on at `right`; nil when nothing was cut, so that the matter
  /// between stood between sentences.
  package init?(_ bytes: [UInt8], left: Int, right: Int, vocabulary: Vocabulary) {
    guard left > 0, right < bytes.count else { return nil }
    let last = bytes[left - 1]
    let next = bytes[right]
    // A word that was cut waits for `line-ends`, which sees it when all furniture between its halves is gone.
    if last == UInt8(ascii: "-"), left > 1, bytes[left - 2].isLetter, next.isLetter { return nil }
    guard let before = Self.lastWord(bytes, left), let after = Self.firstWord(bytes, right),
      Self.isKnown(after, bytes, vocabulary) || after.count > 2 && Self.isKnown(before, bytes, vocabulary)
    else { return nil }
    // `a.` or `b)` starts an item of a list, not the rest of a sentence.
    if right + 1 < bytes.count, bytes[right + 1] == UInt8(ascii: ".") || bytes[right + 1] == UInt8(ascii: ")") { return nil }
    confidence = Confidence(PageMarkersNumbers.closedSentence)
    reason = "the page cut a sentence"
    joiner = Self.isWrapped(bytes, before: left) ? Self.lineEnd(bytes, left..<right) : [.space]
  }

  /// The word of small letters, or with a capital at its start, that the text before `end` closes with. Digits, redaction
  /// codes (`b6`), rules and capitals close no cut sentence.
  private static func lastWord(_ bytes: [UInt8], _ end: Int) -> Range<Int>? {
    let stop = bytes[end - 1] == UInt8(ascii: ",") ? end - 1 : end
    var start = stop
    while start > 0, stop - start < CutWord.longestWord, CutWord.isWordByte(bytes, start - 1) { start -= 1 }
    guard start < stop, !bytes[start..<stop].dropFirst().contains(where: \.isUpper), stop - start > 1 || bytes[start] == UInt8(ascii: "a"),
      start == 0 || !bytes[start - 1].isDigit
    else { return nil }
    return start..<stop
  }

  /// The word of small letters that starts at `start`, two at least.
  private static func firstWord(_ bytes: [UInt8], _ start: Int) -> Range<Int>? {
    guard bytes[start].isLower, let word = Words.next(in: bytes.span, from: start), word.lowerBound == start,
      word.count > 1 || bytes[start] == UInt8(ascii: "a"), word.count <= CutWord.longestWord,
      !bytes[word].contains(where: \.isUpper), word.upperBound == bytes.count || !bytes[word.upperBound].isDigit
    else { return nil }
    return word
  }

  private static func isKnown(_ word: Range<Int>, _ bytes: [UInt8], _ vocabulary: Vocabulary) -> Bool {
    !vocabulary.flags(of: bytes.span.bytes, word).isDisjoint(with: .known)
  }

  /// True when the line that ends at `end` is one of a column of lines, not a whole paragraph.
  static func isWrapped(_ bytes: [UInt8], before end: Int) -> Bool {
    var start = end
    while start > 0, !bytes[start - 1].isLineEnd, end - start <= PageMarkersNumbers.wrappedLine { start -= 1 }
    return end - start <= PageMarkersNumbers.wrappedLine
  }

  /// The first line end in `range`, LF if there is none.
  package static func lineEnd(_ bytes: [UInt8], _ range: Range<Int>) -> [UInt8] {
    guard let i = bytes[range].firstIndex(where: \.isLineEnd) else { return [.lineFeed] }
    let pair = bytes[i] == .carriageReturn && i + 1 < range.upperBound && bytes[i + 1] == .lineFeed
    return pair ? [.carriageReturn, .lineFeed] : [bytes[i]]
  }
}
