import ArgumentParser
import Emend
import EmendCore
import Foundation

/// What `Benchmarks/instructions.py` runs under valgrind: it counts the instructions from one call of `measuredEdits` to
/// the next.
struct StagesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stages",
    abstract: "Runs the default pipeline over a text under a profiler and prints the name of a stage each time that it runs.",
    shouldDisplay: false)

  @Argument(help: "The text.") var file: String
  @Argument(help: "Another text that is cleaned before, so that what is made once is there.") var first: String

  func run() throws {
    let pipeline = Pipeline.standard()
    let stages = pipeline.stages
    _ = try pipeline.run(read(first))
    // Prose alone has no banner and no page mark: the examples of all rules have something for each stage.
    let examples = stages.flatMap(\.rules).flatMap(\.examples).map(\.before)
    _ = try pipeline.run(Array(examples.joined(separator: Array("\n\n".utf8))))
    _ = try Pipeline(stages: stages.map(MeasuredStage.init)).run(read(file))
  }

  private func read(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }
}

/// A stage whose work a profiler finds by the name of one function.
private struct MeasuredStage: Stage {
  let stage: any Stage

  var info: StageInfo { stage.info }

  func edits(in document: Document) -> EditList {
    print(stage.id)
    return measuredEdits(of: stage, in: document)
  }
}

/// Kept as it stands, so that valgrind sees one call a stage.
@inline(never) @_optimize(none)
private func measuredEdits(of stage: any Stage, in document: Document) -> EditList { stage.edits(in: document) }
