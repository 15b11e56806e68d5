import EmendCore
import EmendFiles
import EmendReports
import EmendSystem

#if canImport(Glibc)
  import Glibc
#endif

/// What became of a record, on its way to the reports.
struct Outcome: Sendable {
  let input: Input
  var figures: RecordFigures
  /// For standard output.
  var text: [UInt8] = []
  var summary = ""
  /// What stands of the record in reports of the run that are appended to, by their formats.
  var parts: [String: [UInt8]] = [:]
  var artifacts: [UInt8] = []
  var words: UnknownWords?
  /// What is said besides.
  var notes: [String] = []
  /// Ready to take its place, with `-w`.
  var replacement: Replacement?
  var entry: (folder: String, entry: RunLedger.Entry)?

  /// Bytes that it holds while it waits.
  var weight: Int { text.count + parts.values.reduce(0) { $0 + $1.count } + artifacts.count + summary.utf8.count + 1_000 }
}

/// The work on one record: from its bytes to its clean text and its own reports. Called on several threads.
struct RecordWork: Sendable {
  let pipelines: Pipelines
  let targets: Targets
  /// What earlier runs did.
  let ledgers: RunLedgers
  let resumes: Bool
  let artifacts: ArtifactTable?
  let wantsSummary: Bool
  /// The formats of the reports of the run that are appended to.
  let appended: [RecordFormat]
  let wantsWords: Bool
  /// True when the reports of the run have rows of records that are passed over, too.
  let wantsSkipped: Bool

  /// Where a run keeps what it did to a record.
  private typealias Place = (folder: String, path: String)

  func callAsFunction(_ input: Input) -> Outcome {
    input.name.withFileName { emend_work_on($0) }
    defer { emend_work_on("") }
    do { return try done(input) } catch let failure as Failure {
      return Outcome(input: input, figures: RecordFigures(failed: input.name, failure.description))
    } catch {
      return Outcome(input: input, figures: RecordFigures(failed: input.name, "\(input.name): \(error)"))
    }
  }

  private func done(_ input: Input) throws -> Outcome {
    let source = try input.read()
    let mode = input.isStandard ? 0o777 : FileSystem.status(input.path)?.permissions ?? 0o600
    let pipeline = try pipelines.pipeline(for: input)
    let place = targets.ledger(of: input)
    let fingerprint = place == nil ? "" : pipeline.fingerprint
    if resumes, let place, let skipped = try skipped(input, source, place, pipeline, fingerprint) { return skipped }
    try Refusal.check(source, name: input.name)
    let run = try pipeline.run(source)
    let target = targets.text(of: input)
    var outcome = Outcome(input: input, figures: RecordFigures(run, path: input.path))
    outcome.figures.output = target
    // Reports first: when one cannot be written, the text is as it was.
    for path in targets.ownReports(of: input) {
      try Reports.write(
        run, to: path, .init(source: input.path, output: target ?? "-", level: pipeline.level), isDurable: !targets.isSeveral, mode: mode)
      if outcome.figures.report == nil || path.pathExtension == "html" { outcome.figures.report = path }
    }
    if targets.inPlace {
      outcome.replacement = try InPlace.stage(run, for: input.path)
    } else if let target {
      try write(run, to: target, mode, place, &outcome)
    } else {
      outcome.text = run.output
    }
    if wantsSummary { outcome.summary = Summary(run, path: input.name).description }
    try addRows(of: run, to: &outcome)
    if wantsWords { outcome.words = UnknownWords(run.output, path: target ?? input.path) }
    if let place, let source = outcome.figures.source, let result = outcome.figures.result {
      outcome.entry = (
        place.folder, RunLedger.Entry(path: place.path, source: source.sha256, output: result.sha256, fingerprint: fingerprint)
      )
    }
    return outcome
  }

  /// What the reports of the run say of a record.
  private func addRows(of run: Run, to outcome: inout Outcome) throws {
    let path = outcome.input.path
    for format in appended {
      outcome.parts[format.name] = try format.part(run, .init(source: path, output: "", level: .likely))
    }
    if let artifacts { outcome.artifacts = try artifacts.rows(run, path: path) }
  }

  /// Writes a clean text to its place. What an editor corrected there after emend wrote it is not lost: a run that resumes
  /// leaves it, any other sets it aside.
  private func write(_ run: Run, to target: String, _ mode: mode_t, _ place: Place?, _ outcome: inout Outcome) throws {
    try Files.makeDirectories(target.directory)
    guard let place = place ?? targets.folderPlace(of: outcome.input) else {
      return try Files.writeAtomically(target, mode: mode, run.output)
    }
    let old = try? Files.read(target)
    if let old, old != run.output,
      ledgers.isForeign(old, in: place.folder, path: place.path, isSeveral: targets.isSeveral)
    {
      if resumes, ledgers.earlier(in: place.folder)?.knows(place.path) == true {
        throw Failure(
          "\(target): was changed after emend wrote it, and stays as it is; its source or the settings have changed, too: move it away to have it made anew"
        )
      }
      let kept = try Leftovers.keepSecond(Files.resolved(target))
      outcome.notes.append("\(target): held something that emend did not write; it is kept as \(kept)")
    }
    guard let draft = try Temporary(replacing: target, mode: mode, with: run.output) else { return }
    if !targets.isSeveral { try draft.flush() }
    // What cannot be read cannot be compared either.
    guard old != nil || !Files.exists(target) else { return try draft.takePlace() }
    try draft.exchange(expecting: old.map(Known.init) ?? .nothing, content: Known(run.output)).drop()
  }

  // MARK: Resuming

  /// The record as one that is done: its source and the pipeline are those of an earlier run, and its output is still there.
  private func skipped(_ input: Input, _ source: [UInt8], _ place: Place, _ pipeline: Pipeline, _ fingerprint: String) throws -> Outcome? {
    guard let ledger = ledgers.earlier(in: place.folder) else { return nil }
    let facts = FileFacts(path: input.path, content: source)
    var notes: [String] = []
    if targets.inPlace {
      guard ledger.isOutput(facts.sha256, of: place.path, fingerprint: fingerprint) else { return nil }
    } else {
      guard ledger.hasMade(place.path, from: facts.sha256, fingerprint: fingerprint), let target = targets.text(of: input),
        let output = try? Files.read(target)
      else { return nil }
      if !ledger.isOutput(FileFacts.sha256(output), of: place.path, fingerprint: fingerprint) {
        notes = ["\(target): was changed after emend wrote it, and stays as it is"]
      }
    }
    guard wantsSkipped else {
      var outcome = Outcome(input: input, figures: RecordFigures(skipped: input.path, source: facts), notes: notes)
      outcome.figures.output = targets.text(of: input)
      return outcome
    }
    // The reports are those of the whole collection, so the rows of what was done before are made again.
    let run = try run(of: input, source, pipeline)
    var outcome = Outcome(input: input, figures: RecordFigures(skipped: run, path: input.path), notes: notes)
    outcome.figures.output = targets.text(of: input)
    try addRows(of: run, to: &outcome)
    if wantsWords { outcome.words = UnknownWords(run.output, path: outcome.figures.output ?? input.path) }
    return outcome
  }

  /// What an earlier run did to a record: from its ledger where it was cleaned in place.
  private func run(of input: Input, _ text: [UInt8], _ pipeline: Pipeline) throws -> Run {
    let ledger = InPlace.ledgerPath(Files.resolved(input.path))
    guard targets.inPlace, Files.exists(ledger) else { return try pipeline.run(text) }
    let read = try InPlace.readLedger(ledger)
    do { return try read.run(of: read.undo(text)) } catch { throw Failure("\(input.path): \(error)") }
  }
}
