import EmendCore
import EmendSystem

#if canImport(Glibc)
  import Glibc
#endif

extension Files {
  /// Bytes that a file may have, by what it is read for; a larger one is an error before memory is taken for it.
  package enum Limit {
    /// Places in a text are counted in 32 bits here and there.
    package static let record = Int(Int32.max)
    package static let settings = 16 << 20
  }

  /// Bytes of memory that a record takes while it is cleaned, for each of its own (measured; `make bench`).
  private static let memoryPerByte = 9
  /// Below this nobody asks how much memory there is.
  private static let largeRecord = 64 << 20

  /// Opens a file to read: a regular one, or what the shell handed over as `/dev/fd/63`.
  package static func openToRead(_ path: String) throws -> Int32 {
    // A pipe in a folder must not be waited for.
    let descriptor = FileSystem.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw Failure(path, errno, doing: "open") }
    do { try check(descriptor, path) } catch {
      close(descriptor)
      throw error
    }
    let flags = fcntl(descriptor, F_GETFL)
    _ = fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK)
    return descriptor
  }

  private static func check(_ descriptor: Int32, _ path: String) throws {
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { throw Failure(path, errno, doing: "open") }
    if info.isFolder { throw Failure(path, EISDIR, doing: "read") }
    if info.isRegular { return }
    // The caller itself opened what stands there, so somebody writes to it.
    let isHandedOver = ["/dev/fd/", "/proc/self/fd/", "/dev/stdin"].contains { path.startsExactly(with: $0) }
    if isHandedOver, info.st_mode & S_IFMT == S_IFIFO { return }
    throw Failure("\(path): is no regular file, but a pipe, a socket or a device; what comes through a pipe goes to standard input")
  }

  /// - Throws: `Failure` for what is no regular file, is longer than `limit`, or than memory allows.
  package static func read(_ path: String, limit: Int = Limit.record) throws -> [UInt8] {
    let descriptor = try openToRead(path)
    defer { close(descriptor) }
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { throw Failure(path, errno, doing: "open") }
    let size = Int(info.st_size)
    if size > limit { throw tooLong(path, size, limit) }
    if size > largeRecord {
      let (needed, free) = (size * memoryPerByte, Int(emend_free_memory()))
      if free >= 0, needed > free {
        throw Failure(
          "\(path): has \(Self.megabytes(size)), for which emend takes about \(Self.megabytes(needed)) of memory, and \(Self.megabytes(free)) are free; split the file between two pages, or make room"
        )
      }
    }
    return try readAll(descriptor: descriptor, name: path, size: size, limit: limit)
  }

  package static func tooLong(_ name: String, _ size: Int?, _ limit: Int) -> Failure {
    let found = size.map { "has \(megabytes($0))" } ?? "has more than \(megabytes(limit))"
    return Failure("\(name): \(found), and a file of its kind may have \(megabytes(limit)) at most; split it")
  }

  private static func megabytes(_ bytes: Int) -> String {
    bytes < 10_000_000_000 ? "\(bytes / 1_000_000) MB" : "\(bytes / 1_000_000_000) GB"
  }

  package static func readAll(descriptor: Int32, name: String, size: Int, limit: Int = Limit.record) throws -> [UInt8] {
    var bytes: [UInt8] = []
    // One byte more than the file holds, so that its end shows without growing the array.
    var capacity = max(size + 1, 1 << 16)
    var filled = 0
    while true {
      var failure: Int32 = 0
      bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        if filled > 0 {
          bytes.withUnsafeBytes { buffer.baseAddress!.initialize(from: $0.baseAddress!.assumingMemoryBound(to: UInt8.self), count: filled) }
        }
        while filled < capacity {
          let n = Glibc.read(descriptor, buffer.baseAddress! + filled, min(capacity - filled, 1 << 30))
          if n < 0, errno == EINTR { continue }
          if n < 0 { failure = errno }
          if n <= 0 { break }
          filled += n
        }
        count = filled
      }
      if failure != 0 { throw Failure(name, failure, doing: "read") }
      if filled > limit { throw tooLong(name, nil, limit) }
      if filled < capacity { return bytes }
      capacity *= 2
    }
  }

  /// Paths, relative and in order, of the text files below a folder. Hidden files and links are left out.
  package static func textFiles(below root: String) throws -> [String] {
    try FolderWalk(root, Selection()).map { found in
      switch found {
      case .file(let path): return path
      case .failure(let failure): throw failure
      }
    }
  }
}
