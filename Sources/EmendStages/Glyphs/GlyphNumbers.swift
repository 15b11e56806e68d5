/// The numbers of the stage `glyphs`, all of them chosen, not measured: on 158 real records its edits are too few to count by rule.
/// Kinds of which those that were read by eye were wrong were taken out, and letters among digits are suggestions.
enum GlyphNumbers {
  // MARK: Probabilities that an edit is right

  /// Glyph numbers shifted by one constant, doubled letters: the words that come out are no accident.
  static let type = 0.98
  /// Letters of a known word, one by one.
  static let spaced = 0.95
  /// Marks that a converter leaves for a glyph without a letter, and entities of a markup language.
  static let placeholder = 0.96
  /// A drop capital and its word.
  static let dropCapital = 0.95
  /// I for l, where the word is known one way and not the other.
  static let capital = 0.96
  /// A Roman numeral behind a word in capitals.
  static let roman = 0.95
  /// A letter for a digit, where the number's own form holds: groups of three, an ordinal, a day before its month.
  static let checkedNumber = 0.95
  /// A letter among digits.
  static let mixedNumber = 0.7

  // MARK: Limits

  /// A line that is read as shifted has this many words of four letters or more that become known, unless it stands behind another.
  static let leastShifted = 2
  static let longestLine = 2_000
  /// Letters of a letter-spaced word at least, and bytes of a doubled one.
  static let leastSpaced = 3
  static let leastDoubled = 8
  /// Digits and letters of a number that is no code.
  static let longestNumber = 4
}
