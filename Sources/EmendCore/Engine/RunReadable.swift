/// What people can read of a run whose source is in another charset.
extension Run {
  /// The pass that read the bytes as text, if it came first.
  package var decoding: Pass? { passes.first.flatMap { $0.isDecoding ? $0 : nil } }

  /// True when the source is in another charset than UTF-8, so that no byte of it is text by itself.
  package var isForeign: Bool {
    guard let edits = decoding?.script.edits else { return false }
    return edits.payloads.indices.contains { edits.ruleName(ofPayload: $0) == StageInfo.charsetRule }
  }

  /// The text whose lines and columns the reports count: the source as decoded, so that UTF-16 has lines too.
  package var readable: [UInt8] {
    guard let first = decoding, !first.script.isEmpty else { return source }
    return first.script.applied(to: source)
  }

  /// The run from `readable` on when the source is in a wide or foreign charset, whose bytes nobody can read; else itself.
  package var legible: Run {
    guard let first = decoding, !first.script.isEmpty,
      UTF8Scan.firstBroken(source) != nil || source.contains(0)
    else { return self }
    return Run(source: readable, passes: Array(passes.dropFirst()), output: output, settings: settings, stages: Array(stages.dropFirst()))
  }

  /// The range of `readable` that a range of the input of pass number `pass` was made from.
  package func readableRange(of range: Range<Int>, inputOf pass: Int) -> Range<Int> {
    guard let first = decoding else { return sourceRange(of: range, inputOf: pass) }
    if pass == 0 { return first.script.map.outputRange(ofInput: range) }
    return passes[1..<pass].reversed().reduce(range) { $1.script.map.inputRange(ofOutput: $0) }
  }
}
