import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendReports
@testable import EmendStages

/// Bytes that nobody wrote: every run must come back to its source, whatever the stages are.
@Suite struct RandomTests {
  private static let names = Pipeline.standard().stages.map(\.id)

  private func randomBytes(_ random: inout Random) -> [UInt8] {
    let fragments = [
      "TOP SECRET\n", "- 2 -\n", "[Page 3]", "\u{C}", "\r\n", "\r", "\n", " ", "-\n", "e\u{301}", "ﬁ", "\u{AD}", "â€œ", "Ã©", "\u{200B}",
      "Ａ",
      "Ambassador Stevenson ", "Ambassalor Utevenson ", "sugge sted ", "Treat; which", "1 Note. Back\n", "\u{0}", "\u{FEFF}", "“",
      "GROUP 1\n",
      "NLK-80-89 BY X, DATE 1", "word ", "SANITIZED\n", "\u{85}", "\u{3000}", "한", "日本",
    ]
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return (0..<Int.random(in: 0...200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
    case 1: return (0..<Int.random(in: 0...30, using: &random)).flatMap { _ in Array(fragments.randomElement(using: &random)!.utf8) }
    case 2:
      var bytes = (0..<Int.random(in: 0...30, using: &random)).flatMap { _ in Array(fragments.randomElement(using: &random)!.utf8) }
      for _ in 0..<3 where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      return bytes
    default:
      let text = (0..<Int.random(in: 0...20, using: &random)).map { _ in fragments.randomElement(using: &random)! }.joined()
      let marked: [UInt8] = Bool.random(using: &random) ? [0xFF, 0xFE] : []
      return marked + Array(text.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }
  }

  @Test func tenThousandRandomTextsComeBack() throws {
    var random = Random(42)
    let level: [Confidence.Level] = [.suggested, .likely, .certain]
    for round in 0..<10_000 {
      let source = randomBytes(&random)
      var options = StageOptions()
      options.lineEnds = DecodeStage.LineEnds.allCases.randomElement(using: &random)!
      options.form = UnicodeStage.Form.allCases.randomElement(using: &random)!
      options.typography = UnicodeStage.Typography.allCases.randomElement(using: &random)!
      let subset = Self.names.filter { _ in Bool.random(using: &random) }
      let pipeline = try Pipeline.standard(options: options, level: level[round % 3]).selecting(only: subset)
      let run = try pipeline.run(source)
      #expect(run.undo() == source, "round \(round)")
      let second = try pipeline.run(run.output)
      #expect(
        second.isClean,
        "round \(round): \(second.passes.flatMap(\.script.edits).prefix(2).map { "\($0.rule) \(String(decoding: $0.original, as: UTF8.self).debugDescription)>\(String(decoding: $0.replacement, as: UTF8.self).debugDescription)" }), rounds \(run.passes.count)/\(subset.count)"
      )
      let again = try pipeline.run(source)
      #expect(again.output == run.output, "round \(round): two runs differ")
      _ = run.pageMap
      for (_, range) in run.artifacts { #expect(range.upperBound <= source.count) }
    }
  }

  @Test func reportsOfRandomTextsReplay() throws {
    var random = Random(43)
    for round in 0..<500 {
      let source = randomBytes(&random)
      let run = try Pipeline.standard(level: .suggested).run(source)
      let json = try ByteWriter.collect { try JSONReport(run, source: "x", output: "-").write(to: &$0) }
      let ledger = try Ledger(json)
      #expect(try ledger.replay(source) == run.output, "round \(round)")
      #expect(try ledger.undo(run.output) == source, "round \(round)")
      _ = try ByteWriter.collect { try HTMLReport(run, source: "x", output: "-", level: .likely).write(to: &$0) }
    }
  }
}
