import Emend

/// What became of a record, on its way to the reports.
struct Outcome: Sendable {
  let input: Input
  var figures: RecordFigures
  /// For standard output.
  var text: [UInt8] = []
  var summary = ""
  var diff: [UInt8] = []
  /// Rows of the table of edits.
  var edits: [UInt8] = []
  var artifacts: [UInt8] = []
  var words: UnknownWords?
  /// Ready to take its place, with `-w`.
  var replacement: Replacement?
  var entry: (folder: String, entry: RunLedger.Entry)?

  /// Bytes that it holds while it waits.
  var weight: Int { text.count + diff.count + edits.count + artifacts.count + summary.utf8.count + 1_000 }
}

/// The work on one record: from its bytes to its clean text and its own reports. Called on several threads.
struct RecordWork: Sendable {
  let pipelines: Pipelines
  let targets: Targets
  /// What earlier runs did, when this one goes on with them.
  let ledgers: RunLedgers
  let resumes: Bool
  let artifacts: ArtifactTable?
  let wantsSummary: Bool
  let wantsDiff: Bool
  let wantsEdits: Bool
  let wantsWords: Bool

  func callAsFunction(_ input: Input) -> Outcome {
    do { return try done(input) } catch let failure as Failure {
      return Outcome(input: input, figures: RecordFigures(failed: input.name, failure.description))
    } catch {
      return Outcome(input: input, figures: RecordFigures(failed: input.name, "\(input.name): \(error)"))
    }
  }

  private func done(_ input: Input) throws -> Outcome {
    let stamp = targets.inPlace ? FileStamp(input.path) : nil
    let source = try input.read()
    let pipeline = try pipelines.pipeline(for: input)
    let place = targets.ledger(of: input)
    let fingerprint = place == nil ? "" : pipeline.fingerprint
    if resumes, let place, let skipped = try skipped(input, source, place, fingerprint) { return skipped }
    try Refusal.check(source, name: input.name)
    let run = try pipeline.run(source)
    let target = targets.text(of: input)
    var outcome = Outcome(input: input, figures: RecordFigures(run, path: input.path))
    outcome.figures.output = target
    // Reports first: when one cannot be written, the text is as it was.
    for path in targets.ownReports(of: input) {
      try Reports.write(
        run, to: path, source: input.path, output: target ?? "-", level: pipeline.level, isDurable: !targets.isSeveral)
      if outcome.figures.report == nil || path.pathExtension == "html" { outcome.figures.report = path }
    }
    if targets.inPlace {
      outcome.replacement = try InPlace.stage(run, for: input.path, stamp)
    } else if let target {
      try Files.makeDirectories(target.directory)
      try Files.writeAtomically(target, isDurable: !targets.isSeveral, run.output)
    } else {
      outcome.text = run.output
    }
    if wantsSummary { outcome.summary = Summary(run, path: input.name).description }
    if wantsDiff { outcome.diff = try ByteWriter.collect { try UnifiedDiff(run, path: input.path).write(to: &$0) } }
    if wantsEdits { outcome.edits = try ByteWriter.collect { try EditTable(run, path: input.path).writeRows(to: &$0) } }
    if let artifacts { outcome.artifacts = try artifacts.rows(run, path: input.path) }
    if wantsWords { outcome.words = UnknownWords(run.output, path: target ?? input.path) }
    if let place, let source = outcome.figures.source, let result = outcome.figures.result {
      outcome.entry = (
        place.folder, RunLedger.Entry(path: place.path, source: source.sha256, output: result.sha256, fingerprint: fingerprint)
      )
    }
    return outcome
  }

  /// The record as one that is done: its source and the pipeline are those of an earlier run, and its output is still there.
  private func skipped(_ input: Input, _ source: [UInt8], _ place: (folder: String, path: String), _ fingerprint: String) throws -> Outcome?
  {
    guard let ledger = ledgers.earlier(in: place.folder) else { return nil }
    let facts = FileFacts(path: input.path, content: source)
    if targets.inPlace {
      guard ledger.isOutput(facts.sha256, of: place.path, fingerprint: fingerprint) else { return nil }
    } else {
      guard ledger.hasMade(place.path, from: facts.sha256, fingerprint: fingerprint), let target = targets.text(of: input),
        let output = try? Files.read(target),
        ledger.isOutput(FileFacts.sha256(output), of: place.path, fingerprint: fingerprint)
      else { return nil }
    }
    var figures = RecordFigures(skipped: input.path, source: facts)
    figures.output = targets.text(of: input)
    return Outcome(input: input, figures: figures)
  }
}
