import EmendCore

// Numbers as OCR leaves them in running heads.

extension HeadFold {
  /// The number that stands at a place; Roman numerals and digits read as letters count.
  package static func value(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    if let value = roman(bytes, range) { return value }
    guard range.count <= RunningHeadersNumbers.longestNumber else { return nil }
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

  /// False for what no Roman numeral starts with.
  @inline(__always)
  static func mayBeRoman(_ first: UInt8) -> Bool {
    switch first | 0x20 {
    case UInt8(ascii: "i"), UInt8(ascii: "v"), UInt8(ascii: "x"), UInt8(ascii: "l"), UInt8(ascii: "c"): true
    default: false
    }
  }

  /// The value of a Roman numeral below 400 in one case; a capital by itself is an initial.
  package static func roman(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    guard range.count <= RunningHeadersNumbers.longestRoman else { return nil }
    for place in range where !mayBeRoman(bytes[place]) { return nil }
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
