import EmendCore
import EmendLexicon

/// How often the record itself has certain words, whole and with a hyphen: counted in one pass, when somebody asks.
package struct WordEvidence {
  /// Open addressing: the keys, and how often each was met; 0 is free.
  private var keys: [UInt64] = Array(repeating: 0, count: 1024)
  private var counts: [Int] = Array(repeating: 0, count: 1024)
  private var wanted = 0
  /// How often words stand in exactly the wanted case, by the key of their bytes as they are.
  private var exact: [UInt64: Int] = [:]
  /// A bit for each wanted key, so that most words of the text are dismissed at once.
  private var filter: [UInt64] = Array(repeating: 0, count: 4096)
  /// For each pair of first letters a bit for the length and the last letter of each wanted word: what most words of the
  /// text are dismissed by before they are hashed.
  private var shapes: [UInt64] = Array(repeating: 0, count: 1024)
  /// Length of the shortest wanted word.
  private var shortest = Int.max

  /// Asks for a word.
  mutating func want(_ word: [UInt8]) {
    shortest = min(shortest, word.count)
    let opening = Self.opening(word.span.bytes, 0)
    // Behind a single letter anything may stand.
    for slot in word.count > 1 ? opening...opening : (opening & ~31)...(opening | 31) {
      shapes[slot] |= Self.bit(word.span.bytes, 0..<word.count)
    }
    want(key: Self.key(word))
  }

  /// Asks for a word in just this case.
  mutating func want(exact word: [UInt8]) {
    want(word)
    exact[Self.exactKey(word)] = 0
  }

  /// Asks for two words with a hyphen between them.
  mutating func want(_ left: [UInt8], _ right: [UInt8]) { want(key: Self.pair(Self.key(left), Self.key(right))) }

  package func count(of word: [UInt8]) -> Int { counts[slot(Self.key(word))] }

  package func count(exact word: [UInt8]) -> Int { exact[Self.exactKey(word)] ?? 0 }

  package func count(of left: [UInt8], _ right: [UInt8]) -> Int { counts[slot(Self.pair(Self.key(left), Self.key(right)))] }

  /// Counts what was asked for. Words are letters and digits without regard to case; a half at a line end is no word, nor
  /// is what an apostrophe cut: `I'm`, but `Castro's` has Castro.
  package mutating func read(_ bytes: [UInt8]) {
    if wanted == 0 { return }
    // A copy, because the table is read while counting changes `self`.
    let shapes = shapes
    let text = bytes.span.bytes
    var words = RunStarts(bytes, atLeast: shortest)
    shapes.withUnsafeBufferPointer { shapes in
      while let start = words.next() {
        let wanted = shapes[Self.opening(text, start)]
        // The second half of what a hyphen ties.
        let isSecond =
          start > 1 && text.unsafeLoad(fromByteOffset: start &- 1, as: UInt8.self) == UInt8(ascii: "-")
          && RunStarts.isPart(text.unsafeLoad(fromByteOffset: start &- 2, as: UInt8.self))
        if wanted == 0, !isSecond { continue }
        let end = words.end(of: start)
        if isSecond || wanted & Self.bit(text, start..<end) != 0 { count(start..<end, isSecond: isSecond, bytes) }
      }
    }
  }

  /// Counts a word that may be one of those that were asked for.
  private mutating func count(_ word: Range<Int>, isSecond: Bool, _ bytes: [UInt8]) {
    let text = bytes.span.bytes
    let key = Vocabulary.hash(text, word)
    if !isSecond, !isWanted(key) { return }
    let (start, end) = (word.lowerBound, word.upperBound)
    if end < bytes.count, bytes[end] == UInt8(ascii: "-") {
      if end + 1 == bytes.count || bytes[end + 1].isSpace { return }
    } else if end < bytes.count, bytes[end] == Self.apostrophe, !Self.isPossessive(bytes, end) {
      return
    }
    if start > 1, bytes[start - 1] == Self.apostrophe, bytes[start - 2].isLetter { return }
    if isSecond {
      var first = start - 1
      while first > 0, RunStarts.isPart(bytes[first - 1]) { first -= 1 }
      _ = add(Self.pair(Vocabulary.hash(text, first..<start - 1), key))
    } else if add(key), !exact.isEmpty {
      let key = Self.exactKey(bytes[word])
      if let n = exact[key] { exact[key] = n + 1 }
    }
  }

  private static let apostrophe = UInt8(ascii: "'")

  /// `'s`, or an apostrophe that ends a word or a quotation.
  private static func isPossessive(_ bytes: [UInt8], _ apostrophe: Int) -> Bool {
    let next = apostrophe + 1
    if next == bytes.count || !bytes[next].isLetter { return true }
    return bytes[next] | 0x20 == UInt8(ascii: "s") && (next + 1 == bytes.count || !bytes[next + 1].isLetter)
  }

  @inline(__always)
  private func isWanted(_ key: UInt64) -> Bool { filter[Int(key >> 46) & 4095] >> (key >> 58) & 1 == 1 }

  @inline(__always)
  private mutating func add(_ key: UInt64) -> Bool {
    guard isWanted(key) else { return false }
    let slot = slot(key)
    guard keys[slot] == key else { return false }
    counts[slot] += 1
    return true
  }

  private mutating func want(key: UInt64) {
    let slot = slot(key)
    if keys[slot] == key { return }
    keys[slot] = key
    wanted += 1
    filter[Int(key >> 46) & 4095] |= 1 << (key >> 58)
    if wanted * 2 > keys.count { grow() }
  }

  /// The slot of a key, or the free one that it would have, where the count is 0.
  private func slot(_ key: UInt64) -> Int {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: key) & mask
    while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & mask }
    return slot
  }

  /// Before the text is read: no key has a count yet.
  private mutating func grow() {
    let old = keys
    keys = Array(repeating: 0, count: old.count * 2)
    counts = Array(repeating: 0, count: old.count * 2)
    for key in old where key != 0 { keys[slot(key)] = key }
  }

  /// The byte at a place and the one behind it without regard to case, 0...1023.
  @inline(__always)
  private static func opening(_ text: RawSpan, _ start: Int) -> Int {
    if start + 2 <= text.byteCount {
      let word = text.unsafeLoadUnaligned(fromByteOffset: start, as: UInt16.self).littleEndian
      return Int(word & 31) << 5 | Int(word >> 8 & 31)
    }
    let first = start < text.byteCount ? text.unsafeLoad(fromByteOffset: start, as: UInt8.self) : 0
    let second = start + 1 < text.byteCount ? text.unsafeLoad(fromByteOffset: start + 1, as: UInt8.self) : 0
    return Int(first & 31) << 5 | Int(second & 31)
  }

  /// The bit for the length and the last letter of a word.
  @inline(__always)
  private static func bit(_ text: RawSpan, _ word: Range<Int>) -> UInt64 {
    let last = word.isEmpty ? 0 : text.unsafeLoad(fromByteOffset: word.upperBound - 1, as: UInt8.self) & 31
    return 1 << ((UInt64(word.count) &* 7 &+ UInt64(last)) & 63)
  }

  private static func key(_ word: [UInt8]) -> UInt64 { Vocabulary.hash(word.span.bytes, 0..<word.count) }

  private static func exactKey(_ word: some Collection<UInt8>) -> UInt64 {
    word.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  private static func pair(_ a: UInt64, _ b: UInt64) -> UInt64 { (a &* 0x9E37_79B9_7F4A_7C15) ^ (b &* 0xD6E8_FEB8_6659_FD93) }
}
