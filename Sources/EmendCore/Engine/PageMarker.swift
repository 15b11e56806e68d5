/// What a page marker says of its page; an artifact of that kind carries it in its fields.
package struct PageMarker: Hashable, Sendable {
  /// The number that the record gives the page, as read.
  package let label: String?
  /// A page ends here: a form feed, or a line that an OCR program put between pages.
  package let isBreak: Bool
  /// A rule beside a separator, or the name of a file: no text of the page before it.
  package let isRule: Bool
  /// `[Page 591]` of an edited volume, which starts a page wherever it stands.
  package let isBracket: Bool

  /// nil for an artifact of another kind.
  package init?(_ artifact: Artifact) {
    guard artifact.kind == .pageMarker else { return nil }
    label = artifact[Artifact.Field.page]
    isBreak = artifact[Artifact.Field.pageBreak] != nil
    let style = artifact[Artifact.Field.style]
    isRule = style == Artifact.Field.rule
    isBracket = style == Artifact.Field.bracket
  }
}

/// The names of fields that other code reads, and of two values.
extension Artifact.Field {
  package static let page = "page"
  package static let pageBreak = "break"
  package static let style = "style"
  package static let rule = "rule"
  package static let bracket = "bracket"
}
