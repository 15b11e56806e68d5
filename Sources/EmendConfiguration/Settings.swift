import Emend
import EmendCore
import EmendFiles

/// What is in force for a record: for each key its value and where it comes from.
package struct Settings: Sendable {
  package enum Origin: Hashable, Sendable, CustomStringConvertible {
    case fallback
    case file(path: String, line: Int)
    case commandLine
    /// A table that was found by itself.
    case found(LearnedTables.Scope)

    package var description: String {
      switch self {
      case .fallback: "default"
      case .file(let path, let line): "\(path):\(line)"
      case .commandLine: "command line"
      case .found(let scope): "found, \(scope.rawValue)"
      }
    }
  }

  package struct Value: Hashable, Sendable {
    /// One, or those of a list; a flag is `true` or `false`.
    package var values: [String]
    package var origin: Origin
  }

  package private(set) var entries: [String: [Value]] = [:]
  /// The folder that patterns are relative to: that of the file they stand in.
  package var folder = "."

  package init() {}

  package mutating func set(_ key: String, _ values: [String], _ origin: Origin) { entries[key] = [Value(values: values, origin: origin)] }

  /// Puts other settings on top. What they say counts; dictionaries are added.
  mutating func overlay(_ other: Settings) {
    for (key, values) in other.entries {
      entries[key] = key == SettingKey.dictionaries ? entries[key, default: []] + values : values
    }
  }

  /// Puts tables that were found by themselves beside those that are named: what holds everywhere first, so that it counts
  /// for least.
  package mutating func add(_ tables: [(scope: LearnedTables.Scope, file: String)]) {
    if tables.isEmpty { return }
    let found = tables.map { Value(values: [$0.file], origin: .found($0.scope)) }
    let named = entries[SettingKey.dictionaries] ?? []
    let common = found.prefix { $0.origin == .found(.everywhere) }
    entries[SettingKey.dictionaries] = common + named + found.dropFirst(common.count)
  }

  /// The tables of the record itself.
  package var recordTables: [String] { (entries[SettingKey.dictionaries] ?? []).filter { $0.origin == .found(.record) }.flatMap(\.values) }

  /// The same without the tables of the record itself.
  package var withoutRecordTables: Settings {
    var copy = self
    copy.entries[SettingKey.dictionaries]?.removeAll { $0.origin == .found(.record) }
    return copy
  }

  /// The values of a key, those of the default where nothing says otherwise.
  package func list(_ key: String) -> [String] {
    guard let found = entries[key] else { return SettingKey.named[key]?.fallback ?? [] }
    return found.flatMap(\.values)
  }

  package func value(_ key: String) -> String? { list(key).first }

  func isSet(_ key: String) -> Bool { entries[key] != nil }

  private func choice<Choice: RawRepresentable>(_ key: String) -> Choice where Choice.RawValue == String {
    guard let choice = value(key).flatMap(Choice.init(rawValue:)) else { preconditionFailure("\(key) was checked when it was read") }
    return choice
  }

  package var level: Confidence.Level { choice(SettingKey.minConfidence) }

  package var options: StageOptions {
    var options = StageOptions()
    for stage in StageCatalogue.stages {
      for option in stage.options {
        guard let value = value(SettingKey.name(of: option, stage: stage.id)) else { continue }
        options[option] = option.isFlag ? (value == "true" ? "on" : "off") : value
      }
      let level = SettingKey.minConfidence(of: stage.id)
      if isSet(level) { options.levels[stage.id] = choice(level) as Confidence.Level }
    }
    options.dictionaries = list(SettingKey.dictionaries)
    return options
  }

  /// Equal for settings that make equal pipelines.
  package var pipelineKey: [[String]] { SettingKey.all.filter(\.isPerRecord).map { isSet($0.name) ? list($0.name) : [] } }

  /// True for a record that `include` and `exclude` leave in; `path` is absolute.
  package func selects(_ path: String) -> Bool {
    func matches(_ key: String) -> Bool { list(key).contains { Glob.fits($0, path, below: folder) } }
    return (list(SettingKey.include).isEmpty || matches(SettingKey.include)) && !matches(SettingKey.exclude)
  }

  /// Each key with its value and where that comes from, as `emend config` prints them.
  package var table: String {
    let rows = SettingKey.all.flatMap { key -> [(String, String, String)] in
      guard let found = entries[key.name] else {
        // A stage without a level of its own has that of the pipeline.
        if key.fallback.isEmpty, key.name.hasSuffix("." + SettingKey.minConfidence) { return [] }
        return [(key.name, key.fallback.isEmpty ? "-" : key.fallback.joined(separator: ", "), Origin.fallback.description)]
      }
      return found.map {
        (key.name, $0.values.isEmpty ? "[]" : Visible.word($0.values.joined(separator: ", ")), Visible.word($0.origin.description))
      }
    }
    let widths = (rows.map(\.0.count).max() ?? 0, rows.map(\.1.count).max() ?? 0)
    return rows.map { $0.0.padded(to: widths.0 + 2) + $0.1.padded(to: widths.1 + 2) + $0.2 + "\n" }.joined()
  }
}

extension String {
  /// With blanks behind it, to be so many characters long.
  package func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
