/// How often the record itself has certain words, whole and with a hyphen: counted in one pass, when somebody asks.
struct WordEvidence {
  private var counts: [UInt64: Int] = [:]
  /// How often words stand in exactly the wanted case, by the key of their bytes as they are.
  private var exact: [UInt64: Int] = [:]
  /// A bit for each wanted key, so that most words of the text are dismissed at once.
  private var filter: [UInt64] = Array(repeating: 0, count: 4096)

  /// Asks for a word.
  mutating func want(_ word: [UInt8]) { want(key: Self.key(word)) }

  /// Asks for a word in just this case.
  mutating func want(exact word: [UInt8]) {
    want(word)
    exact[Self.exactKey(word)] = 0
  }

  /// Asks for two words with a hyphen between them.
  mutating func want(_ left: [UInt8], _ right: [UInt8]) { want(key: Self.pair(Self.key(left), Self.key(right))) }

  func count(of word: [UInt8]) -> Int { counts[Self.key(word)] ?? 0 }

  func count(exact word: [UInt8]) -> Int { exact[Self.exactKey(word)] ?? 0 }

  func count(of left: [UInt8], _ right: [UInt8]) -> Int { counts[Self.pair(Self.key(left), Self.key(right))] ?? 0 }

  /// Counts what was asked for. Words are letters and digits without regard to case; a half at a line end is no word, nor
  /// is what an apostrophe cut: `I'm`, but `Castro's` has Castro.
  mutating func read(_ bytes: [UInt8]) {
    if counts.isEmpty { return }
    let span = bytes.span
    var hash = Self.seed
    // Key of the word before a hyphen that this word follows without a blank.
    var before: UInt64?
    var start = 0
    var i = 0
    while i < span.count {
      let byte = span[i]
      if byte.isLetter || byte.isDigit || byte >= 0x80 {
        if hash == Self.seed { start = i }
        hash = Self.mixed(hash, byte)
        i += 1
        continue
      }
      if hash != Self.seed {
        let isHyphen = byte == UInt8(ascii: "-")
        let isCut = isHyphen ? i + 1 == span.count || span[i + 1].isSpace : byte == Self.apostrophe && !Self.isPossessive(span, i)
        if !isCut, start == 0 || span[start - 1] != Self.apostrophe || start == 1 || !span[start - 2].isLetter {
          note(hash, before, bytes, start..<i)
        }
        before = isHyphen ? hash : nil
        hash = Self.seed
      } else {
        before = nil
      }
      i += 1
    }
    if hash != Self.seed { note(hash, before, bytes, start..<i) }
  }

  private static let apostrophe = UInt8(ascii: "'")

  /// `'s`, or an apostrophe that ends a word or a quotation.
  private static func isPossessive(_ span: Span<UInt8>, _ apostrophe: Int) -> Bool {
    let next = apostrophe + 1
    if next == span.count || !span[next].isLetter { return true }
    return span[next] | 0x20 == UInt8(ascii: "s") && (next + 1 == span.count || !span[next + 1].isLetter)
  }

  private mutating func note(_ key: UInt64, _ before: UInt64?, _ bytes: [UInt8], _ word: Range<Int>) {
    if let before {
      _ = add(Self.pair(before, key))
    } else if add(key), !exact.isEmpty {
      let key = Self.exactKey(bytes[word])
      if let n = exact[key] { exact[key] = n + 1 }
    }
  }

  private mutating func add(_ key: UInt64) -> Bool {
    guard filter[Int(key >> 46) & 4095] >> (key >> 58) & 1 == 1, let n = counts[key] else { return false }
    counts[key] = n + 1
    return true
  }

  private mutating func want(key: UInt64) {
    counts[key] = 0
    filter[Int(key >> 46) & 4095] |= 1 << (key >> 58)
  }

  private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

  /// A step of FNV-1a over the folded letter.
  @inline(__always)
  private static func mixed(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte | 0x20)) &* 0x100_0000_01B3 }

  private static func key(_ word: [UInt8]) -> UInt64 { word.reduce(seed, mixed) }

  private static func exactKey(_ word: some Collection<UInt8>) -> UInt64 {
    word.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  private static func pair(_ a: UInt64, _ b: UInt64) -> UInt64 { (a &* 0x9E37_79B9_7F4A_7C15) ^ (b &* 0xD6E8_FEB8_6659_FD93) }
}
