/// Text as Unicode holds it safe to normalise piece by piece: no more than 30 marks stand in a row (UAX #15, Stream-Safe Text Format).
///
/// Ordering the marks of one letter takes the square of their number. No language needs more than a few, so that a letter with
/// thousands is damage or malice, and stays as it is.
package enum StreamSafe {
  static let mostMarks = 30

  /// The parts of a range of valid UTF-8 that are left when letters with more marks than that are passed over, in order.
  package static func parts(of bytes: [UInt8], _ range: Range<Int>) -> [Range<Int>] {
    let span = bytes.span
    var parts: [Range<Int>] = []
    // Where the open part starts, and where the letter starts that marks are being counted of.
    var (start, letter, marks) = (range.lowerBound, range.lowerBound, 0)
    func close() {
      if start < letter { parts.append(start..<letter) }
    }
    var i = range.lowerBound
    while i < range.upperBound {
      let (scalar, length) = UTF8Scan.scalar(span, at: i)
      if isMark(scalar) {
        marks += 1
      } else {
        if marks > mostMarks {
          close()
          start = i
        }
        (letter, marks) = (i, 0)
      }
      i += length
    }
    if marks <= mostMarks { letter = range.upperBound }
    close()
    return parts
  }

  /// True for what moves when marks are ordered.
  private static func isMark(_ scalar: UInt32) -> Bool {
    guard scalar >= 0x300, let properties = Unicode.Scalar(scalar)?.properties else { return false }
    return properties.canonicalCombiningClass != .notReordered
  }
}
