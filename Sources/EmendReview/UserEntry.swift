import EmendCore
import EmendLexicon
import EmendReports

/// An entry for a table of the user's own that is made from a decision, not written by hand: its row, where that goes, and
/// whether it does what is wanted.
package struct UserEntry: Sendable {
  /// corrections, phrases, names or protected.
  package let kind: UserDictionary.Kind
  package let columns: [String]

  /// - Parameters:
  ///   - wrong: the wrong form, or the word that is protected; of no account for a name.
  ///   - right: what it becomes; for a name the person, with a title before the name where one is known; of no account for
  ///     a protected word.
  ///   - note: who wants it, and why.
  /// - Throws: `EmendError` saying what is wrong with the entry and what to do about it.
  package init(_ kind: UserDictionary.Kind, wrong: String, right: String, note: String) throws(EmendError) {
    let (wrong, right) = (try Self.cell(wrong), try Self.cell(right))
    let note = Self.collapsed(note.filter { $0.isWhitespace || !$0.isControl })
    self.kind = kind
    if kind != .names, wrong.isEmpty { throw EmendError("the entry is empty; say which word it is about") }
    if kind != .protected, right.isEmpty {
      throw EmendError("the entry says not what \(wrong.isEmpty ? "the name" : wrong) becomes; give the right form")
    }
    if kind == .corrections || kind == .phrases, wrong.lowercased() == right.lowercased() {
      throw EmendError("\(Excerpt.of(wrong)) becomes itself; the case of the text is kept, so that a table cannot change it")
    }
    switch kind {
    case .corrections:
      guard wrong.utf8.allSatisfy({ $0.isLetter || $0 >= 0x80 }) else {
        throw EmendError("\(Excerpt.of(wrong)) is not one word of letters; a correction is for one word, a phrase for two to four")
      }
      columns = [wrong.lowercased(), Self.right(right, for: wrong), note]
    case .phrases:
      let counts = [wrong, right].map { $0.split(separator: " ").count }
      guard (2...4).contains(counts[0]), counts[0] == counts[1] else {
        throw EmendError(
          "a phrase has two to four words, as many right as wrong; \(wrong) has \(counts[0]) and \(right) has \(counts[1])"
            + (counts[0] == 1 ? "; for one word take a correction" : ""))
      }
      columns = [wrong.lowercased(), Self.right(right, for: wrong), note]
    case .names:
      let (title, name) = Self.titleAndName(right)
      columns = [name, "person", title, note]
    case .protected:
      columns = [wrong, note.isEmpty ? "kept by hand" : note]
    default: throw EmendError("no decision becomes an entry of \(kind.fileName)")
    }
    if columns[0].first == "#" { throw EmendError("\(Excerpt.of(columns[0])): a row that starts with # is a comment; leave the # out") }
  }

  /// Text with single blanks between its words; one that a table cannot hold is refused.
  private static func cell(_ text: String) throws(EmendError) -> String {
    if text.contains(where: { $0.isControl && !$0.isNewline }) {
      throw EmendError("the entry holds a tab or a control character, which no table can; leave it out")
    }
    return collapsed(text)
  }

  private static func collapsed(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

  /// The right form as tables have it: of common words in small letters, for the case is that of the text.
  private static func right(_ right: String, for wrong: String) -> String {
    let lower = right.lowercased()
    let words = lower.split(whereSeparator: { !$0.isLetter })
    let isCommon = words.allSatisfy { Dictionaries.embedded.vocabulary.flags(of: Array($0.utf8)).contains(.word) }
    if isCommon { return lower }
    // Utevenson, Stevenson; but QWXYZ, QUALITY says nothing of the case of the word.
    return right == right.uppercased() && wrong == wrong.uppercased() ? lower : right
  }

  /// `Under Secretary Ball` as `Under Secretary` and `Ball`.
  private static func titleAndName(_ text: String) -> (title: String, name: String) {
    let words = text.split(separator: " ")
    let vocabulary = Dictionaries.embedded.vocabulary
    func isTitle(_ word: Substring) -> Bool { vocabulary.flags(of: Array(word.utf8.filter { $0.isLetter || $0 >= 0x80 })).contains(.title) }
    guard let last = words.indices.dropLast().last(where: { isTitle(words[$0]) }) else { return ("", text) }
    return (words[...last].joined(separator: " "), words[(last + 1)...].joined(separator: " "))
  }

  /// What an entry is told by: a table has it once.
  fileprivate static func key(_ columns: [String], _ kind: UserDictionary.Kind) -> String {
    kind == .names ? columns.prefix(2).joined(separator: "\t") : columns[0]
  }
}

/// How an entry joins a table.
extension UserEntry {
  /// A table with an entry that it did not have.
  package struct Joined: Sendable {
    package let bytes: [UInt8]
    /// Of the row, from 1.
    package let line: Int
    fileprivate let before: [UInt8]
    fileprivate let script: EditScript

    /// What changes in the table; `path` stands in the header.
    package func diff(path: String) throws -> String {
      let diff = UnifiedDiff(source: before, output: bytes, script, path: path)
      return String(decoding: try ByteWriter.collect { try diff.write(to: &$0) }, as: UTF8.self)
    }
  }

  /// The table with the entry in its place; all other bytes stay as they are. A title of a person whom the table has
  /// joins that row.
  /// - Parameter text: the table as it is, empty for one that is new.
  /// - Throws: `EmendError` naming the row when the table has the entry, or another one for the same word.
  package func joining(_ text: [UInt8], file: String) throws(EmendError) -> Joined {
    let lineEnd: [UInt8] = text.firstIndex(of: .carriageReturn, from: 0) == nil ? [.lineFeed] : [.carriageReturn, .lineFeed]
    var row = Array(columns.joined(separator: "\t").utf8)
    var place: (range: Range<Int>, line: Int)?
    var start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var line = 1
    while start < text.count {
      let end = text.firstIndex(of: .lineFeed, from: start) ?? text.count
      let content = start..<(end > start && text[end - 1] == .carriageReturn ? end - 1 : end)
      if !content.isEmpty, text[start] != UInt8(ascii: "#") {
        let there = text[content].split(separator: .tab, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
        if there[0].lowercased() == columns[0].lowercased(), kind != .names || Self.key(there, kind) == Self.key(columns, kind) {
          row = Array(try joined(there, at: "\(file):\(line)").joined(separator: "\t").utf8)
          place = (content, line)
          break
        }
        if place == nil, Self.key(columns, kind).utf8.lexicographicallyPrecedes(Self.key(there, kind).utf8) {
          place = (start..<start, line)
        }
      }
      start = end + 1
      line += 1
    }
    let isOpen = !text.isEmpty && text.last != .lineFeed
    let range = place?.range ?? text.count..<text.count
    if range.isEmpty {
      if text.isEmpty { row = Array(Self.head(of: kind).utf8) + row }
      if range.lowerBound == text.count, isOpen { row = lineEnd + row }
      row += lineEnd
    }
    // Behind the last row comes the line of that, or the one behind the head of a new table.
    let number = place?.line ?? (text.isEmpty ? 3 : text.count { $0 == .lineFeed } + (isOpen ? 2 : 1))
    let edit = Edit(
      range: range, original: Array(text[range]), replacement: row, rule: "entry", confidence: Confidence(1), reason: "an entry is added")
    var edits = EditList()
    edits.append(edit)
    let script = try EditScript(edits, validatedAgainst: text)
    return Joined(bytes: script.applied(to: text), line: number, before: text, script: script)
  }

  /// The row of the same key with what this one adds to it.
  private func joined(_ there: [String], at place: String) throws(EmendError) -> [String] {
    if kind == .names {
      var titles = there.count > 2 ? there[2].split(separator: ",").map(String.init) : []
      if columns[2].isEmpty || titles.contains(columns[2]) {
        throw EmendError(
          "\(place) has \(Excerpt.of(columns[0])) already" + (titles.isEmpty ? "" : ", as \(Excerpt.of(titles.joined(separator: ", ")))"))
      }
      titles.append(columns[2])
      let notes = (there.count > 3 && !there[3].isEmpty ? [there[3]] : []) + [columns[3]]
      return [there[0], there[1], titles.joined(separator: ","), notes.joined(separator: "; ")]
    }
    if kind == .protected || there.count > 1 && there[1] == columns[1] {
      throw EmendError("\(place) has \(Excerpt.of(columns[0])) already")
    }
    throw EmendError(
      "\(place) says otherwise: \(Excerpt.of(there[0])) → \(there.count > 1 ? Excerpt.of(there[1]) : ""); a word has one entry, so change that row or take it out"
    )
  }

  /// What stands at the top of a new table.
  private static func head(of kind: UserDictionary.Kind) -> String {
    let (title, columns) =
      switch kind {
      case .phrases: ("Phrases: words that are right by themselves and wrong only beside these words.", "wrong phrase, right phrase, note")
      case .names: ("Names that are known.", "name, kind (title, person, place or body), titles, note")
      case .protected: ("Protected: words and phrases that no spelling rule may touch.", "word or phrase, reason")
      default: ("Corrections: forms that are always wrong.", "wrong, right, note")
      }
    return "# \(title)\n# Columns: \(columns) (tab separated, sorted bytewise by the first column).\n"
  }
}

/// Whether an entry does what is wanted.
extension UserEntry {
  /// Looks at the entry among all tables that are in force, the strongest last, its own table with it.
  /// - Parameters:
  ///   - table: the one that the entry joined.
  ///   - pipeline: what corrects words by dictionaries, at the least confidence.
  /// - Returns: what is most likely a mistake, in words.
  /// - Throws: `EmendError` when the entry could not be used, runs in a loop, or would do nothing.
  package func doubts(
    _ joined: Joined, in table: String, among tables: [UserDictionary], by pipeline: (Dictionaries) throws(EmendError) -> Pipeline
  ) throws(EmendError) -> [String] {
    let problems = UserDictionary.problems(in: tables).filter { $0.file == table && $0.line == joined.line }
    if let fatal = problems.first(where: { $0.isFatal || $0.isLoop }) { throw EmendError(fatal.text) }
    let dictionaries = try Dictionaries(adding: tables)
    return try problems.map(\.text) + knownWord + effect(with: dictionaries, pipeline)
  }

  private var knownWord: [String] {
    guard kind == .corrections, !Dictionaries.embedded.vocabulary.flags(of: Array(columns[0].utf8)).isDisjoint(with: .known) else {
      return []
    }
    return [
      "\(Excerpt.of(columns[0])) is a word of the lexicon; it becomes \(Excerpt.of(columns[1])) wherever it stands. A phrase changes it beside other words only"
    ]
  }

  /// What the entry does to its own words.
  private func effect(with dictionaries: Dictionaries, _ pipeline: (Dictionaries) throws(EmendError) -> Pipeline) throws(EmendError)
    -> [String]
  {
    let text = Array(columns[0].utf8)
    switch kind {
    case .protected:
      if dictionaries.protection(of: 0..<text.count, in: text, ownWords: false) == nil {
        throw EmendError("\(Excerpt.of(columns[0])) would not be protected: an entry is one to four words of letters")
      }
    case .corrections, .phrases:
      for word in changedWords(of: text) {
        if let why = dictionaries.protection(of: word, in: text, ownWords: false) {
          throw EmendError("\(Excerpt.of(columns[0])) would stay as it is, for it is protected: \(why)")
        }
      }
      let run = try pipeline(dictionaries).run(text + [.lineFeed])
      let findings = Findings(run).all(withheld: true)
      if let why = findings.first(where: { $0.why != nil })?.why {
        throw EmendError("\(Excerpt.of(columns[0])) would stay as it is: \(why)")
      }
      let found = String(decoding: run.output.dropLast(), as: UTF8.self)
      if found == columns[0] { throw EmendError("\(Excerpt.of(columns[0])) would stay as it is: emend finds no such word in a text") }
      if found.lowercased() != columns[1].lowercased() {
        return ["\(Excerpt.of(columns[0])) becomes \(Excerpt.of(found)) here, because another table counts for more"]
      }
    default: break
    }
    return []
  }

  /// The places in the wrong form of the words that become others.
  private func changedWords(of text: [UInt8]) -> [Range<Int>] {
    let wrong = text.split(separator: .space)
    let right = columns[1].utf8.split(separator: .space)
    if kind == .corrections { return [0..<text.count] }
    return zip(wrong, right).filter { !$0.elementsEqual($1) }.map { $0.0.startIndex..<$0.0.endIndex }
  }
}

extension Character {
  fileprivate var isControl: Bool { unicodeScalars.contains { $0.properties.generalCategory == .control } }
}
