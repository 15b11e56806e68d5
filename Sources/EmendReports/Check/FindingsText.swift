import EmendCore

/// The findings of a check for people: a line each.
package struct FindingsText: CheckReport {
  private let withheld: Bool

  /// - Parameter withheld: with what is to be said of pages and footnotes, too.
  package init(withheld: Bool) { self.withheld = withheld }

  package func write(_ record: CheckedRecord, to writer: inout ByteWriter) throws {
    for finding in record.findings { try writer.write(finding.line(path: record.path) + "\n") }
    let (run, path) = (record.run, Visible.word(record.path))
    if let loss = TextLoss(run) { try writer.write("\(path): text: \(loss)\n") }
    guard withheld else { return }
    if let findings = run.pageMap.findings { try writer.write("\(path): pages: \(Visible.line(findings))\n") }
    if let notes = run.notes, notes.settled < notes.notes || !notes.referencesWithoutNote.isEmpty {
      try writer.write("\(path): footnotes: \(notes.text)\n")
    }
  }

  package func finish(_ summary: CheckSummary, to writer: inout ByteWriter) throws {}
}

/// A unified diff of each record that would change.
package struct FindingsDiff: CheckReport {
  private let isShown: Bool

  /// - Parameter isShown: on a terminal, not for `patch`.
  package init(isShown: Bool = false) { self.isShown = isShown }

  package func write(_ record: CheckedRecord, to writer: inout ByteWriter) throws {
    if record.changes > 0 { try UnifiedDiff(record.run, path: record.path, isShown: isShown).write(to: &writer) }
  }

  package func finish(_ summary: CheckSummary, to writer: inout ByteWriter) throws {}
}
