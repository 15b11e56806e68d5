import Emend

#if canImport(Glibc)
  import Glibc
#endif

/// Reads a file or standard input line by line in pieces of a megabyte.
struct LineReader: ~Copyable {
  private let descriptor: Int32
  private let name: String
  private var buffer: [UInt8] = []
  private var start = 0
  private var ended = false

  init(_ path: String) throws {
    self.init(descriptor: path == "-" ? 0 : try Files.openToRead(path), name: path == "-" ? "standard input" : path)
  }

  private init(descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  deinit { if descriptor > 0 { close(descriptor) } }

  /// The next line without its line feed.
  mutating func next() throws -> [UInt8]? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        defer { start = end + 1 }
        return Array(buffer[start..<end])
      }
      if ended {
        if start == buffer.count { return nil }
        defer { start = buffer.count }
        return Array(buffer[start...])
      }
      buffer.removeFirst(start)
      searched = buffer.count
      start = 0
      try fill()
    }
  }

  private mutating func fill() throws {
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    var n = read(descriptor, &piece, piece.count)
    while n < 0, errno == EINTR { n = read(descriptor, &piece, piece.count) }
    if n < 0 { throw Failure(name, errno, doing: "read") }
    if n == 0 { ended = true }
    buffer += piece[..<n]
  }
}
