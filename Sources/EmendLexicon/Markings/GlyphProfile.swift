import EmendCore

/// Where in a template each letter may stand, one bit a place: what a line is dismissed by before it is aligned.
///
/// All letters that look alike are taken for equal, punctuation for nothing, and a field for whatever stands in it: the
/// fewest letters in which line and template differ then are no more than those of any alignment. They are counted
/// bit-parallel, all places of the template in a step: without fields by Myers 1999, as Hyyrö has it for whole strings,
/// with fields by an automaton that has a row of states for each number of differences (Wu and Manber 1992).
package final class GlyphProfile: Sendable {
  /// For each letter A...Z and digit 0...9 the places that may be read as it.
  private let rows: [UInt64]
  /// Letters, digits and fields; 0 where there are more than a word has bits.
  private let count: Int
  /// The places of letters and digits, and those of fields.
  private let letters: UInt64
  private let fields: UInt64

  /// Letters and digits that look alike to OCR, for each of them one bit for each other.
  package static func alike(_ glyphs: GlyphCosts) -> [UInt64] {
    (0..<36).map { a in
      (0..<36).reduce(0) { $0 | (glyphs.substitution(glyph($1), glyph(a)) < 100 ? 1 << UInt64($1) : 0) }
    }
  }

  private static func glyph(_ row: Int) -> UInt8 { row < 26 ? UInt8(ascii: "A") + UInt8(row) : UInt8(ascii: "0") + UInt8(row - 26) }

  /// The row of a letter or digit.
  @inline(__always)
  private static func row(_ byte: UInt8) -> Int? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte) - 65
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) - 22
    default: nil
    }
  }

  package init(_ template: MarkingTemplate, _ alike: [UInt64]) {
    var rows = [UInt64](repeating: 0, count: 36)
    var letters: UInt64 = 0
    var fields: UInt64 = 0
    var count = 0
    for (kind, code) in zip(template.kinds, template.codes) where kind != MarkingTemplate.markKind && count < 63 {
      let place: UInt64 = 1 << UInt64(count)
      count += 1
      guard kind == MarkingTemplate.glyphKind, let own = Self.row(code) else {
        fields |= place
        continue
      }
      letters |= place
      var open = alike[own]
      while open != 0 {
        rows[open.trailingZeroBitCount] |= place
        open &= open &- 1
      }
    }
    (self.rows, self.letters, self.fields) = (rows, letters, fields)
    self.count = template.kinds.count { $0 != MarkingTemplate.markKind } == count ? count : 0
  }

  /// False when the line costs more than `limit`, in hundredths of a letter, as this template; true may be wrong.
  func mayCost(_ line: FoldedLine, atMost limit: Int) -> Bool {
    if count == 0 { return true }
    let most = limit / 100
    return fields == 0 ? leastDifferences(line) <= most : differs(line, atMost: most)
  }

  private func leastDifferences(_ line: FoldedLine) -> Int {
    let last: UInt64 = 1 << UInt64(count - 1)
    var score = count
    // Marks that may stand for a letter; none of them saves more than one.
    var marks = 0
    var rises = ~UInt64(0)
    var falls: UInt64 = 0
    let rows = rows
    for byte in line.bytes {
      let equal: UInt64
      if let row = Self.row(byte) {
        equal = rows[row]
      } else if byte >= 0x80 {
        equal = 0
      } else {
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
    return score - marks
  }

  /// True when the line may be read with so many differences.
  ///
  /// A bit of a state says that the places below it were read. A letter moves on over a place that may be read as it, or
  /// stays in a field; with a difference more it stays, or moves on over any letter, and a letter may be missing.
  private func differs(_ line: FoldedLine, atMost most: Int) -> Bool {
    let rows = rows
    let inFields = fields << 1
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: most + 1) { states in
      states[0] = 1
      for more in stride(from: 1, through: most, by: 1) { states[more] = states[more - 1] | (states[more - 1] & letters) << 1 }
      for byte in line.bytes {
        var equal = fields
        var stays = inFields
        if let row = Self.row(byte) {
          equal |= rows[row]
        } else if byte < 0x80 {
          equal = ~0
          stays = ~0
        }
        var before: UInt64 = 0
        var now: UInt64 = 0
        for more in 0...most {
          let old = states[more]
          now = (old & equal) << 1 | old & stays | before | (before & letters) << 1 | (now & letters) << 1
          before = old
          states[more] = now
        }
        if now == 0 { return false }
      }
      return states[most] >> UInt64(count) & 1 == 1
    }
  }
}
