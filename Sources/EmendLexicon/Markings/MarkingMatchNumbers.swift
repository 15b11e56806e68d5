import EmendCore

/// How near a line must come to a marking. Costs are in hundredths of a letter. Where nothing else is said, the numbers are chosen,
/// not measured.
package enum MarkingMatchNumbers {
  // MARK: Costs

  /// Below this a line stands to the letter: punctuation and a look-alike glyph or two apart.
  @inlinable package static var exact: Int { 25 }
  /// A rival that is no farther behind counts: half a letter.
  static let rivalLead = 50
  /// What the literal text before a field, or behind the last one, may cost at least, however short it is.
  static let leastForSegment = 40
  /// For each letter of such text; and the same where a line is expected, at a cost above `strictCostPerLetter`.
  package static let segmentCostPerLetter = 30
  static let expectedSegmentCostPerLetter = 50
  static let strictCostPerLetter = 30
  /// For each letter of a template that is read by itself: of few letters, of more, and of most; below the fewest nothing.
  static let leastTolerance = 18
  static let middleTolerance = 22
  static let mostTolerance = 27
  /// Letters from which on these hold.
  static let fewestTolerant = 5
  static let moreTolerant = 9
  static let mostTolerant = 12
  /// For each letter of a stamp on one line with text.
  static let gluedCostPerLetter = 10
  /// For each letter of a marking where its place says that one is expected.
  static let expectedBannerCost = 30
  static let expectedLetterheadCost = 38
  static let expectedStampCost = 42

  // MARK: Bytes of a line

  static let longestPicture = 24

  // MARK: Letters

  /// Letters in which a line must show how its template starts. Markings in small letters are found by that alone, so that prose
  /// costs nothing.
  static let headLetters = 6
  /// Letters up to which a line may be a short template.
  static let shortLine = 12
  /// Templates of fewer letters are compared letter by letter, and all others by the triples that they share with a line.
  static let shortTemplate = 12
  /// Templates of fewer letters are indexed by runs of three, and all others by runs of four.
  static let runsOfFour = 9
  /// Templates of fewer letters, with a field of free text, are near to any line: they are not looked for where one is expected.
  static let closedTemplate = 14
  /// Letters that a stamp must have to be told from the text around it.
  static let shortestGlued = 14
  /// A status that a template of fewer letters states is open where the line is damaged: a letter or two make DECLASSIFIED of
  /// CLASSIFIED.
  static let settledStatus = 20
  /// Letters of a word of a level or caveat that a damaged line must show, at least.
  static let tellingWord = 4
  /// Letters up to which the case of a line says nothing.
  static let casualLetters = 3
  /// Bytes at the start of a line by which it counts as one in small letters.
  static let caseHead = 24

  // MARK: Shares of what a template has

  /// Letters of a short template that agree with the line.
  static let agreement = 0.6
  /// Triples that a line has of a template without fields: each damaged letter spoils three, so two fifths are what a badly damaged
  /// line keeps. Beside fields there is less text to go by.
  static let triples = 0.4
  static let triplesBesideFields = 0.6
  /// The same for a line in small letters of a marking that is written in capitals.
  static let inOtherCase = 0.8
  /// Templates that are aligned with a line, at most: those that share most with it.
  static let mostAligned = 6

  // MARK: Letters and digits that a field may hold, at most

  static let longestField = 32
  static let longestFreeText = 120

  // MARK: Words of what a field holds, at most

  static let wordsOfID = 6
  static let wordsOfNumber = 2
  static let wordsOfDate = 6
  static let wordsOfPerson = 4

  // MARK: Probability

  /// A stamp on one line with text.
  static let glued = 0.88
}
