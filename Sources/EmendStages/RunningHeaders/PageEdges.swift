import EmendCore

/// A line near the head or the foot of a page.
package struct EdgeLine {
  package let content: Range<Int>
  package let page: Int32
  /// 0 for the outermost line.
  package let depth: UInt8
  let isHead: Bool
  /// Long enough to tell it from others, short enough to be a head, and a whole line.
  private(set) var isCandidate = false
  /// Length of the signature; 0 for a line that is compared whole only.
  package private(set) var length: UInt8 = 0
  package private(set) var hash: UInt64 = 0
  package private(set) var pairs: UInt64 = 0
  /// The chain it belongs to.
  var chain: Int32 = -1

  package init(content: Range<Int>, page: Int32, depth: UInt8, isHead: Bool) {
    (self.content, self.page, self.depth, self.isHead) = (content, page, depth, isHead)
  }

  /// `fold` holds the line.
  package mutating func measure(_ fold: HeadFold, _ bytes: [UInt8]) {
    guard fold.isTelling else { return }
    isCandidate = true
    hash = fold.hash(bytes)
    // A line that starts with a small letter is text, unless it recurs to the letter.
    if fold.letters >= HeadFold.enoughLetters, !bytes[content.lowerBound].isLower {
      length = UInt8(min(fold.signature.count, 255))
      pairs = fold.pairs
    }
  }
}

/// The lines near the heads and feet of all pages: six at each edge, of which the outer three may be running heads and the
/// inner ones tell a form from a page of text.
package struct PageEdges {
  package static var deepest: Int { RunningHeadersNumbers.deepest }
  package static var candidates: Int { RunningHeadersNumbers.candidates }

  package private(set) var lines: [EdgeLine] = []
  /// The lines of each page: those of its head from the top down, then those of its foot from the bottom up.
  package private(set) var pages: [Range<Int>] = []
  package private(set) var heads: [UInt8] = []
  /// How many pages before a page have text on them.
  package private(set) var filled: [Int32] = [0]
  private var fold = HeadFold()

  /// `taken`: starts of lines that were found to be page heads already, ascending.
  package init(_ document: Document, taken: [Int]) {
    let starts = document.pageStarts
    var reader = PageReader(document.bytes, taken: taken)
    for page in starts.indices {
      let whole = reader.lines(
        starts[page]..<(page + 1 < starts.count ? starts[page + 1] : document.bytes.count), enough: RunningHeadersNumbers.looked)
      let first = lines.count
      let half = (whole.count + 1) / 2
      add(whole[..<half], isHead: true, document.bytes)
      heads.append(UInt8(lines.count - first))
      add(whole[half...].reversed(), isHead: false, document.bytes)
      filled.append(filled.last! + (whole.isEmpty ? 0 : 1))
      pages.append(first..<lines.count)
    }
  }

  private mutating func add(
    _ found: some Collection<PageReader.Piece>, isHead: Bool, _ bytes: [UInt8]
  ) {
    var depth = 0
    for piece in found.prefix(RunningHeadersNumbers.looked) where depth < Self.deepest {
      let content = piece.content
      // The inner lines are measured when they are asked for, which most never are.
      let isOuter = depth < Self.candidates
      var line = EdgeLine(content: content, page: Int32(pages.count), depth: UInt8(depth), isHead: isHead)
      if isOuter, content.count <= HeadFold.longest {
        fold.fill(bytes, content)
        if fold.letters + fold.digits < 2 { continue }
        if piece.isWhole { line.measure(fold, bytes) }
      }
      lines.append(line)
      depth += 1
    }
  }

  /// The lines of one edge of a page, the outermost first.
  package func edge(_ page: Int, isHead: Bool) -> Range<Int> {
    let all = pages[page]
    let middle = all.lowerBound + Int(heads[page])
    return isHead ? all.lowerBound..<middle : middle..<all.upperBound
  }

  func hasText(_ page: Int) -> Bool { filled[page + 1] > filled[page] }

  mutating func assign(_ line: Int, to chain: Int) { lines[line].chain = Int32(chain) }
}
