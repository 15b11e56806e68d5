import EmendCore

/// The rules of the stage `decode`.
package enum DecodeRules {
  package static let all: [Rule] = [
    Rule(
      "decode.charset", "Converts a text in another charset to UTF-8",
      rationale: "Old conversions come as Windows-1252, UTF-16 or the charset of another alphabet.",
      safety:
        "Only where the bytes are not valid UTF-8, and bear the charset out by themselves: a few stray bytes tell none. The charset, and how sure ICU is of it, stand in the reason.",
      examples: [
        Rule.Example(
          bytes: Array("L'entrevue de Genève a été remise à plus tard.".utf8).latin1,
          Array("L'entrevue de Genève a été remise à plus tard.".utf8), atStart: true),
        Rule.Example(
          bytes: [0xFF, 0xFE] + "NATO\n".utf8.flatMap { [$0, 0] }, Array("NATO\n".utf8), atStart: true),
      ]),
    Rule(
      "decode.bom", "Removes a byte order mark from the start",
      rationale: "The mark is no character of the record, and many tools trip over it.",
      safety: "Only as the first character.",
      examples: [Rule.Example("\u{FEFF}SUBJECT: Cuba", "SUBJECT: Cuba", atStart: true)]),
    Rule(
      "decode.bad-byte", "Reads a lone byte that is not UTF-8 as Windows-1252 where that fits, or marks it with U+FFFD",
      rationale: "Texts pieced together from several sources have single bytes of another charset in them.",
      safety:
        "Only bytes that are no valid UTF-8, and only as a letter in a word or a sign beside one; the byte stands in the report.",
      examples: [
        Rule.Example(
          bytes: Array("Genève, Zürich, Nuñez, Bogotá: the President".utf8) + [0x92] + Array("s view".utf8),
          Array("Genève, Zürich, Nuñez, Bogotá: the President’s view".utf8))
      ]),
    Rule(
      "decode.control", "Removes NUL and other control bytes",
      rationale: "They come from broken conversions, are invisible, and end the text for some programs.",
      safety: "Tab, line feed, carriage return and form feed stay.",
      examples: [Rule.Example("air\u{0} surveil\u{8}lance", "air surveillance")]),
    Rule(
      "decode.line-ends", "Changes line ends to LF or CRLF, on request",
      rationale: "Batches from several systems mix them.",
      safety: "Off by default (`--line-ends keep`).",
      examples: [Rule.Example("one\rtwo\r", "one\ntwo\n", options: { $0.lineEnds = .lf })]),
  ]
}

extension [UInt8] {
  /// UTF-8 of Latin-1 characters as Latin-1; for examples.
  fileprivate var latin1: [UInt8] {
    String(decoding: self, as: UTF8.self).unicodeScalars.map { UInt8($0.value) }
  }
}
