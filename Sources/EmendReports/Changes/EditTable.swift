import EmendCore

/// The edits of records as CSV for a spreadsheet, a row an edit, applied and withheld, in the order of the source.
package struct EditTable {
  private static let columns = [
    "path", "number", "page", "line", "column", "stage", "rule", "confidence", "level", "outcome", "why", "original", "replacement",
    "reason", "before", "after", "alternatives", "artifact", "decision", "decided by",
    "decided at",
  ]
  /// Bytes of the text on either side of an edit, at most.
  private static let contextLength = 60

  /// What stands above the rows.
  package static var header: [UInt8] { Array(CSV.row(columns).utf8) }

  private let run: Run
  private let path: String

  /// - Parameter path: as the rows name the record.
  package init(_ run: Run, path: String) {
    self.run = run
    self.path = path
  }

  /// The rows without the header.
  package func writeRows(to writer: inout ByteWriter) throws {
    let text = run.readable
    let pages = run.pageMap
    for (index, finding) in Findings(run).all(withheld: true).enumerated() {
      let edit = finding.edit
      let isApplied = finding.why == nil
      try writer.write(
        CSV.row([
          CSV.shown(path: path), String(index + 1), CSV.shown(pages.page(ofSource: finding.sourceRange.lowerBound).name),
          String(finding.line),
          String(finding.column), finding.stage, edit.rule, String(edit.confidence.probability), edit.confidence.level.rawValue,
          isApplied ? "applied" : "withheld", CSV.shown(finding.why ?? ""), CSV.shown(Visible.text(edit.original)),
          CSV.shown(Visible.text(edit.replacement)), CSV.shown(edit.reason), CSV.shown(Self.before(finding.range.lowerBound, in: text)),
          CSV.shown(Self.after(finding.range.upperBound, in: text)), CSV.shown(edit.alternatives.joined(separator: "; ")),
          edit.artifact?.kind.rawValue ?? "", finding.signature?.verdict ?? "", CSV.shown(finding.signature?.editor ?? ""),
          CSV.shown(finding.signature?.time ?? ""),
        ]))
    }
  }

  /// The words before a place, on one line.
  private static func before(_ end: Int, in text: [UInt8]) -> String {
    var start = max(0, end - contextLength)
    while start < end, text[start] & 0xC0 == 0x80 { start += 1 }
    return onOneLine(text[start..<end])
  }

  /// The words after a place, on one line.
  private static func after(_ start: Int, in text: [UInt8]) -> String {
    var end = min(text.count, start + contextLength)
    while end > start, end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
    return onOneLine(text[start..<end])
  }

  private static func onOneLine(_ bytes: ArraySlice<UInt8>) -> String {
    Visible.text(Array(bytes.split(whereSeparator: \.isSpace).joined(separator: [.space])))
  }
}
