import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendEvaluation

/// Scores of tiny records whose every line is known.
@Suite struct ScanScoreTests {
  /// Takes out each line that is one of `lines`, as what is said there.
  private struct Taker: Stage {
    let info = StageInfo(
      "taker", summary: "", keeps: "", role: .furniture, mark: StageInfo.Mark("X", light: "#000", dark: "#fff"), rules: [])
    let lines: [String: Artifact?]

    func edits(in document: Document) -> EditList {
      var list = EditList()
      for line in Lines(document.bytes) {
        let content = document.bytes.trimmed(line.content)
        guard let artifact = lines[document.bytes.text(content)] else { continue }
        list.append(
          Edit(
            range: content, original: Array(document.bytes[content]), replacement: [], rule: "taker.line", confidence: Confidence(0.99),
            reason: "", artifact: artifact))
      }
      return list
    }
  }

  private static let ocr = """
    SEGRET

    The Ambassador said that he would not press the matter
    of
    the frontier with the Government at this time because

    NLK 80-89 BY MIM
    SECRET
    \u{C}SECRET
    Page 8

    the elections were to be held in the autumn and nobody
    could say which of the parties would win them.
    ~.;
    SECRET
    \u{C}
    """

  private static let truth = """
    The Ambassador said that he would not press the matter of the frontier with the Government at this time because

    the elections were to be held in the autumn and nobody could say which of the parties would win them.
    """

  private static let marks = """
    [{"page": 1, "lines": ["SECRET", "NLK 80-89 BY MIM", "SECRET"]}, {"page": 2, "lines": ["SECRET", "Page 3", "SECRET"], "note": [1, {}]}]
    """

  private func score(_ lines: [String: Artifact?]) throws -> ScanScore {
    let scan = try ScanCase(name: "case7", ocr: Array(Self.ocr.utf8), truth: Array(Self.truth.utf8), marks: Array(Self.marks.utf8))
    return ScanScore(scan, try Pipeline(stages: [Taker(lines: lines)]).run(scan.ocr))
  }

  private func kinds(_ score: ScanScore) -> [String] { score.findings.map { "\($0.line) \($0.kind.rawValue)" } }

  private let banner = Artifact(kind: .banner, text: "SECRET")

  @Test func nothingTakenOut() throws {
    let score = try score([:])
    #expect(score.figures.furnitureRead == 6 && score.figures.furnitureStripped == 0)
    #expect(score.figures.bodyLines == 5 && score.figures.bodyLinesLost == 0)
    #expect(score.figures.noiseLines == 1 && score.figures.noiseLinesLeft == 1)
    #expect(score.figures.pageNumbersRead == 1 && score.figures.pageNumbersStripped == 0)
    #expect(
      kinds(score) == [
        "1 furnitureLeft", "7 furnitureLeft", "8 furnitureLeft", "9 furnitureLeft", "10 furnitureLeft", "14 noiseLeft", "15 furnitureLeft",
      ])
    #expect(score.findings[0].detail == "stands for SECRET" && score.findings[0].text == "SEGRET")
  }

  @Test func allFurnitureTakenOutAndThePageNumberRight() throws {
    let number = Artifact(kind: .pageMarker, text: "Page 8", fields: [.init("page", "3")])
    let stamp = Artifact(kind: .stamp, text: "NLK 80-89 BY MIM")
    let score = try score([
      "SEGRET": banner, "SECRET": banner, "NLK 80-89 BY MIM": stamp, "Page 8": number, "~.;": Artifact(kind: .handling, text: ""),
    ])
    #expect(score.findings.isEmpty)
    #expect(score.figures.furnitureStripped == 6 && score.figures.pageNumbersRight == 1)
    #expect(score.figures.text.after == ErrorCount())
  }

  @Test func aPageNumberIsRightOnlyAsTyped() throws {
    let wrong = try score(["Page 8": Artifact(kind: .pageMarker, text: "Page 8", fields: [.init("page", "8")])])
    #expect(wrong.figures.pageNumbersStripped == 1 && wrong.figures.pageNumbersRight == 0)
    #expect(wrong.findings.contains { $0.kind == .pageNumberWrong && $0.detail == "typed Page 3, kept as page 8" && $0.line == 10 })
    let none = try score(["Page 8": banner])
    #expect(none.findings.contains { $0.kind == .pageNumberWrong && $0.detail.hasSuffix("no page number") })
  }

  @Test func aBodyLineThatIsTakenOutIsLost() throws {
    let line = "the elections were to be held in the autumn and nobody"
    for artifact in [banner, nil] {
      let score = try score([line: artifact])
      #expect(score.figures.bodyLinesLost == 1 && score.figures.bodyLines == 5)
      #expect(score.findings.contains { $0.kind == .bodyLineLost && $0.text == line && $0.detail == "taken out by taker.line" })
      #expect(score.figures.text.worse == 1 && kinds(score).last == "1 madeWorse")
    }
    // A line of two letters is body text by its neighbours.
    #expect(try score(["of": banner]).figures.bodyLinesLost == 1)
  }

  @Test func aBannerInTheTextIsNoFurnitureOfThePage() throws {
    let ocr = "SECRET\nThe paper that was marked\nSecret\nlay on the table of the Secretary.\n\u{C}"
    let truth = "The paper that was marked Secret lay on the table of the Secretary."
    let scan = try ScanCase(
      name: "case7", ocr: Array(ocr.utf8), truth: Array(truth.utf8), marks: Array(#"[{"page": 1, "lines": ["SECRET", "SECRET"]}]"#.utf8))
    let figures = ScanScore(scan, try Pipeline(stages: [Taker(lines: [:])]).run(scan.ocr)).figures
    #expect(figures.furnitureRead == 1 && figures.bodyLines == 3)
  }

  @Test func casesAreReadWithTheirLevelAndLines() throws {
    func level(_ name: String) throws -> ScanCase.Level { try ScanCase(name: name, ocr: [], truth: [], marks: Array("[]".utf8)).level }
    #expect(
      try level("case1000") == .light && level("sub2/case1001") == .medium && level("case1002") == .heavy && level("letter") == .other)
    let scan = try ScanCase(name: "a", ocr: Array("one\r\n\n two\u{C}three\n".utf8), truth: [], marks: Array("[]".utf8))
    #expect(scan.lines.map(\.number) == [1, 3, 3] && scan.lines.map(\.page) == [1, 1, 2])
    for json in ["", "{}", "[{}]", #"[{"page": "1"}]"#, #"[{"page": 1, "lines": [2]}]"#, "[] []"] {
      #expect(throws: EmendError.self, "\(json)") { try ScanCase(name: "a", ocr: [], truth: [], marks: Array(json.utf8)) }
    }
    #expect(ScanScore.pageNumber("2") == "2" && ScanScore.pageNumber("Page 2 of 3") == "2" && ScanScore.pageNumber("- 2 -") == "2")
    #expect(ScanScore.pageNumber("SECRET") == nil && ScanScore.pageNumber("NLJ 85-16") == nil)
  }

  @Test func emptyRecordsHaveNoFigures() throws {
    let scan = try ScanCase(name: "a", ocr: [], truth: [], marks: Array("[]".utf8))
    let score = ScanScore(scan, try Pipeline.standard().run([]))
    #expect(score.findings.isEmpty && score.figures.bodyLines == 0)
    let report = EvaluationReport(set: "x", columns: EvaluationReport.columns([(scan.level, score.figures)]), hasMarks: true)
    #expect(report.table.contains("CER after"))
    let json = String(decoding: try ByteWriter.collect { try report.writeJSON(to: &$0, places: []) }, as: UTF8.self)
    #expect(json.contains("\"cerAfter\": null") && json.contains("\"errors\": ["))
  }
}
