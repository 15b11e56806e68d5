import Emend
import EmendCore
import EmendFiles
import EmendReview

/// `emend review --terminal`: one suggestion after the other, as `git add -p` shows hunks; the same database as the page.
struct TerminalReview {
  private let session: ReviewSession
  private let editor: String
  private let isColoured = Console.wantsColour

  private static let help = """
    y - accept this edit
    n - reject it: the text stays as it is
    e - type another reading
    a - accept this edit and all later ones in the record
    d - reject this edit and all later ones in the record
    A - accept all edits of this rule in the record
    s - leave it undecided, go on
    u - undo the last decision in this record
    q - end; what was decided is kept
    ? - this help

    """

  init(_ session: ReviewSession, editor: String) {
    self.session = session
    self.editor = editor
  }

  private enum Next {
    case suggestion, record, end
  }

  func run() throws {
    try session.readAll()
    var decided = 0
    for id in session.records {
      let record: ReviewRecord
      do { record = try session.record(id) } catch let failure as Failure {
        Console.error(failure.description)
        continue
      }
      if try !review(id, record, &decided) { break }
    }
    let open = try session.database.counts(session.records).open
    Console.write("\(Quoted.count(decided, "decision")), \(open) open; write the results with emend review --apply")
    for item in try session.database.unplaced(session.records) {
      Console.write(
        "\(Visible.word(item.path)): \(item.decision.verdict.word) \(Quoted.text(item.decision.key.original)) has no place: \(item.why)")
    }
  }

  /// - Returns: false when the editor wants to end.
  private func review(_ id: Int64, _ first: ReviewRecord, _ decided: inout Int) throws -> Bool {
    var passed: Set<Int> = []
    while true {
      let record = try session.record(id)
      // A number belongs to one reading of the record.
      guard record.run == first.run else { return try review(id, record, &decided) }
      let open = record.review.suggestions.filter { record.review.decisions[$0.number] == nil && !passed.contains($0.number) }
      guard let suggestion = open.first else { return true }
      try Output.standard.write(Array(shown(suggestion, record, left: open.count).utf8))
      switch try ask(id, record, suggestion, open, &passed, &decided) {
      case .suggestion: continue
      case .record: return true
      case .end: return false
      }
    }
  }

  private func ask(
    _ id: Int64, _ record: ReviewRecord, _ suggestion: Suggestion, _ open: [Suggestion], _ passed: inout Set<Int>, _ decided: inout Int
  ) throws -> Next {
    func decide(_ some: [Suggestion], _ verdict: Decision.Verdict) throws {
      let ids = try some.compactMap { try session.database.id(ofRecord: id, number: $0.number) }
      decided += try session.database.decide(ids, verdict, by: editor, run: (id, record.run)).count
    }
    while true {
      try Interruption.check()
      try Output.standard.write(Array("Accept this edit [y,n,e,a,d,A,s,u,q,?]? ".utf8))
      guard let answer = readLine(strippingNewline: true) else {
        try Output.standard.write([0x0A])
        return .end
      }
      switch answer.trimmed {
      case "y": try decide([suggestion], .accept)
      case "n": try decide([suggestion], .reject)
      case "e":
        try Output.standard.write(Array("Reading in place of \(Quoted.text(suggestion.edit.original)): ".utf8))
        guard let reading = readLine(strippingNewline: true) else { return .end }
        try decide([suggestion], .reading(record.review.reading(reading, of: suggestion.number)))
      case "a":
        try decide(open, .accept)
        return .record
      case "d":
        try decide(open, .reject)
        return .record
      case "A": try decide(open.filter { $0.edit.rule == suggestion.edit.rule }, .accept)
      case "s": passed.insert(suggestion.number)
      case "u":
        let changes = try session.database.undo(record: id, by: editor)
        decided = max(0, decided - changes.count)
        passed.subtract(changes.map(\.number))
        if changes.isEmpty { try Output.standard.write(Array("There is nothing to undo in this record.\n".utf8)) }
      case "q": return .end
      default:
        try Output.standard.write(Array(Self.help.utf8))
        continue
      }
      return .suggestion
    }
  }

  // MARK: What a suggestion looks like

  private func shown(_ suggestion: Suggestion, _ record: ReviewRecord, left: Int) -> String {
    let edit = suggestion.edit
    let text = record.review.text
    let range = suggestion.range
    // The line before and behind the edit, as far as a terminal shows it.
    let before = Visible.context(bytes: text[Self.lineStart(range.lowerBound, text)..<range.lowerBound])
    let after = Visible.context(bytes: text[range.upperBound..<Self.lineEnd(range.upperBound, text)])
    let original = Visible.line(bytes: edit.original)
    let replacement = Visible.line(bytes: edit.replacement)
    var out = "\n\(Visible.word(record.input.path)):\(suggestion.line)  \(left) left  "
    out += "\(edit.rule)  \(edit.confidence.level.rawValue) \(edit.confidence.probability)\n"
    out += paint("- ", red: true) + before + paint(original.isEmpty ? "" : "[\(original)]", red: true) + after + "\n"
    if replacement.isEmpty, before.isEmpty, after.isEmpty { return out + about(suggestion) }
    out += paint("+ ", red: false) + before + paint(replacement.isEmpty ? "" : "[\(replacement)]", red: false) + after + "\n"
    return out + about(suggestion)
  }

  private func about(_ suggestion: Suggestion) -> String {
    let why = suggestion.why.map { "  withheld: \(Visible.line($0))\n" } ?? ""
    return "  \(Visible.line(suggestion.edit.reason))\n" + why
  }

  private func paint(_ text: String, red: Bool) -> String {
    isColoured && !text.isEmpty ? "\u{1B}[\(red ? 31 : 32)m\(text)\u{1B}[0m" : text
  }

  private static let reach = 160

  private static func lineStart(_ place: Int, _ text: [UInt8]) -> Int {
    var start = place
    while start > 0, place - start < reach, text[start - 1] != 0x0A { start -= 1 }
    while start < place, text[start] & 0xC0 == 0x80 { start += 1 }
    return start
  }

  private static func lineEnd(_ place: Int, _ text: [UInt8]) -> Int {
    var end = place
    while end < text.count, end - place < reach, text[end] != 0x0A { end += 1 }
    if end == text.count || text[end] == 0x0A { return end > place && text[end - 1] == 0x0D ? end - 1 : end }
    while end > place, text[end] & 0xC0 == 0x80 { end -= 1 }
    return end
  }
}

extension String {
  /// Without blanks around it.
  fileprivate var trimmed: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
