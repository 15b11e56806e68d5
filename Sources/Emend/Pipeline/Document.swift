/// The text that a stage looks at: immutable bytes, and what earlier stages learned about them.
public struct Document: Sendable {
  /// UTF-8 after the stage `decode`; before it, or without it, any bytes.
  public let bytes: [UInt8]
  /// Places in `bytes` where earlier stages took an artifact out, ascending.
  public let scars: [Int]
  /// Lines that an earlier stage would take out if it were surer, ascending: no words to correct.
  let closed: [Range<Int>]
  /// Where a page starts, as far as earlier stages found out and took the signs of it out of the text, ascending.
  let breaks: [Int]

  public init(_ bytes: [UInt8], scars: [Int] = []) { self.init(bytes, scars: scars, closed: [], breaks: []) }

  init(_ bytes: [UInt8], scars: [Int], closed: [Range<Int>], breaks: [Int]) {
    self.bytes = bytes
    self.scars = scars
    self.closed = closed
    self.breaks = breaks
  }

  /// Where each page starts, ascending, the first at 0: the breaks that earlier stages found, and form feeds that still
  /// stand in the text.
  var pageStarts: [Int] {
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

  func isClosed(_ range: Range<Int>) -> Bool {
    var low = 0
    var high = closed.count
    while low < high {
      let middle = (low + high) / 2
      if closed[middle].upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < closed.count && closed[low].lowerBound < range.upperBound
  }

  public init(_ text: String) { self.init(Array(text.utf8)) }

  public var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// A line of a text: its content, and where the next line starts.
struct Line: Equatable {
  /// The bytes of the line without its end.
  var content: Range<Int>
  /// The bytes of the line with its end (LF, CRLF, or CR in a text that has no LF).
  var full: Range<Int>
}

/// The lines of a text in order. A text that ends in a line end has no empty line after it.
struct Lines: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private let separator: UInt8
  private var ends: BytePlaces
  private var position: Int

  init(_ bytes: [UInt8], from start: Int = 0, separator: UInt8? = nil) {
    self.bytes = bytes
    self.separator = separator ?? Lines.separator(of: bytes)
    position = start
    ends = BytePlaces(of: self.separator, in: bytes, from: start)
  }

  /// LF, unless the text has CR and no LF in its first 64 KB (old Macintosh files).
  static func separator(of bytes: [UInt8]) -> UInt8 {
    let head = bytes.prefix(65_536)
    if head.contains(UInt8.lineFeed) { return .lineFeed }
    return head.contains(.carriageReturn) ? .carriageReturn : .lineFeed
  }

  @inline(__always)
  mutating func next() -> Line? {
    guard position < bytes.count else { return nil }
    let start = position
    let end = ends.next() ?? bytes.count
    position = Swift.min(end + 1, bytes.count)
    let contentEnd = separator == .lineFeed && end > start && bytes[end - 1] == .carriageReturn ? end - 1 : end
    return Line(content: start..<contentEnd, full: start..<position)
  }
}
