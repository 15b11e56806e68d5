import EmendCore

/// A line as the markings are compared with it: capitals, no blanks, no typographic signs.
package struct FoldedLine {
  package private(set) var bytes: [UInt8] = []
  /// What was folded.
  private var range = 0..<0
  package private(set) var uppers = 0
  package private(set) var lowers = 0
  /// Letters and digits.
  package private(set) var glyphs = 0

  package mutating func fill(from text: [UInt8], _ range: Range<Int>) {
    var (uppers, lowers, digits) = (0, 0, 0)
    let span = text.span
    self.range = range
    bytes.removeAll(keepingCapacity: true)
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: range.count) { buffer in
      var count = 0
      var i = range.lowerBound
      while i < range.upperBound {
        let byte = span[i]
        let skipped = Self.skipped(byte)
        if skipped > 0 {
          i += skipped
          continue
        }
        let isLower = byte.isLower
        buffer[count] = isLower ? byte & 0xDF : byte
        count += 1
        if isLower { lowers += 1 }
        if byte.isUpper { uppers += 1 }
        if byte.isDigit { digits += 1 }
        i += 1
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[..<count]))
    }
    self.uppers = uppers
    self.lowers = lowers
    glyphs = uppers + lowers + digits
  }

  /// How many bytes of the text, from one on that is `byte`, are left out of the line: those of blanks, and those of quotation
  /// marks, bullets, boxes and the like, which are specks to a marking.
  @inline(__always)
  private static func skipped(_ byte: UInt8) -> Int { byte == 0xC2 ? 2 : byte == 0xE2 ? 3 : byte.isSpace ? 1 : 0 }

  /// The place in the text of a byte of the line.
  package func place(_ index: Int, in text: [UInt8]) -> Int {
    var left = index
    var i = range.lowerBound
    while true {
      let skipped = Self.skipped(text[i])
      if skipped == 0 {
        if left == 0 { return i }
        left -= 1
      }
      i += max(skipped, 1)
    }
  }
}

/// Groups of capitals and digits that OCR confuses most, so that an index by letter triples survives common damage.
package enum GlyphClass {
  /// What is no letter and no digit.
  package static let none: UInt8 = 255

  /// 0...25, and 26... for digits like no letter.
  package static func of(_ byte: UInt8) -> UInt8 { table[Int(byte)] }

  package static let table: [UInt8] = {
    var table = [UInt8](repeating: none, count: 256)
    for (number, digit) in "34679".utf8.enumerated() { table[Int(digit)] = 26 + UInt8(number) }
    for c in UInt8(ascii: "A")...UInt8(ascii: "Z") { table[Int(c)] = c - UInt8(ascii: "A") }
    for (group, like) in [("0QD", "O"), ("1LJ", "I"), ("5", "S"), ("8", "B"), ("2", "Z"), ("G", "C"), ("F", "E")] {
      for c in group.utf8 { table[Int(c)] = like.utf8.first! - UInt8(ascii: "A") }
    }
    for c in UInt8(ascii: "a")...UInt8(ascii: "z") { table[Int(c)] = table[Int(c.uppered)] }
    return table
  }()
}
