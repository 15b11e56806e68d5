import Emend
import EmendConfiguration
import EmendCore
import EmendCorrector
import EmendFiles
import EmendLexicon

/// The pipeline in force for each record of a run, made once for all records that are told the same. Configurations and
/// tables are read once; a program that goes on after one was changed takes `renewed`.
struct Pipelines: Sendable {
  private struct Made: Sendable {
    // Dictionaries with tables of the user's own take 10 MB, and each record may have its own.
    let pipelines = MadeOnce<[[String]], Pipeline>(limit: 8)
    let dictionaries = MadeOnce<[String], Dictionaries>(limit: 8)
    let models = MadeOnce<String, CorrectorModel>(limit: 8)
  }

  let configurations: Configurations
  /// A model in the place of the chosen one.
  private let adapted: CorrectorModel?
  private let made = Made()

  init(_ configurations: Configurations, adapted: CorrectorModel? = nil) {
    self.configurations = configurations
    self.adapted = adapted
  }

  /// The same, with configurations and tables as they are now.
  var renewed: Pipelines { Pipelines(configurations.renewed, adapted: adapted) }

  /// What is in force for a record.
  func settings(for input: Input) throws -> Settings { try configurations.settings(for: input.absolutePath) }

  func pipeline(for input: Input) throws -> Pipeline {
    let settings = try settings(for: input)
    let pipeline = try pipeline(settings)
    let ignored = try configurations.ignored(input.absolutePath, settings)
    return ignored.isEmpty ? pipeline : pipeline.ignoring(ignored.map(\.entry))
  }

  /// The rows of `emend.ignore` for a record.
  func ignored(_ input: Input) throws -> [IgnoreFile.Row] { try configurations.ignored(input.absolutePath, settings(for: input)) }

  /// The inputs without those found in folders that `include` and `exclude` of a configuration leave out. What is wrong with a
  /// configuration shows here, before anything is written.
  func inputs(_ inputs: Inputs) throws -> Inputs {
    for input in inputs where try isSelected(input) { try check(input) }
    let chosen = inputs.choosing { (try? isSelected($0)) ?? true }
    try chosen.check()
    return chosen
  }

  /// Sees to it that a pipeline can be made. Tables of the record itself are looked at only, for they are as many as records.
  private func check(_ input: Input) throws {
    let settings = try settings(for: input)
    let own = settings.recordTables
    _ = try pipeline(own.isEmpty ? settings : settings.withoutRecordTables)
    if !own.isEmpty { _ = try UserDictionaries.usable(own) }
    _ = try configurations.ignored(input.absolutePath, settings)
  }

  /// True when `include` and `exclude` leave a record in.
  func isSelected(_ input: Input) throws -> Bool {
    guard let path = input.absolutePath else { return true }
    return try configurations.settings(for: path).selects(path)
  }

  /// The model that is in force for a record.
  func model(for input: Input) throws -> CorrectorModel {
    if let adapted { return adapted }
    return try model(settings(for: input))
  }

  private func model(_ settings: Settings) throws -> CorrectorModel {
    guard let path = settings.value(SettingKey.model) else { return .embedded }
    return try made.models.value(for: path) { try StoredModel.open(path) }
  }

  private func pipeline(_ settings: Settings) throws -> Pipeline {
    try made.pipelines.value(for: settings.pipelineKey) { try newPipeline(settings) }
  }

  private func newPipeline(_ settings: Settings) throws -> Pipeline {
    do {
      let model = try adapted ?? self.model(settings)
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
    return try made.dictionaries.value(for: files) { try Dictionaries(adding: UserDictionaries.usable(files)) }
  }
}

/// Tables of the user's own, from their files.
enum UserDictionaries {
  /// - Throws: `ConfigurationErrors` with all files that cannot be read or are no tables.
  static func read(_ files: [String]) throws -> [UserDictionary] {
    var tables: [UserDictionary] = []
    var problems: [String] = []
    for file in files {
      do { tables.append(try UserDictionary(file: file, bytes: Files.read(file))) } catch { problems.append("\(error)") }
    }
    if !problems.isEmpty { throw ConfigurationErrors(problems) }
    return tables
  }

  /// - Throws: `ConfigurationErrors` for rows that cannot be used, too.
  static func usable(_ files: [String]) throws -> [UserDictionary] {
    let tables = try read(files)
    let fatal = UserDictionary.problems(in: tables).filter(\.isFatal)
    if !fatal.isEmpty { throw ConfigurationErrors(fatal.map(\.description)) }
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
