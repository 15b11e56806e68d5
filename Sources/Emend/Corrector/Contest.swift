/// What the corrector weighed at one place: every reading that it thought of, with what speaks for it and against it.
///
/// Costs are −ln of a probability, in nats: the lower the likelier.
public struct Contest: Sendable {
  /// One reading of the place.
  public struct Entry: Sendable {
    /// In small letters.
    public let text: String
    /// What the misreading costs; for the text as it stands, how little an unknown word looks like one.
    public let channel: Double
    /// What the words cost where they stand, with the two words before and behind.
    public let context: Double
    /// How much cheaper than the text as it stands.
    public let gain: Double
    /// That the edit is right; only the best reading is judged.
    public var probability: Double?
    /// What became of it, and why.
    public var verdict: String
  }

  /// Bytes in the stage's input.
  public let range: Range<Int>
  /// What stands there.
  public let read: String
  /// The readings, the cheapest first; empty where nothing came into question.
  public internal(set) var entries: [Entry]
  /// The text as it stands.
  public internal(set) var kept: Entry
  /// Number of the proposal that the best reading became.
  var proposal: Int?
}

extension CorrectorStage {
  /// The contests at the places that touch `range`, in the order of the text.
  ///
  /// - Parameter bytes: the stage's input, as the stages before it left it.
  public func contests(in bytes: [UInt8], touching range: Range<Int>) -> [Contest] {
    var contests: [Contest] = []
    var proposals: [Proposal] = []
    bytes.withUnsafeBufferPointer { buffer in
      var corrector = Corrector(buffer, model: model)
      corrector.watched = range
      proposals = corrector.run()
      contests = corrector.contests
    }
    let chosen = Self.chosen(proposals)
    for i in contests.indices {
      guard let number = contests[i].proposal else { continue }
      let proposal = proposals[number]
      let isChosen = chosen.contains { $0.range == proposal.range && $0.replacement == proposal.replacement }
      contests[i].entries[0].probability = proposal.probability
      contests[i].entries[0].verdict = Self.verdict(proposal, isChosen: isChosen)
    }
    return contests.sorted { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
  }

  private static func verdict(_ proposal: Proposal, isChosen: Bool) -> String {
    if isChosen { return "proposed: \(proposal.reason)" }
    if !proposal.isChange { return "is what stands there" }
    if proposal.probability < Confidence.Level.suggested.threshold { return "less likely right than wrong" }
    return "overlaps a likelier one"
  }
}

/// The contests on a line of a record, as `emend explain` shows them.
public struct ContestReport {
  /// A contest and where it stands in the decoded source, both from 1.
  public struct Placed {
    public let line: Int
    public let column: Int
    public let contest: Contest
  }

  public let places: [Placed]

  /// - Parameter line: from 1, in the decoded source. Empty when the pipeline did not run the corrector.
  public init(_ run: Run, line: Int, by pipeline: Pipeline) {
    guard let number = run.passes.firstIndex(where: { $0.stage == "corrector" }),
      let stage = pipeline.stages.first(where: { $0.id == "corrector" }) as? CorrectorStage
    else {
      places = []
      return
    }
    let readable = run.readable
    let input = run.passes[..<number].reduce(run.source) { $1.script.isEmpty ? $0 : $1.script.applied(to: $0) }
    let first = run.passes.first?.stage == "decode" ? 1 : 0
    var range = Self.range(ofLine: line, in: readable)
    for pass in run.passes[min(first, number)..<number] { range = pass.script.map.outputRange(ofInput: range) }
    var counter = PlaceCounter(readable)
    places = stage.contests(in: input, touching: range).map { contest in
      let place = counter.place(of: run.readableRange(of: contest.range, inputOf: number).lowerBound)
      return Placed(line: place.line, column: place.column, contest: contest)
    }
  }

  private static func range(ofLine line: Int, in bytes: [UInt8]) -> Range<Int> {
    var number = 0
    for found in Lines(bytes) {
      number += 1
      if number == line { return found.content }
    }
    return bytes.count..<bytes.count
  }

  /// A table for each place, `path:line:column` above it.
  public func text(path: String) -> String {
    var out = ""
    for place in places {
      let contest = place.contest
      out += "\(Visible.word(path)):\(place.line):\(place.column): corrector weighs \(Summary.shown(contest.read))\n"
      if contest.entries.isEmpty {
        out += "    \(Visible.line(contest.kept.verdict))\n"
        continue
      }
      let entries = contest.entries + [contest.kept]
      let width = entries.map { Visible.word($0.text).count }.max()! + 2
      out += "    " + Self.padded("reading", width) + " channel  context     gain  probability\n"
      for entry in entries {
        let probability = entry.probability.map { "\(Confidence($0).probability)" } ?? ""
        out +=
          "    " + Self.padded(Visible.word(entry.text), width) + Self.number(entry.channel, 8) + Self.number(entry.context, 9)
          + Self.number(entry.gain, 9) + String(repeating: " ", count: max(13 - probability.count, 1)) + probability
          + "  \(Visible.line(entry.verdict))\n"
      }
    }
    return out
  }

  private static func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(width - text.count, 1)) }

  /// One decimal, at the right of `width` characters.
  private static func number(_ value: Double, _ width: Int) -> String {
    let tenths = Int((value * 10).rounded())
    let text = "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    return String(repeating: " ", count: max(width - text.count, 1)) + text
  }
}
