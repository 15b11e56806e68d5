/// How sure an edit is: a probability, and the level that it reaches.
///
/// The level is what people choose by (`--min-confidence likely`), the number is what they sort by. The words are the
/// same on the command line, in reports and in the documentation.
package struct Confidence: Hashable, Comparable, Sendable {
  /// The three levels in ascending order.
  package enum Level: String, CaseIterable, Comparable, Sendable {
    /// Probability from 0.5: worth a look by a person, never applied unasked.
    case suggested
    /// Probability from 0.75: applied by default.
    case likely
    /// Probability from 0.95.
    case certain

    /// The least probability of the level.
    package var threshold: Double {
      switch self {
      case .suggested: 0.5
      case .likely: 0.75
      case .certain: 0.95
      }
    }

    package static func < (a: Level, b: Level) -> Bool { a.threshold < b.threshold }
  }

  /// Estimated probability that the edit is right, 0...1, kept to three decimals.
  package let probability: Double

  package init(_ probability: Double) {
    self.probability = (min(max(probability, 0), 1) * 1000).rounded() / 1000
  }

  /// The highest level that the probability reaches; below 0.5 still `suggested`, and then never applied.
  package var level: Level {
    Level.allCases.last { probability >= $0.threshold } ?? .suggested
  }

  /// True when an edit of this confidence passes a gate set at `level`.
  package func reaches(_ level: Level) -> Bool { probability >= level.threshold }

  package static func < (a: Confidence, b: Confidence) -> Bool { a.probability < b.probability }

  /// Follows from the encoding or from a fixed form; there is no second reading.
  package static let certain = Confidence(0.99)
  package static let likely = Confidence(0.85)
  package static let suggested = Confidence(0.6)
}
