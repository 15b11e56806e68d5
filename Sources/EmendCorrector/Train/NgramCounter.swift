import EmendCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Counts the bigrams and trigrams of a text in word numbers and keeps those that tell most.
///
/// Absolute discounting with backoff; an n-gram is kept by what its loss would cost in likelihood, count · (ln p − ln p of
/// the shorter history). Then the backoff weights are made to add up again.
package struct NgramCounter {
  package static let bits: UInt64 = 21
  package static let mask: UInt64 = 1 << bits - 1

  package struct Result {
    var bigrams: [(hash: UInt64, cost: Float, backoff: Float)]
    var trigrams: [(hash: UInt64, cost: Float, backoff: Float)]
    /// ln of the weight of the unigram after each word.
    var backoffs: [Float]
  }

  private struct Gram {
    var key: UInt64
    var count: Int
    var p: Double
    var gain: Double
  }

  /// - Parameters:
  ///   - text: word numbers; `start` stands before each paragraph.
  ///   - unigrams: p of each word.
  package static func count(_ text: [UInt32], start: UInt32, unigrams: [Double], keep: (bigrams: Int, trigrams: Int)) -> Result {
    let bigrams = Bigrams(text, start: start, unigrams: unigrams, keep: keep.bigrams)
    let trigrams = trigrams(text, start: start, bigrams, keep: keep.trigrams)
    let pairs = bigrams.pairs
    var kept = [Double](repeating: 0, count: pairs.count)
    var keptShorter = [Double](repeating: 0, count: pairs.count)
    for gram in trigrams {
      let history = bigrams.pair(gram.key >> bits)!
      kept[history] += gram.p
      keptShorter[history] += bigrams.p(word(gram.key, 0), after: word(gram.key, 1))
    }
    return Result(
      bigrams: pairs.indices.map { i in
        let weight = kept[i] == 0 ? 1 : leftOver(kept[i], keptShorter[i])
        return (WordHash.of(UInt32(word(pairs[i].key, 1)), UInt32(word(pairs[i].key, 0))), Float(-log(pairs[i].p)), Float(log(weight)))
      },
      trigrams: trigrams.sorted { $0.key < $1.key }.map { gram in
        (WordHash.of(UInt32(word(gram.key, 2)), UInt32(word(gram.key, 1)), UInt32(word(gram.key, 0))), Float(-log(gram.p)), Float(0))
      }, backoffs: bigrams.backoffs)
  }

  /// The number of the word at a place of an n-gram, 0 for the last one.
  private static func word(_ key: UInt64, _ place: UInt64) -> Int { Int(key >> (bits * place) & mask) }

  /// The weight of the shorter histories, of which some of the probability is taken by n-grams that are kept.
  private static func leftOver(_ kept: Double, _ keptShorter: Double) -> Double {
    max(1 - kept, TrainingNumbers.leastLeftOver) / max(1 - keptShorter, TrainingNumbers.leastLeftOver)
  }

  /// The bigrams that are kept, and what the model says by them and by unigrams.
  private struct Bigrams {
    let unigrams: [Double]
    /// By key.
    let pairs: [Gram]
    private let keys: [UInt64]
    /// ln of the weight of the unigram after each word.
    let backoffs: [Float]

    init(_ text: [UInt32], start: UInt32, unigrams: [Double], keep: Int) {
      var keys: [UInt64] = []
      keys.reserveCapacity(text.count)
      for i in 1..<text.count where text[i] != start { keys.append(UInt64(text[i - 1]) << bits | UInt64(text[i])) }
      var totals = [Double](repeating: 0, count: unigrams.count)
      var types = [Double](repeating: 0, count: unigrams.count)
      var grams: [Gram] = []
      forEach(&keys) { key, count in
        totals[word(key, 1)] += Double(count)
        types[word(key, 1)] += 1
        if count >= TrainingNumbers.leastOfGram { grams.append(Gram(key: key, count: count, p: 0, gain: 0)) }
      }
      keys = []
      for i in grams.indices {
        let (a, b) = (word(grams[i].key, 1), word(grams[i].key, 0))
        grams[i].p = (Double(grams[i].count) - TrainingNumbers.bigramDiscount) / totals[a]
        let shorter = TrainingNumbers.bigramDiscount * types[a] / totals[a] * unigrams[b]
        grams[i].gain = Double(grams[i].count) * (log(grams[i].p) - log(shorter))
      }
      var pairs = best(grams, keep)
      grams = []
      var kept = [Double](repeating: 0, count: unigrams.count)
      var keptShorter = [Double](repeating: 0, count: unigrams.count)
      for pair in pairs {
        kept[word(pair.key, 1)] += pair.p
        keptShorter[word(pair.key, 1)] += unigrams[word(pair.key, 0)]
      }
      backoffs = unigrams.indices.map { Float(log(leftOver(kept[$0], keptShorter[$0]))) }
      pairs.sort { $0.key < $1.key }
      self.keys = pairs.map(\.key)
      (self.unigrams, self.pairs) = (unigrams, pairs)
    }

    /// The number of a bigram among those that are kept.
    func pair(_ key: UInt64) -> Int? {
      let place = keys.partitioningIndex { $0 >= key }
      return place < keys.count && keys[place] == key ? place : nil
    }

    func p(_ b: Int, after a: Int) -> Double {
      pair(UInt64(a) << bits | UInt64(b)).map { pairs[$0].p } ?? unigrams[b] * exp(Double(backoffs[a]))
    }
  }

  /// The trigrams that are kept, of those whose history is: those that tell most first.
  private static func trigrams(_ text: [UInt32], start: UInt32, _ bigrams: Bigrams, keep: Int) -> [Gram] {
    var keys: [UInt64] = []
    keys.reserveCapacity(text.count)
    for i in 2..<text.count where text[i] != start {
      let first = text[i - 1] == start ? start : text[i - 2]
      keys.append(UInt64(first) << (2 * bits) | UInt64(text[i - 1]) << bits | UInt64(text[i]))
    }
    var totals = [Double](repeating: 0, count: bigrams.pairs.count)
    var types = [Double](repeating: 0, count: bigrams.pairs.count)
    var triples: [(Gram, Int)] = []
    var lastHistory: UInt64 = .max
    var history: Int?
    forEach(&keys) { key, count in
      if key >> bits != lastHistory {
        lastHistory = key >> bits
        history = bigrams.pair(lastHistory)
      }
      guard let history else { return }
      totals[history] += Double(count)
      types[history] += 1
      if count >= TrainingNumbers.leastOfGram { triples.append((Gram(key: key, count: count, p: 0, gain: 0), history)) }
    }
    keys = []
    for i in triples.indices {
      let (gram, history) = triples[i]
      let value = (Double(gram.count) - TrainingNumbers.trigramDiscount) / totals[history]
      let shorter =
        TrainingNumbers.trigramDiscount * types[history] / totals[history] * bigrams.p(word(gram.key, 0), after: word(gram.key, 1))
      triples[i].0.p = value
      triples[i].0.gain = Double(gram.count) * (log(value) - log(max(shorter, TrainingNumbers.leastShorter)))
    }
    return best(triples.map(\.0), keep)
  }

  private static func best(_ grams: [Gram], _ count: Int) -> [Gram] {
    Array(grams.filter { $0.gain > 0 }.sorted { $0.gain != $1.gain ? $0.gain > $1.gain : $0.key < $1.key }.prefix(count))
  }

  private static func forEach(_ keys: inout [UInt64], _ body: (UInt64, Int) -> Void) {
    keys.sort()
    var i = 0
    while i < keys.count {
      var end = i + 1
      while end < keys.count, keys[end] == keys[i] { end += 1 }
      body(keys[i], end - i)
      i = end
    }
  }
}
