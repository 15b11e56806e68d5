/// The changed lines with old and new words side by side, for a terminal.
public struct WordDiff {
  private let run: Run
  private let coloured: Bool

  public init(_ run: Run, coloured: Bool) {
    self.run = run
    self.coloured = coloured
  }

  public func write(to writer: inout ByteWriter) throws {
    let regions = ChangedRegions(run.passes.map(\.script))
    let blocks = regions.lines(source: run.source, output: run.output)
    var counter = PlaceCounter(run.source)
    var index = 0
    for block in blocks {
      let line = counter.place(of: block.source.lowerBound).line
      try writer.write(coloured ? "\u{1B}[36m\(line)\u{1B}[0m  " : "\(line)  ")
      var position = block.source.lowerBound
      while index < regions.regions.count,
        regions.regions[index].source.lowerBound < block.source.upperBound
          || regions.regions[index].source.lowerBound == block.source.lowerBound
      {
        let region = regions.regions[index]
        index += 1
        try text(run.source[position..<region.source.lowerBound], &writer)
        if !region.source.isEmpty { try mark(run.source[region.source], "31;9", "[-", "-]", &writer) }
        if !region.output.isEmpty { try mark(run.output[region.output], "32;4", "{+", "+}", &writer) }
        position = region.source.upperBound
      }
      let rest = run.source[position..<max(position, block.source.upperBound)]
      try text(rest, &writer)
      if rest.last != .lineFeed { try writer.write("\n") }
    }
  }

  private func mark(
    _ bytes: ArraySlice<UInt8>, _ colour: String, _ open: String, _ close: String, _ writer: inout ByteWriter
  ) throws {
    try writer.write(coloured ? "\u{1B}[\(colour)m" : open)
    try text(bytes, lineEnds: false, &writer)
    try writer.write(coloured ? "\u{1B}[0m" : close)
  }

  /// Text fit for a terminal: no control characters, line ends inside a mark shown as ⏎.
  private func text(_ bytes: ArraySlice<UInt8>, lineEnds: Bool = true, _ writer: inout ByteWriter) throws {
    for byte in bytes {
      switch byte {
      case .lineFeed: try writer.write(lineEnds ? "\n    " : "⏎")
      case .carriageReturn: if !lineEnds { try writer.write("␍") }
      case .tab: try writer.write([byte])
      case 0..<0x20, 0x7F: try writer.write(String(Unicode.Scalar(0x2400 + UInt32(byte == 0x7F ? 0x21 : byte))!))
      default: try writer.write([byte])
      }
    }
  }
}
