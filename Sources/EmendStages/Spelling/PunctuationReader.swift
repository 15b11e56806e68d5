import EmendCore
import EmendLexicon

/// Finds punctuation that was read for the last letter of a word: `Rio Treat; which` for `Rio Treaty which`.
package struct PunctuationReader {
  private let dictionaries: Dictionaries
  /// The letters each ASCII mark is read for.
  private let letters: [[UInt8]]
  /// One bit for each mark that has any.
  private let candidates: (UInt64, UInt64)

  package init(_ dictionaries: Dictionaries) {
    self.dictionaries = dictionaries
    letters = (UInt8(0)..<128).map { mark in dictionaries.glyphs.letters(readAs: mark).map(\.letter) }
    candidates = letters.enumerated().reduce(into: (0, 0)) { bits, mark in
      if mark.element.isEmpty { return }
      if mark.offset < 64 { bits.0 |= 1 << UInt64(mark.offset) } else { bits.1 |= 1 << UInt64(mark.offset - 64) }
    }
  }

  @inline(__always)
  func isCandidate(_ byte: UInt8) -> Bool {
    byte < 64 ? candidates.0 >> UInt64(byte) & 1 == 1 : byte < 128 && candidates.1 >> UInt64(byte - 64) & 1 == 1
  }

  /// Looks at a word with such a mark behind it. The mark is a letter when the text goes on in small letters, the word
  /// with the letter is known, and either the word without it is none, or the name that it ends stands elsewhere.
  package func read(
    _ token: SpellingStage.Token, after before: SpellingStage.Token?, _ bytes: [UInt8],
    _ edits: inout EditGatherer
  ) {
    let mark = token.range.upperBound
    guard mark + 2 < bytes.count, bytes[mark + 1] == .space, bytes[mark + 2].isLower, token.range.count >= SpellingNumbers.shortestStem
    else { return }
    let stem = Array(bytes[token.range])
    let upper = LetterCase(stem) == .upper
    var readings: [[UInt8]] = []
    for letter in letters[Int(bytes[mark])] {
      let word = stem + [upper ? letter.uppered : letter]
      if dictionaries.vocabulary.flags(of: word).contains(.word) { readings.append(word) }
    }
    guard let word = readings.first else { return }
    let text = String(decoding: word, as: UTF8.self)
    let confidence: Confidence
    let reason: String
    if !token.isKnown {
      let standing = count(of: text, around: mark, bytes)
      confidence = Confidence(standing > 0 ? SpellingNumbers.markOfKnownWord : SpellingNumbers.markOfUnseenWord)
      reason =
        "\(bytes.text(token.range)) is no word, \(text) is" + (standing > 0 ? " and stands \(standing) times in the record" : "")
    } else if stem[0].isUpper, let before, before.range.upperBound + 1 == token.range.lowerBound,
      bytes[before.range.lowerBound].isUpper
    {
      let name = bytes.text(before.range) + " " + text
      let damaged = bytes.text(before.range.lowerBound..<token.range.upperBound)
      let standing = count(of: name, around: mark, bytes)
      let known = dictionaries.gazetteer.has(name)
      guard standing > 0 || known, count(of: damaged, around: mark, bytes) <= 1 else { return }
      confidence = Confidence(standing > 0 && known ? SpellingNumbers.markOfKnownName : SpellingNumbers.markOfName)
      reason =
        standing > 0 ? "\(name) stands \(standing) \(standing == 1 ? "time" : "times") in the record" : "\(name) is in names.tsv"
    } else {
      return
    }
    let range = token.range.lowerBound..<mark + 1
    edits.append(
      Edit(
        range: range, original: Array(bytes[range]), replacement: word, rule: "spelling.punctuation-for-letter",
        confidence: confidence, reason: reason,
        alternatives: readings.dropFirst().map { String(decoding: $0, as: UTF8.self) }))
  }

  /// How often a name of several words stands, as whole words, within some pages of a place.
  private func count(of name: String, around place: Int, _ bytes: [UInt8]) -> Int {
    let needle = Array(name.utf8)
    var count = 0
    var position = max(0, place - SpellingNumbers.reach)
    let end = min(bytes.count, place + SpellingNumbers.reach)
    while position < end, let found = bytes.firstIndex(of: needle, in: position..<end) {
      position = found + needle.count
      if position == bytes.count || !bytes[position].isLetter, found == 0 || !bytes[found - 1].isLetter { count += 1 }
    }
    return count
  }
}
