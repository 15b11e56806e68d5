/// Where in the text of a template each letter may stand, one bit a place: what a line is dismissed by before it is aligned.
///
/// The fewest letters in which line and template differ when all that look alike are taken for equal, and punctuation
/// for nothing, come from a bit-parallel edit distance (Myers 1999, as Hyyrö has it for whole strings): one step a letter
/// of the line, whatever the length of the template. No alignment costs less.
final class GlyphProfile: Sendable {
  /// For each letter A...Z and digit 0...9 the places of glyphs that it may be read for.
  private let rows: [UInt64]
  private let count: Int

  /// nil for a template with fields or with more letters than a word has bits.
  init(_ template: MarkingTemplate, _ glyphs: GlyphCosts) {
    count = template.fields.isEmpty && template.glyphs.count <= 64 ? template.glyphs.count : 0
    var rows = [UInt64](repeating: 0, count: count == 0 ? 0 : 36)
    for row in rows.indices {
      for (place, glyph) in template.glyphs.enumerated() where glyphs.substitution(Self.glyph(row), glyph) < 100 {
        rows[row] |= 1 << UInt64(place)
      }
    }
    self.rows = rows
  }

  private static func glyph(_ row: Int) -> UInt8 { row < 26 ? UInt8(ascii: "A") + UInt8(row) : UInt8(ascii: "0") + UInt8(row - 26) }

  /// In hundredths of a letter what the line costs at least as this template; 0 where that is not known.
  func leastCost(_ line: FoldedLine) -> Int {
    if count == 0 { return 0 }
    let last: UInt64 = 1 << UInt64(count - 1)
    var score = count
    // Marks that may stand for a letter; none of them saves more than one.
    var marks = 0
    var rises = ~UInt64(0)
    var falls: UInt64 = 0
    let rows = rows
    for byte in line.bytes {
      let equal: UInt64
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): equal = rows[Int(byte) - 65]
      case UInt8(ascii: "0")...UInt8(ascii: "9"): equal = rows[Int(byte) - 22]
      case 0x80...: equal = 0
      default:
        marks += 1
        continue
      }
      let vertical = equal | falls
      let horizontal = (((equal & rises) &+ rises) ^ rises) | equal
      var up = falls | ~(horizontal | rises)
      var down = rises & horizontal
      if up & last != 0 { score += 1 } else if down & last != 0 { score -= 1 }
      up = up << 1 | 1
      down <<= 1
      rises = down | ~(vertical | up)
      falls = up & vertical
    }
    return max(0, score - marks) * 100
  }
}
