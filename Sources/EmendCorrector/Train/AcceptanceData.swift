import EmendCore

/// What the judge of the corrector's edits is trained on: the features of proposals and whether they were right.
///
/// Each pair is used as it is, and with only a few of its errors kept, for records are of all degrees of damage; now and
/// then with none.
package struct AcceptanceData {
  package private(set) var rows: [Float] = []
  package private(set) var count = 0
  /// Of the columns: label, document and kind stand before the features.
  package static let names = ["label", "document", "kind"] + Feature.allCases.map { "\($0)" }
  private let model: CorrectorModel
  private let before: Pipeline

  /// - Parameter before: the stages that a record passes before the corrector.
  package init(model: CorrectorModel, before: Pipeline) {
    self.model = model
    self.before = before
  }

  package mutating func add(_ pair: TextPair, document: Int) throws(EmendError) {
    var random = SplitMix(seed: UInt64(document))
    let text = try before.run(pair.ocr).output
    let segmented = SegmentedPair(text: text, truth: pair.truth, model.alphabet)
    add(text, segmented, document)
    let shares = TrainingNumbers.sharesOfErrorsKept
    let share = shares[Int(random.next() % UInt64(shares.count))]
    let few = segmented.mixed { Double(random.next() % 10_000) < share * 10_000 }
    add(few, SegmentedPair(text: few, truth: pair.truth, model.alphabet), document)
  }

  private mutating func add(_ text: [UInt8], _ segmented: SegmentedPair, _ document: Int) {
    for proposal in CorrectorStage.proposals(in: text, model) {
      guard let evidence = proposal.evidence else { continue }
      let isRight = segmented.isRight(proposal.range, evidence.newText, model.alphabet)
      rows += [isRight ? 1 : 0, Float(document), Float(proposal.kind.rawValue)] + evidence.features.all
      count += 1
    }
  }
}

/// Numbers that look random and are the same on every machine (Steele, Lea, Flood 2014).
package struct SplitMix: RandomNumberGenerator {
  private var state: UInt64
  package init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678 }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
