/// What a rule does, said once: the text of `emend explain`, of Pipeline.md and of the rule's own tests.
public struct Rule: Sendable {
  /// `stage.name`, stable across versions.
  public let id: String
  /// One line: what it does.
  public let summary: String
  /// Why the records need it.
  public let rationale: String
  /// What keeps it from doing harm, and what it leaves alone.
  public let safety: String
  /// At least one; each runs as a test.
  public let examples: [Example]

  /// A text before and after the rule's stage alone, at the least confidence `suggested`.
  public struct Example: Sendable {
    public let before: [UInt8]
    public let after: [UInt8]
    /// The rule needs its matter at the very start of the text.
    public let atStart: Bool
    /// Stages that run before, when the rule works on what they leave.
    public let following: [String]
    /// What the stage is told.
    public let options: Pipeline.Options

    public init(
      _ before: String, _ after: String, atStart: Bool = false, following: [String] = [],
      options: (inout Pipeline.Options) -> Void = { _ in }
    ) {
      self.init(
        bytes: Array(before.utf8), Array(after.utf8), atStart: atStart, following: following, options: options)
    }

    public init(
      bytes before: [UInt8], _ after: [UInt8], atStart: Bool = false, following: [String] = [],
      options: (inout Pipeline.Options) -> Void = { _ in }
    ) {
      self.before = before
      self.after = after
      self.atStart = atStart
      self.following = following
      var told = Pipeline.Options()
      options(&told)
      self.options = told
    }
  }

  public init(
    _ id: String, _ summary: String, rationale: String, safety: String, examples: [Example]
  ) {
    self.id = id
    self.summary = summary
    self.rationale = rationale
    self.safety = safety
    self.examples = examples
  }
}
