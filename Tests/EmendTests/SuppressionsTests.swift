import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendStages

/// What a record, or a row of `emend.ignore`, wants to stay as it is.
@Suite struct SuppressionsTests {
  private static let pipeline = Pipeline.standard(level: .suggested)

  private func output(_ text: String, _ entries: IgnoreEntry...) throws -> String {
    let run = try Self.pipeline.ignoring(entries).run(text)
    #expect(run.undo() == Array(text.utf8))
    return String(decoding: run.output, as: UTF8.self)
  }

  private func entry(_ rule: String? = nil, _ text: String? = nil, _ occurrence: Int? = nil) -> IgnoreEntry {
    IgnoreEntry(rule: rule, text: text.map { Array($0.utf8) }, occurrence: occurrence, reason: "emend.ignore:1")
  }

  @Test func aMarkedLineStays() throws {
    #expect(
      try output("The sinsitive paper. # emend: ignore\nThe sinsitive one.\n")
        == "The sinsitive paper. # emend: ignore\nThe sensitive one.\n")
    #expect(
      try output("<!-- emend: ignore -->\nThe sinsitive paper.\nThe sinsitive one.\n")
        == "<!-- emend: ignore -->\nThe sinsitive paper.\nThe sensitive one.\n")
    #expect(try output("emend: ignore") == "emend: ignore")
    #expect(try output("The sinsitive paper recommend: ignore it.\n") == "The sensitive paper recommend: ignore it.\n")
    #expect(try output("The sinsitive paper, emend: ignored.\n").contains("sensitive"))
  }

  @Test func linesBetweenOffAndOnStay() throws {
    let kept = "# emend: off\nTOP SECRET - SENSITIVE\n\n- 2 -\n\nThe  ﬁrst sinsitive paper  \n\u{C}\n# emend: on\n"
    #expect(
      try output("The sinsitive paper.\n" + kept + "The sinsitive one.\n") == "The sensitive paper.\n" + kept + "The sensitive one.\n")
    #expect(try output("# emend: off\nThe sinsitive paper.\n") == "# emend: off\nThe sinsitive paper.\n", "to the end of the text")
    #expect(try output("# emend: on\nThe sinsitive paper.\n") == "# emend: on\nThe sensitive paper.\n")
  }

  @Test func noLineIsJoinedToOneThatStays() throws {
    var options = StageOptions()
    options.reflow = true
    let text = "The paper that was sent to the\nAmbassador of the sinsitive # emend: ignore\nstate was not agreed upon by all of\nthem.\n"
    let run = try Pipeline.standard(options: options).run(text)
    #expect(String(decoding: run.output, as: UTF8.self).contains("the\nAmbassador of the sinsitive # emend: ignore\nstate"))
    #expect(try output("He sug-\ngested a sinsitive one. emend: ignore\n") == "He sug-\ngested a sinsitive one. emend: ignore\n")
  }

  @Test func sicHoldsInEveryStage() throws {
    var options = StageOptions()
    options.typography = .ascii
    let pipeline = Pipeline.standard(options: options, level: .suggested)
    for text in [
      "the govern-\nment’s [sic] paper\n", "the ﬁrst [sic] paper\n", "his sinsitive (sic) paper\n",
      "the Kuznet­zov [sic, for Kuznetsov] paper\n",
    ] {
      let run = try pipeline.run(text)
      let word = text.split(separator: " [")[0].split(separator: " (")[0].split(separator: " ").last!
      #expect(String(decoding: run.output, as: UTF8.self).contains(word), "\(text)")
    }
    #expect(try output("TOP SECRET - SINSITIVE [sic]\n\nHe agreed.\n").contains("agreed"))
    #expect(try output("a sinsitive [sick] paper\n").contains("sensitive"))
  }

  @Test func entriesKeepWhatTheyName() throws {
    let text = "The sinsitive paper. The sinsitive one.\n\nTOP SECRET - SENSITIVE\n"
    #expect(try output(text, entry(nil, "sinsitive", 2)).hasPrefix("The sensitive paper. The sinsitive one."))
    #expect(try output(text, entry("spelling"), entry("corrector")).hasPrefix("The sinsitive paper. The sinsitive one."))
    #expect(try !output(text, entry("spelling")).contains("TOP SECRET"))
    #expect(try output(text, entry("markings.banner"), entry("running-headers")).contains("TOP SECRET"))
    #expect(try output(text, entry("spell")).hasPrefix("The sensitive"), "a stage or a rule, no beginning of one")
    #expect(try output(text, entry()) == text)
  }

  @Test func aWholeRecordStaysToTheByte() throws {
    for source in [
      [0xFF, 0xFE, 0x41, 0, 0x0A, 0], Array("caf\u{E9} \u{0} Gen".utf8), Array("Gen".utf8) + [0xE8] + Array("ve\r\n\u{C}".utf8),
    ] {
      #expect(try Self.pipeline.ignoring([entry()]).run(source).isClean)
    }
  }

  @Test func aMarkedLineInAnotherCharsetIsRead() throws {
    let source =
      Array("The sinsitive paper of Gen".utf8) + [0xE8] + Array("ve, emend: ignore\nThe sinsitive one from Z".utf8) + [0xFC]
      + Array("rich.\n".utf8)
    let run = try Self.pipeline.run(source)
    #expect(String(decoding: run.output, as: UTF8.self) == "The sinsitive paper of Genève, emend: ignore\nThe sensitive one from Zürich.\n")
    #expect(run.undo() == source)
  }

  @Test func whyItStaysIsSaid() throws {
    let run = try Self.pipeline.selecting(skip: ["corrector"]).ignoring([entry(nil, "Summery")]).run(
      "Summery Record\nthe sinsitive one emend: ignore\n")
    let whys = run.passes.flatMap { $0.heldChanges().map(\.why) }
    #expect(whys == ["ignored: emend.ignore:1", "ignored: the text says emend: ignore"])
  }

  /// Lines that are marked come out as they went in, whatever stands around them.
  @Test func randomLinesStay() throws {
    let fragments = [
      "TOP SECRET\n", "- 2 -\n", "[Page 3]\n", "\u{C}", "\n", " ", "-\n", "e\u{301}", "ﬁ", "\u{AD}", "â€œ", "\u{200B}",
      "Ambassador Stevenson ",
      "Ambassalor Utevenson ", "sugge sted ", "sug-\n", "gested it ", "Treat; which", "Nixon1 ", "1 Note. Back\n", "“", "GROUP 1\n",
      "SANITIZED\n", "a \n",
    ]
    var random = Random(77)
    func text() -> String { (0..<Int.random(in: 0...12, using: &random)).map { _ in fragments.randomElement(using: &random)! }.joined() }
    for round in 0..<1000 {
      var options = StageOptions()
      options.reflow = Bool.random(using: &random)
      options.lineEnds = .lf
      options.typography = UnicodeStage.Typography.allCases.randomElement(using: &random)!
      let kept = "# emend: off\n" + text() + "\n# emend: on\n"
      let source = text() + "\n" + kept + text()
      let run = try Pipeline.standard(options: options, level: .suggested).selecting(skip: ["corrector"]).run(source)
      #expect(String(decoding: run.output, as: UTF8.self).contains(kept), "round \(round): \(source.debugDescription)")
      #expect(run.undo() == Array(source.utf8))
    }
  }
}
