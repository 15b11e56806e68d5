import EmendCore

/// The numbers of the stage `boilerplate`. All of them are chosen, not measured.
enum BoilerplateNumbers {
  // MARK: Probabilities that an edit is right

  /// One of several back links in the text; the only one.
  static let recurringLink = 0.97
  static let loneLink = 0.85
  /// A line of a site to the letter; a damaged one, from which its damage (0...1) is taken.
  static let exactLine = 0.96
  static let damagedLine = 0.9
  /// Added where other lines of the same site stand in the text.
  static let context = 0.02

  // MARK: Places

  /// Bytes of a line that a back link ends, more than this.
  static let shortestNote = 8
  /// Lines that are not blank at the start of a text in which the head of a site stands.
  static let headLines = 3
  /// Lines within which a metadata block of a database stands.
  static let block = 25
  /// Bytes that are not blank behind the foot of a site, fewer than this.
  static let footReach = 200
  /// Other lines of the same site that are enough to know a line that could be text.
  static let enoughOthers = 2
}
