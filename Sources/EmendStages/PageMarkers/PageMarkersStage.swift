import EmendCore
import EmendLexicon

/// Takes page markers out of the text and into the page map.
package struct PageMarkersStage: CataloguedStage {
  package static let info = StageInfo(
    "page-markers",
    summary: "takes page numbers and page breaks out of the text; the labels go to the page map",
    keeps: "bare numbers that do not run with the pages, list numbers, editorial brackets such as `[Here follows …]`",
    role: .furniture, mark: StageInfo.Mark("P", light: "#006d77", dark: "#5fd0d6"), rules: PageMarkerRules.all)

  private let vocabulary: Vocabulary

  package init(dictionaries: Dictionaries = .embedded) { vocabulary = dictionaries.vocabulary }

  package func edits(in document: Document) -> EditList {
    let bytes = document.bytes
    var candidates: [PageSequence.Candidate] = []
    let markers = markers(document, &candidates)
    var edits = EditGatherer()
    var i = 0
    while i < markers.count {
      // Markers with nothing but blanks and line ends between them belong together.
      var last = i
      while last + 1 < markers.count,
        bytes[markers[last].range.upperBound..<markers[last + 1].range.lowerBound].allSatisfy(\.isSpace)
      {
        last += 1
      }
      remove(markers[i...last], candidates, bytes, &edits)
      i = last + 1
    }
    return edits.list()
  }

  private func remove(
    _ group: ArraySlice<Marker>, _ candidates: [PageSequence.Candidate], _ bytes: [UInt8], _ edits: inout EditGatherer
  ) {
    var left = group.first!.range.lowerBound
    while left > 0, bytes[left - 1].isSpace { left -= 1 }
    var right = group.last!.range.upperBound
    while right < bytes.count, bytes[right].isSpace { right += 1 }
    let crossesLine =
      bytes[left..<right].contains(where: \.isLineEnd) || group.contains(where: \.isFormFeed)
    if crossesLine, let join = PageJoin(bytes, left: left, right: right, vocabulary: vocabulary) {
      closeUp(group, candidates, bytes, left..<right, join, &edits)
      return
    }
    for marker in group {
      var range = marker.line ?? marker.range
      var replacement: [UInt8] = []
      if marker.isFormFeed {
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
      edits.append(edit(marker, candidates, range, replacement, bytes))
    }
  }

  /// Replaces everything between the halves by the joiner, each marker as an edit of its own.
  private func closeUp(
    _ group: ArraySlice<Marker>, _ candidates: [PageSequence.Candidate], _ bytes: [UInt8], _ gap: Range<Int>, _ join: PageJoin,
    _ edits: inout EditGatherer
  ) {
    var position = gap.lowerBound
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
      edits.append(edit(marker, candidates, marker.range, [], bytes))
      position = marker.range.upperBound
    }
    if position < gap.upperBound { replaceBlanks(upTo: gap.upperBound) }
  }

  private func edit(
    _ marker: Marker, _ candidates: [PageSequence.Candidate], _ range: Range<Int>, _ replacement: [UInt8], _ bytes: [UInt8]
  ) -> Edit {
    let (artifact, rule, confidence) = reading(marker, candidates, bytes)
    return Edit(
      range: range, original: Array(bytes[range]), replacement: replacement, rule: rule, confidence: Confidence(confidence),
      reason: artifact["page"].map { "marks page \($0)" } ?? "ends a page", artifact: artifact)
  }

  /// What a marker says.
  private func reading(_ marker: Marker, _ candidates: [PageSequence.Candidate], _ bytes: [UInt8]) -> (Artifact, String, Double) {
    let text = bytes.text(marker.range)
    let mark: PageMark
    switch marker.source {
    case .formFeed: return (Self.formFeed, "page-markers.form-feed", PageMarkersNumbers.formFeed)
    case .rule:
      let artifact = Artifact(kind: .pageMarker, text: text, fields: [Artifact.Field(Artifact.Field.style, Artifact.Field.rule)])
      return (artifact, "page-markers.separator", PageMarkersNumbers.rule)
    case .bracket: mark = PageMark(bracket: bytes, marker.range)!
    case .line(let number): mark = candidates[Int(number)].mark
    }
    return (mark.artifact(text), mark.rule, mark.confidence)
  }

  private static let formFeed = Artifact(kind: .pageMarker, text: "\u{C}", fields: [Artifact.Field(Artifact.Field.pageBreak, "form feed")])

  /// All markers in order.
  private func markers(_ document: Document, _ candidates: inout [PageSequence.Candidate]) -> [Marker] {
    let bytes = document.bytes
    var found = ownLines(document, &candidates)
    // The rules above separators come before all lines, wherever they stand.
    found.sort { $0.range.lowerBound < $1.range.lowerBound }
    let own = found.count
    var line = 0
    var position = 0
    while let i = bytes.firstIndex(of: UInt8(ascii: "["), from: position) {
      position = i + 1
      while line < own, found[line].range.upperBound <= i { line += 1 }
      if line < own, found[line].range.contains(i) { continue }
      guard let end = bytes[i..<min(i + 32, bytes.count)].firstIndex(of: UInt8(ascii: "]")) else { continue }
      let range = i..<end + 1
      guard PageMark(bracket: bytes, range) != nil else { continue }
      found.append(Marker(.bracket, range))
      position = range.upperBound
    }
    position = 0
    while let place = bytes.firstIndex(of: .formFeed, from: position) {
      found.append(Marker(.formFeed, place..<place + 1))
      position = place + 1
    }
    found.sort { $0.range.lowerBound < $1.range.lowerBound }
    // A line that starts or ends with a form feed is not removed whole: the form feed is a marker of its own.
    for k in found.indices {
      guard let line = found[k].line else { continue }
      let range = found[k].range
      let low = bytes[line.lowerBound..<range.lowerBound].lastIndex(of: .formFeed).map { $0 + 1 } ?? line.lowerBound
      let high = bytes[range.upperBound..<line.upperBound].firstIndex(of: .formFeed) ?? line.upperBound
      found[k].line = low..<high
    }
    return found
  }

  /// The markers that have a line for themselves.
  private func ownLines(_ document: Document, _ candidates: inout [PageSequence.Candidate]) -> [Marker] {
    let bytes = document.bytes
    let starts = document.pageStarts
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
          if let rule { rules.append(Marker(.rule, bytes.trimmed(rule.content), line: rule.full)) }
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
    settle(&candidates, pages: page, &rules)
    return rules
  }

  /// Settles which of the candidates are markers, and adds those.
  private func settle(_ candidates: inout [PageSequence.Candidate], pages: Int, _ markers: inout [Marker]) {
    if pages > 1 {
      let sequence = PageSequence(candidates, pages: pages)
      for index in candidates.indices {
        guard let mark = sequence.settled(candidates[index]) else { continue }
        candidates[index].mark = mark
        candidates[index].isSettled = true
      }
    } else {
      PageSequence.settle(withoutBreaks: &candidates)
    }
    for (number, candidate) in candidates.enumerated() where candidate.isSettled {
      markers.append(Marker(.line(Int32(number)), candidate.content, line: candidate.line))
    }
  }

  /// `---`, or `# file_name` as the first line of a text: what stands above `## Page 1`.
  private func isSeparatorHead(_ bytes: [UInt8], _ content: Range<Int>, isFirst: Bool) -> Bool {
    if isFirst, bytes[content.lowerBound] == UInt8(ascii: "#") { return content.count <= PageMarkersNumbers.longestFileHeading }
    return content.count >= PageMarkersNumbers.shortestRule && bytes[content.lowerBound] == UInt8(ascii: "-")
      && bytes[content].allSatisfy { $0 == UInt8(ascii: "-") }
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
