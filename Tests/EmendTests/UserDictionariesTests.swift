import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendLexicon

/// Tables of the user's own: what is wrong with them, and what they do.
@Suite struct UserDictionariesTests {
  private func table(_ name: String, _ rows: String...) throws -> UserDictionary {
    try UserDictionary(file: name, bytes: Array((rows.map { $0 + "\n" }).joined().utf8))
  }

  private func problems(_ tables: UserDictionary...) -> [String] { UserDictionary.problems(in: tables).map(\.description) }

  private func cleaned(_ text: String, _ tables: UserDictionary..., skip: [String] = ["corrector"]) throws -> String {
    let pipeline = try Pipeline.standard(dictionaries: Dictionaries(adding: tables)).selecting(skip: skip)
    return String(decoding: try pipeline.run(text).output, as: UTF8.self)
  }

  @Test func theNameSaysTheKind() throws {
    #expect(try table("a/box7.names.tsv").kind == .names)
    #expect(try table("words.txt").kind == .words)
    #expect { try table("myphrases.tsv") } throws: { "\($0)".contains("box7.names.tsv") }
    #expect { try UserDictionary(file: "words.txt", bytes: [0x61, 0x0A, 0xFF]) } throws: { "\($0)".hasPrefix("words.txt:2: is not UTF-8") }
  }

  @Test func mistakesAreNamedWithTheirLines() throws {
    let bad = try table(
      "corrections.tsv", "# head", "memorandem\tmemorandum", "record\tpaper", "alpha", "zzyzxa\tzzyzxb\tx", "zzyzxb\tzzyzxa\tx",
      "abcdefg\tabcdefh\t",
      "memorandem\tmemo", "thant\tthat", "two words\tthe", "conferenc\tconference \tx")
    let found = problems(bad)
    for (line, text) in [
      (3, "is a word of the lexicon"), (4, "needs 2 to 3 columns"), (5, "is a loop"), (6, "is a loop"), (7, "abcdefh is no known word"),
      (7, "belongs before line 6"), (8, "stands in line 2 already"), (9, "is protected"), (10, "is not one word"), (11, "blanks"),
    ] {
      #expect(found.contains { $0.hasPrefix("corrections.tsv:\(line): ") && $0.contains(text) }, "\(line) \(text): \(found)")
    }
    #expect(problems(try table("corrections.tsv", "memorandem\tmemorandum", "record\treport\tthis series means its reports")) == [])
  }

  @Test func everyKindIsChecked() throws {
    #expect(problems(try table("phrases.tsv", "one word\tword")).first?.contains("as many right as wrong") == true)
    #expect(problems(try table("names.tsv", "Abel\tking\t\t")).first?.contains("title, person, place or body") == true)
    #expect(problems(try table("markings.tsv", "CLOSED {x:y}\tstamp\t\t")).first?.hasPrefix("markings.tsv:1: ") == true)
    #expect(problems(try table("compounds.txt", "nohyphen")).first?.contains("hyphen") == true)
    #expect(problems(try table("words.txt", "two words")).first?.contains("one word of letters") == true)
    #expect(problems(try table("protected.tsv", "Abel\t")).first?.contains("reason") == true)
    #expect(
      problems(try table("protected.tsv", "xqzword\tso"), try table("corrections.tsv", "xqzword\tword")).first?.contains("protection wins")
        == true)
  }

  @Test func entriesJoinThoseThatAreBuiltIn() throws {
    #expect(try cleaned("The qwxyz of it, sinsitive.\n", table("corrections.tsv", "qwxyz\tquality\t")) == "The quality of it, sensitive.\n")
    #expect(try cleaned("a cold dog agreed\n", table("phrases.tsv", "cold dog\tcold day\t")) == "a cold day agreed\n")
    #expect(
      try cleaned("x\n\nCLOSED BY THE MILL OFFICE\n\ny\n", table("markings.tsv", "CLOSED BY THE MILL OFFICE\tstamp\tstatus=closed\t"))
        .contains("MILL") == false)
    // Without the table the name that stands more often would win.
    let names = "Professor Zwingelmann met Professor Zwingelmaun.\nProfessor Zwingelmaun.\n"
    #expect(try cleaned(names, table("names.tsv", "Professor\ttitle\t\t", "Zwingelmann\tperson\tProfessor\t")) == names)
    #expect(try cleaned(names) != names)
  }

  @Test func ownEntriesBeatThoseThatAreBuiltIn() throws {
    #expect(try cleaned("a sinsitive paper\n", table("corrections.tsv", "sinsitive\tsinister\t")) == "a sinister paper\n")
    #expect(try cleaned("a Summery Record of it\n", table("phrases.tsv", "summery record\tsummer record\t")) == "a Summer Record of it\n")
    #expect(try cleaned("a sinsitive paper\n", table("words.txt", "sinsitive")) == "a sinsitive paper\n")
    #expect(try cleaned("a sinsitive paper\n", table("protected.tsv", "sinsitive\tso")) == "a sinsitive paper\n")
    #expect(
      try cleaned("a sinsitive paper\n", table("protected.tsv", "sinsitive\tso"), table("corrections.tsv", "sinsitive\tsinister\t"))
        == "a sinsitive paper\n",
      "protection wins over all")
    #expect(
      try cleaned("a record of it\n", table("corrections.tsv", "record\treport\tthis series means its reports")) == "a report of it\n")
    #expect(
      try cleaned("qwxyz\n", table("corrections.tsv", "qwxyz\tquality\t"), table("b.corrections.tsv", "qwxyz\tquantity\t")) == "quantity\n",
      "the last named")
  }

  @Test func theCorrectorKnowsOwnWords() throws {
    let text = "He read the memorandem to the President and the Secretary of State.\n"
    #expect(try cleaned(text, table("words.txt", "xqzword"), skip: []) != text)
    #expect(try cleaned(text, table("words.txt", "memorandem"), skip: []) == text)
  }

  @Test func theReasonNamesTheRow() throws {
    let dictionaries = try Dictionaries(adding: [table("box7.corrections.tsv", "# head", "qwxyz\tquality\tby ear")])
    let run = try Pipeline.standard(dictionaries: dictionaries).run("qwxyz\n")
    #expect(run.passes.flatMap { Array($0.script.edits) }.first?.reason.hasSuffix("(by ear; box7.corrections.tsv:2)") == true)
  }

  @Test func windowsLineEndsAndNoLastLineEndAreFine() throws {
    let table = try UserDictionary(file: "words.txt", bytes: [0xEF, 0xBB, 0xBF] + Array("alphax\r\nbetax".utf8))
    #expect(problems(table) == [])
    let dictionaries = try Dictionaries(adding: [table])
    withExtendedLifetime(dictionaries) { #expect($0.vocabulary.flags(of: Array("betax".utf8)).contains([.word, .own])) }
  }

  // MARK: Tables without measure

  @Test func longCellsAreCutInMessages() throws {
    let long = String(repeating: "ä1", count: 1_000_000)
    for (name, row) in [
      ("corrections.tsv", "\(long)\tx"), ("corrections.tsv", "wrnog\t\(long)\tx\nwrnog\t\(long)"), ("phrases.tsv", "\(long)\t\(long)"),
      ("names.tsv", "Abel\t\(long)\t\t"), ("names.tsv", "Abel\tperson\t\(long)\t"), ("markings.tsv", "CLOSED\t\(long)\t\t"),
      ("markings.tsv", "CLOSED\tstamp\t\(long)\t"), ("markings.tsv", "\(long)\tstamp\t\t"), ("markings.tsv", "{\(long)\tstamp\t\t"),
      ("words.txt", long), ("compounds.txt", long), ("protected.tsv", "\(long)\t"),
    ] {
      let found = problems(try table(name, row))
      if !row.hasPrefix("Abel\tperson") { #expect(!found.isEmpty, "\(name)") }
      for text in found { #expect(text.utf8.count < 600, "\(name): \(text.prefix(80))") }
      do { _ = try Dictionaries(adding: [table(name, row)]) } catch { #expect("\(error)".utf8.count < 600, "\(name)") }
    }
    #expect(problems(try table("words.txt", long)).first?.contains("ä1… (2,000,000 characters)") == true)
    // One character of a letter and a million marks above it.
    let marked = "a" + String(repeating: "\u{301}", count: 1_000_000) + "1"
    let found = problems(try table("words.txt", marked))
    #expect(!found.isEmpty && found.allSatisfy { $0.utf8.count < 600 })
  }

  @Test func excerptsSayHowMuchThereIs() {
    let sixty = String(repeating: "x", count: 60)
    #expect(Excerpt.of(sixty) == sixty && Excerpt.of("") == "")
    #expect(Excerpt.of(sixty + "yz") == sixty + "… (62 characters)")
    let messages = (1...100_000).map { "m\($0)" }
    #expect(Excerpt.of(messages).last == "and 99,980 more of this kind" && Excerpt.of(messages).count == 21)
    #expect(Excerpt.of(Array(messages.prefix(21))) == Array(messages.prefix(21)))
    #expect([0, 999, 1000, 1_234_567].map(\.grouped) == ["0", "999", "1,000", "1,234,567"])
  }

  @Test func aHundredThousandBadRowsAreToldInFew() throws {
    let folder = try CommandLineTests.Folder()
    try folder.write("a.txt", "text\n")
    try folder.write("bad.corrections.tsv", (0..<100_000).map { "no word \($0)\tx\n" }.joined())
    try folder.write("emend.ignore", (0..<100_000).map { "x\tno.rule\($0)\n" }.joined())
    for arguments in [["clean", "--dictionary", "bad.corrections.tsv", "a.txt"], ["clean", "a.txt"]] {
      let result = try Shell.run(CommandLineTests.program, arguments, in: folder.url)
      let lines = result.errors.split(separator: "\n")
      #expect(result.status == 2 && lines.count == 21 && lines.last?.contains("and 99,980 more of this kind") == true, "\(lines.suffix(2))")
    }
  }

  /// Followed from each of its words the chain would take ten thousand million steps.
  @Test func longChainsAndLoopsOfCorrectionsAreFollowedOnce() throws {
    let count = 100_000
    func word(_ number: Int) -> String {
      "w" + String(number, radix: 26).map { String(UnicodeScalar(UInt8(97 + Int(String($0), radix: 26)!))) }.joined()
    }
    // A chain into a loop of three.
    let rows = (0..<count).map { "\(word($0))\t\(word($0 == count - 1 ? count - 3 : $0 + 1))\tx" }
    let table = try UserDictionary(file: "corrections.tsv", bytes: Array(rows.joined(separator: "\n").utf8))
    let loops = UserDictionary.problems(in: [table]).filter(\.isLoop)
    #expect(loops.map(\.line) == [count - 2, count - 1, count])
  }

  @Test func moreMarkingsThanCanBeLookedForAreRefused() throws {
    let rows = (0..<10_000).map { "CLOSED BY OFFICE \(String($0, radix: 7))\tstamp\t\t\n" }
    let most = try UserDictionary(file: "markings.tsv", bytes: Array(rows.prefix(4000).joined().utf8))
    #expect(UserDictionary.problems(in: [most]).filter(\.isFatal).isEmpty)
    #expect(throws: Never.self) { try Dictionaries(adding: [most]) }
    let more = try UserDictionary(file: "b.markings.tsv", bytes: Array(rows.joined().utf8))
    #expect { try Dictionaries(adding: [more]) } throws: { "\($0)".hasPrefix("b.markings.tsv:4001: ") }
    #expect { try Dictionaries(adding: [most, more]) } throws: { "\($0)".hasPrefix("b.markings.tsv:1: ") }
  }
}
