import EmendCore
import EmendReview
import GRDB

/// Deciding, taking back, and what is known of decisions.
extension ReviewDatabase {
  /// What became of a suggestion.
  struct Change {
    let suggestion: Int64
    let record: Int64
    let number: Int
    let original: String
    let replacement: String
    /// nil when nothing is decided any more.
    let decision: Decision?
  }

  /// Decides suggestions in one transaction; a verdict of nil leaves them undecided again.
  /// - Parameters:
  ///   - run: that of the record when the editor saw it; nil where the ids alone say which suggestions are meant.
  /// - Throws: `StaleRun` when the record was read anew since.
  func decide(_ suggestions: [Int64], _ verdict: Decision.Verdict?, by editor: String, run: (record: Int64, id: String)? = nil) throws
    -> [Change]
  {
    try write { db in
      if let run {
        let current = try String.fetchOne(db, sql: "SELECT run FROM records WHERE id = ?", arguments: [run.record])
        if current != run.id { throw StaleRun() }
      }
      let time = Clock.now
      let batch = try Self.nextBatch(db)
      var changes: [Change] = []
      for id in suggestions {
        guard let row = try Self.suggestion(id, db) else { throw StaleRun() }
        let decision = verdict.map { Decision(SuggestionKey(row), $0, by: editor, at: time) }
        try Self.log(row, batch, decision, by: editor, at: time, db)
        changes.append(try Self.set(decision, of: row, db))
      }
      try Self.touch(Set(changes.map(\.record)), db)
      return changes
    }
  }

  /// Takes back what an editor decided last in a record, all that was decided at once together. What another editor has
  /// decided since stays.
  func undo(record: Int64, by editor: String) throws -> [Change] {
    try write { db in
      guard let path = try String.fetchOne(db, sql: "SELECT path FROM records WHERE id = ?", arguments: [record]),
        let batch = try Int.fetchOne(
          db, sql: "SELECT batch FROM events WHERE path = ? AND editor = ? AND undone = 0 ORDER BY id DESC LIMIT 1",
          arguments: [path, editor])
      else { return [] }
      var changes: [Change] = []
      for event in try Row.fetchAll(
        db, sql: "SELECT * FROM events WHERE batch = ? AND path = ? ORDER BY id DESC", arguments: [batch, path])
      {
        let key = SuggestionKey(event)
        try db.execute(sql: "UPDATE events SET undone = 1 WHERE id = ?", arguments: [event["id"] as Int64])
        guard
          let id = try Int64.fetchOne(
            db, sql: "SELECT id FROM suggestions WHERE record = ? AND \(SuggestionKey.condition)", arguments: [record] + key.arguments),
          let row = try Self.suggestion(id, db)
        else { continue }
        let current = try Self.decision(of: row, db)
        if let current, current.editor != editor || current.time != event["time"] { continue }
        let old = event["oldVerdict"] as String
        let decision =
          old.isEmpty
          ? nil
          : Decision(
            key, old == "accepted" ? .accept : old == "rejected" ? .reject : .reading(event["oldReading"]), by: event["oldEditor"],
            at: event["oldTime"])
        changes.append(try Self.set(decision, of: row, db))
      }
      try Self.touch([record], db)
      return changes
    }
  }

  struct StaleRun: Error {}

  // MARK: Export and import

  func exported() throws -> DecisionsFile { try read { DecisionsFile(try Self.entries($0)) } }

  static func entries(_ db: Database) throws -> [DecisionsFile.Entry] {
    try Row.fetchAll(db, sql: "SELECT * FROM decisions").map { DecisionsFile.Entry(path: $0["path"], decision: Decision($0)) }
  }

  /// Takes decisions in; where there is one of the same suggestion already, the later one counts.
  /// - Returns: how many were new or later.
  func take(_ file: DecisionsFile) throws -> Int {
    try write { db in
      var taken = 0
      for entry in file.entries {
        let key = entry.decision.key
        let time = try String.fetchOne(
          db, sql: "SELECT time FROM decisions WHERE path = ? AND \(SuggestionKey.condition)", arguments: [entry.path] + key.arguments)
        if let time, time >= entry.decision.time { continue }
        _ = try Self.insert(entry.decision, path: entry.path, db)
        // The record is read anew, so that the decision finds its place.
        try db.execute(sql: "UPDATE records SET fingerprint = '', revision = revision + 1 WHERE path = ?", arguments: [entry.path])
        taken += 1
      }
      return taken
    }
  }

  /// What a copy of the database knows of one suggestion.
  struct KnownState {
    let path: String
    let key: SuggestionKey
    /// When somebody last decided it or took that back.
    let time: String
    /// The times of what was decided and undone.
    let undone: [String]
    /// nil when it is open again.
    let decision: Decision?
  }

  /// Every suggestion that somebody has ever decided.
  static func states(_ db: Database) throws -> [KnownState] {
    let events = try Row.fetchAll(
      db,
      sql: """
        SELECT path, \(SuggestionKey.columns), MAX(time) AS time, GROUP_CONCAT(CASE WHEN undone THEN time END) AS undone
          FROM events GROUP BY path, \(SuggestionKey.columns)
        """)
    var decisions = Dictionary(try entries(db).map { (Site($0.path, $0.decision.key), $0.decision) }, uniquingKeysWith: { $1 })
    let decided = events.map { row in
      let key = SuggestionKey(row)
      let decision = decisions.removeValue(forKey: Site(row["path"], key))
      let undone = (row["undone"] as String?)?.split(separator: ",").map(String.init) ?? []
      return KnownState(path: row["path"], key: key, time: max(row["time"], decision?.time ?? ""), undone: undone, decision: decision)
    }
    // What was imported has no event.
    return decided
      + decisions.map { KnownState(path: $0.key.path, key: $0.key.key, time: $0.value.time, undone: [], decision: $0.value) }
  }

  private struct Site: Hashable {
    let path: String
    let key: SuggestionKey

    init(_ path: String, _ key: SuggestionKey) { (self.path, self.key) = (path, key) }
  }

  /// Takes in what another copy of the database knows, but nothing that was changed or taken away here since.
  /// - Returns: of how many suggestions it knew more.
  static func merge(_ states: [KnownState], _ db: Database) throws -> Int {
    var taken = 0
    for state in states {
      let arguments: StatementArguments = [state.path] + state.key.arguments
      let own = try Row.fetchOne(
        db,
        sql: """
          SELECT IFNULL(MAX(time), '') AS time, IFNULL(SUM(undone), 0) AS undone FROM (
            SELECT time, 0 AS undone FROM decisions WHERE path = ? AND \(SuggestionKey.condition)
            UNION ALL SELECT time, undone FROM events WHERE path = ? AND \(SuggestionKey.condition))
          """, arguments: arguments + arguments)!
      let time: String = own["time"]
      if time > state.time || time == state.time && own["undone"] >= state.undone.count { continue }
      taken += 1
      for time in state.undone {
        try db.execute(
          sql: "UPDATE events SET undone = 1 WHERE path = ? AND \(SuggestionKey.condition) AND time = ?", arguments: arguments + [time])
      }
      let suggestion = try Int64.fetchOne(
        db,
        sql: "SELECT id FROM suggestions WHERE record = (SELECT id FROM records WHERE path = ?) AND \(SuggestionKey.condition)",
        arguments: arguments)
      if let row = try suggestion.flatMap({ try Self.suggestion($0, db) }) {
        if time < state.time {
          try log(row, nextBatch(db), state.decision, by: state.decision?.editor ?? "", at: state.time, db)
        }
        try touch([try set(state.decision, of: row, db).record], db)
        continue
      }
      if let decision = state.decision {
        _ = try insert(decision, path: state.path, db)
      } else {
        try db.execute(sql: "DELETE FROM decisions WHERE path = ? AND \(SuggestionKey.condition)", arguments: arguments)
      }
      try db.execute(sql: "UPDATE records SET fingerprint = '', revision = revision + 1 WHERE path = ?", arguments: [state.path])
    }
    return taken
  }

  /// Adds a decision that stands where nothing is proposed.
  func add(_ decision: Decision, path: String) throws {
    try write { db in
      let batch = try Self.nextBatch(db)
      _ = try Self.insert(decision, path: path, db)
      try db.execute(
        sql: """
          INSERT INTO events (batch, path, \(SuggestionKey.columns), editor, time, verdict, oldVerdict, oldReading, oldEditor, oldTime)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '', '')
          """, arguments: [batch, path] + decision.key.arguments + [decision.editor, decision.time, decision.verdict.word])
    }
  }

  /// Takes a decision out again that found no place.
  func remove(_ decision: Decision, path: String) throws {
    try write { db in
      let arguments: StatementArguments = [path] + decision.key.arguments
      try db.execute(sql: "DELETE FROM decisions WHERE path = ? AND \(SuggestionKey.condition)", arguments: arguments)
      try db.execute(sql: "DELETE FROM events WHERE path = ? AND \(SuggestionKey.condition)", arguments: arguments)
    }
  }

  // MARK: Rows

  static func suggestion(_ id: Int64, _ db: Database) throws -> Row? {
    try Row.fetchOne(
      db, sql: "SELECT suggestions.*, records.path FROM suggestions JOIN records ON records.id = record WHERE suggestions.id = ?",
      arguments: [id])
  }

  private static func decision(of suggestion: Row, _ db: Database) throws -> Decision? {
    guard let id = suggestion["decision"] as Int64? else { return nil }
    return try Row.fetchOne(db, sql: "SELECT * FROM decisions WHERE id = ?", arguments: [id]).map { Decision($0) }
  }

  /// Puts a decision in the place of the one that a suggestion has.
  private static func set(_ decision: Decision?, of suggestion: Row, _ db: Database) throws -> Change {
    let id: Int64 = suggestion["id"]
    try db.execute(sql: "UPDATE suggestions SET state = 'open', decision = NULL WHERE id = ?", arguments: [id])
    if let old = suggestion["decision"] as Int64? { try db.execute(sql: "DELETE FROM decisions WHERE id = ?", arguments: [old]) }
    if let decision {
      let row = try insert(decision, path: suggestion["path"], db)
      try db.execute(
        sql: "UPDATE suggestions SET state = ?, decision = ? WHERE id = ?", arguments: [decision.verdict.word, row, id])
    }
    return Change(
      suggestion: id, record: suggestion["record"], number: suggestion["number"], original: suggestion["original"],
      replacement: suggestion["replacement"], decision: decision)
  }

  /// - Returns: the id of its row.
  private static func insert(_ decision: Decision, path: String, _ db: Database) throws -> Int64 {
    var reading = ""
    if case .reading(let text) = decision.verdict { reading = text }
    let key = decision.key
    try db.execute(
      sql: """
        INSERT INTO decisions (path, \(SuggestionKey.columns), verdict, reading, editor, time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET verdict = excluded.verdict, reading = excluded.reading, editor = excluded.editor, time = excluded.time,
          unplaced = ''
        """, arguments: [path] + key.arguments + [decision.verdict.word, reading, decision.editor, decision.time])
    return try Int64.fetchOne(
      db, sql: "SELECT id FROM decisions WHERE path = ? AND \(SuggestionKey.condition)", arguments: [path] + key.arguments)!
  }

  private static func log(
    _ suggestion: Row, _ batch: Int, _ decision: Decision?, by editor: String, at time: String, _ db: Database
  ) throws {
    let old = try Self.decision(of: suggestion, db)
    var oldReading = ""
    if case .reading(let text)? = old?.verdict { oldReading = text }
    try db.execute(
      sql: """
        INSERT INTO events (batch, path, \(SuggestionKey.columns), editor, time, verdict, oldVerdict, oldReading, oldEditor, oldTime)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [batch, suggestion["path"] as String] + SuggestionKey(suggestion).arguments + [
        editor, time, decision?.verdict.word ?? "open", old?.verdict.word ?? "", oldReading, old?.editor ?? "", old?.time ?? "",
      ])
  }

  private static func nextBatch(_ db: Database) throws -> Int { try Int.fetchOne(db, sql: "SELECT IFNULL(MAX(batch), 0) + 1 FROM events")! }

  private static func touch(_ records: Set<Int64>, _ db: Database) throws {
    for record in records { try db.execute(sql: "UPDATE records SET revision = revision + 1 WHERE id = ?", arguments: [record]) }
  }
}
