import EmendCore
import EmendLexicon

/// Lines at the same edge of near pages that read alike, gathered in one pass over the pages.
///
/// A line joins the chain of the line with the same signature, or of a line as near as OCR damage makes it at the same place
/// of one of the two pages before. Each line is compared with a handful of others, whatever the length of the record.
package struct HeadChains {
  /// Lines of `edges`, one a page, in the order of the pages.
  package struct Chain {
    var isHead: Bool
    package var lines: [Int]
    /// The line that the others are damaged forms of: the commonest reading.
    package var model: Int
  }

  package private(set) var edges: PageEdges
  private(set) var chains: [Chain] = []
  private let bytes: [UInt8]
  private let glyphs: GlyphCosts

  package init(_ edges: PageEdges, _ bytes: [UInt8], _ glyphs: GlyphCosts) {
    self.edges = edges
    self.bytes = bytes
    self.glyphs = glyphs
    gather()
    for number in chains.indices where chains[number].lines.count > 2 { fillGaps(number) }
    // Lines that went over to a larger chain.
    for number in chains.indices where chains[number].lines.count > 1 {
      chains[number].lines = chains[number].lines.filter { self.edges.lines[$0].chain == Int32(number) }
    }
  }

  private mutating func gather() {
    var known: [[UInt64: Int32]] = [[:], [:]]
    for page in edges.pages.indices {
      for number in edges.pages[page] {
        let line = edges.lines[number]
        guard line.isCandidate, line.depth < PageEdges.candidates else { continue }
        let side = line.isHead ? 0 : 1
        if let found = known[side][line.hash], join(number, Int(found)) { continue }
        if let found = likeLine(before: number), join(number, found) {
          known[side][line.hash] = Int32(found)
          continue
        }
        known[side][line.hash] = Int32(chains.count)
        edges.assign(number, to: chains.count)
        chains.append(Chain(isHead: line.isHead, lines: [number], model: number))
      }
    }
  }

  /// False when the chain ended too long ago or has a line on this page.
  private mutating func join(_ number: Int, _ chain: Int) -> Bool {
    let last = edges.lines[chains[chain].lines.last!].page
    let page = edges.lines[number].page
    guard last < page, page - last <= RunningHeadersNumbers.reach else { return false }
    chains[chain].lines.append(number)
    edges.assign(number, to: chain)
    return true
  }

  /// So many lines make a chain that counts: three, or both pages of two.
  package var least: Int { edges.filled.last! == 2 ? 2 : RunningHeadersNumbers.leastLines }

  /// True for a line that is likely no line of the text.
  func recurs(_ line: EdgeLine) -> Bool { line.chain >= 0 && chains[Int(line.chain)].lines.count >= least }

  /// The chain of a line that is nearly the same, at the same depth of one of the two pages before.
  private func likeLine(before number: Int) -> Int? {
    let line = edges.lines[number]
    for page in stride(from: Int(line.page) - 1, through: max(Int(line.page) - 2, 0), by: -1) {
      let other = edges.edge(page, isHead: line.isHead).lowerBound + Int(line.depth)
      guard other < edges.edge(page, isHead: line.isHead).upperBound, edges.lines[other].chain >= 0 else { continue }
      if damage(number, other) != nil { return Int(edges.lines[other].chain) }
    }
    return nil
  }

  /// The share of letters in which two lines differ, look-alike glyphs counting less; nil when that is more than OCR does.
  package func damage(_ a: Int, _ b: Int) -> Double? { damage(edges.lines[a], edges.lines[b]) }

  package func damage(_ x: EdgeLine, _ y: EdgeLine) -> Double? {
    if x.hash == y.hash { return 0 }
    let length = Int(min(x.length, y.length))
    // Short lines that differ by a letter are different lines.
    guard length >= RunningHeadersNumbers.shortestLike,
      !RunningHeadersNumbers.lengthShare.isExceeded(by: abs(Int(x.length) - Int(y.length)), of: length),
      (x.pairs ^ y.pairs).nonzeroBitCount
        <= min(RunningHeadersNumbers.mostPairs, RunningHeadersNumbers.fewestPairs + length * RunningHeadersNumbers.pairsPerTenSigns / 10)
    else { return nil }
    var left = HeadFold()
    var right = HeadFold()
    left.fill(bytes, x.content)
    right.fill(bytes, y.content)
    let limit =
      length
      * (length < RunningHeadersNumbers.shortSigns ? RunningHeadersNumbers.shortCostPerSign : RunningHeadersNumbers.costPerSign)
    let cost = glyphs.distance(Array(left.signature), Array(right.signature), limit: limit)
    return cost <= limit ? Double(cost) / Double(length * 100) : nil
  }

  /// Looks at the pages in and beside a chain that have no line of it for one that is too damaged to be found at first.
  private mutating func fillGaps(_ number: Int) {
    let chain = chains[number]
    var counts: [UInt64: Int] = [:]
    var model = chain.lines[0]
    for line in chain.lines {
      let hash = edges.lines[line].hash
      counts[hash, default: 0] += 1
      if counts[hash]! > counts[edges.lines[model].hash]! { model = line }
    }
    chains[number].model = model
    var found: [Int] = []
    var next = 0
    let first = max(0, Int(edges.lines[chain.lines[0]].page) - RunningHeadersNumbers.gapReach)
    let last = min(edges.pages.count - 1, Int(edges.lines[chain.lines.last!].page) + RunningHeadersNumbers.gapReach)
    for page in first...last {
      if next < chain.lines.count, Int(edges.lines[chain.lines[next]].page) == page {
        found.append(chain.lines[next])
        next += 1
        continue
      }
      for line in edges.edge(page, isHead: chain.isHead).prefix(PageEdges.candidates) {
        let own = Int(edges.lines[line].chain)
        guard own >= 0, own != number, chains[own].lines.count < chain.lines.count, damage(line, model) != nil else { continue }
        edges.assign(line, to: number)
        found.append(line)
        break
      }
    }
    chains[number].lines = found
  }
}
