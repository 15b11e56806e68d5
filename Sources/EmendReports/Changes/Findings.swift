import EmendCore

/// A run's edits one by one, in the order of the source, each with its place: what `check` prints.
package struct Findings {
  /// An edit and where it stands.
  package struct Finding {
    package let change: Change
    /// From 1, in the decoded source.
    package let line: Int
    /// The line of the last byte that it replaces.
    package let lastLine: Int
    /// From 1, in Unicode scalars.
    package let column: Int
    /// Where the text goes on behind it: line, and column in Unicode scalars.
    package let end: Place
    /// The bytes of the decoded source that it replaces.
    package let range: Range<Int>
    /// The bytes of the source itself.
    package let sourceRange: Range<Int>
    package var edit: Edit { change.edit }
    package var stage: String { change.stage }
    package var isApplied: Bool { change.isApplied }
    /// Why it is held back, in words; nil for an edit that is applied.
    package var why: String? { change.why }
    /// Who decided it, if somebody did.
    package var signature: Signature? { change.signature }
    /// How many edits of the same rule and reason it stands for besides itself.
    package internal(set) var others = 0

    /// `path:line:col: rule: "original" → "replacement" (confidence) reason`
    package func line(path: String) -> String {
      "\(Visible.word(path)):\(line):\(column): \(edit.rule): \(message)"
    }
  }

  private let run: Run

  package init(_ run: Run) { self.run = run }

  /// As `all`, but a conversion of the whole text (charset, line ends) is told once.
  package func folded(withheld: Bool) -> [Finding] {
    var out: [Finding] = []
    var first: [String: Int] = [:]
    for finding in all(withheld: withheld) {
      let key = "\(finding.edit.rule) \(finding.edit.reason) \(finding.why ?? "")"
      if finding.edit.rule == StageInfo.charsetRule || finding.edit.rule == "decode.line-ends" {
        if let index = first[key] {
          out[index].others += 1
          continue
        }
        first[key] = out.count
      }
      out.append(finding)
    }
    return out
  }

  package func all(withheld: Bool) -> [Finding] {
    var found: [Finding] = []
    let readable = run.readable
    for (number, pass) in run.passes.enumerated() {
      func add(_ changes: [Change]) {
        // Starts and ends ascend, each by themselves.
        var starts = PlaceCounter(readable)
        var ends = PlaceCounter(readable)
        for change in changes {
          let edit = change.edit
          let range = run.readableRange(of: edit.range, inputOf: number)
          let place = starts.place(of: range.lowerBound)
          let end = ends.place(of: range.upperBound)
          // Where an earlier stage took matter out, the range of the source is wider than the edit.
          let isItself = range.count == edit.original.count && !range.isEmpty
          found.append(
            Finding(
              change: change, line: place.line, lastLine: !isItself ? place.line : end.column == 1 ? end.line - 1 : end.line,
              column: place.column, end: end, range: range, sourceRange: run.sourceRange(of: edit.range, inputOf: number)))
        }
      }
      add(pass.appliedChanges(number))
      if withheld { add(pass.heldChanges(number)) }
    }
    return found.enumerated().sorted {
      ($0.element.line, $0.element.column, $0.offset) < ($1.element.line, $1.element.column, $1.offset)
    }.map(\.element)
  }
}

extension Run {
  /// Each stage that changed something, as a run of its own.
  package var byStage: [(stage: String, run: Run)] {
    var runs: [(String, Run)] = []
    var text = source
    for pass in passes where !pass.script.isEmpty {
      let next = pass.script.applied(to: text)
      runs.append((pass.stage, Run(source: text, passes: [pass], output: next)))
      text = next
    }
    return runs
  }
}

/// A rule in words, for `emend explain`.
package enum Explanation {
  package static func text(_ rule: Rule) -> String {
    var out = "\(rule.id)\n  \(rule.summary).\n  Why: \(rule.rationale)\n  Safe because: \(rule.safety)\n"
    for example in rule.examples {
      out += "  Example: \(Quoted.text(example.before)) → \(Quoted.text(example.after))\n"
    }
    return out
  }
}
