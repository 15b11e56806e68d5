import Emend
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

// `emend.yml` is read by the program, which no other program can be built with; so its reader is compiled a second time
// (the links in the folder Configuration), with what stands below in the place of files.

/// Configurations, as if each were the file `emend.yml`.
enum SettingsInput {
  fileprivate static let content = Mutex<[UInt8]>([])

  static func run(_ input: [UInt8]) throws -> Bool {
    content.withLock { $0 = input }
    let file: ConfigurationFile
    do { file = try ConfigurationFile("/folder/emend.yml", isTrusted: input.count % 2 == 0) } catch let errors as ConfigurationErrors {
      if errors.messages.isEmpty { throw FuzzTarget.Finding("a configuration was refused without a word") }
      return false
    }
    let settings = file.settings(for: "/folder/box7/24.txt")
    _ = (settings.options, settings.level, settings.table, settings.pipelineKey, settings.selects("/folder/box7/24.txt"))
    return true
  }
}

/// Files there are all and none: what is read is the input.
enum Files {
  enum Limit { static let settings = Int.max }

  static func read(_ path: String, limit: Int) throws -> [UInt8] { SettingsInput.content.withLock { $0 } }
  static func exists(_ path: String) -> Bool { !path.hasSuffix(".no") }
  static func isDirectory(_ path: String) -> Bool { path.hasSuffix("/") }
  static func resolved(_ path: String) -> String { path }
  static func isBelow(_ path: String, _ folder: String) -> Bool { path.hasPrefix(folder + "/") }
}

enum Environment {
  static subscript(name: String) -> String? { nil }
}

struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
  init(_ path: String, _ code: Int32, doing what: String) { self.init("\(path): cannot \(what)") }
}

extension String {
  func appendingPath(_ part: String) -> String { hasSuffix("/") ? self + part : self + "/" + part }
  var lastPathComponent: String { utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? self }
  var directory: String {
    guard let slash = utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == startIndex ? "/" : String(self[..<slash])
  }
}
