import EmendCore

/// The characters of a model as small numbers: letter case, long s and curly apostrophes folded away.
///
/// Numbers below `firstLetter` stand for what lies between words; those below 64 may stand in words of the lexicon.
package struct Alphabet {
  package typealias Symbol = UInt8

  package static let unknown: Symbol = 1
  package static let blank: Symbol = 2
  package static let lineEnd: Symbol = 3
  static let hyphenLineEnd: Symbol = 4
  static let hyphenBlank: Symbol = 5
  package static let hyphen: Symbol = 6
  static let firstLetter: Symbol = 7
  package static let firstSign: Symbol = 64

  /// Code points below this are looked up directly.
  static let directCount = 0x600

  /// Symbol of each code point below `directCount`, then the small code point of each symbol.
  private let direct: UnsafeBufferPointer<UInt8>
  /// Code points from `directCount` on and their symbols, as `codePoint << 8 | symbol`, ascending.
  private let rest: UnsafeBufferPointer<UInt32>
  private let lowers: UnsafeBufferPointer<UInt32>

  /// - Parameter table: 384 words of `direct`, 256 of `lowers`, then `rest`.
  package init(_ table: UnsafeBufferPointer<UInt32>) {
    let raw = UnsafeRawBufferPointer(table)
    direct = UnsafeRawBufferPointer(rebasing: raw[0..<Self.directCount]).bindMemory(to: UInt8.self)
    lowers = UnsafeBufferPointer(rebasing: table[Self.directCount / 4..<Self.directCount / 4 + 256])
    rest = UnsafeBufferPointer(rebasing: table[(Self.directCount / 4 + 256)...])
  }

  @inline(__always)
  package func symbol(_ scalar: UInt32) -> Symbol {
    if scalar < UInt32(Self.directCount) { return direct[Int(scalar)] }
    var (low, high) = (0, rest.count)
    while low < high {
      let middle = (low + high) / 2
      if rest[middle] >> 8 < scalar { low = middle + 1 } else { high = middle }
    }
    return low < rest.count && rest[low] >> 8 == scalar ? UInt8(truncatingIfNeeded: rest[low]) : Self.unknown
  }

  package func scalar(_ symbol: Symbol) -> Unicode.Scalar { Unicode.Scalar(lowers[Int(symbol)]) ?? "\u{FFFD}" }

  package func text(_ symbols: some Sequence<Symbol>) -> String {
    var text = String.UnicodeScalarView()
    for symbol in symbols { text.append(scalar(symbol)) }
    return String(text)
  }

  /// How many bytes of UTF-8 symbols have as text.
  package func byteCount(_ symbols: some Sequence<Symbol>) -> Int {
    symbols.reduce(0) { count, symbol in
      let scalar = lowers[Int(symbol)]
      return count + (scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x1_0000 ? 3 : 4)
    }
  }

  /// A word of UTF-8 in symbols, added to `symbols`.
  @inline(__always)
  package func append(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, to symbols: inout [Symbol]) {
    var i = range.lowerBound
    while i < range.upperBound {
      let byte = bytes[i]
      if byte < 0x80 {
        symbols.append(direct[Int(byte)])
        i += 1
      } else {
        let (scalar, length) = Self.scalar(bytes, at: i, before: range.upperBound)
        symbols.append(symbol(scalar))
        i += length
      }
    }
  }

  /// The code point at `i` of valid UTF-8; a stray byte counts as U+FFFD.
  @inline(__always)
  package static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, at i: Int, before end: Int) -> (value: UInt32, length: Int) {
    let byte = bytes[i]
    if byte < 0x80 { return (UInt32(byte), 1) }
    let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 1
    guard length > 1, i + length <= end else { return (0xFFFD, 1) }
    var value = UInt32(byte) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
    for k in 1..<length { value = value << 6 | UInt32(bytes[i + k] & 0x3F) }
    return (value, length)
  }
}
