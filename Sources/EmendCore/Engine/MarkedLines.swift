/// The lines that a text itself marks to stay as they are.
///
/// `emend: off` keeps all lines from its own to the one with `emend: on`, or to the end of the text; `emend: ignore` keeps the
/// line that it stands on, and when it stands alone there, the next one too. What stands around the words, such as
/// `<!-- … -->` or `#`, does not matter.
package enum MarkedLines {
  private enum Mark: String { case off, on, ignore }

  /// The lines with their ends, ascending and apart from each other.
  package static func all(in bytes: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var opened: Int?
    var end = 0
    lazy var separator = Lines.separator(of: bytes)
    // A colon is rarer than any letter of the word before it.
    for colon in BytePlaces(of: UInt8(ascii: ":"), in: bytes) {
      if opened == nil, colon < end { continue }
      guard let (mark, place) = mark(at: colon, in: bytes) else { continue }
      switch (mark, opened) {
      case (.off, nil): opened = lineStart(of: colon, after: end, in: bytes, separator)
      case (.on, let start?):
        end = lineEnd(of: colon, in: bytes, separator)
        found.append(start..<end)
        opened = nil
      case (.ignore, nil):
        let start = lineStart(of: colon, after: end, in: bytes, separator)
        end = lineEnd(of: colon, in: bytes, separator)
        let rest = [start..<place.lowerBound, place.upperBound..<end]
        if rest.allSatisfy({ bytes[$0].allSatisfy { !RunStarts.isPart($0) } }), end < bytes.count {
          end = lineEnd(of: end, in: bytes, separator)
        }
        found.append(start..<end)
      default: continue
      }
    }
    if let opened { found.append(opened..<bytes.count) }
    return found
  }

  /// The mark whose colon stands at a place, and where it stands.
  private static func mark(at colon: Int, in bytes: [UInt8]) -> (Mark, Range<Int>)? {
    let start = colon - 5
    guard start >= 0, bytes[start..<colon].elementsEqual("emend".utf8), start == 0 || !RunStarts.isPart(bytes[start - 1]) else {
      return nil
    }
    var first = colon + 1
    while first < bytes.count, bytes[first].isBlank { first += 1 }
    var end = first
    while end < bytes.count, end - first < 7, bytes[end].isLower { end += 1 }
    guard end == bytes.count || !RunStarts.isPart(bytes[end]) else { return nil }
    return Mark(rawValue: bytes.text(first..<end)).map { ($0, start..<end) }
  }

  private static func lineStart(of place: Int, after floor: Int, in bytes: [UInt8], _ separator: UInt8) -> Int {
    var start = place
    while start > floor, bytes[start - 1] != separator { start -= 1 }
    return start
  }

  private static func lineEnd(of place: Int, in bytes: [UInt8], _ separator: UInt8) -> Int {
    bytes.firstIndex(of: separator, from: place).map { $0 + 1 } ?? bytes.count
  }
}
