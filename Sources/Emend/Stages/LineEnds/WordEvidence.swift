/// How often the record itself has certain words, whole and with a hyphen: counted in one pass, when somebody asks.
struct WordEvidence {
  private var counts: [UInt64: Int] = [:]
  /// A bit for each wanted key, so that most words of the text are dismissed at once.
  private var filter: [UInt64] = Array(repeating: 0, count: 4096)
  /// A bit for each length of a wanted word, the highest for all longer ones.
  private var lengths: UInt64 = 0

  /// Asks for a word.
  mutating func want(_ word: [UInt8]) {
    lengths |= Self.bit(ofLength: word.count)
    want(key: Self.key(word))
  }

  /// Asks for two words with a hyphen between them.
  mutating func want(_ left: [UInt8], _ right: [UInt8]) { want(key: Self.pair(Self.key(left), Self.key(right))) }

  func count(of word: [UInt8]) -> Int { counts[Self.key(word)] ?? 0 }

  func count(of left: [UInt8], _ right: [UInt8]) -> Int { counts[Self.pair(Self.key(left), Self.key(right))] ?? 0 }

  /// Counts what was asked for. Words are letters and digits without regard to case; a half at a line end is no word.
  mutating func read(_ bytes: [UInt8]) {
    if counts.isEmpty { return }
    let text = bytes.span.bytes
    let count = bytes.count
    // The word before, where a hyphen and nothing else stands behind it.
    var before: Range<Int>?
    var words = ByteRuns(bytes, withDigits: true)
    while let word = words.next() {
      let end = word.upperBound
      let first = before.flatMap { $0.upperBound + 1 == word.lowerBound ? $0 : nil }
      before = nil
      if end < count, bytes[end] == UInt8(ascii: "-") {
        if end + 1 == count || bytes[end + 1].isSpace { continue }
        before = word
      }
      if let first {
        add(Self.pair(Vocabulary.hash(text, first), Vocabulary.hash(text, word)))
      } else if lengths & Self.bit(ofLength: word.count) != 0 {
        add(Vocabulary.hash(text, word))
      }
    }
  }

  private mutating func add(_ key: UInt64) {
    if filter[Int(key >> 46) & 4095] >> (key >> 58) & 1 == 1, let n = counts[key] { counts[key] = n + 1 }
  }

  private mutating func want(key: UInt64) {
    counts[key] = 0
    filter[Int(key >> 46) & 4095] |= 1 << (key >> 58)
  }

  private static func bit(ofLength length: Int) -> UInt64 { 1 << UInt64(min(length, 63)) }

  private static func key(_ word: [UInt8]) -> UInt64 { Vocabulary.hash(word.span.bytes, 0..<word.count) }

  private static func pair(_ a: UInt64, _ b: UInt64) -> UInt64 { (a &* 0x9E37_79B9_7F4A_7C15) ^ (b &* 0xD6E8_FEB8_6659_FD93) }
}
