/// What an editor decided of a suggestion.
public struct Decision: Hashable, Sendable {
  public enum Verdict: Hashable, Sendable {
    /// The suggestion as it stands.
    case accept
    /// The text stays as it is.
    case reject
    /// Another reading, in the place of the suggested one.
    case reading(String)

    /// accepted, rejected or changed.
    public var word: String {
      switch self {
      case .accept: "accepted"
      case .reject: "rejected"
      case .reading: "changed"
      }
    }
  }

  public let key: SuggestionKey
  public let verdict: Verdict
  /// Who decided.
  public let editor: String
  /// When, in UTC: `2026-11-22T10:14:05Z`.
  public let time: String

  public init(_ key: SuggestionKey, _ verdict: Verdict, by editor: String, at time: String) {
    self.key = key
    self.verdict = verdict
    self.editor = editor
    self.time = time
  }

  /// What it says of a suggestion at its place that proposes something else: what was accepted is the reading that counts,
  /// whoever proposes what now.
  func about(_ suggestion: Suggestion) -> Decision {
    guard verdict == .accept, suggestion.edit.replacementText != key.replacement else { return self }
    return Decision(key, .reading(key.replacement), by: editor, at: time)
  }

  /// How a ledger tells of it.
  public var signature: Signature { Signature(verdict: verdict.word, editor: editor, time: time) }
}

/// Who decided an edit, how and when, as it stands in a ledger.
public struct Signature: Hashable, Sendable {
  /// accepted, rejected or changed.
  public let verdict: String
  public let editor: String
  /// In UTC: `2026-11-22T10:14:05Z`.
  public let time: String

  public init(verdict: String, editor: String, time: String) {
    self.verdict = verdict
    self.editor = editor
    self.time = time
  }

  /// `rejected by A. Reader, 2026-11-22T10:14:05Z`
  public var description: String { "\(verdict) by \(editor), \(time)" }
}
