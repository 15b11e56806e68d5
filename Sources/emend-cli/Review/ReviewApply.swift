import Emend
import GRDB

/// Writes what follows from the decisions: for each record the ledger, which names who decided what and when, then the text.
struct ReviewApply: Sendable {
  let session: ReviewSession
  /// A file or folder; nil for the records' own places.
  let output: String?
  let onlyDecided: Bool
  let isSeveral: Bool
  /// Reports of each record besides; `{}` in a name stands for the record's path.
  var reports: [String] = []

  struct Outcome: Sendable {
    let id: Int64
    let path: String
    /// Edits in the result, and those of them that nobody decided.
    var applied = 0
    var undecided = 0
    /// Decisions that could not take effect.
    var conflicts = 0
    /// Where the result stands, or why there is none.
    var message: String
    var isFailed = false
  }

  /// Where results go, in words.
  var target: String { output ?? "the records themselves, each with its ledger NAME.emend.json beside it" }

  func callAsFunction(_ id: Int64) -> Outcome {
    guard let input = session.input(id) else { return Outcome(id: id, path: "", message: "there is no such record", isFailed: true) }
    do { return try apply(id, input) } catch {
      return Outcome(id: id, path: input.path, message: "\(error)", isFailed: true)
    }
  }

  private func apply(_ id: Int64, _ input: Input) throws -> Outcome {
    let target = Targets(output: output, inPlace: output == nil, reports: [], isSeveral: isSeveral).text(of: input) ?? input.path
    let place = Files.resolved(target)
    let stamp = Files.exists(place) ? FileStamp(place) : nil
    let ledger = InPlace.ledgerPath(place)
    if output == nil, Files.exists(ledger) {
      do { _ = try InPlace.readLedger(ledger).undo(Files.read(place)) } catch {
        throw Failure(
          "\(place): was changed after \(ledger) was written, so a new ledger would cut the way back; move the old ledger away to go on without that way back"
        )
      }
    }
    var record = try session.record(id)
    if try ReviewSession.source(of: input) != record.review.run.source {
      try session.readAgain(id)
      record = try session.record(id)
    }
    let decided = onlyDecided ? try DecidedRun(record.review, onlyDecided: true) : try record.decided()
    var outcome = Outcome(
      id: id, path: input.path, applied: decided.applied.count, undecided: decided.undecided(record.review),
      conflicts: decided.conflicts.keys.count { record.review.decisions[$0] != nil }, message: "")
    guard decided.run.undo() == record.review.run.source else {
      throw Failure("\(input.path): the result would not lead back to the source, so nothing was written; please report this with the file")
    }
    if output == nil, decided.run.isClean, record.review.decisions.isEmpty, !Files.exists(ledger) {
      outcome.message = "nothing to change"
      return outcome
    }
    if output != nil {
      try Files.makeDirectories(target.directory)
      if Files.isSame(target, input.path) { throw Failure("-o \(output!): is the record itself; leave out -o to write in place") }
    }
    try write(decided.run, from: input.path, to: place, ledger, stamp)
    outcome.message = Files.exists(ledger) ? "\(target), ledger \(ledger.lastPathComponent)" : target
    for path in Targets(output: output, inPlace: output == nil, reports: reports, isSeveral: isSeveral).ownReports(of: input) {
      try Reports.write(
        decided.run, to: path, source: input.path, output: target, level: session.pipeline(for: input).level, isDurable: !isSeveral)
    }
    let revision = record.revision
    try session.database.write { db in
      try db.execute(
        sql: "UPDATE records SET appliedAt = ?, appliedRevision = ? WHERE id = ?", arguments: [Clock.now, revision, id])
    }
    return outcome
  }

  /// Ledger and text, each whole or not at all, the ledger first.
  private func write(_ run: Run, from source: String, to place: String, _ ledger: String, _ stamp: FileStamp?) throws {
    var stamp = stamp
    if output == nil, let current = stamp, try Files.read(place) != run.source {
      // The text of an earlier ledger, which the new one does not know: without this step a crash between the two names
      // would leave a text that nothing leads back from.
      guard let back = try Temporary(replacing: place, with: run.source) else { throw Failure("\(place): is no file that can be replaced") }
      if let failure = Replacement.takePlace([Replacement(ledger: nil, text: back, stamp: current)])[0] { throw failure }
      stamp = FileStamp(place)
    }
    let first = try Temporary(replacing: ledger) { descriptor in
      var writer = Output(descriptor: descriptor).writer
      try JSONReport(run, source: source, output: place).write(to: &writer)
      try writer.flush()
    }
    let text: Temporary?
    do { text = try Temporary(replacing: place, with: run.output) } catch {
      first?.discard()
      throw error
    }
    guard let text else { throw Failure("\(place): is no file that can be replaced") }
    if let failure = Replacement.takePlace([Replacement(ledger: first, text: text, stamp: stamp)])[0] { throw failure }
  }
}
