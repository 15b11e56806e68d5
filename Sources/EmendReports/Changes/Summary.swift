import EmendCore

/// What a run did, in a few lines for the terminal.
package struct Summary {
  private let text: String

  package init(_ run: Run, path: String) {
    let applied = run.passes.reduce(0) { $0 + $1.script.edits.count }
    let withheld = run.passes.reduce(0) { $0 + $1.withheld.count }
    let artifacts = run.artifacts
    var lines = [
      "\(Visible.word(path)): \(Quoted.count(applied, "edit")) applied, \(withheld) withheld, \(Quoted.count(artifacts.count, "artifact"))"
    ]
    if let loss = TextLoss(run) { lines.append("  text: \(loss); see whether it was furniture") }
    for pass in run.passes where !pass.script.isEmpty || !pass.withheld.isEmpty {
      lines += Summary.rules(pass)
    }
    if !artifacts.isEmpty {
      var kinds: [(String, Int)] = []
      for kind in Artifact.Kind.allCases {
        let n = artifacts.count { $0.artifact.kind == kind }
        if n > 0 { kinds.append((kind.words, n)) }
      }
      lines.append("  artifacts: " + kinds.map { "\($0.0) \($0.1)" }.joined(separator: ", "))
    }
    if let findings = run.pageMap.findings { lines.append("  pages: \(Visible.line(findings))") }
    if let notes = run.notes { lines.append("  footnotes: \(notes.text)") }
    let marks = run.portionMarks.count
    if marks > 0 { lines.append("  portion marks: \(marks), kept") }
    for pass in run.passes where !pass.withheld.isEmpty {
      for held in pass.heldChanges().prefix(5) {
        let (edit, why) = (held.edit, held.why ?? "")
        let change = "\(Quoted.text(edit.original)) → \(Quoted.text(edit.replacement))"
        lines.append(
          "  withheld: \(edit.rule): \(change) (\(edit.confidence.level.rawValue) \(edit.confidence.probability)): \(Visible.line(why))")
      }
      if pass.withheld.count > 5 { lines.append("  withheld: … and \(pass.withheld.count - 5) more of \(pass.stage)") }
    }
    text = lines.joined(separator: "\n") + "\n"
  }

  package var description: String { text }

  private static func rules(_ pass: Pass) -> [String] {
    var counts: [String: (applied: Int, withheld: Int)] = [:]
    func tally(_ list: EditList, _ add: (inout (applied: Int, withheld: Int)) -> Void) {
      var cursor = EditList.Cursor(list)
      while let (_, payload) = cursor.next() { add(&counts[list.ruleName(ofPayload: payload), default: (0, 0)]) }
    }
    tally(pass.script.edits) { $0.applied += 1 }
    tally(pass.withheld) { $0.withheld += 1 }
    return counts.sorted { $0.key < $1.key }.map { rule, n in
      let name = rule.padding(to: 32)
      return "  \(name)\(String(n.applied).leftPadding(to: 7)) applied" + (n.withheld > 0 ? ", \(n.withheld) withheld" : "")
    }
  }
}
