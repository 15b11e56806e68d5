/// A line as the markings are compared with it: capitals, no blanks, no typographic signs, each byte with its place in the
/// text.
struct FoldedLine {
  private(set) var bytes: [UInt8] = []
  /// The place of each folded byte in the text.
  private(set) var places: [Int] = []
  private(set) var uppers = 0
  private(set) var lowers = 0

  mutating func fill(from text: [UInt8], _ range: Range<Int>) {
    bytes.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    uppers = 0
    lowers = 0
    var i = range.lowerBound
    while i < range.upperBound {
      let byte = text[i]
      // Quotation marks, bullets, boxes, and what else is no letter and no ASCII: specks to a marking.
      let skipped = byte == 0xC2 ? 2 : byte == 0xE2 ? 3 : byte.isSpace ? 1 : 0
      if skipped > 0 {
        i += skipped
        continue
      }
      defer { i += 1 }
      bytes.append(byte.uppered)
      places.append(i)
      if byte.isUpper { uppers += 1 } else if byte.isLower { lowers += 1 }
    }
  }
}

/// Groups of capitals and digits that OCR confuses most, so that an index by letter triples survives common damage.
enum GlyphClass {
  /// What is no letter and no digit.
  static let none: UInt8 = 255

  /// 0...25, and 26... for digits like no letter.
  static func of(_ byte: UInt8) -> UInt8 { table[Int(byte)] }

  static let table: [UInt8] = {
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
