import Emend
import EmendConfiguration
import EmendCore
import EmendFiles
import EmendLexicon
import EmendReview
import EmendStages

#if canImport(Glibc)
  import Glibc
#endif

/// A decision that becomes an entry of a table, for this record, this folder or everywhere. `check` and `clean` find the table
/// by themselves.
struct LearnedEntry: Sendable {
  enum Kind: String, CaseIterable, Sendable {
    case correction, phrase, name, protected

    var table: UserDictionary.Kind {
      switch self {
      case .correction: .corrections
      case .phrase: .phrases
      case .name: .names
      case .protected: .protected
      }
    }
  }

  typealias Scope = LearnedTables.Scope

  let kind: Kind
  let scope: Scope
  private let entry: Result<UserEntry, EmendError>
  /// Absolute.
  private let record: String

  /// - Parameters:
  ///   - wrong: the wrong form, or the word that is protected; of no account for a name.
  ///   - right: what it becomes; for a name the person, best with the title before the name; of no account for a protected word.
  ///   - note: why; empty for no reason.
  ///   - editor: who wants it; with the date it follows the note.
  ///   - date: the day, as the table is to have it.
  ///   - path: the record, which need not be there. A folder stands with `/.` behind it.
  init(
    kind: Kind, wrong: String, right: String, note: String, editor: String = "", date: String = LearnedEntry.today, scope: Scope,
    record path: String
  ) {
    self.kind = kind
    self.scope = scope
    record = WorkingFolder.absolute(path)
    let who = editor.isEmpty ? date : "\(editor), \(date)"
    let note = note.contains { !$0.isWhitespace } ? "\(note); \(who)" : who
    entry = Result { () throws(EmendError) in try UserEntry(kind.table, wrong: wrong, right: right, note: note) }
  }

  /// The table that it goes to, which need not be there.
  var file: String { (try? table()) ?? kind.table.fileName }

  /// What would change in the table, as a unified diff, and what is most likely a mistake, in words.
  /// - Throws: `Failure` naming what is wrong with the entry, `ConfigurationErrors` for mistakes in tables and configurations
  ///   that are there already.
  func proposal() throws -> (diff: String, warnings: [String]) {
    let file = try table()
    let joined = try joined(file)
    return (try joined.diff(path: file), try doubts(joined, file))
  }

  /// Adds the entry to the table as that is now, while no other process does; it is on the disk when this returns. A kill
  /// leaves the table with it or without it.
  /// - Returns: what changed, and what is most likely a mistake all the same.
  /// - Throws: as `proposal`, and `Failure` when the table cannot be written.
  @discardableResult
  func write() throws -> (diff: String, warnings: [String]) {
    let file = try table()
    let folder = file.directory
    // What takes long comes before others have to wait, and before a folder is made for an entry that cannot be.
    let warnings = try doubts(joined(file), file)
    try Files.makeDirectories(folder)
    let lock = FileSystem.open(folder, O_RDONLY | O_DIRECTORY)
    guard lock >= 0 else { throw Failure(folder, errno, doing: "open") }
    // Closing it ends the lock, as the end of the process does.
    defer { close(lock) }
    guard FileLock.wait(for: lock) else { throw Failure(folder, errno, doing: "lock") }
    Leftovers.clear(folder)
    let joined = try joined(file)
    try Files.writeAtomically(file, joined.bytes)
    // The folders may be new, too.
    Durability.flush(folder.directory)
    Durability.flush(folder.directory.directory)
    return (try joined.diff(path: file), warnings)
  }

  private func table() throws -> String {
    guard let folder = LearnedTables.place(of: scope, record: record) else {
      throw Failure("there is no place for what holds everywhere; set HOME or XDG_CONFIG_HOME to the path of a folder")
    }
    let file = folder.appendingPath(kind.table.fileName)
    // As it must be to be found.
    if scope != .everywhere { try Trust.check(file, foundIn: Files.resolved(record.directory)) }
    return WorkingFolder.shown(file)
  }

  /// The table as it is now with the entry.
  private func joined(_ file: String) throws -> UserEntry.Joined {
    try told { () throws in try entry.get().joining(Files.exists(file) ? Files.read(file) : [], file: file) }
  }

  /// What speaks against the entry among all tables that the record sees.
  private func doubts(_ joined: UserEntry.Joined, _ file: String) throws -> [String] {
    let settings = try Configurations(commandLine: Settings(), file: nil, isIsolated: false, trusts: true).settings(for: record)
    let files = settings.list(SettingKey.dictionaries)
    return try told {
      let table = try UserDictionary(file: file, bytes: joined.bytes)
      var tables = try UserDictionaries.usable(files.filter { $0 != file })
      let place =
        files.firstIndex(of: file) ?? (scope == .everywhere ? 0 : files.count - (scope == .folder ? settings.recordTables.count : 0))
      tables.insert(table, at: place)
      return try entry.get().doubts(joined, in: file, among: tables) { dictionaries throws(EmendError) in
        try .standard(level: .suggested, dictionaries: dictionaries).selecting(only: [SpellingStage.info.id])
      }
    }
  }

  /// What the library says, as the program says it.
  private func told<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as EmendError { throw Failure(error.description) }
  }

  /// The day on the calendar here: `2026-11-22`.
  static var today: String {
    var now = time(nil)
    var parts = tm()
    localtime_r(&now, &parts)
    func padded(_ number: Int32) -> String { (number < 10 ? "0" : "") + String(number) }
    return "\(parts.tm_year + 1900)-\(padded(parts.tm_mon + 1))-\(padded(parts.tm_mday))"
  }

  /// The kind of entry that a decision most likely is.
  static func kind(for rule: String, original: String, replacement: String, verdictIsAccept: Bool) -> Kind {
    if !verdictIsAccept { return .protected }
    if rule == "spelling.title-name" { return .name }
    return original.contains(where: \.isWhitespace) || !original.contains(where: \.isLetter) ? .phrase : .correction
  }
}
