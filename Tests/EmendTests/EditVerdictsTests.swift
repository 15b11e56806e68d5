import Foundation
import Testing

@testable import Emend
@testable import EmendCommandLine
@testable import EmendCore
@testable import EmendEvaluation
@testable import EmendReports

/// How single edits are judged by the truth.
@Suite struct EditVerdictsTests {
  /// A run of one pass with the given edits: what stands there (its n-th time), what takes its place, and whether it is held back.
  private static func run(_ text: String, _ edits: [(old: String, new: String, rule: String, isHeld: Bool)]) throws -> Run {
    let source = Array(text.utf8)
    var lists = [EditList(), EditList()]
    var position = 0
    for (old, new, rule, isHeld) in edits {
      let start = try #require(source.firstIndex(of: Array(old.utf8), in: position..<source.count))
      lists[isHeld ? 1 : 0].append(
        Edit(
          range: start..<start + old.utf8.count, original: Array(old.utf8), replacement: Array(new.utf8), rule: rule,
          confidence: isHeld ? .suggested : .certain, reason: ""))
      position = start + old.utf8.count
    }
    let script = try EditScript(lists[0], validatedAgainst: source)
    let holds = [UInt8](repeating: Hold.Reason.belowConfidence.rawValue, count: lists[1].count)
    let pass = Pass(stage: "test", script: script, withheld: lists[1], holds: holds, details: [:], level: .likely, isDecoding: false)
    return Run(source: source, passes: [pass], output: script.applied(to: source))
  }

  private static func counts(_ better: Int, _ worse: Int, _ same: Int) -> EditVerdicts.Counts {
    var counts = EditVerdicts.Counts()
    (counts.better, counts.worse, counts.same) = (better, worse, same)
    return counts
  }

  @Test func eachEditIsJudgedByItself() throws {
    let run = try Self.run(
      "TOP SECRET\nTbe delegates rnet at noon and spake about thc tin tradc, over- all, for Iong hours.\nTOP SEGRET\nThey left.\n",
      [
        ("TOP SECRET\n", "", "strip", false), ("Tbe", "The", "word", false), ("noon", "moon", "word", false),
        ("spake", "spoke", "word", true),
        ("thc", "tha", "word", false), ("tradc", "trade", "word", true), ("over- all", "overall", "join", false),
        ("Iong", "lang", "word", true),
        ("SEGRET", "SECRET", "word", false), ("They left.\n", "", "strip", false),
      ])
    let verdicts = TextFigures.judging(
      run, truth: Array("The delegates met at noon and spoke about the tin trade, overall, for long hours.\n\nThey left.\n".utf8)
    ).verdicts
    func key(_ rule: String, _ level: Confidence.Level) -> EditVerdicts.Key { EditVerdicts.Key(rule: rule, level: level) }
    #expect(verdicts.applied[key("strip", .certain)] == Self.counts(1, 1, 0))
    #expect(verdicts.applied[key("join", .certain)] == Self.counts(1, 0, 0))
    // The; moon is worse; thc is as far from the as tha; a banner that is not in the truth can be neither.
    #expect(verdicts.applied[key("word", .certain)] == Self.counts(1, 1, 2))
    #expect(verdicts.applied.count == 3)
    // spoke, trade; lang has one error for another.
    #expect(verdicts.withheld == [key("word", .suggested): Self.counts(2, 0, 1)])
    #expect(verdicts.worse.map(\.text) == ["noon", "They left.\n"] && verdicts.worse.map(\.line) == [2, 4])
  }

  @Test func errorsByAnchorsAreThoseOfTheWholeTexts() throws {
    var random = Random(21)
    let words = (0..<400).map { n in String(UnicodeScalar(UInt8(97 + n % 26))) + String(n * 7919, radix: 36) }
    for _ in 0..<20 {
      let truth = (0..<600).map { _ in words.randomElement(using: &random)! }
      let read = truth.flatMap { word -> [String] in
        switch Int.random(in: 0..<20, using: &random) {
        case 0: []
        case 1: [word + "x"]
        case 2: [word, "noise"]
        default: [word]
        }
      }
      let (a, b) = (Array(read.joined(separator: " ").utf8), Array(truth.joined(separator: "\n").utf8))
      let exact = ErrorCount(MeasuredText(a), against: MeasuredText(b))
      let found = WordAlignment(a, truth: b).errors
      #expect(found.wordErrors >= exact.wordErrors && found.wordErrors <= exact.wordErrors + 2)
      #expect(found.characterErrors >= exact.characterErrors && found.characterErrors <= exact.characterErrors + 8)
    }
    #expect(WordAlignment([], truth: []).errors == ErrorCount() && WordAlignment(Array("a".utf8), truth: []).errors.wordErrors == 1)
  }

  @Test(.timeLimit(.minutes(2))) func aLongTextIsAlignedInShortStretches() throws {
    // The same page over and over: no word stands there once.
    let page = String(decoding: try bytes(of: "Fixtures/Scans/case1001.ocr.txt"), as: UTF8.self)
    let truth = String(decoding: try bytes(of: "Fixtures/Scans/case1001.gt.txt"), as: UTF8.self)
    let (a, b) = (Array(String(repeating: page, count: 60).utf8), Array(String(repeating: truth, count: 60).utf8))
    let alignment = WordAlignment(a, truth: b)
    let errors = alignment.errors
    let one = WordAlignment(Array(page.utf8), truth: Array(truth.utf8)).errors
    #expect(errors.wordErrors <= one.wordErrors * 60 + 120 && errors.wordErrors >= one.wordErrors * 30)
    // Five words in a row that stand once on each page cut it into stretches of a part of a page.
    var numbers: [String: UInt32] = [:]
    func numbered(_ text: [UInt8]) -> [UInt32] {
      String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace).map { word in
        let next = UInt32(numbers.count)
        numbers[String(word)] = numbers[String(word)] ?? next
        return numbers[String(word)] ?? next
      }
    }
    let words = (a: numbered(a), b: numbered(b))
    #expect(words.a.count == alignment.text.words.count)
    let anchors = Anchors.between(words.a, words.b, [Anchors.Kind(length: 5, most: 64)]) + [(a: words.a.count, b: words.b.count)]
    let widest = try #require(zip(anchors, anchors.dropFirst()).map { max($1.a - $0.a, $1.b - $0.b) }.max())
    #expect(anchors.count > 60 && widest < words.a.count / 60, "\(anchors.count) anchors, \(widest) words between two of them")
  }

  @Test func theProgramPrintsThem() throws {
    let folder = try CommandLineTests.Folder()
    try folder.write("scans/1.ocr.txt", "He sugge sted a Summery Record.\n")
    try folder.write("scans/1.gt.txt", "He suggested a Summery Record.\n")
    let table = try folder.emend("evaluate", "--truth", "scans/1.gt.txt", "scans/1.ocr.txt", "--errors")
    #expect(table.status == 0, "\(table.errors)")
    #expect(table.output.contains("scans/1.ocr.txt:1: edit made it worse: \"Summery\" → \"Summary\" by spelling.phrase"))
    #expect(table.output.contains("CER after") && table.output.contains("spelling.split-word"))
    let json = try folder.emend("evaluate", "--truth", "scans", "scans", "--format", "json").output
    let value = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let edits = try #require(value["edits"] as? [[String: Any]])
    let all = try #require(edits.first?["applied"] as? [String: Int])
    #expect(edits.first?["rule"] is NSNull && all == ["better": 1, "worse": 1, "same": 0])
    #expect(edits.contains { $0["rule"] as? String == "spelling.phrase" && $0["level"] as? String == "certain" })
    for (arguments, message) in [
      (["--truth", "none", "scans/1.ocr.txt"], "no such file"),
      (["--truth", "scans/1.gt.txt", "scans", "scans/1.ocr.txt"], "name a folder"),
      (["--truth", "scans"], "name the text"), (["--truth", "scans", "--pairs", "x"], "single texts"),
    ] {
      let result = try Shell.run(CommandLineTests.program, ["evaluate"] + arguments, in: folder.url)
      #expect(result.status == 2 && result.errors.contains(message) && result.output == "", "\(arguments): \(result.errors)")
    }
    try folder.write("other/2.txt", "text")
    #expect(try folder.emend("evaluate", "--truth", "scans", "other").errors.contains("2.gt.txt or 2.txt"))
  }
}
