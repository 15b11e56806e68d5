import Foundation
import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendReports
@testable import EmendStages

/// What was cleaned stays as it is when it is cleaned again, with whatever options; without that no check in CI would ever pass.
@Suite struct FixedPointTests {
  /// All inputs of the fixtures: documents, scans, field cases.
  static let inputs: [String] = {
    let fixtures = repository.appending(path: "Fixtures")
    let walk = FileManager.default.enumerator(atPath: fixtures.path)
    return (walk?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix("input.txt") || $0.hasSuffix(".ocr.txt") }.sorted()
  }()

  static let pipelines: [(name: String, pipeline: Pipeline)] = {
    var stripping = StageOptions()
    stripping[FootnotesStage.Mode.self] = .strip
    return [
      ("likely", .standard()), ("suggested", .standard(level: .suggested)), ("certain", .standard(level: .certain)),
      ("strip", .standard(options: stripping, level: .suggested)),
    ]
  }()

  @Test(arguments: pipelines.indices) func aSecondRunChangesNothing(number: Int) throws {
    let (name, pipeline) = Self.pipelines[number]
    try #require(Self.inputs.count > 60)
    for input in Self.inputs {
      let source = try bytes(of: "Fixtures/\(input)")
      let run = try pipeline.run(source)
      #expect(run.undo() == source)
      #expect(try pipeline.run(run.output).isClean, "\(input), \(name)")
    }
  }

  /// Adds a letter until there are enough.
  private struct Adder: Stage {
    let letter: UInt8
    let most: Int
    var info: StageInfo {
      StageInfo(
        "adder", summary: "", keeps: "", role: .furniture, mark: StageInfo.Mark("A", light: "#000", dark: "#fff"), rules: [])
    }

    func edits(in document: Document) -> EditList {
      var list = EditList()
      let bytes = document.bytes
      if bytes.count < most {
        list.append(
          Edit(
            range: 0..<1, original: [bytes[0]], replacement: [letter, bytes[0]], rule: "adder.add", confidence: Confidence(0.99),
            reason: "few"))
      }
      return list
    }
  }

  /// Turns one text into another.
  private struct Turner: Stage {
    let from: String
    let to: String
    var info: StageInfo {
      StageInfo("turn-\(from)", summary: "", keeps: "", role: .furniture, mark: StageInfo.Mark("T", light: "#000", dark: "#fff"), rules: [])
    }

    func edits(in document: Document) -> EditList {
      var list = EditList()
      if document.bytes == Array(from.utf8) {
        list.append(
          Edit(
            range: 0..<from.utf8.count, original: Array(from.utf8), replacement: Array(to.utf8), rule: "turn.turn",
            confidence: Confidence(0.99), reason: "turned"))
      }
      return list
    }
  }

  @Test func roundsGoOnUntilNothingChanges() throws {
    let run = try Pipeline(stages: [Adder(letter: 0x61, most: 5)]).run("b")
    #expect(run.output == Array("aaaab".utf8) && run.undo() == Array("b".utf8))
    #expect(run.passes.count == 4)
  }

  @Test func roundsHaveAnEnd() throws {
    let run = try Pipeline(stages: [Adder(letter: 0x61, most: 1000)]).run("b")
    #expect(run.passes.count == Pipeline.mostRounds && run.undo() == Array("b".utf8))
  }

  /// Two stages that undo each other's work in turn do not go on for ever, and nothing is written that only one of them wants.
  @Test func aCircleEnds() throws {
    let run = try Pipeline(stages: [Turner(from: "b", to: "c"), Turner(from: "a", to: "b"), Turner(from: "c", to: "a")]).run("a")
    #expect(run.undo() == Array("a".utf8))
    #expect(run.passes.count <= 3 + Pipeline.mostRounds)
  }
}
