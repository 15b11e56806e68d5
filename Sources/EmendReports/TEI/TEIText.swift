import EmendCore

/// Text of a record as XML 1.0.
///
/// XML has no place for most control characters, for U+FFFE and U+FFFF, and for bytes that are no UTF-8. Each stands as
/// `<g type="control" n="U+0008">␈</g>`, so that the reader sees that something was there and a program which; a form feed is a
/// page break, `<pb type="form-feed"/>`. Characters that nobody sees or that turn the direction of writing are written as references.
package enum TEIText {
  /// Appends text as the content of an element. Line ends of whatever kind become LF and, where the text goes on behind
  /// them, `<lb/>`.
  /// - Parameters:
  ///   - breaks: false for text that is not the record's own: a line end is LF alone, and no page breaks there.
  ///   - joins: the first line end cuts a word, `<lb break="no"/>`.
  package static func append(_ bytes: ArraySlice<UInt8>, to out: inout [UInt8], breaks: Bool = true, joins: Bool = false) {
    let all = Array(bytes)
    let text = all.span
    var joins = joins
    var i = 0
    while i < text.count {
      let byte = text[i]
      switch byte {
      case UInt8(ascii: "&"): out += Array("&amp;".utf8)
      case UInt8(ascii: "<"): out += Array("&lt;".utf8)
      case UInt8(ascii: ">"): out += Array("&gt;".utf8)
      case .carriageReturn where i + 1 < text.count && text[i + 1] == .lineFeed: break
      case .lineFeed, .carriageReturn:
        out.append(.lineFeed)
        if breaks { out += Array((joins ? "<lb break=\"no\"/>" : "<lb/>").utf8) }
        joins = false
      case .formFeed where breaks: out += Array("\n<pb type=\"form-feed\"/>".utf8)
      case .tab, 0x20..<0x7F: out.append(byte)
      case 0..<0x20, 0x7F: appendGlyph(byte == 0x7F ? 0x2421 : 0x2400 + UInt32(byte), "control", name(UInt32(byte)), to: &out)
      default:
        let (scalar, length) = UTF8Scan.scalar(text, at: i)
        if scalar == 0xFFFD, length == 1 {
          appendGlyph(0xFFFD, "byte", hex(UInt32(byte), digits: 2), to: &out)
        } else if scalar == 0xFFFE || scalar == 0xFFFF {
          appendGlyph(0xFFFD, "noncharacter", name(scalar), to: &out)
        } else if isUnseen(scalar) {
          out += Array("&#x\(hex(scalar, digits: 1));".utf8)
        } else {
          out += all[i..<i + length]
        }
        i += length
        continue
      }
      i += 1
    }
  }

  /// The value of an attribute, without its quotation marks.
  package static func attribute(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "\n", "\r", "\t": out += " "
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: out += "\u{FFFD}"
      case _ where isUnseen(scalar.value): out += "&#x\(hex(scalar.value, digits: 1));"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  /// Text as the content of an element, on one line.
  package static func content(_ text: String) -> String {
    var out: [UInt8] = []
    append(Array(text.utf8)[...], to: &out, breaks: false)
    return String(decoding: out, as: UTF8.self)
  }

  /// True for text that is white space in its eyes and in XML's, or a form feed.
  package static func isSpace(_ bytes: some Collection<UInt8>) -> Bool { bytes.allSatisfy(\.isSpace) }

  private static func appendGlyph(_ scalar: UInt32, _ type: String, _ name: String, to out: inout [UInt8]) {
    let sign = Unicode.Scalar(scalar).map(String.init) ?? "\u{FFFD}"
    out += Array("<g type=\"\(type)\" n=\"\(name)\">\(sign)</g>".utf8)
  }

  /// C1 controls, soft hyphens, zero-width characters, direction marks and the byte order mark.
  private static func isUnseen(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x80...0x9F, 0xAD, 0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
    default: false
    }
  }

  private static func name(_ scalar: UInt32) -> String { "U+" + hex(scalar, digits: 4) }

  private static func hex(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}
