/// A text filter that proposes edits and never rewrites text.
///
/// A stage is pure: the same document gives the same edits. Adding one is a file, a line in `StageCatalogue.entries`, and a
/// fixture; command line, `emend.yml`, reports and documents take what they need from its `info`.
package protocol Stage: Sendable {
  var info: StageInfo { get }

  /// What else the edits follow from, such as the checksum of a model: part of the fingerprint of a pipeline.
  var ingredients: [String] { get }

  /// The edits that the stage proposes, ordered by their starts; they may overlap, the engine settles it.
  func edits(in document: Document) -> EditList
}

extension Stage {
  package var ingredients: [String] { [] }

  package var id: String { info.id }
  package var rules: [Rule] { info.rules }
}

/// A stage of the catalogue: what is said of it is known before one is made.
package protocol CataloguedStage: Stage {
  static var info: StageInfo { get }
}

extension CataloguedStage {
  package var info: StageInfo { Self.info }
}

/// All that is said of a stage, said once: the command line, `emend.yml` and its schema, the style sheets, the TEI header,
/// Pipeline.md and the list of the README are made from it.
package struct StageInfo: Sendable {
  /// What the edits of a stage do to a text: it decides what protects the text from them, and what a TEI header calls them.
  package enum Role: Sendable {
    /// Reads bytes as UTF-8. Lines and columns of reports count in what it leaves.
    case decoding
    /// Writes characters another way, and changes no word.
    case characters
    /// Takes out, or marks, what is no text of the record.
    case furniture
    /// Joins what a line end cut.
    case lines
    /// Changes words, which the protected list forbids for some. With `ownWords` those of the user's own tables are protected,
    /// too: the stage has a lexicon of its own.
    case words(ownWords: Bool)
    /// Closes the gaps that other stages left.
    case gaps

    package var changesWords: Bool { if case .words = self { true } else { false } }
    package var protectsOwnWords: Bool { if case .words(true) = self { true } else { false } }
    package var isDecoding: Bool { if case .decoding = self { true } else { false } }
  }

  /// The stage that reads the bytes. A ledger is read back without its stages, and tells it by this name.
  package static let decodingID = "decode"
  /// Its rule that reads a text in another charset: no change of a word, and no matter of one place.
  package static let charsetRule = decodingID + ".charset"

  /// The name on the command line and in reports, such as `page-markers`.
  package let id: String
  /// One line: what the stage does.
  package let summary: String
  /// What it keeps as it is, whatever happens.
  package let keeps: String
  package let role: Role
  /// The colour of its marks in reports and the letter beside them.
  package let mark: Mark
  package let options: [StageOption]
  package let rules: [Rule]

  /// How reports show the stage's edits: hue on a white and on a dark page, as CSS has it.
  package struct Mark: Hashable, Sendable {
    package let letter: Character
    package let light: String
    package let dark: String

    package init(_ letter: Character, light: String, dark: String) { (self.letter, self.light, self.dark) = (letter, light, dark) }
  }

  package init(
    _ id: String, summary: String, keeps: String, role: Role, mark: Mark, options: [StageOption] = [], rules: [Rule]
  ) {
    self.id = id
    self.summary = summary
    self.keeps = keeps
    self.role = role
    self.mark = mark
    self.options = options
    self.rules = rules
  }
}
