import EmendCore
import EmendReading

/// The numbers of the stage `line-ends`. All of them are chosen, not measured.
enum LineEndsNumbers {
  // MARK: Probabilities that a hyphen was read right

  /// The record has the joined word, and no other form.
  static let joinedInRecord = 0.97
  /// The record has the word with its hyphen, and no other form that counts.
  static let hyphenedInRecord = 0.95
  /// The record has both forms, and the joined one speaks louder; or the hyphened one does.
  static let mostlyJoinedInRecord = 0.9
  static let mostlyHyphenedInRecord = 0.88
  /// `compounds.txt` has the word; and the same where the sign is no plain hyphen.
  static let compoundInTable = 0.93
  static let compoundAtOtherSign = 0.85
  /// The lexicon has the joined word and its halves are none; its halves are words; the sign is no plain hyphen.
  static let wordInLexicon = 0.97
  static let wordOfTwoWords = 0.93
  static let wordAtOtherSign = 0.9
  /// The same with a blank behind the hyphen.
  static let wordWithBlank = 0.93
  /// The connective in the middle of a compound of three words: `day-to-`, line end, `day`.
  static let connective = 0.88
  /// Two short words that make a known name.
  static let nameOfSyllables = 0.85
  /// Two words that make what is a look-alike letter from a known word.
  static let lookAlikeOfSyllables = 0.8
  /// Two words that make none.
  static let unknownCompound = 0.85
  /// Halves that are no words and make what is a letter from a known word.
  static let nearWord = 0.9
  /// No table has the joined word, and the first half, the second, or neither is a word.
  static let firstIsWord = 0.8
  static let secondIsWord = 0.82
  static let neitherIsWord = 0.86
  /// A word and a name; two words with capitals, in a usual compound; the same otherwise.
  static let compoundOfName = 0.85
  static let usualCompoundOfCapitals = 0.8
  static var compoundOfCapitals: Double { GateNumbers.suggested }

  // MARK: Lengths of words, in bytes

  /// A joined word that the lexicon has, at least.
  static let shortestWord = 4
  /// The same with a blank behind the hyphen, and of one that no table has.
  static let shortestDoubtfulWord = 5
  /// Halves of a word that no table has, at least.
  static let shortestHalf = 2
  /// Below this a known half may be a syllable of a longer word.
  static let shortestOfTwoWords = 4
  /// A name of two syllables is longer than this.
  static let longestShortName = 5
  /// Half a word, or a word without its last s, says something of its own only if it is longer.
  static let longestAffix = 3
  /// From this on a known second half is no rest of another word: `syn-`, line end, `petrochemical`.
  static let longWord = 6
  /// A first half that is longer may be a word of a compound, and a name that is longer.
  static let longestSyllable = 4
  static let longestPrefixName = 3
  /// The words of `Castro-Communists`, at least.
  static let shortestFirstName = 3
  static let shortestSecondName = 4

  // MARK: Tables

  /// Bytes on either side of a cut word in which the columns of a table are looked for.
  static let tabularReach = 160
  /// Blanks in a row that part two columns.
  static let columnGap = 3

  // MARK: Paragraphs in one line (`--reflow`)

  /// Bytes of a line; a longer one is a paragraph by itself.
  static let longestLine = 160
  /// Bytes of a line below which it does not count for the usual width.
  static let shortestCounted = 30
  /// Bytes of the widest line of a paragraph, at least.
  static let shortestWidth = 45
  /// The usual width is that below which so many of the lines stay.
  static let usualShare = Share(3, of: 4)
  /// A row that is to be joined has this share of the width of its paragraph, at least.
  static let fullShare = Share(2, of: 3)
  /// What may be free at the end of a full line: one part in so many of the width.
  static let rag = 8
  /// Columns by which a paragraph may be indented, fewer than this.
  static let deepestIndent = 8
  /// More than this share of the bytes of prose are letters.
  static let proseShare = Share(1, of: 2)
  /// Bytes of the number of a list item with its stop, fewer than this.
  static let longestItem = 6
  /// Bytes at the start of a line in which the colon of a label is looked for.
  static let longestLabel = 24
}
