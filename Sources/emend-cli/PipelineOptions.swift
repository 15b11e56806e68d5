import ArgumentParser
import Emend

extension Confidence.Level: ExpressibleByArgument {}
extension DecodeStage.LineEnds: ExpressibleByArgument {}
extension UnicodeStage.Form: ExpressibleByArgument {}
extension UnicodeStage.Typography: ExpressibleByArgument {}
extension FootnotesStage.Mode: ExpressibleByArgument {}

/// The options of every command that runs the pipeline.
struct PipelineOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Run these stages only, separated by commas.", discussion: "Example: --only unicode,spelling", valueName: "stages"))
  var only: String?

  @Option(help: ArgumentHelp("Leave these stages out. Example: --skip boilerplate", valueName: "stages"))
  var skip: String?

  @Option(
    name: .customLong("min-confidence"),
    help: "Apply edits from this level on: suggested (0.5), likely (0.75) or certain (0.95).")
  var level: Confidence.Level = .likely

  @Option(name: .customLong("line-ends"), help: "Line ends: keep them, or make all of them LF or CRLF.")
  var lineEnds: DecodeStage.LineEnds = .keep

  @Option(help: "Unicode normalization form.")
  var form: UnicodeStage.Form = .nfc

  @Option(help: "Quotation marks and dashes: keep them, or make them plain ASCII or typographic.")
  var typography: UnicodeStage.Typography = .keep

  @Option(help: "References to footnotes: mark them, Nixon1 as Nixon[1]; strip them with their notes; or keep them.")
  var footnotes: FootnotesStage.Mode = .mark

  @Flag(help: "Make one line of each paragraph; tables, lists, headings and heads of cables stay.")
  var reflow = false

  @Option(
    help: ArgumentHelp("The model of the stage corrector, made by `emend train`; without it the one that is built in.", valueName: "file"))
  var model: String?

  /// - Parameter adapted: a model in the place of the chosen one.
  func pipeline(adapted: CorrectorModel? = nil) throws -> Pipeline {
    var options = Pipeline.Options()
    options.lineEnds = lineEnds
    options.form = form
    options.typography = typography
    options.footnotes = footnotes
    options.reflow = reflow
    return try Pipeline.standard(options: options, level: level, model: adapted ?? correctorModel())
      .selecting(only: Self.names(only, "--only"), skip: Self.names(skip, "--skip"))
  }

  func pipelines(adapted: CorrectorModel? = nil) throws -> Pipelines { Pipelines(try pipeline(adapted: adapted)) }

  func correctorModel() throws -> CorrectorModel { try model.map(MappedModel.open) ?? .embedded }

  private static func names(_ list: String?, _ option: String) throws -> [String] {
    guard let list else { return [] }
    let names = list.split(separator: ",").map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }
    if names.isEmpty { throw Failure("\(option) names no stage; `emend stages` lists them") }
    return names
  }
}
