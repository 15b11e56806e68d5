import EmendCore

/// The words a record may contain: the lists, what the corpus has often enough and is no misprint, names, and words by hand.
struct LexiconBuilder {
  private let corpus: Corpus
  private let spellings: [[String]]
  /// Words by hand that the lists and the corpus lack, by their small letters.
  private var added: [String: String] = [:]
  /// Misprints of the corpus and words so rare that they are likelier a misreading, by hand.
  private let dropped: Set<String>
  /// Entries of the lists' files of words, as spelled there.
  private let listWords: Set<String>
  /// One spelling of every entry of the lists, by its small letters.
  private var listSpellings: [String: String] = [:]
  /// Spelling of surnames that neither the lists nor the corpus have often, by their small letters.
  private var nameSpellings: [String: String] = [:]
  private let known: Set<String>
  /// The entries up to size 80.
  private let largeKnown: Set<String>
  private var entries: Set<String> = []

  init(corpus: Corpus, lists: WordLists, byHand: Table) {
    self.corpus = corpus
    spellings = corpus.formsByWord()
    for row in byHand.rows where row[1] == "add" { added[row[0].lowercased()] = row[0] }
    dropped = Set(byHand.rows.filter { $0[1] == "drop" }.map { $0[0].lowercased() })
    let variants = lists.lines(upTo: 70, languages: WordLists.variants, kinds: ["words"])
    listWords = lists.lines(upTo: 70, languages: WordLists.languages, kinds: ["words"]).union(variants)
    for word in variants { listSpellings[word.lowercased()] = word }
    for kind in ["abbreviations", "words", "upper", "proper-names"] {
      let words = lists.lines(upTo: 70, languages: WordLists.languages, kinds: [kind])
      for word in words.sorted(by: { $1.precedes($0) }) { listSpellings[word.lowercased()] = word }
    }
    known = Set(listSpellings.keys)
    largeKnown = Set(
      lists.lines(upTo: 80, languages: WordLists.languages, kinds: WordLists.kinds)
        .union(lists.lines(upTo: 80, languages: WordLists.variants, kinds: ["words"])).map { $0.lowercased() })
  }

  /// The lists, the words of the corpus, and the words by hand.
  mutating func addListsAndCorpus() {
    let inWordLists = Set(listWords.map { $0.lowercased() })
    for word in known where word.count >= 2 {
      // Short abbreviations of the lists would make every fragment a word.
      if word.count <= 3, !inWordLists.contains(word), !isFrequent(word) { continue }
      entries.insert(word)
    }
    let candidates = corpus.words.filter {
      $0.count >= 2 && !known.contains($0) && isFrequent($0) && !dropped.contains($0) && added[$0] == nil
    }
    let misprints = MisprintFilter(corpus: corpus, spellings: spellings, known: known, largeKnown: largeKnown, candidates: candidates)
    for word in candidates where !misprints.rejects(word) { entries.insert(word) }
    entries.formUnion(added.keys)
    entries.subtract(dropped)
  }

  /// Surnames, but for those that OCR makes of a common word.
  mutating func addNames(_ titled: TitledNames, census: SurnameList, confusions: Table, not phraseWords: Set<String>) {
    let common = corpus.words.indices
      .filter { corpus.words[$0].count >= 4 && corpus.lowerShare(corpus.words[$0]) > 0 }
      .map { (word: corpus.words[$0], count: Double(corpus.counts[$0]) * corpus.lowerShare(corpus.words[$0])) }
      .sorted { $0.count != $1.count ? $0.count > $1.count : $0.word.precedes($1.word) }
    let frequent = Set(common.prefix(4000).map(\.word))
    let pairs = confusions.rows.map { ($0[0].lowercased(), $0[1].lowercased()) }
    func isFree(_ word: String) -> Bool { !entries.contains(word) && !dropped.contains(word) && !phraseWords.contains(word) }

    for (name, count) in titled.namesBehind where count >= 3 && name.count >= 3 && name.allSatisfy(\.isLetter) {
      let word = name.lowercased()
      guard isFree(word), !MisprintFilter.hasInnerCapital(name) else { continue }
      entries.insert(word)
      nameSpellings[word] = name
    }
    for name in census.names.prefix(10_000) where name.count >= 5 {
      let word = name.lowercased()
      guard isFree(word), Double(corpus.count(word)) * corpus.lowerShare(word) < 3 else { continue }
      let isMisreading = pairs.contains { read, truth in
        word.variants(replacing: read, with: truth).contains { frequent.contains($0) }
      }
      // OBANION without its apostrophe is no word of its own.
      let isIrish = word.hasPrefix("o") && entries.contains(String(word.dropFirst())) && !"aeiou".contains(word.dropFirst().first!)
      if isMisreading || isIrish { continue }
      entries.insert(word)
      nameSpellings[word] = name
    }
  }

  /// One line for every word, in the form that SOURCES.md defines.
  func lines() -> [String] { ["a", "I"] + entries.map(spelling) }

  private func isFrequent(_ word: String) -> Bool { corpus.count(word) >= 6 && corpus.volumeCount(word) >= 3 }

  private func spelling(_ word: String) -> String {
    if let spelling = added[word] ?? nameSpellings[word] { return spelling }
    if listWords.contains(word) || corpus.lowerShare(word) > 0.05 || listSpellings[word] == word { return word }
    let capitals = corpus.number(of: word).flatMap { spellings[$0].first { $0 != word } }
    return capitals ?? listSpellings[word] ?? word
  }
}

/// Surnames by rank, from the file of the Census Bureau.
struct SurnameList {
  let names: [String]

  init(_ path: String) throws {
    names = try Table(path).rows.compactMap { row in
      guard let name = row[0].split(separator: " ").first, name.count > 0 else { return nil }
      return name.hasPrefix("MC") && name.count > 4 ? "Mc" + name.dropFirst(2).capitalized : name.capitalized
    }
  }
}

extension String {
  /// This word with one occurrence of `part` replaced, each in turn.
  func variants(replacing part: String, with other: String) -> [String] {
    let bytes = Array(utf8)
    let part = Array(part.utf8)
    guard !part.isEmpty, bytes.count >= part.count else { return [] }
    return (0...bytes.count - part.count).filter { bytes[$0..<$0 + part.count].elementsEqual(part) }.map {
      String(decoding: bytes[..<$0] + Array(other.utf8) + bytes[($0 + part.count)...], as: UTF8.self)
    }
  }

  /// Every string at one insertion, deletion, substitution or swap of neighbours, small ASCII letters inserted.
  func singleEdits() -> Set<String> {
    let letters = Array(self)
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz")
    var found: Set<String> = []
    for i in 0...letters.count {
      let head = String(letters[..<i])
      let tail = letters[i...]
      if !tail.isEmpty { found.insert(head + tail.dropFirst()) }
      if tail.count > 1 { found.insert(head + [tail[i + 1], tail[i]] + tail.dropFirst(2)) }
      for letter in alphabet {
        if !tail.isEmpty { found.insert(head + [letter] + tail.dropFirst()) }
        found.insert(head + [letter] + tail)
      }
    }
    found.remove(self)
    return found
  }
}
