/// Collects a report's bytes and hands them on in large pieces, so that no report has to fit in memory.
package struct ByteWriter {
  package var buffer: [UInt8] = []
  /// The objects and arrays of JSON that are open.
  package var json = JSONLevels()
  private let sink: ([UInt8]) throws -> Void
  private static let pieceSize = 1 << 16

  /// `sink` gets the bytes in order.
  package init(sink: @escaping ([UInt8]) throws -> Void) {
    self.sink = sink
    buffer.reserveCapacity(Self.pieceSize)
  }

  package mutating func write(_ text: String) throws { try write(text.utf8) }

  package mutating func write(_ bytes: some Collection<UInt8>) throws {
    buffer.append(contentsOf: bytes)
    try handOn()
  }

  /// Hands on what there is when it is enough to be worth it.
  mutating func handOn() throws { if buffer.count >= Self.pieceSize { try flush() } }

  /// Hands on what is left; call it at the end.
  package mutating func flush() throws {
    if buffer.isEmpty { return }
    try sink(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  /// All that `body` writes, as one array.
  package static func collect(_ body: (inout ByteWriter) throws -> Void) rethrows -> [UInt8] {
    let all = Box()
    var writer = ByteWriter { all.bytes += $0 }
    try body(&writer)
    all.bytes += writer.buffer
    return all.bytes
  }

  private final class Box { var bytes: [UInt8] = [] }
}
