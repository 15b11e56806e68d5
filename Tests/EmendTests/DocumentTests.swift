import Foundation
import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendReports

/// The five sample records, end to end.
@Suite struct DocumentTests {
  /// The records of Fixtures/Documents.
  static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: repository.appending(path: "Fixtures/Documents").path)) ?? [])
    .filter { !$0.hasPrefix(".") }.sorted()

  @Test func thereAreRecords() { #expect(Self.names.count >= 5) }

  @Test(arguments: names) func cleanAsExpected(name: String) throws {
    let source = try bytes(of: "Fixtures/Documents/\(name)/input.txt")
    let run = try Pipeline.standard().run(source)
    let expected = try bytes(of: "Fixtures/Documents/\(name)/expected.txt")
    #expect(run.output == expected, "if the change is right: make fixtures, and read the diff")
    #expect(run.undo() == source)
    #expect(try Pipeline.standard().run(run.output).isClean, "a second run finds something left to do")
  }

  @Test(arguments: names) func theReportReplays(name: String) throws {
    let source = try bytes(of: "Fixtures/Documents/\(name)/input.txt")
    let expected = try bytes(of: "Fixtures/Documents/\(name)/expected.txt")
    let report = try bytes(of: "Fixtures/Documents/\(name)/report.json")
    let ledger = try Ledger(report)
    #expect(try ledger.replay(source) == expected)
    #expect(try ledger.undo(expected) == source)
    let fresh = try ByteWriter.collect {
      try JSONReport(try Pipeline.standard().run(source), source: "input.txt", output: "expected.txt").write(to: &$0)
    }
    let isFresh = fresh == report
    #expect(isFresh, "the report is stale: make fixtures, and read the diff")
  }

  private func output(_ name: String, level: Confidence.Level = .likely) throws -> String {
    let run = try Pipeline.standard(level: level).run(bytes(of: "Fixtures/Documents/\(name)/input.txt"))
    return String(decoding: run.output, as: UTF8.self)
  }

  @Test func whatMustBeFixedIsFixed() throws {
    let text = try output("exec-committee-24")
    for wrong in ["Summery", "SINSITIVE", "TOD SECRET", "sugge sted", "Treat;", "Ambassalor", "Utevenson"] {
      #expect(!text.contains(wrong), "\(wrong) is still there")
    }
    for right in ["Summary Record", "suggested that", "Rio Treaty which", "Ambassador Stevenson again urged"] {
      #expect(text.contains(right), "\(right) is missing")
    }
    let spelling = try cleaned("THE SINSITIVE PAPER", by: Pipeline.only("spelling"))
    #expect(spelling == "THE SENSITIVE PAPER")
  }

  @Test func furnitureIsTakenOutAndTyped() throws {
    let run = try Pipeline.standard().run(bytes(of: "Fixtures/Documents/exec-committee-24/input.txt"))
    let artifacts = run.artifacts.map(\.artifact)
    #expect(artifacts.filter { $0.kind == .banner }.count == 5)
    for banner in artifacts where banner.kind == .banner {
      #expect(banner["level"] == "TOP SECRET")
      #expect(banner["caveat"] == "SENSITIVE")
    }
    #expect(artifacts.filter { $0.kind == .pageMarker }.map { $0["page"] } == ["2", "3", "4", "5"])
    let stamps = artifacts.filter { $0.kind == .stamp }
    try #require(stamps.map(\.text) == ["SANITIZED\nNLV-80-89 BY MIM HARS, DATE 10 9 184"])
    // As read: an identifier is never corrected.
    #expect(stamps[0]["review"] == "80-89")
    #expect(stamps[0]["series"] == "NLV")
    #expect(stamps[0]["date"] == "10 9 184")
  }

  @Test func theBodyIsOtherwiseUntouched() throws {
    let source = String(decoding: try bytes(of: "Fixtures/Documents/exec-committee-24/input.txt"), as: UTF8.self)
    let text = try output("exec-committee-24")
    for kept in [
      "U Thant's", "week end", "IL-28s", "DEFCON", "ex post facto", "five Latin American Ambassador as", "at at a 4:00 meeting",
      "co-invasion pledge", "soviet ships", "cannot get Continuing",
    ] {
      #expect(source.contains(kept) && text.contains(kept), "\(kept) was touched")
    }
  }

  @Test func editorialMatterStays() throws {
    #expect(try output("exec-committee-32", level: .suggested).contains("[Here follows 2 pages of discussion of India and Pakistan.]"))
    #expect(try output("exec-committee-32", level: .suggested).contains("Canadian [British] Ambassador"))
    #expect(try output("exec-committee-26", level: .suggested).contains("[1 line of source text not declassified]"))
    #expect(try output("kissinger-understandings", level: .suggested).contains("Kuznetzov"))
    #expect(try output("exec-committee-25", level: .suggested).contains("recrated"))
  }

  @Test func pagesAreMapped() throws {
    let run = try Pipeline.standard().run(bytes(of: "Fixtures/Documents/kissinger-understandings/input.txt"))
    let pages = run.pageMap.pages
    #expect(pages.map(\.name) == ["1", "591", "592", "593", "594", "595"])
    for (page, next) in zip(pages, pages.dropFirst()) {
      #expect(page.sourceOffset < next.sourceOffset && page.outputOffset < next.outputOffset)
      #expect(run.pageMap.page(ofOutput: next.outputOffset).name == next.name)
      #expect(run.pageMap.page(ofSource: next.sourceOffset - 1).name == page.name)
    }
  }
}
