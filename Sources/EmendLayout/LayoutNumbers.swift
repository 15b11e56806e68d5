import EmendCore

/// The numbers of reading layouts and finding pages that were set by hand, each with its unit and where it comes from.
enum LayoutNumbers {
  // MARK: Reading layouts

  /// Start of a file in which the root tag of ALTO, or a tag at all for hOCR, must stand. Bytes; chosen, not measured.
  static let altoHead = 1 << 14
  static let hocrHead = 1 << 10
  /// Length from which on the content of ALTO's `HYP` is no hyphen. Bytes; chosen, not measured.
  static let tooLongForHyphen = 8
  /// Length of an entity with its `&` and `;`, at most. Bytes; chosen, not measured: all that are known are shorter.
  static let longestEntity = 12
  /// Digits of a number, and its value, which no page reaches. Digits and units of the page; chosen, not measured.
  static let mostDigits = 15
  static let largestNumber = 1e7

  // MARK: Images

  /// Start of a file in which most images say how large they are, and how far to read in one that holds profiles first.
  /// Bytes; chosen, not measured.
  static let imageHead = 1 << 16
  static let longestImageHead = 1 << 24
  /// Width or height from which on an image is taken for damaged. Pixels; chosen, not measured.
  static let tooManyPixels = 1 << 24

  // MARK: Names of files

  /// Length of an ending with its full stop, at most. Bytes; chosen, not measured.
  static let longestEnding = 10
  /// Digits of a page's number, at most. Digits; chosen, not measured.
  static let mostPageDigits = 9
  /// Length of a file's name in a message, at most. Characters; chosen, not measured.
  static let longestShownName = 200

  // MARK: Aligning a layout's words with the text

  /// Pairs of words up to which a segment is aligned by least cost, each word with each. Pairs; chosen, not measured.
  static let smallSegment = 4_096
  /// Depth of segments within segments, which bounds the time on texts made so that each step finds a single word. Steps;
  /// chosen, not measured.
  static let deepestSegment = 16
  /// Words ahead in which two that agree are searched for. Words of both sides together; chosen, not measured.
  static let reachAhead = 24
  /// A word up to the first length has its match by chance, unless one of so many words on either side has its own no farther
  /// from that than the distance. Bytes, words and words; chosen, not measured.
  static let longestStray = 5
  static let strayNeighbours = 3
  static let strayDistance: Int32 = 4
  /// Words up to which a text has no neighbours to go by. Words; chosen, not measured.
  static let fewWords = 3
  /// Cost of a word without a match, and of two words for one. Hundredths of a word; chosen, not measured.
  static let skipCost: Int32 = 50
  static let jointCost: Int32 = 10
  /// Difference beyond which words are not the same word read twice. Hundredths of the longer one; chosen, not measured.
  static let largestDifference = 60
  /// How many times as long the longer of two words is from which on nothing is compared. Ratio of bytes; chosen, not measured.
  static let largestLengthRatio = 3
  /// Share of their width that a gap on the page must have for words of the text that the layout lacks. 0...1; chosen, not
  /// measured.
  static let leastRoom: Float = 0.5
}
