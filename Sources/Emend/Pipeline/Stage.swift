/// A text filter that proposes edits and never rewrites text.
///
/// A stage is pure: the same document gives the same edits. Adding one is a file here, a line in `Pipeline.standard`, and
/// a fixture; tests walk the stages for unique ids, a rationale, a safety note and examples that run.
public protocol Stage: Sendable {
  /// The name on the command line and in reports, such as `page-markers`.
  var id: String { get }
  /// One line: what the stage does.
  var summary: String { get }
  /// What it keeps as it is, whatever happens.
  var keeps: String { get }
  var rules: [Rule] { get }
  /// True when the edits change words, so that the protected list applies to them.
  var changesWords: Bool { get }

  /// The edits that the stage proposes, ordered by their starts; they may overlap, the engine settles it.
  func edits(in document: Document) -> EditList
}

extension Stage {
  public var changesWords: Bool { false }
}
