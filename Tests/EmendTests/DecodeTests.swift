import Testing

@testable import EmendCore
@testable import EmendStages

@Suite struct DecodeTests {
  private func decoded(_ bytes: [UInt8], lineEnds: DecodeStage.LineEnds = .keep) throws -> String {
    var options = StageOptions()
    options.lineEnds = lineEnds
    let run = try Pipeline.only("decode", options: options).run(bytes)
    #expect(run.undo() == bytes)
    return String(decoding: run.output, as: UTF8.self)
  }

  private let text = "SUBJECT: Entrevue de Genève\r\nLe Président a dit « non » à Nuñez 🚀.\n"

  @Test func wideFormsWithAndWithoutMark() throws {
    let utf16 = Array(text.utf16)
    let little = utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    #expect(try decoded([0xFF, 0xFE] + little) == text)
    #expect(try decoded([0xFE, 0xFF] + big) == text)
    #expect(try decoded(little) == text)
    #expect(try decoded(big) == text)
    let utf32 = text.unicodeScalars.flatMap { s in (0..<4).map { UInt8(s.value >> (8 * UInt32($0)) & 0xFF) } }
    #expect(try decoded([0xFF, 0xFE, 0, 0] + utf32) == text)
  }

  @Test func loneSurrogatesAndCutUnitsBecomeReplacementCharacters() throws {
    #expect(try decoded([0xFF, 0xFE, 0x41, 0, 0, 0xD8, 0x42, 0]) == "A\u{FFFD}B")
    #expect(try decoded([0xFF, 0xFE, 0x41, 0, 0x42]) == "A\u{FFFD}")
  }

  /// Characters that have a byte 0x0A in them, pairs across every cut, and lines longer than a cut.
  @Test(arguments: [4090, 4092, 4094, 4096, 4098]) func wideTextIsCutBetweenCharacters(padding: Int) throws {
    let text = String(repeating: "x", count: padding / 2) + "🚀\u{A0A}\u{1080A}\u{20A}਀\n" + String(repeating: "🚀", count: 3000) + "\nend"
    let utf16 = Array(text.utf16)
    #expect(try decoded([0xFF, 0xFE] + utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }) == text)
    #expect(try decoded([0xFE, 0xFF] + utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }) == text)
  }

  @Test func longLinesOfEastAsianCharsetsAreWhole() throws {
    // "日本語" in EUC-JP and Shift_JIS, 3,000 times on one line, an odd byte before it.
    let line = String(repeating: "日本語の記録", count: 1500)
    let euc: [UInt8] = [0xC6, 0xFC, 0xCB, 0xDC, 0xB8, 0xEC, 0xA4, 0xCE, 0xB5, 0xAD, 0xCF, 0xBF]
    #expect(try decoded(Array("a".utf8) + Array(repeatElement(euc, count: 1500).joined())) == "a" + line)
    let jis = Array("\u{1B}$BF|K\\8l\n\u{1B}$BF|K\\8l$N5-O?\u{1B}(B\n".utf8)
    #expect(ICU.decode(jis[...], charset: "ISO-2022-JP") != nil)
  }

  @Test func windows1252IsFoundAndSaid() throws {
    let sentence = "Le Président a remercié les délégués à Genève, où l’été était très agréable; il répète sa réponse à Nuñez. "
    let bytes = sentence.unicodeScalars.map { $0.value < 0x100 ? UInt8($0.value) : 0x92 }
    let run = try Pipeline.only("decode").run(bytes)
    #expect(String(decoding: run.output, as: UTF8.self) == sentence)
    #expect(!run.passes[0].script.edits.isEmpty)
    #expect(run.passes[0].script.edits.allSatisfy { $0.rule == "decode.charset" && $0.reason.contains("windows-1252") })
    #expect(run.undo() == bytes)
  }

  @Test func cyrillicAndJapaneseCharsets() throws {
    let russian = "Министр иностранных дел принял посла в Москве и передал ему ответ правительства на ноту. "
    let koi8 = try #require(ICU.decode([0xED, 0xC9, 0xCE], charset: "KOI8-R"))
    #expect(String(decoding: koi8, as: UTF8.self) == "Мин")
    // Windows-1251 of the same sentence, made by its table: U+0410...U+044F are 0xC0...0xFF.
    let cp1251 = russian.unicodeScalars.map { $0.value < 0x80 ? UInt8($0.value) : UInt8($0.value - 0x410 + 0xC0) }
    #expect(try decoded(cp1251) == russian)
  }

  @Test func marksAndControlBytes() throws {
    #expect(try decoded([0xEF, 0xBB, 0xBF] + Array("A\u{0}B\u{7}C\u{7F}D\tE\u{C}F".utf8)) == "ABCD\tE\u{C}F")
    #expect(try decoded([]) == "")
    #expect(try decoded([0, 0, 0]) == "")
  }

  @Test func loneBadBytes() throws {
    #expect(
      try decoded(Array("Genève à Nuñez é é ".utf8) + [0x93] + Array("non".utf8) + [0x94, 0x81]) == "Genève à Nuñez é é “non”\u{FFFD}")
    #expect(try decoded(Array("Genève".utf8) + [0xE2, 0x80]) == "Genèveâ€")
  }

  @Test func lineEnds() throws {
    let mixed = Array("a\r\nb\rc\nd".utf8)
    #expect(try decoded(mixed) == "a\r\nb\rc\nd")
    #expect(try decoded(mixed, lineEnds: .lf) == "a\nb\nc\nd")
    #expect(try decoded(mixed, lineEnds: .crlf) == "a\r\nb\r\nc\r\nd")
  }
}
