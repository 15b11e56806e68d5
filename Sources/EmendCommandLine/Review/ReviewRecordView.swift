import EmendCore
import EmendReview
import Foundation

/// The page of a record.
extension ReviewSite {
  /// - Parameter part: the part to show; without it the one that the query names, or the first with something that passes the
  ///   filter.
  func record(_ id: Int64, _ visit: Visit, part wanted: Int? = nil) throws -> RecordView {
    let request = visit.request
    let record = try session.record(id)
    // A part belongs to the page that asks for it.
    if let run = request.query("run"), run != record.run { throw ReviewDatabase.StaleRun() }
    let filter = request.filter
    let review = record.review
    let decided = try record.decided()
    let listed = try wanted.map { number in
      guard record.parts.indices.contains(number - 1) else { throw ReviewSession.Missing() }
      return [record.parts[number - 1]]
    }
    let numbers = (listed ?? record.parts).map { part in
      part.suggestions.filter { filter.fits(review.suggestions[$0 - 1], review.decisions[$0]) }
    }
    let asked = wanted ?? request.query("at").flatMap(Int.init).map(record.part) ?? request.query("part").flatMap(Int.init)
    let shown = asked ?? (numbers.firstIndex { !$0.isEmpty } ?? 0) + 1
    let pairs = filterPairs(filter)
    let rows = try record.rows()
    let pages = rows.pages
    let parts = try zip(listed ?? record.parts, numbers).map { part, own in
      let isShown = part.number == shown
      return PartView(
        number: part.number, url: "\(root)/record/\(id)" + Self.query([("part", String(part.number))] + pairs),
        fragmentURL: "\(root)/record/\(id)/part/\(part.number)" + Self.query([("run", record.run)] + pairs),
        firstLine: part.lines.lowerBound,
        lastLine: part.lines.upperBound, suggestions: own.count, open: own.count { review.decisions[$0] == nil },
        firstNumber: part.suggestions.isEmpty ? 0 : part.suggestions.lowerBound,
        lastNumber: part.suggestions.isEmpty ? 0 : part.suggestions.upperBound - 1, isShown: isShown,
        rows: isShown ? rows.html(part) : "", items: isShown ? try items(own, record, decided, pages) : [])
    }
    let (previous, next) = neighbours(of: id)
    let path = session.database.stored(record.input.path)
    let all = wanted == nil
    let lines = all ? LineIndex(review.run.source) : nil
    let unplaced = all ? try session.database.unplaced([id]) : []
    return RecordView(
      frame: try frame(visit, path), id: Int(id), path: path, run: record.run,
      counts: try session.database.counts([id], filter),
      filter: all
        ? try self.filter("\(root)/record/\(id)", request, [id])
        : FilterView(action: "", stages: [], rules: [], levels: [], states: [], orders: [], isActive: false),
      parts: parts, previousURL: previous.map { "\(root)/record/\($0)" + Self.query(pairs) } ?? "",
      nextURL: next.map { "\(root)/record/\($0)" + Self.query(pairs) } ?? "", images: all ? try images(record) : [],
      artifacts: lines.map { artifacts(record, decided, pages, $0) } ?? [],
      pages: lines.map { pageViews(record, pages, $0) } ?? [],
      unplaced: unplaced.prefix(Self.perPage).map(Self.unplaced), unplacedCount: unplaced.count,
      decideURL: "\(root)/record/\(id)/decide" + Self.query(pairs),
      applyURL: "\(root)/apply?record=\(id)")
  }

  private func images(_ record: ReviewRecord) throws -> [ImageView] {
    try record.images().enumerated().map { index, scan in
      let boxes = try ByteWriter.collect { json in
        try json.object { json in
          for (number, boxes) in scan.boxes.sorted(by: { $0.key < $1.key }) {
            json.name(String(number))
            try json.array { json in
              for box in boxes {
                try json.array { json in for side in [box.left, box.top, box.right, box.bottom] { try json.number(Self.share(side)) } }
              }
            }
          }
        }
      }
      return ImageView(url: "\(root)/image/\(record.id)/\(index)", label: scan.label, boxes: String(decoding: boxes, as: UTF8.self))
    }
  }

  /// To a ten-thousandth, less than a pixel.
  private static func share(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }

  /// Artifacts and pages that are listed beside a record; the reports have all.
  private static let mostListed = 500

  private func neighbours(of id: Int64) -> (Int64?, Int64?) {
    let order = session.records
    guard let index = order.firstIndex(of: id) else { return (nil, nil) }
    return (index > 0 ? order[index - 1] : nil, index + 1 < order.count ? order[index + 1] : nil)
  }

  private func items(_ numbers: [Int], _ record: ReviewRecord, _ decided: DecidedRun, _ pages: PageMap) throws -> [SuggestionView] {
    let review = record.review
    let alikes = try session.database.alikes(session.records, ofRecord: record.id, numbers)
    return zip(numbers, alikes).map { number, alike in
      let suggestion = review.suggestions[number - 1]
      let decision = review.decisions[number]
      let edit = suggestion.edit
      var reading = ""
      if case .reading(let text)? = decision?.verdict { reading = text }
      return SuggestionView(
        number: number, stage: suggestion.stage, rule: edit.rule, summary: summaries[edit.rule] ?? "", original: edit.originalText,
        replacement: edit.replacementText, isRemoval: edit.replacement.isEmpty, level: edit.confidence.level.rawValue,
        probability: Self.probability(edit.confidence.probability), reason: edit.reason, why: suggestion.why ?? "",
        alternatives: edit.alternatives, line: suggestion.line, page: pages.pages.count > 1 ? page(of: suggestion, pages) : "",
        state: decision?.verdict.word ?? "open", reading: reading, decided: Self.decided(decision),
        conflict: decided.conflicts[number].map { "Cannot take effect as things stand: \($0)." } ?? "", alike: alike.count,
        concordanceURL: concordanceURL(alike.id),
        learnURL: "\(root)/learn?record=\(record.id)&suggestion=\(number)")
    }
  }

  private func page(of suggestion: Suggestion, _ pages: PageMap) -> String { pages.page(ofSource: suggestion.range.lowerBound).name }

  private func artifacts(_ record: ReviewRecord, _ decided: DecidedRun, _ pages: PageMap, _ lines: LineIndex) -> [ArtifactView] {
    return decided.run.artifacts.prefix(Self.mostListed).map { artifact, range in
      let line = lines.line(of: range.lowerBound)
      return ArtifactView(
        kind: artifact.kind.words, text: artifact.text, fields: artifact.fields.map { ($0.name, $0.value) },
        page: pages.page(ofSource: range.lowerBound).name, line: line, url: url(ofLine: line, record))
    }
  }

  private func pageViews(_ record: ReviewRecord, _ pages: PageMap, _ lines: LineIndex) -> [PageView] {
    if pages.pages.count < 2 { return [] }
    let findings = Dictionary(grouping: pages.irregularities) { $0.page.number }
    return pages.pages.prefix(Self.mostListed).map { page in
      let line = lines.line(of: page.sourceOffset)
      return PageView(
        name: page.name, line: line, url: url(ofLine: line, record),
        finding: findings[page.number, default: []].map(\.description).joined(separator: "; "))
    }
  }

  private func url(ofLine line: Int, _ record: ReviewRecord) -> String {
    let part = record.parts.last { $0.lines.lowerBound <= line }?.number ?? 1
    return "\(root)/record/\(record.id)?part=\(part)#L\(line)"
  }
}

/// Line numbers of places in a text.
private struct LineIndex {
  private let starts: [Int]

  init(_ text: [UInt8]) { starts = [0] + text.indices.filter { text[$0] == 0x0A }.map { $0 + 1 } }

  /// From 1.
  func line(of place: Int) -> Int {
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= place { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
