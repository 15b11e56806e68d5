import Foundation
import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendCorrector

/// Models made from a small invented corpus: the same bytes each time, and of use.
@Suite struct TrainingTests {
  private static let nouns =
    "Hafen Garten Kutscher Brunnen Turm Markt Fischer Müller Wagen Keller Schneider Fenster Brücke Straße Mühle Kirche"
  private static let verbs = "findet öffnet verkauft betrachtet bewundert überquert verlässt sucht zeichnet beschreibt"
  private static let adjectives = "alte kleine schöne graue verlassene niedrige steinerne berühmte"

  /// Sentences of one pattern, some 30,000 words.
  private static let corpus: [UInt8] = {
    var random = Random(21)
    func any(_ words: String) -> Substring { words.split(separator: " ").randomElement(using: &random)! }
    var text = ""
    for number in 0..<4000 {
      text += "Der \(any(adjectives)) \(any(nouns)) \(any(verbs)) den \(any(nouns)) und die \(any(nouns))."
      text += number % 7 == 0 ? "\n\n" : number % 3 == 0 ? "\n" : " "
    }
    return Array(text.utf8)
  }()

  /// The corpus line by line, every tenth `e` read as `c`, now and then other letters too.
  private static let pairs: [TextPair] = {
    var random = Random(22)
    let confusions: [(Character, String)] = [
      ("e", "c"), ("n", "u"), ("i", "l"), ("m", "rn"), ("h", "li"), ("t", "f"), ("r", "i"), ("d", "cl"),
    ]
    return String(decoding: corpus, as: UTF8.self).split(separator: "\n").prefix(700).enumerated().map { number, line in
      let read = line.map { letter in
        confusions.first { $0.0 == letter }.map { Int.random(in: 0..<12, using: &random) == 0 ? $0.1 : String(letter) } ?? String(letter)
      }.joined()
      let object = ["id": "\(number)", "ocr": read, "gt": String(line)]
      return try! TextPair([UInt8](JSONEncoder().encode(object)))
    }
  }()

  private static func trained() throws -> [UInt8] {
    try ModelTrainer(texts: [corpus], words: [Array("Leuchtturm".utf8)], families: [pairs]).model(base: .embedded)
  }

  private static func model(_ bytes: [UInt8]) throws -> CorrectorModel {
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
    block.copyBytes(from: bytes)
    return try CorrectorModel(
      ModelFile(UnsafeRawBufferPointer(block), name: "small", verifies: true) { UnsafeMutableRawBufferPointer(mutating: $0).deallocate() })
  }

  @Test func theSameInputGivesTheSameBytes() throws {
    let first = try Self.trained()
    #expect(try Self.trained() == first)
    let model = try Self.model(first)
    #expect(
      model.channel.operations.count >= TrainingNumbers.leastOperations && model.trees.isEmpty == CorrectorModel.embedded.trees.isEmpty)
  }

  @Test func aModelOfAnotherLanguageCorrectsIt() throws {
    let model = try Self.model(try Self.trained())
    let text = "Der alte Kutschcr findet den Brunnen und die Kirclie. Der graue Fischer sucht den Gaiten und die Mühle.\n"
    let run = try Pipeline.standard(level: .suggested, model: model).selecting(only: ["corrector"]).run(text)
    #expect(run.undo() == Array(text.utf8))
    let output = String(decoding: run.output, as: UTF8.self)
    #expect(output.contains("Kutscher") && !output.contains("Kutschcr"), "\(output)")
  }

  @Test func withoutPairsTheMisreadingsOfTheBaseStay() throws {
    let bytes = try ModelTrainer(texts: [Self.corpus], words: [], families: []).model(base: .embedded)
    let model = try Self.model(bytes)
    let base = CorrectorModel.embedded
    #expect(model.channel.operations.count > base.channel.operations.count / 4)
    // One and the same misreading has its cost in both.
    func cost(_ model: CorrectorModel, _ truth: UInt8, _ read: UInt8) -> UInt8? {
      let (truth, read) = (model.alphabet.symbol(UInt32(truth)), model.alphabet.symbol(UInt32(read)))
      return model.channel.operations.first { $0.trueSymbols == [truth] && $0.readSymbols == [read] }?.cost
    }
    let known = cost(base, UInt8(ascii: "e"), UInt8(ascii: "c"))
    #expect(known != nil && cost(model, UInt8(ascii: "e"), UInt8(ascii: "c")) == known)
  }

  @Test func pairsAloneChangeTheMisreadingsAlone() throws {
    let base = CorrectorModel.embedded
    let bytes = try ModelTrainer.model(base, families: [Self.pairs])
    #expect(try ModelTrainer.model(base, families: [Self.pairs]) == bytes)
    let model = try Self.model(bytes)
    #expect(model.lexicon.count == base.lexicon.count && model.file.bytes(of: .bigrams) == base.file.bytes(of: .bigrams))
    #expect(model.file.bytes(of: .operations) != base.file.bytes(of: .operations))
  }

  @Test func tooLittleIsSaid() {
    func message(_ body: () throws -> [UInt8]) -> String { do { return "\(try body().count) bytes" } catch { return "\(error)" } }
    let few = Array("Der alte Turm.".utf8)
    #expect(message { try ModelTrainer(texts: [few], words: [], families: []).model(base: .embedded) }.contains("3 words"))
    #expect(message { try ModelTrainer(texts: [], words: [], families: []).model(base: .embedded) }.contains("0 words"))
    #expect(message { try ModelTrainer.model(.embedded, families: [Array(Self.pairs.prefix(2))]) }.contains("give more pairs"))
    #expect(message { try ModelTrainer.model(.embedded, families: []) }.contains("give more pairs"))
  }

  @Test func listsAreReadAsTheyCome() {
    let list = Array("# comment\r\nTurm\r\n\n  Mühle \n#x\nMarkt".utf8)
    #expect(ModelTrainer.words(in: list).map { String(decoding: $0, as: UTF8.self) } == ["Turm", "Mühle", "Markt"])
  }

  // MARK: The command

  @Test func trainAndUseAModel() throws {
    let folder = try CommandLineTests.Folder()
    try folder.write("texts/a.txt", Self.corpus)
    let lines = try Self.pairs.map { pair in
      let object = ["id": pair.id, "ocr": String(decoding: pair.ocr, as: UTF8.self), "gt": String(decoding: pair.truth, as: UTF8.self)]
      return String(decoding: try JSONEncoder().encode(object), as: UTF8.self)
    }
    try folder.write("pairs.jsonl", lines.joined(separator: "\n") + "\n")
    try folder.write("words.txt", "Leuchtturm\n")
    let made = try folder.emend("train", "--text", "texts", "--words", "words.txt", "--pairs", "pairs.jsonl", "-o", "my.model")
    #expect(made.status == 0 && made.errors.contains("my.model: "), "\(made.errors)")
    let used = try folder.emend(
      "clean", "-q", "--only", "corrector", "--min-confidence", "suggested", "--model", "my.model",
      input: "Der alte Kutschcr findet den Brunnen und die Kirche.\n")
    #expect(used.status == 0 && used.output.contains("Kutscher"), "\(used.output)\(used.errors)")

    var model = try folder.read("my.model")
    model[model.count / 2] ^= 4
    try folder.write("damaged.model", model)
    try folder.write("cut.model", Array(model.prefix(5000)))
    try folder.write("empty.model", "")
    try folder.write("foreign.model", Self.corpus)
    for (name, message) in [
      ("damaged", "damaged"), ("cut", "cut short"), ("empty", "is empty"), ("foreign", "is no model"), ("missing", "No such file"),
    ] {
      let result = try folder.emend("check", "--model", "\(name).model", input: "text")
      #expect(result.status == 2 && result.errors.contains("\(name).model: ") && result.errors.contains(message), "\(result.errors)")
    }
    #expect(try folder.emend("check", "--model", "texts", input: "text").errors.contains("directory"))
  }

  @Test(arguments: [
    (["train", "-o", "x"], "--text"), (["train", "--words", "w.txt", "-o", "x"], "--text"),
    (["train", "--text", "missing", "-o", "x"], "missing"),
    (["train", "--text", "few.txt", "-o", "x"], "words"), (["train", "--pairs", "few.txt", "-o", "x"], "few.txt:1"),
    (["train", "--pairs", "none.jsonl", "-o", "x"], "no pairs"), (["train", "--text", "empty", "-o", "x"], "no text file"),
    (["train", "--pairs", "two.jsonl", "-o", "x"], "give more pairs"), (["train", "--pairs", "two.jsonl", "-o", "empty"], "directory"),
    (["train", "--pairs", "two.jsonl"], "--output"),
  ]) func aMistakeInTrainingIsNamed(arguments: [String], message: String) throws {
    let folder = try CommandLineTests.Folder()
    try folder.write("few.txt", "Der alte Turm.\n")
    try folder.write("none.jsonl", "\n \n")
    try folder.write("two.jsonl", "{\"id\": \"1\", \"ocr\": \"thc\", \"gt\": \"the\"}\n")
    try folder.write("empty/picture.png", "no")
    let result = try Shell.run(CommandLineTests.program, arguments, in: folder.url)
    #expect(result.status == 2 && result.errors.contains(message), "\(arguments): \(result.errors)")
    #expect(!folder.has("x"))
  }
}
