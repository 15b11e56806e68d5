import EmendCore

/// The numbers of the stage `footnotes`. All of them are chosen, not measured.
enum FootnotesNumbers {
  // MARK: Probabilities that an edit is right

  /// `reply(1)` and `reply[1]`: hardly any other number stands so.
  static let framed = 0.94
  /// `could.2` behind a word of two letters or more.
  static let behindMark = 0.93
  /// `a.2`, `.”3`: behind a single letter, or no word at all.
  static let behindMarkAndLetter = 0.85
  /// `October 26, 19623`.
  static let behindYear = 0.9
  /// `Nixon1`.
  static let gluedToWord = 0.88
  /// A note that is taken out because its reference was found.
  static let strippedNote = 0.9
}
