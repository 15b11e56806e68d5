import EmendCore

/// The fixes of the findings of a record, in the coordinates of its source: all of them together make the text that `clean` gives.
///
/// A later stage works on what an earlier one left, so edits may touch. Such edits have one fix together, which stands with
/// the first of them.
package struct SARIFFixes {
  package struct Fix {
    package let start: Place
    package let end: Place
    package let sourceRange: Range<Int>
    package let text: [UInt8]
    /// True when the fix does what several findings propose.
    let isShared: Bool
  }

  private var fixes: [Int: Fix] = [:]

  package subscript(finding: Int) -> Fix? { fixes[finding] }

  package init(_ record: CheckedRecord) {
    let run = record.run
    let decodes = run.decoding != nil
    let regions = ChangedRegions(run.passes.dropFirst(decodes ? 1 : 0).map(\.script)).regions
    // For each region the first finding of it, and whether others follow.
    var owners: [Int: (finding: Int, isShared: Bool)] = [:]
    for (index, finding) in record.findings.enumerated() where finding.why == nil {
      if decodes, finding.stage == run.passes[0].stage {
        // A change of the charset, or of all line ends, is no matter of one place.
        if finding.edit.rule != StageInfo.charsetRule, finding.others == 0 { fixes[index] = Self.decodeFix(finding) }
      } else if let region = Self.region(at: finding.range, of: regions) {
        owners[region] = (owners[region]?.finding ?? index, owners[region] != nil)
      }
    }
    var starts = PlaceCounter(run.readable)
    var ends = PlaceCounter(run.readable)
    for (number, region) in regions.enumerated() {
      let text = Array(run.output[region.output])
      guard let owner = owners[number], UTF8Scan.firstBroken(text) == nil else { continue }
      fixes[owner.finding] = Fix(
        start: starts.place(of: region.source.lowerBound), end: ends.place(of: region.source.upperBound),
        sourceRange: decodes ? run.passes[0].script.map.inputRange(ofOutput: region.source) : region.source, text: text,
        isShared: owner.isShared)
    }
  }

  private static func decodeFix(_ finding: Findings.Finding) -> Fix {
    Fix(
      start: Place(line: finding.line, column: finding.column), end: finding.end, sourceRange: finding.sourceRange,
      text: finding.edit.replacement, isShared: false)
  }

  /// The region that a range touches.
  private static func region(at range: Range<Int>, of regions: [ChangedRegions.Region]) -> Int? {
    var low = 0
    var high = regions.count
    while low < high {
      let middle = (low + high) / 2
      if regions[middle].source.upperBound < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < regions.count && regions[low].source.lowerBound <= range.upperBound ? low : nil
  }
}
