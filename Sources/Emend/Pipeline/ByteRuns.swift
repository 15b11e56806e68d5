// Scans that look at eight bytes at once and keep what they found of 64 bytes as one bit each.

/// One bit for each of the 64 bytes from `start` on, the lowest for the first. `marked` sets the top bit of each byte of a
/// word that counts; bytes behind the end of the text do not.
@inline(__always)
private func bits(_ text: RawSpan, from start: Int, _ marked: (UInt64) -> UInt64) -> UInt64 {
  var bits: UInt64 = 0
  if start + 64 <= text.byteCount {
    for k in 0..<8 {
      let word = text.unsafeLoadUnaligned(fromByteOffset: start + k * 8, as: UInt64.self).littleEndian
      // The product moves the eight top bits side by side.
      bits |= (((marked(word) >> 7) &* 0x0102_0408_1020_4080) >> 56) << UInt64(k * 8)
    }
    return bits
  }
  for i in start..<text.byteCount {
    let byte = text.unsafeLoad(fromByteOffset: i, as: UInt8.self)
    bits |= (marked(UInt64(byte)) >> 7 & 1) << UInt64(i - start)
  }
  return bits
}

private let tops: UInt64 = 0x8080_8080_8080_8080

/// All places of one byte in a text, ascending.
struct BytePlaces: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private let pattern: UInt64
  private var block: Int
  /// The places of the block that were not given yet.
  private var open: UInt64 = 0

  init(of byte: UInt8, in bytes: [UInt8], from start: Int = 0) {
    self.bytes = bytes
    pattern = UInt64(byte) &* 0x0101_0101_0101_0101
    block = start
    if start < bytes.count { open = places() }
  }

  @inline(__always)
  private func places() -> UInt64 {
    bits(bytes.span.bytes, from: block) { word in
      let other = word ^ pattern
      return ~(((other & ~tops) &+ ~tops) | other) & tops
    }
  }

  @inline(__always)
  mutating func next() -> Int? {
    while open == 0 {
      block += 64
      guard block < bytes.count else {
        block = bytes.count
        return nil
      }
      open = places()
    }
    defer { open &= open &- 1 }
    return block + open.trailingZeroBitCount
  }
}

/// The 64 bytes from `start` on that are letters or from 0x80, and digits where `digits` has all bits set.
@inline(__always)
private func runBits(_ bytes: [UInt8], from start: Int, digits: UInt64) -> UInt64 {
  bits(bytes.span.bytes, from: start) { word in
    let low = word & ~tops
    let folded = low | 0x2020_2020_2020_2020
    // Adding lifts a byte over 0x7F when it is at least the first, and not when it is at most the last.
    let letters = (folded &+ 0x1F1F_1F1F_1F1F_1F1F) & ~(folded &+ 0x0505_0505_0505_0505)
    let numerals = (low &+ 0x5050_5050_5050_5050) & ~(low &+ 0x4646_4646_4646_4646)
    return (letters | numerals & digits | word) & tops
  }
}

/// Runs of letters and of bytes from 0x80, in the order of a text.
struct ByteRuns {
  private let bytes: [UInt8]
  private var block = 0
  /// The bytes of runs in the block, those that were given taken out.
  private var open: UInt64 = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if !bytes.isEmpty { open = marks() }
  }

  @inline(__always)
  private func marks() -> UInt64 { runBits(bytes, from: block, digits: 0) }

  /// The next run.
  @inline(__always)
  mutating func next() -> Range<Int>? {
    while open == 0 {
      guard advance() else { return nil }
    }
    let first = open.trailingZeroBitCount
    let start = block + first
    var rest = ~open & (~0 << UInt64(first))
    while rest == 0 {
      guard advance() else { return start..<bytes.count }
      rest = ~open
    }
    let end = rest.trailingZeroBitCount
    open &= ~0 << UInt64(end)
    return start..<block + end
  }

  /// Goes on at `place`, wherever the runs were.
  mutating func seek(_ place: Int) {
    block = place & ~63
    open = block < bytes.count ? marks() & (~0 << UInt64(place & 63)) : 0
  }

  @inline(__always)
  private mutating func advance() -> Bool {
    block += 64
    guard block < bytes.count else {
      block = bytes.count
      open = 0
      return false
    }
    open = marks()
    return true
  }
}

/// The starts of runs of letters, digits and bytes from 0x80, ascending, for whoever passes over most runs.
struct RunStarts {
  private let bytes: [UInt8]
  private var block = -64
  /// The bytes of runs in the block, and the starts that were not given yet.
  private var marks: UInt64 = 0
  private var open: UInt64 = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  @inline(__always)
  mutating func next() -> Int? {
    while open == 0 {
      block += 64
      guard block < bytes.count else {
        block = bytes.count
        return nil
      }
      let before = marks >> 63
      marks = runBits(bytes, from: block, digits: ~0)
      open = marks & ~(marks << 1 | before)
    }
    defer { open &= open &- 1 }
    return block + open.trailingZeroBitCount
  }

  /// The end of the run whose start was given last.
  @inline(__always)
  func end(of start: Int) -> Int {
    let rest = ~marks & (~0 << UInt64(start - block))
    if rest != 0 { return block + rest.trailingZeroBitCount }
    var end = block + 64
    while end < bytes.count, Self.isPart(bytes[end]) { end += 1 }
    return end
  }

  /// True for the bytes that runs are made of.
  @inline(__always)
  static func isPart(_ byte: UInt8) -> Bool { byte.isLetter || byte.isDigit || !byte.isASCII }
}
