import EmendCore
import EmendFiles
import EmendLexicon

#if canImport(Glibc)
  import Glibc
#endif

/// Tables that are found by themselves: what was learned everywhere, for a folder and all below it, or for a record. Each
/// folder is looked at once.
package struct LearnedTables {
  /// Where a table holds. Of two the later counts for more.
  package enum Scope: String, CaseIterable, Sendable {
    case everywhere, folder, record
  }

  package static let folderName = OwnFiles.folder
  package static let kinds: [UserDictionary.Kind] = [.corrections, .phrases, .names, .protected]

  /// The tables of a folder and of those above it, the nearest last, and what else stands in its `.emend`.
  private struct Place {
    var tables: [String]
    var others: Set<String> = []
  }

  private var places: [ExactPath: Place] = [:]
  private var common: [String]?
  /// Whether tables of a folder may be links to elsewhere.
  private let trusts: Bool

  package init(trusts: Bool) { self.trusts = trusts }

  /// The tables for a record, the strongest last.
  /// - Parameters:
  ///   - record: absolute; nil for a text that is no file.
  ///   - folder: that of the record, absolute.
  /// - Throws: `ConfigurationErrors` when a folder of tables is there and cannot be listed.
  package mutating func tables(for record: String?, in folder: String) throws -> [(scope: Scope, file: String)] {
    if common == nil { common = try Self.everywhere.map { try Self.tables(in: $0).map(WorkingFolder.shown) } ?? [] }
    let place = try place(folder)
    if common!.isEmpty, place.tables.isEmpty, place.others.isEmpty { return [] }
    var found = common!.map { (Scope.everywhere, $0) } + place.tables.map { (.folder, $0) }
    if let record, place.others.contains(record.lastPathComponent) {
      found += try checked(Self.tables(in: Self.place(of: .record, record: record)!), folder).map { (.record, WorkingFolder.shown($0)) }
    }
    return found
  }

  /// The folder in which the tables of a scope stand; nil where the surroundings name no home.
  /// - Parameter record: absolute.
  package static func place(of scope: Scope, record: String) -> String? {
    let folder = record.directory.appendingPath(folderName)
    return switch scope {
    case .everywhere: everywhere
    case .folder: folder
    case .record: folder.appendingPath(record.lastPathComponent)
    }
  }

  /// `$XDG_CONFIG_HOME/emend`, else `~/.config/emend`. A relative path counts for nothing, as the standard has it.
  private static var everywhere: String? {
    if let home = Environment["XDG_CONFIG_HOME"], home.hasPrefix("/") { return home.appendingPath("emend") }
    return Environment["HOME"].flatMap { $0.hasPrefix("/") ? $0.appendingPath(".config/emend") : nil }
  }

  private mutating func place(_ folder: String) throws -> Place {
    if let known = places[ExactPath(folder)] { return known }
    var place = Place(tables: folder == folder.directory ? [] : try self.place(folder.directory).tables)
    let home = folder.appendingPath(Self.folderName)
    place.others = try Self.names(in: home)
    if !place.others.isEmpty { place.tables += try checked(Self.tables(in: home, place.others), folder).map(WorkingFolder.shown) }
    places[ExactPath(folder)] = place
    return place
  }

  private func checked(_ tables: [String], _ folder: String) throws -> [String] {
    if !trusts { for table in tables { try Trust.check(table, foundIn: folder) } }
    return tables
  }

  private static func tables(in folder: String) throws -> [String] { try tables(in: folder, names(in: folder)) }

  /// The tables among the names that a folder has, in the order of their kinds.
  private static func tables(in folder: String, _ names: Set<String>) throws -> [String] {
    kinds.map(\.fileName).filter(names.contains).map { folder.appendingPath($0) }.filter { !Files.isDirectory($0) }
  }

  /// The names in a folder; none where there is no such folder.
  private static func names(in folder: String) throws -> Set<String> {
    guard let entries = FileSystem.entries(of: folder) else {
      let code = errno
      if code == ENOENT || code == ENOTDIR || !Files.exists(folder) { return [] }
      throw ConfigurationErrors([Failure(folder, code, doing: "list the tables in it").description])
    }
    return Set(entries.map(\.name))
  }
}
