import Testing

@testable import Emend

@Suite struct PageMarkersTests {
  private func pages(_ text: String) throws -> [String?] {
    let run = try Pipeline.only("page-markers").run(text)
    #expect(run.undo() == Array(text.utf8))
    return run.artifacts.map { $0.artifact["page"] }
  }

  @Test(arguments: [
    ("- 2 -", "2"), ("-2-", "2"), ("— 14 —", "14"), ("PAGE 3", "3"), ("Page iii", "iii"), ("PAGE 2 of 4", "2"), ("PAGE 2 OF 2 PAGES", "2"),
    ("[Page 569]", "569"), ("[Page IV]", "IV"), ("[[Page 635]]", "635"), ("[Pages 634-651]", "634-651"), ("  - 7 -  ", "7"),
  ]) func ownLines(line: String, label: String) throws {
    #expect(try pages("He agreed.\n\(line)\nThe President") == [label])
  }

  @Test(arguments: [
    "3", "3.", "(3)", "- 2 boxes -", "Page 12 ~ Duplicate", "page by page", "[Page torn]", "[2 pages not declassified]", "PAGE",
    "Page Smith",
    "-- 1962 -- 11:00 AM", "- 12345 -", "Pages 3", "page mix",
  ]) func otherLinesStay(line: String) throws {
    #expect(try pages("He agreed.\n\(line)\nThe President") == [])
  }

  private func whole(_ text: String) throws -> String { try cleaned(text, by: .standard()) }

  @Test func sentencesAndWordsCloseUp() throws {
    #expect(try whole("an agreement with\n\n- 2 -\n\nthe Russians.\n") == "an agreement with\nthe Russians.\n")
    #expect(try whole("the govern-\n\n- 2 -\n\nment of Cuba.\n") == "the government of Cuba.\n")
    #expect(try whole("the anti-\n\n- 2 -\n\nCastro forces.\n") == "the anti-Castro forces.\n")
    #expect(try whole("of such weap- [Page 591] ons systems.\n") == "of such weapons systems.\n")
    let banner = "an agreement with\n\nTOP SECRET\n\u{C}TOP SECRET\n\n- 2 -\n\nthe Russians.\n"
    #expect(try whole(banner) == "an agreement with\nthe Russians.\n")
  }

  @Test func whatWasNoSentenceStaysApart() throws {
    #expect(try whole("He agreed.\n\n- 2 -\n\nthe Russians.\n") == "He agreed.\n\nthe Russians.\n")
    #expect(try whole("They said:\n\n- 2 -\n\na. We agree.\n") == "They said:\n\na. We agree.\n")
    #expect(try whole("the Soviets and\n\n- 2 -\n\nb) the Cubans\n") == "the Soviets and\n\nb) the Cubans\n")
    #expect(try whole("AGENDA\n\n- 2 -\n\nCuba\n") == "AGENDA\n\nCuba\n")
  }

  @Test func unwrappedParagraphsCloseWithABlank() throws {
    let long = String(repeating: "the negotiations in New York went on ", count: 5) + "with"
    #expect(try whole(long + "\n\n- 2 -\n\nthe Russians.\n") == long + " the Russians.\n")
  }

  @Test func formFeeds() throws {
    #expect(try whole("one\n\u{C}Two\u{C}") == "one\nTwo")
    #expect(try cleaned("one\u{C}Two", by: Pipeline.only("page-markers")) == "one\nTwo")
    let run = try Pipeline.standard().run("Page one.\n\u{C}- 2 -\nPage two.\n\u{C}Page three.\n\u{C}")
    #expect(run.pageMap.pages.map(\.name) == ["1", "2", "3"])
    #expect(run.pageMap.pages.map(\.label) == [nil, "2", nil])
  }

  @Test func tidyLeavesOtherLayoutAlone() throws {
    let text = "One.\n\n\n\n   Two.  \n\n\nThree.\t\n"
    #expect(try whole(text) == text)
    #expect(try whole("One.\n\n\n\n   Two.\n\nSECRET\n\n    Three.\n") == "One.\n\n\n\n   Two.\n\n    Three.\n")
  }
}
