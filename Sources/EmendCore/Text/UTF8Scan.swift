/// Reading UTF-8 by hand, where text may be broken.
public enum UTF8Scan {
  /// Length of the well-formed sequence at `i` (Unicode 15, table 3-7), 0 if there is none.
  @inlinable @inline(__always)
  public static func length(_ bytes: Span<UInt8>, at i: Int) -> Int {
    let lead = bytes[i]
    if lead < 0x80 { return 1 }
    let left = bytes.count - i
    func tail(_ k: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
      bytes[i + k] >= low && bytes[i + k] <= high
    }
    switch lead {
    case 0xC2...0xDF: return left >= 2 && tail(1) ? 2 : 0
    case 0xE0: return left >= 3 && tail(1, 0xA0) && tail(2) ? 3 : 0
    case 0xED: return left >= 3 && tail(1, 0x80, 0x9F) && tail(2) ? 3 : 0
    case 0xE1...0xEF: return left >= 3 && tail(1) && tail(2) ? 3 : 0
    case 0xF0: return left >= 4 && tail(1, 0x90) && tail(2) && tail(3) ? 4 : 0
    case 0xF1...0xF3: return left >= 4 && tail(1) && tail(2) && tail(3) ? 4 : 0
    case 0xF4: return left >= 4 && tail(1, 0x80, 0x8F) && tail(2) && tail(3) ? 4 : 0
    default: return 0
    }
  }

  /// The scalar at `i` and its length; a broken byte reads as U+FFFD of length 1.
  @inlinable @inline(__always)
  public static func scalar(_ bytes: Span<UInt8>, at i: Int) -> (value: UInt32, length: Int) {
    let n = length(bytes, at: i)
    switch n {
    case 1: return (UInt32(bytes[i]), 1)
    case 2: return (UInt32(bytes[i] & 0x1F) << 6 | UInt32(bytes[i + 1] & 0x3F), 2)
    case 3:
      let high = UInt32(bytes[i] & 0x0F) << 12 | UInt32(bytes[i + 1] & 0x3F) << 6
      return (high | UInt32(bytes[i + 2] & 0x3F), 3)
    case 4:
      let high = UInt32(bytes[i] & 0x07) << 18 | UInt32(bytes[i + 1] & 0x3F) << 12
      return (high | UInt32(bytes[i + 2] & 0x3F) << 6 | UInt32(bytes[i + 3] & 0x3F), 4)
    default: return (0xFFFD, 1)
    }
  }

  /// The first byte at or after `start` that is part of no well-formed sequence.
  public static func firstBroken(_ bytes: [UInt8], from start: Int = 0) -> Int? {
    let span = bytes.span
    var i = start
    while let next = bytes.firstNonASCII(from: i) {
      i = next
      while i < span.count, span[i] >= 0x80 {
        let n = length(span, at: i)
        if n == 0 { return i }
        i += n
      }
    }
    return nil
  }
}

extension UInt32 {
  /// The scalar as UTF-8; no scalar value gives U+FFFD.
  public var utf8: [UInt8] { Array(String(Unicode.Scalar(self) ?? "\u{FFFD}").utf8) }

  /// `U+00AD`.
  public var codePoint: String {
    let hex = String(self, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: Swift.max(0, 4 - hex.count)) + hex
  }
}
