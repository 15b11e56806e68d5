/// Something that a stage can be told.
package struct StageOption: Sendable {
  /// On the command line and among the settings of a report: `line-ends`.
  package let name: String
  /// In `emend.yml`, below `stages.STAGE`.
  package let key: String
  package let values: [String]
  package let fallback: String
  package let help: String
  /// On or off, and in `emend.yml` true or false.
  package var isFlag: Bool { values == ["on", "off"] }

  /// - Parameter key: nil where it is the name.
  package init<Choice: StageChoice>(_ name: String, key: String? = nil, default fallback: Choice, help: String) {
    self.name = name
    self.key = key ?? name
    self.fallback = fallback.rawValue
    self.help = help
    values = Choice.allCases.map(\.rawValue)
  }
}

/// The values of an option.
package protocol StageChoice: RawRepresentable<String>, CaseIterable, Sendable {
  static var option: StageOption { get }
}

/// What the stages of a pipeline are told, where it is not the default.
package struct StageOptions: Sendable {
  private var values: [String: String] = [:]
  /// The least confidence of single stages, by their names; all others have that of the pipeline.
  package var levels: [String: Confidence.Level] = [:]
  /// The files of tables of the user's own that the dictionaries hold.
  package var dictionaries: [String] = []
  /// The file of the corrector's model; nil for the one that is built in.
  package var model: String?

  package init() {}

  package subscript<Choice: StageChoice>(_: Choice.Type) -> Choice {
    get { Choice(rawValue: self[Choice.option])! }
    set { values[Choice.option.name] = newValue.rawValue }
  }

  /// The value of an option as text; one that the option has not is passed over.
  package subscript(_ option: StageOption) -> String {
    get { values[option.name] ?? option.fallback }
    set { if option.values.contains(newValue) { values[option.name] = newValue } }
  }

  /// Name and value of all that the stages can be told.
  package func settings(of stages: [StageInfo]) -> [(String, String)] {
    stages.flatMap(\.options).map { ($0.name, self[$0]) } + (model.map { [("model", $0)] } ?? [])
      + levels.sorted { $0.key < $1.key }.map { ("\($0.key).min-confidence", $0.value.rawValue) }
      + (dictionaries.isEmpty ? [] : [("dictionaries", dictionaries.joined(separator: ", "))])
  }
}
