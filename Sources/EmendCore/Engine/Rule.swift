/// What a rule does, said once: the text of `emend explain`, of Pipeline.md and of the rule's own tests.
package struct Rule: Sendable {
  /// `stage.name`, stable across versions.
  package let id: String
  /// One line: what it does.
  package let summary: String
  /// Why the records need it.
  package let rationale: String
  /// What keeps it from doing harm, and what it leaves alone.
  package let safety: String
  /// At least one; each runs as a test.
  package let examples: [Example]

  /// A text before and after the rule's stage alone, at the least confidence `suggested`.
  package struct Example: Sendable {
    package let before: [UInt8]
    package let after: [UInt8]
    /// The rule needs its matter at the very start of the text.
    package let atStart: Bool
    /// Stages that run before, when the rule works on what they leave.
    package let following: [String]
    /// What the stage is told.
    package let options: StageOptions

    package init(
      _ before: String, _ after: String, atStart: Bool = false, following: [String] = [],
      options: (inout StageOptions) -> Void = { _ in }
    ) {
      self.init(
        bytes: Array(before.utf8), Array(after.utf8), atStart: atStart, following: following, options: options)
    }

    package init(
      bytes before: [UInt8], _ after: [UInt8], atStart: Bool = false, following: [String] = [],
      options: (inout StageOptions) -> Void = { _ in }
    ) {
      self.before = before
      self.after = after
      self.atStart = atStart
      self.following = following
      var told = StageOptions()
      options(&told)
      self.options = told
    }
  }

  package init(
    _ id: String, _ summary: String, rationale: String, safety: String, examples: [Example]
  ) {
    self.id = id
    self.summary = summary
    self.rationale = rationale
    self.safety = safety
    self.examples = examples
  }
}
