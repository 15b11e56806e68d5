import Testing

@testable import EmendCore
@testable import EmendLexicon
@testable import EmendReports

@Suite struct SpellingTests {
  private func spelling(_ text: String, level: Confidence.Level = .likely) throws -> String {
    let run = try Pipeline.only("spelling", level: level).run(text)
    #expect(run.undo() == Array(text.utf8))
    return String(decoding: run.output, as: UTF8.self)
  }

  @Test func caseIsKept() throws {
    #expect(try spelling("SINSITIVE Sinsitive sinsitive") == "SENSITIVE Sensitive sensitive")
    #expect(try spelling("SUMMERY RECORD and Summery Record and summery record") == "SUMMARY RECORD and Summary Record and summary record")
    #expect(try spelling("the Summery\nRecord") == "the Summary\nRecord")
  }

  @Test(arguments: [
    "U Thant spoke.", "Mr. Kuznetzov and Mr. Kuznetsov and Mr. Kuznetsov", "crated and recrated", "DEFCON 2", "ex post facto",
    "over the week end",
    "IL-28s", "five Latin American Ambassador as inspectors", "a summery day", "summery. Record", "Nixon1 could.2 October 26, 19623",
    "in a way", "the old part; which we saw", "the part; of it", "He came; they left", "Rio Grande; which", "Deptel 123 reftel septel",
    "concep-\ntion", "the Ministe-\nrial", "Secretary DullesA and Secretary Dulles and Secretary Dulles", "tetraethyl lead", "can not",
    "an other", "no one", "Mr. Brown and Mr. Browne and Mr. Braun", "Ambassador Thompson", "the S S Maine", "A D Smith",
    "Phnom Penh", "coup d'etat", "vis-a-vis", "en route", "don t", "sinsitive1", "x_sinsitive",
  ]) func leftAlone(text: String) throws {
    #expect(try spelling(text, level: .suggested) == text)
  }

  @Test func splitWords() throws {
    #expect(try spelling("He sugge sted that the govern ment") == "He suggested that the government")
    #expect(try spelling("IN THE DEPART MENT") == "IN THE DEPARTMENT")
    // Across a line end, with a stop or two blanks between, they are two things.
    #expect(try spelling("sugge\nsted") == "sugge\nsted")
    #expect(try spelling("sugge. sted") == "sugge. sted")
    #expect(try spelling("sugge  sted") == "sugge  sted")
  }

  @Test func namesComeFromTheRecord() throws {
    let record = "Ambassador Drummond agreed. Ambassador Drummond left. Ambassador Drunmond came back."
    #expect(try spelling(record) == record.replacing("Drunmond", with: "Drummond"))
    // Once is no evidence against a name; two near names are a question.
    #expect(
      try spelling("Ambassador Zorlutuna left. Ambassador Zorlutuma came.") == "Ambassador Zorlutuna left. Ambassador Zorlutuma came.")
    let two = "Colonel Zarbatin left. Colonel Zarbatin came. Colonel Zarbatun sat. Colonel Zarbatun stood. Colonel Zarbaton spoke."
    #expect(try spelling(two) == two)
    let held = try Pipeline.only("spelling").run(two).passes[0].heldChanges()
    #expect(held.contains { $0.why!.contains("more than one plausible") })
  }

  @Test func namesOfTheirOwnStay() throws {
    for text in [
      // A title that is somebody's name, or another spelling of it.
      "Khalid Sheikx Mohammed came.", "SSG Princey George came.", "Hassan Coloncl Mohammed", "Gouvernor Morris signed it.",
      "The CommissionerMr Brown and the CommissionMr Brown",
      // Vowels make other names, and so does a plain letter with little evidence.
      "Mr. Zarbatin left. Mr. Zarbatin came. Mr. ZARBATEN. Madam Speaker.",
      "Mr. Zarbatin left. Mr. Zarbatin came. Mr. Zarbaxin spoke.",
      // What recurs, behind a title or not.
      "Ambassador Drummond agreed. Ambassador Drummond left. Ambassador Drunmond came. It was Drunmond.",
    ] { #expect(try spelling(text) == text) }
    // Strong evidence stands against a plain letter where the title is damaged too.
    let strong = String(repeating: "Ambassador Drummond agreed. ", count: 5)
    #expect(try spelling(strong + "Ambassalor Zrummond left.") == strong + "Ambassador Drummond left.")
    let weak = String(repeating: "Ambassador Drummond agreed. ", count: 2) + "Ambassalor Zrummond left."
    #expect(try spelling(weak).hasSuffix(" Zrummond left."))
    #expect(try spelling("he said. Co1onel. Genernl Taylor came") == "he said. Co1onel. Genernl Taylor came")
  }

  @Test func whatStandsBeforeSicStays() throws {
    for text in ["the sinsitive [sic] paper", "the sinsitive (sic) paper", "the Summery Record [sic] of it", "a govern ment [sic] of"] {
      #expect(try spelling(text) == text)
    }
  }

  @Test func aBlankMayStandForALetter() throws {
    #expect(try spelling("they grad ated then") == "they grad ated then")
  }

  @Test func aKnownNameIsNeverChanged() throws {
    let text = "Ambassador Stevenson spoke. Ambassador Stevenson left. Ambassador Stephenson came. Ambassador Stevens sat."
    #expect(try spelling(text, level: .suggested) == text)
  }

  @Test func punctuationForALetter() throws {
    #expect(try spelling("the Rio Treaty and the Rio Treat; which") == "the Rio Treaty and the Rio Treaty which")
    #expect(try spelling("The Rio Treat; Which of them") == "The Rio Treat; Which of them")
    #expect(try spelling("a country; the countr; which") == "a country; the country which")
    #expect(try spelling("the countr; which") == "the countr; which")
    #expect(try spelling("the countr; which", level: .suggested) == "the country which")
  }

  @Test func protectedWordsAreWithheldWithTheReason() throws {
    let dictionaries = Dictionaries.embedded
    let bytes = Array("as U Thant said".utf8)
    let reason = try #require(dictionaries.protection(of: 5..<10, in: bytes))
    #expect(reason.contains("Thant"))
    #expect(dictionaries.protection(of: 11..<15, in: bytes) == nil)
    let long = Array(repeating: UInt8(ascii: "x"), count: 5000) + Array(" ex post facto".utf8)
    #expect(dictionaries.protection(of: 5004..<5008, in: long) != nil)
  }

  /// The table of recent words changes no answer: not for words that share a slot, nor for those that differ in length only.
  @Test func recentWordsAreThoseOfTheVocabulary() {
    let vocabulary = Dictionaries.embedded.vocabulary
    let words = [
      "the", "The", "THE", "a", "government", "Government", "internationalization", "xqzt", "aaaaaaaaa", "aaaaaaaaaa", "Genève", "zzzz",
      "copper", "was", "tin", "sold", "by", "all", "delegates",
    ]
    var text: [UInt8] = []
    var ranges: [Range<Int>] = []
    for word in words + words.reversed() + words {
      if !text.isEmpty { text.append(.space) }
      ranges.append(text.count..<text.count + word.utf8.count)
      text += word.utf8
    }
    var recent = RecentWords(vocabulary, count: 64)
    for range in ranges {
      let found = recent.find(text.span.bytes, range)
      let entry = vocabulary.find(text.span.bytes, range)
      #expect(found.entry == entry)
      #expect(found.flags == vocabulary.flags(of: Array(text[range])))
    }
  }
}
