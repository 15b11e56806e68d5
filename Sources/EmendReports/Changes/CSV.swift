import EmendCore

/// Comma-separated values (RFC 4180): cells with a comma, a quotation mark or a line end stand in quotation marks, and a row
/// ends with CRLF. Line ends inside a cell stay as they are.
package enum CSV {
  package static func row(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\r\n" }

  private static func quoted(_ value: String) -> String {
    let isPlain = value.utf8.allSatisfy { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\"") && !$0.isLineEnd }
    return isPlain ? value : "\"" + value.replacing("\"", with: "\"\"") + "\""
  }

  /// Text of a record for a cell that a spreadsheet opens: an apostrophe goes before what the program would take for a formula
  /// (OWASP, CSV Injection: cells that begin with `=`, `+`, `-`, `@`, a tab or a line end, and the full-width forms of the four
  /// signs), and control characters show as their pictures (`␀`), for many readers stop at a NUL. What is left of the commands
  /// to a terminal, such as marks that turn the writing around, stands as `\u{202E}`.
  package static func shown(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D: out.unicodeScalars.append(scalar)
      case 0..<0x20: out.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
      case 0x7F: out.unicodeScalars.append("\u{2421}")
      case _ where Visible.isCommand(scalar.value) || FileName.byte(scalar) != nil: out += Visible.line(String(scalar))
      default: out.unicodeScalars.append(scalar)
      }
    }
    return guarded(out)
  }

  /// A path, which stands on one line.
  package static func shown(path: String) -> String { guarded(Visible.word(path)) }

  private static func guarded(_ text: String) -> String {
    let opening: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
    if let first = text.unicodeScalars.first, opening.contains(first) { return "'" + text }
    return text
  }
}
