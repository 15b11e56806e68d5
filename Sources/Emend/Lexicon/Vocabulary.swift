/// The words that emend knows, each with what it is: one look-up a token answers every question of the spelling stage.
///
/// Keys are folded by setting bit 0x20 of every byte, which is exact for ASCII letters and pairs Latin-1 capitals with
/// their small letters in UTF-8. A word is compared eight bytes at a time; words over 64 bytes are never known. Names
/// and protected phrases of several words are found the same way.
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
    /// A name of several words, from `names.tsv`.
    static let compoundName = Flags(rawValue: 2048)
    /// A word or phrase of `protected.tsv`; a word that is one is `protected` too.
    static let protection = Flags(rawValue: 4096)
    /// A word of a table of the user's own.
    static let own = Flags(rawValue: 8192)
    /// A known word of any kind: nothing to repair in itself.
    static let known: Flags = [.word, .proper, .title, .protected]
  }

  /// A place of the table; length 0 is free. The number of a word is that of its place.
  struct Entry: BitwiseCopyable {
    /// The first eight bytes, folded: most words are compared by these alone.
    var head: UInt64 = 0
    /// Where the bytes behind those stand.
    var pool: UInt32 = 0
    var length: UInt16 = 0
    var flags: UInt16 = 0
  }

  static let longestWord = 64

  /// Open addressing: a word stands at its home or behind it, before the next free place. The last place is free.
  private let entries: ImageArray<Entry>
  private let pool: ImageArray<UInt64>
  /// How many places are homes.
  private let homes: UInt64

  init(_ image: inout TableImage) {
    homes = image.next(UInt64.self)[0]
    entries = image.next()
    pool = image.next()
  }

  func flags(_ number: Int) -> Flags { Flags(rawValue: entries[number].flags) }

  /// The number of a word, nil when it is unknown.
  func find(_ text: RawSpan, _ range: Range<Int>) -> Int? {
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

  func find(_ word: String) -> Int? { find(Array(word.utf8)) }

  func find(_ word: [UInt8]) -> Int? { find(word.span.bytes, 0..<word.count) }

  /// Flags of a word, empty when it is unknown.
  func flags(of text: RawSpan, _ range: Range<Int>) -> Flags { find(text, range).map(flags) ?? [] }

  func flags(of bytes: [UInt8]) -> Flags { flags(of: bytes.span.bytes, 0..<bytes.count) }

  private func hasRest(_ entry: Entry, _ text: RawSpan, _ range: Range<Int>) -> Bool {
    var word = Int(entry.pool)
    var i = range.lowerBound + 8
    while i < range.upperBound {
      if pool[word] != Self.load(text, i, range.upperBound) { return false }
      word += 1
      i += 8
    }
    return true
  }

  @inline(__always)
  static func home(_ hash: UInt64, _ homes: UInt64) -> Int { Int(hash.multipliedFullWidth(by: homes).high) }
}

/// A word as it is compared: eight bytes at a time, folded.
extension Vocabulary {
  private static let fold: UInt64 = 0x2020_2020_2020_2020

  /// Up to eight folded bytes from `start`, zero-filled.
  @inline(__always)
  static func load(_ text: RawSpan, _ start: Int, _ end: Int) -> UInt64 {
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
  static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }
}
