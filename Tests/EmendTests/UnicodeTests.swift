import Foundation
import Testing

@testable import EmendCore
@testable import EmendStages

@Suite struct UnicodeTests {
  /// Unicode's own test, of the Unicode version of the ICU in use; Debian's unicode-data carries it.
  private static let testFile: String? = ["/usr/share/unicode/NormalizationTest.txt", "/usr/share/unicode/NormalizationTest.txt.bz2"]
    .first { FileManager.default.fileExists(atPath: $0) && (!$0.hasSuffix(".bz2") || Shell.has("/bin/bzip2")) }

  @Test(.enabled(if: testFile != nil, "needs the Debian package unicode-data, and bzip2")) func conformsToNormalizationTest() throws {
    let text = try Self.read(Self.testFile!)
    let version = text.split(separator: "\n").first.map(String.init) ?? ""
    try #require(
      version.contains("NormalizationTest-\(ICU.unicodeVersion)"),
      "\(version) is not of Unicode \(ICU.unicodeVersion), which ICU \(ICU.version) has")
    let nfc = Pipeline(stages: [UnicodeStage(form: .nfc, normalizesOnly: true)])
    let nfkc = Pipeline(stages: [UnicodeStage(form: .nfkc, normalizesOnly: true)])
    var cases = 0
    for line in text.split(separator: "\n") where !line.hasPrefix("#") && !line.hasPrefix("@") {
      let columns = line.split(separator: ";").prefix(5).map { column in
        column.split(separator: " ").compactMap { UInt32($0, radix: 16) }.flatMap(\.utf8)
      }
      guard columns.count == 5 else { continue }
      cases += 1
      // NFC(1) = NFC(2) = NFC(3) = 2; NFC(4) = NFC(5) = 4; NFKC of all five = 4.
      for (column, form) in [(0, 1), (1, 1), (2, 1), (3, 3), (4, 3)] {
        let run = try nfc.run(columns[column])
        #expect(run.output == columns[form], "NFC of column \(column + 1): \(line)")
        #expect(run.undo() == columns[column])
      }
      for column in 0..<5 { #expect(try nfkc.run(columns[column]).output == columns[3], "NFKC of column \(column + 1): \(line)") }
    }
    #expect(cases > 15_000)
  }

  private static func read(_ path: String) throws -> String {
    if !path.hasSuffix(".bz2") { return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self) }
    return try Shell.run("/bin/bzip2", ["-dc", path]).output
  }

  private func unicode(_ text: String, _ change: (inout StageOptions) -> Void = { _ in }) throws -> String {
    var options = StageOptions()
    change(&options)
    let run = try Pipeline.only("unicode", options: options).run(text)
    #expect(run.undo() == Array(text.utf8))
    return String(decoding: run.output, as: UTF8.self)
  }

  @Test(arguments: [
    ("â€œquarantineâ€\u{9D} and â€˜peaceâ€™", "“quarantine” and ‘peace’"), ("BogotÃ¡, GenÃ¨ve", "Bogotá, Genève"),
    ("10Â° north", "10° north"), ("Ð¿Ñ€Ð¸Ð²ÐµÑ‚", "привет"), ("caf\u{C3}\u{A9}s", "cafés"), ("yearsâ€” and", "years— and"),
  ]) func mojibakeIsRepaired(wrong: String, right: String) throws {
    #expect(try unicode(wrong) == right)
  }

  @Test(arguments: [
    "SÃO PAULO", "Ângela", "Mr. Ñúñez — “no”", "„Ärger“ und «Über»", "naïve façade", "5° 30′", "Đặng Văn Minh", "Œuvre", "®Â",
    "日本語：全角（テスト）",
    "Ω", "👩‍🚀", "مرحبا\u{200F}", "क\u{94D}\u{200D}ष",
  ]) func realTextIsLeftAlone(text: String) throws {
    #expect(try unicode(text) == text.precomposedStringWithCanonicalMapping)
  }

  @Test func typographyByChoice() throws {
    let curly = "“He said ‘no’—twice…”"
    #expect(try unicode(curly) == curly)
    #expect(try unicode(curly) { $0.typography = .ascii } == "\"He said 'no'--twice...\"")
    #expect(try unicode("\"He said 'no'--twice\" and Castro's") { $0.typography = .typographic } == "“He said ‘no’—twice” and Castro’s")
    #expect(try unicode("---- 1962 ----") { $0.typography = .typographic } == "---- 1962 ----")
  }

  @Test func compatibilityFormsOnRequest() throws {
    #expect(try unicode("x² ½ №") == "x² ½ №")
    #expect(try unicode("x² №") { $0.form = .nfkc } == "x2 No")
  }

  @Test func brokenBytesPassUntouched() throws {
    let bytes = Array("e\u{301} ".utf8) + [0xC3, 0x28, 0xFF] + Array(" e\u{301}".utf8)
    let run = try Pipeline.only("unicode").run(bytes)
    #expect(run.undo() == bytes)
    #expect(run.output.contains(0xFF))
  }
}
