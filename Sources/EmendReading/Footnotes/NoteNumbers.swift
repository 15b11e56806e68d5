/// The numbers of the reader of footnotes. All of them are chosen, not measured.
enum NoteNumbers {
  // MARK: Notes

  /// Numbers by which one note may follow another: so many less one may be missing in a row.
  static let longestStep = 3
  /// Lines of a note, at most.
  static let longestNote = 12
  /// Digits of a note number, at most.
  static let noteDigits = 3
  /// Digits of a year.
  static let yearDigits = 4
  /// Bytes at the start of a note in which the words of a note are looked for.
  static let noteHead = 400

  // MARK: Match of notes and references

  /// Notes with one sure reference, at least, unless all notes have one.
  static let leastSettled = 2
  /// Share of the notes that must have one sure reference.
  static let settledShare = Share(1, of: 2)

  // MARK: References

  /// Letters of a word before `1` that is marked where the lexicon has it, and where it only starts with a capital.
  static let shortestWord = 3
  static let shortestName = 5
  /// Bytes of punctuation between a word and its number, fewer than this.
  static let longestPunctuation = 12
  /// Letters that are read of the word before the punctuation.
  static let longestHost = 16
  /// Letters below which a word before the punctuation, such as the B of `B.6`, may be part of a number.
  static let shortestHost = 3
}
