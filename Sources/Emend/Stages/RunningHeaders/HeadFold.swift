/// A line as running heads are compared: letters folded to glyphs that OCR confuses, each number to one sign, nothing else.
///
/// `NATIONAL SECURITY COUNCIL  Page 4` and `NATI0NAL SECURITV COUNCIL Page 12` differ by one letter then.
struct HeadFold {
  /// Stands for a number in a signature.
  static let number = UInt8(ascii: "#")
  /// What a line longer than this is no head of, in bytes.
  static let longest = 120

  private(set) var signature: [UInt8] = []
  /// The numbers of the line, from left to right.
  private(set) var numbers: [Range<Int>] = []
  private(set) var letters = 0
  private(set) var digits = 0

  mutating func fill(_ bytes: [UInt8], _ range: Range<Int>) {
    signature.removeAll(keepingCapacity: true)
    numbers.removeAll(keepingCapacity: true)
    letters = 0
    digits = 0
    let span = bytes.span
    var i = range.lowerBound
    while i < range.upperBound {
      let start = i
      var own = 0
      while i < range.upperBound {
        let byte = span[i]
        if byte.isDigit {
          own += 1
        } else if !byte.isLetter, byte < 0x80 || Words.separatorLength(span, at: i) > 0 {
          break
        }
        i += 1
      }
      if i > start {
        append(bytes, start..<i, digits: own)
      } else {
        i += max(Words.separatorLength(span, at: i), 1)
      }
    }
    // The head of a first page and `(continued)` on the next one are one head.
    for ending in Self.continuations where signature.count > ending.count + 4 && signature.suffix(ending.count) == ending[...] {
      signature.removeLast(ending.count)
      break
    }
  }

  private mutating func append(_ bytes: [UInt8], _ run: Range<Int>, digits own: Int) {
    digits += own
    if own > 0 ? own * 2 >= run.count : Self.roman(bytes, run) != nil {
      numbers.append(run)
      if signature.last != Self.number { signature.append(Self.number) }
      return
    }
    letters += run.count - own
    for byte in bytes[run] {
      let glyph = GlyphClass.of(byte)
      signature.append(glyph < 26 ? glyph + UInt8(ascii: "A") : byte)
    }
  }

  private static let continuations = ["CONTINUED", "CONTD", "CONT"].map { word in
    word.utf8.map { GlyphClass.of($0) + UInt8(ascii: "A") }
  }

  /// A hash of the signature, and of the digits too where the letters say too little: `SE 164-81`.
  func hash(_ bytes: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    func mix(_ byte: UInt8) {
      hash = (hash ^ UInt64(byte)) &* 0xD6E8_FEB8_6659_FD93
      hash ^= hash >> 32
    }
    for byte in signature { mix(byte) }
    if letters < Self.enoughLetters { for range in numbers { for byte in bytes[range] { mix(byte) } } }
    return hash
  }

  static let enoughLetters = 4
  /// Enough of a line to tell it from another.
  var isTelling: Bool { letters >= Self.enoughLetters || letters >= 2 && letters + digits >= 6 }

  /// A set of the pairs of neighbours in the signature, one bit each: a glance that tells most lines apart.
  var pairs: UInt64 {
    var set: UInt64 = 0
    for (a, b) in zip(signature, signature.dropFirst()) { set |= 1 << ((UInt64(a) &* 31 &+ UInt64(b) &* 17) & 63) }
    return set
  }

  /// The number that stands at a place; Roman numerals and digits read as letters count.
  static func value(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    if let value = roman(bytes, range) { return value }
    guard range.count <= 7 else { return nil }
    var value = 0
    for byte in bytes[range] {
      switch byte {
      case 0x30...0x39: value = value * 10 + Int(byte - 0x30)
      case UInt8(ascii: "O"), UInt8(ascii: "o"): value *= 10
      case UInt8(ascii: "l"), UInt8(ascii: "I"), UInt8(ascii: "i"): value = value * 10 + 1
      default: return nil
      }
    }
    return value
  }

  /// The value of a Roman numeral below 400 in one case; a capital by itself is an initial.
  static func roman(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    guard range.count <= 10, "ivxlc".utf8.contains(bytes[range.lowerBound] | 0x20) else { return nil }
    let isUpper = bytes[range.lowerBound].isUpper
    if isUpper && range.count == 1 { return nil }
    var i = range.lowerBound
    func take(_ text: StaticString, _ worth: Int) -> Int? {
      let end = i + text.utf8CodeUnitCount
      guard end <= range.upperBound else { return nil }
      for (k, place) in (i..<end).enumerated() {
        let byte = bytes[place]
        if byte.isUpper != isUpper || byte.lowered != text.utf8Start[k] { return nil }
      }
      i = end
      return worth
    }
    func repeated(_ text: StaticString, _ worth: Int) -> Int {
      var sum = 0
      while sum < 3 * worth, let more = take(text, worth) { sum += more }
      return sum
    }
    var value = repeated("c", 100)
    value += take("xc", 90) ?? take("xl", 40) ?? ((take("l", 50) ?? 0) + repeated("x", 10))
    value += take("ix", 9) ?? take("iv", 4) ?? ((take("v", 5) ?? 0) + repeated("i", 1))
    return i == range.upperBound && value > 0 ? value : nil
  }
}
