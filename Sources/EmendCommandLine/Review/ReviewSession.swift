import Emend
import EmendCore
import EmendFiles
import EmendReports
import EmendReview
import GRDB
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// The records of a review: those named on the command line and nothing else, read by the pipeline and kept in the database.
final class ReviewSession: Sendable {
  let database: ReviewDatabase
  /// What is reviewed, in words: the folder or file, or how many.
  let title: String
  /// The folders that were named.
  let folders: [String]
  private let jobs: Int

  private struct State {
    var pipelines: Pipelines
    /// The inputs by the id of their record, and the ids in the order of the inputs.
    var inputs: [Int64: Input] = [:]
    var order: [Int64] = []
    var loaded: [Int64: ReviewRecord] = [:]
    /// That of the file of which they were loaded.
    var generation = 0
    /// Ids of loaded records, the last used one last.
    var recent: [Int64] = []
    var read = 0
    var isReading = false
  }
  private let state: Mutex<State>

  /// Records that are kept in memory.
  private static let mostLoaded = 6

  init(_ inputs: Inputs, _ database: ReviewDatabase, jobs: Int, pipelines: Pipelines) throws {
    self.database = database
    self.jobs = jobs
    title = inputs.title
    folders = inputs.arguments.filter(Files.isDirectory)
    var state = State(pipelines: pipelines)
    let chosen = try state.pipelines.inputs(inputs)
    var iterator = chosen.makeIterator()
    try database.write { db in
      while let input = iterator.next() {
        if case .standard = input { throw Failure("standard input cannot be reviewed; name a file or a folder") }
        if case .unreadable(_, let why) = input {
          Console.error(why.description)
          continue
        }
        // Of a folder all are there; a name on the command line may be wrong.
        if !Files.exists(input.path) { throw Failure(input.path, ENOENT, doing: "open") }
        let path = database.stored(input.path)
        try db.execute(sql: "INSERT OR IGNORE INTO records (path) VALUES (?)", arguments: [path])
        let id = try Int64.fetchOne(db, sql: "SELECT id FROM records WHERE path = ?", arguments: [path])!
        if state.inputs.updateValue(input, forKey: id) == nil { state.order.append(id) }
      }
    }
    if state.order.isEmpty { throw Failure("there is no record to review") }
    self.state = Mutex(state)
  }

  /// The ids of the records, in the order of the inputs.
  var records: [Int64] { state.withLock(\.order) }

  func input(_ id: Int64) -> Input? { state.withLock { $0.inputs[id] } }

  /// How far the reading of the records has come; nil when all are read.
  var progress: (done: Int, of: Int)? { state.withLock { $0.isReading ? ($0.read, $0.order.count) : nil } }

  // MARK: Reading

  /// Reads all records that the database does not have as they are, on a number of threads.
  func readAll() throws {
    let (order, pipelines) = state.withLock { state in
      state.isReading = true
      state.read = 0
      return (state.order, state.pipelines)
    }
    defer { state.withLock { $0.isReading = false } }
    var iterator = order.makeIterator()
    let work = OrderedWork<Int64, Int64>(jobs: min(jobs, max(1, order.count)), source: { iterator.next() }) { id in
      self.read(id, pipelines)
      return id
    }
    try work.run(idle: { try Interruption.check() }) { _ in state.withLock { $0.read += 1 } }
  }

  /// Reads the records again where what is in force for them has changed: after a dictionary got an entry.
  func readAgain() throws {
    state.withLock { $0.pipelines = $0.pipelines.renewed }
    try Threads.start { try? self.readAll() }
  }

  /// Reads a record if the database does not have it as it is; what is wrong with it is kept there, too.
  private func read(_ id: Int64, _ pipelines: Pipelines) {
    guard let input = input(id) else { return }
    do {
      try read(id, input, pipelines)
    } catch {
      try? database.write { db in
        try db.execute(
          sql: "UPDATE records SET error = ?, fingerprint = '' WHERE id = ?", arguments: ["\(error)", id])
      }
    }
  }

  private func read(_ id: Int64, _ input: Input, _ pipelines: Pipelines) throws {
    let source = try Self.source(of: input)
    try Refusal.check(source, name: input.name)
    let pipeline = try pipelines.pipeline(for: input)
    let sha = FileFacts.sha256(source)
    let fingerprint = pipeline.fingerprint
    let known = try database.read { db in
      try Row.fetchOne(db, sql: "SELECT source, fingerprint, error FROM records WHERE id = ?", arguments: [id])
    }
    if let known, known["source"] == sha, known["fingerprint"] == fingerprint, known["error"] == "" { return }
    let run: Run
    do { run = try pipeline.run(source) } catch { throw Failure("\(input.name): \(error)") }
    try database.store(run, of: id, path: database.stored(input.path), source: sha, fingerprint: fingerprint)
  }

  /// The text that the pipeline starts from: the file, or what it was before it was cleaned, when a ledger stands beside it.
  static func source(of input: Input) throws -> [UInt8] {
    let text = try input.read()
    let ledger = InPlace.ledgerPath(Files.resolved(input.path))
    guard Files.exists(ledger) else { return text }
    // Of a text that changed since, the ledger knows nothing.
    return (try? InPlace.readLedger(ledger).undo(text)) ?? text
  }

  // MARK: Records in work

  /// A record with its run and what is decided of it now.
  /// - Throws: `Failure` when it cannot be read.
  func record(_ id: Int64) throws -> ReviewRecord {
    guard let input = input(id) else { throw Missing() }
    let generation = database.generation
    let row = try database.read { db in
      try Row.fetchOne(db, sql: "SELECT run, revision, error FROM records WHERE id = ?", arguments: [id])
    }
    guard let row else { throw Missing() }
    if row["error"] != "" { throw Failure(row["error"]) }
    if row["run"] == "" {
      // It was not its turn yet.
      let pipelines = state.withLock(\.pipelines)
      try read(id, input, pipelines)
      return try record(id)
    }
    let known = state.withLock { state in
      if state.generation != generation {
        (state.loaded, state.recent, state.generation) = ([:], [], generation)
      }
      state.recent.removeAll { $0 == id }
      state.recent.append(id)
      return state.loaded[id]
    }
    if let known, known.run == row["run"] {
      return known.revision == row["revision"] ? known : keep(try known.renewed(from: database), id)
    }
    do { return keep(try ReviewRecord(id, input, database), id) } catch is ReviewRecord.Changed {
      // The file was changed since: the run is made anew, and the decisions find their places in it.
      try read(id, input, state.withLock(\.pipelines))
      return keep(try ReviewRecord(id, input, database), id)
    }
  }

  /// There is no such record in this review.
  struct Missing: Error {}

  private func keep(_ record: ReviewRecord, _ id: Int64) -> ReviewRecord {
    state.withLock { state in
      state.loaded[id] = record
      while state.recent.count > Self.mostLoaded { state.loaded[state.recent.removeFirst()] = nil }
    }
    return record
  }

  /// Reads a record again at once, after a decision that stands where nothing was proposed.
  func readAgain(_ id: Int64) throws {
    guard let input = input(id) else { throw Missing() }
    let pipelines = state.withLock(\.pipelines)
    let source = try Self.source(of: input)
    let pipeline = try pipelines.pipeline(for: input)
    let current = try record(id)
    let sha = FileFacts.sha256(source)
    // The stages have nothing new to say of the same text.
    let run = current.review.run.source == source ? current.review.run.withoutReview : try pipeline.run(source)
    try database.store(run, of: id, path: database.stored(input.path), source: sha, fingerprint: pipeline.fingerprint)
  }

  /// The pipeline of a record, as it is in force now.
  func pipeline(for input: Input) throws -> Pipeline { try state.withLock(\.pipelines).pipeline(for: input) }
}

extension ReviewDatabase {
  /// Keeps a run and places the decisions of its record in it.
  func store(_ run: Run, of record: Int64, path: String, source: String, fingerprint: String) throws {
    try write { db in
      let rows = try Row.fetchAll(db, sql: "SELECT * FROM decisions WHERE path = ? ORDER BY id", arguments: [path])
      let ids = Dictionary(rows.map { (SuggestionKey($0), $0["id"] as Int64) }, uniquingKeysWith: { first, _ in first })
      let review = Review(run, decisions: rows.map { Decision($0) })
      try db.execute(sql: "DELETE FROM suggestions WHERE record = ?", arguments: [record])
      let insert = try db.makeStatement(
        sql: """
          INSERT INTO suggestions (record, number, stage, \(SuggestionKey.columns), probability, level, withheld, line, state, decision)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """)
      for suggestion in review.suggestions {
        let decision = review.decisions[suggestion.number]
        try insert.execute(
          arguments: [record, suggestion.number, suggestion.stage] + suggestion.key.arguments + [
            suggestion.edit.confidence.probability, suggestion.edit.confidence.level.rawValue, suggestion.why != nil, suggestion.line,
            decision?.verdict.word ?? "open", decision.flatMap { ids[$0.key] },
          ])
      }
      try db.execute(sql: "UPDATE decisions SET unplaced = '' WHERE path = ?", arguments: [path])
      for (decision, why) in review.unplaced {
        try db.execute(sql: "UPDATE decisions SET unplaced = ? WHERE id = ?", arguments: [why, ids[decision.key]])
      }
      let report = try ByteWriter.collect { try JSONReport(review.run, source: path, output: path).write(to: &$0) }
      // Own readings change the numbers of suggestions.
      let id = String(FileFacts.sha256(Array("\(source) \(fingerprint) \(review.suggestions.count) \(Clock.now)".utf8)).prefix(16))
      try db.execute(
        sql: """
          UPDATE records SET source = ?, fingerprint = ?, report = ?, run = ?, revision = revision + 1, error = '' WHERE id = ?
          """, arguments: [source, fingerprint, report.databaseBlob, id, record])
    }
  }

}
