import EmendCore

/// The numbers of the stage `unicode`, all of them chosen, not measured.
enum UnicodeNumbers {
  // MARK: Probabilities that an edit is right

  /// One character for another of the same meaning: ligatures, blanks, invisible and full-width characters, typography.
  static let character = 0.96
  /// An opening quotation mark of one stroke, which may be an apostrophe.
  static let openingApostrophe = 0.8
  /// A C1 control character as the Windows-1252 character of its byte.
  static let c1 = 0.93

  // MARK: Probability that characters are one character misread (mojibake)

  /// Three characters or more that decode to one.
  static let threeBytes = 0.98
  /// A closing quotation mark whose last byte is lost.
  static let cutQuote = 0.85
  /// `Ã` or `Â` before a sign; before a dash; before a letter, and the same beside another such pair.
  static let capitalBeforeSign = 0.97
  static let capitalBeforeDash = 0.88
  static let capitalBeforeLetter = 0.8
  static let capitalBeforeLetterInChain = 0.93
  /// Any other pair beside another; by itself, where it decodes to a Latin letter.
  static let pairInChain = 0.93
  static let pair = 0.6
  /// A pair or three that make no sense in Mac Roman.
  static let macRoman = 0.95
  /// Rounds in which a run is decoded: text that was misread twice needs two.
  static let mostRounds = 3

  // MARK: Bytes

  /// After these a region is cut, so that the edits of one never fill the memory.
  static let longestRegion = 16_384
  /// What is passed over of a row of full-width forms on either side, fewer than this.
  static let fullWidthReach = 300
}
