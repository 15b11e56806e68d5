import Foundation
import Testing

@testable import EmendCore
@testable import EmendCorrector

/// `--adapt`: what a collection teaches about how it was misread.
@Suite struct CollectionLearnerTests {
  private static let texts = (0..<40).map { number in
    "Tbe Ambassador said in paragrapb \(number) tbat tbe Secretary would attend tbe meeting with tbe President and tbe otber members.\n"
  }

  private func learner(_ texts: [String]) throws -> CollectionLearner {
    let pipeline = try Pipeline.only("corrector")
    var learner = CollectionLearner(.embedded)
    for text in texts { learner.add(try pipeline.run(text)) }
    return learner
  }

  private func cost(_ model: CorrectorModel, _ truth: String, _ read: String) -> UInt8? {
    model.channel.operations.first { model.alphabet.text($0.trueSymbols) == truth && model.alphabet.text($0.readSymbols) == read }?.cost
  }

  @Test func aFrequentConfusionBecomesCheaperAndOthersDearer() throws {
    let learner = try learner(Self.texts)
    #expect(learner.texts == 40 && learner.edits > 100)
    let (bytes, report) = learner.learned()
    let model = try CorrectorModel(bytes: bytes, name: "adapted")
    let (frequent, before) = (try #require(cost(model, "h", "b")), try #require(cost(.embedded, "h", "b")))
    #expect(frequent < before)
    let (rare, known) = (try #require(cost(model, "e", "o")), try #require(cost(.embedded, "e", "o")))
    #expect(rare > known)
    #expect(report[0].hasPrefix("learned from \(learner.edits) sure edits in 40 texts"))
    #expect(report[1].contains("h read as b: 1 in "), "\(report)")
    // All else is as it was.
    #expect(model.lexicon.count == CorrectorModel.embedded.lexicon.count)
  }

  @Test func theOrderOfTheTextsMakesNoDifference() throws {
    let first = try learner(Self.texts).learned()
    let second = try learner(Self.texts.reversed()).learned()
    #expect(first.model == second.model && first.report == second.report)
  }

  @Test func nothingTeachesNothing() throws {
    for texts in [[], ["The Ambassador said that the Secretary would attend the meeting.\n"]] {
      let learner = try learner(texts)
      #expect(learner.edits == 0)
      let (bytes, report) = learner.learned()
      #expect(report.count == 1)
      let model = try CorrectorModel(bytes: bytes, name: "same")
      #expect(cost(model, "h", "b") == cost(.embedded, "h", "b"))
    }
  }

  @Test func aFolderIsCleanedTwiceAndTheModelKept() throws {
    let folder = try CommandLineTests.Folder()
    for (number, text) in Self.texts.enumerated() { try folder.write("in/\(number).txt", text) }
    let result = try folder.emend("clean", "in", "-o", "out", "--adapt", "--save-model", "my.model")
    #expect(result.status == 0 && result.errors.contains("learned from "), "\(result.errors)")
    #expect(try folder.text("out/7.txt").hasPrefix("The Ambassador said"))
    #expect(try folder.read("my.model").count > 1_000_000)
    #expect(try folder.emend("clean", "-q", "in", "-o", "out", "--adapt").errors == "")
  }

  @Test(arguments: [
    (["clean", "--adapt"], "standard input"), (["clean", "x.txt", "--save-model", "m"], "--adapt"),
    (["clean", "x.txt", "--adapt", "--from", "jsonl"], "jsonl"),
    (["clean", "x.txt", "--adapt", "--save-model", "x.txt", "-o", "y.txt"], "is no model"),
    (["evaluate", "x.txt", "x.txt", "--adapt"], "collection"),
  ]) func aMistakeIsNamed(arguments: [String], message: String) throws {
    let folder = try CommandLineTests.Folder()
    try folder.write("x.txt", "text")
    let result = try Shell.run(CommandLineTests.program, arguments, in: folder.url)
    #expect(result.status == 2 && result.errors.contains(message), "\(result.errors)")
  }

  @Test func theFiguresStandBesideEachOther() throws {
    let folder = try CommandLineTests.Folder()
    try folder.write(
      "pairs.jsonl",
      Self.texts.prefix(5).enumerated().map { #"{"id": "\#($0)", "ocr": "\#($1.dropLast())", "gt": "The Ambassador said."}"# }.joined(
        separator: "\n")
        + "\n" + #"{"id": "clean", "ocr": "The Ambassador said that."}"# + "\n")
    let json = try folder.emend("evaluate", "--pairs", "pairs.jsonl", "--adapt", "--format", "json")
    let value = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let columns = try #require(value["columns"] as? [[String: Any]])
    #expect(columns.compactMap { $0["name"] as? String } == ["all", "clean", "adapted all", "adapted clean"])
    #expect(columns[1]["edits"] as? Double == 0 && columns[1]["cases"] as? Int == 1)
    let table = try folder.emend("evaluate", "--pairs", "pairs.jsonl", "--adapt").output
    #expect(table.contains("       all     clean  adapted all  adapted clean\n"))
  }
}
