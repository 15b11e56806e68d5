/// Edits as marks on the source and on the output: what word diffs and the HTML page draw.
struct Marks {
  /// An edit, its number in source order and its places on both sides.
  struct Mark {
    let number: Int
    let edit: Edit
    let stage: String
    let source: Range<Int>
    let output: Range<Int>
    /// Why it was held back, nil for an applied edit.
    let why: String?
  }

  /// In the order of the source.
  let marks: [Mark]

  init(_ run: Run) {
    var found: [Mark] = []
    for (number, pass) in run.passes.enumerated() {
      func add(_ edit: Edit, why: String?) {
        let source = run.sourceRange(of: edit.range, inputOf: number)
        let output: Range<Int>
        if why == nil {
          // From the stage's output on, so that deleted text has its empty place.
          let own = pass.script.map.outputRange(ofInput: edit.range)
          output = run.outputRange(of: own, inputOf: number + 1)
        } else {
          output = run.outputRange(of: edit.range, inputOf: number)
        }
        found.append(Mark(number: 0, edit: edit, stage: pass.stage, source: source, output: output, why: why))
      }
      for edit in pass.script.edits { add(edit, why: nil) }
      for (edit, why) in pass.withheldWithReasons { add(edit, why: why) }
    }
    let order = found.indices.sorted {
      (found[$0].source.lowerBound, found[$0].source.upperBound, $0)
        < (found[$1].source.lowerBound, found[$1].source.upperBound, $1)
    }
    marks = order.enumerated().map { number, index in
      let mark = found[index]
      return Mark(
        number: number + 1, edit: mark.edit, stage: mark.stage, source: mark.source, output: mark.output, why: mark.why)
    }
  }
}
