// Bytes by their names, and the few scans that every stage needs.

import EmendScan

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension UInt8 {
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0A
  static let formFeed: UInt8 = 0x0C
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20

  var isBlank: Bool { self == .space || self == .tab }
  var isLineEnd: Bool { self == .lineFeed || self == .carriageReturn }
  /// Blank, line end or form feed.
  var isSpace: Bool { isBlank || isLineEnd || self == .formFeed }
  var isDigit: Bool { self &- 0x30 < 10 }
  var isUpper: Bool { self &- 0x41 < 26 }
  var isLower: Bool { self &- 0x61 < 26 }
  /// An ASCII letter.
  var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
  var isASCII: Bool { self < 0x80 }
  var lowered: UInt8 { isUpper ? self | 0x20 : self }
  var uppered: UInt8 { isLower ? self & 0xDF : self }

  /// True for one of the bytes of a literal.
  @inline(__always)
  func isAny(of set: StaticString) -> Bool {
    let start = set.utf8Start
    for i in 0..<set.utf8CodeUnitCount where start[i] == self { return true }
    return false
  }
}

extension [UInt8] {
  /// The first place of `byte` at or after `start`.
  func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    guard start < count else { return nil }
    return withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress,
        let found = memchr(base + start, Int32(byte), buffer.count - start)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }

  /// The first place of `byte` in `range`.
  func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    guard !range.isEmpty, range.upperBound <= count else { return nil }
    return withUnsafeBytes { buffer in
      guard let found = memchr(buffer.baseAddress! + range.lowerBound, Int32(byte), range.count) else { return nil }
      return UnsafeRawPointer(found) - buffer.baseAddress!
    }
  }

  /// The first place in `range` where a run of bytes stands whole.
  func firstIndex(of needle: [UInt8], in range: Range<Int>) -> Int? {
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
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high, self[low].isSpace { low += 1 }
    while high > low, self[high - 1].isSpace { high -= 1 }
    return low..<high
  }

  /// The bytes of `range` as text.
  func text(_ range: Range<Int>) -> String { String(decoding: self[range], as: UTF8.self) }

  /// The first place at or after `start` that holds a byte from 0x80.
  func firstNonASCII(from start: Int) -> Int? { firstPlace(from: start, emend_scan_high) }

  /// The first place at or after `start` that `look`, which sees 64 bytes at a time, has a bit for.
  @inline(__always)
  func firstPlace(from start: Int, _ look: (UnsafePointer<UInt8>) -> UInt64) -> Int? {
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
func equal(_ a: [UInt8], _ x: Range<Int>, _ b: [UInt8], _ y: Range<Int>) -> Bool {
  guard x.count == y.count, x.upperBound <= a.count, y.upperBound <= b.count else { return false }
  if x.isEmpty { return true }
  return a.withUnsafeBytes { p in
    b.withUnsafeBytes { q in memcmp(p.baseAddress! + x.lowerBound, q.baseAddress! + y.lowerBound, x.count) == 0 }
  }
}
