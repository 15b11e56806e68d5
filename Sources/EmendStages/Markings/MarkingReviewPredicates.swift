import EmendCore
import EmendLexicon

/// What the review asks of a line: whether it is text, goes on with a sentence, closes a bracket.
extension MarkingReview {
  /// A line that closes a bracket it did not open is the end of a sentence, unless the bracket stands for a letter that
  /// is missing; a banner in brackets, or one whose bracket the line above opened, is a portion mark.
  package func endsParagraph(_ range: Range<Int>, _ reading: MarkingTemplates.Match) -> Bool {
    let template = template(reading)
    guard let end = bytes[range].lastIndex(where: { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: ")") || $0 == UInt8(ascii: "]") })
    else {
      return false
    }
    let brackets: [(UInt8, UInt8)] = [(UInt8(ascii: "("), UInt8(ascii: ")")), (UInt8(ascii: "["), UInt8(ascii: "]"))]
    let last = bytes[end]
    let before = bytes[range.lowerBound..<end].last { $0.isLetter || $0.isDigit }
    let isWhole = before.map { GlyphClass.of($0) } == template.glyphs.last.map { GlyphClass.of($0) }
    for (open, close) in brackets
    where last == close && isWhole && !template.text.utf8.contains(close) && !lineAbove(range.lowerBound).isEmpty {
      let surplus = bytes[range].count { $0 == close } - bytes[range].count { $0 == open }
      if surplus > 0 { return true }
    }
    guard template.kind == .banner || template.kind == .caveat else { return false }
    // `Secret; Priority.` is the end of a source note.
    if bytes[range.upperBound - 1] == UInt8(ascii: "."), bytes[range].count(where: \.isLower) > bytes[range].count(where: \.isUpper) {
      return true
    }
    if template.text.utf8.first != UInt8(ascii: "("), last == UInt8(ascii: ")"), let open = bytes[range].firstIndex(of: UInt8(ascii: "(")),
      open == range.lowerBound || bytes[range.lowerBound..<open].count(where: \.isLower) > 2
    {
      return true
    }
    return opensPortionMark(before: range.lowerBound)
  }

  func isBracketed(_ range: Range<Int>) -> Bool {
    bytes[range.lowerBound] == UInt8(ascii: "(") && bytes[range.upperBound - 1] == UInt8(ascii: ")")
  }

  /// Whether the line above ends in an open bracket and a level: `… damage. (SECRET NO FOREIGN`.
  func opensPortionMark(before start: Int) -> Bool {
    let above = lineAbove(start)
    guard let open = bytes[above].lastIndex(of: UInt8(ascii: "(")), above.upperBound - open < MarkingsNumbers.longestPortionMark,
      !bytes[open..<above.upperBound].contains(where: { $0.isAny(of: ")]}") }),
      bytes[above.lowerBound..<open].contains(where: \.isLower)
    else { return false }
    let mark = bytes[open..<above.upperBound]
    return mark.count(where: \.isUpper) >= MarkingsNumbers.portionMarkLetters && !mark.contains(where: \.isLower)
  }

  /// The line above, when no blank line stands between.
  func lineAbove(_ start: Int) -> Range<Int> {
    guard start > 1, bytes[start - 1].isLineEnd else {
      var low = start
      while low > 0, bytes[low - 1].isBlank { low -= 1 }
      return low < start && low > 0 ? lineAbove(low) : start..<start
    }
    var end = start - 1
    if end > 0, bytes[end] == .lineFeed, bytes[end - 1] == .carriageReturn { end -= 1 }
    var low = end
    while low > 0, !bytes[low - 1].isLineEnd, end - low < MarkingsNumbers.lineAbove { low -= 1 }
    return bytes.trimmed(low..<end)
  }

  static let functionWords: Set<String> = [
    "a", "an", "the", "of", "by", "to", "in", "on", "at", "for", "from", "with", "and", "or", "as", "that", "is", "was", "were", "be",
    "under", "are", "this", "his", "her", "its", "their", "our",
  ]

  /// A sentence goes on in the line: the one above ends in the middle of it, and this one ends it, or stands far from
  /// where markings stand.
  func continuesSentence(_ place: MarkingsStage.Place, _ hasNeighbour: Bool) -> Bool {
    let above = lineAbove(place.line.lowerBound)
    guard !above.isEmpty, bytes[above.upperBound - 1].isLower || bytes[above.upperBound - 1] == UInt8(ascii: ",") else { return false }
    var start = above.upperBound
    while start > above.lowerBound, bytes[start - 1].isLetter { start -= 1 }
    let word = bytes.text(start..<above.upperBound)
    let isOpen = Self.functionWords.contains(word)
    if bytes[place.content.upperBound - 1] == UInt8(ascii: "."),
      isOpen || !dictionaries.vocabulary.flags(of: Array(word.utf8)).isDisjoint(with: .known)
    {
      return true
    }
    return isOpen && !hasNeighbour && place.fromHead > MarkingsNumbers.sentenceReach && place.fromFoot > MarkingsNumbers.sentenceReach
      && !isAtRemovalPoint(place.line)
  }

  package func words(in range: Range<Int>, _ body: (Range<Int>, Bool) -> Void) {
    let span = bytes.span
    let raw = span.bytes
    var position = range.lowerBound
    while let word = Words.next(in: span, position..<range.upperBound) {
      position = word.upperBound
      if word.count < 2 { continue }
      body(word, !dictionaries.vocabulary.flags(of: raw, word).isDisjoint(with: .known))
    }
  }

  func wordsKnown(in range: Range<Int>) -> (known: Int, all: Int) {
    var found = (known: 0, all: 0)
    words(in: range) { _, isKnown in
      found.all += 1
      if isKnown { found.known += 1 }
    }
    return found
  }

  /// True when all words are known and one of them is not in the template.
  func isAnotherText(_ range: Range<Int>, _ template: MarkingTemplate) -> Bool {
    var isOther = false
    var allKnown = true
    let own = template.text.uppercased()
    words(in: range) { word, isKnown in
      if !isKnown { allKnown = false }
      if word.count > 2, !own.contains(bytes.text(word).uppercased()) { isOther = true }
    }
    return allKnown && isOther
  }

  func isKnownWord(_ range: Range<Int>) -> Bool {
    let found = wordsKnown(in: range)
    return found.all > 0 && found.known == found.all
  }

  /// Known words of three letters or more in small letters.
  func knownLower(_ range: Range<Int>) -> Int {
    var count = 0
    words(in: range) { word, isKnown in
      if isKnown, word.count > 2, bytes[word].allSatisfy(\.isLower) { count += 1 }
    }
    return count
  }

  /// True for a line that reads as part of a sentence.
  func isProse(_ range: Range<Int>) -> Bool {
    var (all, known, lower) = (0, 0, 0)
    words(in: range) { word, isKnown in
      if word.count < MarkingsNumbers.shortestWord { return }
      all += 1
      if isKnown { known += 1 }
      if isKnown, bytes[word].allSatisfy(\.isLower) { lower += 1 }
    }
    if lower >= MarkingsNumbers.wordsOfSentence { return true }
    return known >= MarkingsNumbers.knownWordsOfSentence && MarkingsNumbers.knownShare.isReached(by: known, of: all)
      && MarkingsNumbers.lowerShare.isExceeded(by: bytes[range].count(where: \.isLower), of: bytes[range].count(where: \.isLetter))
  }

  /// Stamps have figures or capitals.
  func mayBeStamp(_ range: Range<Int>) -> Bool {
    var (digits, uppers, lowers) = (0, 0, 0)
    for byte in bytes[range] {
      if byte.isDigit { digits += 1 } else if byte.isUpper { uppers += 1 } else if byte.isLower { lowers += 1 }
    }
    return digits >= MarkingsNumbers.fewestFigures || uppers >= lowers
  }

  /// A few specks or a letter or two: `7`, `oe`, `~`.
  func isScrap(_ range: Range<Int>) -> Bool { range.count <= MarkingsNumbers.longestScrap && knownLower(range) == 0 }

  /// True when an earlier stage took something out right above or below the line.
  func isAtRemovalPoint(_ line: Range<Int>) -> Bool {
    var low = line.lowerBound
    while low > 0, bytes[low - 1].isSpace { low -= 1 }
    var high = line.upperBound
    while high < bytes.count, bytes[high].isSpace { high += 1 }
    var first = 0
    var end = document.removalPoints.count
    while first < end {
      let middle = (first + end) / 2
      if document.removalPoints[middle] < low { first = middle + 1 } else { end = middle }
    }
    return first < document.removalPoints.count && document.removalPoints[first] <= high
  }
}
