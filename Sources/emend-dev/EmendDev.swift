import ArgumentParser
import Emend
import EmendCore
import EmendReports
import FoundationEssentials

/// What only those who work on emend run.
@main
struct EmendDev: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emend-dev", abstract: "Generates what the repository holds and tests compare.",
    subcommands: [
      Docs.self, Fixtures.self, ImageCommand.self, FloorsCommand.self, LexiconCommand.self, NamesCommand.self, ConfusionsCommand.self,
      CorrectionsCommand.self, TrainCommand.self, FeaturesCommand.self, PlacesCommand.self, JudgeCommand.self, CorrectCommand.self,
      CalibrationCommand.self,
      StagesCommand.self, ScaleCommand.self,
    ])

  struct Docs: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "docs", abstract: "Writes the rule tables of Pipeline.md from the rules.")

    @Argument(help: "The document.") var path = "Pipeline.md"

    func run() throws {
      let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
      try Data(RuleTables.renewed(text, stages: StageCatalogue.stages).utf8).write(to: URL(filePath: path))
    }
  }

  struct Fixtures: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "fixtures",
      abstract: "Writes expected.txt and report.json beside each Fixtures/Documents/*/input.txt. Read the diff before you commit it.")

    @Argument(help: "The folder.") var folder = "Fixtures/Documents"

    func run() throws {
      for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
        let directory = URL(filePath: folder).appending(path: name)
        let source = [UInt8](try Data(contentsOf: directory.appending(path: "input.txt")))
        let run = try Pipeline.standard().run(source)
        let report = try ByteWriter.collect {
          try JSONReport(run, source: "input.txt", output: "expected.txt").write(to: &$0)
        }
        try Data(run.output).write(to: directory.appending(path: "expected.txt"))
        try Data(report).write(to: directory.appending(path: "report.json"))
      }
    }
  }
}
