import EmendCore
import Mustache

/// Texts of records as HTML. What is shown gets names for what cannot be seen or would turn the page around; what goes into the
/// value of a control stays exactly as it is.
enum ReviewText {
  /// Longer texts are cut in a heading; the record's rows have them in full.
  private static let longest = 400

  /// For the value of an attribute or the inside of a textarea: the same text when a browser sends it back.
  static func exact(_ text: String) -> String {
    var out = ""
    out.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      case "\n": out += "&#10;"
      case "\r": out += "&#13;"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  /// Without white space at its ends, unless it is nothing else: an editor types words, and the ends stay as they are.
  static func inner(_ text: String) -> String {
    let words = text.unicodeScalars.drop { $0.properties.isWhitespace }
    let inner = String(String.UnicodeScalarView(words.reversed().drop { $0.properties.isWhitespace }.reversed()))
    return inner.isEmpty ? text : inner
  }

  /// Text of an edit: blanks at its ends, line ends and controls have signs, as in the rows.
  static func shown(_ text: String) -> String { shown(Array(text)) }

  /// An edit in a line, with the letters that it changes marked.
  static func edit(_ original: String, _ replacement: String) -> String {
    let old = Array(original)
    let new = Array(replacement)
    let arrow = "<span class=\"to\" aria-hidden=\"true\">→</span><span class=\"hidden\"> becomes </span>"
    if new.isEmpty { return "<del class=\"only\" dir=\"auto\">\(shown(old))</del><span class=\"taken-out\"> taken out</span>" }
    if old.isEmpty { return "<span class=\"put-in\">put in </span><ins dir=\"auto\">\(shown(new))</ins>" }
    let head = zip(old, new).prefix { $0 == $1 }.count
    let tail = min(zip(old.reversed(), new.reversed()).prefix { $0 == $1 }.count, min(old.count, new.count) - head)
    func side(_ text: [Character]) -> String {
      let middle = text[head..<text.count - tail]
      if middle.count == text.count || middle.isEmpty { return shown(text) }
      return shown(Array(text[..<head]), endsWithin: true) + "<b>\(shown(Array(middle)))</b>"
        + shown(Array(text[(text.count - tail)...]), startsWithin: true)
    }
    if max(old.count, new.count) > longest { return "<del dir=\"auto\">\(shown(old))</del>\(arrow)<ins dir=\"auto\">\(shown(new))</ins>" }
    return "<del dir=\"auto\">\(side(old))</del>\(arrow)<ins dir=\"auto\">\(side(new))</ins>"
  }

  private static func shown(_ text: [Character], startsWithin: Bool = false, endsWithin: Bool = false) -> String {
    let cut = text.count > longest
    let part = cut ? Array(text[..<longest]) : text
    let firstWord = startsWithin ? 0 : part.firstIndex { $0 != " " } ?? part.count
    let lastWord = endsWithin ? part.count : part.lastIndex { $0 != " " }.map { $0 + 1 } ?? 0
    var out = ""
    for (index, character) in part.enumerated() {
      if character == " ", index < firstWord || index >= lastWord {
        out += named("␣")
      } else {
        out += character.unicodeScalars.map(shown).joined()
      }
    }
    return cut ? out + "… (\(text.count) characters)" : out
  }

  private static func shown(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x09: named("TAB")
    case 0x0A: named("¶")
    case 0x0D: named("CR")
    case 0x0C: named("FF")
    case 0xA0: named("NBSP")
    case 0xAD: named("SHY")
    case 0..<0x20, 0x7F...0x9F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF:
      named("U+" + String(repeating: "0", count: max(0, 4 - hex(scalar).count)) + hex(scalar))
    default: String(scalar).escaped
    }
  }

  private static func hex(_ scalar: Unicode.Scalar) -> String { String(scalar.value, radix: 16, uppercase: true) }

  private static func named(_ name: String) -> String { "<span class=\"v\" data-v=\"\(name)\"></span>" }
}

/// How the templates escape. The library's own way goes by characters, so that a quotation mark with an accent behind it would end
/// an attribute; this one goes by scalars.
struct ReviewContentType: MustacheContentType {
  static let name = "REVIEW"

  func escapeText(_ text: String) -> String { text.escaped }
}
