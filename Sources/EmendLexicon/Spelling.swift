import EmendCore

/// A name or title made ready for many comparisons.
package struct Spelling: Sendable {
  package let text: String
  /// In small letters.
  package let lower: [UInt8]
  /// One bit for each letter of the alphabet that occurs.
  fileprivate let letters: UInt32

  package init(_ text: String) {
    self.text = text
    lower = Array(text.lowercased().utf8)
    letters = lower.reduce(0) { $1.isLetter ? $0 | 1 << UInt32($1 - UInt8(ascii: "a")) : $0 }
  }

  /// True when the words may be within `limit` of each other. A change alters one or two kinds of letters, and one that
  /// alters many is not among the cheap ones.
  fileprivate static func mayBeNear(_ a: UInt32, _ aCount: Int, _ b: UInt32, _ bCount: Int, limit: Int) -> Bool {
    abs(aCount - bCount) <= limit / 100 + 1 && (a ^ b).nonzeroBitCount <= limit / 50 + 1
  }
}

/// Names to search by likeness, most of them dismissed by their letters alone.
package struct SpellingList: Sendable {
  private let items: [Spelling]
  private let letters: [UInt32]
  private let lengths: [Int]

  package init(_ names: some Sequence<String>) {
    items = names.map(Spelling.init)
    letters = items.map { $0.letters }
    lengths = items.map { $0.lower.count }
  }

  /// The names within `limit` hundredths of a word, each with its number in the list and its distance.
  package func near(_ word: Spelling, limit: Int, _ glyphs: GlyphCosts) -> [(number: Int, name: String, cost: Int)] {
    var found: [(number: Int, name: String, cost: Int)] = []
    for i in items.indices
    where Spelling.mayBeNear(letters[i], lengths[i], word.letters, word.lower.count, limit: limit) {
      let cost = word.lower == items[i].lower ? 0 : limit < 30 ? .max : glyphs.distance(word.lower, items[i].lower, limit: limit)
      if cost <= limit { found.append((i, items[i].text, cost)) }
    }
    return found
  }
}
