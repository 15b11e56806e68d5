import EmendCore

/// Reads XML and HTML tag by tag, as they come, and takes what is damaged for as much as can be made of it.
///
/// No tree is built, no entity of a document type is expanded, nothing outside the bytes is looked at: time and memory are
/// linear in the input, whatever it holds.
package struct MarkupReader {
  package enum Piece {
    /// The bytes between two tags.
    case text(Range<Int>)
    case start(Tag)
    /// The local name.
    case end(Range<Int>)
  }

  package struct Tag {
    /// Without the prefix of a namespace.
    package let name: Range<Int>
    /// What stands behind the name, for `value(of:in:)`.
    package let attributes: Range<Int>
    /// `<br/>`
    package let isEmpty: Bool
  }

  package let bytes: [UInt8]
  private var position = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package mutating func next() -> Piece? {
    while position < bytes.count {
      guard bytes[position] == UInt8(ascii: "<") else {
        let end = bytes.firstIndex(of: UInt8(ascii: "<"), from: position) ?? bytes.count
        defer { position = end }
        return .text(position..<end)
      }
      if let piece = markup() { return piece }
    }
    return nil
  }

  /// What begins with `<` at the position; nil for what says nothing: comments, instructions, the document type.
  private mutating func markup() -> Piece? {
    let start = position + 1
    guard start < bytes.count else {
      position = bytes.count
      return nil
    }
    switch bytes[start] {
    case UInt8(ascii: "?"): skip(past: Self.instructionEnd)
    case UInt8(ascii: "!"):
      if stands(Self.commentStart, at: start) {
        skip(past: Self.commentEnd)
      } else if stands(Self.dataStart, at: start) {
        let from = start + Self.dataStart.count
        skip(past: Self.dataEnd)
        let end = stands(Self.dataEnd, at: position - Self.dataEnd.count) ? position - Self.dataEnd.count : position
        return .text(from..<max(from, end))
      } else {
        skipDocumentType()
      }
    case UInt8(ascii: "/"):
      let end = bytes.firstIndex(of: UInt8(ascii: ">"), from: start) ?? bytes.count
      position = min(bytes.count, end + 1)
      return .end(name(from: start + 1, to: end))
    case let byte where byte.isLetter || byte == UInt8(ascii: "_"): return startTag(from: start)
    default:
      // A `<` that should have been `&lt;`.
      position += 1
      return .text(position - 1..<position)
    }
    return nil
  }

  private mutating func startTag(from start: Int) -> Piece {
    var end = start
    var quote: UInt8?
    while end < bytes.count {
      let byte = bytes[end]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: ">") {
        break
      } else if byte.isAny(of: "\"'") {
        quote = byte
      } else if byte == UInt8(ascii: "<") {
        // The tag was cut off, another one begins.
        position = end
        return tag(from: start, to: end)
      }
      end += 1
    }
    position = min(bytes.count, end + 1)
    return tag(from: start, to: end)
  }

  private func tag(from start: Int, to end: Int) -> Piece {
    var nameEnd = start
    while nameEnd < end, !bytes[nameEnd].isSpace, bytes[nameEnd] != UInt8(ascii: "/") { nameEnd += 1 }
    let isEmpty = end > nameEnd && bytes[end - 1] == UInt8(ascii: "/")
    return .start(Tag(name: name(from: start, to: nameEnd), attributes: nameEnd..<end, isEmpty: isEmpty))
  }

  private func name(from start: Int, to end: Int) -> Range<Int> {
    var first = start
    var last = start
    while last < end, !bytes[last].isSpace {
      if bytes[last] == UInt8(ascii: ":") { first = last + 1 }
      last += 1
    }
    return first..<max(first, last)
  }

  /// `<!DOCTYPE … [ … ]>`
  private mutating func skipDocumentType() {
    var depth = 0
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "[") { depth += 1 }
      if byte == UInt8(ascii: "]") { depth -= 1 }
      if byte == UInt8(ascii: ">"), depth <= 0 { return }
    }
  }

  private func stands(_ needle: [UInt8], at place: Int) -> Bool {
    place >= 0 && equal(bytes, place..<place + needle.count, needle, 0..<needle.count)
  }

  private mutating func skip(past needle: [UInt8]) {
    let found = bytes.firstIndex(of: needle, in: position + 2..<max(position + 2, bytes.count))
    position = found.map { $0 + needle.count } ?? bytes.count
  }

  private static let instructionEnd = Array("?>".utf8)
  private static let commentStart = Array("!--".utf8)
  private static let commentEnd = Array("-->".utf8)
  private static let dataStart = Array("![CDATA[".utf8)
  private static let dataEnd = Array("]]>".utf8)
}
