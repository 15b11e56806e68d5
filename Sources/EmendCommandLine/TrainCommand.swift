import ArgumentParser
import Emend
import EmendCore
import EmendCorrector
import EmendFiles

#if canImport(Glibc)
  import Glibc
#endif

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Makes a model of the stage corrector from texts and pairs of your own.",
    discussion: """
      --pairs alone keeps the words of the base model and learns how your scans are misread. --text alone learns words and
      what stands beside what, and keeps the misreadings that the base model knows, as far as your texts have the characters.
      How sure an edit is, the judge of the base model says in either case. The same input gives the same bytes.

      Pairs are JSON Lines with id, ocr and gt, a page or a paragraph each; each --pairs file is a kind of scan that counts as
      much as any other. A thousand pages of text and a hundred pairs are a beginning.

      Examples:
        emend train --pairs scans.jsonl -o my.model
        emend train --text novels/ essays/ --words wordlist.txt -o french.model
        emend clean --model french.model record.txt > clean.txt
      """)

  @Option(parsing: .upToNextOption, help: ArgumentHelp("Folders or files of clean text, a work a file.", valueName: "path"))
  var text: [String] = []

  @Option(parsing: .upToNextOption, help: ArgumentHelp("Lists of words, one a line; # starts a comment.", valueName: "file"))
  var words: [String] = []

  @Option(parsing: .upToNextOption, help: ArgumentHelp("Pairs of OCR and truth, one JSON object a line.", valueName: "file"))
  var pairs: [String] = []

  @Option(help: ArgumentHelp("The model to start from; without it the one that is built in.", valueName: "file"))
  var base: String?

  @Option(name: [.short, .long], help: ArgumentHelp("The model to write.", valueName: "file"))
  var output: String

  @Flag(name: [.short, .long], help: "No progress on standard error.")
  var quiet = false

  func validate() throws {
    if text.isEmpty, pairs.isEmpty { throw ValidationError("name what to learn from: --text FOLDER, --pairs FILE, or both") }
    if text.isEmpty, !words.isEmpty { throw ValidationError("--words goes with --text: without a text nobody knows how frequent they are") }
  }

  func run() throws {
    if Files.isDirectory(output) { throw Failure(output, EISDIR, doing: "write") }
    try Claims.check([(output, "the model")], reads: text + words + pairs + [base])
    try Claims.checkLike(output, "model", isLike: ModelFile.isModel)
    let base = try base.map(StoredModel.open) ?? .embedded
    let families = try pairs.map { try PairsFile.read($0).map(\.pair) }
    let model: [UInt8]
    if text.isEmpty {
      model = try ModelTrainer.model(base, families: families)
    } else {
      let trainer = ModelTrainer(
        texts: try texts(), words: try words.flatMap { ModelTrainer.words(in: try Files.read($0)) }, families: families
      ) { step in if !quiet { Console.write(step) } }
      model = try trainer.model(base: base)
    }
    try Files.makeDirectories(output.directory)
    try Files.writeAtomically(output, model)
    if !quiet { Console.write("\(output): \(model.count) bytes") }
  }

  /// The texts in UTF-8, whatever they come in.
  private func texts() throws -> [[UInt8]] {
    let pipeline = try Pipeline.standard().selecting(only: ["decode", "unicode"])
    if text.contains("-") { throw Failure("--text -: texts come from files, each a work of its own") }
    return try Input.all(text).map { input in
      let bytes = try input.read()
      try Refusal.check(bytes, name: input.name)
      do { return try pipeline.run(bytes).output } catch { throw Failure("\(input.name): \(error)") }
    }
  }
}
