/// Text of a record, a path or a reason on its way to a terminal or into a line of a report: nothing in it commands, hides,
/// turns the writing around or ends the line.
///
/// Controls (C0, DEL, C1), separators of lines and paragraphs, and all that is drawn as nothing at all stand as escapes: `\n`,
/// `\r`, `\t`, `\e`, else `\u{202E}`; a byte that is no UTF-8 as `\xE9`. Letters of any script and their marks stay.
package enum Visible {
  /// A path or a word on one line, so that no two look the same: a backslash of its own is doubled.
  package static func word(_ text: String) -> String { shown(text, doubled: true) }

  /// A sentence on one line. What was made visible before stays as it is.
  package static func line(_ text: String) -> String { shown(text) }

  /// Several lines: line feeds and tabs stay.
  package static func lines(_ text: String) -> String { shown(text, keeping: "\n\t") }

  /// Bytes as `line` shows them, but for the signs in `keeping`.
  package static func line(bytes: some Collection<UInt8>) -> String { line(bytes: bytes, keeping: "") }

  package static func line(bytes: some Collection<UInt8>, keeping kept: String) -> String { shown(text(bytes), keeping: kept) }

  /// What stands around a change on its line: tabs stay, and what joins letters and picks their forms.
  package static func context(bytes: some Collection<UInt8>) -> String {
    line(bytes: bytes, keeping: "\t\u{200C}\u{200D}\u{FE0E}\u{FE0F}")
  }

  /// Bytes as text; each that is no UTF-8 as the sign that stands for it in a path, which is then shown as `\xE9`.
  package static func text(_ bytes: some Collection<UInt8>) -> String { FileName.text(Array(bytes)) }

  /// A path with its bytes that are no UTF-8 as `\xE9`, and every other character as it is: for formats that escape by themselves.
  package static func bytes(_ path: String) -> String {
    guard FileName.hasForeign(path) else { return path }
    return path.unicodeScalars.map { FileName.byte($0).map(escape) ?? String($0) }.joined()
  }

  private static func shown(_ text: String, doubled: Bool = false, keeping kept: String = "") -> String {
    let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && !(doubled && $0 == UInt8(ascii: "\\")) }
    if isPlain { return text }
    var out = ""
    out.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\" where doubled: out += "\\\\"
      case _ where kept.unicodeScalars.contains(scalar): out.unicodeScalars.append(scalar)
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case "\u{1B}": out += "\\e"
      default:
        if let byte = FileName.byte(scalar) {
          out += escape(byte)
        } else if isHidden(scalar) {
          out += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        } else {
          out.unicodeScalars.append(scalar)
        }
      }
    }
    return out
  }

  private static func escape(_ byte: UInt8) -> String { "\\x" + [byte].hexadecimal.uppercased() }

  /// True for what a terminal obeys: controls, separators of lines, and marks that set the direction of writing.
  package static func isCommand(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0..<0x20, 0x7F...0x9F, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// True for what a terminal obeys or draws as nothing.
  package static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F, 0xA0..<0xAD, 0xAE..<0x34F: false
    case 0xFFF9...0xFFFB: true
    default: isCommand(scalar.value) || scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.isNoncharacterCodePoint
    }
  }
}
