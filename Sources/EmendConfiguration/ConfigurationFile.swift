import EmendCore
import EmendFiles
import Yams

/// `emend.yml` as it was read: settings, and those for some paths only.
package struct ConfigurationFile: Sendable {
  package static let name = OwnFiles.configuration

  package let path: String
  package var settings = Settings()
  var overrides: [(patterns: [String], settings: Settings)] = []

  /// The folder that its paths and patterns are relative to.
  package var folder: String { Files.resolved(path.directory) }

  /// - Throws: `ConfigurationErrors` with all mistakes of the file, each with its line.
  /// - Parameter isTrusted: whether it may name models, and files outside its folder.
  package init(_ path: String, isTrusted: Bool) throws {
    let bytes: [UInt8]
    do { bytes = try Files.read(path, limit: Files.Limit.settings) } catch { throw ConfigurationErrors(["\(error)"]) }
    try self.init(path, content: bytes, isTrusted: isTrusted)
  }

  /// The same of a file whose content is known.
  package init(_ path: String, content bytes: [UInt8], isTrusted: Bool) throws {
    self.path = path
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ConfigurationErrors(["\(path): is not UTF-8; save it as UTF-8"])
    }
    var reader = ConfigurationReader(path: path, folder: Files.resolved(path.directory), isTrusted: isTrusted)
    if let root = try reader.parse(text) { reader.readRoot(root, into: &self) }
    if !reader.problems.isEmpty { throw ConfigurationErrors(reader.sortedProblems) }
  }

  /// What the file says for a record; `path` is absolute, nil for standard input.
  package func settings(for path: String?) -> Settings {
    var found = settings
    for (patterns, settings) in overrides {
      if let path, patterns.contains(where: { Glob.fits($0, path, below: folder) }) { found.overlay(settings) }
    }
    found.folder = folder
    return found
  }
}

/// Mistakes in files that say how to work. They end the program, unlike those of a single record.
package struct ConfigurationErrors: Error, CustomStringConvertible {
  package let messages: [String]

  /// Of many messages the first are told, and how many more there are.
  package init(_ messages: [String]) { self.messages = Excerpt.of(messages) }

  package var description: String { messages.joined(separator: "\n") }
}
