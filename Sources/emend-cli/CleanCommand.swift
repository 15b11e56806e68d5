import ArgumentParser
import Emend

struct CleanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean",
    abstract: "Cleans records: the text to standard output, to a file or folder, or in place.",
    discussion: """
      Examples:
        emend clean record.txt > clean.txt
        emend clean record.txt -o clean.txt --report record.html --report record.diff
        emend clean scans/ -o clean/                the whole folder, its tree kept
        emend clean -w record.txt                   in place; record.txt.emend.json is the ledger
        emend clean --only unicode --form nfkc record.txt
        emend clean scans/ -o clean/ --adapt        learn first how this collection was misread
        emend clean --from jsonl --field body < records.jsonl > clean.jsonl
      """)

  enum InputFormat: String, ExpressibleByArgument, CaseIterable { case text, jsonl }

  @Argument(help: "Files or folders; - or nothing is standard input.")
  var inputs: [String] = []

  @OptionGroup var pipelineOptions: PipelineOptions

  @Option(name: [.short, .long], help: ArgumentHelp("Write to this file, or below this folder for several inputs.", valueName: "path"))
  var output: String?

  @Flag(
    name: [.customShort("w"), .customLong("in-place")],
    help: "Replace each file by its clean text. The ledger NAME.emend.json is written first; `emend undo NAME` takes it back.")
  var inPlace = false

  @Option(
    help: ArgumentHelp(
      "Write a report; its kind follows the ending: .diff, .json or .html. May be given several times. With several inputs each gets its own, named after it.",
      valueName: "file"))
  var report: [String] = []

  @Flag(
    help: ArgumentHelp(
      "Go over the files twice: what the surest edits of the first pass tell about how this collection was misread guides the second.",
      discussion: "It needs no truth, and pays where the scans are of another kind than those the model was trained on."))
  var adapt = false

  @Option(name: .customLong("save-model"), help: ArgumentHelp("With --adapt: keep the model with what was learned.", valueName: "file"))
  var savedModel: String?

  @Option(help: "What the input is: text, or one JSON object a line (jsonl).")
  var from: InputFormat = .text

  @Option(help: ArgumentHelp("With --from jsonl: the member that holds the text (default: text).", valueName: "name"))
  var field: String?

  @Flag(name: [.short, .long], help: "No summary on standard error.")
  var quiet = false

  func validate() throws {
    if inPlace, output != nil { throw ValidationError("-w writes in place and -o elsewhere; give one of them") }
    if inPlace, inputs.isEmpty || inputs.contains("-") { throw ValidationError("-w needs files; standard input has no place") }
    for path in report where !["diff", "json", "html"].contains(path.pathExtension) {
      throw ValidationError("--report \(path): the ending must be .diff, .json or .html")
    }
    if savedModel != nil, !adapt { throw ValidationError("--save-model keeps what --adapt learns; give --adapt, too") }
    if adapt, inputs.isEmpty || inputs.contains("-") {
      throw ValidationError("--adapt reads its files twice; standard input is gone after once")
    }
    if adapt, from == .jsonl { throw ValidationError("--adapt is for files of text, not for --from jsonl") }
    if from == .text, field != nil { throw ValidationError("--field belongs to --from jsonl") }
    if from == .jsonl {
      if inPlace { throw ValidationError("--from jsonl writes to standard output or -o, not in place") }
      if !report.isEmpty { throw ValidationError("--from jsonl puts the edits into each object; --report is for text") }
      if inputs.count > 1 { throw ValidationError("--from jsonl takes one input; join several with cat") }
    }
  }

  func run() throws {
    if from == .jsonl {
      try JSONLines(pipeline: pipelineOptions.pipeline(), field: field ?? "text").run(inputs.first ?? "-", output: output)
      return
    }
    var pipelines = try pipelineOptions.pipelines()
    let inputs = try pipelines.inputs(self.inputs)
    try refuseCollisions(inputs)
    let several = inputs.count > 1 || self.inputs.contains(where: Files.isDirectory)
    if several, let output, Files.exists(output), !Files.isDirectory(output) {
      throw Failure("-o \(output): is a file, but there are several inputs; name a folder")
    }
    if adapt {
      let adaptation = try Adaptation(inputs, pipelineOptions, quiet: quiet)
      pipelines = try adaptation.pipelines(pipelineOptions)
      if let savedModel { try Files.writeAtomically(savedModel, adaptation.model) }
    }
    var failed = false
    for input in inputs {
      do {
        try clean(input, pipelines.pipeline(for: input), several: several)
      } catch let error as Failure where several {
        Console.error(error.description)
        failed = true
      } catch let error as EmendError where several {
        Console.error("\(input.name): \(error)")
        failed = true
      }
    }
    if failed { throw ExitCode(ExitCodes.error) }
  }

  /// Two results under one name, or a result over its source: the second would silently take the place of the first.
  private func refuseCollisions(_ inputs: [Input]) throws {
    let several = inputs.count > 1 || self.inputs.contains(where: Files.isDirectory)
    if let output, let folder = self.inputs.first(where: { Files.isDirectory($0) && Files.isBelow(output, $0) }) {
      throw Failure("-o \(output): lies below \(folder), so that the next run would clean its own output; name a folder outside")
    }
    if let savedModel, inputs.contains(where: { Files.isSame(savedModel, $0.path) }) {
      throw Failure("--save-model \(savedModel): is a source; the model would take its place")
    }
    var owners: [String: String] = [:]
    for input in inputs {
      var targets = report.map { several ? reportPath($0, for: input) : $0 }
      for target in targets where inputs.contains(where: { Files.isSame(target, $0.path) }) {
        throw Failure("\(target): is a source; a report would take its place")
      }
      if let output, output != "-" {
        let target = destination(input, output, several: several)
        if Files.isSame(target, input.path) {
          throw Failure("\(target): is the source itself; use -w to replace it, which writes a ledger first")
        }
        targets.append(target)
      }
      for target in targets {
        if let other = owners[target] {
          throw Failure("\(target): would be written twice, for \(other) and for \(input.name); give the inputs or reports other names")
        }
        owners[target] = input.name
      }
    }
  }

  private func clean(_ input: Input, _ pipeline: Pipeline, several: Bool) throws {
    let source = try input.read()
    try Refusal.check(source, name: input.name)
    let run = try pipeline.run(source)
    var target = output == "-" ? nil : output.map { destination(input, $0, several: several) }
    if inPlace { target = input.path }
    // Reports first: when one cannot be written, the text is as it was.
    for path in report {
      let own = several ? reportPath(path, for: input) : path
      try Reports.write(run, to: own, source: input.path, output: target ?? "-", level: pipeline.level)
    }
    if inPlace {
      try InPlace.write(run, to: input.path)
    } else if let target {
      try Files.makeDirectories(target.directory)
      try Files.writeAtomically(target, run.output)
    } else {
      try Output.standard.write(run.output)
    }
    if !quiet { Console.write(Summary(run, path: input.name).description.droppingLastLineEnd) }
  }

  private func destination(_ input: Input, _ output: String, several: Bool) -> String {
    guard case .file(_, let relative) = input else {
      return Files.isDirectory(output) || output.hasSuffix("/") ? output.appendingPath("stdin.txt") : output
    }
    return several || output.hasSuffix("/") || Files.isDirectory(output) ? output.appendingPath(relative) : output
  }

  /// `run.html` for `a/b.txt` becomes `run.a-b.txt.html`.
  private func reportPath(_ path: String, for input: Input) -> String {
    guard case .file(_, let relative) = input else { return path }
    let stem = path.dropLast(path.pathExtension.count + 1)
    return "\(stem).\(relative.replacing("/", with: "-")).\(path.pathExtension)"
  }
}

extension String {
  var droppingLastLineEnd: String { hasSuffix("\n") ? String(dropLast()) : self }
}

/// Writing reports by the ending of their names.
enum Reports {
  static func write(_ run: Run, to path: String, source: String, output: String, level: Confidence.Level) throws {
    try Files.makeDirectories(path.directory)
    try Files.writeAtomically(path) { descriptor in
      var writer = Output(descriptor: descriptor).writer
      switch path.pathExtension {
      case "diff": try UnifiedDiff(run, path: source).write(to: &writer)
      case "html": try HTMLReport(run, source: source, output: output, level: level).write(to: &writer)
      default: try JSONReport(run, source: source, output: output).write(to: &writer)
      }
      try writer.flush()
    }
  }
}

/// Replacing a file by its clean text so that nothing can be lost: the ledger first, then the text.
enum InPlace {
  static func ledgerPath(_ path: String) -> String { path + ".emend.json" }

  static func write(_ run: Run, to path: String) throws {
    if run.isClean { return }
    // A link is followed, and its ledger stands beside the file it names.
    let path = Files.resolved(path)
    let ledger = ledgerPath(path)
    var whole = run
    var history: [Ledger.State] = []
    if Files.exists(ledger) {
      // A second run continues the first: its ledger still leads back to the first source.
      let earlier = try readLedger(ledger)
      guard let (joined, states) = earlier.continued(by: run) else {
        throw Failure(
          "\(path): was changed after \(ledger) was written, so a new ledger would cut the way back; move the old ledger away to go on without that way back"
        )
      }
      (whole, history) = (joined, states)
    }
    guard whole.undo() == whole.source, whole.output == run.output else {
      throw Failure("\(path): the ledger would not lead back to the source, so nothing was written; please report this with the file")
    }
    try Files.writeAtomically(ledger) { descriptor in
      var writer = Output(descriptor: descriptor).writer
      try JSONReport(whole, source: path, output: path, history: history).write(to: &writer)
      try writer.flush()
    }
    try Files.writeAtomically(path, run.output)
  }

  static func readLedger(_ path: String) throws -> Ledger {
    do { return try Ledger(Files.read(path)) } catch let error as EmendError { throw Failure("\(path): \(error)") }
  }
}
