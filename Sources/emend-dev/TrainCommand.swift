import ArgumentParser
import EmendCore
import EmendCorrector
import Foundation

/// Makes `english.model`; SOURCES.md tells of what.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Makes a model of the corrector from texts, word lists and pairs of OCR and truth.")

  @Option(parsing: .upToNextOption, help: "Folders with clean text, one .txt file a work; without it the base learns the pairs only.")
  var text: [String] = []
  @Option(parsing: .upToNextOption, help: "Files of these folders that are left out, by name.") var without: [String] = []
  @Option(parsing: .upToNextOption, help: "Word lists, one word a line; # starts a comment.") var words: [String] = []
  @Option(
    parsing: .upToNextOption, help: "Pairs as JSON Lines with id, ocr and gt; files of one kind of scan are joined with a comma.")
  var pairs: [String] = []
  @Option(help: "Which half of the pairs: 0 or 1; all without it.") var half: Int?
  @Option(help: "A model whose judge is taken over.") var base: String?
  @Option(name: .shortAndLong, help: "The model.") var output: String

  func run() throws {
    let families = try pairs.map { try Pairs.read($0.split(separator: ",").map(String.init), half: half) }
    if text.isEmpty, let base {
      return try Data(ModelTrainer.model(try CorrectorModel(path: base), families: families)).write(to: URL(filePath: output))
    }
    let left = Set(without)
    let texts = try Files.list(text, suffix: ".txt").filter { !left.contains($0.lastPathComponent) }
      .map { [UInt8](try Data(contentsOf: $0)) }
    let lists = try words.flatMap { ModelTrainer.words(in: [UInt8](try Data(contentsOf: URL(filePath: $0)))) }
    let clock = ContinuousClock()
    let start = clock.now
    let trainer = ModelTrainer(texts: texts, words: lists, families: families) {
      FileHandle.standardError.write(Data("\(clock.now - start): \($0)\n".utf8))
    }
    let model = try trainer.model(base: base.map { try CorrectorModel(path: $0) })
    try Data(model).write(to: URL(filePath: output))
    FileHandle.standardError.write(Data("\(clock.now - start): \(model.count) bytes\n".utf8))
  }
}

enum Pairs {
  /// The pairs of some files, every second one where a half is asked for.
  static func read(_ paths: [String], half: Int? = nil) throws -> [TextPair] {
    var pairs: [TextPair] = []
    for path in paths {
      for line in try Data(contentsOf: URL(filePath: path)).split(separator: 0x0A) { pairs.append(try TextPair([UInt8](line))) }
    }
    return half.map { half in pairs.enumerated().filter { $0.offset % 2 == half }.map(\.element) } ?? pairs
  }
}

extension CorrectorModel {
  /// A model from a file.
  convenience init(path: String) throws { try self.init(bytes: [UInt8](try Data(contentsOf: URL(filePath: path))), name: path) }
}
