import Testing

@testable import EmendCore
@testable import EmendCorrector
@testable import EmendEvaluation

/// The figures of the field; the expected numbers are those of its own scorers on the same texts.
@Suite struct RepairFiguresTests {
  private func figures(_ ocr: String, _ output: String, _ truth: String) -> RepairFigures {
    RepairFigures(ocr: Array(ocr.utf8), output: Array(output.utf8), truth: Array(truth.utf8))
  }

  @Test func theCountsAreThoseOfTheField() {
    let first = figures(
      "The coramittee met iu tbe old ball and agreed, Œuvres 4¬\n5 de ſon.",
      "The committee met in tbe old hall end agreed, Œuvres 4¬\n5 de ſon.",
      "The committee met in the old ball and agreed, œuvres 45 de son.")
    let second = figures(
      "He sug gested a letter tothe Consul.", "He suggested a letter to the Consul.", "He suggested a letter to the consul.")
    let both = first + second
    #expect(both.texts == 2 && both.words == 20 && both.preferred == 2)
    #expect(both.fixed == 4 && both.changedWrong == 0 && both.harmed == 2 && both.missed == 2)
    let expected = [
      "cmerBefore": "0.0707", "cmerAfter": "0.0412", "wmerBefore": "0.3810", "wmerAfter": "0.2000", "preference": "1.0000",
      "precision": "0.6667", "recall": "0.6667", "harm": "1538.46", "edits": "3000.00",
    ]
    let all = ScanFigures(text: TextFigures(), repair: both)
    for (id, value) in expected { #expect(Figure.all.first { $0.id == id }?.value(all)?.description == value, "\(id)") }
  }

  @Test func aTextWithoutTruthHasFalseEditsOnly() throws {
    let pair = try TextPair(Array(#"{"id": "a", "ocr": "He met Rusk.", "gt": null}"#.utf8), needsTruth: false)
    #expect(!pair.hasTruth && pair.truth == pair.ocr)
    #expect(throws: EmendError.self) { try TextPair(Array(#"{"id": "a", "ocr": "He met Rusk."}"#.utf8)) }
    let harmed = figures("He met Rusk.", "He met Risk.", "He met Rusk.")
    #expect(harmed.harmed == 1 && harmed.words == 3 && harmed.preferred == -1 && harmed.fixed == 0)
    #expect(figures("", "", "").words == 1)
  }

  @Test(arguments: [
    ("Straße, ÆON—\nx_y Aͤ ½ Σας!", "strasse aeonx y ä ½ σας"), (" \t\u{A0}", ""), ("(1) don't—stop", "1 don t stop"), ("ꝛ\u{0301}e", "r e"),
    ("co¬\noperate re-\nturn", "cooperate re turn"),
  ]) func textsAreComparedBySmallLettersAndDigits(text: String, compared: String) {
    #expect(ComparedText(Array(text.utf8)).scalars == compared.unicodeScalars.map(\.value))
  }

  /// Of alignments that cost the same, the one that the scorers of the field take.
  @Test func theAlignmentIsThatOfTheField() {
    func steps(_ a: String, _ b: String) -> String {
      EditDistance.steps(a.unicodeScalars.map(\.value), b.unicodeScalars.map(\.value)).map { ["=", "s", "d", "i"][Int($0.rawValue)] }
        .joined()
    }
    #expect(steps("abcabba", "cbabac") == "s=d==ss")
    #expect(steps("", "ab") == "ii" && steps("ab", "") == "dd" && steps("ab", "ab") == "==")
  }

  /// Texts that are too long for one matrix are cut, and the alignment still costs the distance.
  @Test func longAlignmentsCostTheDistance() {
    var random = Random(5)
    let a = (0..<6_000).map { _ in UInt32.random(in: 0..<40, using: &random) }
    let b = a.flatMap { symbol -> [UInt32] in
      switch Int.random(in: 0..<20, using: &random) {
      case 0: []
      case 1: [symbol, 7]
      case 2: [99]
      default: [symbol]
      }
    }
    let steps = EditDistance.steps(a, b)
    #expect(steps.count { $0 != .match } == EditDistance.between(a, b))
    #expect(steps.count { $0 != .insertion } == a.count && steps.count { $0 != .deletion } == b.count)
  }
}
