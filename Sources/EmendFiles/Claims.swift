import EmendCore

#if canImport(Glibc)
  import Glibc
#endif

/// What makes a file the same under whatever name.
package struct FileIdentity: Hashable, Comparable, Sendable {
  private let device: UInt64
  private let number: UInt64

  package static func < (a: FileIdentity, b: FileIdentity) -> Bool { (a.device, a.number) < (b.device, b.number) }

  package init(_ info: stat) { (device, number) = (UInt64(info.st_dev), UInt64(info.st_ino)) }

  /// nil where no file stands.
  package static func of(_ path: String) -> FileIdentity? { FileSystem.status(path).map(FileIdentity.init) }

  /// That of an open file, where it is a regular one.
  package static func of(descriptor: Int32) -> FileIdentity? {
    var info = stat()
    return fstat(descriptor, &info) == 0 && info.isRegular ? FileIdentity(info) : nil
  }
}

/// A place that a file is written to: the folder it stands in, by device and number, and the bytes of what follows. Two paths
/// are the same place also when they go through links, and `é` in one letter is another place than `é` in two.
package struct WrittenPlace: Hashable {
  private let folder: FileIdentity?
  private let rest: ExactPath

  package init(_ path: String) {
    // A link is followed to the file that it names.
    let path = Files.resolved(path)
    let folder = Files.nearestExisting(path.directory)
    self.folder = FileIdentity.of(folder)
    let rest = folder == "." ? path[...] : path.dropFirst(folder.count)
    let parts = rest.utf8.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
    self.rest = ExactPath(parts.map { String(Substring($0)) }.joined(separator: "/"))
  }
}

/// Every path that a command will write is claimed before it starts to work.
package enum Claims {
  /// - Parameters:
  ///   - writes: paths, each with what is written there, in words. A path that is nil or `-` writes no file.
  ///   - reads: files that the command reads.
  /// - Throws: `Failure` for a place that is claimed twice, holds what is read, or belongs to emend.
  package static func check(_ writes: [(path: String?, what: String)], reads: [String?] = []) throws {
    let sources = Dictionary(
      reads.compactMap { path in path.flatMap { path in FileIdentity.of(path).map { ($0, path) } } },
      uniquingKeysWith: { a, _ in a })
    var places: [WrittenPlace: String] = [:]
    for case (let path?, let what) in writes where path != "-" {
      try checkName(path, what)
      if let other = places.updateValue(what, forKey: WrittenPlace(path)) {
        throw Failure("\(path): would be written twice, for \(other) and for \(what); give one of them another name")
      }
      if let status = FileSystem.status(path), status.isRegular, let source = sources[FileIdentity(status)] {
        throw Failure("\(path): is read (\(source)), and \(what) would take its place; name another file")
      }
    }
  }

  /// - Throws: `Failure` for a name that only emend itself gives.
  package static func checkName(_ path: String, _ what: String) throws {
    if let kind = OwnFiles.kind(path) {
      throw Failure("\(path): has the name of \(kind) of emend, and \(what) must not take its place; give it another name")
    }
  }

  /// A file that is there is replaced only by its like.
  /// - Throws: `Failure` when something else stands there.
  package static func checkLike(_ path: String, _ what: String, isLike: ([UInt8]) -> Bool) throws {
    guard let status = FileSystem.status(path), status.isRegular, status.st_size > 0 else { return }
    if isLike(try Files.read(path)) { return }
    throw Failure("\(path): is there and is no \(what), so it is not overwritten; name another file, or remove it first")
  }
}
