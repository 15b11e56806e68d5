import Testing

@testable import EmendCore
@testable import EmendCorrector

/// How far probabilities are to be trusted.
@Suite struct CalibrationTests {
  @Test func proposalsAreCountedByProbability() throws {
    var calibration = Calibration(model: .embedded, before: try Pipeline.only("decode", "unicode"))
    let ocr = "Tbe Ambassador said tbat tbe Secretary would attend tbe meeting.\n"
    let truth = "The Ambassador said that the Secretary would attend the meeting.\n"
    let pair = TextPair(id: "1", ocr: Array(ocr.utf8), truth: Array(truth.utf8))
    try calibration.add(pair)
    try calibration.add(pair)
    let words = try #require(calibration.kinds.first)
    #expect(words.name == "word" && words.from(0).count >= 4 && words.from(0.5).right >= 4)
    for bin in words.bins where bin.count > 0 {
      #expect(bin.range.lowerBound - 0.001 <= bin.predicted && bin.predicted <= bin.range.upperBound && bin.observed <= 1)
    }
    for level in Confidence.Level.allCases { #expect(words.bins.contains { $0.range.lowerBound == level.threshold }) }
  }
}
