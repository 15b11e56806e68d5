import EmendConfiguration
import EmendCore
import EmendFiles

/// A decision that becomes an entry of a dictionary.
extension ReviewSite {
  /// Shows the entry that a suggestion could become and what it changes in its table; adds it when the form says so.
  func learn(_ visit: Visit) throws -> LearnView {
    let request = visit.request
    guard let id = request.query("record").flatMap(Int64.init), let number = request.query("suggestion").flatMap(Int.init) else {
      throw ReviewSession.Missing()
    }
    let record = try session.record(id)
    guard record.review.suggestions.indices.contains(number - 1) else { throw ReviewSession.Missing() }
    let suggestion = record.review.suggestions[number - 1]
    let decision = record.review.decisions[number]
    var right = suggestion.edit.replacementText
    if case .reading(let reading)? = decision?.verdict { right = reading }
    let guess = LearnedEntry.kind(
      for: suggestion.edit.rule, original: suggestion.edit.originalText, replacement: right, verdictIsAccept: decision?.verdict != .reject)
    let kind = request.form("kind").flatMap(LearnedEntry.Kind.init(rawValue:)) ?? guess
    let scope = request.form("scope").flatMap(LearnedEntry.Scope.init(rawValue:)) ?? .folder
    let wrong = request.form("wrong") ?? Self.oneLine(suggestion.edit.originalText)
    right = request.form("right") ?? Self.oneLine(right)
    let note = request.form("note") ?? ""
    let entry = LearnedEntry(
      kind: kind, wrong: wrong, right: right, note: note, editor: visit.editor, scope: scope, record: record.input.path)
    var diff = ""
    var problem = ""
    let adds = request.isPost && request.form("step") == "add"
    do {
      let change = try adds ? entry.write() : entry.proposal()
      diff = change.diff
      problem = change.warnings.joined(separator: "; ")
    } catch let failure as Failure {
      problem = failure.description
    } catch let errors as ConfigurationErrors {
      problem = errors.messages.joined(separator: "; ")
    }
    let isDone = adds && !diff.isEmpty
    if isDone { try session.readAgain() }
    let own = ReviewRequest.encoded([("record", String(id)), ("suggestion", String(number))])
    return LearnView(
      frame: try frame(visit, "Dictionary entry"),
      kinds: LearnedEntry.Kind.allCases.map { Choice(value: $0.rawValue, label: Self.word($0), count: 0, isSelected: $0 == kind) },
      scopes: [LearnedEntry.Scope.record, .folder, .everywhere].map {
        Choice(value: $0.rawValue, label: Self.word($0), count: 0, isSelected: $0 == scope)
      },
      wrong: wrong, right: right, note: note, file: entry.file, diff: diff, problem: problem, actionURL: "\(root)/learn?" + own,
      backURL: "\(root)/record/\(id)?at=\(number)#s\(number)", isDone: isDone)
  }

  private static func word(_ kind: LearnedEntry.Kind) -> String {
    switch kind {
    case .correction: "correction: always wrong"
    case .phrase: "phrase: wrong beside these words"
    case .name: "name"
    case .protected: "protected: never touched"
    }
  }

  private static func word(_ scope: LearnedEntry.Scope) -> String {
    switch scope {
    case .record: "this record"
    case .folder: "this folder and those below"
    case .everywhere: "everywhere, for this user"
    }
  }

  /// Tables have no line ends in their cells.
  private static func oneLine(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
