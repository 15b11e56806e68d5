import EmendCore

#if canImport(Glibc)
  import Glibc
#endif

/// Reads a file or standard input line by line, as the bytes come in.
package final class LineReader {
  private let descriptor: Int32
  private let name: String
  private var buffer: [UInt8] = []
  private var start = 0
  private var ended = false
  private var piece = [UInt8](repeating: 0, count: 1 << 18)

  /// Bytes of lines that are handed on together.
  private static let togetherBytes = 1 << 15

  package init(_ path: String) throws {
    descriptor = path == "-" ? 0 : try Files.openToRead(path)
    name = path == "-" ? "standard input" : path
  }

  deinit { if descriptor > 0 { close(descriptor) } }

  /// The next line without its line feed; nil behind the last.
  package func next() throws -> [UInt8]? {
    var searched = start
    while true {
      if let line = nextBuffered(from: searched) { return line }
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

  /// The next line, and those behind it that are there already, up to some kilobytes; none behind the last.
  package func nextLines() throws -> [[UInt8]] {
    guard let first = try next() else { return [] }
    var lines = [first]
    var bytes = first.count
    while bytes < Self.togetherBytes, let line = nextBuffered(from: start) {
      lines.append(line)
      bytes += line.count + 1
    }
    return lines
  }

  /// The next line if all of it was read; its end is looked for from a place on.
  private func nextBuffered(from place: Int) -> [UInt8]? {
    guard let end = buffer[place...].firstIndex(of: 0x0A) else { return nil }
    defer { start = end + 1 }
    return Array(buffer[start..<end])
  }

  private func fill() throws {
    var n = read(descriptor, &piece, piece.count)
    while n < 0, errno == EINTR { n = read(descriptor, &piece, piece.count) }
    if n < 0 { throw Failure(name, errno, doing: "read") }
    if n == 0 { ended = true }
    buffer += piece[..<n]
  }
}
