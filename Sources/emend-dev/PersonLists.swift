import EmendCore

/// Persons with their full names, from the indexes of the volumes (`Acheson, Dean, 12n, 45`) and their lists of persons
/// (`Ackley, H. Gardner, Chairman of the Council of Economic Advisers`).
struct PersonLists {
  struct Person: Hashable {
    let surname: String
    let given: String
  }

  /// In how many volumes' indexes each person stands.
  private(set) var indexed: [Person: Int] = [:]
  private(set) var posts: [Person: String] = [:]

  private let corpus: Corpus
  private static let suffixes: Set = ["Jr", "Sr", "II", "III"]
  static let ranks: Set = [
    "Dr", "Gen", "Col", "Maj", "Lt", "Adm", "Prof", "Brig", "Rear", "Vice", "Sir", "Lord", "Count", "Baron", "General", "Admiral",
    "Lieutenant",
    "Major", "Colonel", "Marshal",
  ]
  private static let postWords: Set = [
    "Ambassador", "Minister", "Secretary", "Director", "Office", "Officer", "Counselor", "Counsellor", "Consul", "Chairman", "President",
    "Prime",
    "Representative", "Member", "Deputy", "Assistant", "Special", "Acting", "Under", "Senator", "Attorney", "Commander", "Chief", "General",
    "Chancellor", "Premier", "High", "Foreign", "Head", "First", "Second", "Third", "Economic", "Administrator", "Vice", "Chargé",
    "Governor",
    "Adviser", "Consultant", "Attaché", "United", "British", "French", "Italian", "German", "Soviet", "Leader", "Permanent", "State",
  ]

  /// Words that stand behind a comma as names do.
  private static let notGiven: Set = [
    "Ambassador", "Minister", "Secretary", "Director", "Office", "Officer", "Embassy", "Chairman", "President", "Acting", "Chief",
    "Foreign",
    "Deputy", "Assistant", "The", "For", "From", "Department", "See", "Division", "Files", "Washington", "Mr", "January", "February",
    "March",
    "April", "May", "June", "July", "August", "September", "October", "November", "December",
  ]

  init(_ corpus: Corpus) {
    self.corpus = corpus
    for volume in corpus.volumes { read(volume) }
  }

  private func form(_ token: Corpus.Token) -> String { corpus.forms[Int(token.form)] }

  private mutating func read(_ volume: [Corpus.Token]) {
    var seen: Set<Person> = []
    var list: OpenList?
    for i in volume.indices {
      if isListHead(volume, i) { list = OpenList(letter: UInt8(ascii: "A"), end: i + OpenList.reach) }
      switch volume[i].gap {
      case .lastReference, .figures:
        if let (person, end) = entry(volume, at: i), end < volume.count, [.reference, .lastReference].contains(volume[end].gap) {
          seen.insert(person)
        }
      default: break
      }
      guard let open = list, i > 0 else { continue }
      if i >= open.end {
        list = nil
      } else if let (person, end) = entry(volume, at: i), end < volume.count, let letter = open.next(person.surname),
        volume[end].gap == .comma || volume[end].gap == .stopComma
      {
        list = OpenList(letter: letter, end: i + OpenList.reach)
        if posts[person] == nil, let post = post(volume, at: end) { posts[person] = post }
      }
    }
    for person in seen { indexed[person, default: 0] += 1 }
  }

  /// A list of persons being read: alphabetical, a person at least every so many words.
  private struct OpenList {
    static let reach = 400
    let letter: UInt8
    let end: Int

    /// The letter that a surname brings the list to, nil when it stands elsewhere in the alphabet.
    func next(_ surname: String) -> UInt8? {
      guard let new = surname.first(where: \.isUppercase)?.asciiValue, new + 1 >= letter, new <= letter + 2 else { return nil }
      return new
    }
  }

  /// `Persons Acheson, Dean`: a list begins.
  private func isListHead(_ volume: [Corpus.Token], _ i: Int) -> Bool {
    guard i + 2 < volume.count, ["Persons", "Names"].contains(form(volume[i])) else { return false }
    return form(volume[i + 1]).hasPrefix("A") && volume[i + 1].gap == .space && volume[i + 2].gap == .comma
  }

  /// A surname, a comma, given names and what belongs to them; the token behind.
  private func entry(_ volume: [Corpus.Token], at start: Int) -> (Person, end: Int)? {
    guard ![.dot, .apostrophe, .stop, .comma].contains(volume[start].gap), var (surname, i) = Surname.read(volume, at: start, corpus)
    else { return nil }
    // A second surname: Acosta García.
    if i < volume.count, volume[i].gap == .space, let (second, end) = Surname.read(volume, at: i, corpus) {
      surname += " " + second
      i = end
    }
    guard i < volume.count, volume[i].gap == .comma else { return nil }
    var given = ""
    var hasName = false
    let first = i
    while i < volume.count, i - first < 7 {
      let word = form(volume[i])
      let gap = volume[i].gap
      let isInitial = word.count == 1 && word.first!.isUppercase
      if i > first {
        if gap == .stopComma || gap == .comma, Self.suffixes.contains(word) {
          given += (gap == .stopComma && !given.hasSuffix(".") ? "." : "") + ", " + word + (word.hasSuffix("r") ? "." : "")
          i += 1
          break
        }
        guard gap == .space || gap == .stop || gap == .hyphen, isInitial || Surname.isCapitalised(word) else { break }
        given += gap == .hyphen ? "-" : " "
      } else if !isInitial && !Surname.isCapitalised(word) {
        return nil
      }
      guard !Self.notGiven.contains(word) else { return nil }
      if !Self.ranks.contains(word) { hasName = true }
      given += word
      if isInitial || Self.ranks.contains(word) && i + 1 < volume.count && volume[i + 1].gap == .stop { given += "." }
      i += 1
    }
    return hasName ? (Person(surname: surname, given: given), i) : nil
  }

  /// The first clause of what a person was, nil when it is none that can be told.
  private func post(_ volume: [Corpus.Token], at start: Int) -> String? {
    let opening = volume[start..<min(start + 4, volume.count)].map(form)
    guard opening.contains(where: { Self.postWords.contains($0) }) else { return nil }
    var words: [String] = []
    var text = ""
    for i in start..<min(start + 14, volume.count) {
      let word = form(volume[i])
      if i > start {
        let gap = volume[i].gap
        guard gap == .space || gap == .hyphen else { break }
        // The next person.
        if gap == .space, let next = entry(volume, at: i)?.0 {
          // `to France Howard, Robert`: France belongs to the post.
          let mayBePart = next.surname.contains(" ") && Self.links.contains(words.last!) && entry(volume, at: i + 1) != nil
          if !mayBePart { break }
        }
        if [
          "until", "from", "after", "since", "then", "thereafter", "January", "February", "March", "April", "May", "June", "July", "August",
          "September", "October", "November", "December",
        ].contains(word) {
          break
        }
        text += gap == .hyphen ? "-" : " "
      }
      text += word
      words.append(word)
    }
    while let last = words.last, Self.links.contains(last) {
      words.removeLast()
      text = String(text.dropLast(last.count + 1))
    }
    guard (7..<70).contains(text.count), text.first!.isUppercase, !Self.breaksOff(words.last!) else { return nil }
    return text
  }

  private static let links: Set = ["and", "of", "for", "in", "on", "the", "to", "ad", "der", "de", "at", "with"]

  /// A clause that ends in such a word lost the rest.
  private static func breaksOff(_ word: String) -> Bool {
    [
      "Far", "South", "Near", "Western", "Eastern", "Soviet", "United", "Inter", "West", "American", "Economic", "International", "Public",
      "European", "Northern", "Central", "Mutual", "National", "North", "Political", "Trade", "Middle", "American",
    ].contains(word)
  }
}
