import Emend

#if canImport(Glibc)
  import Glibc
#endif

extension String {
  func appendingPath(_ part: String) -> String { hasSuffix("/") ? self + part : self + "/" + part }
  // By bytes: a combining mark behind a slash would hide it from a search by characters.
  var lastPathComponent: String {
    let parts = utf8.split(separator: UInt8(ascii: "/"))
    return parts.last.map { String(Substring($0)) } ?? self
  }
  var directory: String {
    guard let slash = utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == startIndex ? "/" : String(self[..<slash])
  }
  var pathExtension: String {
    let name = lastPathComponent
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }
}

enum Files {
  static func isDirectory(_ path: String) -> Bool {
    var info = stat()
    return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
  }

  /// The path without links, or the path itself where nothing stands.
  static func resolved(_ path: String) -> String {
    guard let found = realpath(path, nil) else { return path }
    defer { free(found) }
    return String(cString: found)
  }

  /// True when a path, which need not exist yet, lies below a folder.
  static func isBelow(_ path: String, _ folder: String) -> Bool {
    var place = path
    while !exists(place), place != place.directory { place = place.directory }
    let root = resolved(folder)
    let found = resolved(place)
    return found == root && place != path || found.hasPrefix(root.hasSuffix("/") ? root : root + "/")
  }

  static func isSame(_ a: String, _ b: String) -> Bool { exists(a) && exists(b) && resolved(a) == resolved(b) }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func openToRead(_ path: String) throws -> Int32 {
    if isDirectory(path) { throw Failure(path, EISDIR, doing: "read") }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(path, errno, doing: "open") }
    return descriptor
  }

  static func read(_ path: String) throws -> [UInt8] {
    let descriptor = try openToRead(path)
    defer { close(descriptor) }
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { throw Failure(path, errno, doing: "open") }
    return try readAll(descriptor: descriptor, name: path, size: Int(info.st_size))
  }

  static func readAll(descriptor: Int32, name: String, size: Int) throws -> [UInt8] {
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
      if filled < capacity { return bytes }
      capacity *= 2
    }
  }

  /// Paths, relative and in order, of the text files below a folder. Hidden files and links are left out.
  static func textFiles(below root: String) throws -> [String] {
    try FolderWalk(root, Selection()).map { found in
      switch found {
      case .file(let path): return path
      case .failure(let failure): throw failure
      }
    }
  }

  static func makeDirectories(_ path: String) throws {
    if path.isEmpty || isDirectory(path) { return }
    if path.directory != path { try makeDirectories(path.directory) }
    if mkdir(path, 0o777) != 0, errno != EEXIST { throw Failure(path, errno, doing: "create the directory") }
    if !isDirectory(path) { throw Failure("\(path): is a file, so no directory can be made there") }
  }

  /// Writes a file whole or not at all: a temporary file beside it, then renamed.
  ///
  /// The new file keeps the mode of the one that it replaces; a link is followed to the file it names.
  /// - Parameter isDurable: flushes it to the disk, so that it is there after a power cut too. Who writes many files leaves
  ///   that to `Durability.sync` at the end.
  static func writeAtomically(_ path: String, isDurable: Bool = true, _ body: (Int32) throws -> Void) throws {
    guard let temporary = try Temporary(replacing: path, body) else { return }
    if isDurable { try temporary.flush() }
    try temporary.takePlace()
    // The name is on the disk when its folder is.
    if isDurable { Durability.flush(temporary.target.directory) }
  }

  static func writeAtomically(_ path: String, isDurable: Bool = true, _ bytes: [UInt8]) throws {
    try writeAtomically(path, isDurable: isDurable) { try Output(descriptor: $0).write(bytes) }
  }

  static let currentMask: mode_t = {
    let mask = umask(0)
    umask(mask)
    return mask
  }()
}

/// What `write` said, for whoever knows the file's name.
struct WriteError: Error {
  let code: Int32
}

/// An open file to write to.
struct Output {
  let descriptor: Int32

  static let standard = Output(descriptor: 1)

  func write(_ bytes: [UInt8]) throws {
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
  var writer: ByteWriter { ByteWriter { try write($0) } }
}
