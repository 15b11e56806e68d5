import EmendCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Word trigrams with backoff: how likely a word is after two others. Costs are −ln p.
package struct LanguageModel {
  package typealias Word = UInt32

  private let bigrams: NgramTable
  private let trigrams: NgramTable
  private let costs: UnsafeBufferPointer<UInt8>
  private let backoffs: UnsafeBufferPointer<UInt8>
  /// Words of the lexicon; the numbers behind them stand for classes.
  package let wordCount: Int

  /// A word that the lexicon does not have.
  package var unknown: Word { Word(wordCount) }
  package var number: Word { Word(wordCount + 1) }
  /// Before the first word of a paragraph.
  package var start: Word { Word(wordCount + 2) }

  static let unigramStep: Float = 1 / 12

  /// The cost of a word of probability `p`, as stored.
  package static func stored(_ p: Double) -> UInt8 { UInt8(min(max((-log(p) / Double(unigramStep)).rounded(), 0), 255)) }

  package init(_ file: ModelFile) {
    bigrams = NgramTable(file.table(.bigrams))
    trigrams = NgramTable(file.table(.trigrams))
    costs = file.table(.wordCosts)
    backoffs = file.table(.wordBackoffs)
    wordCount = max(costs.count - 3, 0)
  }

  /// The cost of a word by itself.
  @inline(__always)
  package func cost(_ word: Word) -> Float { Float(costs[Int(word)]) * Self.unigramStep }

  @inline(__always)
  private func backoff(_ word: Word) -> Float { Float(backoffs[Int(word)]) * NgramTable.backoffStep + NgramTable.leastBackoff }

  @inline(__always)
  package func cost(_ word: Word, after before: Word) -> Float {
    if let found = bigrams.find(WordHash.of(before, word)) { return found.cost }
    return cost(word) - backoff(before)
  }

  /// Two words, and what the model knows of them together: looked up once for all that may follow.
  package struct History {
    package let a: Word
    package let b: Word
    fileprivate let entry: NgramTable.Entry?
  }

  @inline(__always)
  package func history(_ a: Word, _ b: Word) -> History { History(a: a, b: b, entry: bigrams.find(WordHash.of(a, b))) }

  @inline(__always)
  package func cost(_ word: Word, after history: History) -> Float {
    guard let entry = history.entry else { return cost(word, after: history.b) }
    if let found = trigrams.find(WordHash.of(history.a, history.b, word)) { return found.cost }
    return cost(word, after: history.b) - entry.backoff
  }

  @inline(__always)
  package func cost(_ word: Word, after first: Word, _ second: Word) -> Float { cost(word, after: history(first, second)) }

  /// Cost of a word and of the one behind it.
  @inline(__always)
  package func cost(_ word: Word, after history: History, before next: Word?) -> Float {
    cost(word, after: history) + (next.map { cost($0, after: history.b, word) } ?? 0)
  }
}
