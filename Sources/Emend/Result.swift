import EmendCore

extension Cleaner {
  /// A cleaned text, and all that was done to it.
  public struct Result: Sendable {
    /// The bytes that were cleaned.
    public let source: [UInt8]
    /// The clean text in UTF-8.
    public let bytes: [UInt8]
    /// The applied edits, stage by stage in the order of the text.
    public let edits: [Edit]
    /// Edits that were proposed and not applied, each with why.
    public let suggestions: [Edit]
    /// What was taken out of the text, in the order of the source.
    public let artifacts: [Artifact]
    /// What is strange about the record as a whole and needs a person: page numbers that are missing, a text that nearly vanished.
    public let findings: [Finding]
    private let run: Run

    init(_ run: Run) {
      self.run = run
      source = run.source
      bytes = run.output
      var (edits, suggestions): ([Edit], [Edit]) = ([], [])
      for change in run.changes() {
        let edit = Edit(change, at: run.sourceRange(of: change.edit.range, inputOf: change.pass))
        if change.isApplied { edits.append(edit) } else { suggestions.append(edit) }
      }
      (self.edits, self.suggestions) = (edits, suggestions)
      artifacts = run.artifacts.map { Artifact($0.artifact, at: $0.sourceRange) }
      findings =
        run.pageMap.irregularities.map { Finding(kind: .pages, description: $0.description) }
        + (TextLoss(run).map { [Finding(kind: .textLoss, description: $0.description)] } ?? [])
    }

    /// The clean text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// True when nothing was changed.
    public var isUnchanged: Bool { run.isClean }

    /// The source, made again from the clean text and the edits alone; byte by byte what ``source`` is.
    public func undone() -> [UInt8] { run.undo() }
  }
}

/// A change of a text, applied or not.
public struct Edit: Hashable, Sendable {
  /// The stage that proposes it: `spelling`.
  public let stage: String
  /// The rule it follows, which `emend explain` describes: `spelling.correction`.
  public let rule: String
  /// Its place: bytes of the source.
  public let sourceRange: Range<Int>
  /// What the stage met there; earlier stages may have changed it.
  public let original: String
  /// What stands there instead.
  public let replacement: String
  /// That the edit is right, 0...1.
  public let probability: Double
  /// Why, in words for people.
  public let reason: String
  /// Why it was not applied; nil for an applied edit.
  public let withheld: String?

  init(_ change: Change, at range: Range<Int>) {
    let edit = change.edit
    stage = change.stage
    rule = edit.rule
    sourceRange = range
    original = Visible.text(edit.original)
    replacement = String(decoding: edit.replacement, as: UTF8.self)
    probability = edit.confidence.probability
    reason = edit.reason
    withheld = change.why
  }
}

/// Matter that is no text of the record and was taken out: a banner, a page number, a running head.
public struct Artifact: Hashable, Sendable {
  /// `banner`, `stamp`, `pageMarker`, `runningHeader` and the like, as the reports have it.
  public let kind: String
  /// Its text.
  public let text: String
  /// Its place: bytes of the source.
  public let sourceRange: Range<Int>
  /// What could be read in it: the number of a page, the level of a marking.
  public let fields: [String: String]

  init(_ artifact: EmendCore.Artifact, at range: Range<Int>) {
    kind = artifact.kind.rawValue
    text = artifact.text
    sourceRange = range
    fields = [String: String](artifact.fields.map { ($0.name, $0.value) }) { first, _ in first }
  }
}

/// Something about a record that only a person can settle.
public struct Finding: Hashable, Sendable {
  /// What it is about.
  public enum Kind: String, Sendable {
    /// Numbers of pages that are missing, stand twice or run backward.
    case pages
    /// Half of the text or more was taken out.
    case textLoss
  }

  /// What it is about.
  public let kind: Kind
  /// In words for people.
  public let description: String
}
