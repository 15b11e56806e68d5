#if canImport(Glibc)
  import Glibc
#endif

/// What the surroundings of the program say.
enum Environment {
  static subscript(name: String) -> String? { getenv(name).map { String(cString: $0) } }
}

extension Files {
  /// Adds to the end of a file, which need not exist.
  static func append(_ bytes: [UInt8], to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Failure(path, errno, doing: "write") }
    defer { close(descriptor) }
    do { try Output(descriptor: descriptor).write(bytes) } catch let low as WriteError { throw Failure(path, low.code, doing: "write") }
  }
}
