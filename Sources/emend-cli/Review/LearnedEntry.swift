import Emend

#if canImport(Glibc)
  import Glibc
#endif

/// A decision that becomes an entry of a table, for this record, this folder or everywhere. `check` and `clean` find the table
/// by themselves.
struct LearnedEntry: Sendable {
  enum Kind: String, CaseIterable, Sendable {
    case correction, phrase, name, protected

    var table: OwnTable.Kind {
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
  private let entry: Result<OwnEntry, EmendError>
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
    entry = Result { () throws(EmendError) in try OwnEntry(kind.table, wrong: wrong, right: right, note: note) }
  }

  /// The table that it goes to, which need not be there.
  var file: String { (try? table()) ?? kind.table.fileName }

  /// What would change in the table, as a unified diff, and what is most likely a mistake, in words.
  /// - Throws: `Failure` naming what is wrong with the entry, `ConfigurationErrors` for mistakes in tables and configurations
  ///   that are there already.
  func proposal() throws -> (diff: String, warnings: [String]) {
    let file = try table()
    let (joined, warnings) = try joined(file)
    return (try joined.diff(path: file), warnings)
  }

  /// Adds the entry to the table as that is now, while no other process does; it is on the disk when this returns. A kill
  /// leaves the table with it or without it.
  /// - Throws: as `proposal`, and `Failure` when the table cannot be written.
  func write() throws {
    let file = try table()
    let folder = file.directory
    // Before a folder is made for an entry that cannot be.
    _ = try joined(file)
    try Files.makeDirectories(folder)
    let lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard lock >= 0 else { throw Failure(folder, errno, doing: "open") }
    // Closing it ends the lock, as the end of the process does.
    defer { close(lock) }
    while flock(lock, LOCK_EX) != 0 { if errno != EINTR { throw Failure(folder, errno, doing: "lock") } }
    Temporary.removeStale(in: folder)
    try Files.writeAtomically(file, joined(file).joined.bytes)
    // The folders may be new, too.
    Durability.flush(folder.directory)
    Durability.flush(folder.directory.directory)
  }

  private func table() throws -> String {
    guard let folder = LearnedTables.place(of: scope, record: record) else {
      throw Failure("there is no place for what holds everywhere; set HOME or XDG_CONFIG_HOME to the path of a folder")
    }
    return WorkingFolder.shown(folder.appendingPath(kind.table.fileName))
  }

  /// The table with the entry, as the record would see it among its other tables.
  private func joined(_ file: String) throws -> (joined: OwnEntry.Joined, warnings: [String]) {
    let settings = try Configurations(commandLine: Settings(), file: nil, isIsolated: false).settings(for: record)
    do {
      let entry = try entry.get()
      let joined = try entry.joining(Files.exists(file) ? Files.read(file) : [], file: file)
      let table = try OwnTable(file: file, bytes: joined.bytes)
      var tables = try OwnTables.usable(settings.list(SettingKey.dictionaries))
      if let place = tables.firstIndex(where: { $0.file == file }) {
        tables[place] = table
      } else {
        tables.insert(table, at: scope == .everywhere ? 0 : tables.count - (scope == .folder ? settings.recordTables.count : 0))
      }
      return (joined, try entry.doubts(joined, in: file, among: tables))
    } catch let error as EmendError {
      throw Failure(error.description)
    }
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
