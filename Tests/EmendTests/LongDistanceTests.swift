import Foundation
import Testing

@testable import EmendCore
@testable import EmendEvaluation

/// Distances and alignments of sequences that are too long for the whole matrix.
@Suite struct LongDistanceTests {
  private func noise(_ count: Int, _ symbols: Range<UInt32>, _ random: inout Random) -> [UInt32] {
    (0..<count).map { _ in .random(in: symbols, using: &random) }
  }

  /// Changes, takes out and puts in symbols, one in so many.
  private func damaged(_ a: [UInt32], oneIn: Int, _ random: inout Random) -> [UInt32] {
    a.flatMap { symbol -> [UInt32] in
      switch Int.random(in: 0..<3 * oneIn, using: &random) {
      case 0: []
      case 1: [symbol, 1]
      case 2: [2]
      default: [symbol]
      }
    }
  }

  @Test func theBandFindsTheDistanceOrSaysThatItIsGreater() {
    var random = Random(31)
    for round in 0..<400 {
      let a = noise(Int.random(in: 1...900, using: &random), 3..<[5, 40, 9_000].randomElement(using: &random)!, &random)
      let b = round % 5 == 0 ? noise(Int.random(in: 1...900, using: &random), 3..<40, &random) : damaged(a, oneIn: 8, &random)
      let exact = EditDistance.between(a, b)
      for most in [0, 1, 63, 64, 65, 130, 700, exact - 1, exact, exact + 1] where most >= 0 {
        #expect(EditDistance.between(a[...], b[...], atMost: most) == (exact <= most ? exact : nil), "round \(round), at most \(most)")
      }
    }
  }

  /// Beyond the whole matrix the distance of like texts is exact, and that of others no less than it is.
  @Test func longSequencesAreMeasured() {
    var random = Random(32)
    let a = noise(60_000, 97..<123, &random)
    var b = a
    for k in 0..<500 { b[k * 113 + 7] = 1 }
    #expect(EditDistance.measured(a, b) == (500, true))
    // Six thousand places in which they differ: more than the band holds.
    let c = damaged(a, oneIn: 10, &random)
    let measured = EditDistance.measured(a, c)
    #expect(!measured.isExact && measured.distance > 4_000 && measured.distance < 6_600)
    let matches = EditDistance.matches(a, c)
    let matched = matches.compactMap { $0 }
    #expect(matched == matched.sorted() && Set(matched).count == matched.count && matched.count > 54_000)
    #expect(zip(matches.indices, matches).allSatisfy { place, match in match.map { a[place] == c[$0] } ?? true })
    // Nothing in common.
    let other = noise(50_000, 200..<230, &random)
    #expect(EditDistance.measured(a, other) == (60_000, false))
    #expect(EditDistance.matches(a, other).allSatisfy { $0 == nil })
    #expect(EditDistance.steps(a, other).count >= 60_000)
  }

  @Test func theDividedDistanceIsNeverTooSmall() {
    var random = Random(33)
    let a = noise(36_000, 97..<105, &random)
    let b = damaged(a, oneIn: 4, &random)
    let exact = EditDistance.between(Array(a.prefix(30_000)), Array(b.prefix(30_000)))
    let whole = EditDistance.measured(a, b)
    #expect(!whole.isExact && whole.distance >= exact && whole.distance < exact * 2)
  }

  @Test func anEstimateIsSaid() throws {
    var random = Random(34)
    func words(_ letters: ClosedRange<UInt8>) -> [UInt8] {
      (0..<12_000).flatMap { _ in (0..<4).map { _ in UInt8.random(in: letters, using: &random) } + [.space] }
    }
    let (a, b) = (words(97...104), words(110...117))
    let far = ScanFigures(ocr: a, output: a, truth: b)
    #expect(far.text.estimates == 1 && far.repair.estimates == 1 && far.text.before.characterErrors <= 60_000)
    let near = ScanFigures(ocr: a, output: a, truth: a)
    #expect(near.text.estimates == 0 && near.repair.estimates == 0)
    #expect((far + near).text.estimates == 1)
    for (figures, estimates) in [(far, true), (near, false)] {
      let report = EvaluationReport(set: "a", columns: [.init("all", figures)], hasMarks: false)
      #expect(report.table.contains("estimates") == estimates)
      let json = try ByteWriter.collect { try report.writeJSON(to: &$0, places: nil) }
      let object = try #require(try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
      #expect(object["estimates"] as? Int == (estimates ? 1 : nil))
    }
  }
}
