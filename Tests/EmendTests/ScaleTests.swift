import HostileTexts
import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendReports

/// Hostile texts: nothing of them is lost, and what bounds their cost changes no result. The cost itself is counted by Benchmarks/scale.py.
@Suite struct ScaleTests {
  @Test func kindsAreAsLongAsAsked() {
    #expect(HostileText.all.count > 100 && Set(HostileText.all.map(\.name)).count == HostileText.all.count)
    for kind in HostileText.all {
      for count in [1, 1_000, 20_000] {
        let text = kind.bytes(count)
        #expect(text.count >= count && text.count < count + 10_100, "\(kind.name)")
        #expect(text == kind.bytes(count), "\(kind.name)")
      }
    }
  }

  @Test(arguments: HostileText.all.map(\.name)) func nothingIsLost(name: String) throws {
    let kind = try #require(HostileText.all.first { $0.name == name })
    for level in [Confidence.Level.likely, .suggested] {
      let source = kind.bytes(6_000 / kind.share)
      let run = try Pipeline.standard(level: level).run(source)
      #expect(run.undo() == source)
      let report = try ByteWriter.collect { try JSONReport(run, source: "a", output: "b").write(to: &$0) }
      #expect(!report.isEmpty)
    }
  }

  /// A run of bytes from 0x80 is looked at once, and gives the same words as looking for each by itself.
  @Test func wordsOfMixedRunsAreThoseOfTheText() {
    var random = Random(5)
    let parts: [[UInt8]] =
      ["a", "B", "é", "—", "“", "\u{A0}", "1", " ", "\n", "-", "👩", "\u{200D}", "政"].map { Array($0.utf8) } + [
        [0xE2], [0x80], [0xC2], [0xFF],
      ]
    for round in 0..<600 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...300, using: &random) { bytes += parts.randomElement(using: &random)! }
      var expected: [Range<Int>] = []
      var position = 0
      while let word = Words.next(in: bytes.span, from: position) {
        expected.append(word)
        position = word.upperBound
      }
      var found: [Range<Int>] = []
      var reader = WordReader(bytes)
      while let word = reader.next() { found.append(word) }
      #expect(found == expected, "round \(round)")
    }
  }

  @Test func lettersWithTooManyMarksStay() throws {
    let pipeline = try Pipeline.only("unicode")
    func output(_ text: String) throws -> [UInt8] {
      let run = try pipeline.run(text)
      #expect(run.undo() == Array(text.utf8))
      #expect(try pipeline.run(run.output).output == run.output)
      return run.output
    }
    // 30 marks are put in order, 31 are not; what stands around them is, all the same.
    let marks = "\u{301}\u{323}"
    let ordered = "\u{1EB9}" + String(repeating: "\u{323}", count: 14) + String(repeating: "\u{301}", count: 15)
    #expect(try output("e" + String(repeating: marks, count: 15)) == Array(ordered.utf8))
    let long = "e" + String(repeating: marks, count: 16)
    #expect(try output("a\u{300}" + long + "o\u{308}") == Array(("\u{E0}" + long + "\u{F6}").utf8))
    #expect(try output(long) == Array(long.utf8))
    #expect(try output(String(repeating: "\u{301}", count: 40)) == Array(String(repeating: "\u{301}", count: 40).utf8))
    let endless = "e" + String(repeating: marks, count: 50_000) + " Bogota\u{301}"
    #expect(try output(endless).suffix(8).elementsEqual(" Bogotá".utf8))
  }

  /// What comes in order and what comes late stand in one list as sorting by place would have them.
  @Test func gatheredEditsAreInOrder() {
    var random = Random(9)
    for _ in 0..<200 {
      var gatherer = EditGatherer()
      var edits: [Edit] = []
      for number in 0..<Int.random(in: 0...40, using: &random) {
        let start = Int.random(in: 0...30, using: &random)
        let count = Int.random(in: 0...3, using: &random)
        edits.append(
          Edit(
            range: start..<start + count, original: [UInt8](repeating: 0x61, count: count), replacement: [UInt8(number)], rule: "a.b",
            confidence: .likely, reason: "r"))
        gatherer.append(edits[number])
      }
      let expected = edits.enumerated().sorted { a, b in
        (a.element.range.lowerBound, a.element.range.upperBound, a.offset) < (
          b.element.range.lowerBound, b.element.range.upperBound, b.offset
        )
      }
      #expect(Array(gatherer.list()) == expected.map(\.element))
    }
  }

  @Test func likeArtifactsAreStoredOnce() throws {
    let run = try Pipeline.only("page-markers").run([UInt8](repeating: .formFeed, count: 5_000))
    let edits = run.passes[0].script.edits
    #expect(edits.count == 5_000 && edits.payloads.count == 1 && edits.artifacts.count == 1)
    #expect(run.artifacts.count == 5_000 && run.artifacts.last?.sourceRange == 4_999..<5_000)
  }
}
