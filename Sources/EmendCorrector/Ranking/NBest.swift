import EmendCore

/// The n-best list of one place: every reading that the corrector weighed there, the cheapest first, with its costs.
///
/// Costs are −ln of a probability, in nats: the lower the likelier.
package struct NBest: Sendable {
  /// One reading of the place.
  package struct Entry: Sendable {
    /// In small letters.
    package let text: String
    /// What the misreading costs; for the text as it stands, what its unknown words cost as strings of characters.
    package let channel: Double
    /// What the words cost where they stand, with the two words before and behind.
    package let context: Double
    /// How much cheaper than the text as it stands.
    package let gain: Double
    /// That the edit is right, 0...1; only the first reading is judged.
    package var probability: Double?
    /// What became of it, and why.
    package var verdict: String
  }

  /// Bytes in the stage's input.
  package let range: Range<Int>
  /// The text that stands there.
  package let read: String
  /// The readings, the cheapest first; empty where nothing came into question.
  package internal(set) var entries: [Entry]
  /// The text as it stands.
  package internal(set) var kept: Entry
  /// Number of the proposal that the first reading became; nil where it became none.
  package var proposal: Int?
}

extension CorrectorStage {
  /// The n-best lists of the places that touch `range`, in the order of the text.
  ///
  /// - Parameter bytes: the stage's input, as the stages before it left it.
  package func nBest(in bytes: [UInt8], touching range: Range<Int>) -> [NBest] {
    var nBest: [NBest] = []
    var proposals: [Proposal] = []
    bytes.withUnsafeBufferPointer { buffer in
      var corrector = Corrector(buffer, model: model)
      corrector.watched = range
      proposals = corrector.run()
      nBest = corrector.nBest
    }
    let chosen = Self.chosen(proposals)
    for i in nBest.indices {
      guard let number = nBest[i].proposal else { continue }
      let proposal = proposals[number]
      let isChosen = chosen.contains { $0.range == proposal.range && $0.replacement == proposal.replacement }
      nBest[i].entries[0].probability = proposal.probability
      nBest[i].entries[0].verdict = Self.verdict(proposal, isChosen: isChosen)
    }
    return nBest.sorted { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
  }

  private static func verdict(_ proposal: Proposal, isChosen: Bool) -> String {
    if isChosen { return "proposed: \(proposal.reason)" }
    if !proposal.isChange { return "is what stands there" }
    if proposal.probability < Confidence.Level.suggested.threshold { return "less likely right than wrong" }
    return "overlaps a likelier one"
  }
}
