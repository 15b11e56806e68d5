import ArgumentParser
import Emend

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Lists the edits that `clean` would apply, and changes nothing.",
    discussion: """
      A line an edit: path:line:col: rule: "original" → "replacement" (confidence) reason
      Exit code 0: nothing to change at the asked confidence; 1: edits proposed; 2: an error.

      Examples:
        emend check record.txt
        emend check --withheld --min-confidence certain scans/
        emend check --only spelling record.txt
      """)

  @Argument(help: "Files or folders; - or nothing is standard input.")
  var inputs: [String] = []

  @OptionGroup var pipelineOptions: PipelineOptions
  @OptionGroup var batch: BatchOptions

  @Flag(
    help:
      "List the edits that are withheld, too, each with why, page numbers that do not follow, and footnotes and references that lack each other."
  )
  var withheld = false

  func run() throws {
    let pipelines = try pipelineOptions.pipelines()
    var writer = Output.standard.writer
    let code = try Checking.each(batch.inputs(inputs), pipelines, jobs: batch.jobs) { input, run in
      for finding in Findings(run).folded(withheld: withheld) {
        try writer.write(finding.line(path: input.path) + "\n")
      }
      if withheld, let findings = run.pageMap.findings { try writer.write("\(input.path): pages: \(findings)\n") }
      if withheld, let notes = run.notes, notes.settled < notes.notes || !notes.referencesWithoutNote.isEmpty {
        try writer.write("\(input.path): footnotes: \(notes.text)\n")
      }
    }
    try writer.flush()
    if code != ExitCodes.clean { throw ExitCode(code) }
  }
}
