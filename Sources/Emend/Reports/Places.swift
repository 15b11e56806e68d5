/// Where an edit stands for a person: line and column in the source text, page.
struct Place {
  /// From 1.
  let line: Int
  /// From 1, in Unicode scalars.
  let column: Int
}

/// Finds lines and columns of offsets that come in ascending order, in one walk over the text.
struct PlaceCounter {
  private let bytes: [UInt8]
  private let separator: UInt8
  private var offset = 0
  private var line = 1
  private var column = 1
  private var lineEnd = -1

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    separator = Lines.separator(of: bytes)
  }

  mutating func place(of target: Int) -> Place {
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

extension Run {
  /// The text whose lines and columns the reports count: the source as decoded, so that UTF-16 has lines too.
  var readable: [UInt8] {
    guard let first = passes.first, first.stage == "decode", !first.script.isEmpty else { return source }
    return first.script.applied(to: source)
  }

  /// The run from `readable` on when the source is in a wide or foreign charset, whose bytes nobody can read; else itself.
  var legible: Run {
    guard let first = passes.first, first.stage == "decode", !first.script.isEmpty,
      UTF8Scan.firstBroken(source) != nil || source.contains(0)
    else { return self }
    return Run(source: readable, passes: Array(passes.dropFirst()), output: output, settings: settings)
  }

  /// The range of `readable` that a range of the input of pass number `pass` was made from.
  func readableRange(of range: Range<Int>, inputOf pass: Int) -> Range<Int> {
    guard let first = passes.first, first.stage == "decode" else { return sourceRange(of: range, inputOf: pass) }
    if pass == 0 { return first.script.map.outputRange(ofInput: range) }
    return passes[1..<pass].reversed().reduce(range) { $1.script.map.inputRange(ofOutput: $0) }
  }
}
