import Foundation
import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendEvaluation
@testable import EmendLayout
@testable import EmendReports
@testable import EmendReview

/// Records, names, settings, reasons and editors that hold what breaks a format or commands a terminal.
@Suite struct HostileOutputTests {
  private typealias Folder = CommandLineTests.Folder

  private static let hostile = "q\"b\\s/\u{0}\u{1B}[2J\u{7F}\u{9B}\u{85}\n\r\t\u{2028}\u{202E}\u{FFFE}\u{FFFF}\u{1FFFE}\u{FEFF}\u{AD}é"
  /// As a path may have it: no NUL, and bytes that are no UTF-8.
  private static let path =
    "d/" + hostile.replacing("\u{0}", with: "").replacing("/", with: "") + FileName.text([0xE9, 0x9B])

  private static let texts: [[UInt8]] = [
    Array("the Summery \(hostile) Record\nTOP SECRET\n\(hostile) sugge sted\n".utf8),
    Array("the Summery Record \u{9B}\u{202E}sugge sted \u{200B}Gen".utf8) + [0xE8, 0x0A, 0x9B] + Array("sinsitive\n- 2 -\n\u{C}x\n".utf8),
    Array("Ambassador Stevenson spoke.\nAmbassalor Utevenson sugge sted\n".utf8),
  ]

  /// Runs whose settings, reasons and signatures are hostile, too.
  private static func runs() throws -> [Run] {
    var options = StageOptions()
    options.dictionaries = [path, hostile]
    return try texts.map { text in
      let run = try Pipeline.standard(options: options, level: .suggested).run(text)
      let passes = run.passes.map { pass in
        var signatures = Pass.Signatures()
        if !pass.script.isEmpty { signatures.applied[0] = Signature(verdict: "accepted", editor: hostile, time: "2026-11-22T10:14:05Z") }
        var edits = EditList()
        for edit in pass.script.edits {
          var edit = edit
          edit.reason += hostile
          edit.artifact = edit.artifact.map { Artifact(kind: $0.kind, text: $0.text, fields: $0.fields + [.init(hostile, hostile)]) }
          edits.append(edit)
        }
        return Pass(
          stage: pass.stage, script: EditScript(unchecked: edits, inputCount: pass.script.inputCount), withheld: pass.withheld,
          holds: pass.holds, details: pass.details, level: pass.level, isDecoding: pass.isDecoding, signatures: signatures)
      }
      return Run(source: text, passes: passes, output: run.output, settings: run.settings + [.init(hostile, hostile)])
    }
  }

  private static func parsed(_ bytes: [UInt8]) throws -> [String: Any] {
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !Visible.isCommand($0.value) }, "a terminal would obey it")
    return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  private static func lines(_ bytes: [UInt8]) throws -> [[String: Any]] { try bytes.split(separator: 0x0A).map { try parsed(Array($0)) } }

  private static func isPath(_ object: [String: Any]?) -> Bool {
    object?["path"] as? String == Visible.bytes(path) && object?["pathHex"] as? String == FileName.bytes(path).hexadecimal
  }

  private static func isHostile(_ value: Any?) -> Bool { (value as? String).map { Array($0.utf8) } == Array(hostile.utf8) }

  @Test func ledgersComeBackAndUndo() throws {
    for run in try Self.runs() {
      let json = try ByteWriter.collect { try JSONReport(run, source: Self.path, output: Self.path).write(to: &$0) }
      let value = try Self.parsed(json)
      #expect(Self.isPath(value["source"] as? [String: Any]) && Self.isPath(value["output"] as? [String: Any]))
      let settings = try #require(value["settings"] as? [String: String])
      #expect(settings["dictionaries"] == "\(Visible.bytes(Self.path)), \(Self.hostile)")
      #expect(settings.contains { Self.isHostile($0.key) && Self.isHostile($0.value) })
      let edits = (value["passes"] as? [[String: Any]])?.flatMap { $0["edits"] as? [[String: Any]] ?? [] } ?? []
      #expect(
        !edits.isEmpty
          && edits.allSatisfy { ($0["reason"] as? String)?.utf8.suffix(20).elementsEqual(Self.hostile.utf8.suffix(20)) == true })
      #expect(edits.contains { Self.isHostile(($0["decision"] as? [String: Any])?["by"]) })
      let ledger = try Ledger(json)
      #expect(try ledger.undo(run.output) == run.source && ledger.replay(run.source) == run.output)
      #expect(ledger.source.path == Self.path && ledger.passes.map { Array($0.script.edits) } == run.passes.map { Array($0.script.edits) })
      #expect(ledger.settings.last?.value == Self.hostile)
    }
  }

  @Test func reportsOfChecks() throws {
    for run in try Self.runs() {
      let record = CheckedRecord(path: Self.path, run: run, withheld: true)
      var summary = CheckSummary()
      summary.add(record)
      summary.failures = [.init(path: Self.path, message: Self.hostile)]
      func report(_ report: any CheckReport, finishes: Bool = true) throws -> [UInt8] {
        var report = report
        return try ByteWriter.collect { writer in
          try report.write(record, to: &writer)
          try report.finish(summary, to: &writer)
        }
      }
      let document = try Self.parsed(report(FindingsJSON(lines: false)))
      let findings = try #require(document["findings"] as? [[String: Any]])
      #expect(findings.count == record.findings.count && !findings.isEmpty && findings.allSatisfy(Self.isPath))
      let errors = try #require(document["errors"] as? [[String: Any]])
      #expect(errors.count == 1 && errors.allSatisfy(Self.isPath))
      let lines = try Self.lines(report(FindingsJSON(lines: true)))
      #expect(lines as [NSDictionary] == findings as [NSDictionary])
      for (finding, object) in zip(record.findings, findings) {
        let original = String(decoding: finding.edit.original, as: UTF8.self)
        #expect((object["original"] as? String).map { Array($0.utf8) } == Array(original.utf8))
        #expect((object["reason"] as? String).map { Array($0.utf8) } == Array(finding.edit.reason.utf8))
      }
      let sarif = try #require((Self.parsed(report(SARIFReport(stages: StageCatalogue.stages)))["runs"] as? [[String: Any]])?.first)
      #expect((sarif["results"] as? [Any])?.count == findings.count)
      let location = ((sarif["artifacts"] as? [[String: Any]])?.first?["location"] as? [String: Any])?["uri"] as? String
      #expect(location?.hasSuffix("%C3%A9%E9%9B") == true && location?.removingPercentEncoding == nil, "\(location ?? "")")
      for (report, count) in [
        (FindingsText(withheld: false) as any CheckReport, findings.count), (GitHubAnnotations(), findings.count + 2),
      ] {
        var report = report
        let text = String(
          decoding: try ByteWriter.collect { writer in
            try report.write(record, to: &writer)
            try report.finish(summary, to: &writer)
          }, as: UTF8.self)
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !Visible.isHidden($0) }, "\(text.debugDescription)")
        #expect(text.split(separator: "\n").count == count, "no line is forged")
      }
    }
  }

  @Test func ledgersOfRunsBaselinesAndDecisions() throws {
    let entry = RunLedger.Entry(path: Self.path, source: Self.hostile, output: "a", fingerprint: Self.hostile)
    #expect(try Self.isPath(Self.parsed(entry.line)) && RunLedger.Entry(entry.line[...]) == entry)
    var baseline = Baseline()
    let key = FindingKey(rule: "a.b", original: Self.hostile, replacement: Self.hostile, line: "0", occurrence: 1)
    baseline.set([key], of: Self.path)
    let written = try ByteWriter.collect { try baseline.write(to: &$0) }
    #expect(try Self.isPath(Self.lines(written).last) && Baseline(written).keys(of: Self.path) == [key])
    let decision = Decision(
      SuggestionKey(rule: "a.b", original: Self.hostile, replacement: "", before: Self.hostile, after: Self.hostile, occurrence: 1),
      .reading(Self.hostile), by: Self.hostile, at: "now")
    let decisions = DecisionsFile([.init(path: Self.path, decision: decision)])
    let bytes = try ByteWriter.collect { try decisions.write(to: &$0) }
    #expect(try Self.isPath(Self.lines(bytes).last) && Self.isHostile(Self.lines(bytes).last?["by"]))
    #expect(try DecisionsFile(bytes).entries == decisions.entries)
  }

  @Test func reportsOfRuns() throws {
    let all = Box()
    var report = try RunJSON(ByteWriter { all.bytes += $0 })
    var figures = RunFigures()
    for run in try Self.runs() {
      var record = RecordFigures(run, path: Self.path)
      (record.output, record.report) = (Self.path, Self.path)
      figures.add(record, words: UnknownWords(Array("zorkhan \(Self.hostile)\nzorkhan\n".utf8), path: Self.path))
      try report.add(record)
    }
    let failed = RecordFigures(failed: Self.path, Self.hostile)
    figures.add(failed)
    try report.add(failed)
    try report.finish(figures)
    let value = try Self.parsed(all.bytes)
    #expect(try JSONSchema(bytes(of: "Schemas/run-1.schema.json")).problems(in: all.bytes) == [])
    let files = try #require(value["files"] as? [[String: Any]])
    #expect(files.count == 4 && files.allSatisfy(Self.isPath))
    #expect(files[0]["reportHex"] as? String == FileName.bytes(Self.path).hexadecimal)
    var html = RunHTML(title: Self.path, path: "run.html", stages: StageCatalogue.stages)
    html.add(failed)
    let pages =
      try [ByteWriter.collect { try html.write(figures, to: &$0) }]
      + Self.runs().map { run in
        try ByteWriter.collect { try HTMLReport(run, source: Self.path, output: Self.path, level: .likely).write(to: &$0) }
      }
    for page in pages {
      let text = String(decoding: page, as: UTF8.self)
      let bad = text.unicodeScalars.filter {
        ![0x09, 0x0A, 0x0D].contains($0.value) && Visible.isCommand($0.value) || $0.value == 0xFFFE || $0.value == 0xFFFF
      }
      #expect(bad.isEmpty, "\(Set(bad.map(\.value)))")
    }
  }

  private final class Box { var bytes: [UInt8] = [] }

  @Test func tablesOfArtifactsAndEdits() throws {
    let runs = try Self.runs().filter { !$0.artifacts.isEmpty }
    try #require(!runs.isEmpty)
    for run in runs {
      let rows = try Self.lines(ArtifactTable(.jsonl).rows(run, path: Self.path))
      #expect(rows.count == run.artifacts.count && rows.allSatisfy { $0["file"] as? String == Visible.bytes(Self.path) })
      for (row, found) in zip(rows, run.artifacts) {
        #expect((row["text"] as? String).map { Array($0.utf8) } == Array(found.artifact.text.utf8))
      }
      let edits = try ByteWriter.collect { try EditTable(run, path: "=" + Self.path).writeRows(to: &$0) }
      for table in [try ArtifactTable(.csv).rows(run, path: "=" + Self.path), edits] {
        let text = String(decoding: table, as: UTF8.self)
        #expect(text.hasPrefix("\"'=d/"))
        #expect(text.unicodeScalars.allSatisfy { [0x09, 0x0A, 0x0D].contains($0.value) || !Visible.isCommand($0.value) })
      }
    }
  }

  @Test func teiIsXML() throws {
    for run in try Self.runs() {
      let xml = try ByteWriter.collect { try TEIReport(run, source: Self.path).write(to: &$0) }
      let forbidden = String(decoding: xml, as: UTF8.self).unicodeScalars.filter {
        $0.value < 0x20 && ![0x09, 0x0A, 0x0D].contains($0.value) || $0.value == 0xFFFE || $0.value == 0xFFFF
      }
      #expect(forbidden.isEmpty)
    }
  }

  @Test func linesOfJSON() throws {
    let text = try ByteWriter.collect { json in
      try json.object { json in
        try json.member(Self.hostile, Self.hostile)
        try json.member("text", "the Summery Record \(Self.hostile)")
      }
    }
    let value = try Self.parsed(JSONLine(text, field: "text").cleaned(by: .standard()))
    #expect(value.contains { Self.isHostile($0.key) && Self.isHostile($0.value) })
    #expect((value["edits"] as? [[String: Any]])?.contains { $0["rule"] as? String == "spelling.phrase" } == true)
    let error = try Self.parsed(JSONLine.error(file: Self.path, line: 1, message: Self.hostile))["error"] as? [String: Any]
    #expect(error?["file"] as? String == Visible.bytes(Self.path) && error?["message"] as? String == Visible.line(Self.hostile))
  }

  @Test func figures() throws {
    let figures = ScanFigures(ocr: Array("Tbe".utf8), output: Array("The".utf8), truth: Array("The".utf8))
    let report = EvaluationReport(set: Self.path, columns: [.init(Self.hostile, figures)], hasMarks: false)
    let finding = ScanScore.Finding(kind: .noiseLeft, line: 1, text: Self.hostile, detail: Self.hostile)
    let json = try ByteWriter.collect { try report.writeJSON(to: &$0, places: [.init(Self.path, finding)]) }
    let value = try Self.parsed(json)
    #expect(value["set"] as? String == Visible.bytes(Self.path))
    #expect(Self.isHostile((value["columns"] as? [[String: Any]])?.first?["name"]))
    let error = try #require((value["errors"] as? [[String: Any]])?.first)
    #expect(Self.isPath(error) && Self.isHostile(error["text"]) && Self.isHostile(error["detail"]))
    let line = EvaluationReport.Place(Self.path, finding).line
    #expect(line.unicodeScalars.allSatisfy { !Visible.isHidden($0) && FileName.byte($0) == nil }, "\(line)")
  }
}
