import EmendCore

/// The changed lines with old and new words side by side, for a terminal.
package struct WordDiff {
  private let run: Run
  private let coloured: Bool

  package init(_ run: Run, coloured: Bool) {
    self.run = run.legible
    self.coloured = coloured
  }

  package func write(to writer: inout ByteWriter) throws {
    let regions = ChangedRegions(run.passes.map(\.script))
    let blocks = regions.lines(source: run.source, output: run.output)
    var counter = PlaceCounter(run.source)
    var index = 0
    for block in blocks {
      var line = counter.place(of: block.source.lowerBound).line
      var atLineStart = true
      var position = block.source.lowerBound
      while index < regions.regions.count, regions.regions[index].source.lowerBound <= block.source.upperBound {
        let region = regions.regions[index]
        if region.source.lowerBound == block.source.upperBound, region.source.lowerBound != block.source.lowerBound,
          block.source.upperBound > 0, run.source[block.source.upperBound - 1] == .lineFeed
        {
          break
        }
        index += 1
        try plain(run.source[position..<max(position, region.source.lowerBound)], &line, &atLineStart, &writer)
        if atLineStart { try number(line, &writer) }
        atLineStart = false
        if !region.source.isEmpty { try mark(run.source[region.source], "31;9", "[-", "-]", &writer) }
        if !region.output.isEmpty { try mark(run.output[region.output], "32;4", "{+", "+}", &writer) }
        line += run.source[region.source].count { $0 == .lineFeed }
        position = region.source.upperBound
        if run.source[region.source].last == .lineFeed {
          try writer.write("\n")
          atLineStart = true
        }
      }
      try plain(run.source[position..<max(position, block.source.upperBound)], &line, &atLineStart, &writer)
      if !atLineStart { try writer.write("\n") }
    }
  }

  /// Text between two marks, each line behind its number.
  private func plain(_ bytes: ArraySlice<UInt8>, _ line: inout Int, _ atLineStart: inout Bool, _ writer: inout ByteWriter) throws {
    let parts = bytes.split(separator: .lineFeed, omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if index > 0 {
        try writer.write("\n")
        line += 1
        atLineStart = true
      }
      // The CR of a line end stays where it is and says nothing.
      let text = index + 1 < parts.count && part.last == .carriageReturn ? part.dropLast() : part
      if text.isEmpty { continue }
      if atLineStart { try number(line, &writer) }
      atLineStart = false
      try writer.write(Visible.context(bytes: text))
    }
  }

  private func number(_ line: Int, _ writer: inout ByteWriter) throws {
    let digits = String(line).leftPadding(to: 5)
    try writer.write(coloured ? "\u{1B}[36m\(digits)\u{1B}[0m  " : digits + "  ")
  }

  private func mark(
    _ bytes: ArraySlice<UInt8>, _ colour: String, _ open: String, _ close: String, _ writer: inout ByteWriter
  ) throws {
    try writer.write(coloured ? "\u{1B}[\(colour)m" : open)
    try writer.write(Visible.line(bytes: bytes))
    try writer.write(coloured ? "\u{1B}[0m" : close)
  }
}
