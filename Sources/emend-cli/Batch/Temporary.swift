import Emend
import EmendSystem
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// A file that is being written beside the one whose place it is to take: `.emend-PID-N.tmp`.
struct Draft {
  /// To write to.
  let descriptor: Int32
  /// nil for a device or a pipe, which is written to, never replaced.
  private let temporary: Temporary?
  private let name: String

  /// - Throws: `Failure` when nothing can be written there.
  init(replacing name: String) throws {
    self.name = name
    let target = Files.resolved(name)
    if Files.isDirectory(target) { throw Failure(name, EISDIR, doing: "write") }
    var mode: mode_t = 0o666 & ~Files.currentMask
    var info = stat()
    let replaces = stat(target, &info) == 0
    if replaces, info.st_mode & S_IFMT != S_IFREG {
      descriptor = open(target, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw Failure(name, errno, doing: "write") }
      temporary = nil
      return
    }
    if replaces { mode = info.st_mode & 0o7777 }
    let (owner, group) = (info.st_uid, info.st_gid)
    if !replaces, lstat(target, &info) == 0 { throw Failure("\(name): is a link to nothing; name a file") }
    let (path, descriptor) = try Temporary.create(beside: target, name: name, mode)
    _ = fchmod(descriptor, mode)
    if replaces { _ = fchown(descriptor, owner, group) }
    self.descriptor = descriptor
    temporary = Temporary(path: path, target: target, name: name)
  }

  /// Ends the writing; nil when it went straight to its target.
  func done() throws -> Temporary? {
    guard close(descriptor) == 0 else {
      let code = errno
      temporary?.discard()
      throw Failure(name, code, doing: "write")
    }
    return temporary
  }

  func discard() {
    close(descriptor)
    temporary?.discard()
  }

  /// What went wrong in writing, with the name of the file.
  func failure(_ error: any Error) -> any Error {
    (error as? WriteError).map { Failure(name, $0.code, doing: "write") } ?? error
  }
}

/// A file that was written beside the one whose place it takes.
struct Temporary: Sendable {
  let path: String
  /// The path without links.
  let target: String
  /// The path in messages.
  fileprivate let name: String

  fileprivate init(path: String, target: String, name: String) {
    (self.path, self.target, self.name) = (path, target, name)
  }

  /// nil when the path is a device or a pipe, which is written to, never replaced.
  /// - Throws: `Failure`; nothing is left behind then.
  init?(replacing name: String, _ body: (Int32) throws -> Void) throws {
    let draft = try Draft(replacing: name)
    do { try body(draft.descriptor) } catch {
      draft.discard()
      throw draft.failure(error)
    }
    guard let whole = try draft.done() else { return nil }
    self = whole
  }

  init?(replacing name: String, with bytes: [UInt8]) throws {
    try self.init(replacing: name) { try Output(descriptor: $0).write(bytes) }
  }

  /// Puts the content on the disk.
  func flush() throws {
    let code = Durability.flush(path)
    if code == 0 { return }
    Self.remove(path)
    throw Failure(name, code, doing: "write")
  }

  /// Renames it to its target.
  func takePlace() throws {
    let code = Self.names.withLock { names in
      names.open.remove(path)
      return rename(path, target) == 0 ? 0 : errno
    }
    if code == 0 { return }
    unlink(path)
    throw Failure(name, code, doing: "write")
  }

  func discard() { Self.remove(path) }

  // MARK: The temporary files of this process

  private struct Names {
    var open: Set<String> = []
    var count = 0
    /// True when the program is about to end.
    var isClosed = false
  }
  private static let names = Mutex(Names())

  fileprivate static func create(beside target: String, name: String, _ mode: mode_t) throws -> (path: String, descriptor: Int32) {
    try names.withLock { names in
      if names.isClosed { throw Failure("\(name): the run was stopped") }
      let path = target.directory.appendingPath(".emend-\(getpid())-\(names.count).tmp")
      let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
      guard descriptor >= 0 else { throw Failure(name, errno, doing: "write") }
      names.count += 1
      names.open.insert(path)
      return (path, descriptor)
    }
  }

  private static func remove(_ path: String) {
    names.withLock { names in
      names.open.remove(path)
      unlink(path)
    }
  }

  /// Removes what is unfinished, for good: the program ends.
  static func removeAll() {
    names.withLock { names in
      names.isClosed = true
      for path in names.open { unlink(path) }
      names.open = []
    }
  }

  /// Removes what runs that are gone left in a folder.
  static func removeStale(in folder: String) {
    guard let handle = opendir(folder) else { return }
    defer { closedir(handle) }
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name.hasPrefix(".emend-"), name.hasSuffix(".tmp"),
        let process = Int32(name.dropFirst(7).prefix { $0 != "-" && $0 != "." })
      else { continue }
      if process > 0, kill(process, 0) != 0, errno == ESRCH { unlink(folder.appendingPath(name)) }
    }
  }
}

/// What must be on the disk before the next step.
enum Durability {
  /// Flushes a file or a folder; gives the error code, or 0.
  @discardableResult
  static func flush(_ path: String) -> Int32 {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    return fsync(descriptor) == 0 ? 0 : errno
  }

  /// From so many files on, it is quicker to flush the file systems that they are on.
  private static let manyFiles = 16

  /// Flushes all files and their folders.
  /// - Throws: `Failure` when the disk does not take them.
  static func sync(_ paths: [String]) throws {
    let folders = Set(paths.map(\.directory))
    if paths.count < manyFiles {
      for path in paths + folders.sorted() { try check(flush(path), path) }
      return
    }
    var systems: Set<UInt64> = []
    for folder in folders.sorted() { try check(syncSystem(of: folder, &systems), folder) }
  }

  /// Flushes the file system of a folder.
  static func sync(folder: String) throws {
    var systems: Set<UInt64> = []
    try check(syncSystem(of: folder, &systems), folder)
  }

  private static func check(_ code: Int32, _ path: String) throws {
    if code != 0 { throw Failure(path, code, doing: "flush to the disk") }
  }

  private static func syncSystem(of folder: String, _ done: inout Set<UInt64>) -> Int32 {
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { return errno }
    if !done.insert(UInt64(info.st_dev)).inserted { return 0 }
    return emend_sync_file_system(descriptor) == 0 ? 0 : errno
  }
}
