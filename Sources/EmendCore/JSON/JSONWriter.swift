// JSON (RFC 8259), written piece by piece: the only place that makes any, so that there is one place that escapes.

/// How the values of an object or array stand: what goes before the first, between two, and behind the last.
package struct JSONLayout: Sendable {
  package let first: StaticString
  package let next: StaticString
  package let last: StaticString

  /// All on one line.
  package static let inline = JSONLayout(first: "", next: ", ", last: "")
  /// Each on a line of its own, and the closing bracket, too.
  package static let lines = JSONLayout(first: "\n", next: ",\n", last: "\n")
  /// Each on a line of its own, the closing bracket behind the last.
  package static let rows = JSONLayout(first: "\n", next: ",\n", last: "")
  /// As `lines`, moved in.
  package static let indented = JSONLayout(first: "\n  ", next: ",\n  ", last: "\n")
}

/// The objects and arrays that are open, and what has to stand before the next value.
package struct JSONLevels {
  private struct Level {
    let layout: JSONLayout
    let isObject: Bool
    var isEmpty = true
  }

  private var levels: [Level] = []
  private var isNamed = false

  /// What goes before a value: nothing behind its name, else what the layout says.
  fileprivate mutating func separator() -> StaticString {
    if isNamed || levels.isEmpty {
      isNamed = false
      return ""
    }
    let top = levels.count - 1
    defer { levels[top].isEmpty = false }
    return levels[top].isEmpty ? levels[top].layout.first : levels[top].layout.next
  }

  fileprivate mutating func named() { isNamed = true }
  fileprivate mutating func open(_ layout: JSONLayout, isObject: Bool) { levels.append(Level(layout: layout, isObject: isObject)) }

  fileprivate mutating func close() -> (last: StaticString, bracket: UInt8) {
    let level = levels.removeLast()
    return (level.layout.last, UInt8(ascii: level.isObject ? "}" : "]"))
  }
}

// Values. Each puts what separates it from the one before.
extension ByteWriter {
  package mutating func string(_ text: String) throws {
    separate()
    quote(text.utf8.span)
    try handOn()
  }

  /// Bytes that are no UTF-8 show as U+FFFD.
  package mutating func string(_ bytes: [UInt8]) throws {
    separate()
    quote(bytes.span)
    try handOn()
  }

  package mutating func number(_ value: some BinaryInteger) throws { try plain(String(value)) }

  /// - Throws: `EmendError` for what is no finite number, for JSON cannot hold it.
  package mutating func number(_ value: Double) throws {
    guard value.isFinite else { throw EmendError.number(value) }
    try plain(value.description)
  }

  /// A number as it is written: digits with a sign and a point.
  package mutating func number(digits: String) throws {
    precondition(Double(digits)?.isFinite == true, "\(digits) is no number")
    try plain(digits)
  }

  package mutating func bool(_ value: Bool) throws { try plain(value ? "true" : "false") }
  package mutating func null() throws { try plain("null") }

  private mutating func plain(_ text: String) throws {
    separate()
    try write(text)
  }
}

// Objects and arrays.
extension ByteWriter {
  /// The name of a member; what is written next is its value.
  package mutating func name(_ name: String) {
    separate()
    quote(name.utf8.span)
    add(": ")
    json.named()
  }

  package mutating func object(_ layout: JSONLayout = .inline, _ body: (inout ByteWriter) throws -> Void) throws {
    openObject(layout)
    try body(&self)
    close()
  }

  package mutating func array(_ layout: JSONLayout = .inline, _ body: (inout ByteWriter) throws -> Void) throws {
    openArray(layout)
    try body(&self)
    close()
  }

  /// For what is written in several calls; `close` ends it.
  package mutating func openObject(_ layout: JSONLayout = .inline) {
    separate()
    buffer.append(UInt8(ascii: "{"))
    json.open(layout, isObject: true)
  }

  package mutating func openArray(_ layout: JSONLayout = .inline) {
    separate()
    buffer.append(UInt8(ascii: "["))
    json.open(layout, isObject: false)
  }

  /// Ends what was opened last.
  package mutating func close() {
    let (last, bracket) = json.close()
    add(last)
    buffer.append(bracket)
  }

  package mutating func member(_ name: String, _ value: String) throws {
    self.name(name)
    try string(value)
  }

  package mutating func member(_ name: String, _ value: some BinaryInteger) throws {
    self.name(name)
    try number(value)
  }

  package mutating func member(_ name: String, _ value: [UInt8]) throws {
    self.name(name)
    try string(value)
  }

  package mutating func member(_ name: String, _ value: Double) throws {
    self.name(name)
    try number(value)
  }

  /// `[start, end]`
  package mutating func member(_ name: String, _ range: Range<Int>) throws {
    self.name(name)
    try array {
      try $0.number(range.lowerBound)
      try $0.number(range.upperBound)
    }
  }

  /// The path of a file. Of one whose name is no UTF-8 the bytes stand beside it, in hexadecimal: `pathHex` beside `path`.
  package mutating func member(_ name: String, path: String) throws {
    try member(name, Visible.bytes(path))
    if let bytes = FileName.foreign(path) { try member(name + "Hex", bytes.hexadecimal) }
  }
}

// Characters.
extension ByteWriter {
  private mutating func separate() { add(json.separator()) }

  private mutating func add(_ text: StaticString) {
    buffer.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Text in quotation marks. What a terminal would obey is escaped too, for JSON is read there.
  private mutating func quote(_ text: Span<UInt8>) {
    buffer.append(UInt8(ascii: "\""))
    var start = 0
    var i = 0
    func keep(_ buffer: inout [UInt8], upTo end: Int) {
      if start < end { text.extracting(start..<end).withUnsafeBufferPointer { buffer.append(contentsOf: $0) } }
    }
    while i < text.count {
      let byte = text[i]
      if byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
        i += 1
        continue
      }
      let (scalar, length) = UTF8Scan.scalar(text, at: i)
      let isBroken = length == 1 && byte >= 0x80
      if byte >= 0x80, !isBroken, !Self.isEscaped(scalar) {
        i += length
        continue
      }
      keep(&buffer, upTo: i)
      switch byte {
      case UInt8(ascii: "\""): add("\\\"")
      case UInt8(ascii: "\\"): add("\\\\")
      case .lineFeed: add("\\n")
      case .carriageReturn: add("\\r")
      case .tab: add("\\t")
      default:
        if isBroken { add("\u{FFFD}") } else { escape(scalar) }
      }
      i += length
      start = i
    }
    keep(&buffer, upTo: text.count)
    buffer.append(UInt8(ascii: "\""))
  }

  /// Byte order marks and noncharacters are JSON as they are, but there are readers that drop the ones and refuse the others.
  private static func isEscaped(_ scalar: UInt32) -> Bool {
    scalar == 0xFEFF || scalar == 0xFFFE || scalar == 0xFFFF || Visible.isCommand(scalar)
  }

  /// `\u0007`; all that is escaped so lies below U+10000.
  private mutating func escape(_ scalar: UInt32) {
    let digits = String(scalar, radix: 16)
    buffer += Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
  }
}
