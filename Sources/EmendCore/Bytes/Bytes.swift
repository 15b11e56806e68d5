import EmendScan

// Bytes by their names, and the few scans that every stage needs.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension UInt8 {
  @inlinable public static var tab: UInt8 { 0x09 }
  @inlinable public static var lineFeed: UInt8 { 0x0A }
  @inlinable public static var formFeed: UInt8 { 0x0C }
  @inlinable public static var carriageReturn: UInt8 { 0x0D }
  @inlinable public static var space: UInt8 { 0x20 }

  @inlinable public var isBlank: Bool { self == .space || self == .tab }
  @inlinable public var isLineEnd: Bool { self == .lineFeed || self == .carriageReturn }
  /// Blank, line end or form feed.
  @inlinable public var isSpace: Bool { isBlank || isLineEnd || self == .formFeed }
  @inlinable public var isDigit: Bool { self &- 0x30 < 10 }
  @inlinable public var isUpper: Bool { self &- 0x41 < 26 }
  @inlinable public var isLower: Bool { self &- 0x61 < 26 }
  /// An ASCII letter.
  @inlinable public var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
  @inlinable public var isAlphanumeric: Bool { isLetter || isDigit }
  @inlinable public var isASCII: Bool { self < 0x80 }
  @inlinable public var lowered: UInt8 { isUpper ? self | 0x20 : self }
  @inlinable public var uppered: UInt8 { isLower ? self & 0xDF : self }

  /// True for one of the bytes of a literal.
  @inlinable @inline(__always)
  public func isAny(of set: StaticString) -> Bool {
    let start = set.utf8Start
    for i in 0..<set.utf8CodeUnitCount where start[i] == self { return true }
    return false
  }
}

extension [UInt8] {
  /// The first place of `byte` at or after `start`.
  public func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    guard start < count else { return nil }
    return withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress,
        let found = memchr(base + start, Int32(byte), buffer.count - start)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }

  /// The first place of `byte` in `range`.
  public func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    guard !range.isEmpty, range.upperBound <= count else { return nil }
    return withUnsafeBytes { buffer in
      guard let found = memchr(buffer.baseAddress! + range.lowerBound, Int32(byte), range.count) else { return nil }
      return UnsafeRawPointer(found) - buffer.baseAddress!
    }
  }

  /// The first place in `range` where a run of bytes stands whole.
  public func firstIndex(of needle: [UInt8], in range: Range<Int>) -> Int? {
    guard let first = needle.first, range.count >= needle.count else { return nil }
    let last = range.upperBound - needle.count
    return withUnsafeBytes { buffer in
      let base = buffer.baseAddress!
      var i = range.lowerBound
      while i <= last, let found = memchr(base + i, Int32(first), last + 1 - i) {
        i = UnsafeRawPointer(found) - base
        if needle.withUnsafeBytes({ memcmp(base + i, $0.baseAddress!, needle.count) }) == 0 { return i }
        i += 1
      }
      return nil
    }
  }

  /// `range` without the blanks and form feeds at its ends.
  @inlinable public func trimmed(_ range: Range<Int>) -> Range<Int> {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high, self[low].isSpace { low += 1 }
    while high > low, self[high - 1].isSpace { high -= 1 }
    return low..<high
  }

  /// The bytes of `range` as text.
  @inlinable public func text(_ range: Range<Int>) -> String { String(decoding: self[range], as: UTF8.self) }

  /// The first place at or after `start` that holds a byte from 0x80.
  @inlinable public func firstNonASCII(from start: Int) -> Int? { firstPlace(from: start, emend_scan_high) }

  /// The first place at or after `start` that `look`, which sees 64 bytes at a time, has a bit for.
  @inlinable @inline(__always)
  public func firstPlace(from start: Int, _ look: (UnsafePointer<UInt8>) -> UInt64) -> Int? {
    let text = span.bytes
    var i = start
    while i < count {
      let found = blockBits(text, from: i, look)
      if found != 0 { return i + found.trailingZeroBitCount }
      i += 64
    }
    return nil
  }
}

/// Compares two stretches of bytes at the speed of memory.
public func equal(_ a: [UInt8], _ x: Range<Int>, _ b: [UInt8], _ y: Range<Int>) -> Bool {
  guard x.count == y.count, x.upperBound <= a.count, y.upperBound <= b.count else { return false }
  if x.isEmpty { return true }
  return a.withUnsafeBytes { p in
    b.withUnsafeBytes { q in memcmp(p.baseAddress! + x.lowerBound, q.baseAddress! + y.lowerBound, x.count) == 0 }
  }
}
