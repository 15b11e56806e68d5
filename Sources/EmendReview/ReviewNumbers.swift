import EmendCore

/// The numbers of the review that were set by hand, each with its unit and where it comes from.
enum ReviewNumbers {
  // MARK: Finding the places of decisions again

  /// Characters of the record on either side of an edit that a decision is known by. They stand in the files of decisions, so
  /// another number would lose those that were made. Characters; chosen, not measured.
  static let contextReach = 40
  /// Likeness of the surroundings from which on a place is that of a decision: for the same edit, for another edit at the
  /// same words, and for words that nothing is proposed for. 1 less the edit distance over the length, 0...1; chosen, not
  /// measured.
  static let likenessOfSameEdit = 0.6
  static let likenessOfOtherEdit = 0.75
  static let likenessOfWords = 0.75
  /// Characters on one side of an edit below which a text ends there: no more are compared. Characters; chosen, not measured.
  static let fewCharacters = 4
  /// What the likeness loses for each side of which less was compared. 0...1; chosen, not measured.
  static let shortenedPenalty = 0.1
  /// Suggestions compared for one decision. Beyond, a text repeats itself so often that no place is told from another.
  /// Suggestions; chosen, not measured.
  static let mostCandidates = 400
  /// Occurrences of words that are compared for one decision, and for all of them together, for a text may have the same words
  /// a million times. Occurrences; chosen, not measured.
  static let mostPlaces = 2_000
  static let mostComparisons = 1_000_000

  // MARK: Pages of the review

  /// Suggestions from which on a new part of the record starts. Suggestions; chosen, not measured.
  static let suggestionsOfPart = 60
  /// Suggestions before a part that may reach into it. Suggestions; chosen, not measured.
  static let suggestionsReachingIn = 50
  /// Length of a line from which on it stands in several rows. Bytes; chosen, not measured.
  static let longestRow = 2_000
  /// Rows that a browser lays out together, when they come into view. Rows; chosen, not measured.
  static let rowsOfChunk = 25
  /// Unchanged lines that are shown around a change, and lines beyond them from which on it is worth while to fold them.
  /// Lines; chosen, not measured.
  static let contextLines = 2
  static let fewestFolded = 3
  /// Length of what a fold shows of its first line. Bytes; chosen, not measured.
  static let foldStart = 120
}
