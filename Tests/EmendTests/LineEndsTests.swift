import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendStages

@Suite struct LineEndsTests {
  private func joined(_ text: String, level: Confidence.Level = .likely, reflow: Bool = false) throws -> String {
    var options = StageOptions()
    options.reflow = reflow
    return try steadilyCleaned(text, by: .only("line-ends", level: level, options: options))
  }

  @Test(arguments: [
    ("an agree-\nment, and", "an agreement,\nand"), ("an agree-\n  ment, and", "an agreement,\n  and"),
    ("the govern-\nment", "the government"),
    ("the govern-\nment.\n\nNext", "the government.\n\nNext"), ("the govern-  \nment of", "the government\nof"),
    ("the govern-\n\nment of", "the government\n\nof"), ("(govern-\nment) of", "(government)\nof"),
    ("THE GOVERN-\nMENT OF", "THE GOVERNMENT\nOF"),
    ("the recogni ~\ntion of", "the recognition\nof"),
    ("the govern¬\nment of", "the government\nof"),
    ("the govern‐\nment of", "the government\nof"), ("Mr. Mc-\nCone said", "Mr. McCone\nsaid"),
    ("the zug-\nzwangen of", "the zugzwangen\nof"),
    ("He saw Presi-\ncent Diaz", "He saw Presicent\nDiaz"), ("be-\ntween", "between"), ("non-recogni-\ntion of", "non-recognition\nof"),
    ("the non-\nrecogni-\ntion of", "the non-recognition\nof"), ("an anti-govern-\nment plot", "an anti-government\nplot"),
    ("an agree -\nment, and", "an agreement,\nand"), ("they re-\nqnire a", "they reqnire\na"),
    ("the con-\nmon ground", "the conmon\nground"),
  ]) func words(before: String, after: String) throws { #expect(try joined(before) == after) }

  @Test(arguments: [
    ("the anti-\nCastro forces", "the anti-Castro\nforces"), ("a far-\nreaching plan", "a far-reaching\nplan"),
    ("the Inter -\nAmerican Bank", "the Inter-American\nBank"), ("Castro-\nCommunists, as", "Castro-Communists,\nas"),
    ("as Castro-Communist as Castro-\n\nCommunists, are", "as Castro-Communist as Castro-Communists,\n\nare"),
    ("PL-480 or PL-\n480 or", "PL-480 or PL-480\nor"), ("IL-28s and IL-\n28 too", "IL-28s and IL-\n28 too"),
    ("Co-operation or co-\noperation then", "Co-operation or co-operation\nthen"),
    ("an e-mail, an e-mail, and e-\nmail then", "an e-mail, an e-mail, and e-mail\nthen"),
    ("VietNam or Viet-Nam or Viet-\nNam then", "VietNam or Viet-Nam or Viet-Nam\nthen"),
    ("cooperation or co-\noperation then", "cooperation or cooperation\nthen"),
    ("read it line-by-\nline now", "read it line-by-line\nnow"), ("a day-to-\nday task", "a day-to-day\ntask"),
    ("a tête-à-tête vis-a-\nvis him", "a tête-à-tête vis-a-vis\nhim"), ("an aide-de-\ncamp came", "an aide-de-camp\ncame"),
    ("the state-of-\nthe-art set", "the state-of-the-art\nset"),
    ("his e-mail, her e-mail, no e-mail; an e-\nmail or", "his e-mail, her e-mail, no e-mail; an e-mail\nor"),
  ]) func compounds(before: String, after: String) throws { #expect(try joined(before) == after) }

  @Test(arguments: [
    "the word --\nnext word", "the word -\nnext word", "the word —\nnext word", "pages 20-\n25 of", "PL-\n480 aid", "CIA-\nRDP80 page",
    "He agreed.\n- 2 -\nthe next",
    "Tab A-\nThe President", "the decision-\nThe President", "HEADING-\n\nThe text", "a hyphen-\n", "-\n-\n-\n", "a-\nb-\nc",
    "they said-\nand we",
    "ORIGIN SS-\nINFO CIAE-00", "Name\t\tadmin-\nzot\t\tdollars", "govern   12   admi-\nzot   4   5", "govern-\n\n\n\nment",
    "govern-\u{C}ment", "govern-\n\u{C}ment",
    "x_govern-\nment", "the meet-\ning_point", "A-\nbomb", "over-\nall plan", "one-\nthire of", "mes-\nsaqe_1",
  ]) func leftAlone(text: String) throws { #expect(try joined(text) == text) }

  @Test func whatCouldBeBothIsWithheld() throws {
    let run = try Pipeline.only("line-ends").run("the over-\nall plan and the one-\nthire of it")
    #expect(run.isClean)
    #expect(run.passes[0].heldChanges().count == 2)
    #expect(run.passes[0].heldChanges().allSatisfy { $0.why?.contains("more than one plausible") == true })
  }

  @Test func theReasonNamesTheEvidence() throws {
    let run = try Pipeline.only("line-ends").run("Cooperation, cooperation, and co-\noperation again")
    #expect(run.passes[0].script.edits.map(\.reason) == ["the record has cooperation 2 times"])
  }

  @Test(arguments: [
    ("the non- recognition", "the non-recognition"), ("the govern- ment said", "the government said"),
    ("long- and short-range", "long- and short-range"), ("pre- and post-war", "pre- and post-war"), ("man- made", "man- made"),
  ]) func blanksBehindHyphens(before: String, after: String) throws { #expect(try joined(before) == after) }

  @Test func strippedMatterBetweenTheHalves() throws {
    func whole(_ text: String) throws -> String { try cleaned(text, by: .standard()) }
    #expect(try whole("the govern-\n\nTOP SECRET\n\nment of Cuba.\n") == "the government\nof Cuba.\n")
    #expect(try whole("the govern-\nTOP SECRET\n\u{C}TOP SECRET\n\n- 2 -\n\nment of Cuba.\n") == "the government\nof Cuba.\n")
    #expect(try whole("the anti-\n\nTOP SECRET\n\nCastro forces.\n") == "the anti-Castro\nforces.\n")
    #expect(try whole("with the\n\nTOP SECRET\n\nRussians.\n") == "with the\n\nRussians.\n")
  }

  @Test func closeUpNeedsSmallWordsOnBothSides() throws {
    func whole(_ text: String) throws -> String { try cleaned(text, by: .only("markings", "line-ends")) }
    let join = "He went to the\n\nTOP SECRET\n\nother side of it.\n"
    #expect(try whole(join) == "He went to the\nother side of it.\n")
    #expect(try whole(join.replacing("the\n", with: "river,\n")) == "He went to river,\nother side of it.\n")
    for before in ["in 1971", "in b6", "by b7C", "--- Page", "## 12", "THE AGREEMENT", "the L. 86-36", "---"] {
      let run = try whole("\(before)\n\nTOP SECRET\n\nother side of it.\n")
      #expect(run.hasPrefix("\(before)\n\n") || before == "--- Page", "\(before)")
    }
    for after in ["b6 said", "b7C said", "--- Image", "## Page", "1962 came", "x or y", "eNd of it", "AND SO ON"] {
      #expect(try whole("He went to the\n\nTOP SECRET\n\n\(after)\n").contains("the\n\n"), "\(after)")
    }
  }

  @Test func reflow() throws {
    let line = "The President said that the quarantine would stay until the last of the\n"
    let text = line + "bombers had left Cuba, and that he saw no reason to hurry the govern-\nment of the United States in this matter.\n"
    let flat =
      "The President said that the quarantine would stay until the last of the "
      + "bombers had left Cuba, and that he saw no reason to hurry the government of the United States in this matter.\n"
    #expect(try joined(text, reflow: true) == flat)
    for still in [
      "TO: The Secretary of State, Department of State, Washington, D.C., U.S.A.\nFROM: The Ambassador in Caracas, Venezuela, for the information\nSUBJECT: Cuba\n",
      "Name                    Place of the meeting and the date of it\nThompson                Moscow in the autumn of the year sixty-two\nBohlen                  Paris in the spring\n",
      "a. The first of the points that we have to look at in this meeting\nb. The second of the points that we have to look at in this meeting\n",
      "Short lines\nthat are not\nfull\n",
    ] { #expect(try joined(still, reflow: true) == still) }
  }

  @Test func hostileInput() throws {
    for text in [
      String(repeating: "a-\n", count: 20_000), String(repeating: "govern-\n", count: 20_000),
      String(repeating: "-", count: 100_000) + "\n",
      String(repeating: "x", count: 100_000) + "-\n" + String(repeating: "y", count: 100_000), "-\n", "\n-", "a-", "a-\n", "-\na", "a- ",
      "- a",
      "\u{E2}-\nb", String(repeating: "govern-\nment ", count: 5_000),
    ] { #expect(try Pipeline.only("line-ends", level: .suggested).run(text).undo() == Array(text.utf8)) }
    var random = Random(7)
    let alphabet = Array("ab-\n\r ~=\u{C}Z2.\t".utf8) + [0xE2, 0x80, 0x94, 0xC2, 0xAC, 0xFF]
    for _ in 0..<300 {
      let bytes = (0..<200).map { _ in alphabet.randomElement(using: &random)! }
      for reflow in [false, true] {
        var options = StageOptions()
        options.reflow = reflow
        #expect(try Pipeline.only("line-ends", level: .suggested, options: options).run(bytes).undo() == bytes)
      }
    }
  }

  /// Words are counted whatever their case; a pair is no single word, and a half at a line end is none at all.
  @Test func evidenceCountsWords() {
    func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
    var evidence = WordEvidence()
    evidence.want(bytes("castro"))
    evidence.want(bytes("x"))
    evidence.want(exact: bytes("Indochina"))
    evidence.want(bytes("viet"), bytes("nam"))
    evidence.read(bytes("Castro's Viet-Nam, castro CASTRO can't x x-ray Viet-Nam. Indochina INDOCHINA castro- viet-\nnam don'castro X"))
    #expect(evidence.count(of: bytes("castro")) == 3)
    #expect(evidence.count(of: bytes("x")) == 3)
    #expect(evidence.count(of: bytes("indochina")) == 2)
    #expect(evidence.count(exact: bytes("Indochina")) == 1)
    #expect(evidence.count(of: bytes("viet"), bytes("nam")) == 2)
  }
}
