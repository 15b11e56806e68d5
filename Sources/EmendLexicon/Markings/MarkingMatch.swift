import EmendCore

extension MarkingTemplates {
  /// A template that a line matches.
  package final class Match: Sendable {
    package let template: Int
    /// Weighted edit cost in hundredths of a letter.
    package let cost: Int
    /// Names of the constants for which another marking, about as near, has another value.
    package let open: Set<String>
    package let fields: [Artifact.Field]
    /// False for a line that has the letters of the template but not its capitals.
    package let sameCase: Bool
    /// What is asked of the template time and again.
    package let kind: Artifact.Kind
    package let isTag: Bool
    package let needsContext: Bool

    package init(template: Int, _ marking: MarkingTemplate, cost: Int, open: Set<String>, fields: [Artifact.Field], sameCase: Bool) {
      (self.template, self.cost, self.open, self.fields, self.sameCase) = (template, cost, open, fields, sameCase)
      kind = marking.kind
      isTag = marking.isTag
      needsContext = marking.needsNeighbour || marking.position == "edge"
    }

    /// The same line with constants that it does not settle.
    package init(_ other: Match, open: Set<String>) {
      (template, cost, fields, sameCase) = (other.template, other.cost, other.fields, other.sameCase)
      (kind, isTag, needsContext) = (other.kind, other.isTag, other.needsContext)
      self.open = open
    }

    /// To the letter, punctuation and a look-alike glyph or two apart.
    @inlinable package var isExact: Bool { cost < MarkingMatchNumbers.exact }

    /// Cost in proportion to the letters, 0...1.
    package func damage(_ template: MarkingTemplate) -> Double {
      Double(cost) / 100 / Double(max(template.glyphs.count, 1))
    }
  }
}
