import EmendCore

/// Persons with the titles they go with, places and bodies, from `names.tsv`.
package struct Gazetteer: Sendable {
  /// Titles of one word, without a full stop.
  package let titles: SpellingList
  /// Rows of `names.tsv` by the last word of a title: `ambassador` → `Stevenson`, `Thompson`, ….
  private let persons: RowIndex
  /// The surnames of a title, by the place of its first row.
  private let surnames: LazyArray<Surnames>
  private let vocabulary: Vocabulary

  private final class Surnames: Sendable {
    let list: SpellingList

    init(_ names: [String]) { list = SpellingList(names) }
  }

  package init(_ image: inout TableImage, _ text: TableText, vocabulary: Vocabulary) {
    titles = SpellingList(String(decoding: image.next(UInt8.self), as: UTF8.self).split(separator: "\n").map(String.init))
    let persons = RowIndex(&image, text)
    surnames = LazyArray(count: persons.count) { place in Surnames(persons.alike(place).map { persons.columns($0)[0] }) }
    self.persons = persons
    self.vocabulary = vocabulary
  }

  /// Surnames that go with a title, by the title's last word.
  package func persons(titled title: String) -> SpellingList? {
    guard let number = vocabulary.find(title), let first = persons.places(of: UInt64(number)).first else { return nil }
    return surnames[first].list
  }

  /// True for a name of several words that the gazetteer has: `Rio Treaty`.
  package func has(_ compound: String) -> Bool { vocabulary.flags(of: Array(compound.utf8)).contains(.compoundName) }
}

/// What `Gazetteer` needs of `names.tsv`, on its way into an image.
package struct GazetteerBuilder {
  private var titles: [String] = []
  /// The number of the title in the vocabulary, and where the row of the person starts.
  private var persons: [(title: Int, start: UInt32)] = []

  package init(_ table: TSV, vocabulary: inout VocabularyBuilder) throws(EmendError) {
    for row in table.rows {
      let words = row[0].split(separator: " ")
      switch row[1] {
      case "title":
        if words.count == 1 { titles.append(row[0].filter(\.isLetter)) }
        if let last = words.last { vocabulary.insert(last.filter(\.isLetter), .title) }
      case "person":
        for title in row[2].split(separator: ",") {
          let key = title.split(separator: " ").last.map { $0.filter { $0 != "." } } ?? ""
          guard let number = vocabulary.insert(key, []) else {
            throw .dictionary(table.file, line: row.line, "\(Excerpt.of(title)) is no title")
          }
          persons.append((number, row.start))
        }
      case "place", "body": break
      default:
        throw .dictionary(table.file, line: row.line, "the kind is \(row.shown(1)); it must be title, person, place or body")
      }
      if row[1] != "title" {
        // A short title such as `Mr` would make every `mr` a name; parts of names of three letters and more count.
        for word in words where word.count > 2 && word.allSatisfy(\.isLetter) {
          vocabulary.insert(word, word.first!.isUppercase ? .proper : .word)
        }
      }
      if words.count > 1 { vocabulary.insert(row[0], .compoundName) }
    }
  }

  package func write(to image: inout TableImageWriter, places: [UInt64]) {
    image.append(Array(titles.joined(separator: "\n").utf8))
    RowIndex.write(persons.map { (places[$0.title], $0.start) }, to: &image)
  }
}
