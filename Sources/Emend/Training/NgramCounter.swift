#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Counts the bigrams and trigrams of a text in word numbers and keeps those that tell most.
///
/// Absolute discounting with backoff; an n-gram is kept by what its loss would cost in likelihood, count · (ln p − ln p of
/// the shorter history). Then the backoff weights are made to add up again.
struct NgramCounter {
  static let bits: UInt64 = 21
  static let mask: UInt64 = 1 << bits - 1
  private static let discounts: (bigram: Double, trigram: Double) = (0.7, 0.8)

  struct Result {
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
  static func count(_ text: [UInt32], start: UInt32, unigrams: [Double], keep: (bigrams: Int, trigrams: Int)) -> Result {
    func word(_ key: UInt64, _ place: UInt64) -> Int { Int(key >> (bits * place) & mask) }

    // Bigrams.
    var keys: [UInt64] = []
    keys.reserveCapacity(text.count)
    for i in 1..<text.count where text[i] != start { keys.append(UInt64(text[i - 1]) << bits | UInt64(text[i])) }
    var totals = [Double](repeating: 0, count: unigrams.count)
    var types = [Double](repeating: 0, count: unigrams.count)
    var grams: [Gram] = []
    forEach(&keys) { key, count in
      totals[word(key, 1)] += Double(count)
      types[word(key, 1)] += 1
      if count >= 2 { grams.append(Gram(key: key, count: count, p: 0, gain: 0)) }
    }
    for i in grams.indices {
      let (a, b) = (word(grams[i].key, 1), word(grams[i].key, 0))
      grams[i].p = (Double(grams[i].count) - discounts.bigram) / totals[a]
      let shorter = discounts.bigram * types[a] / totals[a] * unigrams[b]
      grams[i].gain = Double(grams[i].count) * (log(grams[i].p) - log(shorter))
    }
    var pairs = best(grams, keep.bigrams)
    grams = []
    var kept = [Double](repeating: 0, count: unigrams.count)
    var keptShorter = [Double](repeating: 0, count: unigrams.count)
    for pair in pairs {
      kept[word(pair.key, 1)] += pair.p
      keptShorter[word(pair.key, 1)] += unigrams[word(pair.key, 0)]
    }
    let backoffs = unigrams.indices.map { Float(log(max(1 - kept[$0], 1e-4) / max(1 - keptShorter[$0], 1e-4))) }
    pairs.sort { $0.key < $1.key }
    let pairKeys = pairs.map(\.key)
    func pair(_ key: UInt64) -> Int? {
      var (low, high) = (0, pairKeys.count)
      while low < high {
        let middle = (low + high) / 2
        if pairKeys[middle] < key { low = middle + 1 } else { high = middle }
      }
      return low < pairKeys.count && pairKeys[low] == key ? low : nil
    }
    func p(_ b: Int, after a: Int) -> Double {
      pair(UInt64(a) << bits | UInt64(b)).map { pairs[$0].p } ?? unigrams[b] * exp(Double(backoffs[a]))
    }

    // Trigrams whose history is kept.
    keys.removeAll(keepingCapacity: true)
    for i in 2..<text.count where text[i] != start {
      let first = text[i - 1] == start ? start : text[i - 2]
      keys.append(UInt64(first) << (2 * bits) | UInt64(text[i - 1]) << bits | UInt64(text[i]))
    }
    var pairTotals = [Double](repeating: 0, count: pairs.count)
    var pairTypes = [Double](repeating: 0, count: pairs.count)
    var triples: [(Gram, Int)] = []
    var lastHistory: UInt64 = .max
    var history: Int?
    forEach(&keys) { key, count in
      if key >> bits != lastHistory {
        lastHistory = key >> bits
        history = pair(lastHistory)
      }
      guard let history else { return }
      pairTotals[history] += Double(count)
      pairTypes[history] += 1
      if count >= 2 { triples.append((Gram(key: key, count: count, p: 0, gain: 0), history)) }
    }
    keys = []
    for i in triples.indices {
      let (gram, history) = triples[i]
      let value = (Double(gram.count) - discounts.trigram) / pairTotals[history]
      let shorter = discounts.trigram * pairTypes[history] / pairTotals[history] * p(word(gram.key, 0), after: word(gram.key, 1))
      triples[i].0.p = value
      triples[i].0.gain = Double(gram.count) * (log(value) - log(max(shorter, 1e-12)))
    }
    let chosen = best(triples.map(\.0), keep.trigrams)
    var pairKept = [Double](repeating: 0, count: pairs.count)
    var pairShorter = [Double](repeating: 0, count: pairs.count)
    for gram in chosen {
      let history = pair(gram.key >> bits)!
      pairKept[history] += gram.p
      pairShorter[history] += p(word(gram.key, 0), after: word(gram.key, 1))
    }
    return Result(
      bigrams: pairs.indices.map { i in
        let weight = pairKept[i] == 0 ? 1 : max(1 - pairKept[i], 1e-4) / max(1 - pairShorter[i], 1e-4)
        return (WordHash.of(UInt32(word(pairs[i].key, 1)), UInt32(word(pairs[i].key, 0))), Float(-log(pairs[i].p)), Float(log(weight)))
      },
      trigrams: chosen.sorted { $0.key < $1.key }.map { gram in
        (WordHash.of(UInt32(word(gram.key, 2)), UInt32(word(gram.key, 1)), UInt32(word(gram.key, 0))), Float(-log(gram.p)), Float(0))
      }, backoffs: backoffs)
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
