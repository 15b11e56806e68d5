/// The words that emend knows, each with what it is: one look-up a token answers every question of the spelling stage.
///
/// Keys are folded by setting bit 0x20 of every byte, which is exact for ASCII letters and pairs Latin-1 capitals with
/// their small letters in UTF-8. A word is compared eight bytes at a time; words over 64 bytes are never known.
struct Vocabulary: Sendable {
  /// What a word is.
  struct Flags: OptionSet, Sendable {
    let rawValue: UInt16
    /// In the lexicon, in small letters.
    static let word = Flags(rawValue: 1)
    /// In the lexicon or the gazetteer, with a capital only.
    static let proper = Flags(rawValue: 2)
    static let title = Flags(rawValue: 4)
    /// First word of an entry of `phrases.tsv`.
    static let phraseStart = Flags(rawValue: 8)
    static let correction = Flags(rawValue: 16)
    static let protected = Flags(rawValue: 32)
    /// Second word of an entry of `phrases.tsv`.
    static let phraseSecond = Flags(rawValue: 64)
    /// Two words with a real hyphen between them, from `compounds.txt`.
    static let compound = Flags(rawValue: 128)
    /// A compound that is written as one word about as often.
    static let either = Flags(rawValue: 256)
    /// The first or the second half of a compound.
    static let compoundStart = Flags(rawValue: 512)
    static let compoundEnd = Flags(rawValue: 1024)
    /// A known word of any kind: nothing to repair in itself.
    static let known: Flags = [.word, .proper, .title, .protected]
  }

  private struct Entry {
    /// The first eight bytes, folded: most words are compared by these alone.
    var head: UInt64
    /// Where the bytes behind those stand.
    var pool: UInt32
    var length: UInt16
    var flags: Flags
  }

  static let longestWord = 64

  private var entries: [Entry] = []
  private var pool: [UInt64] = []
  /// Open addressing: upper half the hash, lower half the entry's number + 1; 0 is free.
  private var slots: [UInt64] = Array(repeating: 0, count: 1024)

  var count: Int { entries.count }

  init(capacity: Int = 0) {
    var size = 1024
    while size < capacity * 2 { size *= 2 }
    slots = Array(repeating: 0, count: size)
    entries.reserveCapacity(capacity)
    pool.reserveCapacity(capacity * 2)
  }

  func flags(_ number: Int) -> Flags { entries[number].flags }

  /// The number of a word, nil when it is unknown.
  func find(_ text: RawSpan, _ range: Range<Int>) -> Int? {
    guard !range.isEmpty, range.count <= Self.longestWord else { return nil }
    return find(text, range, hash: Self.hash(text, range))
  }

  func find(_ word: String) -> Int? {
    let bytes = Array(word.utf8)
    return find(bytes.span.bytes, 0..<bytes.count)
  }

  /// Flags of a word, empty when it is unknown.
  func flags(of text: RawSpan, _ range: Range<Int>) -> Flags {
    find(text, range).map { entries[$0].flags } ?? []
  }

  func flags(of bytes: [UInt8]) -> Flags { flags(of: bytes.span.bytes, 0..<bytes.count) }

  /// Adds flags to a word, which is made known if it was not. Returns its number, nil for a word too long to know.
  @discardableResult
  mutating func insert(_ text: RawSpan, _ range: Range<Int>, _ flags: Flags) -> Int? {
    guard !range.isEmpty, range.count <= Self.longestWord else { return nil }
    let hash = Self.hash(text, range)
    if let known = find(text, range, hash: hash) {
      entries[known].flags.formUnion(flags)
      return known
    }
    if (entries.count + 1) * 2 > slots.count { grow() }
    entries.append(
      Entry(
        head: Self.load(text, range.lowerBound, range.upperBound), pool: UInt32(pool.count),
        length: UInt16(range.count), flags: flags))
    var i = range.lowerBound + 8
    while i < range.upperBound {
      pool.append(Self.load(text, i, range.upperBound))
      i += 8
    }
    place(hash, entries.count - 1)
    return entries.count - 1
  }

  @discardableResult
  mutating func insert(_ word: String, _ flags: Flags) -> Int? {
    let bytes = Array(word.utf8)
    return insert(bytes.span.bytes, 0..<bytes.count, flags)
  }

  private mutating func place(_ hash: UInt64, _ number: Int) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = (hash & 0xFFFF_FFFF_0000_0000) | UInt64(number + 1)
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for (number, entry) in entries.enumerated() {
      let words = pool[Int(entry.pool)..<Int(entry.pool) + (max(Int(entry.length), 8) - 1) / 8]
      var hash = Self.mixed(UInt64(entry.length), entry.head)
      for word in words { hash = Self.mixed(hash, word) }
      place(hash, number)
    }
  }

  private func find(_ text: RawSpan, _ range: Range<Int>, hash: UInt64) -> Int? {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let value = slots[slot]
      if value == 0 { return nil }
      if (value ^ hash) >> 32 == 0 {
        let number = Int(value & 0xFFFF_FFFF) - 1
        if matches(entries[number], text, range) { return number }
      }
      slot = (slot + 1) & mask
    }
  }

  private func matches(_ entry: Entry, _ text: RawSpan, _ range: Range<Int>) -> Bool {
    guard Int(entry.length) == range.count, entry.head == Self.load(text, range.lowerBound, range.upperBound)
    else { return false }
    var word = Int(entry.pool)
    var i = range.lowerBound + 8
    while i < range.upperBound {
      if pool[word] != Self.load(text, i, range.upperBound) { return false }
      word += 1
      i += 8
    }
    return true
  }

  private static let fold: UInt64 = 0x2020_2020_2020_2020

  /// Up to eight folded bytes from `start`, zero-filled.
  @inline(__always)
  private static func load(_ text: RawSpan, _ start: Int, _ end: Int) -> UInt64 {
    let count = end - start
    if start + 8 <= text.byteCount {
      let word = text.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self).littleEndian | fold
      return count >= 8 ? word : word & ((1 << UInt64(count * 8)) - 1)
    }
    var word: UInt64 = 0
    for k in 0..<min(count, 8) {
      let byte = text.unsafeLoad(fromByteOffset: start + k, as: UInt8.self) | 0x20
      word |= UInt64(byte) << UInt64(k * 8)
    }
    return word
  }

  @inline(__always)
  static func hash(_ text: RawSpan, _ range: Range<Int>) -> UInt64 {
    var hash = UInt64(range.count)
    var i = range.lowerBound
    while i < range.upperBound {
      hash = mixed(hash, load(text, i, range.upperBound))
      i += 8
    }
    return hash
  }

  /// One round of multiply-and-fold; both halves of the result are well mixed.
  @inline(__always)
  private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }
}
