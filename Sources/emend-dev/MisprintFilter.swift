import EmendCore

/// Tells words of the corpus that are no words: run together, glued to a stamp, misprinted, or cut by a hyphen.
struct MisprintFilter {
  private let corpus: Corpus
  private let spellings: [[String]]
  private let known: Set<String>
  private let largeKnown: Set<String>
  /// How often two words stand beside each other, for the halves of the candidates, as `first second`.
  private var pairs: [UInt64: Int] = [:]
  /// How often a candidate makes a known word with an unknown neighbour.
  private var fragments: [Int: Int] = [:]

  /// Words so short and frequent that beside a capital they betray a lost blank.
  private static let small: Set<String> = [
    "the", "for", "not", "see", "no", "this", "from", "and", "also", "in", "of", "to", "a", "at", "by", "on", "as", "is", "or", "it", "its",
    "with",
  ]
  private static let prefixes = ["Mc", "Mac", "De", "Du", "La", "Le", "O", "Fitz"]

  init(corpus: Corpus, spellings: [[String]], known: Set<String>, largeKnown: Set<String>, candidates: [String]) {
    self.corpus = corpus
    self.spellings = spellings
    self.known = known
    self.largeKnown = largeKnown
    for word in candidates where corpus.count(word) < 100 {
      for (first, second) in word.halves() {
        guard let a = corpus.number(of: first), let b = corpus.number(of: second) else { continue }
        pairs[Self.key(a, b)] = 0
      }
    }
    let doubtful = Set(
      candidates.filter { corpus.lowerShare($0) >= 0.3 && !largeKnown.contains($0) }.compactMap { corpus.number(of: $0) })
    for volume in corpus.volumes { count(volume, doubtful) }
  }

  private static func key(_ a: Int, _ b: Int) -> UInt64 { UInt64(a) << 32 | UInt64(b) }

  private mutating func count(_ volume: [Corpus.Token], _ doubtful: Set<Int>) {
    let numbers = volume.map { corpus.wordOfForm[Int($0.form)] }
    for i in numbers.indices {
      if i > 0, volume[i].gap == .space || volume[i].gap == .blanks, let seen = pairs[Self.key(numbers[i - 1], numbers[i])] {
        pairs[Self.key(numbers[i - 1], numbers[i])] = seen + 1
      }
      guard doubtful.contains(numbers[i]) else { continue }
      let before = i > 0 && Self.mayBeCut(volume[i].gap) && completes(numbers[i - 1], numbers[i], unknown: numbers[i - 1])
      let after =
        i + 1 < numbers.count && Self.mayBeCut(volume[i + 1].gap) && completes(numbers[i], numbers[i + 1], unknown: numbers[i + 1])
      if before || after { fragments[numbers[i], default: 0] += 1 }
    }
  }

  private static func mayBeCut(_ gap: Corpus.Gap) -> Bool { gap == .space || gap == .hyphen }

  private func completes(_ a: Int, _ b: Int, unknown: Int) -> Bool {
    let whole = corpus.words[a] + corpus.words[b]
    return whole.count >= 6 && !known.contains(corpus.words[unknown]) && known.contains(whole)
  }

  func rejects(_ word: String) -> Bool {
    guard let number = corpus.number(of: word), let spelling = spellings[number].first else { return false }
    return isRunOn(word, spelling) || hasGluedStamp(word)
      || corpus.lowerShare(word) >= 0.3 && (isTypo(word) || isFragment(word, number))
  }

  private func isRunOn(_ word: String, _ spelling: String) -> Bool {
    if Self.hasForeignCapital(spelling, known: known) { return true }
    let count = corpus.count(word)
    return count < 100
      && word.halves().contains { first, second in
        guard let a = corpus.number(of: first), let b = corpus.number(of: second) else { return false }
        return pairs[Self.key(a, b), default: 0] >= max(10, 3 * count)
      }
  }

  /// `theSuperintendent`, `RepublicSource`, `ATCAirfield`: a capital where another word begins.
  private static func hasForeignCapital(_ spelling: String, known: Set<String>) -> Bool {
    let letters = Array(spelling)
    if letters[0].isLowercase { return spelling != spelling.lowercased() }
    if !prefixes.contains(where: { spelling.hasPrefix($0) && letters.dropFirst($0.count).first?.isUppercase == true }) {
      let pieces = spelling.capitalPieces()
      if pieces.count > 1, pieces.contains(where: { $0.count > 4 || $0.count == 1 || small.contains($0.lowercased()) }) { return true }
    }
    // Capitals, then a word of its own.
    let capitals = letters.prefix(while: \.isUppercase).count
    let tail = letters.dropFirst(capitals)
    guard capitals >= 2, tail.count >= 2, tail.allSatisfy(\.isLowercase) else { return false }
    let last = String(letters[(capitals - 1)...])
    return small.contains(last.lowercased()) || known.contains(last.lowercased()) && (last.count > 3 || capitals == 2)
      || last == "Air" || last == "War"
  }

  /// A small letter before a capital, behind which no `Mc` or `De` stands.
  static func hasInnerCapital(_ name: String) -> Bool {
    let prefix = (prefixes + ["Van", "Von", "Des", "Di", "Da"]).filter { name.hasPrefix($0) }.max { $0.count < $1.count } ?? ""
    return name.dropFirst(prefix.count).description.capitalPieces().count > 1
  }

  /// `secretpriority`: a classification without the blank behind it.
  private func hasGluedStamp(_ word: String) -> Bool {
    for stamp in ["topsecret", "secret", "topconfidential", "confidential", "topand", "and"] where word.hasPrefix(stamp) {
      let rest = String(word.dropFirst(stamp.count))
      if rest.count >= 3, known.contains(rest) || corpus.count(rest) >= 500 { return true }
    }
    return false
  }

  private func isTypo(_ word: String) -> Bool {
    let count = corpus.count(word)
    return word.singleEdits().contains {
      let other = corpus.count($0)
      return other >= 100 * count && (known.contains($0) || other >= 1000)
    }
  }

  private func isFragment(_ word: String, _ number: Int) -> Bool {
    !largeKnown.contains(word) && Double(fragments[number, default: 0]) >= 0.2 * Double(corpus.count(word))
  }
}

extension String {
  /// The word cut in two, at every place.
  func halves() -> [(String, String)] {
    indices.dropFirst().map { (String(self[..<$0]), String(self[$0...])) }
  }

  /// The word cut before each capital that follows a small letter.
  func capitalPieces() -> [String] {
    var pieces: [String] = []
    for letter in self {
      if let last = pieces.last?.last, !(last.isLowercase && letter.isUppercase) {
        pieces[pieces.count - 1].append(letter)
      } else {
        pieces.append(String(letter))
      }
    }
    return pieces
  }
}
