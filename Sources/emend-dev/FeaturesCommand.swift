import ArgumentParser
import Emend
import EmendCore
import EmendCorrector
import Foundation

/// Writes what `Training/acceptance.py` trains the judge of the corrector on.
struct FeaturesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "features", abstract: "Writes the features of the corrector's proposals on pairs, and whether they were right.")

  @Option(help: "The model.") var model: String
  @Option(parsing: .upToNextOption, help: "Pairs as JSON Lines with id, ocr and gt.") var pairs: [String]
  @Option(help: "Which half of the pairs: 0 or 1; all without it.") var half: Int?
  @Option(help: "Number of the first document.") var first = 0
  @Option(name: .shortAndLong, help: "Float32 rows; the names of the columns go to standard output.") var output: String

  func run() throws {
    let model = try CorrectorModel(path: model)
    let before = try Pipeline.standard(model: model).selecting(skip: ["corrector", "tidy"])
    var data = AcceptanceData(model: model, before: before)
    for (number, pair) in try Pairs.read(pairs, half: half).enumerated() { try data.add(pair, document: first + number) }
    try data.rows.withUnsafeBytes { try Data($0).write(to: URL(filePath: output)) }
    print(AcceptanceData.names.joined(separator: " "))
  }
}

/// Puts trained trees into a model.
struct JudgeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "judge", abstract: "Puts the trees of Training/acceptance.py into a model.")

  @Argument(help: "The model.") var model: String
  @Argument(help: "The trees.") var trees: String

  func run() throws {
    let found = try CorrectorModel(path: model)
    let bytes = found.withTrees([UInt8](try Data(contentsOf: URL(filePath: trees))))
    try Data(bytes).write(to: URL(filePath: model))
  }
}

/// Corrects pairs and writes them for a judge that reads id, ocr, hyp and gt.
struct CorrectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "correct", abstract: "Runs the pipeline over pairs and writes JSON Lines with id, ocr, hyp and gt.")

  @Option(help: "The model.") var model: String?
  @Option(help: "Pairs as JSON Lines with id, ocr and gt.") var pairs: String
  @Option(help: "suggested, likely or certain.") var level = "likely"
  @Option(parsing: .upToNextOption, help: "Only these stages.") var only: [String] = []

  func run() throws {
    var pipeline = Pipeline.standard(
      level: Confidence.Level(rawValue: level) ?? .likely, model: try model.map { try CorrectorModel(path: $0) } ?? .embedded)
    if !only.isEmpty { pipeline = try pipeline.selecting(only: only) }
    let encoder = JSONEncoder()
    for pair in try Pairs.read([pairs]) {
      let hyp = try pipeline.run(pair.ocr).output
      let line = [
        "id": pair.id, "ocr": String(decoding: pair.ocr, as: UTF8.self), "hyp": String(decoding: hyp, as: UTF8.self),
        "gt": String(decoding: pair.truth, as: UTF8.self),
      ]
      print(String(decoding: try encoder.encode(line), as: UTF8.self))
    }
  }
}
