import EmendCore

/// What an editor decided of a suggestion.
package struct Decision: Hashable, Sendable {
  package enum Verdict: Hashable, Sendable {
    /// The suggestion as it stands.
    case accept
    /// The text stays as it is.
    case reject
    /// Another reading, in the place of the suggested one.
    case reading(String)

    /// accepted, rejected or changed.
    package var word: String {
      switch self {
      case .accept: Signature.accepted
      case .reject: Signature.rejected
      case .reading: Signature.changed
      }
    }
  }

  package let key: SuggestionKey
  package let verdict: Verdict
  /// Who decided.
  package let editor: String
  /// When, in UTC: `2026-11-22T10:14:05Z`.
  package let time: String

  package init(_ key: SuggestionKey, _ verdict: Verdict, by editor: String, at time: String) {
    self.key = key
    self.verdict = verdict
    self.editor = editor
    self.time = time
  }

  /// What it says of a suggestion at its place that proposes something else: what was accepted is the reading that counts,
  /// whoever proposes what now.
  package func about(_ suggestion: Suggestion) -> Decision {
    guard verdict == .accept, suggestion.edit.replacementText != key.replacement else { return self }
    return Decision(key, .reading(key.replacement), by: editor, at: time)
  }

  /// How a ledger tells of it.
  package var signature: Signature { Signature(verdict: verdict.word, editor: editor, time: time) }
}
