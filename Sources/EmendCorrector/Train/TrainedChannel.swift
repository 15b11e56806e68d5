import EmendCore

/// The channel of a model that is trained: operations from pairs of OCR and truth, or from another model.
extension ModelTrainer {
  /// A model with a channel learned from other pairs: all else stays.
  /// - Throws: `EmendError` when the pairs are too few to learn from.
  package static func model(_ base: CorrectorModel, families: [[TextPair]]) throws(EmendError) -> [UInt8] {
    model(base, operations: try operations(families, base.alphabet))
  }

  /// A model with another channel: all else stays.
  package static func model(_ base: CorrectorModel, operations: [ChannelModel.Operation]) -> [UInt8] {
    var writer = ModelWriter(base.file, without: .operations, .operationIndex, .backwardOperations, .backwardIndex)
    add(operations, to: &writer)
    return writer.bytes()
  }

  /// Adds the sections of the channel, for words read from either end.
  static func add(_ operations: [ChannelModel.Operation], to writer: inout ModelWriter) {
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

  /// The operations that pairs show.
  static func operations(_ families: [[TextPair]], _ alphabet: Alphabet) throws(EmendError) -> [ChannelModel.Operation] {
    var learner = ChannelLearner(alphabet)
    for family in families where !family.isEmpty {
      learner.startFamily()
      for pair in family { learner.add(pair) }
    }
    let operations = learner.operations()
    let least = TrainingNumbers.leastOperations
    if operations.count < least {
      throw .training(
        "the pairs show \(operations.count) kinds of misreading often enough to learn them; it takes \(least): give more pairs")
    }
    return operations
  }

  /// The operations of a model in the characters of another, as far as it has them.
  static func operations(of base: CorrectorModel, in alphabet: Alphabet) -> [ChannelModel.Operation] {
    func translated(_ symbols: [UInt8]) -> [UInt8]? {
      let turned = symbols.map { $0 < Alphabet.firstLetter ? $0 : alphabet.symbol(base.alphabet.scalar($0).value) }
      return turned.contains(Alphabet.unknown) ? nil : turned
    }
    return base.channel.operations.compactMap { operation in
      guard let truth = translated(operation.trueSymbols), let read = translated(operation.readSymbols), truth != read else { return nil }
      return ChannelModel.Operation(truth: truth, read: read, cost: operation.cost)
    }
  }
}
