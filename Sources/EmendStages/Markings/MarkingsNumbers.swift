import EmendCore
import EmendReading

/// The numbers of the stage `markings`; those of a line by itself stand in `MarkingMatchNumbers`. Where nothing else is said, they
/// are chosen, not measured.
enum MarkingsNumbers {
  // MARK: Probability that a line is a marking, by itself

  /// To the letter.
  static let exact = 0.98
  /// Damaged: less `damageWeight` times the share of its letters that are damaged.
  static let damaged = 0.96
  static let damageWeight = 0.8
  /// Taken off where every word of a damaged line is a known one, and where its case is not that of the template.
  static let knownWords = 0.15
  static let otherCase = 0.15
  /// Taken off where what must stand beside it, or near the edge of a page, does not.
  static let alone = 0.3
  static let farFromEdge = 0.3
  /// Added where another marking stands beside it, or the same elsewhere in the text.
  static let support = 0.03
  static let most = 0.99

  // MARK: Probability by its place, and what is taken off for each whole of damage

  /// Beside a stamp or a downgrading block.
  static let besideBlock = 0.95
  static let besideBlockWeight = 0.45
  /// A stamp at the foot of a page.
  static let stampAtFoot = 0.93
  static let stampAtFootWeight = 0.4
  /// A banner of the record at the edge of a page.
  static let knownBannerAtEdge = 0.94
  static let knownBannerAtEdgeWeight = 0.3
  /// Any banner as the first or last line of a page.
  static let bannerAtEdge = 0.9
  static let bannerAtEdgeWeight = 0.5
  /// A letterhead; `alone` is taken off one that could be text.
  static let letterhead = 0.95
  static let letterheadWeight = 0.5
  /// What stands between two lines of one stamp.
  static let insideBlock = 0.8

  // MARK: Costs, in hundredths of a letter

  /// For each letter, as `MarkingTemplates.Expected.costPerLetter`: for a banner that the record has elsewhere.
  static let knownBannerCost = 50
  /// The same for a short stamp at the foot of a page that nothing else speaks for.
  static let loneStampCost = 30
  /// In all: a short text may cost more than this only where its damage is no more than `shortTextDamage`.
  static let shortTextCost = 100
  /// From this cost on, known words that are not the template's make a line another text.
  static let anotherTextCost = 60
  /// Share of the letters of a short text that may be damaged.
  static let shortTextDamage = 0.3

  // MARK: Letters and digits of a template

  /// Below this a text is near to many things: to be read generously, it must stand to the letter, or have fields.
  static let shortTemplate = 8
  /// From this on a text is told from another one however much it costs.
  static let longTemplate = 14
  /// A stamp at the foot of a page that nothing else speaks for, at least: near its template, and whatever its damage.
  static let loneStamp = 9
  static let longLoneStamp = 16

  // MARK: Bytes of a line

  /// That a generous reading makes anything of: more than the first, no more than the second.
  static let scrapOfTwo = 2
  static let longestPatient = 90
  static let longestBanner = 80
  static let longestLetterhead = 70
  /// A banner of which nothing is left, above a letterhead.
  static let longestLostBanner = 40
  /// What stands between two lines of one stamp.
  static let longestInside = 32
  /// A few specks, or a letter or two.
  static let longestScrap = 4
  /// A redaction tag, `66 |` for `b6`.
  static let longestTag = 6
  /// A portion mark that a line end cut, back to its bracket: fewer than this.
  static let longestPortionMark = 48
  /// What is looked at of the line above.
  static let lineAbove = 200

  // MARK: Places on a page, in lines that are not blank from its head or foot

  /// Lines beside a marking, and at each edge of a page, that get a second look.
  static let reach = 2
  static let edge = 7
  /// A template for the edge of a page by itself: no farther than this.
  static let edgeReach = 3
  /// Where banners stand, stamps at the foot, and letterheads: nearer than this.
  static let bannerLines = 2
  static let stampLines = 8
  static let letterheadLines = 6
  /// In lines farther inside than this a sentence goes on.
  static let sentenceReach = 2

  // MARK: Counts

  /// Banners that a record has of its own: more are those of a whole collection in one file.
  static let mostBanners = 4
  /// Times that a redaction tag stands in a file before it needs no context.
  static let commonTag = 40
  /// Figures that a stamp has, at least, and a line that fills the fields of one.
  static let fewestFigures = 2
  /// Letters and figures of a redaction tag, such as `b7C`.
  static let tagGlyphs = 2...4
  /// Letters of a word that counts for a sentence, at least.
  static let shortestWord = 3
  /// Capitals of a portion mark, at least.
  static let portionMarkLetters = 4
  /// Known words in small letters, or known words at all, that make a sentence, and the share of the words that are known then.
  static let wordsOfSentence = 3
  static let knownWordsOfSentence = 4
  static let knownShare = Share(3, of: 5)
  /// More than this share of the letters of a sentence are small.
  static let lowerShare = Share(1, of: 2)
}
