import Testing

@testable import EmendCore
@testable import EmendReports

/// What goes to a terminal or into a line of a report: nothing in it commands, hides, or ends the line.
@Suite struct VisibleTests {
  /// Reads back what `Visible.word` wrote.
  static func read(_ shown: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = shown.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\" else {
        bytes += Array(String(scalar).utf8)
        continue
      }
      switch rest.popFirst() {
      case "\\": bytes.append(UInt8(ascii: "\\"))
      case "n": bytes.append(0x0A)
      case "r": bytes.append(0x0D)
      case "t": bytes.append(0x09)
      case "e": bytes.append(0x1B)
      case "x":
        guard let byte = UInt8(String(String.UnicodeScalarView(rest.prefix(2))), radix: 16) else { return nil }
        bytes.append(byte)
        rest = rest.dropFirst(2)
      case "u":
        let digits = rest.dropFirst().prefix { $0 != "}" }
        guard let value = UInt32(String(String.UnicodeScalarView(digits)), radix: 16), let scalar = Unicode.Scalar(value) else {
          return nil
        }
        bytes += Array(String(scalar).utf8)
        rest = rest.dropFirst(digits.count + 2)
      default: return nil
      }
    }
    return bytes
  }

  @Test func everyCharacterIsSeenOrNamed() {
    var hidden = 0
    for value in UInt32(0)...0x10FF7F {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let (text, properties) = (String(scalar), scalar.properties)
      let shown = Visible.word(text)
      let isUnseen =
        [.control, .lineSeparator, .paragraphSeparator].contains(properties.generalCategory) || properties.isDefaultIgnorableCodePoint
        || properties.isNoncharacterCodePoint || value == 0xFFF9 || value == 0xFFFA || value == 0xFFFB
      if isUnseen || text == "\\" {
        hidden += 1
        guard shown.utf8.allSatisfy({ 0x21..<0x7F ~= $0 }), Self.read(shown) == Array(text.utf8) else {
          Issue.record("U+\(String(value, radix: 16)) shows as \(shown.debugDescription)")
          continue
        }
      } else if shown != text {
        Issue.record("U+\(String(value, radix: 16)) stays, but shows as \(shown)")
      }
    }
    // C0, DEL and C1 alone are 65.
    #expect(hidden > 4_000)
  }

  @Test func theNamesAreTheUsualOnes() {
    #expect(Visible.word("a\u{1B}[31m\n\r\tb") == "a\\e[31m\\n\\r\\tb")
    #expect(Visible.word("\u{9B}2J\u{202E}\u{2028}\u{0}\u{7F}") == "\\u{9B}2J\\u{202E}\\u{2028}\\u{0}\\u{7F}")
    #expect(Visible.word("back\\slash") == "back\\\\slash" && Visible.line("back\\slash") == "back\\slash")
    #expect(Visible.lines("a\tb\nc\rd") == "a\tb\nc\\rd")
    #expect(Visible.line(bytes: [0x63, 0x61, 0x66, 0xE9, 0x0A]) == "caf\\xE9\\n")
    #expect(Visible.context(bytes: Array("a\tمی\u{200C}خواهم\u{1B}".utf8)) == "a\tمی\u{200C}خواهم\\e")
  }

  @Test(arguments: [
    "é", "e\u{301}", "日本", "مرحبا", "שָׁלוֹם", "हिन्दी", "한글", "\u{1112}\u{1161}\u{11AB}", "ﬁ", "“”—…", "𝔘", "🚀", "\u{A0}", "\u{600}1",
  ])
  func lettersOfAnyScriptStay(text: String) {
    #expect(Visible.word(text) == text && Quoted.text(text) == "\"\(text)\"")
  }

  @Test func anyBytesComeBack() {
    var random = Random(7)
    let pieces: [[UInt8]] =
      [
        "a", "é", "\\", "\\n", "\n", "\u{1B}", "\\x", "E9", "\u{202E}", "\u{10FFE9}", "\u{10FF80}", "\u{10FFFF}", "\u{FFFE}", "\"",
        "\u{AD}",
      ].map { Array($0.utf8) } + [[0xE9], [0x80], [0xFF], [0xF4, 0x8F], [0xC3]]
    var seen: [String: [UInt8]] = [:]
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...6, using: &random)).flatMap { _ in pieces.randomElement(using: &random)! }
      let name = FileName.text(bytes)
      #expect(FileName.bytes(name) == bytes)
      let shown = Visible.word(name)
      #expect(Self.read(shown) == bytes, "\(bytes)")
      #expect(shown.unicodeScalars.allSatisfy { !Visible.isHidden($0) && FileName.byte($0) == nil })
      #expect(seen[shown, default: bytes] == bytes, "two names look the same: \(shown)")
      seen[shown] = bytes
      #expect(Visible.line(shown) == shown, "what is visible stays")
    }
  }

  @Test func wordsAreCutAndQuoted() {
    #expect(Quoted.text("say \"hi\"\\") == "\"say \\\"hi\\\"\\\\\"")
    #expect(Quoted.text([0xE9, 0x22]) == "\"\\xE9\\\"\"")
    #expect(Quoted.text(String(repeating: "x", count: 60)).count == 62)
    #expect(Quoted.text(String(repeating: "x", count: 61)) == "\"" + String(repeating: "x", count: 57) + "…\"")
    #expect(Quoted.text("a" + String(repeating: "\u{301}", count: 100_000)).unicodeScalars.count < 300)
  }

  @Test func diffsForATerminalCommandNothing() throws {
    let run = try Pipeline.only("spelling").run("a\u{1B}[31m\tsugge sted \u{202E}it\u{9B}2J\r\nlast\u{7}")
    for path in ["a.txt", "n\new\u{1B}.txt"] {
      let diff = try ByteWriter.collect { try UnifiedDiff(run, path: path, isShown: true).write(to: &$0) }
      let words = try ByteWriter.collect { try WordDiff(run, coloured: false).write(to: &$0) }
      for text in [diff, words] {
        let shown = String(decoding: text, as: UTF8.self)
        #expect(shown.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || !Visible.isHidden($0) }, "\(shown.debugDescription)")
        #expect(shown.contains("a\\e[31m\t") && shown.contains("\\u{202E}it\\u{9B}2J"))
      }
      #expect(String(decoding: diff, as: UTF8.self).contains("+a\\e[31m\tsuggested \\u{202E}it\\u{9B}2J\\r\n last\\u{7}\n\\ No newline"))
      let raw = try ByteWriter.collect { try UnifiedDiff(run, path: path).write(to: &$0) }
      #expect(String(decoding: raw, as: UTF8.self).contains("+a\u{1B}[31m\tsuggested \u{202E}it\u{9B}2J\r\n last\u{7}\n\\ No newline"))
    }
  }
}
