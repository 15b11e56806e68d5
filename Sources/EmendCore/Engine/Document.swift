/// The text that a stage looks at: immutable bytes, and what earlier stages learned about them.
package struct Document: Sendable {
  /// UTF-8 after the stage `decode`; before it, or without it, any bytes.
  package let bytes: [UInt8]
  /// Places in `bytes` where earlier stages took an artifact out, ascending.
  package let removalPoints: [Int]
  /// Lines that an earlier stage would take out if it were surer, ascending: no words to correct.
  package let withheldMatter: [Range<Int>]
  /// Where a page starts, as far as earlier stages found out and took the signs of it out of the text, ascending.
  package let breaks: [Int]

  package init(_ bytes: [UInt8], removalPoints: [Int] = []) {
    self.init(bytes, removalPoints: removalPoints, withheldMatter: [], breaks: [])
  }

  package init(_ bytes: [UInt8], removalPoints: [Int], withheldMatter: [Range<Int>], breaks: [Int]) {
    self.bytes = bytes
    self.removalPoints = removalPoints
    self.withheldMatter = withheldMatter
    self.breaks = breaks
  }

  /// Where each page starts, ascending, the first at 0: the breaks that earlier stages found, and form feeds that still
  /// stand in the text.
  package var pageStarts: [Int] {
    var starts = [0]
    var next = 0
    var feed = bytes.firstIndex(of: .formFeed, from: 0)
    while next < breaks.count || feed != nil {
      let start: Int
      if let place = feed, next == breaks.count || place < breaks[next] {
        start = place + 1
        feed = bytes.firstIndex(of: .formFeed, from: place + 1)
      } else {
        start = breaks[next]
        next += 1
      }
      if start > starts[starts.count - 1] { starts.append(start) }
    }
    return starts
  }

  package func isWithheldMatter(_ range: Range<Int>) -> Bool {
    let first = withheldMatter.partitioningIndex { $0.upperBound > range.lowerBound }
    return first < withheldMatter.count && withheldMatter[first].lowerBound < range.upperBound
  }

  package init(_ text: String) { self.init(Array(text.utf8)) }

  package var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// A line of a text: its content, and where the next line starts.
public struct Line: Equatable {
  /// The bytes of the line without its end.
  public var content: Range<Int>
  /// The bytes of the line with its end (LF, CRLF, or CR in a text that has no LF).
  public var full: Range<Int>

  @inlinable public init(content: Range<Int>, full: Range<Int>) { (self.content, self.full) = (content, full) }
}

/// The lines of a text in order. A text that ends in a line end has no empty line after it.
public struct Lines: Sequence, IteratorProtocol {
  @usableFromInline let bytes: [UInt8]
  @usableFromInline let separator: UInt8
  @usableFromInline var ends: BytePlaces
  @usableFromInline var position: Int

  public init(_ bytes: [UInt8], from start: Int = 0, separator: UInt8? = nil) {
    self.bytes = bytes
    self.separator = separator ?? Lines.separator(of: bytes)
    position = start
    ends = BytePlaces(of: self.separator, in: bytes, from: start)
  }

  /// LF, unless the text has CR and no LF in its first 64 KB (old Macintosh files).
  public static func separator(of bytes: [UInt8]) -> UInt8 {
    let head = bytes.prefix(65_536)
    if head.contains(UInt8.lineFeed) { return .lineFeed }
    return head.contains(.carriageReturn) ? .carriageReturn : .lineFeed
  }

  @inlinable @inline(__always)
  public mutating func next() -> Line? {
    guard position < bytes.count else { return nil }
    let start = position
    let end = ends.next() ?? bytes.count
    position = Swift.min(end + 1, bytes.count)
    let contentEnd = separator == .lineFeed && end > start && bytes[end - 1] == .carriageReturn ? end - 1 : end
    return Line(content: start..<contentEnd, full: start..<position)
  }
}
