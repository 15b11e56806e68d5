import EmendCore
import EmendSystem

#if canImport(Glibc)
  import Glibc
#endif

// A name of a file is bytes, and need not be UTF-8; inside the program it is a String all the same, as `FileName` has it.

extension String {
  /// The String of a name of a file.
  package init(fileName bytes: some Collection<UInt8>) { self = FileName.text(Array(bytes)) }

  package init(fileName pointer: UnsafePointer<CChar>) {
    self.init(fileName: UnsafeRawBufferPointer(start: pointer, count: strlen(pointer)))
  }

  /// The bytes of the file's name, and a zero behind them.
  package func withFileName<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) rethrows -> Result {
    guard FileName.hasForeign(self) else { return try withCString(body) }
    let bytes = FileName.bytes(self).map { CChar(bitPattern: $0) } + [0]
    return try bytes.withUnsafeBufferPointer { try body($0.baseAddress!) }
  }

  /// True when it starts with the bytes of another: `hasPrefix` takes é for e with an accent.
  package func startsExactly(with prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }
}

/// A path as a key: two are the same when their bytes are, which Strings with and without composed letters are not.
package struct ExactPath: Hashable, Comparable {
  package let path: String

  package init(_ path: String) { self.path = path }

  package static func == (a: ExactPath, b: ExactPath) -> Bool { a.path.utf8.elementsEqual(b.path.utf8) }
  package static func < (a: ExactPath, b: ExactPath) -> Bool { a.path.utf8.lexicographicallyPrecedes(b.path.utf8) }

  package func hash(into hasher: inout Hasher) {
    var path = path
    path.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

/// The calls of the system that take a path. Those that give an `Int32` say as the system does that they failed, and leave `errno`.
package enum FileSystem {
  package static func open(_ path: String, _ flags: Int32, _ mode: mode_t = 0) -> Int32 {
    path.withFileName { Glibc.open($0, flags | O_CLOEXEC, mode) }
  }

  /// nil, and `errno`, where nothing stands.
  package static func status(_ path: String, followsLinks: Bool = true) -> stat? {
    var info = stat()
    return path.withFileName { followsLinks ? stat($0, &info) : lstat($0, &info) } == 0 ? info : nil
  }

  package static func exists(_ path: String) -> Bool { path.withFileName { access($0, F_OK) } == 0 }

  package static func unlink(_ path: String) -> Int32 { path.withFileName { Glibc.unlink($0) } }

  package static func rename(_ from: String, _ to: String) -> Int32 { both(from, to) { Glibc.rename($0, $1) } }

  /// As `rename`, but fails with `EEXIST` where the new name is taken.
  static func renameNew(_ from: String, _ to: String) -> Int32 { both(from, to) { emend_rename_new($0, $1) } }

  /// Lets two names change places.
  package static func exchange(_ a: String, _ b: String) -> Int32 { both(a, b) { emend_exchange($0, $1) } }

  /// Gives a file a second name.
  package static func link(_ from: String, _ to: String) -> Int32 { both(from, to) { Glibc.link($0, $1) } }

  private static func both(_ a: String, _ b: String, _ call: (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Int32) -> Int32 {
    a.withFileName { a in b.withFileName { call(a, $0) } }
  }

  package static func mkdir(_ path: String, _ mode: mode_t) -> Int32 { path.withFileName { Glibc.mkdir($0, mode) } }

  /// The path without links; nil, and `errno`, where nothing stands.
  package static func resolved(_ path: String) -> String? {
    guard let found = path.withFileName({ realpath($0, nil) }) else { return nil }
    defer { free(found) }
    return String(fileName: found)
  }

  package struct Entry {
    package let name: String
    /// `DT_REG`, `DT_DIR` and the like; some file systems say `DT_UNKNOWN`.
    package let type: UInt8
  }

  /// What a folder holds but `.` and `..`, in no order; nil, and `errno`, when it cannot be listed.
  package static func entries(of folder: String) -> [Entry]? {
    guard let handle = folder.withFileName({ opendir($0) }) else { return nil }
    defer { closedir(handle) }
    var found: [Entry] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(fileName: $0) }
      }
      if name != ".", name != ".." { found.append(Entry(name: name, type: entry.pointee.d_type)) }
    }
    return found
  }
}

extension stat {
  package var isRegular: Bool { st_mode & S_IFMT == S_IFREG }
  package var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }
  /// The bits of who may do what.
  package var permissions: mode_t { st_mode & 0o7777 }
}
