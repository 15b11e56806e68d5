import EmendConfiguration
import EmendCore
import EmendFiles
import GRDB
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// The state of a review: one SQLite file. A change is on the disk, and under its name, before the method that makes it returns.
///
/// Decisions are kept by the path of their record and the key of their suggestion; what the pipeline proposed stands beside
/// them, so that queues and concordances are looked up and not made.
final class ReviewDatabase: Sendable {
  /// Paths of records below this folder are kept relative to it.
  private let home: String
  private let state: Mutex<State>
  /// One change at a time, and no file that is given up in the middle of one.
  private let changing = Lock()

  private struct State {
    var file: ReviewFile
    /// How many files there were.
    var generation = 0
    var notice = ""
  }

  static let defaultPath = ".emend/review.sqlite"

  /// - Throws: `Failure` for a file that is none of ours or cannot be written.
  init(_ path: String) throws {
    try Self.makeFolder(path.directory)
    let folder = Files.resolved(path.directory)
    home = folder.lastPathComponent == ".emend" ? folder.directory : folder
    state = Mutex(State(file: try ReviewFile.alone(at: path) { try ReviewFile(path) }))
    Self.keepOutOfGit(folder)
  }

  /// A folder for the state is its user's alone; one that exists stays as it is.
  static func makeFolder(_ path: String) throws {
    if Files.exists(path) || path.isEmpty { return try Files.makeDirectories(path) }
    try Files.makeDirectories(path.directory)
    if mkdir(path, 0o700) != 0, errno != EEXIST { throw Failure(path, errno, doing: "create the directory") }
  }

  /// The state is one machine's; decisions go into git by `--export`.
  private static func keepOutOfGit(_ folder: String) {
    let file = folder.appendingPath(".gitignore")
    if folder.lastPathComponent == ".emend", !Files.exists(file) { try? Files.writeAtomically(file, Array("review.sqlite*\n".utf8)) }
  }

  private var file: ReviewFile { state.withLock(\.file) }

  /// Changes when the review goes on in another file, in which the numbers of a record may be the same and its decisions others.
  var generation: Int { state.withLock(\.generation) }

  /// Where the decisions are.
  var path: String { file.path }

  /// What the editor has to know of the file; empty as a rule.
  var notice: String { state.withLock(\.notice) }

  /// What was asked for could not be kept or looked up, through no fault of who asked.
  struct Trouble: Error, CustomStringConvertible {
    let description: String
  }

  static func failure(_ error: DatabaseError, _ path: String) -> Failure {
    let what = error.message ?? "SQLite error \(error.resultCode.rawValue)"
    let remedy =
      switch error.resultCode {
      case .SQLITE_NOTADB, .SQLITE_CORRUPT: "name another file with --database, or restore this one"
      case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
        "check the permissions of the file and its folder, or name another with --database"
      case .SQLITE_FULL, .SQLITE_IOERR: "make room; nothing that was answered is lost"
      case .SQLITE_BUSY: "another program holds the file; try again"
      default: "nothing that was answered is lost"
      }
    return Failure("\(path): \(what) (\(remedy))")
  }

  func read<T>(_ body: (Database) throws -> T) throws -> T {
    let file = file
    return try asked(file.isInPlace ? file : changing.locked(kept)) { try $0.pool.read(body) }
  }

  /// One transaction, which is done again when the file was replaced in the middle of it.
  func write<T>(_ body: (Database) throws -> T) throws -> T {
    try changing.locked {
      for _ in 0..<3 {
        let file = try kept()
        let result = try asked(file) { try $0.write(body) }
        if file.isInPlace { return result }
        // The file of another review may lack the change; a copy of this one has it.
        if try rescue(file) == .copied { return result }
      }
      throw Trouble(description: "\(path): is replaced by another file again and again; nothing was stored")
    }
  }

  private func asked<T>(_ file: ReviewFile, _ body: (ReviewFile) throws -> T) throws -> T {
    do { return try body(file) } catch let error as DatabaseError {
      throw Trouble(description: Self.failure(error, file.path).description)
    }
  }

  /// Looks whether the file is where it was, and saves it when it is not.
  func check() throws { _ = try changing.locked(kept) }

  /// As `check`, before the program ends: what cannot be saved in its place is saved in the home of the user.
  func finish() throws {
    do { try check() } catch {
      let homes = ["HOME", "TMPDIR"].compactMap { (name: String) in getenv(name).map { String(cString: $0) } } + ["/tmp"]
      for home in homes {
        if let copy = try? file.copied(to: home) { throw Failure("\(path): is gone; \(Self.elsewhere(copy))") }
      }
      throw error
    }
  }

  private static func elsewhere(_ copy: String) -> String {
    "all decisions are in \(copy); bring them back with emend review --database \(copy) --export decisions.jsonl, then "
      + "emend review --import decisions.jsonl"
  }

  /// The path of a record as the database has it.
  func stored(_ path: String) -> String {
    let absolute = WorkingFolder.absolute(path)
    let root = home.hasSuffix("/") ? home : home + "/"
    return absolute.hasPrefix(root) ? String(absolute.dropFirst(root.count)) : absolute
  }

  func absolute(_ stored: String) -> String { stored.hasPrefix("/") ? stored : home.appendingPath(stored) }

  // MARK: A file that is gone

  private enum Rescue {
    /// The review goes on in a copy of its file.
    case copied
    /// It goes on in the file that was there, with what that lacked.
    case joined
  }

  private func kept() throws -> ReviewFile {
    let file = file
    if file.condition != .inPlace { _ = try rescue(file) }
    return self.file
  }

  private func rescue(_ old: ReviewFile) throws -> Rescue {
    // Its folder may be gone with it. One that cannot be made is an error of the work itself.
    try? Self.makeFolder(old.place.directory)
    return try ReviewFile.alone(at: old.place) { try rescueAlone(old) }
  }

  /// Goes on in a file that is in place, with all that the open connection has.
  private func rescueAlone(_ old: ReviewFile) throws -> Rescue {
    do {
      for _ in 0..<10 {
        let condition = old.condition
        let copy = try old.copied()
        var isToStay = false
        defer { if !isToStay { ReviewFile.remove(copy) } }
        old.removeLog(of: condition)
        let heir = condition == .replaced ? old.heir : .stranger
        if heir == .unknown { continue }
        if heir == .same {
          let file = try ReviewFile(old.path)
          let states = try old.surely(Self.states)
          let count = try file.write { try Self.merge(states, $0) }
          goOn(in: file, "another copy of it took its place; the review goes on there, with \(count) decisions that it lacked")
          return .joined
        }
        if condition == .replaced || condition == .overwritten {
          isToStay = true
          goOn(in: try ReviewFile(copy), "was replaced by another file; \(Self.elsewhere(copy))", isToStay: true)
          return .copied
        }
        if try old.takePlace(copy, of: condition) {
          goOn(in: try ReviewFile(old.path), "was deleted in the middle of the review; all decisions are saved there anew")
          return .copied
        }
      }
      throw Failure("other files take its place again and again")
    } catch {
      throw Trouble(
        description:
          "\(old.path): was deleted or replaced in the middle of the review and cannot be saved: \(error). Do not end emend, which alone "
          + "has the decisions; make its folder writable again, and decide once more")
    }
  }

  private func goOn(in file: ReviewFile, _ words: String, isToStay: Bool = false) {
    let notice = "\(path): \(words)"
    state.withLock { state in
      // Readers that are under way keep the old one open until they are done.
      state.file = file
      state.generation += 1
      if isToStay { state.notice = notice }
    }
    Console.error(notice)
  }
}
