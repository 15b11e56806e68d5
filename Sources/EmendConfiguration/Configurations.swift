import EmendCore
import EmendFiles
import Synchronization

/// The configuration in force for each record of a run. Files are looked for once a folder and read once, so that what
/// changes meanwhile counts for the next run; a program that goes on after a change takes `renewed`.
package final class Configurations: Sendable {
  private let commandLine: Settings
  private let file: String?
  private let isIsolated: Bool
  /// Whether files that are found by themselves may name models, and files outside their folders.
  private let trusts: Bool
  private let state: Mutex<State>

  private struct State {
    var folders: [ExactPath: (configuration: String?, ignore: String?)] = [:]
    var files: [ExactPath: ConfigurationFile] = [:]
    var ignores: [ExactPath: IgnoreFile] = [:]
    var learned: LearnedTables
  }

  /// - Parameters:
  ///   - commandLine: what beats every file.
  ///   - file: the configuration for all records, in the place of the nearest one.
  ///   - isIsolated: without `emend.yml`, `emend.ignore` and tables that are not named.
  ///   - trusts: lets what is found name models, and files outside its folder; what is named on the command line may.
  package init(commandLine: Settings, file: String?, isIsolated: Bool, trusts: Bool = false) {
    self.commandLine = commandLine
    self.file = file
    self.isIsolated = isIsolated
    self.trusts = trusts
    state = Mutex(State(learned: LearnedTables(trusts: trusts)))
  }

  /// The same, with all files looked for and read anew.
  package var renewed: Configurations { Configurations(commandLine: commandLine, file: file, isIsolated: isIsolated, trusts: trusts) }

  /// What is in force for a record; `path` is absolute, nil for standard input, which uses the current folder.
  package func settings(for path: String?) throws -> Settings {
    try state.withLock { state in
      let folder = path?.directory ?? WorkingFolder.path
      var settings = Settings()
      settings.folder = WorkingFolder.path
      if let name = try file ?? places(for: folder, &state).configuration {
        let key = ExactPath(name)
        if state.files[key] == nil { state.files[key] = try ConfigurationFile(name, isTrusted: trusts || file != nil) }
        settings = state.files[key]!.settings(for: path)
      }
      if !settings.isSet(SettingKey.ignoreFile), let found = try places(for: folder, &state).ignore {
        settings.set(SettingKey.ignoreFile, [found], .fallback)
      }
      if !isIsolated { settings.add(try state.learned.tables(for: path, in: folder)) }
      settings.overlay(commandLine)
      return settings
    }
  }

  /// The rows of `emend.ignore` for a record.
  package func ignored(_ path: String?, _ settings: Settings) throws -> [IgnoreFile.Row] {
    guard let path, let name = settings.value(SettingKey.ignoreFile) else { return [] }
    return try state.withLock { state in
      let key = ExactPath(name)
      if state.ignores[key] == nil { state.ignores[key] = try IgnoreFile(name) }
      return state.ignores[key]!.rows(for: path)
    }
  }

  private func places(for folder: String, _ state: inout State) throws -> (configuration: String?, ignore: String?) {
    if isIsolated { return (nil, nil) }
    if let known = state.folders[ExactPath(folder)] { return known }
    let found = (WorkingFolder.find(ConfigurationFile.name, from: folder), WorkingFolder.find(IgnoreFile.name, from: folder))
    if !trusts { for path in [found.0, found.1] { if let path { try Trust.check(path, foundIn: path.directory) } } }
    state.folders[ExactPath(folder)] = found
    return found
  }
}
