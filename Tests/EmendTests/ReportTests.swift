import Foundation
import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendReports

@Suite struct ReportTests {
  private static let sources: [[UInt8]] = [
    Array("Summery Record\r\n\r\nTOD SECRET - SENSITIVE\r\n\r\n- 2 -\r\n\r\nHe sugge sted it.".utf8),
    Array("Gen".utf8) + [0xE8] + Array("ve, \u{0}\"quoted\" \\ and \u{7}bell; le Pr".utf8) + [0xE9] + Array("sident".utf8),
    [0xFF, 0xFE, 0x41, 0, 0x0A, 0, 0x42, 0], [], Array("no change at all\n".utf8), Array("one\u{C}two\n\u{C}".utf8),
    Array("<script>alert('x')</script> & \u{202E}rtl \u{AD}sugge sted\n".utf8),
  ]

  private func report(_ run: Run) throws -> [UInt8] {
    try ByteWriter.collect { try JSONReport(run, source: "a \"b\".txt", output: "-").write(to: &$0) }
  }

  @Test(arguments: sources.indices) func replaysAndUndoes(index: Int) throws {
    let source = Self.sources[index]
    let run = try Pipeline.standard(level: .suggested).run(source)
    let ledger = try Ledger(report(run))
    #expect(try ledger.replay(source) == run.output)
    #expect(try ledger.undo(run.output) == source)
    #expect(try ledger.undo(source) == source)
    #expect(ledger.passes.map { Array($0.script.edits) } == run.passes.map { Array($0.script.edits) })
    #expect(throws: EmendError.self) { try ledger.undo(run.output + [1]) }
  }

  @Test(arguments: sources.indices) func fitsItsSchema(index: Int) throws {
    let schema = try JSONSchema(bytes(of: "Schemas/report-1.schema.json"))
    let run = try Pipeline.standard(level: .certain).run(Self.sources[index])
    #expect(schema.problems(in: try report(run)) == [])
    let broken = String(decoding: try report(run), as: UTF8.self).replacing("\"passes\"", with: "\"pases\"")
    #expect(schema.problems(in: Array(broken.utf8)) != [], "the schema finds nothing wrong with a wrong report")
  }

  @Test func placesAreThoseOfAnEditor() throws {
    let run = try Pipeline.standard().run("Genève 🚀\nthe Summery Record\n\nHe sugge sted it.\n")
    let found = Findings(run).all(withheld: true)
    #expect(found.map { [$0.line, $0.column] } == [[2, 5], [4, 4]])
    #expect(found[0].line(path: "a.txt").hasPrefix("a.txt:2:5: spelling.phrase: \"Summery\" → \"Summary\" (certain 0.95) "))
    let units = Array("x\nthe Summery Record".utf16)
    let utf16: [UInt8] = [0xFF, 0xFE] + units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let wide = Findings(try Pipeline.standard().run(utf16)).all(withheld: false).first { $0.edit.rule == "spelling.phrase" }
    #expect(wide?.line == 2 && wide?.column == 5)
  }

  @Test func aBlockStandsInAllItsLines() throws {
    let run = try Pipeline.standard().run("He agreed.\n\nSANITIZED\n\nNLK-80-89 BY MJM NARS, DATE 10/9/84\n\nThe President\n")
    let found = Findings(run).all(withheld: false)
    #expect(found.filter { $0.edit.rule == "markings.stamp" }.map { [$0.line, $0.lastLine] } == [[3, 5]])
    let tidied = found.filter { $0.edit.rule == "tidy.blank-lines" }
    #expect(!tidied.isEmpty && tidied.allSatisfy { $0.line == $0.lastLine })
  }

  @Test(.enabled(if: Shell.has("/usr/bin/patch"), "needs patch")) func unifiedDiffsApply() throws {
    var random = Random(11)
    let pieces = [
      "He sugge sted it.", "TOP SECRET", "- 2 -", "", "plain text", "the Summery Record", "[Page 12]", "x", "", "and the govern-", "ment",
    ]
    let directory = FileManager.default.temporaryDirectory.appending(path: "emend diff \(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    for round in 0..<40 {
      let ending = round % 3 == 0 ? "\r\n" : "\n"
      var text = (0..<Int.random(in: 1...40, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined(separator: ending)
      if round % 2 == 0 { text += ending }
      let run = try Pipeline.standard().run(text)
      let diff = try ByteWriter.collect { try UnifiedDiff(run, path: "a b.txt").write(to: &$0) }
      if run.isClean {
        #expect(diff.isEmpty)
        continue
      }
      try Data(text.utf8).write(to: directory.appending(path: "a b.txt"))
      let result = try Shell.run("/usr/bin/patch", ["-p1", "--binary", "-s"], in: directory, input: diff)
      #expect(result.status == 0, "\(result.output)\(result.errors)\(String(decoding: diff, as: UTF8.self))")
      #expect([UInt8](try Data(contentsOf: directory.appending(path: "a b.txt"))) == run.output)
    }
  }

  @Test func htmlEscapesTheRecord() throws {
    let run = try Pipeline.standard().run(Self.sources[6])
    let html = String(
      decoding: try ByteWriter.collect { try HTMLReport(run, source: "<b>.txt", output: "-", level: .likely).write(to: &$0) }, as: UTF8.self
    )
    #expect(!html.contains("<script") && !html.contains("<b>.txt"))
    #expect(html.contains("&lt;script&gt;") && !html.contains("\u{202E}"))
    #expect(html.contains("id=\"e1\"") && html.contains("suggested"))
    #expect(!html.contains("http://") && !html.contains("https://") && !html.contains("{{"))
  }

  @Test func aSecondRunContinuesTheLedger() throws {
    let source = Array("the Summery Record sugge sted\n".utf8)
    let first = try Pipeline.only("spelling", level: .certain).run(source)
    let ledger = try Ledger(report(first))
    var options = StageOptions()
    options.lineEnds = .crlf
    let second = try Pipeline.only("decode", options: options).run(first.output)
    let (joined, history) = try #require(ledger.continued(by: second))
    #expect(joined.undo() == source && history.count == 1)
    let json = try ByteWriter.collect { try JSONReport(joined, source: "a", output: "a", history: history).write(to: &$0) }
    let whole = try Ledger(json)
    #expect(try whole.undo(second.output) == source)
    #expect(try whole.undo(first.output) == source, "a run that was cut short leaves the state between")
    #expect(try JSONSchema(bytes(of: "Schemas/report-1.schema.json")).problems(in: json) == [])
    let foreign = try Pipeline.only("spelling").run("other text sugge sted")
    #expect(ledger.continued(by: foreign) == nil)
  }

  @Test(arguments: [
    "", "{", "[]", "{\"schema\": \"emend.report/1\"}", "{\"schema\": \"emend.report/9\"}", "{\"schema\": 1}",
    "{\"schema\":\"emend.report/1\",\"source\":{\"path\":\"\",\"bytes\":1,\"sha256\":\"\"},\"output\":{\"path\":\"\",\"bytes\":1,\"sha256\":\"\"},\"passes\":[{\"stage\":\"x\",\"edits\":[{\"range\":[5,2],\"original\":\"\",\"replacement\":\"\"}]}]}",
    "{\"passes\": [{\"edits\": [{\"range\": [0, 1e99]}]}]}", String(repeating: "[", count: 10_000),
  ]) func aDamagedLedgerIsAnError(json: String) {
    #expect(throws: EmendError.self) { try Ledger(Array(json.utf8)) }
  }

  @Test func jsonLinesKeepEveryOtherByte() throws {
    let line = #"{"id": 1.0, "big":12345678901234567890,  "text" : "a\tSummery Record \u00e9 \ud83d\ude00", "x": [1e400, {"y": null}]}"#
    let out = String(decoding: try JSONLine(Array(line.utf8), field: "text").cleaned(by: .standard()), as: UTF8.self)
    #expect(
      out.hasPrefix(
        #"{"id": 1.0, "big":12345678901234567890,  "text" : "a\tSummary Record é 😀", "x": [1e400, {"y": null}], "edits": [{"stage": "spelling""#
      ))
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(out.replacing("1e400", with: "1").utf8)) }
    for bad in ["{\"a\": 1}", "{\"text\": 5}", "[1]", "{\"text\": \"x\"} {}", "{\"text\": \"x\", \"edits\": []}", "nonsense"] {
      #expect(throws: EmendError.self) { try JSONLine(Array(bad.utf8), field: "text").cleaned(by: .standard()) }
    }
  }

  @Test func pipelineDocumentIsFresh() throws {
    let text = String(decoding: try bytes(of: "Pipeline.md"), as: UTF8.self)
    #expect(RuleTables.renewed(text, stages: StageCatalogue.stages) == text, "the rule tables of Pipeline.md are stale: make docs")
    for stage in Pipeline.standard().stages {
      #expect(text.contains("<!-- rules: \(stage.id) -->"), "Pipeline.md has no part on \(stage.id)")
    }
  }
}
