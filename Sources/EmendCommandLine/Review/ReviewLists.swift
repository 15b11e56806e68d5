import EmendCore
import EmendReview
import Foundation

/// The queue, the list of edits and the concordance.
extension ReviewSite {
  func queue(_ visit: Visit) throws -> QueueView {
    let request = visit.request
    let order = request.query("order").flatMap(ReviewDatabase.Order.init(rawValue:)) ?? .need
    let offset = offset(request)
    let entries = try session.database.queue(session.records, request.filter, order, offset: offset, limit: Self.perPage + 1)
    let (previous, next) = pager("\(root)/", request, offset, hasMore: entries.count > Self.perPage)
    let progress = session.progress.map { "reading \(min($0.done + 1, $0.of)) of \($0.of) records" } ?? ""
    let unplaced = try session.database.unplaced(session.records, goneBelow: apply.isSeveral ? session.folders : [])
    return QueueView(
      frame: try frame(visit, session.title), counts: try session.database.counts(session.records, request.filter),
      filter: try filter(
        "\(root)/", request, session.records, orders: ReviewDatabase.Order.allCases.map { ($0.rawValue, Self.word($0)) }, order.rawValue),
      records: entries.prefix(Self.perPage).map { entry in
        QueueRow(
          url: "\(root)/record/\(entry.id)" + Self.query(filterPairs(request.filter)), path: entry.path, counts: entry.counts,
          lowest: entry.lowest.map(Self.probability) ?? "", note: Self.note(entry), isFailed: !entry.error.isEmpty,
          isDone: entry.isRead && entry.counts.open == 0 && entry.error.isEmpty)
      }, progress: progress, previousURL: previous, nextURL: next,
      unplaced: unplaced.prefix(Self.perPage).map(Self.unplaced), unplacedCount: unplaced.count)
  }

  private static func word(_ order: ReviewDatabase.Order) -> String {
    switch order {
    case .need: "most open suggestions"
    case .confidence: "lowest confidence"
    case .path: "path"
    }
  }

  func alikes(_ visit: Visit) throws -> AlikesView {
    let request = visit.request
    let offset = offset(request)
    let found = try session.database.alikes(session.records, request.filter, offset: offset, limit: Self.perPage + 1)
    let (previous, next) = pager("\(root)/edits", request, offset, hasMore: found.count > Self.perPage)
    return AlikesView(
      frame: try frame(visit, "Edits"), filter: try filter("\(root)/edits", request, session.records),
      rows: found.prefix(Self.perPage).map { edit in
        AlikeRow(
          url: concordanceURL(edit.id), rule: edit.rule, original: edit.original,
          replacement: edit.replacement, isRemoval: edit.replacement.isEmpty, count: edit.count, records: edit.records, open: edit.open)
      }, previousURL: previous, nextURL: next)
  }

  func concordance(_ visit: Visit) throws -> ConcordanceView {
    let request = visit.request
    let (id, rule, original, replacement) = try edit(request)
    let offset = offset(request)
    let places = try session.database.concordance(
      session.records, rule: rule, original: original, replacement: replacement, offset: offset, limit: Self.perPage + 1)
    let own = [("id", String(id))]
    let (previous, next) = pager("\(root)/concordance", request, offset, hasMore: places.count > Self.perPage, own)
    return ConcordanceView(
      frame: try frame(visit, "Same edit"), rule: rule, stage: String(rule.prefix { $0 != "." }), summary: summaries[rule] ?? "",
      original: original, replacement: replacement, isRemoval: replacement.isEmpty,
      counts: try session.database.counts(session.records, rule: rule, original: original, replacement: replacement),
      rows: places.prefix(Self.perPage).map { place in
        ConcordanceRow(
          id: Int(place.id), path: place.path, url: "\(root)/record/\(place.record)?at=\(place.number)#s\(place.number)", line: place.line,
          before: place.before, after: place.after, probability: Self.probability(place.probability),
          state: place.decision?.verdict.word ?? "open", decided: Self.decided(place.decision), isWithheld: place.isWithheld)
      }, decideURL: "\(root)/concordance/decide?" + ReviewRequest.encoded(own), previousURL: previous, nextURL: next)
  }

  // MARK: What the pages share

  /// By one of its suggestions, for an address with the words themselves may be very long.
  func concordanceURL(_ suggestion: Int64) -> String { "\(root)/concordance?id=\(suggestion)" }

  /// The edit that a request of the concordance is about.
  func edit(_ request: ReviewRequest) throws -> (id: Int64, rule: String, original: String, replacement: String) {
    guard let id = request.query("id").flatMap(Int64.init), let edit = try session.database.edit(ofSuggestion: id) else {
      throw ReviewSession.Missing()
    }
    return (id, edit.rule, edit.original, edit.replacement)
  }

  /// `.87`
  static func probability(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    return hundredths >= 100 ? "1.00" : "." + (hundredths < 10 ? "0" : "") + String(hundredths)
  }

  static func unplaced(_ item: (path: String, decision: Decision, why: String)) -> UnplacedView {
    var replacement = item.decision.key.replacement
    if case .reading(let text) = item.decision.verdict { replacement = text }
    return UnplacedView(
      path: item.path, original: item.decision.key.original, replacement: replacement, verdict: item.decision.verdict.word,
      decided: decided(item.decision), before: item.decision.key.before, after: item.decision.key.after, why: item.why)
  }

  func filterPairs(_ filter: SuggestionFilter) -> [(String, String?)] {
    [("stage", filter.stage), ("rule", filter.rule), ("level", filter.level), ("state", filter.state)]
  }

  static func query(_ pairs: [(String, String?)]) -> String {
    let text = ReviewRequest.encoded(pairs)
    return text.isEmpty ? "" : "?" + text
  }

  func filter(
    _ action: String, _ request: ReviewRequest, _ records: [Int64], orders: [(String, String)] = [], _ order: String = ""
  ) throws -> FilterView {
    let filter = request.filter
    func choices(_ column: String, _ selected: String?) throws -> [Choice] {
      var found = try session.database.values(of: column, records).map {
        Choice(value: $0.value, label: $0.value, count: $0.count, isSelected: $0.value == selected)
      }
      // What is filtered by stands there also where nothing has it any more.
      if let selected, !found.contains(where: \.isSelected) {
        found.append(Choice(value: selected, label: selected, count: 0, isSelected: true))
      }
      return found
    }
    let states = [
      ("open", "open"), ("decided", "decided"), ("accepted", "accepted"), ("rejected", "rejected"), ("changed", "other reading"),
      ("applied", "applied by the pipeline"), ("withheld", "withheld by the pipeline"),
    ]
    return FilterView(
      action: action, stages: try choices("stage", filter.stage), rules: try choices("rule", filter.rule),
      levels: try choices("level", filter.level),
      states: states.map { Choice(value: $0.0, label: $0.1, count: 0, isSelected: $0.0 == filter.state) },
      orders: orders.map { Choice(value: $0.0, label: $0.1, count: 0, isSelected: $0.0 == order) }, isActive: filter.isActive)
  }

  private func offset(_ request: ReviewRequest) -> Int { max(0, request.query("from").flatMap(Int.init) ?? 0) }

  private func pager(
    _ path: String, _ request: ReviewRequest, _ offset: Int, hasMore: Bool, _ own: [(String, String)] = []
  ) -> (previous: String, next: String) {
    func address(_ offset: Int) -> String {
      path
        + Self.query(
          own.map { ($0.0, $0.1) } + filterPairs(request.filter) + [("order", request.query("order")), ("from", String(offset))])
    }
    return (offset > 0 ? address(max(0, offset - Self.perPage)) : "", hasMore ? address(offset + Self.perPage) : "")
  }
}
