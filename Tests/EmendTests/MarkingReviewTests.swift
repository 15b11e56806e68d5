import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendLexicon
@testable import EmendReports

/// Lines that are markings, or are not, because of where they stand.
@Suite struct MarkingReviewTests {
  private let body = (1...12).map { "The Embassy reported on the talks of day \($0) and asked for guidance." }

  private func run(_ text: String) throws -> Run {
    let run = try Pipeline.standard().run(text)
    #expect(run.undo() == Array(text.utf8))
    return run
  }

  private func left(_ text: String) throws -> [String] {
    String(decoding: try run(text).output, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Two pages with a banner at head and foot, and `foot` below the text of the first.
  private func pages(banner: [String] = Array(repeating: "SECRET/NODIS", count: 4), head: [String] = [], foot: [String] = []) -> String {
    let first = [banner[0], ""] + head + [""] + body + [""] + foot + ["", banner[1]]
    let second = [banner[2], "", "- 2 -", ""] + body + ["", banner[3]]
    return first.joined(separator: "\n") + "\n\u{C}" + second.joined(separator: "\n") + "\n\u{C}"
  }

  @Test(arguments: [
    ["DECLASSIFIED", "Authority NND 92338", "By dsc NARA Date 12/4/91"],
    ["OLCLASSTFIEN", "Authority NND 95475", "By dsc NARA Date 4/26/87"],
    ["DECLASSIFIED", "E.0. 12356, Sec. 3.4", "NLS 95-414 on", "BY use, MARA, Cate 9-14-92"],
    ["DECLASSIFIED", "Authority NNO 8025", "7", "By dsc NARA Date 6/27/87"],
    ["Approves For Release 2096/1/4 : CIA-RIPBOBO"], ["SANITIZED", "NLK-95-37 BY dsc NARS. VATE 6/5/97"],
    ["DECLASSIFIED", "E.0. 12356, sec", "LJ 86-92", "is jc, NARA, Date 5-20-87"], ["SANITIZED", "rare ee BY jc NARA, DATE 3/8/96"],
  ]) func stampsAreReadLineBesideLine(stamp: [String]) throws {
    #expect(try left(pages(foot: stamp)) == body + body)
  }

  @Test(arguments: ["SSCRET/HGOLS", "SAIRET/NONIS", "SPCRET/NODTS"]) func bannersAreKnownFromOtherPages(damaged: String) throws {
    var banner = Array(repeating: "SECRET/NODIS", count: 4)
    banner[3] = damaged
    #expect(try left(pages(banner: banner)) == body + body)
    // By itself it may be anything.
    let text = (body + ["", damaged, ""] + body).joined(separator: "\n")
    #expect(try left(text).contains(damaged) || damaged == "SPCRET/NODTS")
  }

  @Test(arguments: ["THE WHITE HOUSE - WASHINGTON", "THR WRITE HOUSE - WASHINGTON", "DEPARTMENT OF STATE", "MEMORANOUM FOR THE RECOPD"])
  func letterheadsStandAtTheTop(head: String) throws {
    #expect(try left(pages(head: [head])) == body + body)
    func kinds(_ text: String) throws -> [Artifact.Kind] { try run(text).artifacts.map(\.artifact.kind) }
    #expect(try kinds(pages(head: [head])).contains(.letterhead))
    #expect(try !kinds(pages(foot: [head])).contains(.letterhead))
    #expect(try kinds((body + ["", head, ""] + body).joined(separator: "\n")) == [])
  }

  /// Text in the places where stamps and banners stand.
  @Test(arguments: [
    "J. Edgar Hoover", "Latin America (NSC 5902/1; OCB Report on NSC 5902/1, dated April", "Mr. Bundy", "letter,",
    "Date of meeting: 9/10/62",
    "State Department on 23 Decem-", "1,204 tons in 1961", "authority.", "cc: Mr. Rusk", "(3)", "DATE: December 3, 1971", "Bufile 164-2111",
  ]) func textAtTheFootStays(line: String) throws {
    #expect(try left(pages(foot: [line])) == body + [line] + body)
    #expect(try left(pages(foot: ["DECLASSIFIED", "Authority NND 92338", "", line])).contains(line))
  }

  @Test func aPortionMarkOverTwoLinesStays() throws {
    let text = "It did great damage. (SECRET NO FOREIGN\nDISSEM/BACKGROUND USE ONLY)\nIt rained.\n"
    #expect(String(decoding: try run(text).output, as: UTF8.self) == text)
  }

  @Test(arguments: [
    "It was marked with the level of\nTOP SECRET.\nIt rained.\n", "The work was paid for by the\nDepartment of State.\nIt rained.\n",
  ])
  func sentencesStay(text: String) throws {
    #expect(String(decoding: try run(text).output, as: UTF8.self) == text)
  }

  @Test func aBlockIsOneArtifact() throws {
    let found = try run(pages(foot: ["DECLASSIFIED", "", "E.O. 12356, Sec. 3.4", "", "NLJ 92-104", "By jc, NARA, Date 7-12-86"])).artifacts
    let stamp = try #require(found.first { $0.artifact.kind == .stamp }?.artifact)
    #expect(found.count { $0.artifact.kind == .stamp } == 1)
    #expect(stamp.text == "DECLASSIFIED\nE.O. 12356, Sec. 3.4\nNLJ 92-104\nBy jc, NARA, Date 7-12-86")
    #expect(stamp["order"] == "12356")
    #expect(stamp["review"] == "92-104")
    #expect(stamp["review-id"] == "NLJ-92-104")
    #expect(stamp["date"] == "7-12-86")
    #expect(stamp["date-iso"] == "1986-07-12")
    #expect(stamp["by"] == "jc")
  }

  @Test(arguments: [
    ("12/4/91", "1991-12-04"), ("2002/7/23", "2002-07-23"), ("8 Feb 1995", "1995-02-08"), ("February 8, 1995", "1995-02-08"),
    ("2/30/95", nil),
    ("13/13/95", nil), ("9.44.62", nil), ("10 9 184", nil), ("", nil), ("2/29/00", "2000-02-29"), ("2/29/1900", nil),
  ]) func datesAreReadWhereTheyAreDates(text: String, iso: String?) {
    #expect(MarkingFields.isoDate(text) == iso)
  }

  @Test func boxesOfAFormTellNoLevel() throws {
    let found = try run("CLASSIFICATION:\nTOP SECRET\nSECRET\nCONFIDENTIAL\nUNCLASSIFIED\n\nIt rained all day.\n").artifacts
    let banners = found.map(\.artifact).filter { $0.kind == .banner }
    #expect(banners.map(\.text) == ["TOP SECRET", "SECRET", "CONFIDENTIAL", "UNCLASSIFIED"])
    for banner in banners { #expect(banner["level"] == "unknown") }
  }

  @Test func aStampOnALineOfTextIsCutOff() throws {
    let text = "He left for Geneva at noon. Approved For Release 2006/11/01 : CIA-RDP79S01057A000100060017-5\nIt rained.\n"
    let run = try run(text)
    #expect(String(decoding: run.output, as: UTF8.self) == "He left for Geneva at noon.\nIt rained.\n")
    #expect(run.artifacts.first?.artifact["record-id"] == "CIA-RDP79S01057A000100060017-5")
    let law = "under the John F. Kennedy Assassination Records\nCollection Act of 1992, section 5, it was open.\n"
    #expect(String(decoding: try self.run(law).output, as: UTF8.self) == law)
  }

  @Test func portionMarksStayAndAreNamed() throws {
    let text = "(TS) The Embassy reported.\n\n2. (S//NF) It asked for guidance.\n\n(U) It rained.\n\nHe saw it (S) there.\n"
    let run = try run(text)
    #expect(run.output == Array(text.utf8))
    #expect(run.portionMarks.map(\.level) == ["TOP SECRET", "SECRET", "UNCLASSIFIED"])
    #expect(run.portionMarks.map { String(decoding: run.output[$0.outputRange], as: UTF8.self) } == ["(TS)", "(S//NF)", "(U)"])
    // The letters of a list.
    #expect(try self.run("(A) The first.\n\n(B) The second.\n\n(C) The third.\n").portionMarks == [])
    let json = try ByteWriter.collect { try JSONReport(run, source: "a.txt", output: "-").write(to: &$0) }
    #expect(String(decoding: json, as: UTF8.self).contains("\"portionMarks\""))
    #expect(try JSONSchema(bytes(of: "Schemas/report-1.schema.json")).problems(in: json) == [])
  }

  /// Lines that could be banners are such at the edges of a page alone, however many stand between.
  @Test(.timeLimit(.minutes(2)), arguments: [1_000, 100_000]) func manyShortLinesAreNoBanners(count: Int) throws {
    let text = String(repeating: "SECRFT X\nDEC 1962\n\n", count: count)
    let run = try Pipeline.only("markings").run(text)
    // The second round finds the date alone at the head of the page, as a second run would.
    #expect(run.artifacts.map(\.sourceRange.lowerBound) == [0, 19, (count - 1) * 19])
    #expect(run.passes[0].withheld.isEmpty && run.undo() == Array(text.utf8))
  }
}
