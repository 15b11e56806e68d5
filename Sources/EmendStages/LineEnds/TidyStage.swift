import EmendCore

/// Clears the gaps that stripping left: blank lines and blanks.
package struct TidyStage: CataloguedStage {
  package static let info = StageInfo(
    "tidy",
    summary: "closes the gaps where matter was taken out; changes no other layout",
    keeps: "every blank and line end that no stripped matter stood beside",
    role: .gaps, mark: StageInfo.Mark("T", light: "#3b6d14", dark: "#9fd276"), rules: rules)

  package init() {}

  private static let rules: [Rule] = [
    Rule(
      "tidy.blank-lines", "Leaves one blank line, or one line end, where matter was taken out",
      rationale: "A stripped line leaves the blank lines above and below it.",
      safety: "Only blanks and line ends that touch a place where a stage took something out.",
      examples: [
        Rule.Example("He agreed.\n\n- 2 -\n\nThe President", "He agreed.\n\nThe President", following: ["page-markers"])
      ])
  ]

  package func edits(in document: Document) -> EditList {
    let bytes = document.bytes
    var edits = EditList()
    var new: [UInt8] = []
    var done = -1
    for removalPoint in document.removalPoints where removalPoint > done || done < 0 {
      var low = removalPoint
      while low > 0, bytes[low - 1].isSpace { low -= 1 }
      var high = removalPoint
      while high < bytes.count, bytes[high].isSpace { high += 1 }
      done = high
      if low == high { continue }
      tidy(bytes, low..<high, removalPoint: removalPoint, &new)
      // What both have in common stays out of the edit, so that it starts behind the line it must not touch.
      var head = 0
      while head < new.count, low + head < high, bytes[low + head] == new[head] { head += 1 }
      if head == new.count, low + head == high { continue }
      var tail = 0
      while tail < new.count - head, low + head < high - tail, bytes[high - 1 - tail] == new[new.count - 1 - tail] { tail += 1 }
      let number = edits.payload(
        original: bytes[low + head..<high - tail], replacement: new[head..<new.count - tail], rule: "tidy.blank-lines",
        confidence: .certain, reason: "left behind where matter was taken out")
      edits.append(start: low + head, payload: number)
    }
    return edits
  }

  /// Makes `new` the gap with as many line ends as the larger side had, one blank line at most, and the indent of the text
  /// after it.
  private func tidy(_ bytes: [UInt8], _ gap: Range<Int>, removalPoint: Int, _ new: inout [UInt8]) {
    new.removeAll(keepingCapacity: true)
    let atEnd = gap.upperBound == bytes.count
    var indent = gap.upperBound
    while indent > gap.lowerBound, bytes[indent - 1].isBlank { indent -= 1 }
    let before = lineEnds(bytes, gap.lowerBound..<removalPoint)
    let after = lineEnds(bytes, removalPoint..<gap.upperBound)
    if before + after == 0 {
      new += bytes[gap]
    } else if gap.lowerBound == 0 {
      if !atEnd { new += bytes[indent..<gap.upperBound] }
    } else if atEnd {
      new += PageJoin.lineEnd(bytes, gap)
    } else {
      let wanted = removalPoint == gap.lowerBound ? min(after, 2) : min(max(before, after + 1), 2)
      let lineEnd = PageJoin.lineEnd(bytes, gap)
      for _ in 0..<max(wanted, 1) { new += lineEnd }
      new += bytes[indent..<gap.upperBound]
    }
  }

  private func lineEnds(_ bytes: [UInt8], _ part: Range<Int>) -> Int {
    var (feeds, returns) = (0, 0)
    for place in part {
      if bytes[place] == .lineFeed { feeds += 1 } else if bytes[place] == .carriageReturn { returns += 1 }
    }
    return feeds > 0 ? feeds : returns
  }
}
