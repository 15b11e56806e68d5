/// Places of a text that stay as they are, whatever the stages propose: what the text itself marks with `emend: ignore`,
/// words before `[sic]`, and what `emend.ignore` lists.
///
/// They are found once, in the text as decoded, and move along from stage to stage.
package struct Suppressions {
  /// Places that stay for one reason.
  private struct Layer {
    enum Kind { case marked, sic, entry }

    let kind: Kind
    /// A rule or a stage; nil for all.
    let rule: String?
    let reason: String
    /// Starts and ends ascend; nil for the whole text.
    var ranges: [Range<Int>]?
  }

  private var layers: [Layer] = []

  package var isEmpty: Bool { layers.isEmpty }

  package init(_ bytes: [UInt8], entries: [IgnoreEntry]) {
    for entry in entries {
      var ranges: [Range<Int>]?
      if let text = entry.text {
        let found = Self.occurrences(of: text, in: bytes, number: entry.occurrence)
        if found.isEmpty { continue }
        ranges = found
      }
      layers.append(Layer(kind: .entry, rule: entry.rule, reason: entry.reason, ranges: ranges))
    }
    let marked = MarkedLines.all(in: bytes)
    if !marked.isEmpty {
      layers.append(Layer(kind: .marked, rule: nil, reason: Hold.markedInSource, ranges: marked))
    }
    let sic = Self.wordsBeforeSic(in: bytes)
    if !sic.isEmpty { layers.append(Layer(kind: .sic, rule: nil, reason: "[sic]: the source has it so", ranges: sic)) }
  }

  /// The places in the output of a script that was applied to the text.
  func moved(by script: EditScript) -> Suppressions {
    var copy = self
    for number in layers.indices {
      copy.layers[number].ranges = layers[number].ranges.map { script.map.outputRanges(ofInput: $0) }
    }
    return copy
  }

  /// What a stage wants to do at a place.
  package struct Proposal {
    package let range: Range<Int>
    package let replacement: ArraySlice<UInt8>
    package let rule: String
    /// True for matter that is taken out and kept as an artifact: its wording stays.
    let takesOut: Bool
    package let role: StageInfo.Role

    /// The text is read in another charset, which changes no word of it.
    var readsCharset: Bool { rule == StageInfo.charsetRule }
  }

  /// Why the text at a place stays as it is; nil when it may change.
  package func reason(against proposal: Proposal, in bytes: [UInt8]) -> (hold: Hold.Reason, detail: String)? {
    for layer in layers {
      if let rule = layer.rule, rule != proposal.rule, !proposal.rule.hasPrefix(rule + ".") { continue }
      switch layer.kind {
      case .entry:
        // Reading a text in its charset changes no word of it; only an entry for the whole record stops it.
        if let ranges = layer.ranges, proposal.readsCharset || !Self.isTouched(ranges, by: proposal, in: bytes) { continue }
        return (.ignored, layer.reason)
      case .marked:
        if proposal.readsCharset || !Self.isTouched(layer.ranges ?? [], by: proposal, in: bytes) { continue }
        return (.ignored, layer.reason)
      case .sic:
        let isBlank = !proposal.role.changesWords && bytes[proposal.range].allSatisfy(\.isSpace)
        if isBlank || proposal.takesOut || proposal.role.isDecoding { continue }
        if Self.isTouched(layer.ranges ?? [], by: proposal, in: bytes) { return (.protected, layer.reason) }
      }
    }
    return nil
  }

  /// True when a change reaches into one of the places, or puts text on a line that is one.
  private static func isTouched(_ places: [Range<Int>], by proposal: Proposal, in bytes: [UInt8]) -> Bool {
    let (start, end) = (proposal.range.lowerBound, proposal.range.upperBound)
    var next = places.partitioningIndex { $0.upperBound >= start }
    while next < places.count, places[next].lowerBound <= end {
      let place = places[next]
      next += 1
      if place.lowerBound < end, start < place.upperBound { return true }
      // Right before a line that is kept a change may end a line or take one out; anything else would join the two.
      let startsLine = place.lowerBound > 0 && bytes[place.lowerBound - 1].isLineEnd
      if end == place.lowerBound, startsLine {
        let isWhole = proposal.replacement.isEmpty && (start == 0 || bytes[start - 1].isLineEnd)
        if !isWhole, proposal.replacement.last?.isLineEnd != true { return true }
      }
      // Behind the last line, where no line end follows, text would join it.
      if start == place.upperBound, start == bytes.count, start > 0, !bytes[start - 1].isLineEnd { return true }
    }
    return false
  }

  private static func occurrences(of text: [UInt8], in bytes: [UInt8], number: Int?) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start = 0
    var count = 0
    while let place = bytes.firstIndex(of: text, in: start..<bytes.count) {
      count += 1
      start = place + text.count
      if number == nil || number == count { found.append(place..<start) }
      if number == count { break }
    }
    return found
  }

  /// The word before each `[sic]` or `(sic)`, and one farther for phrases.
  private static func wordsBeforeSic(in bytes: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    for bracket in [UInt8(ascii: "["), UInt8(ascii: "(")] {
      let mark = [bracket] + Array("sic".utf8)
      var start = 0
      while let place = bytes.firstIndex(of: mark, in: start..<bytes.count) {
        start = place + mark.count
        if start < bytes.count, bytes[start].isLetter { continue }
        let words = Words.around(place..<place, in: bytes, reach: 2).filter { $0.upperBound <= place }
        if let first = words.first, let last = words.last { found.append(first.lowerBound..<last.upperBound) }
      }
    }
    // Those in brackets and those in parentheses were found one after the other.
    return found.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
  }
}
