/// What the lines of a text were found to be, so that a line that recurs is searched once.
///
/// Each slot remembers the last line that fell into it by its place in the text; a hit compares the bytes.
struct LineMemo {
  enum Answer {
    case known(MarkingTemplates.Match?)
    /// Not seen, or forgotten; remember it in this slot.
    case new(Int)
  }

  private var starts: [Int]
  /// 0 for a free slot.
  private var lengths: [UInt16]
  /// Index into `matches`, -1 for a line that is no marking.
  private var results: [Int32]
  private var matches: [MarkingTemplates.Match] = []
  private let shift: UInt64

  /// For a text of `count` bytes: a slot for every 32 of them, within bounds.
  init(count: Int) {
    var bits: UInt64 = 6
    while bits < 20, 32 << bits < count { bits += 1 }
    shift = 64 - bits
    starts = Array(repeating: 0, count: 1 << bits)
    lengths = Array(repeating: 0, count: 1 << bits)
    results = Array(repeating: -1, count: 1 << bits)
  }

  func find(_ text: [UInt8], _ range: Range<Int>) -> Answer {
    let slot = slot(text, range)
    guard Int(lengths[slot]) == range.count, equal(text, starts[slot]..<starts[slot] + range.count, text, range) else {
      return .new(slot)
    }
    let result = results[slot]
    return .known(result < 0 ? nil : matches[Int(result)])
  }

  mutating func remember(_ match: MarkingTemplates.Match?, _ range: Range<Int>, in slot: Int) {
    starts[slot] = range.lowerBound
    lengths[slot] = UInt16(range.count)
    results[slot] = -1
    if let match {
      results[slot] = Int32(matches.count)
      matches.append(match)
    }
  }

  private func slot(_ text: [UInt8], _ range: Range<Int>) -> Int {
    let raw = text.span.bytes
    var hash = UInt64(range.count)
    var i = range.lowerBound
    while i + 8 <= range.upperBound {
      hash = (hash ^ raw.unsafeLoadUnaligned(fromByteOffset: i, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
      i += 8
    }
    while i < range.upperBound {
      hash = (hash ^ UInt64(text[i])) &* 0x9E37_79B9_7F4A_7C15
      i += 1
    }
    return Int(hash >> shift)
  }
}
