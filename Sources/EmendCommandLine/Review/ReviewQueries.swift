import EmendCore
import EmendFiles
import EmendReview
import GRDB

/// What of the suggestions is asked for; nil for all.
struct SuggestionFilter: Hashable {
  var stage: String?
  var rule: String?
  var level: String?
  /// open, accepted, rejected, changed, decided, applied or withheld.
  var state: String?

  var isActive: Bool { self != SuggestionFilter() }

  /// A condition on `suggestions`.
  var condition: (sql: String, arguments: StatementArguments) {
    var parts: [String] = []
    var arguments = StatementArguments()
    for (column, value) in [("stage", stage), ("rule", rule), ("level", level)] {
      guard let value else { continue }
      parts.append("suggestions.\(column) = ?")
      arguments += [value]
    }
    switch state {
    case "decided"?: parts.append("state <> 'open'")
    case "applied"?: parts.append("withheld = 0")
    case "withheld"?: parts.append("withheld = 1")
    case let state?:
      parts.append("state = ?")
      arguments += [state]
    case nil: break
    }
    return (parts.isEmpty ? "1" : parts.joined(separator: " AND "), arguments)
  }

  /// True for a suggestion that it lets through.
  func fits(_ suggestion: Suggestion, _ decision: Decision?) -> Bool {
    if let stage, stage != suggestion.stage { return false }
    if let rule, rule != suggestion.edit.rule { return false }
    if let level, level != suggestion.edit.confidence.level.rawValue { return false }
    switch state {
    case nil: return true
    case "decided"?: return decision != nil
    case "applied"?: return suggestion.why == nil
    case "withheld"?: return suggestion.why != nil
    case "open"?: return decision == nil
    case let state?: return decision?.verdict.word == state
    }
  }
}

/// The queue, the concordance and their counts.
extension ReviewDatabase {
  struct QueueEntry {
    let id: Int64
    let path: String
    let counts: Counts
    let lowest: Double?
    let error: String
    let appliedAt: String
    /// True when something was decided since results were written.
    let isStale: Bool
    let isRead: Bool
  }

  enum Order: String, CaseIterable {
    case need, confidence, path

    var sql: String {
      switch self {
      case .need: "(error <> '') DESC, open DESC, lowest ASC, path ASC"
      case .confidence: "(error <> '') DESC, lowest IS NULL, lowest ASC, open DESC, path ASC"
      case .path: "path ASC"
      }
    }
  }

  private static let countColumns = """
    COUNT(suggestions.id) AS suggestions, IFNULL(SUM(state = 'open'), 0) AS open, IFNULL(SUM(state = 'accepted'), 0) AS accepted,
    IFNULL(SUM(state = 'rejected'), 0) AS rejected, IFNULL(SUM(state = 'changed'), 0) AS changed
    """

  /// Ids as a table; the records of this review only.
  private static func list(_ ids: [Int64]) -> String { "[" + ids.map(String.init).joined(separator: ",") + "]" }

  func queue(_ records: [Int64], _ filter: SuggestionFilter, _ order: Order, offset: Int, limit: Int) throws -> [QueueEntry] {
    let (condition, arguments) = filter.condition
    return try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT records.id, path, error, appliedAt, appliedRevision, revision, run, \(Self.countColumns),
            MIN(CASE WHEN state = 'open' THEN probability END) AS lowest
          FROM records \(filter.isActive ? "JOIN" : "LEFT JOIN") suggestions ON record = records.id AND \(condition)
          WHERE records.id IN (SELECT value FROM json_each(?)) GROUP BY records.id ORDER BY \(order.sql) LIMIT ? OFFSET ?
          """, arguments: arguments + [Self.list(records), limit, offset]
      ).map { row in
        QueueEntry(
          id: row["id"], path: row["path"], counts: Counts(row), lowest: row["lowest"], error: row["error"], appliedAt: row["appliedAt"],
          isStale: (row["appliedRevision"] as Int) != row["revision"] as Int, isRead: (row["run"] as String) != "")
      }
    }
  }

  func counts(_ records: [Int64], _ filter: SuggestionFilter = SuggestionFilter()) throws -> Counts {
    let (condition, arguments) = filter.condition
    return try read { db in
      try Row.fetchOne(
        db,
        sql: "SELECT \(Self.countColumns) FROM suggestions WHERE record IN (SELECT value FROM json_each(?)) AND \(condition)",
        arguments: [Self.list(records)] + arguments
      ).map { Counts($0) } ?? Counts(suggestions: 0, open: 0, accepted: 0, rejected: 0, changed: 0)
    }
  }

  /// How many suggestions have each value of a column, in some records.
  func values(of column: String, _ records: [Int64]) throws -> [(value: String, count: Int)] {
    try read { db in
      try Row.fetchAll(
        db,
        sql:
          "SELECT \(column) AS value, COUNT(*) AS count FROM suggestions WHERE record IN (SELECT value FROM json_each(?)) GROUP BY \(column) ORDER BY \(column)",
        arguments: [Self.list(records)]
      ).map { ($0["value"], $0["count"]) }
    }
  }

  /// Numbers of the suggestions of a record that a filter lets through.
  func ids(ofRecord record: Int64, _ filter: SuggestionFilter) throws -> [Int64] {
    let (condition, arguments) = filter.condition
    return try read { db in
      try Int64.fetchAll(
        db, sql: "SELECT id FROM suggestions WHERE record = ? AND \(condition) ORDER BY number", arguments: [record] + arguments)
    }
  }

  func id(ofRecord record: Int64, number: Int) throws -> Int64? {
    try read { db in
      try Int64.fetchOne(db, sql: "SELECT id FROM suggestions WHERE record = ? AND number = ?", arguments: [record, number])
    }
  }

  // MARK: The same edit elsewhere

  struct Alike {
    let id: Int64
    let rule: String
    let original: String
    let replacement: String
    let count: Int
    let records: Int
    let open: Int
  }

  /// Edits by how often they stand in the records.
  func alikes(_ records: [Int64], _ filter: SuggestionFilter, offset: Int, limit: Int) throws -> [Alike] {
    let (condition, arguments) = filter.condition
    return try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT MIN(id) AS id, rule, original, replacement, COUNT(*) AS count, COUNT(DISTINCT record) AS records, SUM(state = 'open') AS open
          FROM suggestions WHERE record IN (SELECT value FROM json_each(?)) AND \(condition)
          GROUP BY rule, original, replacement ORDER BY open DESC, count DESC, rule, original, replacement LIMIT ? OFFSET ?
          """, arguments: [Self.list(records)] + arguments + [limit, offset]
      ).map {
        Alike(
          id: $0["id"], rule: $0["rule"], original: $0["original"], replacement: $0["replacement"], count: $0["count"],
          records: $0["records"],
          open: $0["open"])
      }
    }
  }

  struct Place {
    let id: Int64
    let record: Int64
    let number: Int
    let path: String
    let line: Int
    let before: String
    let after: String
    let probability: Double
    let isWithheld: Bool
    let decision: Decision?
  }

  private static let sameEdit =
    "record IN (SELECT value FROM json_each(?)) AND suggestions.rule = ? AND suggestions.original = ? AND suggestions.replacement = ?"

  /// The places of an edit, in the order of the records' paths.
  func concordance(_ records: [Int64], rule: String, original: String, replacement: String, offset: Int, limit: Int) throws -> [Place] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT suggestions.*, records.path AS recordPath FROM suggestions JOIN records ON records.id = record WHERE \(Self.sameEdit)
          ORDER BY records.path, number LIMIT ? OFFSET ?
          """, arguments: [Self.list(records), rule, original, replacement, limit, offset]
      ).map { row in
        let decision = try (row["decision"] as Int64?).flatMap {
          try Row.fetchOne(db, sql: "SELECT * FROM decisions WHERE id = ?", arguments: [$0]).map { Decision($0) }
        }
        return Place(
          id: row["id"], record: row["record"], number: row["number"], path: row["recordPath"], line: row["line"], before: row["before"],
          after: row["after"], probability: row["probability"], isWithheld: row["withheld"], decision: decision)
      }
    }
  }

  /// The ids of an edit's places, or of those that are undecided.
  func ids(_ records: [Int64], rule: String, original: String, replacement: String, onlyOpen: Bool) throws -> [Int64] {
    try read { db in
      try Int64.fetchAll(
        db, sql: "SELECT id FROM suggestions WHERE \(Self.sameEdit)\(onlyOpen ? " AND state = 'open'" : "")",
        arguments: [Self.list(records), rule, original, replacement])
    }
  }

  func counts(_ records: [Int64], rule: String, original: String, replacement: String) throws -> Counts {
    try read { db in
      try Row.fetchOne(
        db, sql: "SELECT \(Self.countColumns) FROM suggestions WHERE \(Self.sameEdit)",
        arguments: [Self.list(records), rule, original, replacement]
      ).map { Counts($0) }!
    }
  }

  /// For suggestions of a record the ids, and how often the edit of each stands in all records.
  func alikes(_ records: [Int64], ofRecord record: Int64, _ numbers: [Int]) throws -> [(id: Int64, count: Int)] {
    try read { db in
      let one = try db.makeStatement(sql: "SELECT id, rule, original, replacement FROM suggestions WHERE record = ? AND number = ?")
      let all = try db.makeStatement(sql: "SELECT COUNT(*) FROM suggestions WHERE \(Self.sameEdit)")
      let list = Self.list(records)
      return try numbers.map { number in
        guard let row = try Row.fetchOne(one, arguments: [record, number]) else { return (0, 0) }
        let edit: StatementArguments = [list, row["rule"] as String, row["original"] as String, row["replacement"] as String]
        return (row["id"], try Int.fetchOne(all, arguments: edit) ?? 0)
      }
    }
  }

  /// The edit of a suggestion; nil when the records were read anew since.
  func edit(ofSuggestion id: Int64) throws -> (rule: String, original: String, replacement: String)? {
    try read { db in
      try Row.fetchOne(db, sql: "SELECT rule, original, replacement FROM suggestions WHERE id = ?", arguments: [id]).map {
        ($0["rule"], $0["original"], $0["replacement"])
      }
    }
  }

  // MARK: Decisions without a place

  /// Of some records, and of records below some folders that are gone.
  func unplaced(_ records: [Int64], goneBelow folders: [String] = []) throws -> [(path: String, decision: Decision, why: String)] {
    try read { db in
      var found = try Row.fetchAll(
        db,
        sql: """
          SELECT decisions.* FROM decisions JOIN records ON records.path = decisions.path
          WHERE unplaced <> '' AND records.id IN (SELECT value FROM json_each(?)) ORDER BY decisions.path, decisions.id
          """, arguments: [Self.list(records)]
      ).map { (path: $0["path"] as String, decision: Decision($0), why: $0["unplaced"] as String) }
      for folder in folders {
        let root = stored(folder.appendingPath("x"))
        for row in try Row.fetchAll(
          db, sql: "SELECT * FROM decisions WHERE path LIKE ? ESCAPE '\\'", arguments: [Self.prefix(root)])
        {
          let path: String = row["path"]
          if !Files.exists(absolute(path)) { found.append((path, Decision(row), "the record is no longer there")) }
        }
      }
      return found
    }
  }

  /// A pattern for what lies in the folder of a path.
  private static func prefix(_ path: String) -> String {
    let folder = path.contains("/") ? path.directory + "/" : ""
    return folder.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_") + "%"
  }
}

extension Counts {
  init(_ row: Row) {
    self.init(
      suggestions: row["suggestions"], open: row["open"], accepted: row["accepted"], rejected: row["rejected"], changed: row["changed"])
  }
}
