import EmendCore
import EmendLexicon

/// Strips lines that recur at the heads and feet of pages, and keeps them as artifacts.
package struct RunningHeadersStage: CataloguedStage {
  package static let info = StageInfo(
    "running-headers",
    summary: "strips lines that recur at the heads and feet of pages, read through OCR damage",
    keeps: "the title where it first stands, signatures, form labels, speakers' names, table heads, bare numbers",
    role: .furniture, mark: StageInfo.Mark("H", light: "#a3195b", dark: "#ff93c6"), rules: RunningHeaderRules.all)

  private let dictionaries: Dictionaries

  package init(dictionaries: Dictionaries = .embedded) { self.dictionaries = dictionaries }

  /// A line to take out.
  private struct Found {
    let content: Range<Int>
    let rule: String
    let confidence: Double
    let reason: String
    let fields: [Artifact.Field]
  }

  package func edits(in document: Document) -> EditList {
    let bytes = document.bytes
    let starts = document.pageStarts
    let series = PageSeries(document, findsUnmarkedPages: starts.count < RunningHeadersNumbers.markedPages)
    var found = series.heads.map { head in
      Found(
        content: head.content, rule: head.rule, confidence: head.confidence, reason: head.reason,
        fields: head.page.map { [Artifact.Field(Artifact.Field.page, bytes.text($0))] } ?? [])
    }
    if starts.count > 1 {
      found += recurring(document, taken: series.heads.map(\.content.lowerBound))
      found.sort { $0.content.lowerBound < $1.content.lowerBound }
    }
    var edits = EditList()
    for line in found {
      let range = Self.whole(line.content, bytes)
      edits.append(
        Edit(
          range: range, original: Array(bytes[range]), replacement: [], rule: line.rule, confidence: Confidence(line.confidence),
          reason: line.reason, artifact: Artifact(kind: .runningHeader, text: bytes.text(line.content), fields: line.fields)))
    }
    return edits
  }

  /// The line with its blanks and its end, but no form feed.
  private static func whole(_ content: Range<Int>, _ bytes: [UInt8]) -> Range<Int> {
    var low = content.lowerBound
    while low > 0, bytes[low - 1].isBlank { low -= 1 }
    var high = content.upperBound
    while high < bytes.count, bytes[high].isBlank { high += 1 }
    if high < bytes.count, bytes[high] == .carriageReturn { high += 1 }
    if high < bytes.count, bytes[high] == .lineFeed { high += 1 }
    return low..<high
  }

  private func recurring(_ document: Document, taken: [Int]) -> [Found] {
    let bytes = document.bytes
    let all = HeadChains(PageEdges(document, taken: taken), bytes, dictionaries.glyphs)
    let candidates = all.chains.filter { $0.lines.count >= all.least }
    if candidates.isEmpty { return [] }
    let elsewhere = linesElsewhere(candidates, all, document)
    var found: [Found] = []
    for chain in candidates {
      let hash = all.edges.lines[chain.model].hash
      guard let evidence = HeadEvidence(chain, all, bytes, elsewhere: elsewhere[hash] ?? 0) else { continue }
      for (index, number) in chain.lines.enumerated() {
        let line = all.edges.lines[number]
        let damage = all.damage(number, chain.model) ?? 0
        var p = min(evidence.probability, RunningHeadersNumbers.most) - damage * RunningHeadersNumbers.damage
        // A line that OCR read together with the head may hold a number of the text.
        let figures = digits(all.edges.lines[chain.model].content, bytes) + RunningHeadersNumbers.figuresOfText
        if digits(line.content, bytes) > figures { p -= RunningHeadersNumbers.readWithText }
        var reason = evidence.reason + (damage > 0 ? ", here damaged" : "")
        if index == 0, mayBeTitle(line, evidence, all) {
          if line.page == 0 { continue }
          p = min(p, RunningHeadersNumbers.title)
          reason += "; here for the first time, which may be a title"
        }
        guard p >= Confidence.Level.suggested.threshold else { continue }
        let page = evidence.numbers.behaviour == .running ? evidence.numbers.pageNumbers[index] : nil
        found.append(
          Found(
            content: line.content, rule: chain.isHead ? "running-headers.head" : "running-headers.foot", confidence: p,
            reason: reason,
            fields: [Artifact.Field("position", chain.isHead ? "head" : "foot")]
              + (page.map { [Artifact.Field(Artifact.Field.page, bytes.text($0))] } ?? [])))
      }
    }
    return found
  }

  private func digits(_ line: Range<Int>, _ bytes: [UInt8]) -> Int { bytes[line].count(where: \.isDigit) }

  /// The first of the lines at page heads is the title that the others repeat, unless it carries a page number, stands in
  /// the middle of a sentence, or stands at the foot of its page too.
  private func mayBeTitle(_ line: EdgeLine, _ evidence: HeadEvidence, _ all: HeadChains) -> Bool {
    guard line.isHead, evidence.numbers.behaviour != .running, !evidence.flows[0] else { return false }
    return !all.edges.edge(Int(line.page), isHead: false).contains { all.edges.lines[$0].hash == line.hash }
  }

  /// How often the lines of chains stand where no page starts or ends: a line that heads parts of the text, a refrain, a
  /// speaker's name.
  private func linesElsewhere(_ chains: [HeadChains.Chain], _ all: HeadChains, _ document: Document) -> [UInt64: Int] {
    let bytes = document.bytes
    var counts: [UInt64: Int] = [:]
    var lengths: Set<Int> = []
    var fold = HeadFold()
    // A bit for each opening, so that most lines need no folding.
    var openings: [UInt64] = Array(repeating: 0, count: 64)
    func slot(_ opening: UInt64) -> (word: Int, bit: UInt64) {
      let hash = opening &* 0x9E37_79B9_7F4A_7C15
      return (Int(hash >> 58), 1 << (hash >> 52 & 63))
    }
    for chain in chains {
      let model = all.edges.lines[chain.model]
      counts[model.hash] = 0
      lengths.insert(Int(model.content.count))
      fold.fill(bytes, model.content)
      let (word, bit) = slot(fold.opening)
      openings[word] |= bit
    }
    // Lines near the edges of pages that are of the same kind count as heads.
    var atEdges: [UInt64: Int] = [:]
    for line in all.edges.lines where line.isCandidate && counts[line.hash] != nil && line.depth < PageEdges.candidates {
      atEdges[line.hash, default: 0] += 1
    }
    let spread = (lengths.min()! - RunningHeadersNumbers.lengthSpread)...(lengths.max()! + RunningHeadersNumbers.lengthSpread)
    for line in Lines(bytes) {
      let content = bytes.trimmed(line.content)
      guard !content.isEmpty, spread.contains(content.count), content.count <= HeadFold.longest else { continue }
      if let opening = fold.opening(bytes, content) {
        let (word, bit) = slot(opening)
        if openings[word] & bit == 0 { continue }
      }
      fold.fill(bytes, content)
      guard fold.isTelling else { continue }
      let hash = fold.hash(bytes)
      if let known = counts[hash] { counts[hash] = known + 1 }
    }
    for (hash, edge) in atEdges { counts[hash] = max(0, counts[hash]! - edge) }
    return counts
  }
}
