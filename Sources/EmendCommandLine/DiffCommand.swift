import ArgumentParser
import Emend
import EmendCore
import EmendFiles
import EmendReports

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Shows what `clean` would change: word by word on a terminal, a unified diff otherwise.",
    discussion: """
      The unified diff is for `patch -p1` and `git apply`. Exit code 0: no difference; 1: differences; 2: an error.

      Examples:
        emend diff record.txt
        emend diff --by-stage record.txt
        emend diff record.txt | patch -p1
      """)

  @Argument(help: "Files or folders; - or nothing is standard input.")
  var inputs: [String] = []

  @OptionGroup var pipelineOptions: PipelineOptions
  @OptionGroup var batch: BatchOptions

  @Flag(name: .customLong("by-stage"), help: "A diff for each stage, from its input to its output.")
  var byStage = false

  @Flag(inversion: .prefixedNo, help: "Word by word with colours, or a unified diff (--no-words), wherever the output goes.")
  var words: Bool?

  func run() throws {
    let pipelines = try pipelineOptions.pipelines()
    var writer = Output.standard.writer
    let code = try Checking.each(pipelines.inputs(batch.inputs(inputs)), pipelines, jobs: batch.jobs) { input, run in
      if !run.isClean { try show(run, input.path, &writer) }
    }
    try writer.flush()
    if code != ExitCodes.clean { throw ExitCode(code) }
  }

  private func show(_ run: Run, _ path: String, _ writer: inout ByteWriter) throws {
    let words = self.words ?? Console.outputIsTerminal
    let parts = byStage ? run.byStage : [(stage: "", run: run)]
    for (stage, part) in parts {
      if words {
        try writer.write(Visible.word(path) + (stage.isEmpty ? "\n" : ": \(stage)\n"))
        try WordDiff(part, coloured: Console.wantsColour).write(to: &writer)
      } else {
        // A line that patch passes over says whose diff follows.
        if !stage.isEmpty { try writer.write("# stage \(stage)\n") }
        try UnifiedDiff(part, path: path, isShown: Console.outputIsTerminal).write(to: &writer)
      }
    }
  }
}
