/// Persons with the titles they go with, places and bodies, from `names.tsv`.
struct Gazetteer: Sendable {
  /// Titles of one word, without a full stop.
  let titles: SpellingList
  /// Surnames by the last word of a title in small letters: `ambassador` → `Stevenson`, `Thompson`, ….
  private let persons: [String: SpellingList]
  /// Names of two or more words, in small letters.
  private let compounds: Set<String>

  init(_ table: TSV, vocabulary: inout Vocabulary) throws(EmendError) {
    var titles: [String] = []
    var persons: [String: [String]] = [:]
    var compounds: Set<String> = []
    for row in table.rows {
      let words = row[0].split(separator: " ")
      switch row[1] {
      case "title":
        if words.count == 1 { titles.append(row[0].filter(\.isLetter)) }
        if let last = words.last { vocabulary.insert(last.filter(\.isLetter), .title) }
      case "person":
        for title in row[2].split(separator: ",") {
          let key = title.split(separator: " ").last.map { $0.lowercased() } ?? ""
          persons[key.filter { $0 != "." }, default: []].append(row[0])
        }
      case "place", "body": break
      default:
        throw .dictionary(table.file, line: row.line, "the kind is \(row[1]); it must be title, person, place or body")
      }
      if row[1] != "title" {
        // A short title such as `Mr` would make every `mr` a name; parts of names of three letters and more count.
        for word in words where word.count > 2 && word.allSatisfy(\.isLetter) {
          vocabulary.insert(String(word), word.first!.isUppercase ? .proper : .word)
        }
      }
      if words.count > 1 { compounds.insert(row[0].lowercased()) }
    }
    self.titles = SpellingList(titles)
    self.persons = persons.mapValues(SpellingList.init)
    self.compounds = compounds
  }

  /// Surnames that go with a title, by the title's last word.
  func persons(titled title: String) -> SpellingList? { persons[title.lowercased()] }

  /// True for a name of several words that the gazetteer has: `Rio Treaty`.
  func has(_ compound: String) -> Bool { compounds.contains(compound.lowercased()) }
}
