import Testing

@testable import Emend
@testable import EmendCommandLine
@testable import EmendCore
@testable import EmendCorrector
@testable import EmendLexicon

/// The stage `corrector`: what it repairs, and above all what it leaves alone.
@Suite struct CorrectorTests {
  private func corrected(_ text: String, level: Confidence.Level = .suggested) throws -> String {
    try cleaned(text, by: .only("corrector", level: level))
  }

  // MARK: What stays

  @Test(arguments: [
    "U Thant said that the Secretary General would go to Havana with General Rikhye and Mr. Narasimhan.",
    "AMTHUG and AMLASH-1 were discussed with PBRUMEN, KUBARK and ODYOKE; see QJWIN.",
    "Chapter XIV follows Chapter XIII, and paragraph iv follows paragraph iii of Annex VII.",
    "President Nixon1 and Dr. Kissinger2 met the Ambassador3 in October 19623.",
    "J. F. K. and R. F. K. spoke with W. W. Rostow, C. D. Jackson and McG. B. at 3 p.m. in the U.S. Embassy.",
    "Le Président de la République a déclaré que le gouvernement français ne pouvait pas accepter cette proposition.",
    "El Presidente de la República dijo que el gobierno cubano no podía aceptar la propuesta de los Estados Unidos.",
    "Der Bundeskanzler sagte, dass die Regierung den Vorschlag nicht annehmen könne.",
    "Kuznetzov, Gromyko, Dobrynin and Mikoyan arrived from Moscow with Zorin.",
    "REF DIR 67234 AND BONN 1147. 1. PER UJDREDGE QDBIAS HQS WISHES ADVISE. IDEN A.",
    "He thanked M. Couve de Murville, President Lleras Camargo and Herr Brentano; Frondizi and Roa were absent.",
    "La reunión con el señor Ministro de Relaciones Exteriores duró dos horas y no hubo acuerdo sobre los precios del azúcar.",
    "Les délégués ont quitté la salle sans avoir signé le procès-verbal de la séance.",
    "Subject's passport was issued at Guadalajara to one Arcacha Smith, alias Gonzalez-Rubio, born in Holguin.",
    "The AEC, JCS, OCB, NSC, DOD, CINCLANT, CINCEUR and SACEUR were informed by the DDP, DDI and DDS&T.",
    "He arrived on the 3rd at 1530Z aboard the S.S. Bahama Star; the fare was $1,200.50 (or 5s. 6d.).",
    "The B-52s and IL-28s, 42 MRBMs and 24 IRBMs stood at 22°40' N, 82°58' W on 10/22/62.",
    "In Oriente, Camagüey and Las Villas the Bloc shipped POL, and Nam Il was in Pyongyang.",
    "He wrote that the peple [sic] were right.", "The Council[0 met again.", "", "x", "1", "?", "a b c d e f g", "\n\n\n", "- - -",
    "\u{FEFF}", "日本語の文章です。", "🗂️👩‍🚀",
  ]) func staysAsItIs(text: String) throws {
    #expect(try corrected(text, level: .likely) == text)
  }

  @Test func protectedWordsHold() throws {
    // The gate has the last word, whatever the corrector thinks.
    let run = try Pipeline.only("corrector", level: .suggested).run(
      "Tbe delegates thanked U Thant for tbe report of the Secretary General.")
    #expect(!String(decoding: run.output, as: UTF8.self).contains("U Than "))
    try #require(!run.passes[0].script.edits.isEmpty)
    for edit in run.passes[0].script.edits {
      #expect(Dictionaries.embedded.protection(of: edit.range, in: run.source) == nil)
    }
  }

  // MARK: What is repaired

  @Test(arguments: [
    ("The Ambassador said that the Govermnent of Brazil would support the proposal.", "Government"),
    ("THE SECRETARY SAID THAT THE GOVERMNENT OF BRAZIL WOULD SUPPORT THE PROPOSAL.", "GOVERNMENT"),
    ("He reached an agrce ment with the Soviet Union on the question of Berlin.", "an agreement with"),
    ("The Secretary said that tbe proposal of tbe United States was accepted.", "the proposal of the United"),
    ("It was a proposal ofthe United States Government.", "proposal of the United"),
  ]) func isRepaired(text: String, words: String) throws {
    let output = try steadilyCleaned(text, by: .only("corrector", level: .suggested))
    #expect(output.contains(words), "\(output)")
  }

  @Test func aJoinedWordKeepsTheLineEnd() throws {
    for (text, whole) in [
      ("the President agreed with the Govem-\nment, and then the delegation left for Geneva by train.\n", "the Government,\nand then"),
      ("the President agreed with the Govem-\nment\nand then the delegation left for Geneva by train.\n", "the Government\nand then"),
      ("He reached an agrce-\nment, as he said, with the Soviet Union on\nthe question of Berlin.\n", "an agreement,\nas he said"),
    ] {
      let output = try steadilyCleaned(text, by: .only("corrector", level: .suggested))
      #expect(output.contains(whole), "\(output.debugDescription)")
    }
  }

  @Test func nothingIsJoinedAcrossStops() throws {
    for text in [
      "He saw the con. tra was not there.", "He spoke of con\n\ntra was not there.", "the con, tra and others", "(con) tra and others",
    ] {
      #expect(!(try corrected(text).contains("contra")), "\(text)")
    }
  }

  // MARK: Reasons

  @Test func everyEditSaysWhy() throws {
    let text =
      "The Ambassador said that the Govermnent of Brazil would support the Government of Peru. Tbe Secretary reached an agrce ment ofthe parties.\n"
    let run = try Pipeline.only("corrector", level: .suggested).run(text)
    let edits = Array(run.passes[0].script.edits)
    #expect(edits.count >= 3)
    for edit in edits {
      #expect(!edit.reason.isEmpty && edit.reason.count <= 160 && !edit.reason.contains("\n"), "\(edit.reason)")
      #expect(edit.reason.contains("read for") || edit.reason.contains("lost") || edit.reason.contains("too many"), "\(edit.reason)")
    }
    let government = edits.first { $0.originalText == "Govermnent" }
    #expect(government?.reason.contains("once in the record") == true, "\(government?.reason ?? "")")
  }

  @Test func reasonsSpeakOfTheParagraphAlone() throws {
    let text = "The Government of Brazil.\n\nTbe Ambassador said tbat he was ill.\n\nHe left.\n"
    let run = try Pipeline.only("corrector", level: .suggested).run(text)
    let edits = Array(run.passes[0].script.edits)
    #expect(edits.map(\.replacementText) == ["The", "that"])
    #expect(edits.allSatisfy { !$0.reason.contains("Brazil") && !$0.reason.contains("left") })
    // What stands beside it as it is read, not as it was printed.
    let two = try Pipeline.only("corrector", level: .suggested).run("The proposal wbich tbe Government of Brazil made was accepted.")
    #expect(two.passes[0].script.edits.count >= 2)
    #expect(two.passes[0].script.edits.allSatisfy { !$0.reason.contains("wbich") && !$0.reason.contains("tbe") })
  }

  // MARK: The list

  @Test func theContestShowsAllReadings() throws {
    let text = "First page.\r\n\r\n- 2 -\r\n\r\nThe Ambassador said that the Govcrnrnent of Brazil and Xqzvwk would support it.\r\n"
    let pipeline = Pipeline.standard(level: .suggested)
    let report = NBestReport(try pipeline.run(text), line: 5, by: pipeline)
    let place = try #require(report.places.first { $0.list.read == "Govcrnrnent" })
    #expect(place.line == 5 && place.column == 30)
    let entries = place.list.entries
    #expect(entries.first?.text == "government" && entries.first?.verdict.hasPrefix("proposed") == true)
    #expect((entries.first?.probability ?? 0) >= 0.5 && entries.dropFirst().allSatisfy { $0.probability == nil && !$0.verdict.isEmpty })
    #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.gain >= $1.gain })
    #expect(report.places.contains { $0.list.read == "Xqzvwk" })
    #expect(report.text(path: "a.txt").contains("a.txt:5:30: corrector weighs \"Govcrnrnent\""))
    #expect(NBestReport(try pipeline.run(text), line: 1, by: pipeline).places.isEmpty)
    let without = try pipeline.selecting(skip: ["corrector"])
    #expect(NBestReport(try without.run(text), line: 5, by: without).places.isEmpty)
  }

  @Test func watchingChangesNothing() throws {
    let text = Array("The Govermnent of Brazil reached an agree ment ofthe parties, tbe Secretary said to Mr. Robbio.".utf8)
    let stage = CorrectorStage()
    let before = Array(stage.edits(in: Document(text)))
    #expect(!stage.nBest(in: text, touching: 0..<text.count).isEmpty)
    #expect(Array(stage.edits(in: Document(text))) == before)
  }

  // MARK: Hostile input

  @Test func anyBytesComeBack() throws {
    var random = Random(31)
    let words = [
      "Govermnent", "tbe", "agree", "ment", "ofthe", "-\n", "\r\n", "Á", "’s", "'s", "Nixon1", "—", "\u{0}", ".", "U.S.", "1s", "\n\n",
    ]
    let pipeline = try Pipeline.only("corrector", level: .suggested)
    for round in 0..<400 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...60, using: &random) {
        if round % 2 == 0 { bytes += Array(words.randomElement(using: &random)!.utf8) }
        if round % 3 != 0 { bytes.append(0x20) }
        if round % 4 == 3 { bytes.append(UInt8.random(in: 0...255, using: &random)) }
      }
      let run = try pipeline.run(bytes)
      #expect(run.undo() == bytes)
      #expect(try pipeline.run(bytes).output == run.output)
    }
  }

  // The limits of time are for what never ends; how cost grows is counted by Benchmarks/scale.py.

  @Test(.timeLimit(.minutes(5)), arguments: ["x", "Á", "'", "a-", "a."]) func aLineWithoutBlanksStays(unit: String) throws {
    let text = Array(String(repeating: unit, count: 20_000_000 / unit.utf8.count).utf8)
    let run = try Pipeline.only("corrector", level: .suggested).run(text)
    #expect(run.isClean && run.output == text)
    // Nothing is kept for each of so many letters.
    #expect(run.passes[0].withheld.isEmpty && run.undo() == text)
  }

  @Test(
    .timeLimit(.minutes(5)),
    arguments: [("the govermnent said\n", 20_000), ("a\n", 1_000_000), ("\n", 1_000_000), ("he\r\nxq\r\n", 500_000)])
  func aMillionShortLinesAreReadToTheEnd(unit: String, count: Int) throws {
    let text = Array(String(repeating: unit, count: count).utf8)
    let run = try Pipeline.only("corrector", level: .suggested).run(text)
    #expect(run.undo() == text)
    // Of words to correct there is one, and it is stored a few times only.
    let edits = run.passes[0].script.edits
    #expect(edits.isEmpty == !unit.contains("govermnent"))
    #expect(edits.payloads.count <= 100, "\(edits.count) edits have \(edits.payloads.count) payloads")
  }
}
