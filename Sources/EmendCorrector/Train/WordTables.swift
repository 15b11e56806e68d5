import EmendCore

/// The words of a lexicon as the tree of words numbers them, with the tables to find them by.
struct WordTables {
  private typealias Tree = (nodes: [UInt32], costs: [UInt8], ranks: [UInt32], numbers: [Int])

  let words: [ModelTrainer.Word]
  /// p of each word.
  let unigrams: [Double]
  let slots: [UInt64]
  private let trie: Tree
  private let backward: Tree
  /// For each word of the tree read backwards its number.
  private let backwardWords: [UInt32]

  /// - Parameters:
  ///   - sorted: by their symbols.
  ///   - total: tokens of the texts.
  init(_ sorted: [ModelTrainer.Word], total: Int) {
    let unigrams = sorted.map { (Double($0.count) + TrainingNumbers.unigramPrior) / Double(total) }
    let wordCosts = unigrams.map(LanguageModel.stored)
    let trie = WordTrie.build(sorted.map(\.symbols), costs: wordCosts)
    var order = Array(repeating: 0, count: sorted.count)
    for (index, number) in trie.numbers.enumerated() { order[number] = index }
    let words = order.map { sorted[$0] }
    let turned = words.indices.map { (Array(words[$0].symbols.reversed()), $0) }.sorted { $0.0.lexicographicallyPrecedes($1.0) }
    let backward = WordTrie.build(turned.map(\.0), costs: turned.map { wordCosts[order[$0.1]] })
    var backwardWords = [UInt32](repeating: 0, count: words.count)
    for (index, number) in backward.numbers.enumerated() { backwardWords[number] = UInt32(turned[index].1) }
    self.words = words
    self.unigrams = order.map { unigrams[$0] }
    slots = ModelLexicon.slots(words.map(\.hash))
    (self.trie, self.backward, self.backwardWords) = (trie, backward, backwardWords)
  }

  /// Adds the sections of the lexicon and the language model.
  /// - Parameter probabilities: of the words and of the classes behind them.
  func add(_ probabilities: [Double], _ grams: NgramCounter.Result, to writer: inout ModelWriter) {
    writer.add(.slots, slots)
    writer.add(.wordFlags, words.map(\.flags.rawValue))
    writer.add(.wordCosts, probabilities.map(LanguageModel.stored))
    writer.add(.wordBackoffs, grams.backoffs.map(NgramTable.stored(backoff:)))
    var offsets: [UInt32] = [0]
    var pool: [UInt8] = []
    for word in words {
      pool += word.symbols
      offsets.append(UInt32(pool.count))
    }
    writer.add(.wordOffsets, offsets)
    writer.add(.wordBytes, pool)
    writer.add(.trieNodes, trie.nodes)
    writer.add(.trieCosts, trie.costs)
    writer.add(.trieRanks, trie.ranks)
    writer.add(.bigrams, NgramTable.entries(grams.bigrams))
    writer.add(.trigrams, NgramTable.entries(grams.trigrams))
    writer.add(.characters, NgramTable.entries(CharacterCounter.grams(words.map { ($0.symbols, $0.count) })))
  }

  /// Adds the sections of the tree of words read backwards.
  func addBackward(to writer: inout ModelWriter) {
    writer.add(.backwardNodes, backward.nodes)
    writer.add(.backwardCosts, backward.costs)
    writer.add(.backwardRanks, backward.ranks)
    writer.add(.backwardWords, backwardWords)
  }
}
