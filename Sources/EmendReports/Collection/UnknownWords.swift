import EmendCore
import EmendLexicon

/// Words of clean texts that neither the lexicon nor the names have, in small letters: candidates for the dictionaries, or
/// misreadings that are still there.
package struct UnknownWords: Sendable {
  /// Where a word stands.
  package struct Example: Hashable, Sendable {
    package let file: String
    /// From 1, in the clean text.
    package let line: Int
    /// The word as it stands there, and what stands around it on its line.
    package let before, word, after: String
    package var context: String { before + word + after }
  }

  /// What is known of a word.
  package struct Entry: Sendable {
    package let word: String
    public fileprivate(set) var count: Int
    /// Records that have it.
    public fileprivate(set) var files: Int
    public fileprivate(set) var examples: [Example]
  }

  private var entries: [String: Entry] = [:]

  // So that noise without end takes no memory without end. Where there are more words than that, the rarest are forgotten,
  // and their counts start anew.
  private static let mostWords = 20_000
  private static let mostWordsOfARecord = 5_000
  private static let mostExamples = 3
  /// A shorter one is an abbreviation or noise.
  private static let shortest = 3
  private static let contextBytes = 32

  package init() {}

  /// The unknown words of a clean text.
  package init(_ text: [UInt8], path: String, dictionaries: Dictionaries = .embedded) {
    let span = text.span
    var recent = RecentWords(dictionaries.vocabulary, count: text.count)
    var places = PlaceCounter(text)
    var words = WordReader(text)
    while let range = words.next() {
      guard (Self.shortest...Vocabulary.longestWord).contains(range.count) else { continue }
      guard recent.find(span.bytes, range).flags.isDisjoint(with: .known), !Self.isPart(text, range) else { continue }
      let word = text.text(range).lowercased()
      var entry = entries[word] ?? Entry(word: word, count: 0, files: 1, examples: [])
      entry.count += 1
      if entry.examples.count < Self.mostExamples {
        let around = Self.around(range, in: text)
        let example = Example(
          file: path, line: places.place(of: range.lowerBound).line, before: text.text(around.lowerBound..<range.lowerBound),
          word: text.text(range), after: text.text(range.upperBound..<around.upperBound))
        if entry.examples.last?.line != example.line { entry.examples.append(example) }
      }
      entries[word] = entry
      if entries.count > Self.mostWordsOfARecord { forget(to: Self.mostWordsOfARecord / 2) }
    }
  }

  /// Takes in the words of a further record.
  package mutating func add(_ other: UnknownWords) {
    for (word, entry) in other.entries {
      guard var own = entries[word] else {
        entries[word] = entry
        continue
      }
      own.count += entry.count
      own.files += entry.files
      own.examples += entry.examples.prefix(Self.mostExamples - own.examples.count)
      entries[word] = own
    }
    if entries.count > Self.mostWords { forget(to: Self.mostWords / 2) }
  }

  /// The most frequent words that occur twice at least.
  package func top(_ n: Int) -> [Entry] { Array(ordered.prefix(n).filter { $0.count > 1 }) }

  private var ordered: [Entry] { entries.values.sorted { ($1.count, $1.files, $0.word) < ($0.count, $0.files, $1.word) } }

  private mutating func forget(to n: Int) {
    entries = Dictionary(uniqueKeysWithValues: ordered.prefix(n).map { ($0.word, $0) })
  }

  /// True for what is no word by itself: beside a digit, a part of an address, or half of a word that a line end cuts.
  private static func isPart(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    let before = range.lowerBound > 0 ? text[range.lowerBound - 1] : .space
    let after = range.upperBound < text.count ? text[range.upperBound] : .space
    let joins = "@_/\\".utf8
    if before.isDigit || after.isDigit || joins.contains(before) || joins.contains(after) { return true }
    return after == UInt8(ascii: "-") && range.upperBound + 1 < text.count && text[range.upperBound + 1].isLineEnd
  }

  /// A word and the words around it on its line.
  private static func around(_ range: Range<Int>, in text: [UInt8]) -> Range<Int> {
    var start = range.lowerBound
    while start > 0, range.lowerBound - start < contextBytes, !text[start - 1].isLineEnd { start -= 1 }
    var end = range.upperBound
    while end < text.count, end - range.upperBound < contextBytes, !text[end].isLineEnd { end += 1 }
    // Whole words, where it does not reach to the end of the line.
    if start > 0, !text[start - 1].isLineEnd { while start < range.lowerBound, !text[start].isBlank { start += 1 } }
    if end < text.count, !text[end].isLineEnd { while end > range.upperBound, !text[end - 1].isBlank { end -= 1 } }
    while start < range.lowerBound, text[start].isBlank { start += 1 }
    while end > range.upperBound, text[end - 1].isBlank { end -= 1 }
    return start..<end
  }
}
