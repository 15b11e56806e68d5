import EmendCore

/// A unified diff that `patch` and `git apply` take, made from the edits themselves.
package struct UnifiedDiff {
  private let source: [UInt8]
  private let output: [UInt8]
  private let regions: ChangedRegions
  private let path: String
  private let isShown: Bool
  private let context = 3

  /// The diff of a whole run. `path` stands in the header, with `a/` and `b/` before it.
  /// - Parameter isShown: the lines are for a terminal, which must not obey them, and not for `patch`, which needs their bytes.
  package init(_ run: Run, path: String, isShown: Bool = false) {
    source = run.source
    output = run.output
    regions = ChangedRegions(run.passes.map(\.script))
    self.path = path
    self.isShown = isShown
  }

  /// The diff of one script; `output` is what it makes of `source`.
  package init(source: [UInt8], output: [UInt8], _ script: EditScript, path: String) {
    self.source = source
    self.output = output
    regions = ChangedRegions([script])
    self.path = path
    isShown = false
  }

  /// True when there is nothing to show.
  package var isEmpty: Bool { regions.regions.isEmpty }

  package func write(to writer: inout ByteWriter) throws {
    let blocks = regions.lines(source: source, output: output)
    if blocks.isEmpty { return }
    var name = path[...]
    while name.hasPrefix("./") || name.hasPrefix("/") { name = name.drop { $0 == "." }.drop { $0 == "/" } }
    try writer.write("--- \(Self.quoted("a/" + name))\n+++ \(Self.quoted("b/" + name))\n")
    var counter = (source: LineCounter(source), output: LineCounter(output))
    var index = 0
    while index < blocks.count {
      // Blocks whose context would touch go into one hunk.
      var last = index
      while last + 1 < blocks.count, linesBetween(blocks[last], blocks[last + 1]) <= 2 * context { last += 1 }
      try hunk(blocks[index...last], &counter, &writer)
      index = last + 1
    }
  }

  /// A name with blanks, quotes or what cannot be seen in it, as git writes it.
  private static func quoted(_ path: String) -> String {
    let isPlain = path.unicodeScalars.allSatisfy {
      $0 != "\"" && $0 != "\\" && FileName.byte($0) == nil && !Visible.isHidden($0)
    }
    if isPlain { return path.utf8.contains(.space) ? path + "\t" : path }
    var out = "\""
    for byte in FileName.bytes(path) {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += "\\" + String(Unicode.Scalar(byte))
      case 0..<0x20, 0x7F...:
        let octal = String(byte, radix: 8)
        out += "\\" + String(repeating: "0", count: 3 - octal.count) + octal
      default: out.unicodeScalars.append(Unicode.Scalar(byte))
      }
    }
    return out + "\""
  }

  /// Lines of equal text between two blocks, counted up to one more than matters.
  private func linesBetween(_ a: ChangedRegions.Region, _ b: ChangedRegions.Region) -> Int {
    var count = 0
    var position = a.source.upperBound
    while position < b.source.lowerBound, count <= 2 * context {
      guard let end = source.firstIndex(of: .lineFeed, from: position), end < b.source.lowerBound else { return count + 1 }
      count += 1
      position = end + 1
    }
    return count
  }

  private func hunk(
    _ blocks: ArraySlice<ChangedRegions.Region>, _ counter: inout (source: LineCounter, output: LineCounter),
    _ writer: inout ByteWriter
  ) throws {
    let first = blocks.first!
    let final = blocks.last!
    var head = first.source.lowerBound
    for _ in 0..<context where head > 0 {
      head -= 1
      while head > 0, source[head - 1] != .lineFeed { head -= 1 }
    }
    var tail = final.source.upperBound
    for _ in 0..<context where tail < source.count {
      tail = source.firstIndex(of: .lineFeed, from: tail).map { $0 + 1 } ?? source.count
    }
    let leading = first.source.lowerBound - head
    let sourceRange = head..<tail
    let outputRange = first.output.lowerBound - leading..<final.output.upperBound + (tail - final.source.upperBound)
    let old = counter.source.lines(sourceRange)
    let new = counter.output.lines(outputRange)
    try writer.write("@@ -\(old) +\(new) @@\n")
    var position = head
    for block in blocks {
      try lines(source, position..<block.source.lowerBound, " ", &writer)
      try lines(source, block.source, "-", &writer)
      try lines(output, block.output, "+", &writer)
      position = block.source.upperBound
    }
    try lines(source, position..<tail, " ", &writer)
  }

  private func lines(_ text: [UInt8], _ range: Range<Int>, _ sign: String, _ writer: inout ByteWriter) throws {
    var position = range.lowerBound
    while position < range.upperBound {
      let end = text.firstIndex(of: .lineFeed, from: position)
      let next = min(end.map { $0 + 1 } ?? range.upperBound, range.upperBound)
      try writer.write(sign)
      if isShown {
        try writer.write(Visible.line(bytes: text[position..<(end ?? next)], keeping: "\t"))
        if end != nil { try writer.write("\n") }
      } else {
        try writer.write(text[position..<next])
      }
      if end == nil { try writer.write("\n\\ No newline at end of file\n") }
      position = next
    }
  }

  /// Counts lines of ranges that come in ascending order.
  private struct LineCounter {
    private let text: [UInt8]
    private var offset = 0
    private var line = 1

    init(_ text: [UInt8]) { self.text = text }

    /// `start,count` as hunk headers have it.
    mutating func lines(_ range: Range<Int>) -> String {
      line += count(offset..<range.lowerBound)
      offset = range.lowerBound
      var number = count(range)
      if !range.isEmpty, text[range.upperBound - 1] != .lineFeed { number += 1 }
      return "\(number == 0 ? line - 1 : line),\(number)"
    }

    private func count(_ range: Range<Int>) -> Int {
      var count = 0
      var position = range.lowerBound
      while position < range.upperBound, let end = text.firstIndex(of: .lineFeed, from: position), end < range.upperBound {
        count += 1
        position = end + 1
      }
      return count
    }
  }
}
