import Foundation
import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendReports

/// What the reports say of page numbers that do not follow, and of footnotes that lack a reference.
@Suite struct PageFindingsTests {
  private static let gap = "One.\n\n- 2 -\n\nTwo.\n\n- 3 -\n\nThree.\n\n- 6 -\n\nFour.\n\n- 7 -\n\nFive.\n"

  private func html(_ run: Run) throws -> String {
    let bytes = try ByteWriter.collect { try HTMLReport(run, source: "a.txt", output: "-", level: .likely).write(to: &$0) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func json(_ run: Run) throws -> [UInt8] {
    try ByteWriter.collect { try JSONReport(run, source: "a.txt", output: "-").write(to: &$0) }
  }

  /// Pages of the labels, one byte each.
  private func map(_ labels: [String?]) -> PageMap {
    PageMap(
      pages: labels.enumerated().map { PageMap.Page(number: $0 + 1, label: $1, sourceOffset: $0, outputOffset: $0) })
  }

  @Test func inWords() {
    #expect(map(["1", "2", "5"]).findings == "3, labels 1-5; pages 3-4 are missing before page 5")
    #expect(map(["1", "3"]).findings == "2, labels 1-3; page 2 is missing before page 3")
    #expect(map(["4", "4"]).findings == "2, labels 4; page 4 stands twice")
    #expect(map(["7", "8", "4"]).findings == "3, labels 7-4; page 4 follows page 8")
    #expect(map(["1", nil, "3", "1", "2"]).findings == nil, "a page without a number counts, and 1 starts another record")
    #expect(map([nil]).findings == nil)
    #expect(map(["1", String(Int.max), "-9", String(Int.min), "x"]).findings == nil)
    #expect(map((0..<30).map { String(3 + $0 * 2) }).findings?.hasSuffix("; and 21 more") == true)
  }

  @Test func inAllReports() throws {
    let run = try Pipeline.standard().run(Self.gap)
    let words = "pages 4-5 are missing before page 6"
    #expect(Summary(run, path: "a.txt").description.contains("\n  pages: 5, labels 2-7; \(words)\n"))
    let report = try json(run)
    #expect(try JSONSchema(bytes(of: "Schemas/report-1.schema.json")).problems(in: report) == [])
    #expect(String(decoding: report, as: UTF8.self).contains("{\"kind\": \"missing\", \"number\": 4, \"text\": \"\(words)\"}"))
    #expect(try html(run).components(separatedBy: words).count == 3, "in the list of pages, and where the page starts")
  }

  @Test func nothingIrregularNothingSaid() throws {
    let run = try Pipeline.standard().run("One.\n\n- 2 -\n\nTwo.\n\n- 3 -\n\nThree.\n")
    #expect(!Summary(run, path: "a.txt").description.contains("pages:"))
    #expect(!String(decoding: try json(run), as: UTF8.self).contains("pageFindings"))
    #expect(try !html(run).contains("class=\"odd\""))
  }

  @Test func footnotesInTheHTMLReport() throws {
    let text = "To Nixon1 the plan.2 It went on.(5)\n\n1. Source: Archives.\n2. See Document 171.\n4. Not printed.\n"
    let page = try html(Pipeline.only("footnotes").run(text))
    #expect(page.contains("<li>note 4, <a href=\"#L5\">line 5</a>: no reference</li>"))
    #expect(page.contains("<li>reference 5, <a href=\"#L1\">line 1</a>: no note</li>"))
    #expect(page.contains("With a reference: 2 of 3"))
    #expect(try !html(Pipeline.only("footnotes").run("No notes here.\n")).contains("id=\"notes\""))
  }

  /// Takes out a hyphen and the line end behind it, and nothing else.
  private struct Joiner: Stage {
    let info = StageInfo(
      "line-ends", summary: "", keeps: "", role: .furniture, mark: StageInfo.Mark("X", light: "#000", dark: "#fff"), rules: [])

    func edits(in document: Document) -> EditList {
      var list = EditList()
      if !document.bytes.dropFirst(14).starts(with: "-\n".utf8) { return list }
      list.append(
        Edit(
          range: 14..<16, original: Array("-\n".utf8), replacement: [], rule: "line-ends.word", confidence: Confidence(0.99),
          reason: "joined"))
      return list
    }
  }

  /// The cells of the output in the order of the page, without their marks.
  private func outputCells(_ page: String) -> [String] {
    page.components(separatedBy: "<div class=\"row").dropFirst().map { row in
      let cell = row.components(separatedBy: "<span class=\"n\">")[1]
      let inner = cell.components(separatedBy: "<p")[1].components(separatedBy: "</p>")[0].drop { $0 != ">" }.dropFirst()
      return String(inner).replacing(/<[^>]*>/, with: "")
    }
  }

  @Test func joinedLinesStandInOneRow() throws {
    let run = try Pipeline(stages: [Joiner()]).run("He saw the syn-\nthetic fibre works.\nThe end of it.\n")
    let cells = outputCells(try html(run))
    #expect(cells.prefix(2) == ["He saw the synthetic fibre works.", "in the line above"])
  }

  @Test func aStageLetterHangsOnTheLastCharacter() throws {
    let page = try html(Pipeline.standard().run("He sugge sted it.\n"))
    #expect(page.contains("suggeste<span class=\"k\">d</span></ins>"))
  }
}
