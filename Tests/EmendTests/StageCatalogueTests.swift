import Foundation
import Testing

@testable import Emend
@testable import EmendConfiguration
@testable import EmendCore
@testable import EmendReports

/// Ends every line in an exclamation mark.
private struct ShoutingStage: CataloguedStage {
  enum Voice: String, StageChoice {
    case loud, quiet

    static let option = StageOption("voice", default: loud, help: "How loud a line ends.")
  }

  static let info = StageInfo(
    "shouting", summary: "raises its voice at the end of a line", keeps: "all words", role: .characters,
    mark: StageInfo.Mark("!", light: "#000000", dark: "#ffffff"), options: [Voice.option],
    rules: [
      Rule(
        "shouting.stop", "Makes a full stop at the end of a line an exclamation mark",
        rationale: "A test needs a stage that no one would miss.", safety: "It stands in no catalogue but that of a test.",
        examples: [Rule.Example("He left.\n", "He left!\n")])
    ])

  let voice: Voice

  func edits(in document: Document) -> EditList {
    var edits = EditList()
    if voice == .quiet { return edits }
    for place in document.bytes.indices.dropLast() where document.bytes[place...].starts(with: Array(".\n".utf8)) {
      edits.append(
        Edit(
          range: place..<place + 1, original: Array(".".utf8), replacement: Array("!".utf8), rule: "shouting.stop", confidence: .likely,
          reason: "a line ends"))
    }
    return edits
  }
}

/// What it takes to add a stage, and what goes by the catalogue.
@Suite struct StageCatalogueTests {
  private static let catalogue =
    StageCatalogue.entries + [StageCatalogue.Entry { ShoutingStage(voice: $0.options[ShoutingStage.Voice.self]) }]

  private func text(_ write: (inout ByteWriter) throws -> Void) rethrows -> String {
    String(decoding: try ByteWriter.collect(write), as: UTF8.self)
  }

  // MARK: One stage more

  @Test func aStageMoreRuns() throws {
    let source = "The Summery Record.\nHe left.\n"
    let run = try Pipeline.standard(catalogue: Self.catalogue).run(source)
    #expect(String(decoding: run.output, as: UTF8.self) == "The Summary Record!\nHe left!\n")
    #expect(run.undo() == Array(source.utf8))
    #expect(run.stages.map(\.id) == StageCatalogue.stages.map(\.id) + ["shouting"])
    #expect(run.passes.last?.stage == "shouting" && run.passes.last?.script.edits.count == 2)
    #expect(run.settings.contains(Artifact.Field("voice", "loud")))
    let only = try Pipeline.standard(catalogue: Self.catalogue).selecting(only: ["shouting"])
    #expect(try cleaned(source, by: only) == "The Summery Record!\nHe left!\n")
  }

  @Test func aStageMoreIsToldItsOption() throws {
    var options = StageOptions()
    options[ShoutingStage.Voice.self] = .quiet
    let run = try Pipeline.standard(options: options, catalogue: Self.catalogue).run("He left.\n")
    #expect(run.isClean && run.settings.contains(Artifact.Field("voice", "quiet")))
    // A value that the option has not is passed over.
    options[ShoutingStage.Voice.option] = "deafening"
    #expect(options[ShoutingStage.Voice.self] == .quiet)
  }

  @Test func reportsKnowAStageMore() throws {
    let run = try Pipeline.standard(catalogue: Self.catalogue).run("He left.\n")
    let tei = try text { try TEIReport(run, source: "a.txt").write(to: &$0) }
    #expect(tei.contains("<p>shouting: raises its voice at the end of a line.</p>") && tei.contains("voice loud"))
    #expect(tei.contains("<category xml:id=\"shouting.stop\"><catDesc>Makes a full stop at the end of a line"))
    let html = try text { try HTMLReport(run, source: "a.txt", output: "-", level: .likely).write(to: &$0) }
    #expect(html.contains("id=\"fs-shouting\"") && html.contains("class=\"k-shouting\""))
    let json = try text { try JSONReport(run, source: "a.txt", output: "-").write(to: &$0) }
    #expect(try Ledger(Array(json.utf8)).undo(run.output) == run.source)
    #expect(try JSONSchema(bytes(of: "Schemas/report-1.schema.json")).problems(in: Array(json.utf8)) == [])
    #expect(Findings(run).all(withheld: false).map(\.edit.rule) == ["shouting.stop"])
  }

  // MARK: What goes by the catalogue

  private static let stages = StageCatalogue.stages

  @Test func theSettingsAreThoseOfTheStages() {
    var expected: Set<String> = ["stages.only", "stages.skip", "stages.corrector.model"]
    for stage in Self.stages {
      expected.insert("stages.\(stage.id).min-confidence")
      for option in stage.options { expected.insert("stages.\(stage.id).\(option.key)") }
    }
    #expect(Set(SettingKey.all.map(\.name).filter { $0.hasPrefix("stages.") }) == expected)
  }

  @Test func theSchemaHasTheStages() throws {
    let schema = try #require(try JSONSerialization.jsonObject(with: Data(bytes(of: "Schemas/emend.yml.schema.json"))) as? [String: Any])
    let parts = try #require(schema["$defs"] as? [String: [String: Any]])
    #expect(parts["stage"]?["enum"] as? [String] == Self.stages.map(\.id))
    let stages = try #require(parts["stages"]?["properties"] as? [String: [String: Any]])
    #expect(Set(stages.keys) == Set(Self.stages.map(\.id) + ["only", "skip"]))
    for stage in Self.stages {
      let keys = try #require(stages[stage.id]?["properties"] as? [String: [String: Any]], "\(stage.id)")
      let others = stage.id == "corrector" ? ["min-confidence", "model"] : ["min-confidence"]
      #expect(Set(keys.keys) == Set(stage.options.map(\.key) + others), "\(stage.id)")
      for option in stage.options {
        let key = try #require(keys[option.key], "\(option.name)")
        #expect(key["description"] as? String == option.help, "\(option.name)")
        if option.isFlag {
          #expect(key["enum"] as? [Bool] == [true, false] && key["default"] as? Bool == (option.fallback == "on"), "\(option.name)")
        } else {
          #expect(key["enum"] as? [String] == option.values && key["default"] as? String == option.fallback, "\(option.name)")
        }
      }
    }
  }

  @Test func theStyleSheetsMarkTheStages() throws {
    let html = try text { try HTMLReport(try Pipeline.standard().run("x\n"), source: "a", output: "-", level: .likely).write(to: &$0) }
    let lines = html.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    for stage in Self.stages {
      let mark = stage.mark
      let rule = ".s-\(stage.id), .k-\(stage.id) { --s: light-dark(\(mark.light), \(mark.dark)); --k: \"\(mark.letter)\"; }"
      #expect(lines.contains(rule), "no line \(rule)")
      #expect(html.contains("html:has(#fs-\(stage.id):not(:checked)) .s-\(stage.id)"), "the filter of \(stage.id)")
    }
    #expect(lines.count { $0.hasPrefix(".s-") && $0.contains("--k:") } == Self.stages.count)
    #expect(Set(Self.stages.map(\.mark.letter)).count == Self.stages.count, "a letter stands for two stages")
  }

  @Test func theDocumentsNameTheStagesInOrder() throws {
    let ids = Self.stages.map(\.id)
    let pipeline = String(decoding: try bytes(of: "Pipeline.md"), as: UTF8.self).split(separator: "\n").map(String.init)
    #expect(pipeline.compactMap { $0.firstMatch(of: /^\d+\. \*\*([a-z-]+)\*\*/).map { String($0.1) } } == ids)
    #expect(pipeline.filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) }.filter(ids.contains) == ids)
    #expect(pipeline.compactMap { $0.firstMatch(of: /^<!-- rules: ([a-z-]+) -->$/).map { String($0.1) } } == ids)
    let readme = String(decoding: try bytes(of: "README.md"), as: UTF8.self)
    let table = try #require(
      readme.components(separatedBy: "<!-- stages -->\n").dropFirst().first?.components(separatedBy: "<!-- end stages -->").first)
    #expect(table.split(separator: "\n").compactMap { $0.firstMatch(of: /^\| `([a-z-]+)` \|/).map { String($0.1) } } == ids)
    let manual = String(decoding: try bytes(of: "docs/manual/clean.md"), as: UTF8.self)
    for id in ids { #expect(manual.contains("`\(id)`"), "docs/manual/clean.md does not name \(id)") }
  }
}
