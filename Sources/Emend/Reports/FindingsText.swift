/// The findings of a check for people: a line each.
public struct FindingsText: CheckReport {
  private let withheld: Bool

  /// - Parameter withheld: with what is to be said of pages and footnotes, too.
  public init(withheld: Bool) { self.withheld = withheld }

  public func write(_ record: CheckedRecord, to writer: inout ByteWriter) throws {
    for finding in record.findings { try writer.write(finding.line(path: record.path) + "\n") }
    let (run, path) = (record.run, Visible.word(record.path))
    if let loss = TextLoss(run) { try writer.write("\(path): text: \(loss)\n") }
    guard withheld else { return }
    if let findings = run.pageMap.findings { try writer.write("\(path): pages: \(Visible.line(findings))\n") }
    if let notes = run.notes, notes.settled < notes.notes || !notes.referencesWithoutNote.isEmpty {
      try writer.write("\(path): footnotes: \(notes.text)\n")
    }
  }

  public func finish(_ summary: CheckSummary, to writer: inout ByteWriter) throws {}
}

/// A unified diff of each record that would change.
public struct FindingsDiff: CheckReport {
  private let isShown: Bool

  /// - Parameter isShown: on a terminal, not for `patch`.
  public init(isShown: Bool = false) { self.isShown = isShown }

  public func write(_ record: CheckedRecord, to writer: inout ByteWriter) throws {
    if record.changes > 0 { try UnifiedDiff(record.run, path: record.path, isShown: isShown).write(to: &writer) }
  }

  public func finish(_ summary: CheckSummary, to writer: inout ByteWriter) throws {}
}
