import EmendCore

/// What a run over many records keeps of each: a row of its report.
package struct RecordFigures: Sendable {
  /// What became of a record.
  package enum State: String, CaseIterable, Sendable {
    case cleaned
    /// There was nothing to change.
    case unchanged
    /// An earlier run did it, and nothing has changed since.
    case skipped
    /// It could not be read, cleaned or written.
    case failed
  }

  /// How often a rule was applied to a record, and how often withheld.
  package struct RuleCount: Hashable, Sendable {
    package let rule: String
    package let applied: Int
    package let withheld: Int
  }

  /// As given on the command line.
  package let path: String
  package private(set) var state: State
  /// Where the text and the report of its own went, if they did.
  package var output: String?
  package var report: String?
  /// Why the record failed.
  package private(set) var error: String?
  package private(set) var source: FileFacts?
  package private(set) var result: FileFacts?
  /// In the order of their names.
  package private(set) var rules: [RuleCount] = []
  package private(set) var applied = 0
  package private(set) var withheld = 0
  package private(set) var kinds: [Artifact.Kind: Int] = [:]
  /// The least probability of an applied edit.
  package private(set) var lowest: Double?
  /// Applied edits that are less than certain.
  package private(set) var lessThanCertain = 0

  /// nil when at least half of the text is left.
  package private(set) var loss: TextLoss?

  package var artifacts: Int { kinds.values.reduce(0, +) }
  /// Bytes of the source.
  package var bytes: Int { source?.bytes ?? 0 }

  /// The figures of a record that was cleaned.
  package init(_ run: Run, path: String) {
    self.path = path
    state = run.isClean ? .unchanged : .cleaned
    let source = FileFacts(path: path, content: run.source)
    self.source = source
    loss = TextLoss(run)
    result = run.isClean ? source : FileFacts(path: path, content: run.output)
    var counts: [String: (applied: Int, withheld: Int)] = [:]
    for pass in run.passes {
      // By payload first: a file whose every line end changes has as many edits as lines.
      for (payload, n) in Self.uses(pass.script.edits) {
        counts[pass.script.edits.ruleName(ofPayload: payload), default: (0, 0)].applied += n
        let confidence = Confidence(Double(pass.script.edits.payloads[payload].confidence))
        lowest = min(lowest ?? 1, confidence.probability)
        if confidence.level != .certain { lessThanCertain += n }
        if let artifact = pass.script.edits.artifact(ofPayload: payload) { kinds[artifact.kind, default: 0] += n }
        applied += n
      }
      for (payload, n) in Self.uses(pass.withheld) {
        counts[pass.withheld.ruleName(ofPayload: payload), default: (0, 0)].withheld += n
        withheld += n
      }
    }
    rules = counts.sorted { $0.key < $1.key }.map { RuleCount(rule: $0.key, applied: $0.value.applied, withheld: $0.value.withheld) }
  }

  /// The figures of a record that was passed over, with what the earlier run did to it.
  package init(skipped run: Run, path: String) {
    self.init(run, path: path)
    state = .skipped
  }

  /// A record that was passed over.
  package init(skipped path: String, source: FileFacts) {
    self.path = path
    self.source = source
    state = .skipped
  }

  /// A record that failed, and why.
  package init(failed path: String, _ error: String) {
    self.path = path
    self.error = error
    state = .failed
  }

  /// How often each payload of a list is used.
  private static func uses(_ edits: EditList) -> [(payload: Int, count: Int)] {
    if edits.isEmpty { return [] }
    var counts = Array(repeating: 0, count: edits.payloads.count)
    var cursor = EditList.Cursor(edits)
    while let (_, payload) = cursor.next() { counts[payload] += 1 }
    return counts.enumerated().filter { $0.element > 0 }.map { ($0.offset, $0.element) }
  }
}
