import EmendCore
import EmendReading

/// The numbers of the stage `running-headers`. All of them are chosen, not measured.
enum RunningHeadersNumbers {
  // MARK: Probability that the lines of a chain are running heads, by how many they are

  static let two = 0.6
  static let three = 0.82
  static let underSix = 0.88
  static let underTwelve = 0.93
  static let manyLines = 0.97
  /// Lines below which they are few, and from which on they are many.
  static let few = 6
  static let many = 12
  /// No line is surer than this.
  static let most = 0.99

  // MARK: What speaks against a chain, or for it (in probability)

  /// For each whole of the pages that lack the line.
  static let missingPages = 0.4
  /// Fewer letters than `shortHead`.
  static let shortLine = 0.04
  /// Added for a number that grows as the pages do.
  static let runningNumber = 0.05
  /// Numbers that follow no page: in a long line of which there are more than `sureCount`, and otherwise.
  static let varyingNumberInLongLine = 0.08
  static let varyingNumber = 0.25
  /// No sentence goes on from page to page.
  static let nothingFlows = 0.15
  /// A few pages of a long record.
  static let fewOfManyPages = 0.2
  /// Nothing else stands on the pages.
  static let bare = 0.25
  static let prose = 0.25
  static let tableRow = 0.2
  /// A name below a letter; pages that are forms.
  static let signature = 0.25
  static let form = 0.25
  /// For each line, on average, that stands between the head and the edge of its page.
  static let lineOutside = 0.05
  /// For each whole of the letters in which one line differs from the others.
  static let damage = 0.5
  /// More figures in one line than in the others, by more than `figuresOfText`.
  static let readWithText = 0.25
  static let figuresOfText = 2
  /// A line that may be the title stays a suggestion.
  static var title: Double { GateNumbers.suggested }

  // MARK: Shares that decide

  /// The pages from the first to the last line of a chain that have it, at least.
  static let leastShare = 0.5
  /// Lines that stand elsewhere in the text as well, at most.
  static let elsewhere = Share(1, of: 4)
  /// Lines of a chain that are labels, forms, or names below `Sincerely yours,`.
  static let third = Share(1, of: 3)
  /// Lines of a chain over which the text goes on.
  static let flowing = Share(1, of: 5)
  /// A chain of few lines on a smaller share of the pages of a record is a form.
  static let ofManyPages = Share(1, of: 10)
  /// More than half of the pages of a chain with nothing else on them.
  static let half = Share(1, of: 2)

  // MARK: Letters of a line

  static let shortHead = 8
  static let longHead = 15
  static let sureCount = 4
  /// What tells a line from another: letters, or letters and figures.
  static let enoughLetters = 4
  static let fewestLetters = 2
  static let enoughGlyphs = 6

  // MARK: Bytes of a line

  static let longest = 120
  /// A line below which one of the text goes on, and above which: at least.
  static let shortestContinuation = 20
  static let shortestBeforeBreak = 30
  /// `Sincerely yours,`: fewer than this.
  static let longestClosing = 32
  /// Up to the colon of a label; what stands behind it has more letters than `labelLetters`.
  static let longestLabel = 24
  static let labelLetters = 4
  /// Small letters of a line that starts with one: more than this make it prose.
  static let lowersOfProse = 3
  /// Bytes by which a line may be longer or shorter than the heads that it is counted among.
  static let lengthSpread = 8

  // MARK: Shape of a line

  /// Blanks in a row that part two cells, and what a tab counts for; gaps between the cells of a table.
  static let cellGap = 3
  static let gapsOfTable = 2
  /// Words of a name, at most; shorter ones than this need no capital.
  static let wordsOfName = 4
  static let smallWord = 4

  // MARK: Likeness of two lines

  /// Signs of the shorter one, at least: short lines that differ by a letter are different lines.
  static let shortestLike = 6
  /// The lengths may differ by this share of the shorter one.
  static let lengthShare = Share(1, of: 4)
  /// Pairs of neighbouring signs, of 64 kinds, in which the lines may differ: so many and six for each ten signs, at most.
  static let fewestPairs = 4
  static let pairsPerTenSigns = 6
  static let mostPairs = 22
  /// Cost in hundredths of a letter for each sign, below `shortSigns` signs and from there on.
  static let shortCostPerSign = 18
  static let costPerSign = 25
  static let shortSigns = 12

  // MARK: Pages

  /// Lines of a chain, at least; in a record of two pages both.
  static let leastLines = 3
  /// Pages from one line of a chain to the next: a plate, a map or a lost line may stand between.
  static let reach = 8
  /// Pages before the first line of a chain, and behind the last, on which a damaged one is looked for.
  static let gapReach = 2
  /// Lines at each edge of a page: those that tell a form from a page of text, and those that may be running heads.
  static let deepest = 6
  static let candidates = 3
  /// Lines at each edge that are looked at: rules, specks and bare figures are no lines of text, but they end somewhere.
  static let looked = 12

  // MARK: Numbers in the lines

  /// Lines that have a number, for it to be looked at.
  static let withNumber = Share(1, of: 3)
  /// Numbers as far apart as their pages: at least so many, so large a share of the pairs, and pairs on half of the pages.
  static let leastSteps = 2
  static let steps = Share(3, of: 5)
  static let pairs = Share(1, of: 2)
  /// Lines with the commonest number, for it to be the same everywhere.
  static let constant = Share(1, of: 2)
  /// A number may be off what the line before lets expect by less than this.
  static let nearExpected = 5
  /// Digits of a number, at most, and letters of a Roman numeral.
  static let longestNumber = 7
  static let longestRoman = 10

  // MARK: Heads that say `PAGE`

  static let numberedTwo = 0.86
  static let numberedThree = 0.92
  static let numberedMany = 0.96
  /// Lines of a page, at least: nearer than this, lines with page numbers are a list of pages.
  static let shortestPage: Int32 = 3
  /// Lines of a series that stand so near, at most, and numbers that follow one another, at least.
  static let list = Share(1, of: 10)
  static let inOrder = Share(4, of: 5)
  /// Numbers by which such a line may be ahead of the one before, where their words are the same.
  static let longestStep = 3

  // MARK: Lines a page apart in a text without page breaks

  static let regularMany = 0.86
  static let regularFour = 0.8
  static var regularThree: Double { GateNumbers.applied }
  static let regularSure = 5
  static let regularFew = 3
  /// Taken off without a page number where no other furniture stands beside `beside` of the lines.
  static let nothingBeside = 0.2
  static let beside = Share(2, of: 3)
  /// Lines on a page that is typed or printed, blank ones not counted.
  static let pageLength: ClosedRange<Int32> = 20...90
  /// Pages from one line to the next: up to three heads in a row may be too damaged to be found.
  static let mostPagesApart = 4
  /// A distance may be off by this share of the pages it spans.
  static let offPage = Share(2, of: 5)
  /// Page breaks of a text in which lines a page apart are looked for all the same, fewer than this.
  static let markedPages = 3
}
