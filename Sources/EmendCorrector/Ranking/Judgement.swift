import EmendCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A proposal that waits for its probability, in few bytes.
package struct OpenProposal {
  /// One or two words of the lexicon.
  package struct Words {
    package let first: Int
    package let last: Int
    let isSplit: Bool

    package init(_ edge: Lattice.Edge) { (first, last, isSplit) = (Int(edge.first), Int(edge.last), edge.isSplit) }

    private var numbers: [Int] { isSplit ? [first, last] : [last] }

    /// In small letters.
    package func folded(_ model: CorrectorModel) -> [UInt8] {
      Array(model.alphabet.text(numbers.map { model.lexicon.symbols($0) }.joined(separator: [Alphabet.blank])).utf8)
    }

    /// In the case of the old words; names get their capital.
    package func written(_ letterCase: LetterCase, _ model: CorrectorModel) -> [UInt8] {
      Array(
        numbers.enumerated().map { index, word in
          let text = Array(model.text(word).utf8)
          let isProper = model.lexicon.flags(word).contains(.proper)
          let form: LetterCase =
            letterCase == .upper ? .upper : index == 0 && letterCase == .capitalised || isProper ? .capitalised : .lower
          return form.applied(to: text)
        }.joined(separator: [UInt8.space]))
    }
  }

  package var range: Range<Int>
  package var kind: Proposal.Kind
  package var words: Words
  var runnerUp: Words?
  var letterCase: LetterCase
  package var gain: Float
  var margin: Float
  package var before: Proposal.Neighbour?
  package var after: Proposal.Neighbour?
  /// Its operations among those of all.
  var operations = 0..<0

  /// So much cheaper than the text and the next reading that its confusions count as evidence for others.
  var isClear: Bool { gain > CorrectorNumbers.clearGain && margin > CorrectorNumbers.clearMargin }
}

/// Gives proposals their probabilities, with what the document up to there says about their confusions.
package struct Judgement {
  private let model: CorrectorModel
  private let bytes: UnsafeBufferPointer<UInt8>
  private let least: Double
  private var open: [OpenProposal] = []
  private var operations: [Int16] = []
  private var features: [Features] = []
  private var judged: [Proposal] = []
  /// How many clear proposals of the document rest on each operation.
  private var confusions: [Int32]
  private var clear = 0

  package init(model: CorrectorModel, bytes: UnsafeBufferPointer<UInt8>, least: Double) {
    (self.model, self.bytes, self.least) = (model, bytes, least)
    confusions = Array(repeating: 0, count: model.channel.operations.count)
  }

  package var isFull: Bool { open.count >= CorrectorNumbers.batch }
  package var count: Int { judged.count + open.count }

  package mutating func add(_ proposal: OpenProposal, operations: ArraySlice<Int16>, features: Features) {
    var proposal = proposal
    proposal.operations = self.operations.count..<self.operations.count + operations.count
    self.operations += operations
    open.append(proposal)
    self.features.append(features)
  }

  /// All proposals, ascending by place.
  package mutating func finish() -> [Proposal] {
    judge()
    return judged
  }

  package mutating func judge() {
    for proposal in open where proposal.isClear {
      clear += 1
      for operation in operations[proposal.operations] where operation >= 0 { confusions[Int(operation)] += 1 }
    }
    for i in open.indices {
      let same = Float(timesElsewhere(open[i]))
      features[i][.sameConfusion] = log(1 + same)
      features[i][.confusionShare] = same / Float(clear + CorrectorNumbers.clearPrior)
    }
    let probabilities =
      model.trees.isEmpty
      ? open.map { 1 / (1 + exp(-Double($0.gain - CorrectorNumbers.evenGain))) } : model.trees.probabilities(features)
    for i in open.indices where probabilities[i] >= least { judged.append(proposal(i, probabilities[i])) }
    open.removeAll(keepingCapacity: true)
    operations.removeAll(keepingCapacity: true)
    features.removeAll(keepingCapacity: true)
  }

  /// How many other clear proposals rest on the operation of a proposal that fewest do.
  private func timesElsewhere(_ proposal: OpenProposal) -> Int32 {
    var least: Int32 = proposal.operations.isEmpty ? 0 : .max
    for operation in operations[proposal.operations] {
      least = min(least, operation < 0 ? 0 : confusions[Int(operation)] - (proposal.isClear ? 1 : 0))
    }
    return max(least, 0)
  }

  private func proposal(_ number: Int, _ probability: Double) -> Proposal {
    let open = open[number]
    let replacement = open.words.written(open.letterCase, model)
    var proposal = Proposal(
      range: open.range, replacement: replacement, isChange: !bytes[open.range].elementsEqual(replacement), kind: open.kind,
      probability: probability)
    let evidence = Proposal.Evidence(
      operations: Array(operations[open.operations]), readText: folded(open.range), newText: open.words.folded(model),
      runnerUp: open.runnerUp?.folded(model) ?? [], features: features[number], before: open.before, after: open.after)
    // Most proposals stay far below: their reasons nobody reads.
    if probability >= Confidence.Level.suggested.threshold {
      proposal.reason = CorrectorReason(model: model, bytes: bytes).text(proposal.kind, evidence)
    }
    if least == 0 { proposal.evidence = evidence }
    return proposal
  }

  /// The tokens of a range in small letters.
  package func folded(_ range: Range<Int>) -> [UInt8] {
    var reader = TokenReader(UnsafeBufferPointer(rebasing: bytes[..<range.upperBound]), from: range.lowerBound)
    var symbols: [UInt8] = []
    while let token = reader.next() {
      if !symbols.isEmpty { symbols.append(Alphabet.blank) }
      model.alphabet.append(bytes, token.range, to: &symbols)
    }
    return Array(model.alphabet.text(symbols).utf8)
  }
}
