/// Words for people: a number of things, and bytes in quotes.
package enum Quoted {
  package static func count(_ n: Int, _ noun: String) -> String { "\(n) \(noun)\(n == 1 ? "" : "s")" }

  /// Bytes as text in quotes on one line, cut at 60 characters; a byte that is no UTF-8 shows as `\\xE8`.
  package static func text(_ bytes: [UInt8]) -> String { text(Visible.text(bytes)) }

  /// Text in quotes on one line, cut at 60 characters.
  package static func text(_ text: String) -> String {
    var cut = text[...]
    if text.utf8.count > 60 {
      cut = text.prefix(61)
      if cut.count > 60 { cut = cut.prefix(57) + "…" }
      // A character may have marks without end.
      if cut.unicodeScalars.count > 240 { cut = Substring(cut.unicodeScalars.prefix(237)) + "…" }
    }
    let isPlain = cut.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    if isPlain { return "\"" + cut + "\"" }
    return "\"" + Visible.word(String(cut)).replacing("\"", with: "\\\"") + "\""
  }
}

extension String {
  package func padding(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
  package func leftPadding(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
