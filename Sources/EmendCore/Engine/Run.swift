/// A record's way through the pipeline: what went in, what each stage did, what came out.
package struct Run: Sendable {
  package let source: [UInt8]
  package let passes: [Pass]
  package let output: [UInt8]
  /// What the pipeline was told, by name: `min-confidence`, `form`, ….
  package let settings: [Artifact.Field]
  /// The stages of the passes; none in a run that was read back from a ledger.
  package let stages: [StageInfo]

  package init(source: [UInt8], passes: [Pass], output: [UInt8], settings: [Artifact.Field] = [], stages: [StageInfo] = []) {
    self.source = source
    self.passes = passes
    self.output = output
    self.settings = settings
    self.stages = stages
  }

  /// The source, rebuilt from the output and the passes alone.
  package func undo() -> [UInt8] { Run.undo(output, scripts: passes.map(\.script)) }

  /// The bytes that went into the first of `scripts`, from what came out of the last.
  package static func undo(_ output: [UInt8], scripts: [EditScript]) -> [UInt8] {
    scripts.reversed().reduce(output) { text, script in
      script.isEmpty ? text : script.inverted().applied(to: text)
    }
  }

  /// The source bytes that a range of the input of pass number `pass` was made from.
  package func sourceRange(of range: Range<Int>, inputOf pass: Int) -> Range<Int> {
    passes[..<pass].reversed().reduce(range) { $1.script.map.inputRange(ofOutput: $0) }
  }

  /// The source bytes that a range of the output was made from.
  package func sourceRange(of range: Range<Int>) -> Range<Int> {
    sourceRange(of: range, inputOf: passes.count)
  }

  /// The output bytes that a range of the source became.
  package func outputRange(of range: Range<Int>) -> Range<Int> {
    outputRange(of: range, inputOf: 0)
  }

  /// The output bytes that a range of the input of pass number `pass` became.
  package func outputRange(of range: Range<Int>, inputOf pass: Int) -> Range<Int> {
    passes[pass...].reduce(range) { $1.script.map.outputRange(ofInput: $0) }
  }

  /// True when the run changes nothing.
  package var isClean: Bool { passes.allSatisfy(\.script.isEmpty) }

  /// The matter taken out of the text, in the order of the source, with its place there.
  package var artifacts: [(artifact: Artifact, sourceRange: Range<Int>)] {
    var found: [(artifact: Artifact, sourceRange: Range<Int>)] = []
    for (number, pass) in passes.enumerated() {
      let edits = pass.script.edits
      if edits.artifacts.isEmpty { continue }
      var cursor = EditList.Cursor(edits)
      while let (start, payload) = cursor.next() {
        guard let artifact = edits.artifact(ofPayload: payload) else { continue }
        let range = start..<start + edits.payloads[payload].original.count
        found.append((artifact, sourceRange(of: range, inputOf: number)))
      }
    }
    return found.sorted {
      ($0.sourceRange.lowerBound, $0.sourceRange.upperBound)
        < ($1.sourceRange.lowerBound, $1.sourceRange.upperBound)
    }
  }
}
