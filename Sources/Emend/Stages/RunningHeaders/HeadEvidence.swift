/// How sure it is that the lines of a chain are running heads, and in which words.
struct HeadEvidence {
  let chain: HeadChains.Chain
  let numbers: LineNumbers
  /// Pages that could have the line, from the first to the last that has it.
  let pages: Int
  /// Probability that a line of the chain is furniture, before its own damage counts.
  private(set) var probability: Double
  let reason: String
  /// Whether the text goes on from the page before across the line; one answer for each line of the chain.
  let flows: [Bool]

  /// nil for lines that recur by chance, or that are text whatever they do.
  init?(_ chain: HeadChains.Chain, _ all: HeadChains, _ bytes: [UInt8], elsewhere: Int) {
    let edges = all.edges
    let lines = chain.lines.map { edges.lines[$0] }
    let count = lines.count
    let filled = Int(edges.filled.last!)
    let model = edges.lines[chain.model].content
    guard count >= all.least, elsewhere * 4 <= count else { return nil }
    if lines.count(where: { LineShape.isLabel(bytes, $0.content) || LineShape.goesOn(bytes, $0.content) }) * 3 >= count { return nil }
    let first = Int(lines[0].page)
    let last = Int(lines[count - 1].page)
    let odd = lines.count { $0.page % 2 == 0 }
    let isOneSided = count > 2 && (odd == 0 || odd == count)
    let pages =
      isOneSided
      ? stride(from: first, through: last, by: 2).count { edges.hasText($0) } : Int(edges.filled[last + 1] - edges.filled[first])
    let share = Double(count) / Double(pages)
    if share < 0.5 { return nil }
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

    var p = count < 3 ? 0.6 : count < 4 ? 0.82 : count < 6 ? 0.88 : count < 12 ? 0.93 : 0.97
    p -= (1 - share) * 0.4
    var fold = HeadFold()
    fold.fill(bytes, model)
    if fold.letters < 8 { p -= 0.04 }
    switch numbers.behaviour {
    case .running: p += 0.05
    case .varying: p -= fold.letters >= 15 && count > 4 ? 0.08 : 0.25
    case .none, .constant:
      // Where no sentence goes on from page to page, each page may be a paper of its own, with its letterhead.
      let flowing = zip(flows, lines).dropFirst().count { $0.0 }
      if flowing * 5 < count - 1 { p -= 0.15 }
    }
    // A few pages of a long record that look alike are a form that was filled in a few times.
    if count < 6, count * 10 < filled { p -= 0.2 }
    // Where nothing else stands on the pages, these lines are their text.
    let bare = lines.count { line in !edges.pages[Int(line.page)].contains { !all.recurs(edges.lines[$0]) } }
    if bare * 2 > count { p -= 0.25 }
    if LineShape.isProse(bytes, model) { p -= 0.25 }
    if LineShape.isTableRow(bytes, model), numbers.behaviour != .running { p -= 0.2 }
    if numbers.behaviour != .running {
      if !chain.isHead, LineShape.isName(bytes, model) || Self.closesLetters(lines, edges, bytes) { p -= 0.25 }
      if Self.areForms(lines, chain, all, bytes) { p -= 0.25 }
    }
    p -= 0.05 * Self.linesOutside(lines, chain, all)
    if p < 0.5 { return nil }
    probability = p
  }

  /// True when a sentence crosses from the page before into this one.
  private static func flows(over page: Int, _ all: HeadChains, _ bytes: [UInt8]) -> Bool {
    guard page > 0 else { return false }
    func text(_ page: Int, isHead: Bool) -> Range<Int>? {
      all.edges.edge(page, isHead: isHead).lazy.map { all.edges.lines[$0] }
        .first { !all.recurs($0) }?.content
    }
    if let next = text(page, isHead: true), next.count >= 20, bytes[next.lowerBound].isLower { return true }
    guard let before = text(page - 1, isHead: false), before.count >= 30 else { return false }
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
    return forms * 3 >= lines.count
  }

  /// True when the line above ends in a comma on most pages: `Sincerely yours,` and a name.
  private static func closesLetters(_ lines: [EdgeLine], _ edges: PageEdges, _ bytes: [UInt8]) -> Bool {
    let closed = lines.count { line in
      edges.edge(Int(line.page), isHead: false).contains {
        let other = edges.lines[$0]
        return other.depth > line.depth && other.content.count < 32
          && bytes[other.content.upperBound - 1] == UInt8(ascii: ",")
      }
    }
    return closed * 3 >= lines.count
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

/// What a line looks like, whatever it says.
enum LineShape {
  /// Goes on in the next line: `Yours sincerely,`.
  static func goesOn(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
    bytes[line.upperBound - 1].isAny(of: ",;") && bytes[line].contains(where: \.isLower)
  }

  /// `FROM :`, `SUBJECT: Cuba`, `The President:`: a label, with or without what it names. A number alone is no subject.
  static func isLabel(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
    guard let colon = bytes[line].firstIndex(of: UInt8(ascii: ":")), colon - line.lowerBound <= 24 else { return false }
    let rest = bytes[colon + 1..<line.upperBound]
    return !rest.contains(where: \.isDigit) || rest.count(where: \.isLetter) > 4
  }

  /// Ends like a sentence or in the middle of one, and is not set in capitals.
  static func isProse(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
    let lowers = bytes[line].count(where: \.isLower)
    if lowers == 0 { return false }
    return bytes[line.upperBound - 1].isAny(of: ".,;?!") || bytes[line.lowerBound].isLower && lowers > 3
  }

  /// Three cells or more, or hardly a letter among the figures.
  static func isTableRow(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
    var gaps = 0
    var blanks = 0
    var letters = 0
    var digits = 0
    for byte in bytes[line] {
      if byte.isBlank {
        blanks += byte == .tab ? 3 : 1
        continue
      }
      if blanks >= 3 { gaps += 1 }
      blanks = 0
      if byte.isLetter { letters += 1 } else if byte.isDigit { digits += 1 }
    }
    return gaps >= 2 || digits > 2 * letters
  }

  /// Two or three words that start with a capital and go on in small letters: `Dean Rusk`, `Secretary of State`.
  static func isName(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
    if bytes[line].contains(where: \.isDigit) { return false }
    let words = bytes[line].split(whereSeparator: \.isBlank)
    return words.count <= 4 && bytes[line].contains(where: \.isLower) && words.allSatisfy { $0.first!.isUpper || $0.count < 4 }
  }
}
