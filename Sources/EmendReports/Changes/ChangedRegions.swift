import EmendCore

/// Where two texts of a run differ, as pairs of byte ranges; everything between them is equal, byte by byte.
package struct ChangedRegions {
  package struct Region: Equatable {
    package var source: Range<Int>
    package var output: Range<Int>
  }

  private(set) var regions: [Region] = []

  /// From the source of the first script to the output of the last.
  package init(_ scripts: some Sequence<EditScript>) {
    for script in scripts where !script.isEmpty { add(script) }
  }

  /// Puts a script on top: its edits and the regions so far, which both stand in the text between, join where they touch.
  private mutating func add(_ script: EditScript) {
    var joined: [Region] = []
    var cursor = EditList.Cursor(script.edits)
    var edit = cursor.next()
    var region = 0
    // Source minus middle, and output minus middle, in the equal text before the next change.
    var back = 0
    var forth = 0
    while region < regions.count || edit != nil {
      let regionStart = region < regions.count ? regions[region].output.lowerBound : .max
      let editStart = edit?.start ?? .max
      let start = min(regionStart, editStart)
      var end = start
      var sourceEnd = start + back
      var outputEnd = start + forth
      let first = Region(source: sourceEnd..<sourceEnd, output: outputEnd..<outputEnd)
      // Take in whatever starts before the cluster ends, or where it ends.
      while true {
        if region < regions.count, regions[region].output.lowerBound <= end {
          let next = regions[region]
          region += 1
          back = next.source.upperBound - next.output.upperBound
          if next.output.upperBound > end { end = next.output.upperBound }
        } else if let (editStart, number) = edit, editStart <= end {
          let payload = script.edits.payloads[number]
          let editEnd = editStart + payload.original.count
          forth += payload.replacement.count - payload.original.count
          if editEnd > end { end = editEnd }
          edit = cursor.next()
        } else {
          break
        }
      }
      sourceEnd = end + back
      outputEnd = end + forth
      joined.append(
        Region(
          source: first.source.lowerBound..<sourceEnd, output: first.output.lowerBound..<outputEnd))
    }
    regions = joined
  }

  /// The regions widened to whole lines; regions without a whole line end between them become one.
  package func lines(source: [UInt8], output: [UInt8]) -> [Region] {
    var blocks: [Region] = []
    var open: (source: Int, output: Int)?
    var last = Region(source: 0..<0, output: 0..<0)
    for region in regions {
      let gap = Gap(source: last.source.upperBound..<region.source.lowerBound, outputStart: last.output.upperBound)
      if let start = open, let end = gap.firstLineStart(source, output) {
        blocks.append(Region(source: start.source..<gap.source(end), output: start.output..<gap.output(end)))
        open = nil
      }
      if open == nil {
        let start = gap.lastLineStart(source, output) ?? 0
        open = (gap.source(start), gap.output(start))
      }
      last = region
    }
    if let start = open {
      let gap = Gap(source: last.source.upperBound..<source.count, outputStart: last.output.upperBound)
      let end = gap.firstLineStart(source, output) ?? gap.range.count
      blocks.append(Region(source: start.source..<gap.source(end), output: start.output..<gap.output(end)))
    }
    return blocks.map { Self.trimmed($0, source, output) }.filter { !$0.source.isEmpty || !$0.output.isEmpty }
  }

  /// A block without the lines at its ends that are the same on both sides: an insertion may repeat what stands there.
  private static func trimmed(_ block: Region, _ source: [UInt8], _ output: [UInt8]) -> Region {
    var (s, o) = (block.source, block.output)
    while !s.isEmpty, !o.isEmpty {
      let a = min(source.firstIndex(of: .lineFeed, from: s.lowerBound).map { $0 + 1 } ?? s.upperBound, s.upperBound)
      let b = min(output.firstIndex(of: .lineFeed, from: o.lowerBound).map { $0 + 1 } ?? o.upperBound, o.upperBound)
      guard equal(source, s.lowerBound..<a, output, o.lowerBound..<b) else { break }
      (s, o) = (a..<s.upperBound, b..<o.upperBound)
    }
    while !s.isEmpty, !o.isEmpty {
      let a = lastLineStart(source, s)
      let b = lastLineStart(output, o)
      guard equal(source, a..<s.upperBound, output, b..<o.upperBound) else { break }
      (s, o) = (s.lowerBound..<a, o.lowerBound..<b)
    }
    return Region(source: s, output: o)
  }

  private static func lastLineStart(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
    var i = range.upperBound - 1
    while i > range.lowerBound, bytes[i - 1] != .lineFeed { i -= 1 }
    return i
  }

  /// Equal text between two regions, and the places in it where a line starts on both sides.
  private struct Gap {
    let range: Range<Int>
    let outputStart: Int

    init(source: Range<Int>, outputStart: Int) {
      range = source
      self.outputStart = outputStart
    }

    func source(_ k: Int) -> Int { range.lowerBound + k }
    func output(_ k: Int) -> Int { outputStart + k }

    private func startsLine(_ source: [UInt8], _ output: [UInt8]) -> Bool {
      (range.lowerBound == 0 || source[range.lowerBound - 1] == .lineFeed)
        && (outputStart == 0 || output[outputStart - 1] == .lineFeed)
    }

    func firstLineStart(_ source: [UInt8], _ output: [UInt8]) -> Int? {
      if startsLine(source, output) { return 0 }
      // Within the gap only: in a text without line ends the next one is far.
      return source.firstIndex(of: [.lineFeed], in: range).map { $0 + 1 - range.lowerBound }
    }

    func lastLineStart(_ source: [UInt8], _ output: [UInt8]) -> Int? {
      var i = range.upperBound
      while i > range.lowerBound {
        if source[i - 1] == .lineFeed { return i - range.lowerBound }
        i -= 1
      }
      return startsLine(source, output) ? 0 : nil
    }
  }
}
