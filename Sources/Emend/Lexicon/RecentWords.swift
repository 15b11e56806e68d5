/// The words of a text looked up in the vocabulary, those met before answered from a small table that stays in the cache.
///
/// A word of up to 16 bytes is known there by all its bytes, folded as the vocabulary folds them; each pair of
/// slots keeps the last two words that fell into it.
struct RecentWords {
  private struct Slot {
    /// The first eight bytes, and the last eight of a longer word, folded.
    var head: UInt64 = 0
    var tail: UInt64 = 0
    /// 0 for a free slot.
    var length: UInt16 = 0
    var flags: Vocabulary.Flags = []
    /// -1 for an unknown word.
    var entry: Int32 = -1
  }

  private let vocabulary: Vocabulary
  private var slots: [Slot]
  private let shift: UInt64
  private static let fold: UInt64 = 0x2020_2020_2020_2020

  /// For a text of `count` bytes: a slot for every 32 of them, within bounds.
  init(_ vocabulary: Vocabulary, count: Int) {
    self.vocabulary = vocabulary
    var bits: UInt64 = 6
    while bits < 14, 32 << bits < count { bits += 1 }
    shift = 64 - bits
    slots = Array(repeating: Slot(), count: 1 << bits)
  }

  /// The number and the flags of a word; nil and none when it is unknown.
  @inline(__always)
  mutating func find(_ text: RawSpan, _ range: Range<Int>) -> (entry: Int?, flags: Vocabulary.Flags) {
    let count = range.count
    guard count <= 16, range.lowerBound + 8 <= text.byteCount else { return look(text, range) }
    var head = text.unsafeLoadUnaligned(fromByteOffset: range.lowerBound, as: UInt64.self).littleEndian | Self.fold
    var tail: UInt64 = 0
    if count >= 8 {
      tail = text.unsafeLoadUnaligned(fromByteOffset: range.upperBound - 8, as: UInt64.self).littleEndian | Self.fold
    } else {
      head &= 1 << UInt64(count * 8) - 1
    }
    let mixed = (head ^ tail &* 0xD6E8_FEB8_6659_FD93 ^ UInt64(count)) &* 0x9E37_79B9_7F4A_7C15
    let first = Int(mixed >> shift) & ~1
    for number in first...first + 1 {
      let slot = slots[number]
      if slot.head == head, slot.tail == tail, Int(slot.length) == count {
        return (slot.entry < 0 ? nil : Int(slot.entry), slot.flags)
      }
    }
    let found = look(text, range)
    slots[first + 1] = slots[first]
    slots[first] = Slot(
      head: head, tail: tail, length: UInt16(count), flags: found.flags, entry: found.entry.map(Int32.init) ?? -1)
    return found
  }

  private func look(_ text: RawSpan, _ range: Range<Int>) -> (entry: Int?, flags: Vocabulary.Flags) {
    let entry = vocabulary.find(text, range)
    return (entry, entry.map { vocabulary.flags($0) } ?? [])
  }
}
