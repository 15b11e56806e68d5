import EmendScan

// Scans that look at 64 bytes at once and keep what they found as one bit each.

/// One bit for each of the 64 bytes from `start` on, the lowest for the first, as `look` gives them; bytes behind the end of
/// the text do not count.
@inlinable @inline(__always)
public func blockBits(_ text: RawSpan, from start: Int, _ look: (UnsafePointer<UInt8>) -> UInt64) -> UInt64 {
  let left = text.byteCount - start
  return text.withUnsafeBytes { buffer in
    let base = buffer.baseAddress! + start
    if left >= 64 { return look(base.assumingMemoryBound(to: UInt8.self)) }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { block in
      block.initialize(repeating: 0)
      UnsafeMutableRawPointer(block.baseAddress!).copyMemory(from: base, byteCount: left)
      return look(UnsafePointer(block.baseAddress!)) & (1 << UInt64(left) - 1)
    }
  }
}

/// All places of one byte in a text, ascending.
public struct BytePlaces: Sequence, IteratorProtocol {
  @usableFromInline let bytes: [UInt8]
  @usableFromInline let byte: UInt8
  @usableFromInline var block: Int
  /// The places of the block that were not given yet.
  @usableFromInline var open: UInt64 = 0

  public init(of byte: UInt8, in bytes: [UInt8], from start: Int = 0) {
    self.bytes = bytes
    self.byte = byte
    block = start
    if start < bytes.count { open = places() }
  }

  @inlinable @inline(__always)
  public func places() -> UInt64 { blockBits(bytes.span.bytes, from: block) { emend_scan_equal($0, byte) } }

  @inlinable @inline(__always)
  public mutating func next() -> Int? {
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

/// Runs of letters and of bytes from 0x80, in the order of a text.
public struct ByteRuns {
  @usableFromInline let bytes: [UInt8]
  @usableFromInline var block = 0
  /// The bytes of runs in the block, those that were given taken out.
  @usableFromInline var open: UInt64 = 0
  /// The bytes from 0x80 in the block.
  @usableFromInline var high: UInt64 = 0

  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if !bytes.isEmpty { open = marks() }
  }

  @inlinable @inline(__always)
  public mutating func marks() -> UInt64 {
    high = blockBits(bytes.span.bytes, from: block, emend_scan_high)
    return blockBits(bytes.span.bytes, from: block, emend_scan_letters)
  }

  /// The next run.
  @inlinable @inline(__always)
  public mutating func next() -> Range<Int>? {
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

  /// True when the run that was given last has no bytes from 0x80.
  @inlinable @inline(__always)
  public func isASCII(_ run: Range<Int>) -> Bool {
    // Most runs lie in one block, and most blocks have no such byte.
    if run.lowerBound >= block, high == 0 { return true }
    let span = bytes.span
    for place in run where span[place] >= 0x80 { return false }
    return true
  }

  @inlinable @inline(__always)
  mutating func advance() -> Bool {
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

/// The starts of runs of letters, digits and bytes from 0x80, ascending, for whoever passes over most runs: runs of some
/// length, and those right behind a hyphen.
public struct RunStarts {
  @usableFromInline let bytes: [UInt8]
  @usableFromInline let shortest: UInt64
  @usableFromInline var block = -64
  /// The bytes of runs in the block, and the starts that were not given yet.
  @usableFromInline var marks: UInt64 = 0
  @usableFromInline var open: UInt64 = 0

  /// Runs that are shorter than `atLeast`, up to four bytes, are left out where a hyphen does not stand before them; near
  /// the ends of blocks some are given nevertheless.
  public init(_ bytes: [UInt8], atLeast: Int) {
    self.bytes = bytes
    shortest = UInt64(min(max(atLeast, 1), 4))
  }

  @inlinable @inline(__always)
  public mutating func next() -> Int? {
    while open == 0 {
      block += 64
      guard block < bytes.count else {
        block = bytes.count
        return nil
      }
      let before = marks >> 63
      marks = blockBits(bytes.span.bytes, from: block, emend_scan_alphanumerics)
      open = marks & ~(marks << 1 | before)
      if shortest > 1 { open &= long() | behindHyphens() }
    }
    defer { open &= open &- 1 }
    return block + open.trailingZeroBitCount
  }

  /// The bytes of the block that at least `shortest` bytes of a run start from, as far as the block tells.
  @inlinable @inline(__always)
  public func long() -> UInt64 {
    var found = marks
    for k in 1..<shortest { found &= marks >> k | ~(~0 >> k) }
    return found
  }

  @inlinable @inline(__always)
  public func behindHyphens() -> UInt64 {
    let hyphen = UInt8(ascii: "-")
    let first: UInt64 = block > 0 && bytes[block - 1] == hyphen ? 1 : 0
    return blockBits(bytes.span.bytes, from: block) { emend_scan_equal($0, hyphen) } << 1 | first
  }

  /// The end of the run whose start was given last.
  @inlinable @inline(__always)
  public func end(of start: Int) -> Int {
    let rest = ~marks & (~0 << UInt64(start - block))
    if rest != 0 { return block + rest.trailingZeroBitCount }
    var end = block + 64
    while end < bytes.count, Self.isPart(bytes[end]) { end += 1 }
    return end
  }

  /// True for the bytes that runs are made of.
  @inlinable @inline(__always)
  public static func isPart(_ byte: UInt8) -> Bool { byte.isLetter || byte.isDigit || !byte.isASCII }
}
