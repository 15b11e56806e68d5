import Emend
import EmendCore
import EmendFiles
import EmendReports
import Logging

/// `emend clean` over its inputs: the work on several threads, the results in the order of the inputs.
struct CleanRun {
  private let inputs: Inputs
  private let targets: Targets
  private let survey: Survey
  private let ledgers: RunLedgers
  private let work: RecordWork
  private let jobs: Int
  private let quiet: Bool
  private let log: Logger
  private var reports: RunReports
  private var progress: Progress
  /// Records that are done but for the replacement of their files, which goes on with many at a time.
  private var pending: [Outcome] = []
  private var pendingBytes = 0
  private(set) var hasFailed = false
  /// True when a record loses all or most of its text, which is a finding.
  var hasEmptied: Bool { reports.sums.emptiedCount > 0 }

  private static let mostPending = 1024
  private static let mostPendingBytes = 8 << 20

  init(_ command: CleanCommand, _ inputs: Inputs, _ survey: Survey, _ targets: Targets, _ pipelines: Pipelines) throws {
    self.inputs = inputs
    self.targets = targets
    self.survey = survey
    quiet = command.quiet
    jobs = min(command.batch.jobs, max(survey.files, 1))
    log = Log.logger(verbose: command.verbose)
    // Other folders are cleared when they are locked, if nobody else writes there.
    if targets.ownsFolders { for folder in survey.folders { Leftovers.clear(folder.path) } }
    let table = command.artifacts.flatMap { path in ArtifactTable.Format(rawValue: path.pathExtension).map { (path, ArtifactTable($0)) } }
    ledgers = try RunLedgers(survey.ledgerFolders, reading: survey.readFolders, mode: survey.mode)
    reports = try RunReports(targets.runReports, artifacts: table, title: inputs.title, mode: survey.mode)
    let formats = ReportRegistry.records(of: targets.runReports)
    work = RecordWork(
      pipelines: pipelines, targets: targets, ledgers: ledgers, resumes: command.resume, artifacts: table?.1,
      wantsSummary: !quiet && (!targets.isSeveral || command.verbose),
      appended: formats.filter(\.isAppended),
      wantsWords: formats.contains(where: \.isSummary),
      wantsSkipped: table != nil || !targets.runReports.isEmpty)
    progress = Progress(files: survey.files, bytes: survey.bytes, quiet: quiet)
  }

  /// - Throws: what ends the run before its end: `ExitCode` after Ctrl-C, `Failure` when standard output, a report or the
  ///   disk takes no more. A record that fails does not.
  mutating func run() throws {
    var iterator = inputs.makeIterator()
    // A record that is named twice, or under two names, is replaced once.
    let mayRepeat = targets.inPlace && inputs.arguments.count > 1
    var seen: Set<WrittenPlace> = []
    func next() -> Input? {
      while let input = iterator.next() {
        if !mayRepeat || seen.insert(WrittenPlace(input.path)).inserted { return input }
      }
      return nil
    }
    let ordered = OrderedWork(jobs: jobs, weight: \Outcome.weight, source: next, work: work.callAsFunction)
    do {
      try ordered.run(
        idle: {
          try Interruption.check()
          progress.draw()
        },
        emit: { outcome in
          try take(outcome)
          try Interruption.check()
        })
      try settle()
    } catch is Interruption.Stopped {
      try settle()
      progress.clear()
      Console.error(stopped)
      throw Interruption.Stopped()
    }
    progress.clear()
    if !targets.inPlace, targets.isSeveral, let output = targets.output, output != "-" { try Durability.sync(folder: output) }
    ledgers.close()
    try reports.finish()
    if targets.isSeveral, !quiet { Console.write(summary) }
    for record in reports.sums.emptied where targets.isSeveral {
      if let loss = record.loss { Console.write("emend: \(record.path): \(loss); see whether it was furniture") }
    }
    if reports.sums.emptiedCount > reports.sums.emptied.count {
      Console.write(
        "emend: and \(reports.sums.emptiedCount - reports.sums.emptied.count) more records lose most of their text; the report of the run has them"
      )
    }
  }

  private mutating func take(_ outcome: Outcome) throws {
    if outcome.replacement == nil, pending.isEmpty { return try finish(outcome) }
    pending.append(outcome)
    pendingBytes += outcome.weight
    if pending.count >= Self.mostPending || pendingBytes >= Self.mostPendingBytes { try settle() }
  }

  /// Puts the replacements that are ready in their places.
  private mutating func settle() throws {
    let outcomes = pending
    (pending, pendingBytes) = ([], 0)
    var failures = Replacement.takePlace(outcomes.compactMap(\.replacement))[...]
    for var outcome in outcomes {
      if outcome.replacement != nil, let failure = failures.removeFirst() {
        outcome = Outcome(input: outcome.input, figures: RecordFigures(failed: outcome.input.name, failure.description))
      }
      try finish(outcome)
    }
  }

  private mutating func finish(_ outcome: Outcome) throws {
    try Output.standard.write(outcome.text)
    if let (folder, entry) = outcome.entry { try ledgers.append(entry, in: folder) }
    try reports.add(outcome.figures, words: outcome.words, parts: outcome.parts, artifacts: outcome.artifacts)
    for note in outcome.notes { Console.write("emend: \(note)") }
    if let error = outcome.figures.error {
      Console.error(error)
      hasFailed = true
    }
    if targets.isSeveral {
      log.info(
        "\(outcome.summary.isEmpty ? "\(Visible.word(outcome.figures.path)): \(outcome.figures.state.rawValue)" : outcome.summary.droppingLastLineEnd)"
      )
    } else if !outcome.summary.isEmpty {
      Console.writeLines(outcome.summary.droppingLastLineEnd)
    }
    progress.add(bytes: outcome.figures.bytes)
  }

  // MARK: What is said at the end

  private var summary: String {
    let run = reports.sums
    var parts = ["\(run.count(.cleaned)) cleaned", "\(run.count(.unchanged)) unchanged"]
    if run.count(.skipped) > 0 { parts.append("\(run.count(.skipped)) skipped") }
    if run.count(.failed) > 0 { parts.append("\(run.count(.failed)) failed") }
    return """
      \(run.files) files: \(parts.joined(separator: ", ")); \(run.applied) edits applied, \(run.withheld) withheld, \
      \(run.artifacts) artifacts; \(Progress.rate(run.bytes, progress.seconds))
      """
  }

  private var stopped: String {
    let next = targets.isSeveral && (targets.inPlace || targets.output != nil) ? "; --resume goes on from here" : ""
    return "stopped after \(reports.sums.files) of \(survey.files) files; no file is half-written\(next)"
  }
}
