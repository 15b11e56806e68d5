import EmendCore

extension Cleaner {
  /// How a ``Cleaner`` works. What is not set is as the program `emend` has it.
  public struct Options: Sendable {
    /// How sure an edit must be to be applied.
    public enum MinConfidence: String, CaseIterable, Sendable {
      /// At least 0.5: more likely right than wrong.
      case suggested
      /// At least 0.75, the default.
      case likely
      /// At least 0.95.
      case certain
    }

    /// A table of words of your own.
    public struct Dictionary: Hashable, Sendable {
      /// `corrections.tsv`, `phrases.tsv`, `names.tsv`, `protected.tsv`, `markings.tsv`, `words.txt` or `compounds.txt`, or such
      /// a name with another before it: `box7.names.tsv`.
      public let name: String
      /// The rows, as the manual describes them, in UTF-8.
      public let content: [UInt8]

      /// A table with the name of its kind and its rows.
      public init(name: String, content: [UInt8]) {
        self.name = name
        self.content = content
      }
    }

    /// Edits from this level on are applied, the others are suggestions.
    public var minConfidence = MinConfidence.likely
    /// The stages to run, by their names; all of them where none is named.
    public var only: [String] = []
    /// Stages to leave out.
    public var skip: [String] = []
    /// Options of stages by their names on the command line: `["footnotes": "strip", "form": "nfkc", "reflow": "on"]`.
    public var settings: [String: String] = [:]
    /// Tables of your own; what a later one says counts for more.
    public var dictionaries: [Dictionary] = []

    /// The options of the program `emend`.
    public init() {}

    /// The stages in the order in which they run, each with a line on what it does.
    public static var stages: [(name: String, summary: String)] { StageCatalogue.stages.map { ($0.id, $0.summary) } }
  }
}

extension Cleaner.Options.MinConfidence {
  var level: Confidence.Level {
    switch self {
    case .suggested: .suggested
    case .likely: .likely
    case .certain: .certain
    }
  }
}
