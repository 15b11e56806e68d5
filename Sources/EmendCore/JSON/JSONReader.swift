/// Reads JSON where it stands: a pull parser that hands out values and byte ranges and copies nothing it is not asked for.
///
/// A record in a line of JSON must come out with every other byte of the line unchanged, numbers and key order included,
/// which no decoder to values can promise; and a ledger of millions of edits must not become a tree in memory.
package struct JSONReader {
  package let bytes: [UInt8]
  package private(set) var position: Int
  private let end: Int
  private static let deepest = 512

  package init(_ bytes: [UInt8], in range: Range<Int>? = nil) {
    self.bytes = bytes
    position = range?.lowerBound ?? 0
    end = range?.upperBound ?? bytes.count
  }

  private mutating func skipSpace() {
    while position < end, bytes[position].isBlank || bytes[position].isLineEnd { position += 1 }
  }

  /// The next byte that is no white space, without taking it.
  package mutating func peek() -> UInt8? {
    skipSpace()
    return position < end ? bytes[position] : nil
  }

  package var isAtEnd: Bool {
    mutating get { peek() == nil }
  }

  private func fail(_ what: String) -> EmendError { .json(what, at: position) }

  mutating func expect(_ byte: UInt8) throws(EmendError) {
    guard peek() == byte else {
      throw fail("expected \(Character(Unicode.Scalar(byte))), found \(found())")
    }
    position += 1
  }

  private func found() -> String {
    position < end ? String(decoding: bytes[position..<min(end, position + 12)], as: UTF8.self).debugDescription : "the end"
  }

  /// Walks an object; `body` must read each value.
  package mutating func object(_ body: (inout JSONReader, String) throws(EmendError) -> Void) throws(EmendError) {
    try expect(UInt8(ascii: "{"))
    if peek() == UInt8(ascii: "}") {
      position += 1
      return
    }
    while true {
      let key = try string()
      try expect(UInt8(ascii: ":"))
      try body(&self, String(decoding: key, as: UTF8.self))
      if try !continues(UInt8(ascii: "}")) { return }
    }
  }

  /// Walks an array; `body` must read each value.
  package mutating func array(_ body: (inout JSONReader) throws(EmendError) -> Void) throws(EmendError) {
    try expect(UInt8(ascii: "["))
    if peek() == UInt8(ascii: "]") {
      position += 1
      return
    }
    while true {
      try body(&self)
      if try !continues(UInt8(ascii: "]")) { return }
    }
  }

  private mutating func continues(_ close: UInt8) throws(EmendError) -> Bool {
    let next = peek()
    guard next == UInt8(ascii: ",") || next == close else {
      throw fail("expected , or \(Character(Unicode.Scalar(close))), found \(found())")
    }
    position += 1
    return next != close
  }

  /// A string's content as UTF-8.
  package mutating func string() throws(EmendError) -> [UInt8] {
    try expect(UInt8(ascii: "\""))
    var out: [UInt8] = []
    while position < end {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return out
      case UInt8(ascii: "\\"):
        position += 1
        try escape(into: &out)
      case 0..<0x20: throw fail("a control character inside a string")
      default:
        let start = position
        while position < end, bytes[position] >= 0x20, bytes[position] != UInt8(ascii: "\""),
          bytes[position] != UInt8(ascii: "\\")
        { position += 1 }
        out += bytes[start..<position]
      }
    }
    throw fail("a string without its closing quote")
  }

  private mutating func escape(into out: inout [UInt8]) throws(EmendError) {
    guard position < end else { throw fail("a string without its closing quote") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
    case UInt8(ascii: "b"): out.append(8)
    case UInt8(ascii: "f"): out.append(.formFeed)
    case UInt8(ascii: "n"): out.append(.lineFeed)
    case UInt8(ascii: "r"): out.append(.carriageReturn)
    case UInt8(ascii: "t"): out.append(.tab)
    case UInt8(ascii: "u"):
      let first = try hex()
      if first & 0xFC00 == 0xD800, position + 1 < end, bytes[position] == UInt8(ascii: "\\"),
        bytes[position + 1] == UInt8(ascii: "u")
      {
        let back = position
        position += 2
        let second = try hex()
        if second & 0xFC00 == 0xDC00 {
          out += (0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF)).utf8
          return
        }
        position = back
      }
      // Half a pair is no character; to replace it would change the text without an edit.
      if first & 0xF800 == 0xD800 { throw fail("half a surrogate pair, \\u\(String(first, radix: 16)), which is no character") }
      out += first.utf8
    default: throw fail("an unknown escape in a string")
    }
  }

  private mutating func hex() throws(EmendError) -> UInt32 {
    guard position + 4 <= end,
      bytes[position..<position + 4].allSatisfy({ $0.isDigit || $0.isLetter }),
      let value = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
    else { throw fail("\\u needs four hexadecimal digits") }
    position += 4
    return value
  }

  package mutating func text() throws(EmendError) -> String { String(decoding: try string(), as: UTF8.self) }

  package mutating func number() throws(EmendError) -> Double {
    skipSpace()
    let start = position
    while position < end, bytes[position].isDigit || "+-.eE".utf8.contains(bytes[position]) { position += 1 }
    guard let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)) else {
      position = start
      throw fail("expected a number, found \(found())")
    }
    return value
  }

  package mutating func integer() throws(EmendError) -> Int {
    let start = position
    guard let value = Int(exactly: try number()) else {
      position = start
      throw fail("expected a whole number, found \(found())")
    }
    return value
  }

  /// Passes over a value of any kind and returns where it stands.
  @discardableResult
  package mutating func skip(depth: Int = 0) throws(EmendError) -> Range<Int> {
    guard depth < Self.deepest else { throw fail("nested deeper than \(Self.deepest) levels") }
    let first = peek()
    let start = position
    switch first {
    case UInt8(ascii: "{"): try object { reader, _ throws(EmendError) in try reader.skip(depth: depth + 1) }
    case UInt8(ascii: "["): try array { reader throws(EmendError) in try reader.skip(depth: depth + 1) }
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    case UInt8(ascii: "n"): try word("null")
    default: _ = try number()
    }
    return start..<position
  }

  /// Takes a null if it stands next.
  package mutating func null() throws(EmendError) -> Bool {
    guard peek() == UInt8(ascii: "n") else { return false }
    try word("null")
    return true
  }

  private mutating func word(_ word: String) throws(EmendError) {
    guard position + word.utf8.count <= end, bytes[position..<position + word.utf8.count].elementsEqual(word.utf8)
    else { throw fail("expected \(word), found \(found())") }
    position += word.utf8.count
  }
}
