import EmendCore
import EmendReview
import GRDB

/// The tables of a review.
enum ReviewTables {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { db in
      try db.execute(
        sql: """
          CREATE TABLE records (
            id INTEGER PRIMARY KEY,
            path TEXT NOT NULL UNIQUE,
            -- SHA-256 of the source, and the fingerprint of what ran over it
            source TEXT NOT NULL DEFAULT '',
            fingerprint TEXT NOT NULL DEFAULT '',
            -- The run as a JSON report
            report BLOB,
            -- Changes with each reading of the record, and with each decision
            run TEXT NOT NULL DEFAULT '',
            revision INTEGER NOT NULL DEFAULT 0,
            error TEXT NOT NULL DEFAULT '',
            -- When results were written, and at which revision
            appliedAt TEXT NOT NULL DEFAULT '',
            appliedRevision INTEGER NOT NULL DEFAULT -1
          );
          CREATE TABLE decisions (
            id INTEGER PRIMARY KEY,
            path TEXT NOT NULL,
            rule TEXT NOT NULL, original TEXT NOT NULL, replacement TEXT NOT NULL,
            before TEXT NOT NULL, after TEXT NOT NULL, occurrence INTEGER NOT NULL,
            verdict TEXT NOT NULL, reading TEXT NOT NULL DEFAULT '',
            editor TEXT NOT NULL, time TEXT NOT NULL,
            -- Why it has no place in the record as it is now; empty when it has one
            unplaced TEXT NOT NULL DEFAULT '',
            UNIQUE (path, rule, original, replacement, before, after, occurrence)
          );
          CREATE TABLE suggestions (
            id INTEGER PRIMARY KEY,
            record INTEGER NOT NULL REFERENCES records(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            stage TEXT NOT NULL, rule TEXT NOT NULL, original TEXT NOT NULL, replacement TEXT NOT NULL,
            before TEXT NOT NULL, after TEXT NOT NULL, occurrence INTEGER NOT NULL,
            probability REAL NOT NULL, level TEXT NOT NULL, withheld INTEGER NOT NULL, line INTEGER NOT NULL,
            -- open, accepted, rejected, changed
            state TEXT NOT NULL DEFAULT 'open',
            decision INTEGER REFERENCES decisions(id),
            UNIQUE (record, number)
          );
          CREATE INDEX suggestionsByState ON suggestions(record, state, stage, rule, level, probability);
          CREATE INDEX suggestionsByEdit ON suggestions(rule, original, replacement);
          CREATE INDEX suggestionsByDecision ON suggestions(decision);
          -- What was decided, one after the other, so that it can be taken back
          CREATE TABLE events (
            id INTEGER PRIMARY KEY,
            batch INTEGER NOT NULL,
            path TEXT NOT NULL,
            rule TEXT NOT NULL, original TEXT NOT NULL, replacement TEXT NOT NULL,
            before TEXT NOT NULL, after TEXT NOT NULL, occurrence INTEGER NOT NULL,
            editor TEXT NOT NULL, time TEXT NOT NULL, verdict TEXT NOT NULL,
            -- The decision before it, empty for none
            oldVerdict TEXT NOT NULL, oldReading TEXT NOT NULL, oldEditor TEXT NOT NULL, oldTime TEXT NOT NULL,
            undone INTEGER NOT NULL DEFAULT 0
          );
          CREATE INDEX eventsByEditor ON events(path, editor, undone);
          """)
    }
    return migrator
  }
}

extension Decision {
  /// From a row with the columns of `decisions`.
  init(_ row: Row) {
    let verdict: Verdict =
      switch row["verdict"] as String {
      case Verdict.accept.word: .accept
      case Verdict.reject.word: .reject
      default: .reading(row["reading"])
      }
    self.init(SuggestionKey(row), verdict, by: row["editor"], at: row["time"])
  }
}

extension SuggestionKey {
  init(_ row: Row) {
    self.init(
      rule: row["rule"], original: row["original"], replacement: row["replacement"], before: row["before"], after: row["after"],
      occurrence: row["occurrence"])
  }

  /// For `WHERE rule = ? AND …` and the columns of the same names, in this order.
  var arguments: StatementArguments { [rule, original, replacement, before, after, occurrence] }

  static let columns = "rule, original, replacement, before, after, occurrence"
  static let condition = "rule = ? AND original = ? AND replacement = ? AND before = ? AND after = ? AND occurrence = ?"
}
