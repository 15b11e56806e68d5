import EmendCore

/// Makes a model from clean texts, lists of words and pairs of OCR and truth. The same input gives the same bytes.
package struct ModelTrainer {
  package struct Sizes: Sendable {
    package var bigrams = TrainingNumbers.bigrams
    package var trigrams = TrainingNumbers.trigrams
    package init() {}
  }

  /// Clean texts, each a work of its own.
  let texts: [[UInt8]]
  /// Words that belong to the lexicon wherever they stand.
  let listed: [[UInt8]]
  /// Pairs of each kind of scan.
  private let families: [[TextPair]]
  private let sizes: Sizes
  private let progress: (String) -> Void

  package init(
    texts: [[UInt8]], words: [[UInt8]], families: [[TextPair]], sizes: Sizes = Sizes(), progress: @escaping (String) -> Void = { _ in }
  ) {
    self.texts = texts
    self.listed = words
    self.families = families
    self.sizes = sizes
    self.progress = progress
  }

  /// - Parameter base: a model whose judge, and whose channel when there are no pairs, are taken over.
  /// - Throws: `EmendError` when texts or pairs are too few to learn from.
  package func model(base: CorrectorModel?) throws(EmendError) -> [UInt8] {
    var builder = AlphabetBuilder()
    for text in texts { builder.add(text) }
    for word in listed { builder.add(word) }
    for family in families { for pair in family { builder.add(pair.ocr) } }
    let alphabetTable = builder.table()
    return try alphabetTable.withUnsafeBufferPointer { table in
      Result { () throws(EmendError) in try model(Alphabet(table), alphabetTable, base) }
    }.get()
  }

  private func model(_ alphabet: Alphabet, _ alphabetTable: [UInt32], _ base: CorrectorModel?) throws(EmendError) -> [UInt8] {
    let counts = count(alphabet)
    let leastWords = TrainingNumbers.leastWords
    if counts.total < leastWords {
      throw .training("the texts have \(counts.total) words; a model takes \(leastWords) at least, and gets good with millions")
    }
    progress("\(counts.total) words, \(counts.entries.count) forms")
    let lexicon = lexicon(counts, alphabet)
    progress("\(lexicon.count) words in the lexicon")
    let tables = WordTables(lexicon, total: counts.total)

    let (text, classCounts) = numbered(alphabet, tables.words.count, tables.slots)
    let probabilities = tables.unigrams + classCounts.map { max(Double($0), 1) / Double(counts.total) }
    progress("counting n-grams")
    let grams = NgramCounter.count(
      text, start: UInt32(tables.words.count + 2), unigrams: probabilities, keep: (sizes.bigrams, sizes.trigrams))
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
    tables.add(probabilities, grams, to: &writer)
    Self.add(operations, to: &writer)
    tables.addBackward(to: &writer)
    let isWord = Set(tables.words.map(\.hash))
    let others = counts.entries.filter { $0.count >= TrainingNumbers.leastOfKnownForm && !isWord.contains($0.hash) }
    writer.add(.forms, ModelLexicon.forms(others.map(\.hash)))
    if let base, !base.trees.isEmpty { writer.add(.trees, base.file.bytes(of: .trees)) }
    return try addingNeighbours(to: writer.bytes(), tables.words)
  }

  /// A model with the neighbours of its known words, which are found with the model that lacks them.
  private func addingNeighbours(to model: [UInt8], _ words: [Word]) throws(EmendError) -> [UInt8] {
    var words = words
    return try model.withUnsafeBytes { bytes in
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

  /// For each word that may be a misreading of more frequent ones, those: the word, and neighbour << 8 | cost.
  private static func neighbours(_ model: CorrectorModel) -> [UInt32] {
    let search = model.search()
    var limits = CandidateSearch.Limits()
    limits.expansions = TrainingNumbers.neighbourExpansions
    var found: [UInt32] = []
    for word in 0..<model.lexicon.count {
      let own = Int(model.wordCosts[word])
      if own < TrainingNumbers.leastCostOfMisread { continue }
      let symbols = Array(model.lexicon.symbols(word))
      let candidates = search.candidates(for: symbols, splits: false, limits: limits)
        .filter { $0.word != word && $0.first < 0 && $0.total - own < TrainingNumbers.neighbourWindow }
      for candidate in candidates.prefix(TrainingNumbers.mostNeighbours) {
        found += [UInt32(word), UInt32(candidate.word) << 8 | UInt32(min(candidate.channel, 255))]
      }
    }
    return found
  }
}
