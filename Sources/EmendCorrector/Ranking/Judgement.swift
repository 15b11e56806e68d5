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
          Self.written(word, letterCase == .capitalised && index > 0 ? .lower : letterCase, model)
        }.joined(separator: [UInt8.space]))
    }

    /// One word; a name gets its capital.
    static func written(_ word: Int, _ letterCase: LetterCase, _ model: CorrectorModel) -> [UInt8] {
      let isProper = model.lexicon.flags(word).contains(.proper)
      return (letterCase == .lower && isProper ? .capitalised : letterCase).applied(to: Array(model.text(word).utf8))
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

  private var places: PlaceReader

  /// - Parameter edges: of redactions, for each thousand tokens.
  package init(model: CorrectorModel, bytes: UnsafeBufferPointer<UInt8>, least: Double, edges: Float = 0) {
    (self.model, self.bytes, self.least) = (model, bytes, least)
    places = PlaceReader(model: model, bytes: bytes, edges: edges)
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
    var probabilities =
      model.trees.isEmpty
      ? open.map { 1 / (1 + exp(-Double($0.gain - CorrectorNumbers.evenGain))) } : model.trees.probabilities(features)
    // What the first judge finds at least as likely as not, the second judges by its place.
    var likely: [Likely] = []
    for i in open.indices where probabilities[i] >= Confidence.Level.suggested.threshold {
      let text = replacement(open[i])
      let row = places.row(features[i], claimed: probabilities[i], range: open[i].range, replacement: text, words: open[i].words)
      likely.append(Likely(number: i, replacement: text, row: row))
    }
    if !likely.isEmpty, !model.trees.isEmpty {
      for (place, probability) in zip(likely, PlaceJudge.trees.probabilities(likely.map(\.row))) {
        let i = place.number
        // It learned from damaged records: of a clean one it can only say what speaks against an edit.
        let isClean = features[i][.noise] < CorrectorNumbers.cleanNoise
        probabilities[i] = isClean ? min(probabilities[i], probability) : probability
      }
    }
    // A half of a word that a line end cut is joined or left.
    for place in likely where open[place.number].kind != .merge && places.isHalf(open[place.number].range) {
      probabilities[place.number] = 0
    }
    var rest = likely[...]
    for i in open.indices {
      let place = rest.first?.number == i ? rest.removeFirst() : nil
      if probabilities[i] >= least { judged.append(proposal(i, probabilities[i], place)) }
    }
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

  /// The new words as they are to stand. A capital inside a name stays: `McNemara` is no `Mcnamara`; a comma between two words
  /// that lost their blank does, too.
  private func replacement(_ open: OpenProposal) -> [UInt8] {
    if open.kind == .split, let parts = split(open) { return parts }
    var text = open.words.written(open.letterCase, model)
    guard open.letterCase == .capitalised else { return text }
    for place in 1..<max(1, min(text.count, open.range.count)) where bytes[open.range.lowerBound + place].isUpper {
      let read = bytes[open.range.lowerBound..<open.range.lowerBound + place]
      guard read.elementsEqual(text[..<place]), read.elementsEqual("Mc".utf8) || read.elementsEqual("O'".utf8) else { continue }
      text[place] = text[place].uppered
    }
    return text
  }

  /// Two words that a sign divides, each in its own case.
  private func split(_ open: OpenProposal) -> [UInt8]? {
    let read = bytes[open.range]
    guard let sign = read.firstIndex(where: { !$0.isLetter && !$0.isDigit && $0 < 0x80 }), sign > read.startIndex else { return nil }
    let next = read[sign...].firstIndex { $0.isLetter } ?? read.endIndex
    guard next < read.endIndex, sign - read.startIndex > 1, read.endIndex - next > 1 else { return nil }
    func word(_ number: Int, _ text: some Sequence<UInt8>) -> [UInt8] {
      OpenProposal.Words.written(number, open.letterCase == .upper ? .upper : LetterCase(Array(text)), model)
    }
    // A full stop in front of a small letter is a speck.
    let signs = bytes[next].isUpper ? ",;:.!?" : ",;:"
    let kept = read[sign..<next].first { signs.utf8.contains($0) }
    return word(open.words.first, read[..<sign]) + (kept.map { [$0] } ?? []) + [.space] + word(open.words.last, read[next...])
  }

  /// What the first judge found likely, with what the second saw of it.
  private struct Likely {
    /// Among the open proposals.
    let number: Int
    let replacement: [UInt8]
    let row: PlaceRow
  }

  private func proposal(_ number: Int, _ probability: Double, _ place: Likely?) -> Proposal {
    let open = open[number]
    let replacement = place?.replacement ?? replacement(open)
    var proposal = Proposal(
      range: open.range, replacement: replacement, isChange: !bytes[open.range].elementsEqual(replacement), kind: open.kind,
      probability: probability)
    let evidence = Proposal.Evidence(
      operations: Array(operations[open.operations]), readText: folded(open.range), newText: open.words.folded(model),
      runnerUp: open.runnerUp?.folded(model) ?? [], features: features[number], place: place?.row, before: open.before,
      after: open.after)
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
