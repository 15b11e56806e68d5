import Emend
import Synchronization

/// The pipeline in force for each record of a run, made once for all records that are told the same.
struct Pipelines: Sendable {
  private final class Made: Sendable {
    let pipelines = Mutex<[[[String]]: Pipeline]>([:])
    let dictionaries = Mutex<[[String]: Dictionaries]>([:])
  }

  let configurations: Configurations
  /// A model in the place of the chosen one.
  private let adapted: CorrectorModel?
  private let made = Made()

  init(_ configurations: Configurations, adapted: CorrectorModel? = nil) {
    self.configurations = configurations
    self.adapted = adapted
  }

  /// What is in force for a record.
  func settings(for input: Input) throws -> Settings { try configurations.settings(for: input.absolutePath) }

  func pipeline(for input: Input) throws -> Pipeline {
    let settings = try settings(for: input)
    let pipeline = try made.pipelines.withLock { known in
      if let found = known[settings.pipelineKey] { return found }
      let pipeline = try self.pipeline(settings)
      known[settings.pipelineKey] = pipeline
      return pipeline
    }
    let ignored = try configurations.ignored(input.absolutePath, settings)
    return ignored.isEmpty ? pipeline : pipeline.ignoring(ignored.map(\.entry))
  }

  /// The rows of `emend.ignore` for a record.
  func ignored(_ input: Input) throws -> [IgnoreFile.Row] { try configurations.ignored(input.absolutePath, settings(for: input)) }

  /// The inputs without those found in folders that `include` and `exclude` of a configuration leave out. What is wrong with a
  /// configuration shows here, before anything is written.
  func inputs(_ inputs: Inputs) throws -> Inputs {
    for input in inputs where try isSelected(input) { _ = try pipeline(for: input) }
    let chosen = inputs.choosing { (try? isSelected($0)) ?? true }
    try chosen.check()
    return chosen
  }

  /// True when `include` and `exclude` leave a record in.
  func isSelected(_ input: Input) throws -> Bool {
    guard let path = input.absolutePath else { return true }
    return try configurations.settings(for: path).selects(path)
  }

  /// The model that is in force for a record.
  func model(for input: Input) throws -> CorrectorModel {
    if let adapted { return adapted }
    return try settings(for: input).value(SettingKey.model).map(MappedModel.open) ?? .embedded
  }

  private func pipeline(_ settings: Settings) throws -> Pipeline {
    do {
      let model = try adapted ?? settings.value(SettingKey.model).map(MappedModel.open) ?? .embedded
      let dictionaries = try dictionaries(settings.list(SettingKey.dictionaries))
      return try Pipeline.standard(options: settings.options, level: settings.level, dictionaries: dictionaries, model: model)
        .selecting(only: settings.list(SettingKey.only), skip: settings.list(SettingKey.skip))
    } catch let errors as ConfigurationErrors {
      throw errors
    } catch {
      // It is the same for each record, so it is told once and ends the run.
      throw ConfigurationErrors(["\(error)"])
    }
  }

  private func dictionaries(_ files: [String]) throws -> Dictionaries {
    if files.isEmpty { return .embedded }
    return try made.dictionaries.withLock { known in
      if let found = known[files] { return found }
      let tables = try OwnTables.read(files)
      let fatal = OwnTable.problems(in: tables).filter(\.isFatal)
      if !fatal.isEmpty { throw ConfigurationErrors(fatal.map(\.description)) }
      let dictionaries = try Dictionaries(adding: tables)
      known[files] = dictionaries
      return dictionaries
    }
  }
}

/// Tables of the user's own, from their files.
enum OwnTables {
  /// - Throws: `ConfigurationErrors` with all files that cannot be read or are no tables.
  static func read(_ files: [String]) throws -> [OwnTable] {
    var tables: [OwnTable] = []
    var problems: [String] = []
    for file in files {
      do { tables.append(try OwnTable(file: file, bytes: Files.read(file))) } catch { problems.append("\(error)") }
    }
    if !problems.isEmpty { throw ConfigurationErrors(problems) }
    return tables
  }
}

extension Input {
  /// Without links and from the root on; nil for standard input.
  var absolutePath: String? {
    if case .standard = self { return nil }
    return WorkingFolder.absolute(path)
  }
}
