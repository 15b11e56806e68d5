/// Takes page markers out of the text and into the page map.
public struct PageMarkersStage: Stage {
  public let id = "page-markers"
  public let summary = "takes page numbers and page breaks out of the text; the labels go to the page map"
  public let keeps = "bare numbers that do not run with the pages, list numbers, editorial brackets such as `[Here follows …]`"
  private let vocabulary: Vocabulary

  public init(dictionaries: Dictionaries = .embedded) { vocabulary = dictionaries.vocabulary }

  public let rules = PageMarkerRules.all

  /// A marker as found: where it stands and what it says.
  private struct Marker {
    var range: Range<Int>
    /// The line that the marker has for itself, with its end; nil inside a line.
    var line: Range<Int>?
    var artifact: Artifact
    var rule: String
    var confidence: Double

    init(range: Range<Int>, line: Range<Int>?, artifact: Artifact, rule: String, confidence: Double) {
      (self.range, self.line, self.artifact, self.rule, self.confidence) = (range, line, artifact, rule, confidence)
    }

    init(_ mark: PageMark, _ range: Range<Int>, line: Range<Int>?, _ bytes: [UInt8]) {
      self.init(
        range: range, line: line, artifact: mark.artifact(bytes.text(range)), rule: mark.rule, confidence: mark.confidence)
    }

    /// The rule that a page separator has above it.
    init(rule line: Line, _ bytes: [UInt8]) {
      let range = bytes.trimmed(line.content)
      self.init(
        range: range, line: line.full,
        artifact: Artifact(kind: .pageMarker, text: bytes.text(range), fields: [Artifact.Field("style", "rule")]),
        rule: "page-markers.separator", confidence: 0.95)
    }
  }

  public func edits(in document: Document) -> EditList {
    let bytes = document.bytes
    let markers = markers(document)
    var edits: [Edit] = []
    var i = 0
    while i < markers.count {
      // Markers with nothing but blanks and line ends between them belong together.
      var last = i
      while last + 1 < markers.count,
        bytes[markers[last].range.upperBound..<markers[last + 1].range.lowerBound].allSatisfy(\.isSpace)
      {
        last += 1
      }
      remove(Array(markers[i...last]), bytes, &edits)
      i = last + 1
    }
    return editList(edits)
  }

  private func remove(_ group: [Marker], _ bytes: [UInt8], _ edits: inout [Edit]) {
    var left = group[0].range.lowerBound
    while left > 0, bytes[left - 1].isSpace { left -= 1 }
    var right = group.last!.range.upperBound
    while right < bytes.count, bytes[right].isSpace { right += 1 }
    let crossesLine =
      bytes[left..<right].contains(where: \.isLineEnd) || group.contains { $0.rule == "page-markers.form-feed" }
    if crossesLine || bytes[max(left - 1, 0)] == UInt8(ascii: "-"),
      let join = PageJoin(bytes, left: left, right: right, vocabulary: vocabulary)
    {
      closeUp(group, bytes, left..<right, join, &edits)
      return
    }
    for marker in group {
      var range = marker.line ?? marker.range
      var replacement: [UInt8] = []
      if marker.rule == "page-markers.form-feed" {
        let touchesLineEnd =
          range.lowerBound == 0 || bytes[range.lowerBound - 1].isSpace
          || range.upperBound == bytes.count || bytes[range.upperBound].isSpace
        if !touchesLineEnd { replacement = [.lineFeed] }
      } else if marker.line == nil {
        // Inside a line one of the two blanks around it goes too.
        if range.upperBound < bytes.count, bytes[range.upperBound].isBlank {
          range = range.lowerBound..<range.upperBound + 1
        } else if range.lowerBound > 0, bytes[range.lowerBound - 1].isBlank {
          range = range.lowerBound - 1..<range.upperBound
        }
      }
      edits.append(edit(marker, range, replacement, bytes))
    }
  }

  /// Replaces everything between the halves by the joiner, each marker as an edit of its own.
  private func closeUp(
    _ group: [Marker], _ bytes: [UInt8], _ gap: Range<Int>, _ join: PageJoin, _ edits: inout [Edit]
  ) {
    var position = join.dropsHyphen ? gap.lowerBound - 1 : gap.lowerBound
    var joiner = join.joiner
    func replaceBlanks(upTo end: Int) {
      let old = Array(bytes[position..<end])
      if old != joiner {
        edits.append(
          Edit(
            range: position..<end, original: old, replacement: joiner, rule: "page-markers.close-up",
            confidence: join.confidence, reason: join.reason))
      }
      joiner = []
    }
    for marker in group {
      if position < marker.range.lowerBound || !joiner.isEmpty { replaceBlanks(upTo: marker.range.lowerBound) }
      edits.append(edit(marker, marker.range, [], bytes))
      position = marker.range.upperBound
    }
    if position < gap.upperBound { replaceBlanks(upTo: gap.upperBound) }
  }

  private func edit(_ marker: Marker, _ range: Range<Int>, _ replacement: [UInt8], _ bytes: [UInt8]) -> Edit {
    Edit(
      range: range, original: Array(bytes[range]), replacement: replacement, rule: marker.rule,
      confidence: Confidence(marker.confidence),
      reason: marker.artifact["page"].map { "marks page \($0)" } ?? "ends a page", artifact: marker.artifact)
  }

  /// All markers in order.
  private func markers(_ document: Document) -> [Marker] {
    let bytes = document.bytes
    var found = ownLines(document)
    let lines = found
    var line = 0
    var position = 0
    while let i = bytes.firstIndex(of: UInt8(ascii: "["), from: position) {
      position = i + 1
      while line < lines.count, lines[line].range.upperBound <= i { line += 1 }
      if line < lines.count, lines[line].range.contains(i) { continue }
      guard let end = bytes[i..<min(i + 32, bytes.count)].firstIndex(of: UInt8(ascii: "]")) else { continue }
      let range = i..<end + 1
      guard let mark = PageMark(bracket: bytes, range) else { continue }
      found.append(Marker(mark, range, line: nil, bytes))
      position = range.upperBound
    }
    position = 0
    while let i = bytes.firstIndex(of: .formFeed, from: position) {
      found.append(
        Marker(
          range: i..<i + 1, line: nil,
          artifact: Artifact(kind: .pageMarker, text: "\u{C}", fields: [Artifact.Field("break", "form feed")]),
          rule: "page-markers.form-feed", confidence: 0.99))
      position = i + 1
    }
    found.sort { $0.range.lowerBound < $1.range.lowerBound }
    // A line that starts or ends with a form feed is not removed whole: the form feed is a marker of its own.
    for k in found.indices {
      guard let line = found[k].line else { continue }
      var low = line.lowerBound
      var high = line.upperBound
      while low < found[k].range.lowerBound, bytes[low..<found[k].range.lowerBound].contains(.formFeed) { low += 1 }
      while high > found[k].range.upperBound, bytes[found[k].range.upperBound..<high].contains(.formFeed) { high -= 1 }
      found[k].line = low..<high
    }
    return found
  }

  /// The markers that have a line for themselves.
  private func ownLines(_ document: Document) -> [Marker] {
    let bytes = document.bytes
    let starts = document.pageStarts
    var candidates: [PageSequence.Candidate] = []
    var pages = 1
    var page = 0
    var ordinal = 0
    // Number of the first line of the page, and of the first candidate on it.
    var head = 0
    var first = 0
    /// The rule above a separator: `---`, then `## Page 2`.
    var rule: Line?
    var rules: [Marker] = []
    func endPage() {
      for i in first..<candidates.count { candidates[i].fromFoot = ordinal - 1 - candidates[i].ordinal }
      (first, head) = (candidates.count, ordinal)
      page += 1
    }
    for line in Lines(bytes) {
      let content = bytes.trimmed(line.content)
      if content.isEmpty { continue }
      while pages < starts.count, starts[pages] <= content.lowerBound {
        pages += 1
        endPage()
      }
      if PageMark.mayBe(bytes, content), let mark = PageMark(bytes, content) {
        if mark.style == .separator {
          if let rule { rules.append(Marker(rule: rule, bytes)) }
          if ordinal > head { endPage() }
        }
        candidates.append(
          PageSequence.Candidate(
            mark: mark, content: content, line: line.full, page: page, fromHead: ordinal - head, ordinal: ordinal,
            isApart: mark.style == .bare && isApart(bytes, line.full)))
        // A separator is no line of the page.
        if mark.style == .separator { continue }
      }
      rule = isSeparatorHead(bytes, content, isFirst: ordinal == 0) ? line : nil
      ordinal += 1
    }
    endPage()
    let sequence = PageSequence(candidates, pages: page)
    let marks = page > 1 ? candidates.map(sequence.settled) : PageSequence.settled(withoutBreaks: candidates)
    return rules
      + zip(candidates, marks).compactMap { candidate, mark in
        mark.map { Marker($0, candidate.content, line: candidate.line, bytes) }
      }
  }

  /// `---`, or `# file_name` as the first line of a text: what stands above `## Page 1`.
  private func isSeparatorHead(_ bytes: [UInt8], _ content: Range<Int>, isFirst: Bool) -> Bool {
    if isFirst, bytes[content.lowerBound] == UInt8(ascii: "#") { return content.count <= 120 }
    return content.count >= 3 && bytes[content.lowerBound] == UInt8(ascii: "-") && bytes[content].allSatisfy { $0 == UInt8(ascii: "-") }
  }

  /// True for a line between blank lines.
  private func isApart(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
    func isBlank(_ range: Range<Int>) -> Bool { bytes[range].contains(where: \.isLineEnd) && bytes[range].allSatisfy(\.isSpace) }
    var above = line.lowerBound - 1
    while above > 0, !bytes[above - 1].isLineEnd, bytes[above - 1].isSpace { above -= 1 }
    var below = line.upperBound
    while below < bytes.count, bytes[below].isBlank { below += 1 }
    return above > 0 && isBlank(above - 1..<line.lowerBound) && below < bytes.count && bytes[below].isLineEnd
  }
}
