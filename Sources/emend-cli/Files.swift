import Emend

#if canImport(Glibc)
  import Glibc
#endif

/// Where a text comes from.
enum Input {
  case standard
  /// A file whose name is not UTF-8; it cannot be named in a report.
  case unnameable(path: String)
  /// A file, and its path below the directory that was named, for the output tree.
  case file(path: String, relative: String)

  var path: String {
    switch self {
    case .standard: "-"
    case .unnameable(let path): path
    case .file(let path, _): path
    }
  }

  /// The name in messages and reports.
  var name: String {
    switch self {
    case .standard: "standard input"
    case .unnameable(let path): path
    case .file(let path, _): path
    }
  }

  /// All bytes.
  func read() throws -> [UInt8] {
    switch self {
    case .standard: return try Files.readAll(descriptor: 0, name: name, size: 0)
    case .file(let path, _): return try Files.read(path)
    case .unnameable(let path): throw Failure("\(path): the name of this file is not UTF-8; rename it")
    }
  }

  /// The inputs that the arguments name: `-` and nothing are standard input, directories their text files.
  static func all(_ arguments: [String]) throws -> [Input] {
    if arguments.isEmpty { return [.standard] }
    return try arguments.flatMap { argument -> [Input] in
      if argument == "-" { return [.standard] }
      if Files.isDirectory(argument) {
        let found = try Files.textFiles(below: argument)
        if found.isEmpty { throw Failure("\(argument): no text file (.txt, .text, .md, .ocr) in this directory") }
        return found.map { path in
          guard let path else { return .unnameable(path: argument.appendingPath("?")) }
          return .file(path: argument.appendingPath(path), relative: path)
        }
      }
      return [.file(path: argument, relative: argument.lastPathComponent)]
    }
  }
}

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

  /// Paths, relative and sorted, of the text files below a directory; nil for each whose name is not UTF-8. Hidden files
  /// and links are left out.
  static func textFiles(below root: String) throws -> [String?] {
    var found: [String] = []
    var unnameable = 0
    func walk(_ directory: String, _ prefix: String) throws {
      guard let handle = opendir(directory) else { throw Failure(directory, errno, doing: "list") }
      defer { closedir(handle) }
      while let entry = readdir(handle) {
        let valid = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(validatingCString: $0) }
        }
        guard let name = valid else {
          unnameable += 1
          continue
        }
        if name.hasPrefix(".") { continue }
        let path = directory.appendingPath(name)
        var info = stat()
        guard lstat(path, &info) == 0 else { continue }
        switch info.st_mode & S_IFMT {
        case S_IFDIR: try walk(path, prefix + name + "/")
        case S_IFREG: if ["txt", "text", "md", "ocr"].contains(name.pathExtension) { found.append(prefix + name) }
        default: continue
        }
      }
    }
    try walk(root, "")
    return found.sorted() + Array(repeating: nil, count: unnameable)
  }

  static func makeDirectories(_ path: String) throws {
    if path.isEmpty || isDirectory(path) { return }
    if path.directory != path { try makeDirectories(path.directory) }
    if mkdir(path, 0o777) != 0, errno != EEXIST { throw Failure(path, errno, doing: "create the directory") }
    if !isDirectory(path) { throw Failure("\(path): is a file, so no directory can be made there") }
  }

  /// Writes a file whole or not at all: a temporary file beside it, flushed to the disk, then renamed.
  ///
  /// The new file keeps the mode of the one that it replaces; a link is followed to the file it names.
  static func writeAtomically(_ path: String, _ body: (Int32) throws -> Void) throws {
    let target = resolved(path)
    if isDirectory(target) { throw Failure(path, EISDIR, doing: "write") }
    var mode: mode_t = 0o666 & ~currentMask
    var info = stat()
    let replaces = stat(target, &info) == 0
    if replaces { mode = info.st_mode & 0o7777 }
    if replaces, info.st_mode & S_IFMT != S_IFREG { return try writeThrough(target, body) }
    if !replaces, lstat(target, &info) == 0 { throw Failure("\(path): is a link to nothing; name a file") }
    let temporary = target.directory.appendingPath(".emend-\(getpid()).tmp")
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw Failure(path, errno, doing: "write") }
    do {
      try body(descriptor)
      _ = fchmod(descriptor, mode)
      if replaces { _ = fchown(descriptor, info.st_uid, info.st_gid) }
      guard fsync(descriptor) == 0 else { throw Failure(path, errno, doing: "write") }
    } catch {
      close(descriptor)
      unlink(temporary)
      if let low = error as? WriteError { throw Failure(path, low.code, doing: "write") }
      throw error
    }
    guard close(descriptor) == 0, rename(temporary, target) == 0 else {
      let code = errno
      unlink(temporary)
      throw Failure(path, code, doing: "write")
    }
    // The name is on the disk when its directory is.
    let directory = open(target.directory, O_RDONLY | O_CLOEXEC)
    if directory >= 0 {
      fsync(directory)
      close(directory)
    }
  }

  /// A device or a pipe is written to, never replaced.
  private static func writeThrough(_ path: String, _ body: (Int32) throws -> Void) throws {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(path, errno, doing: "write") }
    defer { close(descriptor) }
    do { try body(descriptor) } catch let low as WriteError { throw Failure(path, low.code, doing: "write") }
  }

  static func writeAtomically(_ path: String, _ bytes: [UInt8]) throws {
    try writeAtomically(path) { try Output(descriptor: $0).write(bytes) }
  }

  private static let currentMask: mode_t = {
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
