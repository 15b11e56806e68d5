import EmendCore
import EmendSystem

#if canImport(Glibc)
  import Glibc
#endif

extension String {
  package func appendingPath(_ part: String) -> String { hasSuffix("/") ? self + part : self + "/" + part }
  // By bytes: a combining mark behind a slash would hide it from a search by characters.
  package var lastPathComponent: String {
    let parts = utf8.split(separator: UInt8(ascii: "/"))
    return parts.last.map { String(Substring($0)) } ?? self
  }
  package var directory: String {
    guard let slash = utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == startIndex ? "/" : String(self[..<slash])
  }
  package var pathExtension: String {
    let name = lastPathComponent
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }
}

package enum Files {
  package static func isDirectory(_ path: String) -> Bool { FileSystem.status(path)?.isFolder ?? false }

  /// The path without links, or the path itself where nothing stands.
  package static func resolved(_ path: String) -> String { FileSystem.resolved(path) ?? path }

  /// The path itself, or the nearest folder above it that is there.
  static func nearestExisting(_ path: String) -> String {
    var place = path
    while !exists(place), place != place.directory { place = place.directory }
    return place
  }

  /// True when a path, which need not exist yet, lies below a folder.
  package static func isBelow(_ path: String, _ folder: String) -> Bool {
    let place = nearestExisting(path)
    let root = resolved(folder)
    let found = resolved(place)
    return ExactPath(found) == ExactPath(root) && place != path || found.startsExactly(with: root.hasSuffix("/") ? root : root + "/")
  }

  package static func isSame(_ a: String, _ b: String) -> Bool {
    guard let first = FileIdentity.of(a), let second = FileIdentity.of(b) else { return false }
    return first == second
  }

  package static func exists(_ path: String) -> Bool { FileSystem.exists(path) }

  /// Adds to the end of a file, which need not exist.
  package static func append(_ bytes: [UInt8], to path: String) throws {
    let descriptor = FileSystem.open(path, O_WRONLY | O_CREAT | O_APPEND, 0o666)
    guard descriptor >= 0 else { throw Failure(path, errno, doing: "write") }
    defer { close(descriptor) }
    do { try Output(descriptor: descriptor).write(bytes) } catch let low as WriteError { throw Failure(path, low.code, doing: "write") }
  }

  package static func makeDirectories(_ path: String) throws {
    if path.isEmpty || isDirectory(path) { return }
    if path.directory != path { try makeDirectories(path.directory) }
    if FileSystem.mkdir(path, 0o777) != 0, errno != EEXIST { throw Failure(path, errno, doing: "create the directory") }
    if !isDirectory(path) { throw Failure("\(path): is a file, so no directory can be made there") }
  }

  /// Writes a file whole or not at all: a draft beside it, then renamed.
  ///
  /// The new file keeps the mode of the one that it replaces; a link is followed to the file it names.
  /// - Parameters:
  ///   - isDurable: flushes it to the disk, so that it is there after a power cut too. Who writes many files leaves that to
  ///     `Durability.sync` at the end.
  ///   - mode: what the file may allow at most: that of the record which it is made from.
  package static func writeAtomically(_ path: String, isDurable: Bool = true, mode: mode_t = 0o777, _ body: (Int32) throws -> Void) throws {
    guard let temporary = try Temporary(replacing: path, mode: mode, body) else { return }
    if isDurable { try temporary.flush() }
    try temporary.takePlace()
    // The name is on the disk when its folder is.
    if isDurable { Durability.flush(temporary.target.directory) }
  }

  package static func writeAtomically(_ path: String, isDurable: Bool = true, mode: mode_t = 0o777, _ bytes: [UInt8]) throws {
    try writeAtomically(path, isDurable: isDurable, mode: mode) { try Output(descriptor: $0).write(bytes) }
  }

  static let currentMask: mode_t = {
    let mask = umask(0)
    umask(mask)
    return mask
  }()
}

/// What `write` said, for whoever knows the file's name.
package struct WriteError: Error {
  package let code: Int32
}

/// An open file to write to.
package struct Output {
  package let descriptor: Int32

  package init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  package static let standard = Output(descriptor: 1)

  package func write(_ bytes: [UInt8]) throws {
    if descriptor == Self.standard.descriptor, let captured = CapturedOutput.current { return captured.add(output: bytes) }
    try bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let n = Glibc.write(descriptor, buffer.baseAddress! + done, min(buffer.count - done, 1 << 30))
        if n < 0, errno == EINTR { continue }
        if n < 0 { throw descriptor == 1 ? Failure("standard output", errno, doing: "write") : WriteError(code: errno) }
        done += n
      }
    }
  }

  /// A writer for a report.
  package var writer: ByteWriter { ByteWriter { try write($0) } }
}
