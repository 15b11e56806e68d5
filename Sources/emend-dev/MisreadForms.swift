import EmendCore

/// Finds forms that can only be a misreading of one word.
struct MisreadForms {
  /// Notes of rows that a person wrote, and of rows that a scan showed.
  static let misspelling = "common misspelling"
  static let byHand = "by hand"
  static let onScan = "seen on a scan"

  private let corpus: Corpus
  /// The lexicon in small letters, ASCII words only.
  private let lexicon: Set<String>
  /// Words that are no surnames: misread surnames are left to the rule for names.
  private let correctable: Set<String>
  /// Words of English lists and of the tables.
  private let taken: Set<String>
  /// Words of other languages.
  private let foreign: Set<String>
  private let scans: ScanPairs
  /// What a glyph is read as and how often, by the glyphs that are printed.
  private var readings: [String: [(read: String, weight: Int)]] = [:]
  /// What a glyph may stand for.
  private var truths: [String: Set<String>] = [:]
  /// The words of the lexicon by their lengths.
  private let rivals: [Int: [[UInt8]]]

  static let minimumLength = 6
  /// A confusion that the scans show less often is an accident.
  private static let minimumSeen = 3
  /// What a confusion of confusions.tsv counts for beside those of the scans: other printers and other engines make it.
  private static let classicalWeight = 40
  private static let formsPerWord = 8
  /// Occurrences that make a capitalised word one to correct (Communist) and none of a few records (Moreira).
  private static let frequentName = 300
  private static let frequentWords = 5000

  init(
    corpus: Corpus, lexicon: Table, names: Table, taken: Set<String>, foreign: Set<String>, scans: ScanPairs, confusions: Table
  ) {
    self.corpus = corpus
    self.lexicon = Set(lexicon.rows.map { $0[0].lowercased() }.filter { $0.utf8.allSatisfy { $0 < 0x80 } })
    self.taken = taken.union(lexicon.rows.map { $0[0].lowercased() })
    self.foreign = foreign
    rivals = Dictionary(grouping: self.lexicon.map { Array($0.utf8) }, by: \.count)
    self.scans = scans
    let others = Set(names.rows.filter { $0[1] != "person" }.flatMap { $0[0].lowercasedWords() })
    let surnames = Set(names.rows.filter { $0[1] == "person" }.flatMap { $0[0].lowercasedWords() }).subtracting(others)
    let acronyms = Set(lexicon.rows.map { $0[0] }.filter { $0 == $0.uppercased() }.map { $0.lowercased() })
    correctable = self.lexicon.subtracting(acronyms).filter { word in
      corpus.lowerShare(word) >= 0.5 || others.contains(word) || !surnames.contains(word) && corpus.count(word) >= Self.frequentName
    }
    var weights = scans.confusions.filter { $0.value >= Self.minimumSeen }
    for row in confusions.rows where (row[0] + row[1]).allSatisfy(\.isLowercase) {
      weights[ScanPairs.Confusion(truth: row[1], read: row[0]), default: 0] += Self.classicalWeight
      weights[ScanPairs.Confusion(truth: row[0], read: row[1]), default: 0] += Self.classicalWeight
    }
    for (confusion, weight) in weights {
      readings[confusion.truth, default: []].append((confusion.read, weight))
      truths[confusion.read, default: []].insert(confusion.truth)
    }
  }

  /// Misreadings of the scans that pass the tests, by the form.
  func seen() -> [String: String] {
    var found: [String: String] = [:]
    for word in scans.misreadings.keys where corpus.count(word.truth) >= 30 && word.truth.count >= Self.minimumLength {
      let changes = ScanPairs.confusions(of: word).count
      guard changes > 0, isSafe(word.read, for: word.truth), changes == 1 || !hasRival(word) else { continue }
      found[word.read] = word.truth
    }
    return found
  }

  /// Frequent words as the frequent confusions would show them; the likeliest first.
  func made(count: Int) -> [(form: String, truth: String, note: String)] {
    let words = corpus.words.indices
      .filter { corpus.words[$0].count > Self.minimumLength && corpus.volumeCounts[$0] >= 5 && lexicon.contains(corpus.words[$0]) }
      .sorted {
        corpus.counts[$0] != corpus.counts[$1] ? corpus.counts[$0] > corpus.counts[$1] : corpus.words[$0].precedes(corpus.words[$1])
      }
      .prefix(Self.frequentWords)
    var found: [(form: String, truth: String, note: String, weight: Int)] = []
    for number in words {
      let word = corpus.words[number]
      var forms: [(form: String, truth: String, note: String, weight: Int)] = []
      for (truth, list) in readings {
        for (read, weight) in list {
          for form in Set(word.variants(replacing: truth, with: read)) {
            forms.append((form, word, "\(truth)/\(read)", weight * corpus.counts[number]))
          }
        }
      }
      forms.sort { Self.order($0, $1) }
      var own: Set<String> = []
      for form in forms where own.count < Self.formsPerWord && !own.contains(form.form) && isSafe(form.form, for: word) {
        own.insert(form.form)
        found.append(form)
      }
    }
    return found.sorted { Self.order($0, $1) }.prefix(count).map { ($0.form, $0.truth, $0.note) }
  }

  /// Two letters away, another word of the corpus may be as near.
  private func hasRival(_ word: ScanPairs.Misreading) -> Bool {
    let read = Array(word.read.utf8)
    return rivals[read.count, default: []].contains { other in
      zip(read, other).lazy.filter { $0 != $1 }.prefix(3).count <= 2 && !other.elementsEqual(word.truth.utf8)
    }
  }

  private static func order(
    _ a: (form: String, truth: String, note: String, weight: Int), _ b: (form: String, truth: String, note: String, weight: Int)
  ) -> Bool {
    if a.weight != b.weight { return a.weight > b.weight }
    return a.form != b.form ? a.form.precedes(b.form) : a.note.precedes(b.note)
  }

  /// Why a misspelling by hand is none or may be another word; nil when it stands.
  func objection(misspelling form: String, of truth: String, note: String) -> String? {
    if form.count < Self.minimumLength { return "too short" }
    if taken.contains(form) { return "a word, a name, or protected" }
    if note == Self.misspelling, foreign.contains(form) { return "a word of another language" }
    if !lexicon.contains(truth) { return "the right word is not in the lexicon" }
    let count = corpus.count(form)
    // Here and there the volumes misspell; a variant that people used stands there oftener.
    if count > 2, count * 30 > corpus.count(truth) { return "the corpus has it \(count) times" }
    if let other = form.singleEdits().first(where: { $0 != truth && lexicon.contains($0) && corpus.count($0) > 100 }) {
      return "may be \(other)"
    }
    return nil
  }

  /// No word, nowhere in the corpus, no two words run together, no piece of the word, and of one word only.
  private func isSafe(_ form: String, for truth: String) -> Bool {
    guard form.count >= Self.minimumLength, correctable.contains(truth), !taken.contains(form), !foreign.contains(form),
      corpus.count(form) == 0,
      !truth.hasPrefix(form), !truth.hasSuffix(form), !isRunOn(form), !hasForeignEnding(form)
    else { return false }
    return !form.singleEdits().contains { $0 != truth && lexicon.contains($0) }
      && !truths.contains { read, list in
        form.utf8.count >= read.utf8.count
          && list.contains { form.variants(replacing: read, with: $0).contains { $0 != truth && lexicon.contains($0) } }
      }
  }

  private func isRunOn(_ form: String) -> Bool {
    form.halves().contains { first, second in
      first.count > 1 && second.count > 1 && lexicon.contains(first) && lexicon.contains(second) && corpus.count(first) > 200
        && corpus.count(second) > 200
    }
  }

  private func hasForeignEnding(_ form: String) -> Bool {
    ["cion", "ciones", "ista", "istas", "zione", "idad", "mente"].contains { form.hasSuffix($0) }
  }
}
