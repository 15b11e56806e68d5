/// Clears the gaps that stripping left: blank lines and blanks.
public struct TidyStage: Stage {
  public let id = "tidy"
  public let summary = "closes the gaps where matter was taken out; changes no other layout"
  public let keeps = "every blank and line end that no stripped matter stood beside"

  public init() {}

  public let rules = [
    Rule(
      "tidy.blank-lines", "Leaves one blank line, or one line end, where matter was taken out",
      rationale: "A stripped line leaves the blank lines above and below it.",
      safety: "Only blanks and line ends that touch a place where a stage took something out.",
      examples: [
        Rule.Example("He agreed.\n\n- 2 -\n\nThe President", "He agreed.\n\nThe President", following: ["page-markers"])
      ])
  ]

  public func edits(in document: Document) -> EditList {
    let bytes = document.bytes
    var edits: [Edit] = []
    var done = -1
    for scar in document.scars where scar > done || done < 0 {
      var low = scar
      while low > 0, bytes[low - 1].isSpace { low -= 1 }
      var high = scar
      while high < bytes.count, bytes[high].isSpace { high += 1 }
      done = high
      if low == high { continue }
      let gap = low..<high
      let old = Array(bytes[gap])
      let new = tidied(bytes, gap, scar: scar)
      if new != old {
        // What both have in common stays out of the edit, so that it starts behind the line it must not touch.
        let head = zip(old, new).prefix { $0 == $1 }.count
        let tail = zip(old.dropFirst(head).reversed(), new.dropFirst(head).reversed()).prefix { $0 == $1 }.count
        edits.append(
          Edit(
            range: low + head..<high - tail, original: Array(old[head..<old.count - tail]),
            replacement: Array(new[head..<new.count - tail]), rule: "tidy.blank-lines", confidence: .certain,
            reason: "left behind where matter was taken out"))
      }
    }
    return editList(edits)
  }

  /// The gap with as many line ends as the larger side had, one blank line at most, and the indent of the text after it.
  private func tidied(_ bytes: [UInt8], _ gap: Range<Int>, scar: Int) -> [UInt8] {
    let atEnd = gap.upperBound == bytes.count
    let indent = bytes[gap].suffix(while: \.isBlank)
    let lineEnd = PageJoin.lineEnd(bytes, gap)
    let before = lineEnds(bytes[gap.lowerBound..<scar])
    let after = lineEnds(bytes[scar..<gap.upperBound])
    if before + after == 0 { return Array(bytes[gap]) }
    if gap.lowerBound == 0 { return atEnd ? [] : Array(indent) }
    if atEnd { return lineEnd }
    let wanted = scar == gap.lowerBound ? min(after, 2) : min(max(before, after + 1), 2)
    return Array(repeatElement(lineEnd, count: max(wanted, 1)).joined()) + indent
  }

  private func lineEnds(_ part: ArraySlice<UInt8>) -> Int {
    let lf = part.count { $0 == .lineFeed }
    return lf > 0 ? lf : part.count { $0 == .carriageReturn }
  }
}

extension ArraySlice<UInt8> {
  fileprivate func suffix(while predicate: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    var start = endIndex
    while start > startIndex, predicate(self[start - 1]) { start -= 1 }
    return self[start...]
  }
}
