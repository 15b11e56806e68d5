import ArgumentParser
import Emend
import EmendCore
import EmendFiles
import EmendReports

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explains a rule, or every edit on a line of a file.",
    discussion: """
      For a line it shows the whole list at each word that the stage corrector weighed there: the readings, what the
      misreading and the context cost (-ln p, lower is likelier), the gain over the text as it stands, and what was chosen.

      Examples:
        emend explain spelling.title-name
        emend explain record.txt:42
      """)

  @Argument(help: "A rule, a stage, or FILE:LINE.")
  var what: String

  @OptionGroup var pipelineOptions: PipelineOptions

  func run() throws {
    let pipelines = try pipelineOptions.pipelines()
    let pipeline = try pipelines.pipeline(for: .standard)
    if let rule = pipeline.stages.flatMap(\.rules).first(where: { $0.id == what }) {
      try Output.standard.write(Array(Explanation.text(rule).utf8))
    } else if let stage = pipeline.stages.first(where: { $0.id == what }) {
      let rules = stage.rules.map(Explanation.text).joined(separator: "\n")
      try Output.standard.write(Array("\(stage.id): \(stage.info.summary)\nkeeps \(stage.info.keeps)\n\n\(rules)".utf8))
    } else if let colon = what.lastIndex(of: ":"), let line = Int(what[what.index(after: colon)...]), line > 0 {
      let path = String(what[..<colon])
      try explain(path, line: line, pipelines.pipeline(for: .file(path: path, relative: path)))
    } else if !Files.exists(what) {
      let known = pipeline.stages.flatMap(\.rules).map(\.id).joined(separator: ", ")
      throw Failure("\(what): neither a rule nor FILE:LINE; the rules are \(known)")
    } else {
      throw Failure("\(what): say which line, such as \(what):1")
    }
  }

  private func explain(_ path: String, line: Int, _ pipeline: Pipeline) throws {
    let source = try Files.read(path)
    try Refusal.check(source, name: path)
    let run = try pipeline.run(source)
    let lines = run.source.isEmpty ? 0 : source.count { $0 == 0x0A } + (source.last == 0x0A ? 0 : 1)
    if line > max(lines, 1) { throw Failure("\(path): has \(lines) lines, not \(line)") }
    let findings = Findings(run).all(withheld: true).filter { $0.line...$0.lastLine ~= line }
    var out = findings.isEmpty ? "\(Visible.word(path)):\(line): no edit proposed\n" : ""
    let rules = Dictionary(uniqueKeysWithValues: pipeline.stages.flatMap(\.rules).map { ($0.id, $0) })
    for finding in findings {
      out += finding.line(path: path) + "\n"
      if let rule = rules[finding.edit.rule] { out += "    \(rule.summary). \(rule.safety)\n" }
      if let artifact = finding.edit.artifact {
        let fields = artifact.fields.map { "\(Visible.line($0.name)) \(Visible.word($0.value))" }.joined(separator: ", ")
        out += "    kept as \(artifact.kind.rawValue)" + (fields.isEmpty ? "" : ": \(fields)") + "\n"
      }
    }
    out += NBestReport(run, line: line, by: pipeline).text(path: path)
    try Output.standard.write(Array(out.utf8))
  }
}

struct StagesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stages", abstract: "Lists the stages in the order they run.",
    discussion: "Example: emend stages --rules")

  @Flag(help: "List the rules of each stage, too.")
  var rules = false

  func run() throws {
    var out = ""
    for stage in Pipeline.standard().stages {
      out += stage.id.padded(to: 17) + stage.info.summary + "\n"
      out += "".padded(to: 17) + "keeps " + stage.info.keeps + "\n"
      if rules { for rule in stage.rules { out += "  " + rule.id.padded(to: 34) + rule.summary + "\n" } }
    }
    try Output.standard.write(Array(out.utf8))
  }
}
