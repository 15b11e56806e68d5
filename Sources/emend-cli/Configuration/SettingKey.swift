import Emend

/// A thing that can be set in `emend.yml`, its name there, and what its value may be.
struct SettingKey {
  enum Kind {
    case choice([String])
    case flag
    /// A file, named relative to the file that names it.
    case file
    case files
    case stages
    case patterns
  }

  /// With the keys it stands under: `stages.unicode.form`.
  let name: String
  let kind: Kind
  let fallback: [String]
  /// True for what may differ from record to record, so that `overrides` may set it.
  let isPerRecord: Bool

  private init(_ name: String, _ kind: Kind, _ fallback: [String] = [], isPerRecord: Bool = true) {
    self.name = name
    self.kind = kind
    self.fallback = fallback
    self.isPerRecord = isPerRecord
  }

  static let minConfidence = "min-confidence"
  static let only = "stages.only"
  static let skip = "stages.skip"
  static let lineEnds = "stages.decode.line-ends"
  static let form = "stages.unicode.form"
  static let typography = "stages.unicode.typography"
  static let footnotes = "stages.footnotes.mode"
  static let reflow = "stages.line-ends.reflow"
  static let model = "stages.corrector.model"
  static let dictionaries = "dictionaries"
  static let include = "include"
  static let exclude = "exclude"
  static let baseline = "baseline"
  static let ignoreFile = "ignore-file"

  /// The least confidence of one stage.
  static func minConfidence(of stage: String) -> String { "stages.\(stage).min-confidence" }

  private static let levels = Kind.choice(Confidence.Level.allCases.map(\.rawValue))

  /// All of them, in the order in which `emend config` prints them.
  static let all: [SettingKey] =
    [
      SettingKey(minConfidence, levels, [Confidence.Level.likely.rawValue]),
      SettingKey(only, .stages), SettingKey(skip, .stages),
      SettingKey(lineEnds, .choice(DecodeStage.LineEnds.allCases.map(\.rawValue)), [DecodeStage.LineEnds.keep.rawValue]),
      SettingKey(form, .choice(UnicodeStage.Form.allCases.map(\.rawValue)), [UnicodeStage.Form.nfc.rawValue]),
      SettingKey(typography, .choice(UnicodeStage.Typography.allCases.map(\.rawValue)), [UnicodeStage.Typography.keep.rawValue]),
      SettingKey(footnotes, .choice(FootnotesStage.Mode.allCases.map(\.rawValue)), [FootnotesStage.Mode.mark.rawValue]),
      SettingKey(reflow, .flag, ["false"]),
      SettingKey(model, .file),
    ] + stages.map { SettingKey(minConfidence(of: $0), levels) } + [
      SettingKey(dictionaries, .files),
      SettingKey(include, .patterns, isPerRecord: false), SettingKey(exclude, .patterns, isPerRecord: false),
      SettingKey(baseline, .file, isPerRecord: false), SettingKey(ignoreFile, .file, isPerRecord: false),
    ]

  static let named = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// The names of the stages, in the order they run.
  static let stages = Pipeline.standard().stages.map(\.id)
}
