/// A wish from outside the record that something in it stays as it is: a row of `emend.ignore`, for records that may not
/// be touched at all.
package struct IgnoreEntry: Hashable, Sendable {
  /// A rule (`spelling.correction`), a stage for all of its rules (`spelling`), or nil for every rule.
  package let rule: String?
  /// The text that stays, as the source has it; nil for the whole record.
  package let text: [UInt8]?
  /// Which occurrence of the text in the record, from 1; nil for all.
  package let occurrence: Int?
  /// Where the entry stands, and its note: `emend.ignore:12: read by two archivists`.
  package let reason: String

  package init(rule: String?, text: [UInt8]?, occurrence: Int?, reason: String) {
    self.rule = rule
    self.text = text
    self.occurrence = occurrence
    self.reason = reason
  }
}
