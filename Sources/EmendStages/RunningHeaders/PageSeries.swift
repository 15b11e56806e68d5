import EmendCore

/// Page heads that are known without pages: those that say `PAGE` and its number, and, in a text where nothing marks the
/// pages, lines that recur a page apart.
package struct PageSeries {
  package struct Head {
    package let content: Range<Int>
    package let rule: String
    package let confidence: Double
    package let reason: String
    package let page: Range<Int>?
  }

  package private(set) var heads: [Head] = []

  private struct Entry {
    let content: Range<Int>
    /// Number of the line among those that are not blank.
    let ordinal: Int32
    /// The entry before with the same signature.
    let previous: Int32
    let count: Int32
  }

  private struct Table {
    var entries: [Entry] = []
    private var last: [UInt64: Int32] = [:]

    mutating func add(_ content: Range<Int>, _ ordinal: Int, _ hash: UInt64) {
      let previous = last[hash] ?? -1
      last[hash] = Int32(entries.count)
      let count = previous < 0 ? 1 : entries[Int(previous)].count + 1
      entries.append(Entry(content: content, ordinal: Int32(truncatingIfNeeded: ordinal), previous: previous, count: count))
    }

    /// The entries of each signature that has at least `least`, in the order of the text.
    func groups(of least: Int) -> [[Entry]] {
      var isLast = Array(repeating: true, count: entries.count)
      for entry in entries where entry.previous >= 0 { isLast[Int(entry.previous)] = false }
      return entries.indices.filter { isLast[$0] && entries[$0].count >= least }.map { end in
        var group: [Entry] = []
        var i = end
        while i >= 0 {
          group.append(entries[i])
          i = Int(entries[i].previous)
        }
        return group.reversed()
      }
    }
  }

  package init(_ document: Document, findsUnmarkedPages: Bool) {
    let bytes = document.bytes
    var numbered = Table()
    var apart = Table()
    var fold = HeadFold()
    let pageWord = Self.pageWord
    var ordinal = 0
    var last: Range<Int>?
    // The line before, as long as it is open whether it stands by itself.
    var pending: (content: Range<Int>, hash: UInt64, ordinal: Int, isFree: Bool)?
    for line in Lines(bytes) {
      let content = bytes.trimmed(line.content)
      if content.isEmpty { continue }
      ordinal += 1
      let isApart = findsUnmarkedPages && Self.isGap(last?.upperBound ?? 0, content.lowerBound, document, isEdge: last == nil)
      if let pending, isApart || pending.isFree { apart.add(pending.content, pending.ordinal, pending.hash) }
      pending = nil
      last = content
      guard content.count <= HeadFold.longest else { continue }
      let mayBeNumbered = Self.mayHoldPage(bytes, content, pageWord, fold)
      // A line with a number at an edge needs a gap on one side only: the text often goes on right above the head.
      let hasNumber = findsUnmarkedPages && (bytes[content.lowerBound].isDigit || bytes[content.upperBound - 1].isDigit)
      guard mayBeNumbered || isApart || hasNumber else { continue }
      fold.fill(bytes, content)
      if mayBeNumbered, Self.isNumbered(fold.signature) {
        numbered.add(content, ordinal, fold.hash(bytes))
      } else if isApart || hasNumber, fold.letters >= RunningHeadersNumbers.shortHead, !LineShape.isLabel(bytes, content),
        !LineShape.isProse(bytes, content)
      {
        pending = (content, fold.hash(bytes), ordinal, isApart && hasNumber)
      }
    }
    if let pending { apart.add(pending.content, pending.ordinal, pending.hash) }
    for group in numbered.groups(of: 2) { addNumbered(group, bytes) }
    for group in apart.groups(of: RunningHeadersNumbers.leastLines) { addRegular(group, document) }
    heads.sort { $0.content.lowerBound < $1.content.lowerBound }
  }

  /// A blank line, or a place where an earlier stage took something out.
  private static func isGap(_ low: Int, _ high: Int, _ document: Document, isEdge: Bool) -> Bool {
    if isEdge { return true }
    var ends = 0
    for byte in document.bytes[low..<high] where byte == .lineFeed { ends += 1 }
    if ends == 0 { for byte in document.bytes[low..<high] where byte == .carriageReturn { ends += 1 } }
    return ends > 1 || hasScar(low...high, document)
  }

  private static func hasScar(_ range: ClosedRange<Int>, _ document: Document) -> Bool {
    var first = 0
    var end = document.removalPoints.count
    while first < end {
      let middle = (first + end) / 2
      if document.removalPoints[middle] < range.lowerBound { first = middle + 1 } else { end = middle }
    }
    return first < document.removalPoints.count && document.removalPoints[first] <= range.upperBound
  }

  /// `PAGE` as the letters fold, and a number after it.
  private static let pageWord: [UInt8] = {
    var fold = HeadFold()
    let word = Array("PAGE 1".utf8)
    fold.fill(word, 0..<word.count)
    return Array(fold.signature)
  }()

  /// False for most lines, which need no folding then.
  private static func mayHoldPage(_ bytes: [UInt8], _ line: Range<Int>, _ word: [UInt8], _ fold: HeadFold) -> Bool {
    let text = bytes.span.bytes
    func isP(_ place: Int) -> Bool { text.unsafeLoad(fromByteOffset: place, as: UInt8.self) | 0x20 == UInt8(ascii: "p") }
    func hasP(_ place: Int) -> Bool {
      let word = text.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self) | 0x2020_2020_2020_2020
      // A byte is zero where one is a P; the least of those borrows first.
      let other = word ^ 0x7070_7070_7070_7070
      return (other &- 0x0101_0101_0101_0101) & ~other & 0x8080_8080_8080_8080 != 0
    }
    var found = isP(line.lowerBound)
    if line.count >= 12 {
      found = found || hasP(line.upperBound - 12) || hasP(line.upperBound - 8)
    } else {
      for place in line where isP(place) { found = true }
    }
    // G and E: the rarest pair of the four letters.
    return found && fold.mayHold(word[2], word[3], bytes, line)
  }

  /// The page number stands at the start or the end, and there is more in the line.
  private static func isNumbered(_ signature: ArraySlice<UInt8>) -> Bool {
    guard signature.count >= pageWord.count + 3 else { return false }
    return signature.starts(with: pageWord) || signature.suffix(pageWord.count) == pageWord[...]
  }

  /// Cable heads: PAGE 01, 02, 03 and the same behind it each time.
  private mutating func addNumbered(_ group: [Entry], _ bytes: [UInt8]) {
    var fold = HeadFold()
    var numbers: [Range<Int>] = []
    var rests: [[UInt8]] = []
    for entry in group {
      fold.fill(bytes, entry.content)
      let isFirst = fold.signature.starts(with: Self.pageWord)
      guard let number = isFirst ? fold.numbers.first : fold.numbers.last else { return }
      numbers.append(number)
      let rest = isFirst ? number.upperBound..<entry.content.upperBound : entry.content.lowerBound..<number.lowerBound
      rests.append(bytes[rest].filter { !$0.isBlank })
    }
    let values = numbers.map { HeadFold.value(bytes, $0) }
    var inOrder = 0
    var isList = 0
    for i in 1..<group.count {
      if group[i].ordinal - group[i - 1].ordinal < RunningHeadersNumbers.shortestPage { isList += 1 }
      if let a = values[i - 1], let b = values[i],
        b == a + 1 || b == 1 || b > a && b <= a + RunningHeadersNumbers.longestStep && rests[i] == rests[i - 1]
      {
        inOrder += 1
      }
    }
    guard !RunningHeadersNumbers.list.isExceeded(by: isList, of: group.count),
      RunningHeadersNumbers.inOrder.isReached(by: inOrder, of: group.count - 1), values.contains(where: { $0 ?? 0 > 1 })
    else { return }
    // Two lines are a series only if they agree to the last digit.
    if group.count == 2, rests[0] != rests[1] { return }
    let p =
      switch group.count {
      case 2: RunningHeadersNumbers.numberedTwo
      case 3: RunningHeadersNumbers.numberedThree
      default: RunningHeadersNumbers.numberedMany
      }
    for (entry, number) in zip(group, numbers) {
      heads.append(
        Head(
          content: entry.content, rule: "running-headers.numbered", confidence: p,
          reason: "one of \(group.count) such lines that count the pages", page: number))
    }
  }

  private mutating func addRegular(_ group: [Entry], _ document: Document) {
    let bytes = document.bytes
    guard let pages = Self.pages(group) else { return }
    let lines = group.map(\.content)
    let numbers = LineNumbers(lines, at: pages, bytes)
    var p =
      group.count > RunningHeadersNumbers.regularSure
      ? RunningHeadersNumbers.regularMany
      : group.count > RunningHeadersNumbers.regularFew ? RunningHeadersNumbers.regularFour : RunningHeadersNumbers.regularThree
    switch numbers.behaviour {
    case .running:
      guard let number = numbers.pageNumbers[0], !LineNumbers.countsParts(bytes, number, in: lines[0]) else { return }
      p += RunningHeadersNumbers.runningNumber
    case .varying: return
    case .none, .constant:
      // Without a page number, other furniture beside the line must speak for it.
      let beside = lines.count { hasFurniture(beside: $0, document) }
      if !RunningHeadersNumbers.beside.isReached(by: beside, of: lines.count) { p -= RunningHeadersNumbers.nothingBeside }
    }
    for (index, line) in lines.enumerated() {
      let page = numbers.behaviour == .running ? numbers.pageNumbers[index] : nil
      let isTitle = index == 0 && page == nil
      if isTitle { continue }
      heads.append(
        Head(
          content: line, rule: "running-headers.regular", confidence: p,
          reason: "recurs \(group.count) times, a page apart", page: page))
    }
  }

  /// The page of each line, counted from the first; nil when their distances are not those of pages of one length. Up to
  /// three heads in a row may be too damaged to be found.
  private static func pages(_ group: [Entry]) -> [Int]? {
    let gaps = zip(group.dropFirst(), group).map { $0.ordinal - $1.ordinal }
    let unit = gaps.sorted()[gaps.count / 2]
    guard RunningHeadersNumbers.pageLength.contains(unit) else { return nil }
    var pages = [0]
    for gap in gaps {
      let count = max(1, (gap + unit / 2) / unit)
      guard count <= RunningHeadersNumbers.mostPagesApart,
        !RunningHeadersNumbers.offPage.isExceeded(by: Int(abs(gap - count * unit)), of: Int(count * unit))
      else { return nil }
      pages.append(pages.last! + Int(count))
    }
    return pages
  }

  private func hasFurniture(beside line: Range<Int>, _ document: Document) -> Bool {
    let bytes = document.bytes
    var low = line.lowerBound
    while low > 0, bytes[low - 1].isSpace { low -= 1 }
    var high = line.upperBound
    while high < bytes.count, bytes[high].isSpace { high += 1 }
    return Self.hasScar(low...high, document)
  }
}
