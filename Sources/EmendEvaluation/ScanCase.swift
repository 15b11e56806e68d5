import EmendCore

/// A scanned record with its truth: what OCR read, the clean paragraphs, and every line of each page that is not body text.
package struct ScanCase: Sendable {
  /// How badly the pages are degraded, by the number in the name: 1, 2 or 0 modulo 3.
  package enum Level: String, CaseIterable, Sendable { case light, medium, heavy, other }

  package let name: String
  /// Pages end in form feeds.
  package let ocr: [UInt8]
  package let truth: [UInt8]
  /// Furniture by page, from the head of the page to its foot.
  package let marks: [Int: [String]]

  /// - Parameter marks: JSON, an array of `{"page": 1, "lines": ["SECRET", …]}`.
  /// - Throws: `EmendError` when `marks` is not such an array.
  package init(name: String, ocr: [UInt8], truth: [UInt8], marks json: [UInt8]) throws(EmendError) {
    self.name = name
    self.ocr = ocr
    self.truth = truth
    marks = try Self.marks(json)
  }

  package var level: Level {
    guard let last = name.split(whereSeparator: { !$0.isASCII || !$0.isNumber }).last, let number = Int(last) else { return .other }
    return [Level.heavy, .light, .medium][number % 3]
  }

  private static func marks(_ json: [UInt8]) throws(EmendError) -> [Int: [String]] {
    var marks: [Int: [String]] = [:]
    var reader = JSONReader(json)
    try reader.array { reader throws(EmendError) in
      var page: Int?
      var lines: [String] = []
      try reader.object { reader, key throws(EmendError) in
        switch key {
        case "page": page = try reader.integer()
        case "lines": try reader.array { reader throws(EmendError) in lines.append(try reader.text()) }
        default: try reader.skip()
        }
      }
      guard let page else { throw .json("an object without the member \"page\"", at: reader.position) }
      marks[page, default: []] += lines
    }
    guard reader.isAtEnd else { throw .json("more than one value", at: reader.position) }
    return marks
  }

  /// A line of the OCR with text on it.
  package struct Line {
    /// From 1, as an editor counts.
    package let number: Int
    /// From 1.
    package let page: Int
    /// Bytes of the OCR, without the blanks around them.
    package let content: Range<Int>
  }

  package var lines: [Line] {
    var found: [Line] = []
    var (number, page, start) = (1, 1, 0)
    for i in 0...ocr.count {
      let byte = i < ocr.count ? ocr[i] : .lineFeed
      guard byte == .lineFeed || byte == .formFeed else { continue }
      let content = ocr.trimmed(start..<i)
      if !content.isEmpty { found.append(Line(number: number, page: page, content: content)) }
      if byte == .lineFeed { number += 1 } else { page += 1 }
      start = i + 1
    }
    return found
  }
}
