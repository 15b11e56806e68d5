import EmendCore

/// The lines of a record beside what became of them, and the marks in them: what the HTML report and the review draw.
package struct RecordRows {
  /// A line of the source and what became of it.
  package struct Row {
    package let source: Range<Int>
    package let output: Range<Int>
    package let changed: Bool
    /// Its text stands in the output line of a row above.
    package var isJoined = false
  }

  package let run: Run
  /// Lines longer than so many bytes stand in several rows.
  private let longest: Int
  /// Where source and output differ, in whole lines.
  private let regions: [ChangedRegions.Region]

  package init(run: Run, longest: Int = .max) {
    self.run = run
    self.longest = longest
    regions = ChangedRegions(run.passes.map(\.script)).lines(source: run.source, output: run.output)
  }

  /// The rows of the source from the start of a line to the start of another.
  package func rows(in range: Range<Int>? = nil) -> [Row] {
    let wanted = range ?? 0..<run.source.count
    var rows: [Row] = []
    var position = 0
    var shift = 0
    func unchanged(upTo end: Int) {
      var start = max(position, min(wanted.lowerBound, end))
      let stop = min(end, wanted.upperBound)
      while start < stop {
        let next = min(rowEnd(from: start), stop)
        rows.append(Row(source: start..<next, output: start + shift..<next + shift, changed: false))
        start = next
      }
    }
    for region in regions {
      if region.source.lowerBound > wanted.upperBound { break }
      unchanged(upTo: region.source.lowerBound)
      if region.source.upperBound >= wanted.lowerBound { addChanged(region, &rows, wanted) }
      position = region.source.upperBound
      shift = region.output.upperBound - position
    }
    unchanged(upTo: run.source.count)
    return rows
  }

  private func addChanged(_ region: ChangedRegions.Region, _ rows: inout [Row], _ wanted: Range<Int>) {
    var ends: [Int] = []
    repeat {
      ends.append(min(rowEnd(from: ends.last ?? region.source.lowerBound), region.source.upperBound))
    } while ends.last!
      < region
      .source.upperBound
    // All together, for each edit is then passed once.
    let mapped = run.passes.reduce(ends.map { $0..<$0 }) { $1.script.map.outputRanges(ofInput: $0) }
    var start = region.source.lowerBound
    var outputStart = region.output.lowerBound
    var lastMapped = outputStart
    for (end, place) in zip(ends, mapped) {
      let mapped = end == region.source.upperBound ? region.output.upperBound : place.upperBound
      var outputEnd = min(max(mapped, outputStart), region.output.upperBound)
      // A line of the output stands in one row: that of the first of the lines joined in it.
      let endsLine = end == run.source.count || end > 0 && run.source[end - 1] == .lineFeed
      if endsLine, outputEnd > outputStart, run.output[outputEnd - 1] != .lineFeed {
        let next = run.output.firstIndex(of: .lineFeed, from: outputEnd).map { $0 + 1 } ?? run.output.count
        outputEnd = min(next, region.output.upperBound, longest == .max ? .max : outputEnd + longest)
      }
      let isJoined = outputEnd == outputStart && mapped > lastMapped
      // A region without source is text that was put in between two lines.
      if start >= wanted.lowerBound, start < wanted.upperBound || region.source.isEmpty {
        rows.append(Row(source: start..<end, output: outputStart..<outputEnd, changed: true, isJoined: isJoined))
      }
      lastMapped = mapped
      start = end
      outputStart = outputEnd
    }
  }

  private func rowEnd(from start: Int) -> Int { Self.rowEnd(from: start, in: run.source, longest: longest) }

  /// Where the row that starts at a place ends: behind the line, or at a blank of a long one.
  package static func rowEnd(from start: Int, in text: [UInt8], longest: Int) -> Int {
    let reach = longest < text.count - start ? start + longest : text.count
    if let lineEnd = text.firstIndex(of: .lineFeed, in: start..<reach) { return lineEnd + 1 }
    if reach == text.count { return reach }
    var end = reach
    let least = start + longest / 2
    while end > least, text[end - 1] != 0x20 { end -= 1 }
    if end > least { return end }
    end = reach
    while end > least, text[end] & 0xC0 == 0x80 { end -= 1 }
    return end
  }

  /// The text of a row as stretches, those of a mark with it. Where marks overlap, the shortest one shows. White space at the
  /// end of a line shows only where an edit of its own takes it out.
  package static func stretches(
    _ text: [UInt8], _ range: Range<Int>, _ marks: [Marks.Mark], _ side: KeyPath<Marks.Mark, Range<Int>>
  ) -> [(range: Range<Int>, mark: Marks.Mark?)] {
    var end = range.upperBound
    while end > range.lowerBound, text[end - 1].isLineEnd { end -= 1 }
    var cuts: Set<Int> = [range.lowerBound, range.upperBound, end]
    for mark in marks {
      let own = mark[keyPath: side].clamped(to: range)
      cuts.insert(own.lowerBound)
      cuts.insert(own.upperBound)
    }
    let borders = cuts.sorted()
    var out: [(range: Range<Int>, mark: Marks.Mark?)] = []
    // The marks come in the order of their starts; those that reach into a stretch are few.
    var next = 0
    var open: [Marks.Mark] = []
    for (low, high) in zip(borders, borders.dropFirst()) {
      while next < marks.count, marks[next][keyPath: side].lowerBound <= low {
        if !marks[next][keyPath: side].isEmpty { open.append(marks[next]) }
        next += 1
      }
      open.removeAll { $0[keyPath: side].upperBound < high }
      guard let best = open.min(by: { $0[keyPath: side].count < $1[keyPath: side].count }) else {
        if low < end { out.append((low..<min(high, end), nil)) }
        continue
      }
      if low >= end, best.edit.artifact != nil { continue }
      if let last = out.last, last.mark?.number == best.number, last.range.upperBound == low {
        out[out.count - 1].range = last.range.lowerBound..<high
      } else {
        out.append((low..<high, best))
      }
    }
    return out
  }

  /// The marks that touch a row; `index` moves past those that end before it.
  package static func take(
    _ index: inout Int, _ range: Range<Int>, _ list: [Marks.Mark], _ side: KeyPath<Marks.Mark, Range<Int>>
  ) -> [Marks.Mark] {
    var found: [Marks.Mark] = []
    while index < list.count, list[index][keyPath: side].upperBound < range.lowerBound { index += 1 }
    var i = index
    while i < list.count, list[i][keyPath: side].lowerBound < range.upperBound {
      let own = list[i][keyPath: side]
      if own.overlaps(range) || own.isEmpty && range.contains(own.lowerBound) { found.append(list[i]) }
      i += 1
    }
    return found
  }

  /// Text of a mark: what cannot be seen gets a name. Its last character has an element of its own, which carries the
  /// letter of the stage, so that no line breaks between the two.
  package static func visible(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    // The sign for a line end stays beside the character that it ends.
    let last = text.suffix(text.last?.isNewline == true ? 2 : 1)
    return text.dropLast(last.count).unicodeScalars.map(visible).joined() + "<span class=\"k\">"
      + last.unicodeScalars.map(visible).joined() + "</span>"
  }

  private static func visible(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x0A: "<span class=\"v\" data-v=\"¶\"></span>"
    case 0x0D: "<span class=\"v\" data-v=\"CR\"></span>"
    case 0x0C: "<span class=\"v\" data-v=\"FF\"></span>"
    case 0xA0: "<span class=\"v\" data-v=\"NBSP\">\u{A0}</span>"
    case 0xAD: "<span class=\"v\" data-v=\"SHY\"></span>"
    case 0..<0x20, 0x7F...0x9F, 0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF:
      "<span class=\"v\" data-v=\"\(scalar.value.codePoint)\"></span>"
    default: String(scalar).escaped
    }
  }
}
