import EmendCore
import EmendLexicon

/// A line, or a bracket in a line, that reads as a page marker or could be one.
package struct PageMark {
  /// How the marker is written. The raw values stand in the field `style`.
  package enum Style: String {
    /// `[Page 591]`, `[[Page 635]]`, `[Pages 634-651]`.
    case bracket
    /// `- 2 -`.
    case dashes
    /// `PAGE 2 OF 4`, `Page iii`, `PAGE TWO`, `pg 3`, `P.3`.
    case line
    /// `PAGE 02  LA PAZ 08894 191500Z`.
    case cable
    /// What an OCR program writes between pages: `--- Image 12_page_2.jpeg ---`, `## Page 2`, `-----File: 123.png---`.
    case separator
    /// `3`, `3.`, `(3)`, `iv`.
    case bare
    /// A number stamped on each sheet: `CIA-000123`, `0004711`.
    case serial
  }

  package let style: Style
  /// The number as it stands.
  package let read: String
  /// The number that it is; nil when it must be a misreading.
  package var number: Int?
  /// The last page, as read.
  package var total: Int?
  /// How surely the line is a marker, whatever stands around it.
  package var confidence: Double
  /// What stands before the number of a serial.
  package var prefix = ""

  /// True for what is a marker only where it runs with the pages.
  var needsSequence: Bool { confidence < Confidence.Level.likely.threshold }

  package var rule: String {
    switch style {
    case .bracket: "page-markers.bracket"
    case .separator: "page-markers.separator"
    case .bare: "page-markers.bare"
    case .serial: "page-markers.serial"
    case .dashes, .line, .cable: "page-markers.line"
    }
  }

  /// `page` is what the number means, `read` what stands there when that is something else.
  package func artifact(_ text: String) -> Artifact {
    var fields: [Artifact.Field] = []
    let label = number.map(String.init)
    let isPlain = RomanNumeral.value(read) != nil || label == nil
    switch (style, label) {
    case (.serial, _): fields.append(Artifact.Field("serial", prefix + read))
    case (.bracket, _): fields.append(Artifact.Field(Artifact.Field.page, read))
    case (_, let label?) where !isPlain:
      fields.append(Artifact.Field(Artifact.Field.page, label))
      if read != label { fields.append(Artifact.Field("read", read)) }
    case (_, nil): fields.append(Artifact.Field("read", read))
    default: fields.append(Artifact.Field(Artifact.Field.page, read))
    }
    fields.append(Artifact.Field(Artifact.Field.style, style.rawValue))
    if let total { fields.append(Artifact.Field("of", String(total))) }
    if style == .separator { fields.append(Artifact.Field(Artifact.Field.pageBreak, "separator")) }
    return Artifact(kind: .pageMarker, text: text, fields: fields)
  }

  /// True when OCR may have read `wanted` as this marker's number: as many glyphs, and each like the one it should be.
  func mayBe(_ wanted: Int) -> Bool {
    guard wanted > 0 else { return false }
    let digits = Array(String(wanted).utf8)
    let glyphs = Array(read.utf8)
    // `Zz` and `Z2` for 2: one figure read twice.
    if digits.count == 1, glyphs.count == 2 { return glyphs.allSatisfy { GlyphClass.of($0) == GlyphClass.of(digits[0]) } }
    guard glyphs.count == digits.count else { return false }
    // One figure may be misread for another; where two differ it is another number.
    if zip(glyphs, digits).count(where: { $0 != $1 && $0.isDigit }) > 1 { return false }
    return zip(glyphs, digits).allSatisfy { glyph, digit in
      glyph == digit || glyph.isDigit || GlyphClass.of(glyph) == GlyphClass.of(digit)
    }
  }
}

/// Numbers in words and in Roman numerals, as typists wrote them at page heads.
package enum RomanNumeral {
  /// Up to a hundred; nil for anything else, and for numerals that no one writes (`iix`).
  package static func value(_ text: String) -> Int? {
    // Hardly any word consists of these letters, and looking one up costs more than looking at it.
    guard text.utf8.count <= longest, text.utf8.allSatisfy({ $0.isAny(of: "ivxlcIVXLC") }) else { return nil }
    return values[text.lowercased()]
  }

  /// Letters of `lxxxviii`.
  private static let longest = 8

  private static let values: [String: Int] = {
    let tens = ["", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"]
    let ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]
    var values: [String: Int] = ["c": 100]
    for (t, ten) in tens.enumerated() {
      for (o, one) in ones.enumerated() where t + o > 0 { values[ten + one] = t * 10 + o }
    }
    return values
  }()
}

package enum NumberWord {
  /// `two`, `twenty`, `twenty-one`, up to ninety-nine.
  package static func value(_ text: String) -> Int? { values[text.lowercased()] }

  private static let values: [String: Int] = {
    let ones = [
      "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
      "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    let tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    var values: [String: Int] = [:]
    for (n, word) in ones.enumerated() where n > 0 { values[word] = n }
    for (t, word) in tens.enumerated() where t > 1 {
      values[word] = t * 10
      for n in 1...9 { values[word + "-" + ones[n]] = t * 10 + n }
    }
    return values
  }()
}
