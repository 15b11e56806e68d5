import EmendCore

/// The numbers of the stage `page-markers`. Where nothing else is said, they are chosen, not measured.
enum PageMarkersNumbers {
  // MARK: Probability that a line is a marker, whatever stands around it

  /// `[Page 591]`.
  static let bracket = 0.99
  /// `## Page 2`, `--- Image 12_page_2.jpeg ---`.
  static let separator = 0.98
  /// The rule above one.
  static let rule = 0.95
  /// A form feed.
  static let formFeed = 0.99
  /// `PAGE 2 OF 4`; the same damaged, with a number that can still be read.
  static let pageOf = 0.98
  static let damagedPageOf = 0.85
  /// `Page 3`; `Page iii`, `PAGE TWO`.
  static let page = 0.95
  static let pageInLetters = 0.9
  /// `P.3`, `Pg 3`.
  static let abbreviated = 0.85
  /// `PAGE 02  LA PAZ 08894 191500Z`.
  static let cable = 0.93
  /// `- 2 -`; `- ii -`.
  static let dashes = 0.97
  static let romanInDashes = 0.9

  // MARK: The same, below the gate: a marker only where it runs with the pages

  /// A damaged marker, of which a dash or the word page is left.
  static let damaged = 0.6
  /// A misread number with a dash on one side only.
  static let oneDash = 0.5
  /// A bare number, or a serial. Counted: 7,014 lines of 1,008 declassified files on the death of John F. Kennedy are bare
  /// integers, and seven of eight in such files are list, form or table numbers. That this gives 0.3 is chosen.
  static let bare = 0.3

  // MARK: Probability of a marker that runs with the pages

  /// A serial, or a bare number, that keeps its distance on `provenRun` pages.
  static let serialInRun = 0.93
  static let bareInRun = 0.93
  /// A bare number that keeps it on one page less, and one of a short record in its place.
  static let bareInShortRun = 0.85
  static let bareOfShortRecord = 0.8
  /// A damaged marker where a number is due.
  static let damagedInRun = 0.85
  /// A bare number in a text without page breaks, and a damaged marker between its neighbours there.
  static let bareWithoutBreaks = 0.8
  static let damagedWithoutBreaks = 0.85

  // MARK: Bytes of a line

  /// A number or a serial.
  static let longestNumberLine = 24
  /// A number with dashes and other marks around it.
  static let longestDashedLine = 14
  /// A line that starts with p and may be a marker, fewer than this; and any other without a figure at its end.
  static let abbreviatedLine = 12
  static let numeralLine = 5
  static let shortestSerialLine = 6
  /// The name of a file above the first separator of a text.
  static let longestFileHeading = 120

  // MARK: Digits and glyphs

  /// Digits of a page number, fewer than this where it is bare: else it is a year, a file number or a sum.
  static let longestNumber = 4
  /// Digits of any number that is read, and letters of a Roman numeral.
  static let longestDigits = 5
  static let longestRoman = 8
  /// The last page of a record where its page is lost is less than this.
  static let mostPages = 1000
  /// Glyphs of a number that may be misread figures: alone, and before the word of.
  static let longestMisread = 2
  static let longestMisreadBeforeOf = 3
  /// Glyphs of the word of and what it is read as, at most.
  static let longestOf = 3
  /// Digits in a row at the head of a cable's page, at least.
  static let cableDigits = 3
  /// Digits of a serial: with a prefix, without one, and at most.
  static let serialDigitsBehindPrefix = 4
  static let serialDigits = 6
  static let longestSerial = 9
  /// Characters of a serial's prefix that recurs over the record, at least.
  static let shortestPrefix = 3
  /// Signs in a row that make a rule.
  static let shortestRule = 3

  // MARK: Pages

  /// Pages on which a number keeps its distance, to be proven; and for one that has another sign in its favour.
  static let provenRun = 3
  static let shortRun = 2
  /// Pages of a record in which no run can be longer.
  static let shortRecord = 3
  /// Bare numbers on a page that number lines, or rows of a table.
  static let crowd = 6
  /// Pages over which the serials of a prefix ran, so that one counts wherever it stands.
  static let provenPrefix = 10
  /// Pages on either side that speak for a number: in a file of hundreds, any distance recurs by chance.
  static let reach = 4
  /// Lines that are not blank on a typed page, at least and at most.
  static let pageLength = 15...95

  // MARK: Places on a page, in lines that are not blank from its head or foot: nearer than this

  static let nearHead = 4
  static let nearFoot = 6
  static let inPlace = 2

  // MARK: Closing up, here and in `line-ends` (probabilities)

  /// A sentence that goes on.
  static let closedSentence = 0.9
  /// Bytes of a line that is one of a column; a longer one is a whole paragraph.
  static let wrappedLine = 110
}
