/// Who decided an edit, how and when, as it stands in a ledger.
package struct Signature: Hashable, Sendable {
  /// The words for verdicts.
  package static let (accepted, rejected, changed) = ("accepted", "rejected", "changed")

  /// accepted, rejected or changed.
  package let verdict: String
  package let editor: String
  /// In UTC: `2026-11-22T10:14:05Z`.
  package let time: String

  package init(verdict: String, editor: String, time: String) {
    self.verdict = verdict
    self.editor = editor
    self.time = time
  }

  /// `rejected by A. Reader, 2026-11-22T10:14:05Z`
  package var description: String { "\(verdict) by \(editor), \(time)" }
}
