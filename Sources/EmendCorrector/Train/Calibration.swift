import EmendCore

/// How often the corrector's proposals are right, by the probability that they were given: in counts that add up.
///
/// What is right is decided as for the training of the judge: the edit brings the text nearer to the truth, and all of its
/// words stand there.
package struct Calibration: Sendable {
  /// Proposals of a kind whose probability lies in a range.
  package struct Bin: Sendable {
    /// The least probability, and the one from which the next bin starts.
    package let range: Range<Double>
    package fileprivate(set) var count = 0
    package fileprivate(set) var right = 0
    fileprivate var thousandths = 0

    /// The mean probability of its proposals, 0...1.
    package var predicted: Double { Double(thousandths) / 1000 / Double(max(count, 1)) }
    /// The share of them that was right, 0...1.
    package var observed: Double { Double(right) / Double(max(count, 1)) }
  }

  /// The bins of a kind of edit.
  package struct Kind: Sendable {
    package let name: String
    package fileprivate(set) var bins: [Bin]

    /// Proposals from a probability on, and how many of them were right.
    package func from(_ threshold: Double) -> (count: Int, right: Int) {
      bins.filter { $0.range.lowerBound >= threshold }.reduce((0, 0)) { ($0.0 + $1.count, $0.1 + $1.right) }
    }
  }

  package private(set) var kinds: [Kind]
  private let model: CorrectorModel
  private let before: Pipeline

  /// - Parameter before: the stages that a record passes before the corrector.
  package init(model: CorrectorModel, before: Pipeline) {
    self.model = model
    self.before = before
    let bins = zip(TrainingNumbers.calibrationBorders, TrainingNumbers.calibrationBorders.dropFirst()).map { Bin(range: $0..<$1) }
    kinds = ["word", "merge", "split", "real word"].map { Kind(name: $0, bins: bins) }
  }

  /// - Throws: `EmendError` as the pipeline does.
  package mutating func add(_ pair: TextPair) throws(EmendError) {
    let text = try before.run(pair.ocr).output
    let segmented = SegmentedPair(text: text, truth: pair.truth, model.alphabet)
    for proposal in CorrectorStage.proposals(in: text, model) where proposal.isChange {
      guard let evidence = proposal.evidence else { continue }
      let isRight = segmented.isRight(proposal.range, evidence.newText, model.alphabet)
      // The probability as an edit has it, so that levels and bins agree.
      let probability = Confidence(proposal.probability).probability
      let bin = TrainingNumbers.calibrationBorders.lastIndex { $0 <= probability } ?? 0
      kinds[proposal.kind.rawValue].bins[bin].count += 1
      kinds[proposal.kind.rawValue].bins[bin].right += isRight ? 1 : 0
      kinds[proposal.kind.rawValue].bins[bin].thousandths += Int((probability * 1000).rounded())
    }
  }
}
