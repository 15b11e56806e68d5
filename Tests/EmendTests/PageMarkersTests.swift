import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendLayout

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
    #expect(try whole("the govern-\n\n- 2 -\n\nment of Cuba.\n") == "the government\nof Cuba.\n")
    #expect(try whole("the anti-\n\n- 2 -\n\nCastro forces.\n") == "the anti-Castro\nforces.\n")
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
    let run = try Pipeline.standard().run("The first.\n\u{C}- 2 -\nThe second.\n\u{C}The third.\n\u{C}")
    #expect(run.pageMap.pages.map(\.name) == ["1", "2", "3"])
    #expect(run.pageMap.pages.map(\.label) == [nil, "2", nil])
  }

  @Test func tidyLeavesOtherLayoutAlone() throws {
    let text = "One.\n\n\n\n   Two.  \n\n\nThree.\t\n"
    #expect(try whole(text) == text)
    #expect(try whole("One.\n\n\n\n   Two.\n\nSECRET\n\n    Three.\n") == "One.\n\n\n\n   Two.\n\n    Three.\n")
  }
}

/// Numbers that are page numbers because they run with the pages, and those that are not.
@Suite struct PageSequenceTests {
  private let body = (1...20).map { "The Embassy reported on the talks of day \($0) and asked for guidance." }.joined(separator: "\n")

  private func labels(_ heads: [String], feet: [String] = []) throws -> [String?] {
    let pages = heads.enumerated().map { "\($1)\n\n\(body)\n\n\(feet.isEmpty ? "" : feet[$0])\n\u{C}" }.joined()
    let run = try Pipeline.standard().run(pages)
    #expect(run.undo() == Array(pages.utf8))
    return run.pageMap.pages.map(\.label)
  }

  @Test func bareNumbersThatRun() throws {
    #expect(try labels(["", "2", "3", "4"]) == [nil, "2", "3", "4"])
    #expect(try labels(["", "", ""], feet: ["11", "12", "13"]) == ["11", "12", "13"])
    #expect(try labels(["iv", "v", "vi"]) == ["iv", "v", "vi"])
    #expect(try labels(["", "2"]) == [nil, "2"])
  }

  @Test func bareNumbersThatDoNotRun() throws {
    #expect(try labels(["", "7"]) == [nil, nil])
    #expect(try labels(["12", "4", "9", "31"]) == [nil, nil, nil, nil])
    #expect(try labels(["1960", "1961", "1962"]) == [nil, nil, nil])
    #expect(try labels(["001", "002", "003"]) == [nil, nil, nil])
    #expect(try labels(["", "", ""], feet: ["(2)", "(3)", "(4)"]) == [nil, nil, nil])
  }

  @Test func misreadNumbersComeFromTheirNeighbours() throws {
    #expect(try labels(["- 1 -", "- Z -", "- 3 -"]) == ["1", "2", "3"])
    #expect(try labels(["- 1 -", "- 2 -", "- 8 -", "- 4 -", "- 5 -"]) == ["1", "2", "3", "4", "5"])
    #expect(try labels(["", "Page 2 cf 2"]) == [nil, "2"])
    #expect(try labels(["", "Page ¥ of 2"]) == [nil, "2"])
    #expect(try labels(["", "Fage 7 of 2"]) == [nil, "2"])
    #expect(try labels(["", "Page ? of 2"]) == [nil, "2"])
    #expect(try labels(["", "Page 20f. 2"]) == [nil, "2"])
    let run = try Pipeline.standard().run("- 1 -\n\(body)\n- Z -\n\(body)\n- 3 -\n\(body)\n")
    #expect(run.artifacts.map { $0.artifact["page"] } == ["1", "2", "3"])
    #expect(run.artifacts[1].artifact["read"] == "Z")
  }

  @Test func wordsAndCables() throws {
    #expect(try labels(["", "PAGE TWO", "PAGE THREE"]) == [nil, "2", "3"])
    #expect(try labels(["PAGE 01  LA PAZ 08894 191500Z", "PAGE 02  LA PAZ 08894 191500Z"]) == ["1", "2"])
  }

  @Test func separatorsStartPages() throws {
    let text =
      "# box_12\n\n## Page 1\n\nOne.\n\n---\n\n## Page 2\n\nTwo.\n\n--- Image 104-1_page_3.jpeg ---\nThree.\n-----File: 4.png-----\nFour.\n"
    let run = try Pipeline.standard().run(text)
    #expect(run.pageMap.pages.map(\.label) == ["1", "2", "3", "4"])
    #expect(!String(decoding: run.output, as: UTF8.self).contains("-"))
    #expect(run.undo() == Array(text.utf8))
  }

  @Test func serialsRunOverTheSheets() throws {
    let run = try Pipeline.standard().run((117...120).map { "\(body)\nBox-000\($0)\n\u{C}" }.joined())
    #expect(run.artifacts.compactMap { $0.artifact["serial"] } == ["Box-000117", "Box-000118", "Box-000119", "Box-000120"])
    #expect(try labels(["", "", ""], feet: ["FD-0302", "FD-0302", "FD-0302"]) == [nil, nil, nil])
  }

  @Test(arguments: ["printed on\npage 569.", "Bulletin of March 17, 1946,\np. 447.", "in sections\n3.\nDefinitions", "at\n1961.\nHe left"])
  func endsOfSentencesStay(text: String) throws {
    #expect(try cleaned("\(body)\nIt was \(text)\n\(body)\n", by: Pipeline.only("page-markers")).contains(text))
  }

  @Test func gapsAndDuplicatesAreFound() throws {
    let pages = ["- 1 -", "- 2 -", "- 2 -", "- 6 -", "- 4 -", "- 1 -"].map { "\($0)\n\(body)\n\u{C}" }.joined()
    let found = try Pipeline.standard().run(pages).pageMap.irregularities.map(\.description)
    #expect(found.count == 3, "\(found)")
    #expect(found.contains("page 2 stands twice"))
    #expect(found.contains("pages 3-5 are missing before page 6"))
    #expect(found.contains("page 4 follows page 6"))
  }
}

@Suite struct HostileTextTests {
  @Test(arguments: [
    "-", "-\n", "\u{C}3-\u{C},", "-\u{C}-", "(", ")\n", "[\n]", "#\n---\n# Page 1", "\u{C}\r\n\u{C}\r\n2\r\n\u{C}", "P", "2\u{C}", "— \n—",
    "b6\n",
  ])
  func scrapsDoNoHarm(text: String) throws {
    for level in Confidence.Level.allCases {
      let run = try Pipeline.standard(level: level).run(text)
      #expect(run.undo() == Array(text.utf8))
    }
  }

  @Test func separatorsAndBracketsStandInOneText() throws {
    let pipeline = try Pipeline.only("decode", "page-markers")
    let text = "Text.\n\n[Page 591]\n\nMore.\n\n---\n\n## Page 2\n\nText again.\n\n[Page 592]\n\nThe end.\n"
    let run = try pipeline.run(text)
    #expect(run.undo() == Array(text.utf8) && run.artifacts.count == 4)
    // All examples of all rules in one text, as no record has them.
    let examples = Pipeline.standard().stages.flatMap(\.rules).flatMap(\.examples).map(\.before)
    let all = Array(examples.joined(separator: Array("\n\n".utf8)))
    #expect(try Pipeline.standard(level: .suggested).run(all).undo() == all)
  }
}
