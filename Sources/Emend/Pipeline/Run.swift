/// A record's way through the pipeline: what went in, what each stage did, what came out.
public struct Run: Sendable {
  public let source: [UInt8]
  public let passes: [Pass]
  public let output: [UInt8]
  /// What the pipeline was told, by name: `min-confidence`, `form`, ….
  public let settings: [Artifact.Field]

  init(source: [UInt8], passes: [Pass], output: [UInt8], settings: [Artifact.Field] = []) {
    self.source = source
    self.passes = passes
    self.output = output
    self.settings = settings
  }

  /// The source, rebuilt from the output and the passes alone.
  public func undo() -> [UInt8] { Run.undo(output, scripts: passes.map(\.script)) }

  /// The bytes that went into the first of `scripts`, from what came out of the last.
  public static func undo(_ output: [UInt8], scripts: [EditScript]) -> [UInt8] {
    scripts.reversed().reduce(output) { text, script in
      script.isEmpty ? text : script.inverted().applied(to: text)
    }
  }

  /// The source bytes that a range of the input of pass number `pass` was made from.
  public func sourceRange(of range: Range<Int>, inputOf pass: Int) -> Range<Int> {
    passes[..<pass].reversed().reduce(range) { $1.script.map.inputRange(ofOutput: $0) }
  }

  /// The source bytes that a range of the output was made from.
  public func sourceRange(of range: Range<Int>) -> Range<Int> {
    sourceRange(of: range, inputOf: passes.count)
  }

  /// The output bytes that a range of the source became.
  public func outputRange(of range: Range<Int>) -> Range<Int> {
    outputRange(of: range, inputOf: 0)
  }

  /// The output bytes that a range of the input of pass number `pass` became.
  public func outputRange(of range: Range<Int>, inputOf pass: Int) -> Range<Int> {
    passes[pass...].reduce(range) { $1.script.map.outputRange(ofInput: $0) }
  }

  /// True when the run changes nothing.
  public var isClean: Bool { passes.allSatisfy(\.script.isEmpty) }

  /// The matter taken out of the text, in the order of the source, with its place there.
  public var artifacts: [(artifact: Artifact, sourceRange: Range<Int>)] {
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
