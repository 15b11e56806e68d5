import Emend
import EmendCore

/// A thing that can be set in `emend.yml`, its name there, and what its value may be.
package struct SettingKey {
  package enum Kind {
    case choice([String])
    case flag
    /// A file, named relative to the file that names it.
    case file
    case files
    case stages
    case patterns
  }

  /// With the keys it stands under: `stages.unicode.form`.
  package let name: String
  package let kind: Kind
  package let fallback: [String]
  /// True for what may differ from record to record, so that `overrides` may set it.
  let isPerRecord: Bool

  private init(_ name: String, _ kind: Kind, _ fallback: [String] = [], isPerRecord: Bool = true) {
    self.name = name
    self.kind = kind
    self.fallback = fallback
    self.isPerRecord = isPerRecord
  }

  package static let minConfidence = "min-confidence"
  package static let only = "stages.only"
  package static let skip = "stages.skip"
  package static let model = "stages.corrector.model"
  package static let dictionaries = "dictionaries"
  package static let include = "include"
  package static let exclude = "exclude"
  package static let baseline = "baseline"
  package static let ignoreFile = "ignore-file"

  /// The options of the stages.
  private static var options: [SettingKey] {
    StageCatalogue.stages.flatMap { stage in
      stage.options.map { option in
        let name = name(of: option, stage: stage.id)
        if option.isFlag { return SettingKey(name, .flag, [option.fallback == "on" ? "true" : "false"]) }
        return SettingKey(name, .choice(option.values), [option.fallback])
      }
    }
  }

  package static func name(of option: StageOption, stage: String) -> String { "stages.\(stage).\(option.key)" }

  /// The least confidence of one stage.
  package static func minConfidence(of stage: String) -> String { "stages.\(stage).min-confidence" }

  private static let levels = Kind.choice(Confidence.Level.allCases.map(\.rawValue))

  /// All of them, in the order in which `emend config` prints them.
  package static let all: [SettingKey] =
    [
      SettingKey(minConfidence, levels, [Confidence.Level.likely.rawValue]),
      SettingKey(only, .stages), SettingKey(skip, .stages),
    ] + options + [
      SettingKey(model, .file)
    ] + stages.map { SettingKey(minConfidence(of: $0), levels) } + [
      SettingKey(dictionaries, .files),
      SettingKey(include, .patterns, isPerRecord: false), SettingKey(exclude, .patterns, isPerRecord: false),
      SettingKey(baseline, .file, isPerRecord: false), SettingKey(ignoreFile, .file, isPerRecord: false),
    ]

  package static let named = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// The names of the stages, in the order they run.
  package static let stages = StageCatalogue.stages.map(\.id)
}
