import EmendCore

/// Divides a text into the tokens that the corrector weighs: words as people see them, without the punctuation around
/// them, divided at hyphens and dashes; an ending `'s` is left outside.
package struct TokenReader {
  /// What stands between a token and the one before it.
  package enum Gap: UInt8, BitwiseCopyable {
    case start, paragraph, blank, lineEnd, hyphenLineEnd, hyphenBlank, hyphen, other
  }

  package struct Token: BitwiseCopyable {
    package var start: Int
    package var end: Int
    package var gap: Gap
    /// What its characters are.
    package var hasDigit: Bool
    package var hasLetter: Bool
    /// It has a character that is neither letter nor digit.
    var hasSign: Bool
    /// A full stop, or the like, stands in front: the capital of the token may be a sentence's.
    var startsSentence: Bool

    package var range: Range<Int> { start..<end }
    package var isNumber: Bool { hasDigit && !hasLetter }
  }

  package enum Kind {
    package static let space: UInt8 = 0
    package static let lineEnd: UInt8 = 1
    package static let letter: UInt8 = 2
    package static let digit: UInt8 = 3
    package static let sign: UInt8 = 4
    package static let dash: UInt8 = 5
    package static let high: UInt8 = 6
  }

  /// What each byte is: a table that stays for good, so that readers hold nothing but its place.
  nonisolated(unsafe) private static let kinds: UnsafePointer<UInt8> = {
    let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    for byte in 0..<256 { table[byte] = kind(UInt8(byte)) }
    return UnsafePointer(table)
  }()

  private static func kind(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): Kind.letter
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Kind.digit
    case 0x0A, 0x0C, 0x0D: Kind.lineEnd
    case 0...0x20: Kind.space
    case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "="): Kind.dash
    case 0x80...: Kind.high
    default: Kind.sign
    }
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let kinds: UnsafePointer<UInt8>
  package private(set) var position: Int
  private var last: Int

  /// - Parameters:
  ///   - bytes: UTF-8 that outlives the reader.
  ///   - start: where to begin: a place between tokens.
  package init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0) {
    self.bytes = bytes
    kinds = Self.kinds
    position = start
    last = start
  }

  /// Kind and length of the character at `i`.
  @inline(__always)
  private func character(_ i: Int) -> (kind: UInt8, length: Int) {
    let kind = kinds[Int(bytes[i])]
    if kind != Kind.high { return (kind, 1) }
    let byte = bytes[i]
    if byte == 0xE2, i + 2 < bytes.count, bytes[i + 1] == 0x80 || bytes[i + 1] == 0x81 {
      // Dashes of U+2010...U+2015 divide, other general punctuation is a sign.
      let isDash = bytes[i + 1] == 0x80 && (0x90...0x95).contains(bytes[i + 2])
      return (isDash ? Kind.dash : Kind.sign, 3)
    }
    if byte == 0xC2 { return (i + 1 < bytes.count && bytes[i + 1] == 0xA0 ? Kind.space : Kind.sign, 2) }
    return (Kind.letter, byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 1)
  }

  @inline(__always)
  package mutating func next() -> Token? {
    var i = position
    let count = bytes.count
    // To the next letter or digit.
    while i < count {
      let kind = kinds[Int(bytes[i])]
      if kind == Kind.letter || kind == Kind.digit { break }
      if kind == Kind.high {
        let (kind, length) = character(i)
        if kind == Kind.letter { break }
        i += length
      } else {
        i += 1
      }
    }
    if i >= count {
      position = count
      return nil
    }
    let start = i
    var token = Token(
      start: start, end: start, gap: .blank, hasDigit: false, hasLetter: false, hasSign: false, startsSentence: false)
    readToEnd(of: &token)
    if token.hasSign { trimPossessive(&token) }
    (token.gap, token.startsSentence) = gap(before: start)
    last = token.end
    position = token.end
    return token
  }

  /// Sets where a token ends and what it consists of. It has letters and digits up to a blank or a dash; signs belong to it when
  /// more of it follows.
  @inline(__always)
  private func readToEnd(of token: inout Token) {
    let count = bytes.count
    var i = token.start
    var end = i
    var letters = 0
    var lettersBeforeSign = 0
    var signAt = -1
    scan: while i < count {
      let kind = kinds[Int(bytes[i])]
      switch kind {
      case Kind.letter:
        i += 1
        end = i
        letters += 1
        token.hasLetter = true
      case Kind.digit:
        i += 1
        end = i
        token.hasDigit = true
      case Kind.space, Kind.lineEnd, Kind.dash:
        break scan
      default:
        let (kind, length) = kind == Kind.high ? character(i) : (kind, 1)
        if kind == Kind.letter {
          i = min(i + length, count)
          end = i
          letters += 1
          token.hasLetter = true
        } else if kind == Kind.sign {
          if signAt < 0 || end > signAt {
            // A sign between long runs of letters divides words that lost their blank: `Cuba,and`.
            if signAt >= 0, divides(signAt), isLong(lettersBeforeSign), isLong(letters) { break scan }
            lettersBeforeSign = letters
            letters = 0
            signAt = i
          }
          i += length
        } else {
          break scan
        }
      }
      if signAt >= 0, end > signAt, isLong(letters), isLong(lettersBeforeSign), divides(signAt) {
        end = signAt
        break scan
      }
    }
    token.hasSign = signAt >= 0 && end > signAt
    token.end = end
  }

  /// True when so many letters beside a sign may be a word by themselves.
  @inline(__always)
  private func isLong(_ letters: Int) -> Bool { letters >= CorrectorNumbers.leastLettersBesideSign }

  @inline(__always)
  private func divides(_ sign: Int) -> Bool {
    let byte = bytes[sign]
    return byte != UInt8(ascii: "'") && byte != 0xE2
  }

  private func trimPossessive(_ token: inout Token) {
    let end = token.end
    guard end - token.start > 2, bytes[end - 1] | 0x20 == UInt8(ascii: "s") else { return }
    if bytes[end - 2] == UInt8(ascii: "'") {
      token.end = end - 2
    } else if end - token.start > 4, bytes[end - 4] == 0xE2, bytes[end - 3] == 0x80, bytes[end - 2] == 0x99 {
      token.end = end - 4
    } else {
      return
    }
    token.hasSign = false
    var i = token.start
    while i < token.end {
      let (kind, length) = character(i)
      if kind == Kind.sign { token.hasSign = true }
      i += length
    }
  }

  @inline(__always)
  private func gap(before start: Int) -> (Gap, Bool) {
    if last == 0, start == 0 { return (.start, true) }
    if start == last + 1, bytes[last] == 0x20 { return (.blank, false) }
    return longGap(before: start)
  }

  private func longGap(before start: Int) -> (Gap, Bool) {
    var i = last
    if start > i + 2, bytes[i] == UInt8(ascii: "'"), bytes[i + 1] | 0x20 == UInt8(ascii: "s") { i += 2 }
    if start > i + 4, bytes[i] == 0xE2, bytes[i + 1] == 0x80, bytes[i + 2] == 0x99, bytes[i + 3] | 0x20 == UInt8(ascii: "s") { i += 4 }
    var (ends, blanks, dashes, signs) = (0, 0, 0, 0)
    var isStop = false
    while i < start {
      let byte = bytes[i]
      switch kinds[Int(byte)] {
      case Kind.lineEnd: if byte != 0x0D { ends += byte == 0x0C ? 2 : 1 }
      case Kind.space: blanks += 1
      case Kind.dash:
        // Only the hyphen joins.
        if byte == UInt8(ascii: "-"), ends == 0, blanks == 0 { dashes += 1 } else { signs += 1 }
      default:
        signs += 1
        if byte == UInt8(ascii: ".") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: ":") {
          isStop = true
        }
      }
      i += 1
    }
    if ends >= 2 { return (.paragraph, true) }
    if last == 0 { return (.start, true) }
    if signs > 0 || dashes > 1 { return (.other, isStop || byteIsQuote(start)) }
    if dashes == 1 { return (ends == 1 ? .hyphenLineEnd : blanks > 0 ? .hyphenBlank : .hyphen, false) }
    return (ends == 1 ? .lineEnd : .blank, false)
  }

  private func byteIsQuote(_ start: Int) -> Bool { start > 0 && (bytes[start - 1] == UInt8(ascii: "\"") || bytes[start - 1] == 0x9C) }
}
