import EmendCore
import EmendFiles
import GRDB
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// The opened file of a review: SQLite's connections to it, and whether the file still is where it was opened.
///
/// SQLite goes on without a word in a file that was deleted or replaced, and all of it is gone with the program. So the file
/// is known by device and inode, with the log `-wal`, which has what was decided last, and `-shm`, by which processes agree.
final class ReviewFile: Sendable {
  let pool: DatabasePool
  /// In the words of the user.
  let path: String
  /// The same without links.
  let place: String
  private let identities: [FileIdentity?]
  /// The file as this program has left it. SQLite writes to it seldom; most stands in the log.
  private let left: Mutex<Stamp?>
  /// The last event that was answered.
  private let lastEvent: Mutex<Int>

  private static let parts = ["", "-wal", "-shm"]

  private struct Stamp: Equatable {
    let size: off_t
    let seconds: Int
    let nanoseconds: Int
  }

  enum Condition {
    case inPlace
    /// Nothing stands there.
    case gone
    /// The file is there, its log or index is not.
    case torn
    case replaced
    /// Somebody has written to it who is not SQLite, for what stands in it makes no sense.
    case overwritten
  }

  /// Opens a file, or makes it, for its user alone.
  /// - Throws: `Failure` for a file that is none of ours or cannot be written.
  init(_ path: String) throws {
    self.path = path
    // SQLite gives its log the mode of the file.
    try Self.make(path)
    place = Files.resolved(path)
    var configuration = Configuration()
    configuration.busyMode = .timeout(20)
    configuration.prepareDatabase { db in
      // On the disk also after a power cut; the default of WAL is safe against crashes alone.
      try db.execute(sql: "PRAGMA synchronous = FULL")
    }
    do {
      pool = try DatabasePool(path: place, configuration: configuration)
      let migrator = ReviewTables.migrator
      if try pool.read(migrator.hasBeenSuperseded) {
        throw Failure("\(path): was made by a newer emend; use that one, or name another file with --database")
      }
      try migrator.migrate(pool)
    } catch let error as DatabaseError {
      throw ReviewDatabase.failure(error, path)
    }
    lastEvent = Mutex((try? pool.read { try Int.fetchOne($0, sql: "SELECT MAX(id) FROM events") }) ?? 0)
    identities = Self.parts.map { [place] in Self.facts(place + $0)?.identity }
    left = Mutex(Self.facts(place)?.stamp)
  }

  /// - Returns: false when there is one.
  @discardableResult
  private static func make(_ path: String) throws -> Bool {
    let descriptor = FileSystem.open(path, O_RDWR | O_CREAT | O_EXCL, 0o600)
    if descriptor < 0, errno != EEXIST { throw Failure(path, errno, doing: "make the database") }
    if descriptor >= 0 { close(descriptor) }
    return descriptor >= 0
  }

  /// Work on which file stands in the place. Of all programs that have the database open one does it at a time: two that
  /// saved it at once took each other's log away, and with it what was decided meanwhile.
  static func alone<T>(at path: String, _ work: () throws -> T) rethrows -> T {
    try FileLock.holding(Files.resolved(path) + ".lock", work)
  }

  private static func facts(_ path: String) -> (identity: FileIdentity, stamp: Stamp)? {
    FileSystem.status(path).map { info in
      (FileIdentity(info), Stamp(size: info.st_size, seconds: info.st_mtim.tv_sec, nanoseconds: info.st_mtim.tv_nsec))
    }
  }

  // MARK: Its condition

  /// Of names alone; costs three calls of the system.
  var isInPlace: Bool {
    zip(Self.parts, identities).allSatisfy { part, known in known == nil || Self.facts(place + part)?.identity == known }
  }

  var condition: Condition {
    guard let now = Self.facts(place) else { return .gone }
    if now.identity != identities[0] { return .replaced }
    if !isInPlace { return .torn }
    if left.withLock({ $0 }) == now.stamp { return .inPlace }
    // Another review may have moved its log into the file.
    guard isSound(place) ?? true else { return .overwritten }
    left.withLock { $0 = now.stamp }
    return .inPlace
  }

  /// One transaction. What SQLite writes to the file while it lasts is ours.
  func write<T>(_ body: (Database) throws -> T) throws -> T {
    let (result, last) = try pool.write { db in
      (try body(db), try Int.fetchOne(db, sql: "SELECT MAX(id) FROM events") ?? 0)
    }
    lastEvent.withLock { $0 = last }
    left.withLock { $0 = Self.facts(place)?.stamp }
    return result
  }

  /// Asks the connection that has the file open since the beginning. Others are opened when they are needed, by name, and would
  /// ask the file that took its place.
  func surely<T>(_ body: (Database) throws -> T) throws -> T { try pool.writeWithoutTransaction(body) }

  /// True when a program that opens the file now finds all that was answered; nil when that cannot be told now.
  private func isSound(_ path: String) -> Bool? {
    let last = lastEvent.withLock { $0 }
    return Self.look(path) { db in
      try String.fetchOne(db, sql: "PRAGMA quick_check(1)") == "ok" && Int.fetchOne(db, sql: "SELECT MAX(id) FROM events") ?? 0 >= last
    }
  }

  /// Asks a file with a connection of its own, which changes nothing.
  /// - Returns: false for a file that is no review, nil for one that cannot be read now.
  private static func look(_ path: String, _ question: (Database) throws -> Bool) -> Bool? {
    var configuration = Configuration()
    configuration.readonly = true
    // Another review may be putting its log in order.
    configuration.busyMode = .timeout(20)
    do { return try DatabaseQueue(path: path, configuration: configuration).read(question) } catch {
      let code = (error as? DatabaseError)?.resultCode
      return code == .SQLITE_NOTADB || code == .SQLITE_CORRUPT || code == .SQLITE_ERROR ? false : nil
    }
  }

  /// What the file is that took the place.
  enum Heir {
    /// It has the same records: another review has saved it, or it is a copy of an earlier day.
    case same
    case stranger
    /// It is no longer there, or cannot be read now.
    case unknown
  }

  var heir: Heir {
    let before = Self.facts(place)?.identity
    let records = { (db: Database) in
      Set(try Row.fetchAll(db, sql: "SELECT id, path FROM records").map { "\($0["id"] as Int64) \($0["path"] as String)" })
    }
    guard let own = try? surely(records), let isSame = Self.look(place, { own.isSubset(of: try records($0)) }) else { return .unknown }
    return before == nil || before != Self.facts(place)?.identity ? .unknown : isSame ? .same : .stranger
  }

  // MARK: Saving it

  /// Writes all that the open connection has into a new file beside the old place, or in another folder.
  /// - Returns: its path.
  func copied(to folder: String? = nil) throws -> String {
    let folder = folder ?? place.directory
    try ReviewDatabase.makeFolder(folder)
    let name = folder.appendingPath(place.lastPathComponent)
    var number = 1
    while try !Self.make("\(name).kept-\(number)") { number += 1 }
    let copy = "\(name).kept-\(number)"
    do {
      try surely { try $0.execute(sql: "VACUUM INTO ?", arguments: [copy]) }
      guard isSound(copy) ?? false else { throw Failure("\(copy): the copy lacks what was decided") }
      let descriptor = open(copy, O_RDONLY | O_CLOEXEC)
      defer { close(descriptor) }
      guard fsync(descriptor) == 0 else { throw Failure(copy, errno, doing: "write") }
      return copy
    } catch {
      Self.remove(copy)
      throw (error as? DatabaseError).map { ReviewDatabase.failure($0, copy) } ?? error
    }
  }

  /// Takes a copy away with what SQLite put beside it.
  static func remove(_ copy: String) { for part in parts { unlink(copy + part) } }

  /// Takes log and index away, once a copy has what they have: SQLite would put it on top of whatever file stands there, were
  /// it another one or one that was overwritten.
  func removeLog(of condition: Condition) {
    for (part, known) in zip(Self.parts, identities).dropFirst() {
      let now = Self.facts(place + part)?.identity
      // Beside another file there may be its own.
      if now != nil, now == known || condition != .replaced { unlink(place + part) }
    }
    // To close it is to write the log as well.
    if condition == .overwritten { _ = Unmanaged.passRetained(self) }
  }

  /// Gives a copy the name of the file.
  /// - Returns: false when another file has the name meanwhile.
  func takePlace(_ copy: String, of condition: Condition) throws -> Bool {
    let code = condition == .torn ? rename(copy, place) : link(copy, place)
    let cause = errno
    if code == 0 { return true }
    if cause == EEXIST { return false }
    throw Failure(place, cause, doing: "write")
  }
}
