import Testing

@testable import EmendCore
@testable import EmendStages

@Suite struct FootnotesTests {
  private func marked(_ text: String, _ mode: FootnotesStage.Mode = .mark, level: Confidence.Level = .likely) throws -> String {
    var options = StageOptions()
    options.footnotes = mode
    return try steadilyCleaned(text, by: .only("footnotes", level: level, options: options))
  }

  private static let notes = "\n\n1. Source: Archives. Secret.\n2. See Document 171.\n3. Not printed.\n4. Not printed.\n"

  private func body(_ text: String) throws -> String {
    let out = try marked(text + Self.notes)
    #expect(out.hasSuffix(Self.notes))
    return String(out.dropLast(Self.notes.count))
  }

  @Test(arguments: [
    (
      "To Nixon1\n\nThe plan.2 It was\nOctober 26, 19623 and “done.”4 Then",
      "To Nixon[1]\n\nThe plan.[2] It was\nOctober 26, 1962[3] and “done.”[4] Then"
    ),
    ("a reply(1) of the 6th.(2) Then,(3) it (4) went(4)", "a reply[1] of the 6th.[2] Then,[3] it (4) went[4]"),
    ("At 11:00 AM1 he left,2 and (ibid.)3 the 26 October 19624", "At 11:00 AM[1] he left,[2] and (ibid.)[3] the 26 October 1962[4]"),
    ("the Council1 and\nthen policy;2 what?3 \"No!\"4", "the Council[1] and\nthen policy;[2] what?[3] \"No!\"[4]"),
  ]) func references(before: String, after: String) throws { #expect(try body(before) == after) }

  @Test(arguments: [
    "B-52s, MI5, Ju88, H2O, Polaris A3, 1962, KW7, U-2, Title1, Document 171, PL-480, 12.2 and $1.3 and 50(b) and 3(2).",
    "Tab A.1 and Tab A.2 and Tab A.3", "Title1 and Title2 and Title3 and Title4", "No.1 and No.2 and p.3 and Vol.4",
    "Deptel 1, Embtel 2, 19623 tons, 4.",
    "CIA-RDP80-1 A1/2 x_3 4th", "(1) one (2) two (3) three (4) four", "1.2.3.4", "AA1 BB2 CC3 DD4", "rows 1\nrows 2\nrows 3\nrows 4", "",
  ]) func otherNumbersStay(text: String) throws { #expect(try body(text) == text) }

  @Test func identifiersAmongReferences() throws {
    #expect(
      try body("To Nixon1\n\nThe plan.2 An IL-28, MI5, KW7, Tab B.3 is, the A3 and Title4. He said.3 It ended.4")
        == "To Nixon[1]\n\nThe plan.[2] An IL-28, MI5, KW7, Tab B.3 is, the A3 and Title4. He said.[3] It ended.[4]")
  }

  @Test func withoutNotesNothingChanges() throws {
    for text in [
      "To Nixon1 and so on.2 October 26, 19623", "Nixon1 and so on.2\n\n1. We agree.\n2. They agree.\n", "Nixon1\n\n3. See Document 171.\n",
    ] {
      #expect(try marked(text, level: .suggested) == text)
    }
  }

  @Test func twoPlacesForOneNoteAreWithheld() throws {
    let text = "To Nixon1 the plan.2 The view.2 And then.3 More.4" + Self.notes
    #expect(try marked(text, level: .suggested).hasPrefix("To Nixon[1] the plan.2 The view.2 And then.[3] More.[4]"))
    let held = try Pipeline.only("footnotes").run(text).passes[0].heldChanges()
    #expect(held.count == 2 && held.allSatisfy { $0.edit.reason.contains("2 places fit note 2") })
  }

  @Test func fewReferencesProveNothing() throws {
    let text = "To Nixon1 and nothing else" + Self.notes
    #expect(try marked(text, level: .suggested) == text)
  }

  @Test func countedFromZero() throws {
    #expect(try body("The Council0\n\nthe 11:00 AM1 it could.2 Smith 3") == "The Council[0]\n\nthe 11:00 AM[1] it could.[2] Smith 3")
  }

  @Test func stripKeepsSourceNotesAndArtifacts() throws {
    let text = "To Nixon1 the plan.2 It went on.3\n\n1. Source: Archives. Secret.\n2. See Document 171.\n3. Not printed.\n4. Not printed.\n"
    #expect(try marked(text, .strip) == "To Nixon the plan. It went on.\n\n1. Source: Archives. Secret.\n4. Not printed.\n")
    var options = StageOptions()
    options.footnotes = .strip
    let run = try Pipeline.only("footnotes", options: options).run(text)
    #expect(run.artifacts.map { $0.artifact["part"] } == ["reference", "reference", "reference", "note", "note"])
    #expect(run.artifacts.map { $0.artifact["number"] } == ["1", "2", "3", "2", "3"])
    #expect(run.artifacts.last?.artifact.text == "Not printed.")
    #expect(try marked(text, .keep) == text)
  }

  @Test func integrity() throws {
    let text = "To Nixon1 the plan.2 It went on.(5)\n\n1. Source: Archives.\n2. See Document 171.\n4. Not printed.\n"
    for mode in FootnotesStage.Mode.allCases {
      var options = StageOptions()
      options.footnotes = mode
      let notes = try #require(try Pipeline.only("footnotes", options: options).run(text).notes)
      #expect(notes.notes == 3 && notes.settled == 2)
      #expect(notes.notesWithoutReference.map(\.number) == [4] && notes.notesWithoutReference.map(\.line) == [5])
      #expect(notes.referencesWithoutNote.map(\.number) == [5] && notes.referencesWithoutNote.map(\.line) == [1])
    }
    #expect(try Pipeline.only("footnotes").run("No notes here.").notes == nil)
  }

  @Test func hostileInput() throws {
    for text in [
      "1", "1.", "1. ", "(1)", "[1] ", "a1\n1. Source:", String(repeating: "1. Source: x\n", count: 5_000),
      String(repeating: "a1 b.2 ", count: 20_000) + Self.notes,
      String(repeating: "x", count: 100_000) + "1" + Self.notes, String(repeating: "9", count: 100_000) + Self.notes,
      "\u{E2}1" + Self.notes,
      (0..<900).map { "word\($0) " }.joined() + "\n" + (1..<900).map { "\($0). See Document 1.\n" }.joined(),
    ] { #expect(try Pipeline.only("footnotes", level: .suggested).run(text).undo() == Array(text.utf8)) }
    var random = Random(11)
    let alphabet = Array("ab1234. \n\r()[],Source:”".utf8) + [0xE2, 0xFF]
    for _ in 0..<300 {
      let bytes = (0..<200).map { _ in alphabet.randomElement(using: &random)! } + Array(Self.notes.utf8)
      var options = StageOptions()
      options.footnotes = .strip
      #expect(try Pipeline.only("footnotes", level: .suggested, options: options).run(bytes).undo() == bytes)
    }
  }
}
