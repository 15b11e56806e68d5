import EmendCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Counts the strings of one to five characters in the words of a lexicon, for `CharacterModel`.
package enum CharacterCounter {
  /// Every word counts once, a frequent one a few times more.
  package static func grams(_ words: [(symbols: [UInt8], count: Int)]) -> [(hash: UInt64, cost: Float, backoff: Float)] {
    var counts: [[UInt64: (count: Double, context: UInt64, shorter: UInt64)]] = Array(
      repeating: [:], count: CharacterModel.order + 1)
    for word in words {
      let weight = 1 + log(1 + Double(word.count)) / 2
      word.symbols.withUnsafeBufferPointer { symbols in
        for end in 1...symbols.count + 1 {
          for length in 1...CharacterModel.order {
            let key = CharacterModel.key(symbols, end: end, length: length)
            let context = length == 1 ? 0 : CharacterModel.key(symbols, end: end - 1, length: length - 1)
            let shorter = length == 1 ? 0 : CharacterModel.key(symbols, end: end, length: length - 1)
            counts[length][key, default: (0, context, shorter)].count += weight
          }
        }
      }
    }
    var p: [UInt64: Double] = [:]
    var backoffs: [UInt64: Double] = [:]
    for length in 1...CharacterModel.order {
      var totals: [UInt64: Double] = [:]
      // Sums depend on their order, and models must not: by key.
      let grams = counts[length].sorted { $0.key < $1.key }
      for (_, gram) in grams { totals[gram.context, default: 0] += gram.count }
      let least =
        length < 4 ? 0 : length == 4 ? TrainingNumbers.leastOfFourCharacters : TrainingNumbers.leastOfFiveCharacters
      var kept: [UInt64: (p: Double, shorter: Double)] = [:]
      for (key, gram) in grams where gram.count >= least {
        let discount = length == 1 ? 0 : TrainingNumbers.characterDiscount
        let value = max(gram.count - discount, TrainingNumbers.leastDiscounted) / totals[gram.context]!
        p[key] = value
        if length > 1 {
          let sums = kept[gram.context] ?? (0, 0)
          kept[gram.context] = (sums.p + value, sums.shorter + (p[gram.shorter] ?? 0))
        }
      }
      let leftOver = TrainingNumbers.leastLeftOverOfCharacters
      for (context, sums) in kept { backoffs[context] = log(max(1 - sums.p, leftOver) / max(1 - sums.shorter, leftOver)) }
    }
    return p.sorted { $0.key < $1.key }.map { ($0.key, Float(-log($0.value)), Float(backoffs[$0.key] ?? 0)) }
  }
}
