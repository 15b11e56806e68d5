import ArgumentParser
import Emend
import EmendConfiguration
import EmendCore
import EmendFiles
import EmendReports

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Lists the edits that `clean` would apply, and changes nothing.",
    discussion: """
      A line an edit: path:line:col: rule: "original" → "replacement" (confidence) reason
      Exit code 0: nothing to change at the asked confidence; 1: edits proposed; 2: an error. It is the same with every format.

      Examples:
        emend check record.txt
        emend check --withheld --min-confidence certain scans/
        emend check --only spelling record.txt
        emend check --format sarif scans/ > emend.sarif
        emend check --write-baseline emend.baseline scans/    know all that is there now
        emend check --baseline emend.baseline scans/          report what is new
      """)

  /// The name of a format of the registry.
  struct Format: ExpressibleByArgument, Equatable {
    let format: CheckFormat

    init?(argument: String) {
      guard let found = ReportRegistry.checks.first(where: { $0.name == argument }) else { return nil }
      format = found
    }

    static let human = Format(argument: "human")!
    static var allValueStrings: [String] { ReportRegistry.checks.map(\.name) }
    static func == (a: Format, b: Format) -> Bool { a.format.name == b.format.name }
    var isGitHub: Bool { format.name == "github" }
    var defaultValueDescription: String { format.name }
  }

  @Argument(help: "Files or folders; - or nothing is standard input.")
  var inputs: [String] = []

  @OptionGroup var pipelineOptions: PipelineOptions
  @OptionGroup var batch: BatchOptions

  @Option(
    help:
      "How the findings are written: lines for people, one JSON document, a JSON object a line, SARIF 2.1.0, annotations of GitHub Actions, or a unified diff."
  )
  var format: Format = .human

  @Flag(
    help:
      "List the edits that are withheld, too, each with why, page numbers that do not follow, footnotes and references that lack each other, and rows of emend.ignore that keep nothing."
  )
  var withheld = false

  @Option(help: ArgumentHelp("Report only what this baseline does not know.", valueName: "file"))
  var baseline: String?

  @Option(
    name: .customLong("write-baseline"),
    help: ArgumentHelp(
      "Write all that is found to this baseline, and end well. With --baseline write what is left of that one, and nothing new.",
      valueName: "file"))
  var writtenBaseline: String?

  func run() throws {
    try Claims.check([(writtenBaseline, "the baseline")], reads: inputs + pipelineOptions.files + [batch.filesFrom])
    let pipelines = try pipelineOptions.pipelines()
    var writer = Output.standard.writer
    var report = self.report
    var summary = CheckSummary()
    var known = BaselineFiles()
    var found = Baseline()
    var checked: Set<String> = []
    var ignored = IgnoredRows()
    // Paths are relative to where the new baseline will stand.
    if let writtenBaseline { try Files.makeDirectories(writtenBaseline.directory) }
    let folder = writtenBaseline.map { Files.resolved($0.directory) } ?? ""
    let code = try Checking.each(pipelines.inputs(batch.inputs(inputs)), pipelines, jobs: batch.jobs) { input, run in
      var record = CheckedRecord(path: input.path, run: run, withheld: withheld)
      if withheld { ignored.note(record, try pipelines.ignored(input)) }
      if let path = try baselineFile(input, pipelines) {
        record = try known.open(record, input, baseline: path)
      } else if writtenBaseline != nil {
        let name = BaselineFiles.name(input, from: folder)
        found.set(record.appliedKeys, of: name)
        checked.insert(name)
        // What the new baseline knows is not reported.
        record = record.without(record.appliedKeys)
      }
      summary.add(record)
      try report.write(record, to: &writer)
    } failed: { path, message in
      summary.failures.append(.init(path: path, message: message))
    }
    if known.isUsed { summary.baseline = known.counts }
    summary.exitCode = code == ExitCodes.error ? code : summary.changes > 0 ? ExitCodes.changes : ExitCodes.clean
    if let writtenBaseline {
      let new = try baseline.map(known.pruned) ?? BaselineFiles.joined(found, checked: checked, with: writtenBaseline)
      try BaselineFiles.write(new, to: writtenBaseline)
      Console.write("\(writtenBaseline): \(new.count) \(new.count == 1 ? "finding is" : "findings are") known now")
    }
    try report.finish(summary, to: &writer)
    if withheld, format == .human { for line in ignored.unused { try writer.write(Visible.line(line) + "\n") } }
    try writer.flush()
    try tell(summary)
    if summary.exitCode != ExitCodes.clean { throw ExitCode(summary.exitCode) }
  }

  private var report: any CheckReport {
    format.format.make(
      .init(
        stages: StageCatalogue.stages, withheld: withheld, isShown: Console.outputIsTerminal, workspace: Environment["GITHUB_WORKSPACE"]))
  }

  /// The baseline for a record: that of the command line, or of its configuration unless a new one is written.
  private func baselineFile(_ input: Input, _ pipelines: Pipelines) throws -> String? {
    if let baseline { return baseline }
    return writtenBaseline == nil ? try pipelines.settings(for: input).value(SettingKey.baseline) : nil
  }

  /// What does not belong among the findings, on standard error or where GitHub wants it.
  private func tell(_ summary: CheckSummary) throws {
    if let (known, gone) = summary.baseline, !format.isGitHub {
      let prune = gone > 0 ? "; --baseline and --write-baseline with the same file take them out" : ""
      Console.write("baseline: \(known) known, \(gone) gone\(prune)")
    }
    if format.isGitHub, let path = Environment["GITHUB_STEP_SUMMARY"], !path.isEmpty {
      try Files.append(Array(CheckMarkdown(summary).text.utf8), to: path)
    }
  }
}

/// The rows of `emend.ignore` that name records of a run, and whether each keeps something.
private struct IgnoredRows {
  private var rows: [String: Bool] = [:]

  mutating func note(_ record: CheckedRecord, _ ignored: [IgnoreFile.Row]) {
    if ignored.isEmpty { return }
    let sources = Set(record.findings.compactMap { $0.change.hold?.reason == .ignored ? $0.change.hold?.source : nil })
    for row in ignored { rows[row.entry.reason] = rows[row.entry.reason] == true || sources.contains(row.entry.reason) }
  }

  /// A line for each row that keeps nothing.
  var unused: [String] { rows.filter { !$0.value }.keys.sorted().map { "\($0): keeps nothing; no edit is proposed there" } }
}
