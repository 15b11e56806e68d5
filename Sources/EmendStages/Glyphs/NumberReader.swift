import EmendCore

/// Letters that stand for digits in numbers, where the number's own form says so.
struct NumberReader {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func read(_ line: Range<Int>, _ edits: inout EditGatherer) {
    let span = bytes.span
    var i = line.lowerBound
    while i < line.upperBound {
      while i < line.upperBound, !(span[i].isDigit || span[i].isAny(of: "lIOSo$")) {
        // A word is no number; what is glued to it is none either.
        if span[i].isLetter { while i < line.upperBound, span[i].isLetter || span[i].isDigit { i += 1 } } else { i += 1 }
      }
      let start = i
      var (digits, letters) = (0, 0)
      while i < line.upperBound, span[i].isDigit || span[i].isLetter || span[i].isAny(of: ",.$"), span[i] < 0x80 {
        if span[i].isDigit { digits += 1 }
        if span[i].isLetter { letters += 1 }
        i += 1
      }
      if i == start {
        i += 1
        continue
      }
      if letters > 0, digits > 0 || span[start] == UInt8(ascii: "$") { read(token: start..<i, line, &edits) }
    }
  }

  private func read(token: Range<Int>, _ line: Range<Int>, _ edits: inout EditGatherer) {
    // Codes, paths and parts of words stay.
    func isGlued(_ byte: UInt8) -> Bool { byte.isLetter || byte.isDigit || byte >= 0x80 || byte.isAny(of: "-/_@#\\~:=*'") }
    var range = token
    while !range.isEmpty, bytes[range.upperBound - 1].isAny(of: ",.") { range = range.lowerBound..<range.upperBound - 1 }
    if range.isEmpty || range.lowerBound > 0 && isGlued(bytes[range.lowerBound - 1]) { return }
    if range.upperBound < bytes.count, isGlued(bytes[range.upperBound]) { return }
    let text = Array(bytes[range])
    guard let (reading, why, isChecked) = ordinal(text) ?? grouped(text) ?? dated(text, range, line) ?? mixed(text, range, line) else {
      return
    }
    edits.glyph(
      range, reading, in: bytes, "glyphs.number", isChecked ? GlyphNumbers.checkedNumber : GlyphNumbers.mixedNumber, why)
  }

  private typealias Reading = (text: [UInt8], why: String, isChecked: Bool)

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte
    case UInt8(ascii: "l"), UInt8(ascii: "I"): UInt8(ascii: "1")
    case UInt8(ascii: "O"), UInt8(ascii: "o"): UInt8(ascii: "0")
    default: nil
    }
  }

  private static func digits(_ text: some Sequence<UInt8>) -> [UInt8]? {
    var digits: [UInt8] = []
    for byte in text {
      guard let digit = digit(byte) else { return nil }
      digits.append(digit)
    }
    return digits
  }

  private static func value(_ digits: some Sequence<UInt8>) -> Int { digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } }

  /// `3lst`, `5O1st`: the ending agrees with the last digits.
  private func ordinal(_ text: [UInt8]) -> Reading? {
    guard (3...6).contains(text.count) else { return nil }
    let ending = text.suffix(2)
    guard let digits = Self.digits(text.dropLast(2)), digits != Array(text.dropLast(2)), text.dropLast(2).contains(where: \.isDigit),
      digits.first != UInt8(ascii: "0")
    else {
      return nil
    }
    let value = Self.value(digits)
    let right =
      switch (value % 10, value % 100) {
      case (_, 11...13): "th"
      case (1, _): "st"
      case (2, _): "nd"
      case (3, _): "rd"
      default: "th"
      }
    guard ending.elementsEqual(right.utf8) else { return nil }
    return (digits + ending, "the ordinal \(value)\(right)", true)
  }

  /// `$l,OOO.OO`, `2O,OOO`: groups of three, two digits behind the point.
  private func grouped(_ text: [UInt8]) -> Reading? {
    let sum = text.first == UInt8(ascii: "$") ? Array(text.dropFirst()) : text
    let parts = sum.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard let whole = parts.first, parts.count < 3 else { return nil }
    let groups = whole.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard groups.count > 1, groups.dropFirst().allSatisfy({ $0.count == 3 }), (1...3).contains(groups[0].count) else { return nil }
    if parts.count == 2, parts[1].count != 2 { return nil }
    guard sum.contains(where: \.isDigit) || text.first == UInt8(ascii: "$") else { return nil }
    var reading: [UInt8] = []
    for byte in text {
      if byte.isAny(of: ",.$") { reading.append(byte) } else if let digit = Self.digit(byte) { reading.append(digit) } else { return nil }
    }
    return reading == text ? nil : (reading, "digits in groups of three", true)
  }

  /// `l5 October`, `October l962`.
  private func dated(_ text: [UInt8], _ range: Range<Int>, _ line: Range<Int>) -> Reading? {
    guard let digits = Self.digits(text), digits != text, text.contains(where: \.isDigit) else { return nil }
    let value = Self.value(digits)
    if digits.count <= 2, (1...31).contains(value), isMonth(behind: range.upperBound, line) { return (digits, "the day of a month", true) }
    let isYear = digits.count == 4 && (1700...2035).contains(value) && text.filter(\.isDigit).count > 1
    return isYear && isMonth(before: range.lowerBound, line) ? (digits, "the year of a date", true) : nil
  }

  /// Digits and l, I, O; what may be a code is left alone.
  private func mixed(_ text: [UInt8], _ range: Range<Int>, _ line: Range<Int>) -> Reading? {
    guard (2...GlyphNumbers.longestNumber).contains(text.count), text[0] != UInt8(ascii: "O"), text[0] != UInt8(ascii: "o"),
      let digits = Self.digits(text), digits != text
    else { return nil }
    return (digits, "\(bytes.text(range)) is a number with letters for digits", false)
  }

  private func isMonth(behind place: Int, _ line: Range<Int>) -> Bool {
    guard place < line.upperBound, bytes[place] == .space, let word = Words.next(in: bytes.span, place..<line.upperBound) else {
      return false
    }
    return word.lowerBound == place + 1 && Self.isMonth(Array(bytes[word]))
  }

  /// A month right before, or with a day between.
  private func isMonth(before place: Int, _ line: Range<Int>) -> Bool {
    var i = place - 1
    while i >= line.lowerBound, bytes[i].isSpace || bytes[i].isDigit || bytes[i].isAny(of: ",lIO") { i -= 1 }
    let end = i + 1
    while i >= line.lowerBound, bytes[i].isLetter { i -= 1 }
    return place - end <= 6 && end > i + 1 && Self.isMonth(Array(bytes[(i + 1)..<end]))
  }

  private static let months = [
    "JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER",
  ].map { Array($0.utf8) }

  private static func isMonth(_ word: [UInt8]) -> Bool {
    guard word.count > 2, word[0].isUpper else { return false }
    let upper = word.map(\.uppered)
    return months.contains { upper == $0 || upper == Array($0.prefix(3)) }
  }
}
