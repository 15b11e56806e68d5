import EmendCore

/// The words that emend knows, each with what it is: one look-up a token answers every question of the spelling stage.
///
/// Keys are folded by setting bit 0x20 of every byte, which is exact for ASCII letters and pairs Latin-1 capitals with
/// their small letters in UTF-8. A word is compared eight bytes at a time; words over 64 bytes are never known. Names
/// and protected phrases of several words are found the same way.
public struct Vocabulary: Sendable {
  /// What a word is.
  public struct Flags: OptionSet, Sendable {
    public let rawValue: UInt16
    @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }
    /// In the lexicon, in small letters.
    @inlinable public static var word: Flags { Flags(rawValue: 1) }
    /// In the lexicon or the gazetteer, with a capital only.
    @inlinable public static var proper: Flags { Flags(rawValue: 2) }
    @inlinable public static var title: Flags { Flags(rawValue: 4) }
    /// First word of an entry of `phrases.tsv`.
    @inlinable public static var phraseStart: Flags { Flags(rawValue: 8) }
    @inlinable public static var correction: Flags { Flags(rawValue: 16) }
    @inlinable public static var protected: Flags { Flags(rawValue: 32) }
    /// Second word of an entry of `phrases.tsv`.
    @inlinable public static var phraseSecond: Flags { Flags(rawValue: 64) }
    /// Two words with a real hyphen between them, from `compounds.txt`.
    @inlinable public static var compound: Flags { Flags(rawValue: 128) }
    /// A compound that is written as one word about as often.
    @inlinable public static var either: Flags { Flags(rawValue: 256) }
    /// The first or the second half of a compound.
    @inlinable public static var compoundStart: Flags { Flags(rawValue: 512) }
    @inlinable public static var compoundEnd: Flags { Flags(rawValue: 1024) }
    /// A name of several words, from `names.tsv`.
    static var compoundName: Flags { Flags(rawValue: 2048) }
    /// A word or phrase of `protected.tsv`; a word that is one is `protected` too.
    @inlinable public static var protection: Flags { Flags(rawValue: 4096) }
    /// A word of a table of the user's own.
    @inlinable public static var own: Flags { Flags(rawValue: 8192) }
    /// A known word of any kind: nothing to repair in itself.
    @inlinable public static var known: Flags { Flags(rawValue: 1 | 2 | 4 | 32) }
    /// A title or the first word of a phrase: what stands behind it counts.
    @inlinable public static var opensMore: Flags { Flags(rawValue: 4 | 8) }

    @inlinable public func hasAny(of others: Flags) -> Bool { rawValue & others.rawValue != 0 }
  }

  /// A place of the table; length 0 is free. The number of a word is that of its place.
  public struct Entry: BitwiseCopyable {
    /// The first eight bytes, folded: most words are compared by these alone.
    public var head: UInt64 = 0
    /// Where the bytes behind those stand.
    public var pool: UInt32 = 0
    public var length: UInt16 = 0
    public var flags: UInt16 = 0
  }

  @inlinable public static var longestWord: Int { 64 }

  /// Open addressing: a word stands at its home or behind it, before the next free place. The last place is free.
  @usableFromInline let entries: ImageArray<Entry>
  @usableFromInline let pool: ImageArray<UInt64>
  /// How many places are homes.
  @usableFromInline let homes: UInt64

  package init(_ image: inout TableImage) {
    homes = image.next(UInt64.self)[0]
    entries = image.next()
    pool = image.next()
  }

  @inlinable public func flags(_ number: Int) -> Flags { Flags(rawValue: entries[number].flags) }

  /// The number of a word, nil when it is unknown.
  @inlinable public func find(_ text: RawSpan, _ range: Range<Int>) -> Int? {
    guard !range.isEmpty, range.count <= Self.longestWord else { return nil }
    var place = Self.home(Self.hash(text, range), homes)
    let head = Self.load(text, range.lowerBound, range.upperBound)
    while true {
      let entry = entries[place]
      if entry.length == 0 { return nil }
      if entry.head == head, Int(entry.length) == range.count, hasRest(entry, text, range) { return place }
      place += 1
    }
  }

  @inlinable public func find(_ word: String) -> Int? { find(Array(word.utf8)) }

  @inlinable public func find(_ word: [UInt8]) -> Int? { find(word.span.bytes, 0..<word.count) }

  /// Flags of a word, empty when it is unknown.
  @inlinable public func flags(of text: RawSpan, _ range: Range<Int>) -> Flags { find(text, range).map(flags) ?? [] }

  @inlinable public func flags(of bytes: [UInt8]) -> Flags { flags(of: bytes.span.bytes, 0..<bytes.count) }

  @inlinable func hasRest(_ entry: Entry, _ text: RawSpan, _ range: Range<Int>) -> Bool {
    var word = Int(entry.pool)
    var i = range.lowerBound + 8
    while i < range.upperBound {
      if pool[word] != Self.load(text, i, range.upperBound) { return false }
      word += 1
      i += 8
    }
    return true
  }

  @inlinable @inline(__always)
  public static func home(_ hash: UInt64, _ homes: UInt64) -> Int { Int(hash.multipliedFullWidth(by: homes).high) }
}

/// A word as it is compared: eight bytes at a time, folded.
extension Vocabulary {
  @inlinable static var fold: UInt64 { 0x2020_2020_2020_2020 }

  /// Up to eight folded bytes from `start`, zero-filled.
  @inlinable @inline(__always)
  public static func load(_ text: RawSpan, _ start: Int, _ end: Int) -> UInt64 {
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

  @inlinable @inline(__always)
  public static func hash(_ text: RawSpan, _ range: Range<Int>) -> UInt64 {
    var hash = UInt64(range.count)
    var i = range.lowerBound
    while i < range.upperBound {
      hash = mixed(hash, load(text, i, range.upperBound))
      i += 8
    }
    return hash
  }

  /// One round of multiply-and-fold; both halves of the result are well mixed.
  @inlinable @inline(__always)
  public static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }
}
