import EmendCore

/// The numbers of the evaluation that were set by hand, each with its unit and where it comes from.
enum EvaluationNumbers {
  // MARK: Error rates

  /// Length up to which texts are compared as a whole; longer ones between anchors. Bytes; chosen, not measured.
  static let exactLength = 1 << 17
  /// Symbols of the text times those of the truth beyond which a passage says nothing of an edit, for nothing of it was
  /// recognised, and bytes of either. Symbols² and bytes; chosen, not measured.
  static let largestPassage = 1 << 24
  static let longestPassage = 1 << 16
  /// Anchors of two and of five words: how often they may stand in each text. Occurrences; chosen, not measured.
  static let occurrencesOfPair = 1
  static let occurrencesOfFive = 64

  // MARK: Furniture of scanned pages

  /// Likeness from which on a line is a mark: half of its characters may be misread or missing, more of a long one, which
  /// nothing else resembles by chance. 1 less the edit distance over the longer length, 0...1; chosen, not measured.
  static let leastLikeness = 0.5
  static let leastLikenessOfLong = 0.4
  /// Share of a line's letters and digits that stand in the truth from which on it is body text, and from which on it is
  /// nothing else. 0...1; chosen, not measured.
  static let bodyShare = 0.5
  static let sureBodyShare = 0.8
  /// Length from which on a line is long, and of a mark up to which it is short. Characters; chosen, not measured.
  static let longLine = 20
  static let shortMark = 5
  /// Weight of a pair of mark and line, so that the number of pairs outweighs all likeness, and by what the body share of the
  /// line is divided before it is taken from the likeness. Units of likeness; chosen, not measured.
  static let pairWeight = 100.0
  static let bodyDivisor = 10.0
  /// Letters and digits of a line up to which they may stand in the truth by chance. Letters; chosen, not measured.
  static let fewLetters = 3
}
