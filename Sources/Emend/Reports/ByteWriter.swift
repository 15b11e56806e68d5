/// Collects a report's bytes and hands them on in large pieces, so that no report has to fit in memory.
public struct ByteWriter {
  private var buffer: [UInt8] = []
  private let sink: ([UInt8]) throws -> Void
  private static let pieceSize = 1 << 16

  /// `sink` gets the bytes in order.
  public init(sink: @escaping ([UInt8]) throws -> Void) {
    self.sink = sink
    buffer.reserveCapacity(Self.pieceSize)
  }

  public mutating func write(_ text: String) throws { try write(text.utf8) }

  public mutating func write(_ bytes: some Collection<UInt8>) throws {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.pieceSize { try flush() }
  }

  /// Hands on what is left; call it at the end.
  public mutating func flush() throws {
    if buffer.isEmpty { return }
    try sink(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  /// All that `body` writes, as one array.
  public static func collect(_ body: (inout ByteWriter) throws -> Void) rethrows -> [UInt8] {
    let all = Box()
    var writer = ByteWriter { all.bytes += $0 }
    try body(&writer)
    all.bytes += writer.buffer
    return all.bytes
  }

  private final class Box { var bytes: [UInt8] = [] }
}

extension ByteWriter {
  /// A JSON string (RFC 8259). Bytes that are no UTF-8 show as U+FFFD.
  mutating func writeJSON(_ text: some Collection<UInt8>) throws {
    var out: [UInt8] = [UInt8(ascii: "\"")]
    let bytes = Array(text)
    let span = bytes.span
    var i = 0
    while i < span.count {
      let byte = span[i]
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
      case .lineFeed: out += Array("\\n".utf8)
      case .carriageReturn: out += Array("\\r".utf8)
      case .tab: out += Array("\\t".utf8)
      case 0..<0x20, 0x7F:
        let hex = String(byte, radix: 16)
        out += Array("\\u00\(byte < 16 ? "0" : "")\(hex)".utf8)
      case 0x80...:
        let n = UTF8Scan.length(span, at: i)
        if n == 0 { out += Array("\u{FFFD}".utf8) } else { out += bytes[i..<i + n] }
        i += max(n, 1)
        continue
      default: out.append(byte)
      }
      i += 1
    }
    out.append(UInt8(ascii: "\""))
    try write(out)
  }

  mutating func writeJSON(_ text: String) throws { try writeJSON(text.utf8) }
}
