/// One proposed or applied change, as a value: the form in which stages, tests and reports speak of it.
///
/// Lists of edits are stored compactly (`EditList`); an `Edit` is made when one is looked at.
package struct Edit: Hashable, Sendable {
  /// Bytes in the stage's input that the edit replaces; empty for an insertion.
  package var range: Range<Int>
  /// The bytes that stand in `range`.
  package var original: [UInt8]
  package var replacement: [UInt8]
  /// Id of the rule that proposes it, such as `spelling.correction`.
  package var rule: String
  package var confidence: Confidence
  /// Why, in plain words.
  package var reason: String
  /// Other replacements that are as plausible. Not empty: the edit is a question, reported and never applied.
  package var alternatives: [String]
  /// The matter that the edit takes out of the text, if it does.
  package var artifact: Artifact?

  package init(
    range: Range<Int>, original: [UInt8], replacement: [UInt8], rule: String, confidence: Confidence,
    reason: String, alternatives: [String] = [], artifact: Artifact? = nil
  ) {
    self.range = range
    self.original = original
    self.replacement = replacement
    self.rule = rule
    self.confidence = confidence
    self.reason = reason
    self.alternatives = alternatives
    self.artifact = artifact
  }

  /// `original` as text; bytes that are no UTF-8 show as U+FFFD.
  package var originalText: String { String(decoding: original, as: UTF8.self) }
  /// `replacement` as text; bytes that are no UTF-8 show as U+FFFD.
  package var replacementText: String { String(decoding: replacement, as: UTF8.self) }
}
