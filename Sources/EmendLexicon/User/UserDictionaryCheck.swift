import EmendCore

/// What `emend dictionary check` looks for in tables of the user's own.
extension UserDictionary {
  /// Everything that is wrong in the tables, in the order of the files and of their lines.
  package static func problems(in tables: [UserDictionary], against dictionaries: Dictionaries = .embedded) -> [Problem] {
    // A correction may lead to a word that another of the tables adds, and a loop may run through two of them.
    var corrections: [String: String] = [:]
    for table in tables where table.kind == .corrections || table.kind == .phrases {
      for row in table.rows where corrections[row[0].lowercased()] == nil { corrections[row[0].lowercased()] = row[1].lowercased() }
    }
    var added: Set<String> = []
    for table in tables where table.kind == .words { added.formUnion(table.rows.map { $0[0].lowercased() }) }
    for table in tables where table.kind == .names {
      for row in table.rows { added.formUnion(row[0].lowercased().split { !$0.isLetter }.map(String.init)) }
    }
    let known = Known(vocabulary: dictionaries.vocabulary, added: added, corrections: corrections)
    return tables.flatMap { $0.problems(known) } + tooManyMarkings(tables)
  }

  /// Markings of all tables together, and the bytes of one.
  private static let mostMarkings = 4000
  private static let longestMarking = 1000

  private static func tooManyMarkings(_ tables: [UserDictionary]) -> [Problem] {
    var left = mostMarkings
    for table in tables where table.kind == .markings {
      let rows = table.rows
      if rows.count > left {
        let text =
          "is marking number \((mostMarkings + 1).grouped), and emend looks for no more than \(mostMarkings.grouped) of your own; take some out"
        return [Problem(file: table.file, line: rows[left].line, text: text, isFatal: true)]
      }
      left -= rows.count
    }
    return []
  }

  /// What the check of a row looks things up in.
  fileprivate struct Known {
    let vocabulary: Vocabulary
    let added: Set<String>
    let corrections: [String: String]
    let loops: Set<String>

    init(vocabulary: Vocabulary, added: Set<String>, corrections: [String: String]) {
      (self.vocabulary, self.added, self.corrections) = (vocabulary, added, corrections)
      loops = Self.loops(corrections)
    }

    func flags(_ word: String) -> Vocabulary.Flags { vocabulary.flags(of: Array(word.utf8)) }

    /// The words that following the corrections from them leads back to; each correction is followed once.
    private static func loops(_ corrections: [String: String]) -> Set<String> {
      var (found, done): (Set<String>, Set<String>) = ([], [])
      for start in corrections.keys where !done.contains(start) {
        var way: [String] = []
        var places: [String: Int] = [:]
        var here = start
        while let next = corrections[here], !done.contains(here) {
          if let place = places[here] {
            found.formUnion(way[place...])
            break
          }
          places[here] = way.count
          way.append(here)
          here = next
        }
        done.formUnion(way)
      }
      return found
    }
  }

  private func problems(_ known: Known) -> [Problem] {
    var found: [Problem] = []
    var before: (key: String, line: Int)?
    var seen: [String: Int] = [:]
    for row in rows {
      func add(_ text: String, isFatal: Bool = false, isLoop: Bool = false) {
        found.append(Problem(file: file, line: row.line, text: text, isFatal: isFatal, isLoop: isLoop))
      }
      if row.columns.contains(where: { $0.first?.isWhitespace == true || $0.last?.isWhitespace == true }) {
        add("a column has blanks at its start or end; take them out")
      }
      guard kind.columns.contains(row.columns.count), !row[0].isEmpty else {
        let wanted = kind.columns.count == 1 ? "\(kind.columns.lowerBound)" : "\(kind.columns.lowerBound) to \(kind.columns.upperBound)"
        add("needs \(wanted) columns with tabs between them and something in the first, has \(row.columns.count)", isFatal: true)
        continue
      }
      if let text = unusable(row) {
        add(text, isFatal: true)
      } else if let text = loop(row, known) {
        add(text, isLoop: true)
      } else {
        for text in doubts(row, known) { add(text) }
      }
      // A name may stand once as a person and once as a place.
      let key = kind == .names ? "\(row[0])\t\(row[1])" : row[0]
      if let line = seen[key] {
        add("\(row.shown(0)) stands in line \(line) already")
      } else if let before, key.utf8.lexicographicallyPrecedes(before.key.utf8) {
        add(
          "\(row.shown(0)) belongs before line \(before.line), \(Excerpt.of(before.key.replacing("\t", with: " "))): the table is sorted bytewise (LC_ALL=C sort)"
        )
      }
      seen[key] = row.line
      before = (key, row.line)
    }
    return found
  }

  /// Why a row cannot be used; nil when it can.
  private func unusable(_ row: TSV.Row) -> String? {
    let tooLong = row[0].split(separator: " ").first { $0.utf8.count > Vocabulary.longestWord }
    if kind != .markings, let tooLong { return "\(Excerpt.of(tooLong)) is longer than \(Vocabulary.longestWord) bytes" }
    switch kind {
    case .corrections:
      if row[1].isEmpty { return "says not what \(row.shown(0)) becomes; put the right word into the second column" }
      if !row[0].utf8.allSatisfy({ $0.isLetter || $0 >= 0x80 }) { return "\(row.shown(0)) is not one word of letters; see phrases.tsv" }
    case .phrases:
      let phrase = Dictionaries.Phrase(row.columns)
      guard phrase.wrong.count == phrase.right.count, (2...4).contains(phrase.wrong.count), phrase.wrong != phrase.right else {
        return "needs two to four words, as many right as wrong, and a difference"
      }
    case .names:
      guard ["title", "person", "place", "body"].contains(row[1]) else {
        return "the kind is \(row.shown(1)); it must be title, person, place or body"
      }
    case .markings:
      if row[0].utf8.count > Self.longestMarking { return "\(row.shown(0)) is longer than \(Self.longestMarking) bytes, and no line" }
      do { _ = try MarkingTemplate(row, file: file) } catch { return error.description.dropping(prefix: "\(file):\(row.line): ") }
    case .compounds:
      guard row[0].split(separator: "-", omittingEmptySubsequences: false).filter({ !$0.isEmpty }).count == 2,
        row[0].count(where: { $0 == "-" }) == 1, row[1].isEmpty || row[1] == "either"
      else { return "needs two words with a hyphen between them, and nothing or `either` behind them" }
    case .words:
      guard row[0].utf8.allSatisfy({ $0.isLetter || $0 >= 0x80 }) else { return "\(row.shown(0)) is not one word of letters" }
    case .protected:
      // A phrase is looked up whole.
      if row[0].utf8.count > Vocabulary.longestWord { return "\(row.shown(0)) is longer than \(Vocabulary.longestWord) bytes" }
    }
    return nil
  }

  /// What a row does that leads back to itself; nil when it does not.
  private func loop(_ row: TSV.Row, _ known: Known) -> String? {
    guard kind == .corrections || kind == .phrases, row[0].lowercased() != row[1].lowercased(), known.loops.contains(row[0].lowercased())
    else {
      return nil
    }
    return "\(row.shown(0)) → \(row.shown(1)) is a loop: \(row.shown(1)) is corrected in its turn"
  }

  /// What is most likely a mistake in a row that can be used.
  private func doubts(_ row: TSV.Row, _ known: Known) -> [String] {
    var found: [String] = []
    switch kind {
    case .corrections:
      let (wrong, right) = (row[0].lowercased(), row[1].lowercased())
      if row[0] != wrong { found.append("\(row.shown(0)): the wrong form is written in small letters; the case of the text is kept") }
      if wrong == right { return found + ["\(row.shown(0)) becomes itself"] }
      if known.corrections[right] != nil {
        found.append("\(row.shown(0)) → \(row.shown(1)): \(row.shown(1)) is corrected itself; name the last form")
      }
      if row[2].isEmpty {
        let flags = known.flags(wrong)
        if flags.contains(.protected) {
          found.append("\(row.shown(0)) is protected; give a note that says why it is wrong here")
        } else if !flags.isDisjoint(with: .known) || known.added.contains(wrong) {
          found.append("\(row.shown(0)) is a word of the lexicon; give a note that says why it is wrong here")
        }
      }
      // The first of them is told: each message quotes the row, which may hold a million words.
      if let word = right.split(whereSeparator: { !$0.isLetter }).lazy.map(String.init)
        .first(where: { known.flags($0).isDisjoint(with: .known) && !known.added.contains($0) })
      {
        found.append(
          "\(row.shown(0)) → \(row.shown(1)): \(Excerpt.of(word)) is no known word; add it to words.txt or names.tsv if it is right")
      }
    case .phrases:
      if row[0] != row[0].lowercased() {
        found.append("\(row.shown(0)): the wrong form is written in small letters; the case of the text is kept")
      }
      if row[2].isEmpty, known.flags(row[0].lowercased()).contains(.protection) {
        found.append("\(row.shown(0)) is protected; give a note that says why it is wrong here")
      }
    case .protected:
      if row[1].isEmpty { found.append("\(row.shown(0)): give the reason in the second column") }
      if let right = known.corrections[row[0].lowercased()] {
        found.append("\(row.shown(0)) is protected and corrected to \(Excerpt.of(right)); protection wins, so take one of them out")
      }
    case .names:
      if row[1] == "person", row[2].isEmpty, !row[0].contains(" ") {
        found.append(
          "\(row.shown(0)): a person without titles is known, but restores no damaged name; put the titles into the third column")
      }
    case .words, .compounds, .markings: break
    }
    return found
  }
}

extension String {
  fileprivate func dropping(prefix: String) -> String { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self }
}
