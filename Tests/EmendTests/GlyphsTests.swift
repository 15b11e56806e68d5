import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendStages

/// What the stage `glyphs` reads anew, and above all what it leaves.
@Suite struct GlyphsTests {
  private func glyphs(_ text: String) throws -> String { try cleaned(text, by: Pipeline.only("glyphs")) }

  @Test(arguments: [
    ("7KH MXGJPHQW RI WKH FRXUW LV DIILUPHG", "The judgment of the court is affirmed"),
    // The same line with each glyph three behind its letter.
    (String(decoding: "The judgment of the court".utf8.map { $0 == 32 ? 32 : $0 + 3 }, as: UTF8.self), "The judgment of the court"),
    ("SSuubbjjeecctt:: Talks", "Subject: Talks"), ("the t r a f f i c is slow", "the traffic is slow"),
    ("T\n\nhis morning the delegates came.", "This morning the delegates came."),
    ("R ealized through many men", "Realized through many men"),
    ("PortIand and lndia, NOTES lN LATlN", "Portland and India, NOTES IN LATIN"), ("Part Xll of World War Il", "Part XII of World War II"),
    ("on the 3lst he paid $l,OOO.OO", "on the 31st he paid $1,000.00"), ("on l5 October l962", "on 15 October 1962"),
    ("tea &amp; coffee GLYPH<3>here", "tea & coffee here"),
  ]) func isRead(text: String, right: String) throws { #expect(try glyphs(text + "\n") == right + "\n") }

  @Test(arguments: [
    "C O N F I D E N T I A L  LIMA 3391", "J F K and R F K", "a b c d e f", "Illinois and MacIntosh, AI Ain, McIlroy",
    "bookkeeping, AABBCC, XXXX",
    "He was ill, and the will was read. They ll come.", "Kim Il Sung of Korea", "Chicago Il 60626", "Page l, Column 5", "Attorney l",
    "Room B1O, passport O1234567, SA-2, Serial 1O2-3l", "lmitations of the press", "a line of 1O tons and 2l men", "o1st CAVE",
    "QWERT ZXCVB ASDFG HJKL", "<p>tea &amp; coffee</p>", "(cid:71)(cid:72)legation", "A hen sat there.", "I n\nthe field", "lt. Hale came",
    "I\nthe undersigned", "W hen they met",
  ]) func stays(text: String) throws { #expect(try glyphs(text + "\n") == text + "\n") }

  @Test func anyTextIsReadTwiceTheSame() throws {
    var random = SystemRandomNumberGenerator()
    let pieces = [
      "l", "I", "1", "|", "O", "0", " ", " ", "\n", "W ", "hen", "Il", "War ", "s u f f e r", "TTHHEE", "(cid:3)", "&amp;", "$l,OOO", "é",
      "\0",
    ]
    for _ in 0..<500 {
      let text = (0..<40).map { _ in pieces.randomElement(using: &random)! }.joined()
      let run = try Pipeline.only("glyphs").run(text)
      #expect(Run.undo(run.output, scripts: run.passes.map(\.script)) == Array(text.utf8), "\(text.debugDescription)")
    }
  }
}

/// Words that no stage may enter: of other languages, in addresses, beside a sign of loss.
@Suite struct UntouchablesTests {
  private func clean(_ text: String) throws -> String { try cleaned(text + "\n", by: .standard()) }

  @Test(arguments: [
    "Het ontwerp van wet is in Londen gelezen, en het werd door de Kamer niet verworpen.",
    "Der Minister hat das Abkommen mit dem Botschafter in London und in Bonn besprochen, und die Berichte liegen vor.",
    "Tous les délégués ont lu le texte du traité, et ils ont été très satisfaits de la conférence.",
    "La situacion en el Oriente es grave, y los ministros no han dicho nada sobre las negociaciones de ayer.",
    "Il ministro non ha detto nella seduta di ieri che gli accordi sono stati firmati dalla delegazione.",
  ]) func anotherLanguageStays(text: String) throws { #expect(try clean(text) == text + "\n") }

  @Test func aQuotationStaysAndWhatIsAroundItIsCorrected() throws {
    let text =
      "The Govermnent wrote: \"Het ontwerp van wet is in Londen gelezen, en het werd niet verworpen.\" The Govermnent of Brazil agreed."
    let right = text.replacing("Govermnent", with: "Government")
    #expect(try clean(text) == right + "\n")
  }

  @Test(arguments: [
    "See https://archive.example.org/Govermnent/tbe_file.txt for it.", "Write to tbe.Govermnent@example.org about it.",
    "It lies in /srv/Govermnent/papers for now.", "Run `from Govermnent import tbe` first.",
    "A <a href=\"/Govermnent.html\" title=\"tbe\">link</a> stands here.", "The tbe_Govermnent_file is there.",
  ]) func whatProgramsReadStays(text: String) throws { #expect(try clean(text) == text + "\n") }

  @Test func bracketsOfPeopleAreText() throws {
    #expect(try clean("The <Govermnent of Brazil> agreed to the plan.").contains("Government"))
    #expect(try clean("The tall and/or short Govermnent agreed to it.").contains("Government"))
  }

  @Test func aSignOfLossStays() throws {
    let text = "He wrote that I shall come\u{FFFD} on Monday, and \u{FFFD}he agreed to the plan."
    #expect(try clean(text) == text + "\n")
  }

  @Test(arguments: [
    ("cafÃ© and r√©sum√©", "café and résumé"), ("‚Äú3 May‚Äù ‚Äî so", "“3 May” — so"),
    ("the delegationÔøΩs reply", "the delegation\u{FFFD}s reply"),
    ("√π is a number, 3×4 a product, √2 a root", "√π is a number, 3×4 a product, √2 a root"),
  ]) func mojibakeOfTwoPages(text: String, right: String) throws {
    #expect(try cleaned(text, by: Pipeline.only("unicode")) == right)
  }

  @Test func codesOfDeletionsStayAsLongAsNobodyAsks() throws {
    let text = "The informant told the agent that\nb7C\nb7D\nhad met the Consul.\n"
    func with(_ redactions: MarkingsStage.Redactions) throws -> String {
      var options = StageOptions()
      options.redactions = redactions
      return try cleaned(text, by: .standard(options: options))
    }
    #expect(try with(.keep) == text)
    #expect(try with(.mark) == text.replacing("b7C\nb7D", with: "[b7C; b7D]"))
    #expect(!(try with(.strip)).contains("b7"))
  }
}
