import EmendCore
import EmendLexicon

/// A line as running heads are compared: letters folded to glyphs that OCR confuses, each number to one sign, nothing else.
///
/// `NATIONAL SECURITY COUNCIL  Page 4` and `NATI0NAL SECURITV COUNCIL Page 12` differ by one letter then.
package struct HeadFold {
  /// Stands for a number in a signature.
  package static let number = UInt8(ascii: "#")
  /// What a line longer than this is no head of, in bytes.
  package static var longest: Int { RunningHeadersNumbers.longest }

  /// The numbers of the line, from left to right.
  package private(set) var numbers: [Range<Int>] = []
  package private(set) var letters = 0
  package private(set) var digits = 0
  /// Holds the signature, and at least eight zeros behind it.
  private var buffer: [UInt8] = []
  private var length = 0
  /// What each byte of a word is in a signature: the letter that stands for its look-alikes, or the byte itself.
  private let signs = HeadFold.signs
  private let continuations = HeadFold.continuations

  package var signature: ArraySlice<UInt8> { buffer[..<length] }

  package mutating func fill(_ bytes: [UInt8], _ range: Range<Int>) {
    numbers.removeAll(keepingCapacity: true)
    letters = 0
    digits = 0
    if buffer.count < range.count + 8 { buffer = Array(repeating: 0, count: 2 * range.count + 8) }
    precondition(range.upperBound <= bytes.count)
    let signs = signs
    var buffer: [UInt8] = []
    swap(&buffer, &self.buffer)
    length = buffer.withUnsafeMutableBufferPointer { out in
      signs.withUnsafeBufferPointer { signs in
        let length = writeSignature(bytes, range, signs, out)
        for place in length..<length + 8 { out[place] = 0 }
        return length
      }
    }
    swap(&buffer, &self.buffer)
    dropContinuation()
  }

  /// Writes the signature of a line to `out`, which has room for as many bytes as the line has, and returns its length.
  @inline(__always)
  private mutating func writeSignature(
    _ bytes: [UInt8], _ range: Range<Int>, _ signs: UnsafeBufferPointer<UInt8>, _ out: UnsafeMutableBufferPointer<UInt8>
  ) -> Int {
    let span = bytes.span
    let text = span.bytes
    var length = 0
    var i = range.lowerBound
    while i < range.upperBound {
      let start = i
      let own = Self.passWord(span, text, &i, range.upperBound)
      if i == start {
        i += max(Words.separatorLength(span, at: i), 1)
        continue
      }
      digits += own
      let first = text.unsafeLoad(fromByteOffset: start, as: UInt8.self)
      if own > 0 ? own * 2 >= i - start : Self.mayBeRoman(first) && Self.roman(bytes, start..<i) != nil {
        numbers.append(start..<i)
        if length == 0 || out[length - 1] != Self.number {
          out[length] = Self.number
          length += 1
        }
        continue
      }
      letters += i - start - own
      for place in start..<i {
        out[length] = signs[Int(text.unsafeLoad(fromByteOffset: place, as: UInt8.self))]
        length &+= 1
      }
    }
    return length
  }

  /// Moves `i` behind the letters and digits that start there, and returns how many of them are digits.
  @inline(__always)
  private static func passWord(_ span: Span<UInt8>, _ text: RawSpan, _ i: inout Int, _ end: Int) -> Int {
    var digits = 0
    while i < end {
      let byte = text.unsafeLoad(fromByteOffset: i, as: UInt8.self)
      if byte.isDigit {
        digits &+= 1
      } else if !byte.isLetter, byte < 0x80 || Words.separatorLength(span, at: i) > 0 {
        break
      }
      i &+= 1
    }
    return digits
  }

  /// The head of a first page and `(continued)` on the next one are one head.
  @inline(__always)
  private mutating func dropContinuation() {
    guard length > 0, buffer[length - 1] == Self.lastOfContinued || buffer[length - 1] == Self.lastOfCont else { return }
    for ending in continuations where length > ending.count + 4 && signature.suffix(ending.count) == ending[...] {
      dropLast(ending.count)
      break
    }
  }

  private mutating func dropLast(_ count: Int) {
    for place in length - count..<length { buffer[place] = 0 }
    length -= count
  }

  package static func sign(_ byte: UInt8) -> UInt8 { signs[Int(byte)] }

  private static let signs: [UInt8] = (0...UInt8.max).map { byte in
    let glyph = GlyphClass.of(byte)
    return glyph < 26 ? glyph + UInt8(ascii: "A") : byte
  }

  private static let lastOfContinued = GlyphClass.of(UInt8(ascii: "D")) + UInt8(ascii: "A")
  private static let lastOfCont = GlyphClass.of(UInt8(ascii: "T")) + UInt8(ascii: "A")

  private static let continuations = ["CONTINUED", "CONTD", "CONT"].map { word in
    word.utf8.map { GlyphClass.of($0) + UInt8(ascii: "A") }
  }

  /// A hash of the signature, and of the digits too where the letters say too little: `SE 164-81`.
  package func hash(_ bytes: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    func mix(_ word: UInt64) {
      hash = (hash ^ word) &* 0xD6E8_FEB8_6659_FD93
      hash ^= hash >> 32
    }
    let raw = buffer.span.bytes
    for start in stride(from: 0, to: length, by: 8) { mix(raw.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self).littleEndian) }
    if letters < Self.enoughLetters { for range in numbers { for byte in bytes[range] { mix(UInt64(byte)) } } }
    return hash
  }

  /// So many signs at its start are what a line is dismissed by before it is folded whole. Fewer than stay where
  /// `continued` is taken off.
  private static let prefilter = 5

  /// The first signs of the signature of a line, the last one in the lowest byte. nil where a prefilter at the line does not tell.
  package func opening(_ bytes: [UInt8], _ range: Range<Int>) -> UInt64? {
    let text = bytes.span.bytes
    precondition(range.upperBound <= text.byteCount)
    let signs = signs.span
    var signature: UInt64 = 0
    var count = 0
    var i = range.lowerBound
    while i < range.upperBound, count < Self.prefilter {
      let start = i
      var own = 0
      while i < range.upperBound {
        let byte = text.unsafeLoad(fromByteOffset: i, as: UInt8.self)
        if byte.isDigit { own &+= 1 } else if !byte.isLetter { break }
        i &+= 1
      }
      if i < range.upperBound, text.unsafeLoad(fromByteOffset: i, as: UInt8.self) >= 0x80 { return nil }
      if i == start {
        i &+= 1
        continue
      }
      let first = text.unsafeLoad(fromByteOffset: start, as: UInt8.self)
      if own > 0 ? own * 2 >= i - start : Self.mayBeRoman(first) && Self.roman(bytes, start..<i) != nil {
        if signature & 0xFF == UInt64(Self.number) { continue }
        signature = signature << 8 | UInt64(Self.number)
        count += 1
        continue
      }
      for place in start..<min(i, start + Self.prefilter - count) {
        signature = signature << 8 | UInt64(signs[Int(text.unsafeLoad(fromByteOffset: place, as: UInt8.self))])
        count += 1
      }
    }
    return signature
  }

  /// The same of the line that was folded.
  package var opening: UInt64 { buffer[..<min(length, Self.prefilter)].reduce(0) { $0 << 8 | UInt64($1) } }

  /// False where two signs do not stand side by side in the signature of a line, as far as its letters tell.
  func mayHold(_ first: UInt8, _ second: UInt8, _ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    let span = bytes.span
    let signs = signs.span
    var last: UInt8 = 0
    for place in range {
      let byte = span[place]
      if byte >= 0x80 { return true }
      if !byte.isLetter, !byte.isDigit { continue }
      let sign = signs[Int(byte)]
      if last == first, sign == second { return true }
      last = sign
    }
    return false
  }

  static var enoughLetters: Int { RunningHeadersNumbers.enoughLetters }
  /// Enough of a line to tell it from another.
  var isTelling: Bool {
    letters >= Self.enoughLetters
      || letters >= RunningHeadersNumbers.fewestLetters && letters + digits >= RunningHeadersNumbers.enoughGlyphs
  }

  /// A set of the pairs of neighbours in the signature, one bit each: a prefilter that tells most lines apart.
  package var pairs: UInt64 {
    var set: UInt64 = 0
    for (a, b) in zip(signature, signature.dropFirst()) { set |= 1 << ((UInt64(a) &* 31 &+ UInt64(b) &* 17) & 63) }
    return set
  }
}
