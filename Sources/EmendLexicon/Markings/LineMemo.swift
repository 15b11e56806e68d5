import EmendCore

/// What the lines of a text were found to be, so that a line that recurs is searched once.
///
/// Each pair of slots remembers the last two lines that fell into it by their places in the text; a hit compares the bytes.
package struct LineMemo {
  package enum Answer {
    case known(MarkingTemplates.Match?)
    /// Not seen, or forgotten; remember it in this pair of slots.
    case new(Int)
  }

  /// Eight bytes a slot, so that a look-up touches memory in one place: the start of the line, its length, and behind that
  /// the number of its match from 1, or 0 for a line that is no marking. 0 for a free slot, as no line is empty.
  private var slots: [UInt64]
  private var matches: [MarkingTemplates.Match] = []
  private let shift: UInt64

  private static let startBits: UInt64 = 36
  private static let lengthBits: UInt64 = 9
  /// What has no room in a slot is searched again.
  private static let mostMatches = 1 << (64 - startBits - lengthBits) - 1
  private static let lastStart = 1 << startBits - 1

  /// For a text of `count` bytes: a slot for every 32 of them, within bounds.
  package init(count: Int) {
    var bits: UInt64 = 6
    while bits < 19, 32 << bits < count { bits += 1 }
    shift = 64 - bits
    slots = Array(repeating: 0, count: 1 << bits)
  }

  package func find(_ text: [UInt8], _ range: Range<Int>) -> Answer {
    let first = firstSlot(text, range)
    for number in first...first + 1 {
      let slot = slots[number]
      let length = Int(slot >> Self.startBits) & (1 << Self.lengthBits - 1)
      let start = Int(slot & (1 << Self.startBits - 1))
      guard length == range.count, equal(text, start..<start + length, text, range) else { continue }
      let match = Int(slot >> (Self.startBits + Self.lengthBits))
      return .known(match == 0 ? nil : matches[match - 1])
    }
    return .new(first)
  }

  mutating func remember(_ match: MarkingTemplates.Match?, _ range: Range<Int>, in slot: Int) {
    guard range.lowerBound <= Self.lastStart, range.count < 1 << Self.lengthBits, matches.count < Self.mostMatches else { return }
    slots[slot + 1] = slots[slot]
    slots[slot] = UInt64(range.lowerBound) | UInt64(range.count) << Self.startBits
    if let match {
      matches.append(match)
      slots[slot] |= UInt64(matches.count) << (Self.startBits + Self.lengthBits)
    }
  }

  /// The first of the two slots of a line.
  private func firstSlot(_ text: [UInt8], _ range: Range<Int>) -> Int {
    let raw = text.span.bytes
    var hash = UInt64(range.count)
    func mix(_ word: UInt64) {
      hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
    }
    var i = range.lowerBound
    while i + 8 <= range.upperBound {
      mix(raw.unsafeLoadUnaligned(fromByteOffset: i, as: UInt64.self))
      i += 8
    }
    if range.count >= 8 {
      // The rest, together with bytes that were read before.
      mix(raw.unsafeLoadUnaligned(fromByteOffset: range.upperBound - 8, as: UInt64.self))
    } else {
      var rest: UInt64 = 0
      while i < range.upperBound {
        rest = rest << 8 | UInt64(raw.unsafeLoad(fromByteOffset: i, as: UInt8.self))
        i += 1
      }
      mix(rest)
    }
    return Int(hash >> shift) & ~1
  }
}
