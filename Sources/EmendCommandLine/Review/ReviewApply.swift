import EmendCore
import EmendFiles
import EmendReports
import EmendReview
import GRDB

#if canImport(Glibc)
  import Glibc
#endif

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

  private var targets: Targets { Targets(output: output, inPlace: output == nil, reports: reports, isSeveral: isSeveral) }

  /// Where results go, in words.
  var target: String { output ?? "the records themselves, each with its ledger NAME.emend.json beside it" }

  func callAsFunction(_ id: Int64) -> Outcome {
    guard let input = session.input(id) else { return Outcome(id: id, path: "", message: "there is no such record", isFailed: true) }
    do { return try apply(id, input) } catch {
      return Outcome(id: id, path: input.path, message: "\(error)", isFailed: true)
    }
  }

  private func apply(_ id: Int64, _ input: Input) throws -> Outcome {
    let target = targets.text(of: input) ?? input.path
    let place = Files.resolved(target)
    let ledger = InPlace.ledgerPath(place)
    // What stands there now must stand there still when it is replaced.
    let before = Files.exists(place) ? try Files.read(place) : nil
    let ledgerBefore = Files.exists(ledger) ? try Files.read(ledger) : nil
    if output == nil, let before, let ledgerBefore {
      do { _ = try InPlace.readLedger(ledger, ledgerBefore).undo(before) } catch {
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
    if output == nil, decided.run.isClean, record.review.decisions.isEmpty, ledgerBefore == nil {
      outcome.message = "nothing to change"
      return outcome
    }
    if output != nil {
      try Files.makeDirectories(target.directory)
      if Files.isSame(target, input.path) { throw Failure("-o \(output!): is the record itself; leave out -o to write in place") }
    }
    let mode = FileSystem.status(input.path)?.permissions ?? 0o600
    var kept: String?
    if output != nil, let before, before != decided.run.output,
      ledgerBefore.flatMap({ try? Ledger($0).undo(before) }) == nil
    {
      kept = try Leftovers.keepSecond(place)
    }
    try write(decided.run, from: input.path, to: place, before, ledger, ledgerBefore, mode)
    outcome.message = Files.exists(ledger) ? "\(target), ledger \(ledger.lastPathComponent)" : target
    if let kept { outcome.message += "; what stood there, which emend did not write, is kept as \(kept)" }
    for path in targets.ownReports(of: input) {
      try Reports.write(
        decided.run, to: path, .init(source: input.path, output: target, level: session.pipeline(for: input).level),
        isDurable: !isSeveral, mode: mode)
    }
    let revision = record.revision
    try session.database.write { db in
      try db.execute(
        sql: "UPDATE records SET appliedAt = ?, appliedRevision = ? WHERE id = ?", arguments: [Clock.now, revision, id])
    }
    return outcome
  }

  /// Ledger and text, each whole or not at all, the ledger first.
  private func write(
    _ run: Run, from source: String, to place: String, _ before: [UInt8]?, _ ledger: String, _ ledgerBefore: [UInt8]?, _ mode: mode_t
  ) throws {
    var known = before.map(Known.init) ?? .nothing
    if output == nil, let before, before != run.source {
      // The text of an earlier ledger, which the new one does not know: without this step a crash between the two names
      // would leave a text that nothing leads back from.
      try Replacement(of: place, was: known, by: run.source, ledger: nil).takePlace()
      known = Known(run.source)
    }
    let report = JSONReport(run, source: source, output: place)
    let ledgerKnown = ledgerBefore.map(Known.init) ?? .nothing
    try Replacement(of: place, was: known, by: run.output, ledger: (ledger, ledgerKnown, report), mode: mode).takePlace()
  }

  /// What is locked while results are written.
  func lock(_ inputs: [Input], tries: Int? = nil) throws -> FolderLocks {
    let folders = output.map { [$0] } ?? inputs.map { Files.resolved($0.path).directory }
    if let output, isSeveral || output.hasSuffix("/") { try Files.makeDirectories(output) }
    let isFolder = output == nil || isSeveral || Files.isDirectory(output!)
    return try FolderLocks(
      alone: isFolder ? folders : [], shared: (isFolder ? [] : folders.map(\.directory)) + reports.map(\.directory), tries: tries)
  }

  /// - Throws: `Failure` when two records have the same place, or a result that of a record.
  func checkPlaces(_ inputs: Inputs) throws {
    _ = try Survey(inputs, targets, others: [])
  }
}
