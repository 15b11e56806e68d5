import EmendCore

/// The words of a text looked up in the vocabulary, those met before answered from a small table that stays in the cache.
///
/// A word of up to 16 bytes is known there by all its bytes, folded as the vocabulary folds them; each pair of
/// slots keeps the last two words that fell into it.
public struct RecentWords {
  @usableFromInline struct Slot {
    /// The first eight bytes, and the last eight of a longer word, folded.
    @usableFromInline var head: UInt64 = 0
    @usableFromInline var tail: UInt64 = 0
    /// 0 for a free slot.
    @usableFromInline var length: UInt16 = 0
    @usableFromInline var flags: Vocabulary.Flags = []
    /// -1 for an unknown word.
    @usableFromInline var entry: Int32 = -1

    @usableFromInline init() {}

    @inlinable @inline(__always)
    func isFor(_ head: UInt64, _ tail: UInt64, _ length: Int) -> Bool {
      self.head == head && self.tail == tail && Int(self.length) == length
    }

    @inlinable init(head: UInt64, tail: UInt64, length: UInt16, flags: Vocabulary.Flags, entry: Int32) {
      (self.head, self.tail, self.length, self.flags, self.entry) = (head, tail, length, flags, entry)
    }
  }

  @usableFromInline let vocabulary: Vocabulary
  @usableFromInline var slots: [Slot]
  @usableFromInline let shift: UInt64
  @inlinable static var fold: UInt64 { 0x2020_2020_2020_2020 }

  /// For a text of `count` bytes: a slot for every 32 of them, within bounds.
  public init(_ vocabulary: Vocabulary, count: Int) {
    self.vocabulary = vocabulary
    var bits: UInt64 = 6
    while bits < 14, 32 << bits < count { bits += 1 }
    shift = 64 - bits
    slots = Array(repeating: Slot(), count: 1 << bits)
  }

  /// The number and the flags of a word; nil and none when it is unknown.
  @inlinable @inline(__always)
  public mutating func find(_ text: RawSpan, _ range: Range<Int>) -> (entry: Int?, flags: Vocabulary.Flags) {
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
    let recent = slots[first]
    if recent.isFor(head, tail, count) { return (recent.entry < 0 ? nil : Int(recent.entry), recent.flags) }
    let earlier = slots[first + 1]
    if earlier.isFor(head, tail, count) { return (earlier.entry < 0 ? nil : Int(earlier.entry), earlier.flags) }
    let found = look(text, range)
    slots[first + 1] = recent
    slots[first] = Slot(
      head: head, tail: tail, length: UInt16(count), flags: found.flags, entry: found.entry.map(Int32.init) ?? -1)
    return found
  }

  @usableFromInline func look(_ text: RawSpan, _ range: Range<Int>) -> (entry: Int?, flags: Vocabulary.Flags) {
    let entry = vocabulary.find(text, range)
    return (entry, entry.map { vocabulary.flags($0) } ?? [])
  }
}
