import ArgumentParser
import EmendCore

/// Makes `names.tsv`; the rule is told in SOURCES.md.
struct NamesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "names", abstract: "Writes names.tsv: persons of the volumes, and titles, persons, places and bodies of by-hand/names.tsv."
  )

  @Option(parsing: .upToNextOption, help: "Folders with volumes of FRUS, one .txt file each.") var frus: [String]
  @OptionGroup var tables: TableOptions

  func run() throws {
    let corpus = try Corpus(folders: frus)
    let byHand = try tables.table("by-hand/names.tsv")
    let lexicon = try tables.table("lexicon.txt")
    let titles = byHand.rows.filter { $0[1] == "title" }.map { $0[0] }
    let persons = PersonTable(
      names: TitledNames(corpus, titles: titles), lists: PersonLists(corpus), corpus: corpus,
      ordinary: Set(lexicon.rows.map { $0[0] }.filter { $0.first!.isLowercase }),
      excluded: Set(byHand.rows.filter { $0[1] != "person" }.map { $0[0] }))
    var rows = persons.rows()
    for row in byHand.rows where row[1] != "none" {
      if row[1] == "person", let known = rows[row[0] + "\t" + row[1]] {
        let have = known[2].split(separator: ",")
        let more = row[2].split(separator: ",").filter { !have.contains($0) }
        rows[row[0] + "\t" + row[1]] = [row[0], "person", (have + more).joined(separator: ","), known[3].isEmpty ? row[3] : known[3]]
      } else {
        rows[row[0] + "\t" + row[1]] = row
      }
    }
    var table = try tables.table("names.tsv")
    table.rows = Array(rows.values)
    try table.write(to: tables.path("names.tsv"), keyColumns: 2)
  }
}

/// Which surnames of a corpus are persons of the period, with titles, full names and posts.
struct PersonTable {
  let names: TitledNames
  let lists: PersonLists
  let corpus: Corpus
  /// Words in small letters: a surname only if an index has it as one.
  let ordinary: Set<String>
  /// Titles, places and bodies, and what looks like a surname and is none.
  let excluded: Set<String>

  private static let organisations: Set = [
    "Society", "Company", "Party", "Union", "Agreement", "Bank", "Treaty", "Committee", "Island", "Islands", "River", "Airlines",
    "Corporation",
    "Act", "Question", "Relations", "Policy", "Government", "Commission", "Zone", "Program", "Conference", "Council", "Army", "Republic",
    "Department", "State", "States", "Library", "Office", "Convention", "Law", "Line", "Canal",
  ]

  /// Rows of names.tsv by name and kind.
  func rows() -> [String: [String]] {
    var people: [String: [PersonLists.Person]] = [:]
    for person in Set(lists.indexed.keys).union(lists.posts.keys) { people[person.surname, default: []].append(person) }
    let indexSurnames = Set(lists.indexed.keys.map(\.surname))
    let given = Set(lists.indexed.keys.flatMap { $0.given.split { " .,-".contains($0) }.map(String.init) }).filter { $0.count > 2 }

    var rows: [String: [String]] = [:]
    for surname in Set(names.titles.keys).union(indexSurnames) where !excluded.contains(surname) {
      let known = (people[surname] ?? []).sorted { order($0, before: $1) }
      let isIndexed = indexSurnames.contains(surname)
      let isOrdinary = ordinary.contains(surname.lowercased())
      let isTitled = names.count(surname) >= 5 && names.volumeCounts[surname, default: 0] >= 2
      guard surname.count > 2, !MisprintFilter.hasInnerCapital(surname),
        isTitled ? isIndexed || !isOrdinary && !given.contains(surname) : isIndexed && !isOrdinary && isInLists(surname, known)
      else { continue }
      rows[surname + "\tperson"] = [surname, "person", names.frequentTitles(surname).joined(separator: ","), note(surname, known)]
    }
    return rows
  }

  /// In the indexes of two volumes, or in one and with a post; and no organisation.
  private func isInLists(_ surname: String, _ people: [PersonLists.Person]) -> Bool {
    let words = surname.split(separator: " ").map(String.init)
    guard people.map({ lists.indexed[$0, default: 0] }).reduce(0, +) >= 2 || people.contains(where: { lists.posts[$0] != nil }),
      corpus.count(words.last!.lowercased()) >= 8
    else { return false }
    return !(words + people.flatMap { $0.given.split(separator: " ").map(String.init) }).contains { Self.organisations.contains($0) }
  }

  private func order(_ a: PersonLists.Person, before b: PersonLists.Person) -> Bool {
    let (m, n) = (lists.indexed[a, default: 0], lists.indexed[b, default: 0])
    if m != n { return m > n }
    return a.given.count != b.given.count ? a.given.count > b.given.count : a.given.precedes(b.given)
  }

  /// Up to three persons of the name, each with the post if one is known.
  private func note(_ surname: String, _ people: [PersonLists.Person]) -> String {
    var firsts: [String] = []
    var texts: [String] = []
    for person in people where texts.count < 3 {
      let words = person.given.split { $0 == " " || $0 == "." }
      // `Dean G.` beside `Dean`, `D. G.` beside `Dean`: one man.
      guard let first = words.first(where: { !PersonLists.ranks.contains(String($0)) }),
        !firsts.contains(where: { $0.first == first.first })
      else { continue }
      firsts.append(String(first))
      let suffix = person.given.firstRange(of: ", ").map { String(person.given[$0.lowerBound...]) } ?? ""
      let post = lists.posts[person] ?? people.first { $0.given.contains(first) && lists.posts[$0] != nil }.flatMap { lists.posts[$0] }
      texts.append("\(person.given.dropLast(suffix.count)) \(surname)\(suffix)" + (post.map { ", \($0)" } ?? ""))
    }
    return texts.joined(separator: "; ")
  }
}
