import EmendCore

/// How sure it is that the lines of a chain are running heads, and in which words.
package struct HeadEvidence {
  let chain: HeadChains.Chain
  package let numbers: LineNumbers
  /// Pages that could have the line, from the first to the last that has it.
  package let pages: Int
  /// Probability that a line of the chain is furniture, before its own damage counts.
  package private(set) var probability: Double
  package let reason: String
  /// Whether the text goes on from the page before across the line; one answer for each line of the chain.
  let flows: [Bool]

  /// nil for lines that recur by chance, or that are text whatever they do.
  package init?(_ chain: HeadChains.Chain, _ all: HeadChains, _ bytes: [UInt8], elsewhere: Int) {
    let edges = all.edges
    let lines = chain.lines.map { edges.lines[$0] }
    let count = lines.count
    guard count >= all.least, !RunningHeadersNumbers.elsewhere.isExceeded(by: elsewhere, of: count) else { return nil }
    let labels = lines.count { LineShape.isLabel(bytes, $0.content) || LineShape.goesOn(bytes, $0.content) }
    if RunningHeadersNumbers.third.isReached(by: labels, of: count) { return nil }
    let first = Int(lines[0].page)
    let last = Int(lines[count - 1].page)
    let odd = lines.count { $0.page % 2 == 0 }
    let isOneSided = count > 2 && (odd == 0 || odd == count)
    let pages =
      isOneSided
      ? stride(from: first, through: last, by: 2).count { edges.hasText($0) } : Int(edges.filled[last + 1] - edges.filled[first])
    let share = Double(count) / Double(pages)
    if share < RunningHeadersNumbers.leastShare { return nil }
    numbers = LineNumbers(lines.map(\.content), at: lines.map { Int($0.page) }, bytes)
    if let number = numbers.pageNumbers.lazy.compactMap({ $0 }).first,
      let line = lines.first(where: { $0.content.contains(number.lowerBound) }),
      LineNumbers.countsParts(bytes, number, in: line.content)
    {
      return nil
    }
    self.chain = chain
    self.pages = pages
    flows = lines.map { Self.flows(over: Int($0.page), all, bytes) }
    let sides = isOneSided ? (odd == 0 ? "even " : "odd ") : ""
    reason = "stands at the \(chain.isHead ? "head" : "foot") of \(count) of \(pages) \(sides)pages"
    let p = Self.probability(lines, chain, all, bytes, share: share, numbers.behaviour, flows)
    if p < Confidence.Level.suggested.threshold { return nil }
    probability = p
  }

  /// What speaks for the lines of a chain and against them. `share` of the pages have one, 0.5...1; `flows` says over which the
  /// text goes on.
  private static func probability(
    _ lines: [EdgeLine], _ chain: HeadChains.Chain, _ all: HeadChains, _ bytes: [UInt8], share: Double,
    _ behaviour: LineNumbers.Behaviour, _ flows: [Bool]
  ) -> Double {
    let edges = all.edges
    let count = lines.count
    let model = edges.lines[chain.model].content
    var p = ofLines(count)
    p -= (1 - share) * RunningHeadersNumbers.missingPages
    var fold = HeadFold()
    fold.fill(bytes, model)
    if fold.letters < RunningHeadersNumbers.shortHead { p -= RunningHeadersNumbers.shortLine }
    switch behaviour {
    case .running: p += RunningHeadersNumbers.runningNumber
    case .varying:
      let isLong = fold.letters >= RunningHeadersNumbers.longHead && count > RunningHeadersNumbers.sureCount
      p -= isLong ? RunningHeadersNumbers.varyingNumberInLongLine : RunningHeadersNumbers.varyingNumber
    case .none, .constant:
      // Where no sentence goes on from page to page, each page may be a paper of its own, with its letterhead.
      let flowing = zip(flows, lines).dropFirst().count { $0.0 }
      if !RunningHeadersNumbers.flowing.isReached(by: flowing, of: count - 1) { p -= RunningHeadersNumbers.nothingFlows }
    }
    // A few pages of a long record that look alike are a form that was filled in a few times.
    if count < RunningHeadersNumbers.few, !RunningHeadersNumbers.ofManyPages.isReached(by: count, of: Int(edges.filled.last!)) {
      p -= RunningHeadersNumbers.fewOfManyPages
    }
    // Where nothing else stands on the pages, these lines are their text.
    let bare = lines.count { line in !edges.pages[Int(line.page)].contains { !all.recurs(edges.lines[$0]) } }
    if RunningHeadersNumbers.half.isExceeded(by: bare, of: count) { p -= RunningHeadersNumbers.bare }
    if LineShape.isProse(bytes, model) { p -= RunningHeadersNumbers.prose }
    if LineShape.isTableRow(bytes, model), behaviour != .running { p -= RunningHeadersNumbers.tableRow }
    if behaviour != .running {
      if !chain.isHead, LineShape.isName(bytes, model) || closesLetters(lines, edges, bytes) {
        p -= RunningHeadersNumbers.signature
      }
      if areForms(lines, chain, all, bytes) { p -= RunningHeadersNumbers.form }
    }
    p -= RunningHeadersNumbers.lineOutside * linesOutside(lines, chain, all)
    return p
  }

  /// The more lines, the surer.
  private static func ofLines(_ count: Int) -> Double {
    switch count {
    case ..<3: RunningHeadersNumbers.two
    case 3: RunningHeadersNumbers.three
    case ..<RunningHeadersNumbers.few: RunningHeadersNumbers.underSix
    case ..<RunningHeadersNumbers.many: RunningHeadersNumbers.underTwelve
    default: RunningHeadersNumbers.manyLines
    }
  }

  /// True when a sentence crosses from the page before into this one.
  private static func flows(over page: Int, _ all: HeadChains, _ bytes: [UInt8]) -> Bool {
    guard page > 0 else { return false }
    func text(_ page: Int, isHead: Bool) -> Range<Int>? {
      all.edges.edge(page, isHead: isHead).lazy.map { all.edges.lines[$0] }
        .first { !all.recurs($0) }?.content
    }
    if let next = text(page, isHead: true), next.count >= RunningHeadersNumbers.shortestContinuation, bytes[next.lowerBound].isLower {
      return true
    }
    guard let before = text(page - 1, isHead: false), before.count >= RunningHeadersNumbers.shortestBeforeBreak else { return false }
    let last = bytes[before.upperBound - 1]
    return last.isLetter || last == UInt8(ascii: ",") || last == UInt8(ascii: "-")
  }

  /// True when lines farther inside recur too: the pages are forms or copies of one page, and what stands on them is content.
  private static func areForms(_ lines: [EdgeLine], _ chain: HeadChains.Chain, _ all: HeadChains, _ bytes: [UInt8]) -> Bool {
    var fold = HeadFold()
    func inner(_ line: EdgeLine) -> [EdgeLine] {
      all.edges.edge(Int(line.page), isHead: chain.isHead).dropFirst(PageEdges.candidates).compactMap {
        var found = all.edges.lines[$0]
        if found.content.count > HeadFold.longest { return nil }
        fold.fill(bytes, found.content)
        found.measure(fold, bytes)
        return found.isCandidate ? found : nil
      }
    }
    let insides = lines.map(inner)
    let forms = insides.indices.count { i in
      insides[max(0, i - 2)..<i].contains { before in
        before.contains { old in insides[i].contains { all.damage($0, old) != nil } }
      }
    }
    return RunningHeadersNumbers.third.isReached(by: forms, of: lines.count)
  }

  /// True when the line above ends in a comma on most pages: `Sincerely yours,` and a name.
  private static func closesLetters(_ lines: [EdgeLine], _ edges: PageEdges, _ bytes: [UInt8]) -> Bool {
    let closed = lines.count { line in
      edges.edge(Int(line.page), isHead: false).contains {
        let other = edges.lines[$0]
        return other.depth > line.depth && other.content.count < RunningHeadersNumbers.longestClosing
          && bytes[other.content.upperBound - 1] == UInt8(ascii: ",")
      }
    }
    return RunningHeadersNumbers.third.isReached(by: closed, of: lines.count)
  }

  /// How many lines that do not recur stand between the lines and the edge, on average.
  private static func linesOutside(_ lines: [EdgeLine], _ chain: HeadChains.Chain, _ all: HeadChains) -> Double {
    var outside = 0
    for line in lines where line.depth > 0 {
      outside += all.edges.edge(Int(line.page), isHead: chain.isHead).prefix(Int(line.depth))
        .count { !all.recurs(all.edges.lines[$0]) }
    }
    return Double(outside) / Double(lines.count)
  }
}
