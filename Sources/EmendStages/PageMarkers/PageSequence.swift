import EmendCore

/// Settles which of the lines that could be page markers are: those that run with the pages.
///
/// A bare 3 is a list number, a form number or a sum far more often than a page number (7 of 8 in declassified files), so
/// it counts only where number and page keep the same distance over three pages, or stands on page 3 of a short
/// record right below its first line. The same distance tells what a misread number is.
package struct PageSequence {
  /// A line that is a marker by itself, or could be one. A text may be made of them, so they are small.
  package struct Candidate {
    package var mark: PageMark
    /// True for a marker, once that is settled.
    var isSettled = false
    /// True between blank lines.
    let isApart: Bool
    private let start: Int
    private let count: UInt8
    private let before: UInt32
    private let after: UInt32
    private let pageNumber: Int32
    private let head: Int32
    private var foot: Int32 = 0
    private let number: Int32

    package init(mark: PageMark, content: Range<Int>, line: Range<Int>, page: Int, fromHead: Int, ordinal: Int, isApart: Bool) {
      (self.mark, self.isApart) = (mark, isApart)
      (start, count) = (content.lowerBound, UInt8(content.count))
      (before, after) = (
        UInt32(clamping: content.lowerBound - line.lowerBound), UInt32(clamping: line.upperBound - content.upperBound)
      )
      (pageNumber, head, number) = (Int32(clamping: page), Int32(clamping: fromHead), Int32(clamping: ordinal))
    }

    /// The line without blanks at its ends, of `PageMark.longestLine` bytes at most.
    package var content: Range<Int> { start..<start + Int(count) }
    package var line: Range<Int> { start - Int(before)..<start + Int(count) + Int(after) }
    /// 0 for the first page.
    package var page: Int { Int(pageNumber) }
    /// Lines that are not blank between the candidate and the head of the page, and its foot.
    var fromHead: Int { Int(head) }
    var fromFoot: Int {
      get { Int(foot) }
      set { foot = Int32(clamping: newValue) }
    }
    /// Number of the line among all that are not blank.
    package var ordinal: Int { Int(number) }

    var isNearHead: Bool { fromHead < PageMarkersNumbers.nearHead }
    var isNearEdge: Bool { isNearHead || fromFoot < PageMarkersNumbers.nearFoot }
    /// Where page numbers of typed records stand: the first line or the one below a banner, and the same at the foot.
    package var isInPlace: Bool { fromHead < PageMarkersNumbers.inPlace || fromFoot < PageMarkersNumbers.inPlace }
  }

  private let pages: Int
  /// Pages on which so many bare numbers stand that they number lines, or rows of a table.
  private var crowded: Set<Int> = []
  /// Prefixes of serials that ran over many pages, and how many.
  private var prefixes: [String: Int] = [:]

  /// For each family the distance that most pages keep, and how many they are.
  private var usual: [String: (distance: Int, support: Int)] = [:]
  /// The pages that have a number at the same distance from their place in the file.
  private var support: [Key: [Int]] = [:]

  private struct Key: Hashable {
    /// Serials run apart from page numbers, bare numbers only at one edge of the page.
    let family: String
    let distance: Int
  }

  package init(_ candidates: [Candidate], pages: Int) {
    self.pages = pages
    var bare: [Int: Int] = [:]
    for candidate in candidates where candidate.mark.style == .bare { bare[candidate.page, default: 0] += 1 }
    crowded = Set(bare.filter { $0.value >= PageMarkersNumbers.crowd }.keys)
    for candidate in candidates where candidate.isNearEdge {
      guard let number = candidate.mark.number else { continue }
      for family in Self.families(candidate) {
        let key = Key(family: family, distance: number - candidate.page)
        if support[key]?.last != candidate.page { support[key, default: []].append(candidate.page) }
      }
    }
    for (key, pages) in support where pages.count >= PageMarkersNumbers.provenRun && key.family.contains("|") {
      let prefix = String(key.family.prefix { $0 != "|" })
      if prefix.count >= PageMarkersNumbers.shortestPrefix { prefixes[prefix, default: 0] += pages.count }
    }
    for (key, count) in support.mapValues(\.count) where count > 1 {
      let best = usual[key.family]
      if best.map({ (count, -key.distance) > ($0.support, -$0.distance) }) ?? true { usual[key.family] = (key.distance, count) }
    }
  }

  private static func families(_ candidate: Candidate) -> [String] {
    switch candidate.mark.style {
    case .serial: [candidate.mark.prefix + (candidate.isNearHead ? "|head" : "|foot")]
    case .bracket, .separator, .cable: []
    case .dashes, .line, .bare: [candidate.isNearHead ? "head" : "foot"]
    }
  }

  /// How many pages from here to there keep a distance.
  private func support(_ candidate: Candidate, distance: Int) -> Int {
    Self.families(candidate).reduce(0) { best, family in
      guard let pages = support[Key(family: family, distance: distance)] else { return best }
      var low = 0
      var high = pages.count
      while low < high {
        let middle = (low + high) / 2
        if pages[middle] < candidate.page - PageMarkersNumbers.reach { low = middle + 1 } else { high = middle }
      }
      return max(best, pages[low...].prefix { $0 <= candidate.page + PageMarkersNumbers.reach }.count)
    }
  }

  /// The number that pages like this one lead to expect, and how many pages say so.
  private func expected(_ candidate: Candidate) -> (number: Int, support: Int) {
    for family in Self.families(candidate) {
      if let best = usual[family], best.support > 1 {
        return (candidate.page + best.distance, support(candidate, distance: best.distance))
      }
    }
    return (candidate.page + 1, 0)
  }

  /// The candidate as a marker, with its number settled; nil for a line that is none as far as anyone can tell.
  package func settled(_ candidate: Candidate) -> PageMark? {
    var mark = candidate.mark
    if case .bracket = mark.style { return mark }
    if case .separator = mark.style { return mark }
    let own = mark.number.map { support(candidate, distance: $0 - candidate.page) } ?? 0
    switch mark.style {
    case .serial:
      // Where the prefix ran over many pages, the line is one of them wherever it stands.
      guard own >= PageMarkersNumbers.provenRun && candidate.isNearEdge || (prefixes[mark.prefix] ?? 0) >= PageMarkersNumbers.provenPrefix
      else { return nil }
      mark.confidence = PageMarkersNumbers.serialInRun
      return mark
    case .bare:
      guard candidate.isNearEdge, !crowded.contains(candidate.page), let number = mark.number else { return nil }
      let isPlain = mark.read.utf8.allSatisfy(\.isDigit) && candidate.content.count == mark.read.utf8.count
      // `(3)` below a typist's initials counts copies.
      if own >= PageMarkersNumbers.provenRun, isPlain || candidate.isInPlace && candidate.isNearHead {
        mark.confidence = PageMarkersNumbers.bareInRun
      } else if own == PageMarkersNumbers.shortRun, isPlain {
        mark.confidence = PageMarkersNumbers.bareInShortRun
      } else if isPlain, pages <= PageMarkersNumbers.shortRecord, candidate.page > 0, number == candidate.page + 1, candidate.isInPlace {
        mark.confidence = PageMarkersNumbers.bareOfShortRecord
      } else {
        return nil
      }
      return mark
    default:
      break
    }
    // A number beyond the last page, or one that the pages around contradict, is a misreading.
    let (wanted, others) = expected(candidate)
    let isBeyond = mark.total.map { (mark.number ?? .max) > $0 } ?? false
    // `Page ¥ of 2` on the second page of two.
    if isBeyond, mark.total == pages { mark.number = candidate.page + 1 }
    if pages > 1, candidate.isNearEdge, mark.number != wanted, mark.mayBe(wanted), mark.total.map({ wanted <= $0 }) ?? true,
      others >= PageMarkersNumbers.provenRun && own < PageMarkersNumbers.shortRun
        || (mark.needsSequence || isBeyond) && (others >= PageMarkersNumbers.shortRun || candidate.page > 0)
    {
      mark.number = wanted
    } else if let total = mark.total, let number = mark.number, number > total {
      mark.number = nil
    }
    if mark.needsSequence {
      // Damaged: only where a number is due.
      let (inRun, othersInRun) = (own >= PageMarkersNumbers.shortRun, others >= PageMarkersNumbers.shortRun)
      guard pages > 1, candidate.page > 0 || inRun, candidate.isInPlace || othersInRun && candidate.isNearEdge else { return nil }
      guard mark.number == wanted || inRun || mark.style == .line else { return nil }
      mark.confidence = PageMarkersNumbers.damagedInRun
    }
    return mark
  }

  // MARK: Texts without page breaks

  /// Settles the markers of a text in which nothing but its page numbers tells where pages end: what is a marker by itself, bare
  /// numbers that rise by one at the distance of a page, and misread numbers between their neighbours.
  package static func settle(withoutBreaks candidates: inout [Candidate]) {
    for index in candidates.indices {
      let mark = candidates[index].mark
      candidates[index].isSettled = !(mark.needsSequence || mark.style == .bare || mark.style == .serial)
    }
    func settle(_ index: Int, _ number: Int?, _ confidence: Double) {
      candidates[index].mark.number = number
      candidates[index].mark.confidence = confidence
      candidates[index].isSettled = true
    }
    // Runs of numbers: the last member of each, by its number, and how long the run is up to there.
    var ends: [Int: (index: Int, length: Int)] = [:]
    var before: [Int: Int] = [:]
    var longEnds: [Int] = []
    for (index, candidate) in candidates.enumerated() {
      guard candidate.mark.style == .bare, candidate.isApart, candidate.content.count == candidate.mark.read.utf8.count,
        let number = candidate.mark.number
      else { continue }
      var length = 1
      if let end = ends[number - 1], PageMarkersNumbers.pageLength.contains(candidate.ordinal - candidates[end.index].ordinal) {
        before[index] = end.index
        length = end.length + 1
      }
      ends[number] = (index, length)
      if length >= PageMarkersNumbers.provenRun { longEnds.append(index) }
    }
    for index in longEnds.reversed() {
      var member: Int? = index
      while let i = member, !candidates[i].isSettled {
        settle(i, candidates[i].mark.number, PageMarkersNumbers.bareWithoutBreaks)
        member = before[i]
      }
    }
    // `- Z -` between `- 1 -` and `- 3 -`.
    var previous: Int?
    for index in candidates.indices where candidates[index].mark.style == .dashes || candidates[index].mark.style == .line {
      guard candidates[index].isSettled, let number = candidates[index].mark.number else { continue }
      if let previous, candidates[previous].mark.number == number - 2 {
        for i in previous + 1..<index where !candidates[i].isSettled && candidates[i].mark.mayBe(number - 1) {
          settle(i, number - 1, PageMarkersNumbers.damagedWithoutBreaks)
          break
        }
      }
      previous = index
    }
  }
}
