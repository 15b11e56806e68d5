import ArgumentParser
import Emend
import EmendConfiguration
import EmendCore
import EmendCorrector
import EmendFiles
import EmendStages

extension Confidence.Level: ExpressibleByArgument {}
extension DecodeStage.LineEnds: ExpressibleByArgument {}
extension NormalizationForm: ExpressibleByArgument {}
extension UnicodeStage.Typography: ExpressibleByArgument {}
extension FootnotesStage.Mode: ExpressibleByArgument {}
extension MarkingsStage.Redactions: ExpressibleByArgument {}

/// The options of every command that runs the pipeline. What is not given here, `emend.yml` says, or else the defaults.
struct PipelineOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Run these stages only, separated by commas.", discussion: "Example: --only unicode,spelling", valueName: "stages"))
  var only: String?

  @Option(help: ArgumentHelp("Leave these stages out. Example: --skip boilerplate", valueName: "stages"))
  var skip: String?

  @Option(
    name: .customLong("min-confidence"),
    help: "Apply edits from this level on: suggested (0.5), likely (0.75) or certain (0.95). (default: likely)")
  var level: Confidence.Level?

  @Option(name: .customLong(DecodeStage.LineEnds.option.name), help: .of(DecodeStage.LineEnds.option))
  var lineEnds: DecodeStage.LineEnds?

  @Option(name: .customLong(NormalizationForm.option.name), help: .of(NormalizationForm.option))
  var form: NormalizationForm?

  @Option(name: .customLong(UnicodeStage.Typography.option.name), help: .of(UnicodeStage.Typography.option))
  var typography: UnicodeStage.Typography?

  @Option(name: .customLong(MarkingsStage.Redactions.option.name), help: .of(MarkingsStage.Redactions.option))
  var redactions: MarkingsStage.Redactions?

  @Option(name: .customLong(FootnotesStage.Mode.option.name), help: .of(FootnotesStage.Mode.option))
  var footnotes: FootnotesStage.Mode?

  @Flag(
    name: .customLong(LineEndsStage.Reflowing.option.name), inversion: .prefixedNo,
    help: ArgumentHelp(stringLiteral: LineEndsStage.Reflowing.option.help))
  var reflow: Bool?

  @Option(
    help: ArgumentHelp("The model of the stage corrector, made by `emend train`; without it the one that is built in.", valueName: "file"))
  var model: String?

  @Option(
    name: .customLong("dictionary"),
    help: ArgumentHelp(
      "Add a table of your own: corrections.tsv, phrases.tsv, names.tsv, protected.tsv, markings.tsv, words.txt or compounds.txt, or box7.names.tsv and the like. May be given several times.",
      valueName: "file"))
  var dictionaries: [String] = []

  @Option(
    name: .customLong("ignore-file"),
    help: ArgumentHelp("What stays as it is in which records; without it the nearest emend.ignore.", valueName: "file"))
  var ignoreFile: String?

  @Option(
    help: ArgumentHelp("The configuration; without it the nearest emend.yml in the folder of the record or above.", valueName: "file"))
  var config: String?

  @Flag(
    name: .customLong("trust-config"),
    help: "Let the emend.yml, emend.ignore and .emend/ that are found with the records name a model, and files outside their folders.")
  var trustsConfiguration = false

  @Flag(help: "Look for no emend.yml, no emend.ignore and no tables; use those alone that are named here.")
  var isolated = false

  func validate() throws {
    if isolated, config != nil { throw ValidationError("--isolated looks for no configuration and --config names one; give one of them") }
  }

  /// What the command line says.
  func settings() throws -> Settings {
    var settings = Settings()
    func set(_ key: String, _ value: String?) { if let value { settings.set(key, [value], .commandLine) } }
    func set<Choice: StageChoice>(_ choice: Choice?, of stage: StageInfo) {
      set(SettingKey.name(of: Choice.option, stage: stage.id), choice?.rawValue)
    }
    if let only { settings.set(SettingKey.only, try Self.names(only, "--only"), .commandLine) }
    if let skip { settings.set(SettingKey.skip, try Self.names(skip, "--skip"), .commandLine) }
    set(SettingKey.minConfidence, level?.rawValue)
    set(lineEnds, of: DecodeStage.info)
    set(form, of: UnicodeStage.info)
    set(typography, of: UnicodeStage.info)
    set(redactions, of: MarkingsStage.info)
    set(footnotes, of: FootnotesStage.info)
    if let reflow {
      set(SettingKey.name(of: LineEndsStage.Reflowing.option, stage: LineEndsStage.info.id), reflow ? "true" : "false")
    }
    set(SettingKey.model, model)
    set(SettingKey.ignoreFile, ignoreFile)
    if !dictionaries.isEmpty { settings.set(SettingKey.dictionaries, dictionaries, .commandLine) }
    return settings
  }

  /// The files that the command line names.
  var files: [String?] { dictionaries + [model, ignoreFile, config] }

  func configurations() throws -> Configurations {
    Configurations(commandLine: try settings(), file: config, isIsolated: isolated, trusts: trustsConfiguration)
  }

  /// - Parameter adapted: a model in the place of the chosen one.
  func pipelines(adapted: CorrectorModel? = nil) throws -> Pipelines { Pipelines(try configurations(), adapted: adapted) }

  /// The pipeline for texts that are no files, as the configuration of the current folder has it.
  func pipeline(adapted: CorrectorModel? = nil) throws -> Pipeline { try pipelines(adapted: adapted).pipeline(for: .standard) }

  func correctorModel() throws -> CorrectorModel { try pipelines().model(for: .standard) }

  private static func names(_ list: String, _ option: String) throws -> [String] {
    let names = list.split(separator: ",").map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }
    if names.isEmpty { throw Failure("\(option) names no stage; `emend stages` lists them") }
    return names
  }
}

extension ArgumentHelp {
  /// What a stage says of its option.
  fileprivate static func of(_ option: StageOption) -> ArgumentHelp {
    ArgumentHelp(stringLiteral: "\(option.help) (default: \(option.fallback))")
  }
}
