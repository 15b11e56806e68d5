import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendReports

/// A charset is read where the bytes bear it out, and not guessed from a few.
@Suite struct CharsetTests {
  private let english = "The Ambassador said that the Government of Brazil would not agree to the terms of the treaty. "

  private func decoded(_ bytes: [UInt8]) throws -> (text: String, edits: [Edit]) {
    let run = try Pipeline.only("decode").run(bytes)
    #expect(run.undo() == bytes)
    return (String(decoding: run.output, as: UTF8.self), Array(run.passes[0].script.edits))
  }

  /// By a table of ICU's, backwards.
  private func encoded(_ text: String, _ charset: String) throws -> [UInt8] {
    let table = try #require(SingleByteCharset(charset))
    return try text.unicodeScalars.map { scalar in
      if scalar.isASCII { return UInt8(scalar.value) }
      return try #require((UInt8(0x80)...0xFF).first { table.utf8($0) == Array(String(scalar).utf8) }, "\(scalar) in \(charset)")
    }
  }

  @Test(arguments: [[0xFF, 0xFE], [0xB9, 0xBE], [0xF8, 0xF9], [0xE8, 0x81], [0x80, 0xD0]] as [[UInt8]])
  func twoStrayBytesTellNoAlphabet(stray: [UInt8]) throws {
    let text = Array(english.utf8)
    for places in [[10, 40], [3, 4], [20, 93]] {
      var bytes = text
      for (place, byte) in zip(places, stray) { bytes[place] = byte }
      let (output, edits) = try decoded(bytes)
      #expect(edits.count == 2)
      #expect(edits.allSatisfy { $0.rule == "decode.bad-byte" || $0.reason.contains("windows-1252") }, "\(edits.map(\.reason))")
      // Either the Windows-1252 character, where it fits, or the sign for one that is lost.
      #expect(output.unicodeScalars.filter { !$0.isASCII }.allSatisfy { $0.value < 0x100 || $0 == "\u{FFFD}" || $0 == "€" })
    }
  }

  @Test func aStrayByteIsReadWhereItFits() throws {
    #expect(try decoded(Array("the President".utf8) + [0x92] + Array("s view".utf8)).text == "the President’s view")
    #expect(try decoded(Array("Bogot".utf8) + [0xE1] + Array(" and".utf8)).text == "Bogotá and")
    #expect(try decoded(Array("of ".utf8) + [0xA3] + Array("5 and 10".utf8) + [0xB0] + Array(" north".utf8)).text == "of £5 and 10° north")
    #expect(try decoded(Array("the Pre".utf8) + [0xB5] + Array("sident".utf8)).text == "the Pre\u{FFFD}sident")
    #expect(try decoded(Array("1".utf8) + [0xFF] + Array("9".utf8)).text == "1\u{FFFD}9")
  }

  @Test(arguments: [
    ("windows-1252", "Le Président a remercié les délégués à Genève. Été, où l’on répète “non” à Nuñez, coûte 5 £. "),
    ("windows-1252", "Die Gespräche über die Rüstung führten zu größeren Zusagen, als man früher für möglich hielt. "),
    ("windows-1252", "El señor Núñez habló mañana de la situación económica y política; ¿qué pasó después? "),
    ("ISO-8859-2", "Minister spraw zagranicznych przyjął ambasadora i przekazał mu odpowiedź rządu na notę; żądał więcej środków. "),
    ("windows-1251", "Министр иностранных дел принял посла в Москве и передал ему ответ правительства на ноту. "),
    ("KOI8-R", "Министр иностранных дел принял посла в Москве и передал ему ответ правительства на ноту. "),
    ("ISO-8859-7", "Ο υπουργός εξωτερικών δέχθηκε τον πρέσβη και του παρέδωσε την απάντηση της κυβέρνησης. "),
  ]) func wholeTextsAreReadInTheirCharset(charset: String, sentence: String) throws {
    for count in [1, 3, 40] {
      let text = String(repeating: sentence, count: count)
      let (output, edits) = try decoded(encoded(text, charset))
      #expect(output == text, "\(count) sentences")
      #expect(!edits.isEmpty && edits.allSatisfy { $0.confidence.reaches(.likely) })
    }
  }

  @Test func utf8WithAFewBadBytesIsUTF8() throws {
    let text = Array("Genève, Zürich, Nuñez, Bogotá. ".utf8)
    for stray in [[0xFF], [0xC3], [0xE2, 0x80]] as [[UInt8]] {
      let (output, edits) = try decoded(text + stray + text)
      #expect(output.hasPrefix("Genève, Zürich, Nuñez, Bogotá. ") && output.hasSuffix("Genève, Zürich, Nuñez, Bogotá. "))
      #expect(!edits.isEmpty && edits.allSatisfy { $0.rule == "decode.bad-byte" })
    }
  }

  @Test func aLineOfJSONMustBeUTF8() throws {
    let line = JSONLine(Array("{\"text\": \"Bogot".utf8) + [0xE1, 0xFF] + Array("\"}".utf8), field: "text")
    #expect { try line.cleaned(by: .standard()) } throws: { "\($0)".contains("byte 16 of the line is 0xE1") && "\($0)".contains("UTF-8") }
    let folder = try CommandLineTests.Folder()
    try folder.write("good.jsonl", "{\"text\": \"He agreed.\"}\n")
    let result = try Shell.run(
      "/bin/sh",
      ["-c", "printf '{\"text\": \"Bogot\\341\"}\\n' | cat good.jsonl - good.jsonl | \(CommandLineTests.program) clean --from jsonl -"],
      in: folder.url)
    #expect(result.status == 2 && result.errors.contains("\"line\": 2") && result.errors.contains("0xE1"), "\(result.errors)")
    #expect(result.output.split(separator: "\n").count == 2)
  }
}
