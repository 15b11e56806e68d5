#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Makes a model from clean texts, lists of words and pairs of OCR and truth. The same input gives the same bytes.
public struct ModelTrainer {
  public struct Sizes: Sendable {
    public var bigrams = 1_200_000
    public var trigrams = 1_100_000
    public init() {}
  }

  /// Clean texts, each a work of its own.
  private let texts: [[UInt8]]
  private let listed: [[UInt8]]
  private let families: [[TextPair]]
  private let sizes: Sizes
  private let progress: (String) -> Void

  public init(
    texts: [[UInt8]], words: [[UInt8]], families: [[TextPair]], sizes: Sizes = Sizes(), progress: @escaping (String) -> Void = { _ in }
  ) {
    self.texts = texts
    self.listed = words
    self.families = families
    self.sizes = sizes
    self.progress = progress
  }

  private struct Word {
    var symbols: [UInt8]
    var hash: UInt64
    var count: Int
    var flags: ModelLexicon.Flags
  }

  /// Fewer words of text than this give no counts to go by.
  static let leastWords = 20_000
  /// Fewer operations than this come from pairs that are too few, too good, or no pairs.
  static let leastOperations = 20

  /// The words of a list, one a line; `#` starts a comment line.
  public static func words(in list: [UInt8]) -> [[UInt8]] {
    list.split(separator: .lineFeed).map { Array(list[list.trimmed($0.startIndex..<$0.endIndex)]) }
      .filter { !$0.isEmpty && $0[0] != UInt8(ascii: "#") }
  }

  /// - Parameter base: a model whose judge, and whose channel when there are no pairs, are taken over.
  /// - Throws: `EmendError` when texts or pairs are too few to learn from.
  public func model(base: CorrectorModel?) throws(EmendError) -> [UInt8] {
    var builder = AlphabetBuilder()
    for text in texts { builder.add(text) }
    for word in listed { builder.add(word) }
    for family in families { for pair in family { builder.add(pair.ocr) } }
    let alphabetTable = builder.table()
    return try alphabetTable.withUnsafeBufferPointer { table in
      Result { () throws(EmendError) in try model(Alphabet(table), alphabetTable, base) }
    }.get()
  }

  /// A model with a channel learned from other pairs: all else stays.
  /// - Throws: `EmendError` when the pairs are too few to learn from.
  public static func model(_ base: CorrectorModel, families: [[TextPair]]) throws(EmendError) -> [UInt8] {
    model(base, operations: try operations(families, base.alphabet))
  }

  /// A model with another channel: all else stays.
  static func model(_ base: CorrectorModel, operations: [ChannelModel.Operation]) -> [UInt8] {
    var writer = ModelWriter(base.file, without: .operations, .operationIndex, .backwardOperations, .backwardIndex)
    add(operations, to: &writer)
    return writer.bytes()
  }

  private static func add(_ operations: [ChannelModel.Operation], to writer: inout ModelWriter) {
    // More than a model can hold come of pairs that are no pairs, or by the million: the likeliest stay.
    var operations = operations
    if operations.count > ChannelModel.most {
      func order(_ operation: ChannelModel.Operation) -> [UInt8] { [operation.cost] + operation.trueSymbols + [0] + operation.readSymbols }
      operations.sort { order($0).lexicographicallyPrecedes(order($1)) }
      operations.removeLast(operations.count - ChannelModel.most)
    }
    let forward = ChannelModel.sections(operations)
    writer.add(.operations, forward.operations)
    writer.add(.operationIndex, forward.index)
    let backward = ChannelModel.sections(operations.map(\.reversed))
    writer.add(.backwardOperations, backward.operations)
    writer.add(.backwardIndex, backward.index)
  }

  private static func operations(_ families: [[TextPair]], _ alphabet: Alphabet) throws(EmendError) -> [ChannelModel.Operation] {
    var learner = ChannelLearner(alphabet)
    for family in families where !family.isEmpty {
      learner.startFamily()
      for pair in family { learner.add(pair) }
    }
    let operations = learner.operations()
    if operations.count < leastOperations {
      throw .training(
        "the pairs show \(operations.count) kinds of misreading often enough to learn them; it takes \(leastOperations): give more pairs")
    }
    return operations
  }

  /// The operations of a model in the characters of another, as far as it has them.
  private static func operations(of base: CorrectorModel, in alphabet: Alphabet) -> [ChannelModel.Operation] {
    func translated(_ symbols: [UInt8]) -> [UInt8]? {
      let turned = symbols.map { $0 < Alphabet.firstLetter ? $0 : alphabet.symbol(base.alphabet.scalar($0).value) }
      return turned.contains(Alphabet.unknown) ? nil : turned
    }
    return base.channel.operations.compactMap { operation in
      guard let truth = translated(operation.trueSymbols), let read = translated(operation.readSymbols), truth != read else { return nil }
      return ChannelModel.Operation(truth: truth, read: read, cost: operation.cost)
    }
  }

  private func model(_ alphabet: Alphabet, _ alphabetTable: [UInt32], _ base: CorrectorModel?) throws(EmendError) -> [UInt8] {
    let counts = count(alphabet)
    if counts.total < Self.leastWords {
      throw .training("the texts have \(counts.total) words; a model takes \(Self.leastWords) at least, and gets good with millions")
    }
    progress("\(counts.total) words, \(counts.entries.count) forms")
    var words = lexicon(counts, alphabet)
    progress("\(words.count) words in the lexicon")

    // Words are numbered as the tree numbers them.
    let total = Double(counts.total)
    let unigrams = words.map { (Double($0.count) + 0.15) / total }
    let wordCosts = unigrams.map(LanguageModel.stored)
    let trie = WordTrie.build(words.map(\.symbols), costs: wordCosts)
    var order = Array(repeating: 0, count: words.count)
    for (index, number) in trie.numbers.enumerated() { order[number] = index }
    words = order.map { words[$0] }
    let slots = ModelLexicon.slots(words.map(\.hash))
    let turned = words.indices.map { (Array(words[$0].symbols.reversed()), $0) }.sorted { $0.0.lexicographicallyPrecedes($1.0) }
    let backward = WordTrie.build(turned.map(\.0), costs: turned.map { wordCosts[order[$0.1]] })
    var backwardWords = [UInt32](repeating: 0, count: words.count)
    for (index, number) in backward.numbers.enumerated() { backwardWords[number] = UInt32(turned[index].1) }

    let (text, classCounts) = numbered(alphabet, words.count, slots)
    let probabilities =
      order.map { unigrams[$0] } + classCounts.map { max(Double($0), 1) / total }
    progress("counting n-grams")
    let grams = NgramCounter.count(
      text, start: UInt32(words.count + 2), unigrams: probabilities, keep: (sizes.bigrams, sizes.trigrams))
    progress("\(grams.bigrams.count) bigrams, \(grams.trigrams.count) trigrams")

    let operations: [ChannelModel.Operation]
    if let base, families.allSatisfy(\.isEmpty) {
      operations = Self.operations(of: base, in: alphabet)
    } else {
      operations = try Self.operations(families, alphabet)
    }
    progress("\(operations.count) operations")

    var writer = ModelWriter()
    writer.add(.alphabet, alphabetTable)
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
    Self.add(operations, to: &writer)
    writer.add(.backwardNodes, backward.nodes)
    writer.add(.backwardCosts, backward.costs)
    writer.add(.backwardRanks, backward.ranks)
    writer.add(.backwardWords, backwardWords)
    let isWord = Set(words.map(\.hash))
    writer.add(.forms, ModelLexicon.forms(counts.entries.filter { $0.count >= 2 && !isWord.contains($0.hash) }.map(\.hash)))
    if let base, !base.trees.isEmpty { writer.add(.trees, base.file.bytes(of: .trees)) }

    // The neighbours are found with the model that lacks them.
    return try writer.bytes().withUnsafeBytes { bytes in
      Result { () throws(EmendError) in
        let plain = try CorrectorModel(ModelFile(bytes, name: "the new model", verifies: true))
        let neighbours = Self.neighbours(plain)
        progress("\(neighbours.count / 2) neighbours of known words")
        for pair in stride(from: 0, to: neighbours.count, by: 2) { words[Int(neighbours[pair])].flags.insert(.hasNeighbours) }
        var writer = ModelWriter(plain.file, without: .wordFlags, .neighbours)
        writer.add(.wordFlags, words.map(\.flags.rawValue))
        writer.add(.neighbours, neighbours)
        return writer.bytes()
      }
    }.get()
  }

  /// Calls `body` with each token of a text and its symbols.
  private func forEachToken(
    _ text: [UInt8], _ alphabet: Alphabet, _ body: (TokenReader.Token, [UInt8], UnsafeBufferPointer<UInt8>) -> Void
  ) {
    text.withUnsafeBufferPointer { bytes in
      var reader = TokenReader(bytes)
      var symbols: [UInt8] = []
      while let token = reader.next() {
        symbols.removeAll(keepingCapacity: true)
        alphabet.append(bytes, token.range, to: &symbols)
        body(token, symbols, bytes)
      }
    }
  }

  private func count(_ alphabet: Alphabet) -> WordCounts {
    var counts = WordCounts()
    for (number, text) in texts.enumerated() {
      forEachToken(text, alphabet) { token, symbols, bytes in
        if token.hasDigit || symbols.count > 30 { return }
        counts.add(
          symbols, hash: WordHash.of(symbols), text: number, isCapital: !(bytes[token.start] | 0x20 == bytes[token.start]),
          isInside: !token.startsSentence && token.gap != .hyphenLineEnd)
      }
    }
    return counts
  }

  /// The listed words, and those of the texts that are often enough there to be no misprint.
  private func lexicon(_ counts: WordCounts, _ alphabet: Alphabet) -> [Word] {
    var words: [UInt64: Word] = [:]
    for word in listed {
      var symbols: [UInt8] = []
      word.withUnsafeBufferPointer { alphabet.append($0, 0..<$0.count, to: &symbols) }
      guard isSpelled(symbols) else { continue }
      let hash = WordHash.of(symbols)
      let isProper = word[0] >= UInt8(ascii: "A") && word[0] <= UInt8(ascii: "Z")
      if let known = words[hash] {
        if !isProper { words[hash]!.flags = known.flags.subtracting(.proper) }
      } else {
        words[hash] = Word(symbols: symbols, hash: hash, count: 0, flags: isProper ? .proper : [])
      }
    }
    let isSmall = texts.count < 20
    for entry in counts.entries {
      let isCapital = entry.inside >= 3 && entry.capitals * 10 >= entry.inside * 9
      if words[entry.hash] != nil {
        words[entry.hash]!.count = entry.count
        if entry.inside >= 5 {
          if isCapital { words[entry.hash]!.flags.insert(.proper) } else { words[entry.hash]!.flags.remove(.proper) }
        }
        continue
      }
      guard entry.count >= 4, isSmall || entry.texts >= 3 else { continue }
      let symbols = counts.symbols(entry)
      guard symbols.count >= 3, isSpelled(symbols), !isRunOn(symbols, entry.count, counts) else { continue }
      words[entry.hash] = Word(
        symbols: symbols, hash: entry.hash, count: entry.count, flags: isCapital ? [.proper, .corpusOnly] : .corpusOnly)
    }
    return words.values.sorted { $0.symbols.lexicographicallyPrecedes($1.symbols) }
  }

  private func isSpelled(_ symbols: [UInt8]) -> Bool {
    !symbols.isEmpty && symbols.count <= 30 && symbols.allSatisfy { $0 >= Alphabet.firstLetter && $0 < Alphabet.firstSign }
  }

  /// `ofthe`: two common words without the blank.
  private func isRunOn(_ symbols: [UInt8], _ count: Int, _ counts: WordCounts) -> Bool {
    guard symbols.count >= 4 else { return false }
    return (1..<symbols.count).contains { cut in
      guard let left = counts.find(WordHash.of(Array(symbols[..<cut]))), let right = counts.find(WordHash.of(Array(symbols[cut...]))) else {
        return false
      }
      let least = min(cut, symbols.count - cut)
      return min(left.count, right.count) > count * (least < 3 ? 500 : 50)
    }
  }

  /// The texts in word numbers, with `start` before each paragraph, and how often each class occurs.
  private func numbered(_ alphabet: Alphabet, _ words: Int, _ slots: [UInt64]) -> ([UInt32], [Int]) {
    let (unknown, number, start) = (UInt32(words), UInt32(words + 1), UInt32(words + 2))
    var classes = [0, 0, 0]
    var numbers: [UInt32] = [start, start]
    for text in texts {
      numbers.append(start)
      forEachToken(text, alphabet) { token, symbols, _ in
        if token.gap == .paragraph, numbers.last != start { numbers.append(start) }
        if token.isNumber {
          classes[1] += 1
          numbers.append(number)
        } else if let word = slots.withUnsafeBufferPointer({ ModelLexicon.find(WordHash.of(symbols), in: $0) }) {
          numbers.append(UInt32(word))
        } else {
          classes[0] += 1
          numbers.append(unknown)
        }
      }
    }
    return (numbers, classes)
  }

  /// For each word that may be a misreading of more frequent ones, those: the word, and neighbour << 8 | cost.
  private static func neighbours(_ model: CorrectorModel) -> [UInt32] {
    let search = model.search()
    var limits = CandidateSearch.Limits()
    limits.expansions = 500
    var found: [UInt32] = []
    for word in 0..<model.lexicon.count {
      let own = Int(model.wordCosts[word])
      // What stands in every tenth thousand words is no misreading that context could tell.
      if own < 60 { continue }
      let symbols = Array(model.lexicon.symbols(word))
      let candidates = search.candidates(for: symbols, splits: false, limits: limits)
        .filter { $0.word != word && $0.first < 0 && $0.total - own < 96 }
      for candidate in candidates.prefix(6) {
        found += [UInt32(word), UInt32(candidate.word) << 8 | UInt32(min(candidate.channel, 255))]
      }
    }
    return found
  }
}
