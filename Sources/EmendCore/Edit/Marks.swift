/// Edits as marks on the source and on the output: what word diffs and the HTML page draw.
package struct Marks {
  /// An edit, its number in source order and its places on both sides.
  package struct Mark {
    package let number: Int
    package let change: Change
    package let source: Range<Int>
    package let output: Range<Int>

    package var edit: Edit { change.edit }
    package var stage: String { change.stage }
    package var isApplied: Bool { change.isApplied }
    /// Why it was held back, nil for an applied edit.
    package var why: String? { change.why }

    package init(number: Int, _ change: Change, source: Range<Int>, output: Range<Int>) {
      self.number = number
      self.change = change
      self.source = source
      self.output = output
    }
  }

  /// In the order of the source.
  package let marks: [Mark]

  package init(_ run: Run) {
    let found = run.changes().map { change in
      let (edit, pass) = (change.edit, run.passes[change.pass])
      let source = run.sourceRange(of: edit.range, inputOf: change.pass)
      // From the stage's output on, so that deleted text has its empty place.
      let output =
        change.isApplied
        ? run.outputRange(of: pass.script.map.outputRange(ofInput: edit.range), inputOf: change.pass + 1)
        : run.outputRange(of: edit.range, inputOf: change.pass)
      return Mark(number: 0, change, source: source, output: output)
    }
    let order = found.indices.sorted {
      (found[$0].source.lowerBound, found[$0].source.upperBound, $0)
        < (found[$1].source.lowerBound, found[$1].source.upperBound, $1)
    }
    marks = order.enumerated().map { number, index in
      let mark = found[index]
      return Mark(number: number + 1, mark.change, source: mark.source, output: mark.output)
    }
  }
}
