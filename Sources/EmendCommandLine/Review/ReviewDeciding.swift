import EmendCore
import EmendFiles
import EmendReview
import Foundation

/// The changes that the pages ask for. Each is in the database before it is answered.
extension ReviewSite {
  func decide(_ id: Int64, _ visit: Visit) throws -> ReviewAnswer {
    let request = visit.request
    let record = try session.record(id)
    guard request.form("run") == record.run else { throw ReviewDatabase.StaleRun() }
    let number = request.form("number").flatMap(Int.init) ?? 0
    let changes: [ReviewDatabase.Change]
    if request.form("verdict") == "undo" {
      changes = try session.database.undo(record: id, by: visit.editor)
    } else {
      guard let suggestion = try session.database.id(ofRecord: id, number: number) else { throw ReviewSession.Missing() }
      var ids = [suggestion]
      if request.form("scope") == "rule" {
        var filter = request.filter
        filter.rule = record.review.suggestions[number - 1].edit.rule
        filter.state = "open"
        ids = try session.database.ids(ofRecord: id, filter)
      }
      changes = try session.database.decide(ids, verdict(request, of: record, number), by: visit.editor, run: (id, record.run))
    }
    guard request.wantsJSON else {
      let shown = changes.first?.number ?? number
      let query = ReviewRequest.encoded([("part", String(record.part(of: shown)))] + filterPairs(request.filter))
      return .redirect("\(root)/record/\(id)?\(query)#s\(shown)")
    }
    let conflicts = changes.count == 1 ? try session.record(id).decided().conflicts : [:]
    let counts = try session.database.counts([id], request.filter)
    return try reply(changes.map { ("number", Int64($0.number), $0, conflicts[$0.number] ?? "") }, counts)
  }

  func decideConcordance(_ visit: Visit) throws -> ReviewAnswer {
    let request = visit.request
    let (id, rule, original, replacement) = try edit(request)
    let all = try session.database.ids(
      session.records, rule: rule, original: original, replacement: replacement, onlyOpen: request.form("all") != nil)
    // Of the ids that a form sends only those of this edit, in records of this review.
    let wanted = request.form("all") == nil ? Set(request.forms("id").compactMap(Int64.init)) : Set(all)
    let changes = try session.database.decide(all.filter(wanted.contains), verdict(request), by: visit.editor)
    guard request.wantsJSON else {
      return .redirect(concordanceURL(id))
    }
    let counts = try session.database.counts(session.records, rule: rule, original: original, replacement: replacement)
    return try reply(changes.map { ("id", $0.suggestion, $0, "") }, counts)
  }

  /// Sets a reading where nothing is proposed: an error that every stage has missed.
  func mark(_ id: Int64, _ visit: Visit) throws -> ReviewAnswer {
    let request = visit.request
    let record = try session.record(id)
    guard request.form("run") == record.run else { throw ReviewDatabase.StaleRun() }
    guard let words = request.form("text"), !words.isEmpty, let line = request.form("line").flatMap(Int.init),
      let typed = request.form("reading")
    else { throw Failure("Say which line, which words of it, and how they should read.") }
    // A form's line ends are CRLF, whatever the record's are.
    let (text, reading) = (Array(record.review.reading(words).utf8), record.review.reading(typed))
    let range = try place(of: text, line: line, in: record)
    if let other = record.review.suggestions.first(where: { $0.range.overlaps(range) }) {
      throw Failure("A suggestion stands there already: no. \(other.number). Type the reading there.")
    }
    let key = record.review.key(of: range, reading: reading)
    if key.original == reading { throw Failure("The text reads so already.") }
    let path = session.database.stored(record.input.path)
    let decision = Decision(key, .reading(reading), by: visit.editor, at: Clock.now)
    try session.database.add(decision, path: path)
    try session.readAgain(id)
    if let lost = try session.database.unplaced([id]).first(where: { $0.decision == decision }) {
      try session.database.remove(decision, path: path)
      throw Failure("The reading finds no place there: \(lost.why).")
    }
    let number = try session.record(id).review.decisions.first { $0.value == decision }?.key ?? 1
    let address = "\(root)/record/\(id)?at=\(number)#s\(number)"
    return request.wantsJSON ? try .json { try $0.member("url", address) } : .redirect(address)
  }

  /// The bytes of words in a line, or from it on when they go over its end.
  private func place(of text: [UInt8], line: Int, in record: ReviewRecord) throws -> Range<Int> {
    let source = record.review.text
    var start = 0
    for _ in 1..<max(1, line) {
      guard let end = source[start...].firstIndex(of: 0x0A) else { throw Failure("The record has no line \(line).") }
      start = end + 1
    }
    let end = min(source.count, (source[start...].firstIndex(of: 0x0A) ?? source.count) + text.count)
    let words = String(decoding: text, as: UTF8.self)
    var found: [Int] = []
    var place = start
    while place + text.count <= end {
      if source[place..<place + text.count].elementsEqual(text) { found.append(place) }
      place += 1
    }
    guard let first = found.first else { throw Failure("Line \(line) does not have the words \(Quoted.text(words)).") }
    if found.count > 1 { throw Failure("\(Quoted.text(words)) stands there \(found.count) times; take a word more before or behind it.") }
    return first..<first + text.count
  }

  /// nil for one that takes a decision away.
  private func verdict(_ request: ReviewRequest, of record: ReviewRecord? = nil, _ number: Int = 0) throws -> Decision.Verdict? {
    switch request.form("verdict") {
    case "accept"?: return .accept
    case "reject"?: return .reject
    case "reading"?:
      guard let reading = request.form("reading") else { throw Failure("The form has no reading.") }
      // A form's line ends are CRLF, whatever was typed.
      return .reading(record?.review.reading(reading, of: number) ?? reading.replacing("\r\n", with: "\n"))
    case "clear"?: return nil
    default: throw Failure("The form has no verdict.")
    }
  }

  private func reply(_ changes: [(name: String, id: Int64, change: ReviewDatabase.Change, conflict: String)], _ counts: Counts) throws
    -> ReviewAnswer
  {
    let open = try session.database.counts(session.records).open
    return try .json { json in
      json.name("counts")
      try json.object { json in
        for (name, count) in [
          ("suggestions", counts.suggestions), ("open", counts.open), ("accepted", counts.accepted), ("rejected", counts.rejected),
          ("changed", counts.changed), ("percent", counts.percent),
        ] {
          try json.member(name, count)
        }
      }
      json.name("changed")
      try json.array { json in
        for change in changes {
          try json.object { json in
            try json.member(change.name, change.id)
            try json.member("state", change.change.decision?.verdict.word ?? "open")
            try json.member("decided", Self.decided(change.change.decision))
            var reading = ""
            if case .reading(let text)? = change.change.decision?.verdict { reading = text }
            try json.member("reading", reading)
            try json.member("conflict", change.conflict)
          }
        }
      }
      try json.member("open", open)
    }
  }

  /// `accepted by A. Reader, 22 Nov 2026 10:14 UTC`
  static func decided(_ decision: Decision?) -> String {
    decision.map { "\($0.verdict.word) by \($0.editor), \(Clock.shown($0.time))" } ?? ""
  }

  // MARK: Apply

  func applyView(_ visit: Visit, done: [ReviewApply.Outcome]?) throws -> ApplyView {
    let onlyDecided = (visit.request.isPost ? visit.request.form("only") : visit.request.query("only")) == "decided" || apply.onlyDecided
    let asked = visit.request.query("record").flatMap(Int64.init)
    let ids = asked.map { [$0] } ?? session.records
    let outcomes = Dictionary((done ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let rows = try session.database.queue(ids, SuggestionFilter(), .path, offset: 0, limit: 5_000).filter { entry in
      done != nil || asked != nil || entry.counts.decided > 0 || ids.count <= 20
    }.map { entry in
      let outcome = outcomes[entry.id]
      // Before it is done, what the record would get is found for few records only.
      let preview = done == nil && ids.count <= 20 ? try? session.record(entry.id) : nil
      let decided = try preview.map { try onlyDecided ? DecidedRun($0.review, onlyDecided: true) : $0.decided() }
      let note = outcome?.message ?? (entry.error.isEmpty ? Self.note(entry) : entry.error)
      return ApplyRow(
        path: entry.path, url: "\(root)/record/\(entry.id)", counts: entry.counts,
        applied: outcome?.applied ?? decided?.applied.count ?? 0,
        undecided: outcome?.undecided ?? preview.flatMap { record in decided?.undecided(record.review) } ?? 0,
        outcome: note + (outcome.map { $0.conflicts > 0 ? "; \($0.conflicts) decisions could not take effect" : "" } ?? ""),
        isFailed: outcome?.isFailed ?? !entry.error.isEmpty)
    }
    let failed = (done ?? []).count { $0.isFailed }
    return ApplyView(
      frame: try frame(visit, "Apply"), isDone: done != nil, target: apply.target, rows: rows,
      actionURL: "\(root)/apply" + (asked.map { "?record=\($0)" } ?? ""), onlyDecided: onlyDecided,
      summary: done.map { "\($0.count - failed) of \($0.count) records done" + (failed > 0 ? ", \(failed) failed." : ".") } ?? "")
  }

  func applied(_ visit: Visit) throws -> ApplyView {
    let onlyDecided = visit.request.form("only") == "decided"
    let work = ReviewApply(session: session, output: apply.output, onlyDecided: onlyDecided, isSeveral: apply.isSeveral)
    let ids = visit.request.query("record").flatMap(Int64.init).map { [$0] } ?? session.records
    // A page must not wait for as long as another run takes.
    let locks = try work.lock(ids.compactMap(session.input), tries: 40)
    defer { locks.release() }
    return try applyView(visit, done: ids.map(work.callAsFunction))
  }

  static func note(_ entry: ReviewDatabase.QueueEntry) -> String {
    if !entry.error.isEmpty { return entry.error }
    if !entry.isRead { return "not read yet" }
    if entry.appliedAt.isEmpty { return "" }
    return "applied \(Clock.shown(entry.appliedAt))" + (entry.isStale ? ", decided since" : "")
  }
}
