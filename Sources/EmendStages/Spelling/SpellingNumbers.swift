import EmendCore
import EmendReading

/// The numbers of the stage `spelling`. All of them are chosen, not measured.
enum SpellingNumbers {
  // MARK: Probability that an edit by the tables is right

  /// An entry of `corrections.tsv`; the same between words that nobody knows, which may be another language.
  static let correction = 0.96
  static var correctionAmongUnknown: Double { GateNumbers.suggested }
  /// An entry of `phrases.tsv`.
  static let phrase = 0.95
  /// Two pieces that are no words; one that is none; the same where both may be words that the lexicon does not have.
  static let twoPieces = 0.97
  static let onePiece = 0.86
  static var doubtfulPieces: Double { GateNumbers.suggested }
  /// A word with the letter that a mark was read for, which stands in the record; which does not.
  static let markOfKnownWord = 0.88
  static let markOfUnseenWord = 0.65
  /// A name with that letter that stands in the record and in `names.tsv`; in one of them.
  static let markOfKnownName = 0.95
  static let markOfName = 0.88

  // MARK: Split words, in bytes

  /// Both pieces together, and each of them, at least.
  static let shortestSplit = 5
  static let shortestPiece = 2
  /// Below this a joined word may be two that the lexicon does not have, and above `longestSafePiece` so may each piece.
  static let shortestSafeWord = 7
  static let longestSafePiece = 4
  /// Blanks between the words of a phrase, fewer than this.
  static let phraseGap = 4

  // MARK: Marks read for letters

  /// Bytes of a word before such a mark, at least.
  static let shortestStem = 3
  /// Bytes around a place in which a name is looked for: bounded, so that the time stays linear in a file that joins thousands of
  /// records.
  static let reach = 16_384

  // MARK: Probability that a title and a name are right

  /// The record has them more than once; once. `costUnit` hundredths of a letter of damage take off the whole.
  static let oftenInRecord = 0.95
  static let onceInRecord = 0.86
  static let costUnit = 4000.0
  /// What proves little stays a suggestion: one mention behind a sound title, a change that no look-alike explains, one of vowels.
  static var weak: Double { GateNumbers.suggested }
  /// The reading recurs as it stands.
  static let recurs = 0.6
  /// `names.tsv` alone has them: near what was read, and farther from it.
  static var inTable: Double { GateNumbers.suggested }
  static let farInTable = 0.6
  /// A title that is no word before a known name; the same before a name in capitals.
  static let titleAlone = 0.82
  static var titleBeforeCapitals: Double { GateNumbers.suggested }

  // MARK: Costs, in hundredths of a letter

  /// What a letter costs that looks like none of the word's own.
  static let plainLetter = 100
  /// From here on a name behind a sound title is a suggestion.
  static let dearName = 80
  /// Up to here a name of the table is near.
  static let nearInTable = 60
  /// Another reading counts when it costs no more than this above the best.
  static let rivalLead = 50
  /// What a long, a middling and a short word may cost.
  static let longLimit = 150
  static let middleLimit = 100
  static let shortLimit = 50

  // MARK: Letters

  /// A name; a title that is misread; a title that is long.
  static let shortestName = 4
  static let shortestTitle = 6
  static let longTitle = 9
  /// Names that are long, and middling.
  static let longName = 8
  static let middleName = 6

  // MARK: Counts

  /// Names behind one title that are compared, the most frequent first: bounded, so that the time stays linear.
  static let namesPerTitle = 400
  /// Mentions that outweigh a spelling which no look-alike explains.
  static let strong = 4
  /// A rival has more than this share of the mentions of the best; and so has a reading that is no slip of the scanner.
  static let rivalShare = Share(1, of: 4)
}
