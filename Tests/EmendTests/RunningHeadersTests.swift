import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendStages

@Suite struct RunningHeadersTests {
  /// Pages of invented prose, whose sentences go on from page to page; the heads and feet are what a test is about.
  private func record(
    _ pages: Int, lines: Int = 12, separator: String = "\u{C}", head: (Int) -> [String] = { _ in [] }, foot: (Int) -> [String] = { _ in [] }
  ) -> String {
    var random = Random(7)
    let words = ["copper", "minister", "the", "of", "agreed", "ships", "with", "treaty", "and", "harbour", "price", "a", "delegation"]
    func line() -> String { (0..<9).map { _ in words.randomElement(using: &random)! }.joined(separator: " ") }
    return (1...pages).map { page in
      (head(page) + (0..<lines).map { _ in line() } + foot(page)).joined(separator: "\n") + "\n"
    }.joined(separator: separator)
  }

  private func found(_ text: String, level: Confidence.Level = .likely, _ stages: [String] = ["running-headers"]) throws -> [Artifact] {
    let run = try Pipeline.standard(level: level).selecting(only: stages).run(text)
    #expect(run.undo() == Array(text.utf8))
    return run.artifacts.map(\.artifact).filter { $0.kind == .runningHeader }
  }

  @Test func theTitleStaysAndItsRepetitionsGo() throws {
    let text = record(6) { _ in ["CONFERENCE ON THE COPPER TRADE"] }
    let run = try Pipeline.standard().run(text)
    let output = String(decoding: run.output, as: UTF8.self)
    #expect(output.hasPrefix("CONFERENCE ON THE COPPER TRADE\n"))
    #expect(output.split(separator: "CONFERENCE").count == 2 - 1)
    #expect(run.artifacts.filter { $0.artifact.kind == .runningHeader }.count == 5)
  }

  @Test func continuationsOfTheTitleGo() throws {
    let text = record(4) { $0 == 1 ? ["MEMORANDUM OF CONVERSATION"] : ["MEMORANDUM OF CONVERSATION (continued)"] }
    #expect(try found(text).map(\.text) == Array(repeating: "MEMORANDUM OF CONVERSATION (continued)", count: 3))
  }

  @Test func twoPagesAreNoEvidence() throws {
    let text = record(2) { _ in
      ["CONFERENCE ON THE COPPER TRADE"]
    } foot: { _ in
      ["COPPER TRADE REVIEW"]
    }
    #expect(try found(text) == [])
    #expect(try found(text, level: .suggested).count == 3)
  }

  @Test func numbersRunWithThePages() throws {
    let heads = try found(record(8) { ["THE COPPER TRADE          \($0 + 40)"] })
    #expect(heads.map { $0["page"] } == (41...48).map(String.init))
    #expect(heads.allSatisfy { $0["position"] == "head" })
    let feet = try found(record(8, foot: { ["COPPER COMMISSION, No. 12, \($0)"] }))
    #expect(feet.map { $0["page"] } == (1...8).map(String.init))
    #expect(feet.allSatisfy { $0["position"] == "foot" })
  }

  @Test func oddAndEvenPages() throws {
    let text = record(12) { $0 == 1 ? [] : $0 % 2 == 0 ? ["\($0)   ANNALS OF MINING"] : ["THE COPPER TRADE   \($0)"] }
    let heads = try found(text)
    #expect(heads.count == 11)
    #expect(heads.compactMap { $0["page"].flatMap { Int($0) } } == Array(2...12))
  }

  @Test func damagedHeads() throws {
    let forms = [
      "NATIONAL COPPER BOARD", "NATI0NAL COPPER BOARD", "NATIONAL C0PPER B0ARD", "NATIQNAL COPPER BOARD", "NATIONAL COPPEB BOARD",
      "NATIONAL COPPER BOARD.", "NATIONAL COPP ER BOARD", "ATIONAL COPPER BOARD", "NATIONAI COPPER BOARD", "NATIONAL COPPER BDARD",
    ]
    #expect(try found(record(10) { [forms[$0 - 1]] }).count == 9)
    // Nothing but damage: no two lines are equal.
    #expect(try found(record(8) { $0 == 1 ? ["Minutes"] : [forms[$0 - 1]] }).count >= 5)
  }

  @Test func someGapsAreFilled() throws {
    let text = record(20) { $0 % 5 == 0 ? [] : ["CONFERENCE ON THE COPPER TRADE"] }
    #expect(try found(text).count == 15)
    // Half of the pages say too little.
    #expect(try found(record(20) { $0 % 4 == 0 ? ["CONFERENCE ON THE COPPER TRADE"] : [] }).isEmpty)
  }

  /// Text that recurs and is text all the same.
  @Test(arguments: [
    ["FROM:"], ["SUBJECT: Copper prices"], ["TO : The Minister"], ["The President:"], ["Dear Mr. Minister:"], ["- 4 -"], ["1962 1963 1964"],
    ["17"], ["________"], ["b6"], ["Country      1960      1961      1962"], ["He asked about the price of copper."],
  ]) func contentAtTheHead(lines: [String]) throws {
    #expect(try found(record(9) { _ in lines }) == [])
  }

  @Test(arguments: [["Yours sincerely,", "Anna Lindqvist"], ["Secretary of Mines"], ["Anna Lindqvist", "Chairman of the Board"]])
  func signaturesStay(lines: [String]) throws {
    #expect(try found(record(9, foot: { _ in lines })) == [])
  }

  @Test func countedPartsStay() throws {
    for word in ["TABLE", "Chapter", "SECTION", "Document No."] {
      #expect(try found(record(9) { ["\(word) \($0)"] }) == [], "\(word)")
    }
  }

  @Test func speakersInMinutesStay() throws {
    // The same names head speeches in the middle of pages.
    let speakers = ["THE MINISTER OF MINES", "MR. LINDQVIST OF SWEDEN"]
    let speeches = record(9, lines: 4) { [speakers[$0 % 2]] }.replacing("\u{C}", with: "\n")
    let pages = Array(repeating: speeches, count: 5).map { speakers[0] + "\n" + $0 }
    #expect(try found(pages.joined(separator: "\u{C}")) == [])
  }

  @Test func pagesOfOneRecurringLineKeepIt() throws {
    let pages = (1...5).map { "THE COPPER TRADE\n\nthe minister said that page \($0) of the treaty was with\n" }
    #expect(try found(pages.joined(separator: "\u{C}")) == [])
  }

  @Test func formsAndCopiesStay() throws {
    let form = ["BOARD OF MINES", "REQUEST FOR A LICENCE", "Name of the applicant", "Place and date of birth", "Kind of ore wanted", "Fee"]
    #expect(try found(record(9) { _ in form }) == [])
    let page = record(1)
    #expect(try found(Array(repeating: page, count: 6).joined(separator: "\u{C}")) == [])
  }

  @Test func lettersOfOnePageKeepTheirLetterheads() throws {
    let letters = (1...9).map { "MINISTRY OF MINES\n\(record(1, lines: 5 + $0))That is all I can say.\n" }
    #expect(try found(letters.joined(separator: "\u{C}")).count <= 0)
  }

  @Test func aRefrainStays() throws {
    let song = (1...24).map { "line \($0 % 7) of the song goes on\nover the hills\n" }
    let pages = (0..<6).map { page in song[page * 4..<page * 4 + 4].joined() }
    #expect(try found(pages.joined(separator: "\u{C}")) == [])
  }

  @Test func cablePages() throws {
    func cable(_ rest: String) -> String { (1...3).map { "PAGE 0\($0)   RABAT 00412  \(rest)\n\n" + record(1) }.joined() }
    #expect(try found(cable("201410Z")).map { $0["page"] } == ["01", "02", "03"])
    #expect(try found(cable("01 OF 02 201410Z") + cable("02 OF 02 201410Z")).count == 6)
    // Lists of pages, single heads, sentences.
    #expect(try found((1...9).map { "Page \($0) - withheld in full\n" }.joined()) == [])
    #expect(try found("PAGE 01 RABAT 00412 201410Z\n" + record(1)) == [])
    #expect(try found(record(1) + "page 3 of the report on copper says\n" + record(1) + "page 4 of the other one says\n") == [])
  }

  @Test func withoutPageBreaks() throws {
    let text = record(6, lines: 30, separator: "\n") { ["THE COPPER TRADE   \($0)", ""] }
    #expect(try found(text).map { $0["page"] } == (1...6).map { String($0) })
    // Without a number only beside a banner that was stripped.
    let bare = record(6, lines: 30, separator: "\n") { _ in ["THE COPPER TRADE", ""] }
    #expect(try found(bare) == [])
    let banners = record(6, lines: 30, separator: "\n") { _ in ["TOP SECRET", "", "THE COPPER TRADE", ""] }
    #expect(try found(banners, ["markings", "running-headers"]).count == 5)
    // Irregular distances are those of headings.
    let headings = (1...6).map { "\nSUMMARY AND COMMENT \($0)\n\n" + record(1, lines: 10 + $0 * $0 * 2) }.joined()
    #expect(try found(headings) == [])
  }

  @Test func pageMarkersMarkThePages() throws {
    let text = record(6, separator: "\n") { $0 == 1 ? ["THE COPPER TRADE"] : ["- \($0) -", "", "THE COPPER TRADE", ""] }
    #expect(try found(text, ["page-markers", "running-headers"]).count == 5)
  }

  @Test func lineEndsAndFormFeeds() throws {
    let lines = record(6) { _ in
      ["CONFERENCE ON THE COPPER TRADE"]
    } foot: {
      ["COPPER REVIEW \($0)"]
    }
    let crlf = lines.replacing("\n", with: "\r\n")
    let run = try Pipeline.standard().run(crlf)
    #expect(run.artifacts.filter { $0.artifact.kind == .runningHeader }.count == 11)
    #expect(!String(decoding: run.output, as: UTF8.self).replacing("\r\n", with: "").contains("\r"))
    // A form feed that ends a line, or starts one, stays where the stage runs alone.
    let alone = try cleaned(lines, by: .only("running-headers"))
    #expect(alone.utf8.count { $0 == 0x0C } == 5)
    #expect(try found(lines.replacing("\n\u{C}", with: "\u{C}")).count == 11)
    #expect(try found(lines.replacing("\n", with: "\r")).count == 11)
  }

  @Test func sentencesCloseOverHeads() throws {
    let output = try cleaned(record(5, lines: 1) { _ in ["THE COPPER TRADE", ""] }, by: .standard())
    #expect(output.split(separator: "\n").count == 6)
    #expect(!output.contains("\n\n\n"))
  }

  @Test func anyBytes() throws {
    var random = Random(3)
    let pieces: [[UInt8]] = [
      [0x0C], [0x0A], [0x0D], Array("PAGE 1 HEAD OF PAGE".utf8), [0xE2, 0x80], [0xC2], [0xFF], Array("# 12".utf8), [0x20],
    ]
    for _ in 0..<300 {
      let bytes = (0..<200).flatMap { _ in pieces.randomElement(using: &random)! }
      let run = try Pipeline.only("running-headers", level: .suggested).run(bytes)
      #expect(run.undo() == bytes)
    }
    for text in ["", "\u{C}", "\n", "\u{C}\u{C}\u{C}", "A", "\u{C}A\u{C}A\u{C}A"] { _ = try found(text, level: .suggested) }
  }

  /// The limit is for what never ends; how cost grows is counted by Benchmarks/scale.py.
  @Test(.timeLimit(.minutes(5))) func sizeDoesNotMatter() {
    func count(_ text: String) -> Int { RunningHeadersStage().edits(in: Document(text)).count }
    #expect(count(String(repeating: "ab\n", count: 1_000_000)) == 0)
    #expect(count((0..<1_000_000).map { "word \($0) HEADING\n\n" }.joined()) == 0)
    #expect(count(String(repeating: "HEAD OF PAGES ", count: 2_000_000)) == 0)
    #expect(count(String(repeating: "HEAD OF PAGES\n\u{C}", count: 300_000)) == 299_999, "one a page but the first, which may be the title")
    let page = record(1, lines: 20)
    #expect(count((0..<20_000).map { "COPPER TRADE \($0)\n" + page }.joined(separator: "\u{C}")) >= 19_999)
    let damaged = (0..<20_000).map { "COPPER \(["TRADE", "TRABE", "TRADF", "IRADE"][$0 % 4])\n\(record(1, lines: 2))" }
    #expect(count(damaged.joined(separator: "\u{C}")) >= 19_999)
  }
}
