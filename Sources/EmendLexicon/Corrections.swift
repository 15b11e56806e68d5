import EmendCore

/// The rows of `corrections.tsv` and `phrases.tsv`, found by the numbers of words.
extension Dictionaries {
  /// The right form of a word that is always wrong.
  package struct Correction {
    package let right: String
    package let note: String
  }

  /// Corrections by the number of the word in the vocabulary.
  package struct Corrections: Sendable {
    package let rows: RowIndex

    package subscript(word: Int) -> Correction? {
      rows.places(of: UInt64(word)).last.map { place in
        let columns = rows.columns(place)
        return Correction(right: columns[1], note: columns.count > 2 ? columns[2] : "")
      }
    }
  }

  /// The numbers of the first two words of a phrase.
  package struct WordPair {
    package let first: Int
    package let second: Int

    package init(first: Int, second: Int) {
      self.first = first
      self.second = second
    }

    package var key: UInt64 { UInt64(first) << 32 | UInt64(second) }
  }

  package struct Phrase: Sendable {
    package let wrong: [[UInt8]]
    package let right: [[UInt8]]
    package let note: String

    /// The columns of a row of `phrases.tsv`.
    package init(_ columns: [String]) {
      wrong = columns[0].utf8.split(separator: .space).map(Array.init)
      right = columns[1].utf8.split(separator: .space).map(Array.init)
      note = columns.count > 2 ? columns[2] : ""
    }
  }

  /// Wrong phrases by their first two words. Some of those are `of the`, so what was read once is kept.
  package struct Phrases: Sendable {
    private let rows: RowIndex
    /// The phrases of a pair, by the place of its first row.
    private let groups: LazyArray<Group>

    private final class Group: Sendable {
      let phrases: [Phrase]

      init(_ phrases: [Phrase]) { self.phrases = phrases }
    }

    package init(_ rows: RowIndex) {
      self.rows = rows
      groups = LazyArray(count: rows.count) { place in Group(rows.alike(place).map { Phrase(rows.columns($0)) }) }
    }

    package subscript(pair: WordPair) -> [Phrase]? { rows.places(of: pair.key).first.map { groups[$0].phrases } }
  }
}
