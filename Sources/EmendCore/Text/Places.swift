/// Where an edit stands for a person: line and column in the source text, page.
package struct Place {
  /// From 1.
  package let line: Int
  /// From 1, in Unicode scalars.
  package let column: Int

  package init(line: Int, column: Int) { (self.line, self.column) = (line, column) }
}

/// Finds lines and columns of offsets that come in ascending order, in one walk over the text.
package struct PlaceCounter {
  private let bytes: [UInt8]
  private let separator: UInt8
  private var offset = 0
  private var line = 1
  private var column = 1
  private var lineEnd = -1

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    separator = Lines.separator(of: bytes)
  }

  package mutating func place(of target: Int) -> Place {
    let target = min(target, bytes.count)
    if target < offset { back(to: target) }
    // Where the line ends is looked for once a line, not once an edit.
    if lineEnd < offset { lineEnd = bytes.firstIndex(of: separator, from: offset) ?? bytes.count }
    while lineEnd < target {
      offset = lineEnd + 1
      line += 1
      column = 1
      lineEnd = bytes.firstIndex(of: separator, from: offset) ?? bytes.count
    }
    while offset < target {
      if bytes[offset] & 0xC0 != 0x80 { column += 1 }
      offset += 1
    }
    return Place(line: line, column: column)
  }

  /// Offsets that map to the middle of an edit may step back a little.
  private mutating func back(to target: Int) {
    var start = target
    while start > 0, bytes[start - 1] != separator { start -= 1 }
    line -= bytes[start..<offset].count { $0 == separator }
    offset = start
    column = 1
    lineEnd = -1
  }
}
