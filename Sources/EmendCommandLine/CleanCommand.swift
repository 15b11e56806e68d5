import ArgumentParser
import EmendCore
import EmendCorrector
import EmendFiles
import EmendReports

struct CleanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean",
    abstract: "Cleans records: the text to standard output, to a file or folder, or in place.",
    discussion: """
      Examples:
        emend clean record.txt > clean.txt
        emend clean record.txt -o clean.txt --report record.html --report record.diff
        emend clean scans/ -o clean/                the whole folder, its tree kept
        emend clean scans/ -o clean/ --resume       go on where a run was stopped
        emend clean -w record.txt                   in place; record.txt.emend.json is the ledger
        emend clean --only unicode --form nfkc record.txt
        emend clean scans/ -o clean/ --adapt        learn first how this collection was misread
        emend clean --from jsonl --field body < records.jsonl > clean.jsonl
      """)

  enum InputFormat: String, ExpressibleByArgument, CaseIterable { case text, jsonl }

  @Argument(help: "Files or folders; - or nothing is standard input.")
  var inputs: [String] = []

  @OptionGroup var pipelineOptions: PipelineOptions
  @OptionGroup var batch: BatchOptions

  @Option(name: [.short, .long], help: ArgumentHelp("Write to this file, or below this folder for several inputs.", valueName: "path"))
  var output: String?

  @Flag(
    name: [.customShort("w"), .customLong("in-place")],
    help: "Replace each file by its clean text. The ledger NAME.emend.json is written first; `emend undo NAME` takes it back.")
  var inPlace = false

  @Option(
    help: ArgumentHelp(
      "Write a report; its kind follows the ending: .diff, .json, .html, .csv or .tei.xml. May be given several times. With several inputs it is one report of the run; with {} in its name (reports/{}.html) each record gets its own, {} being the record's path.",
      valueName: "file"))
  var report: [String] = []

  @Option(
    help: ArgumentHelp("Write a table of all that was taken out, a row an artifact; .csv or .jsonl.", valueName: "file"))
  var artifacts: String?

  @Flag(help: "Pass over what an earlier run did, where source, output, dictionaries and settings are unchanged.")
  var resume = false

  @Flag(
    help: ArgumentHelp(
      "Go over the files twice: what the surest edits of the first pass tell about how this collection was misread guides the second.",
      discussion: "It needs no truth, and pays where the scans are of another kind than those the model was trained on."))
  var adapt = false

  @Option(name: .customLong("save-model"), help: ArgumentHelp("With --adapt: keep the model with what was learned.", valueName: "file"))
  var savedModel: String?

  @Option(help: "What the input is: text, or one JSON object a line (jsonl).")
  var from: InputFormat = .text

  @Option(help: "What the output is; as the input unless given.")
  var to: InputFormat?

  @Option(help: ArgumentHelp("With --from jsonl: the member that holds the text (default: text).", valueName: "name"))
  var field: String?

  @Flag(help: "With --from jsonl: hand on each line as soon as it is done.")
  var unbuffered = false

  @Flag(name: [.short, .long], help: "No summary and no progress on standard error; errors only.")
  var quiet = false

  @Flag(help: "Tell of each record of several.")
  var verbose = false

  func validate() throws {
    let readsStandard = inputs.contains("-") || inputs.isEmpty && batch.filesFrom == nil
    if inPlace, output != nil { throw ValidationError("-w writes in place and -o elsewhere; give one of them") }
    if inPlace, readsStandard { throw ValidationError("-w needs files; standard input has no place") }
    try Reports.check(report)
    if let artifacts, ArtifactTable.Format(rawValue: artifacts.pathExtension) == nil {
      throw ValidationError("--artifacts \(artifacts): the ending must be .csv or .jsonl")
    }
    if quiet, verbose { throw ValidationError("--quiet and --verbose exclude each other") }
    if resume, !inPlace, output == nil || output == "-" {
      throw ValidationError("--resume goes on with what an earlier run wrote; give -o FOLDER or -w as that run did")
    }
    if savedModel != nil, !adapt { throw ValidationError("--save-model keeps what --adapt learns; give --adapt, too") }
    if adapt, readsStandard { throw ValidationError("--adapt reads its files twice; standard input is gone after once") }
    if adapt, from == .jsonl { throw ValidationError("--adapt is for files of text, not for --from jsonl") }
    if let to, to != from { throw ValidationError("--to \(to.rawValue): what comes in as \(from.rawValue) goes out as \(from.rawValue)") }
    if from == .text, field != nil { throw ValidationError("--field belongs to --from jsonl") }
    if from == .text, unbuffered { throw ValidationError("--unbuffered belongs to --from jsonl") }
    if from == .jsonl {
      if inPlace { throw ValidationError("--from jsonl writes to standard output or -o, not in place") }
      if !report.isEmpty { throw ValidationError("--from jsonl puts the edits into each object; --report is for text") }
      if artifacts != nil { throw ValidationError("--from jsonl puts the artifacts into each object; --artifacts is for text") }
      if resume { throw ValidationError("--resume is for files of text, not for --from jsonl") }
      if inputs.count > 1 || batch.filesFrom != nil { throw ValidationError("--from jsonl takes one input; join several with cat") }
    }
  }

  func run() throws {
    if from == .jsonl {
      try Claims.check([(output, "the result")], reads: inputs + pipelineOptions.files)
      let lines = try JSONLines(
        pipeline: pipelineOptions.pipeline(), field: field ?? "text", jobs: batch.jobs, isUnbuffered: unbuffered)
      try lines.run(inputs.first ?? "-", output: output)
      return
    }
    var pipelines = try pipelineOptions.pipelines()
    let inputs = try pipelines.inputs(batch.inputs(self.inputs))
    if inputs.areSeveral, let output, Files.exists(output), !Files.isDirectory(output) {
      throw Failure("-o \(output): is a file, but there are several inputs; name a folder")
    }
    if let output, let folder = inputs.arguments.first(where: { Files.isDirectory($0) && Files.isBelow(output, $0) }) {
      throw Failure("-o \(output): lies below \(folder), so that the next run would clean its own output; name a folder outside")
    }
    if inputs.areSeveral { try Reports.checkHoldOne(report) }
    let targets = Targets(output: output, inPlace: inPlace, reports: report, isSeveral: inputs.areSeveral)
    let others = [artifacts, savedModel].compactMap { $0 }
    try Claims.check(
      targets.runReports.map { ($0, "a report") } + [(artifacts, "the table of artifacts"), (savedModel, "the model")],
      reads: pipelineOptions.files + [batch.filesFrom])
    if let savedModel { try Claims.checkLike(savedModel, "model", isLike: ModelFile.isModel) }
    Interruption.watch()
    let locks = try targets.lock(inputs, others: others)
    defer { locks.release() }
    let survey = try Survey(inputs, targets, others: others)
    if adapt {
      let adaptation = try Adaptation(inputs, pipelineOptions, jobs: batch.jobs, quiet: quiet)
      pipelines = try adaptation.pipelines(pipelineOptions)
      if let savedModel { try Files.writeAtomically(savedModel, adaptation.model) }
    }
    var run = try CleanRun(self, inputs, survey, targets, pipelines)
    try run.run()
    if run.hasFailed { throw ExitCode(ExitCodes.error) }
    if run.hasEmptied { throw ExitCode(ExitCodes.changes) }
  }
}

extension String {
  var droppingLastLineEnd: String { hasSuffix("\n") ? String(dropLast()) : self }
}
