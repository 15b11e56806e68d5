import EmendCore

/// Reads the lines at both ends of pages, and passes over what stands between them.
package struct PageReader {
  /// A line, or the part of one that a page break leaves.
  package struct Piece {
    /// Without the blanks around it.
    package let content: Range<Int>
    package let isWhole: Bool
  }

  private let bytes: [UInt8]
  private let separator: UInt8
  /// Starts of lines that are left out, ascending.
  private let taken: [Int]
  /// Whether the page before ended between two lines: so does this one start.
  private var startsWhole = true
  /// Where the blanks behind the last page end that was looked at end: many pages may end in the same blanks.
  private var blanksEnd = 0

  package init(_ bytes: [UInt8], taken: [Int]) {
    self.bytes = bytes
    self.taken = taken
    separator = Lines.separator(of: bytes)
  }

  /// The lines of the next page that are not blank; of a long page only some, `enough` at its head and at its foot.
  package mutating func lines(_ page: Range<Int>, enough: Int) -> [Piece] {
    let endsWhole = page.upperBound == bytes.count || isBetweenLines(page)
    defer { startsWhole = endsWhole }
    func piece(_ part: Range<Int>) -> Piece {
      Piece(
        content: bytes.trimmed(part),
        isWhole: (part.lowerBound > page.lowerBound || startsWhole) && (part.upperBound < page.upperBound || endsWhole))
    }
    var found: [Piece] = []
    var low = page.lowerBound
    while low < page.upperBound, found.count < 2 * enough {
      let end = bytes.firstIndex(of: separator, in: low..<page.upperBound) ?? page.upperBound
      add(piece(low..<end), to: &found)
      low = min(end + 1, page.upperBound)
    }
    if low == page.upperBound { return found }
    var foot: [Piece] = []
    var high = page.upperBound
    while high > low, foot.count < enough {
      var start = high
      while start > low, bytes[start - 1] != separator { start -= 1 }
      add(piece(start..<high), to: &foot)
      high = start - 1
    }
    return found + foot.reversed()
  }

  private func add(_ piece: Piece, to pieces: inout [Piece]) {
    if piece.content.isEmpty || isTaken(piece.content.lowerBound) { return }
    pieces.append(piece)
  }

  private func isTaken(_ start: Int) -> Bool {
    var low = 0
    var high = taken.count
    while low < high {
      let middle = (low + high) / 2
      if taken[middle] < start { low = middle + 1 } else { high = middle }
    }
    return low < taken.count && taken[low] == start
  }

  /// False when the end of a page cuts a line: a form feed stands between lines, and so does an end with blanks on one
  /// side of it.
  private mutating func isBetweenLines(_ page: Range<Int>) -> Bool {
    let cut = page.upperBound
    if bytes[cut - 1] == .formFeed { return true }
    var low = cut
    while low > page.lowerBound, bytes[low - 1] != separator, bytes[low - 1].isSpace { low -= 1 }
    if low == page.lowerBound || bytes[low - 1] == separator { return true }
    blanksEnd = max(blanksEnd, cut)
    while blanksEnd < bytes.count, bytes[blanksEnd] != separator, bytes[blanksEnd].isSpace { blanksEnd += 1 }
    return blanksEnd == bytes.count || bytes[blanksEnd] == separator
  }
}
