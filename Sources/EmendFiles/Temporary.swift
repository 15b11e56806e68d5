import EmendCore
import EmendSystem
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// A file that is being written beside the one whose place it is to take: `.emend-draft-RANDOM.tmp`.
package struct Draft {
  /// To write to.
  package let descriptor: Int32
  /// nil for a device or a pipe, which is written to, never replaced.
  private let temporary: Temporary?
  private let name: String

  /// - Parameter mode: what the file may allow at most; nobody but its owner reads a draft before that is known.
  /// - Throws: `Failure` when nothing can be written there, or not so that the file stays its owner's.
  package init(replacing name: String, mode: mode_t = 0o777) throws {
    self.name = name
    let target = Files.resolved(name)
    let old = FileSystem.status(target)
    if old?.isFolder == true { throw Failure(name, EISDIR, doing: "write") }
    if let old, !old.isRegular {
      (descriptor, temporary) = (try Self.openDevice(target, name), nil)
      return
    }
    if old == nil, FileSystem.status(target, followsLinks: false) != nil { throw Failure("\(name): is a link to nothing; name a file") }
    let (made, descriptor) = try Temporary.create(beside: target, name: name)
    (self.descriptor, temporary) = (descriptor, made)
    do {
      if let old { try Self.inherit(descriptor, from: target, old, name) }
      let allowed = old?.permissions ?? 0o666 & ~Files.currentMask
      // Its owner may always read and write what is made anew.
      guard fchmod(descriptor, old == nil ? allowed & (mode | 0o600) : allowed & (mode | 0o7600)) == 0 else {
        throw Failure(name, errno, doing: "set the permissions")
      }
    } catch {
      discard()
      throw error
    }
  }

  private static func openDevice(_ target: String, _ name: String) throws -> Int32 {
    // A pipe that nobody reads is an error, not something to wait for.
    let descriptor = FileSystem.open(target, O_WRONLY | O_NOCTTY | O_NONBLOCK)
    guard descriptor >= 0 else { throw Failure(name, errno, doing: "write") }
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
    return descriptor
  }

  /// Gives the draft the owner, the group and the attributes of the file that it is to replace.
  private static func inherit(_ descriptor: Int32, from target: String, _ old: stat, _ name: String) throws {
    var new = stat()
    guard fstat(descriptor, &new) == 0 else { throw Failure(name, errno, doing: "write") }
    if new.st_uid != old.st_uid || new.st_gid != old.st_gid, fchown(descriptor, old.st_uid, old.st_gid) != 0 {
      let whose = new.st_uid != old.st_uid ? "another user (\(old.st_uid))" : "another group (\(old.st_gid))"
      throw Failure(
        "\(name): belongs to \(whose), and would not any more if it were replaced; write elsewhere with -o, or let its owner do it")
    }
    let source = FileSystem.open(target, O_RDONLY | O_NONBLOCK)
    // A file that may not be read keeps its attributes from us, too.
    guard source >= 0 else { return }
    defer { close(source) }
    var lost = [CChar](repeating: 0, count: 256)
    if emend_copy_attributes(source, descriptor, &lost, 256) != 0 {
      throw Failure("\(name): its attribute \(String(fileName: lost)) would be lost if it were replaced; write elsewhere with -o")
    }
  }

  /// Ends the writing; nil when it went straight to its target.
  package func done() throws -> Temporary? {
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
  package func failure(_ error: any Error) -> any Error {
    (error as? WriteError).map { Failure(name, $0.code, doing: "write") } ?? error
  }
}

/// A file that was written beside the one whose place it takes.
package struct Temporary: Sendable {
  package let path: String
  /// The path without links.
  package let target: String
  /// The path in messages.
  package let name: String
  /// In the list of what is unlinked when the program ends before its time.
  private let number: Int32

  /// nil when the path is a device or a pipe, which is written to, never replaced.
  /// - Throws: `Failure`; nothing is left behind then.
  package init?(replacing name: String, mode: mode_t = 0o777, _ body: (Int32) throws -> Void) throws {
    let draft = try Draft(replacing: name, mode: mode)
    do { try body(draft.descriptor) } catch {
      draft.discard()
      throw draft.failure(error)
    }
    guard let whole = try draft.done() else { return nil }
    self = whole
  }

  package init?(replacing name: String, mode: mode_t = 0o777, with bytes: [UInt8]) throws {
    try self.init(replacing: name, mode: mode) { try Output(descriptor: $0).write(bytes) }
  }

  private init(path: String, target: String, name: String, number: Int32) {
    (self.path, self.target, self.name, self.number) = (path, target, name, number)
  }

  /// Puts the content on the disk.
  package func flush() throws {
    let code = Durability.flush(path)
    if code == 0 { return }
    discard()
    throw Failure(name, code, doing: "write")
  }

  /// Renames it to its target, whatever stands there.
  package func takePlace() throws {
    forget()
    if FileSystem.rename(path, target) != 0 { throw failure(leaving: path) }
  }

  /// What the system said, once the file at `path`, which did not get its name, is gone.
  package func failure(leaving path: String) -> Failure {
    let code = errno
    _ = FileSystem.unlink(path)
    return Failure(name, code, doing: "write")
  }

  func discard() {
    forget()
    _ = FileSystem.unlink(path)
  }

  /// From now on the path may name something that must not be unlinked.
  package func forget() {
    Self.open.withLock { open in _ = open.paths.remove(ExactPath(path)) }
    emend_forget_draft(number)
  }

  // MARK: The drafts of this process

  private struct Open {
    var paths: Set<ExactPath> = []
    /// True when the program is about to end.
    var isClosed = false
  }
  private static let open = Mutex(Open())

  fileprivate static func create(beside target: String, name: String) throws -> (Temporary, descriptor: Int32) {
    try open.withLock { open in
      if open.isClosed { throw Failure("\(name): the run was stopped") }
      while true {
        let path = target.directory.appendingPath(Leftovers.draftName())
        let descriptor = FileSystem.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
        if descriptor < 0, errno == EEXIST { continue }
        guard descriptor >= 0 else { throw Failure(name, errno, doing: "write") }
        open.paths.insert(ExactPath(path))
        let number = path.withFileName { emend_remember_draft($0) }
        return (Temporary(path: path, target: target, name: name, number: number), descriptor)
      }
    }
  }

  /// Removes what is unfinished, for good: the program ends.
  package static func removeAll() {
    open.withLock { open in
      open.isClosed = true
      for path in open.paths { _ = FileSystem.unlink(path.path) }
      open.paths = []
    }
  }
}

/// What must be on the disk before the next step.
package enum Durability {
  /// Flushes a file or a folder; gives the error code, or 0.
  @discardableResult
  package static func flush(_ path: String) -> Int32 {
    let descriptor = FileSystem.open(path, O_RDONLY | O_NONBLOCK)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    return fsync(descriptor) == 0 ? 0 : errno
  }

  /// From so many files on, it is quicker to flush the file systems that they are on.
  private static let manyFiles = 16

  /// Flushes all files and their folders.
  /// - Throws: `Failure` when the disk does not take them.
  package static func sync(_ paths: [String]) throws {
    let folders = Set(paths.map { ExactPath($0.directory) }).sorted().map(\.path)
    if paths.count < manyFiles {
      for path in paths + folders { try check(flush(path), path) }
      return
    }
    var systems: Set<UInt64> = []
    for folder in folders { try check(syncSystem(of: folder, &systems), folder) }
  }

  /// Flushes the file system of a folder.
  package static func sync(folder: String) throws {
    var systems: Set<UInt64> = []
    try check(syncSystem(of: folder, &systems), folder)
  }

  private static func check(_ code: Int32, _ path: String) throws {
    if code != 0 { throw Failure(path, code, doing: "flush to the disk") }
  }

  private static func syncSystem(of folder: String, _ done: inout Set<UInt64>) -> Int32 {
    let descriptor = FileSystem.open(folder, O_RDONLY)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { return errno }
    if !done.insert(UInt64(info.st_dev)).inserted { return 0 }
    return emend_sync_file_system(descriptor) == 0 ? 0 : errno
  }
}
