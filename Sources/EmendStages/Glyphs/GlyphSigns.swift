import EmendCore

/// What a line may have for the readers of glyphs, found in one pass: most lines of prose have nothing.
struct GlyphSigns: OptionSet {
  let rawValue: UInt8

  /// Two letters that both stand twice.
  static let doubled = GlyphSigns(rawValue: 1)
  /// Two letters that both stand alone.
  static let spaced = GlyphSigns(rawValue: 2)
  /// `&`, `(c`, `GL`.
  static let placeholder = GlyphSigns(rawValue: 4)
  /// An l that may be an I, or the reverse.
  static let capital = GlyphSigns(rawValue: 8)
  /// A digit, or a dollar sign.
  static let number = GlyphSigns(rawValue: 16)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ bytes: Span<UInt8>, _ line: Range<Int>) {
    var found: UInt8 = 0
    var last: UInt8 = 0
    // Two bits a byte: 1 for a letter, 2 for a blank.
    var kinds: UInt8 = 0
    var pair = -1
    for i in line {
      let byte = bytes[i]
      let lowered = byte | 0x20
      let isLetter = lowered &- UInt8(ascii: "a") < 26
      kinds = kinds << 2 | (isLetter ? 1 : byte == .space ? 2 : 0)
      if isLetter {
        if byte == last {
          if pair == i - 2 { found |= Self.doubled.rawValue }
          pair = i
        }
        if byte == UInt8(ascii: "l") {
          let next = i + 1 < line.upperBound ? bytes[i + 1] : .space
          let isFirst = !last.isLetter
          if isFirst ? !next.isAny(of: "aeiouy'") : last.isUpper { found |= Self.capital.rawValue }
        } else if byte == UInt8(ascii: "I"), last.isLetter, !last.isUpper {
          found |= Self.capital.rawValue
        } else if byte == UInt8(ascii: "G") || byte == UInt8(ascii: "c"), last == UInt8(ascii: "(") || byte == UInt8(ascii: "G") {
          let next = i + 1 < line.upperBound ? bytes[i + 1] : .space
          if next == UInt8(ascii: "L") || next == UInt8(ascii: "i") { found |= Self.placeholder.rawValue }
        }
      } else if byte == .space {
        if kinds == 0b01_10_01_10 { found |= Self.spaced.rawValue }
      } else if byte.isDigit || byte == UInt8(ascii: "$") {
        found |= Self.number.rawValue
      } else if byte == UInt8(ascii: "&") {
        found |= Self.placeholder.rawValue
      }
      last = byte
    }
    rawValue = found
  }
}
