import Foundation
import Testing

@testable import EmendCore
@testable import EmendLexicon

/// Lint for the tables that people edit. Each message says what to mend.
@Suite struct DictionariesTests {
  /// Never none: what is asked of every row would hold.
  private func rows(_ file: String) throws -> [[String]] {
    let rows = String(decoding: try bytes(of: "Dictionaries/\(file)"), as: UTF8.self).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    try #require(!rows.isEmpty, "Dictionaries/\(file) has no rows")
    return rows
  }

  private static let tables = [
    "corrections.tsv", "phrases.tsv", "names.tsv", "protected.tsv", "markings.tsv", "confusions.tsv", "lexicon.txt", "compounds.txt",
    "by-hand/lexicon.tsv",
    "by-hand/names.tsv",
  ]

  @Test(arguments: tables)
  func tablesAreSortedAndWithoutDuplicates(file: String) throws {
    let text = try bytes(of: "Dictionaries/\(file)")
    #expect(text.last == .lineFeed, "\(file) must end in a line feed")
    #expect(!text.contains(.carriageReturn))
    let keys = try rows(file).map { file.hasSuffix("names.tsv") || file == "confusions.tsv" ? $0.prefix(2).joined(separator: "\t") : $0[0] }
    for (a, b) in zip(keys, keys.dropFirst()) {
      #expect(a.utf8.lexicographicallyPrecedes(b.utf8), "\(file): \(a) stands before \(b), or twice")
    }
  }

  @Test(arguments: tables)
  func rowsAreWhole(file: String) throws {
    let columns = [
      "lexicon.txt": 1...1, "protected.tsv": 2...2, "markings.tsv": 4...4, "names.tsv": 4...4, "by-hand/names.tsv": 4...4,
      "compounds.txt": 1...2,
    ]
    let allowed = columns[file] ?? 3...3
    let broken = try rows(file).filter { row in
      !allowed.contains(row.count) || row.contains { $0.hasPrefix(" ") || $0.hasSuffix(" ") || $0.contains("  ") }
    }
    #expect(broken == [], "\(file): a column or a blank too many or too few")
  }

  @Test func lexiconHasOneFormOfAWord() throws {
    let words = try rows("lexicon.txt").map { $0[0] }
    let notLetters = words.filter { !$0.allSatisfy(\.isLetter) }
    #expect(notLetters == [])
    var seen: Set<String> = []
    let twice = words.filter { !seen.insert($0.lowercased()).inserted }
    #expect(twice == [], "these stand in another case too")
    for fragment in ["ment", "tion", "ington", "ofthe", "sinsitive", "goverment", "recieve"] { #expect(!seen.contains(fragment)) }
  }

  /// The words of a builder, ready to be found.
  private func table(_ words: VocabularyBuilder) throws -> Vocabulary {
    var writer = TableImageWriter(checksum: 0)
    _ = words.write(to: &writer)
    // For good, because the vocabulary does not own it.
    let memory = Unmanaged.passRetained(TableMemory(writer.bytes)).takeUnretainedValue()
    var image = try #require(TableImage(memory.bytes, checksum: 0))
    return Vocabulary(&image)
  }

  /// Words that nothing may correct: the lexicon, names and what is protected, word by word.
  private func vocabulary() throws -> Vocabulary {
    var vocabulary = VocabularyBuilder()
    for row in try rows("lexicon.txt") { vocabulary.insert(row[0], .word) }
    for file in ["names.tsv", "protected.tsv"] {
      for row in try rows(file) { for word in row[0].split(whereSeparator: { !$0.isLetter }) { vocabulary.insert(word, .proper) } }
    }
    return try table(vocabulary)
  }

  @Test func correctionsCorrectNoWord() throws {
    let vocabulary = try vocabulary()
    let corrections = try rows("corrections.tsv")
    let wrong = Set(corrections.map { $0[0] })
    for row in corrections {
      #expect(row[0] == row[0].lowercased() && row[0].count >= 6, "\(row): small letters, six and more")
      #expect(vocabulary.find(row[0]) == nil, "\(row[0]) is a word, a name, or protected")
      #expect(!wrong.contains(row[1]), "\(row[0]) → \(row[1]) is wrong itself: a loop")
      for word in row[1].split(whereSeparator: { !$0.isLetter }) {
        #expect(vocabulary.find(String(word)) != nil, "\(row[1]) is not in lexicon.txt")
      }
    }
    #expect(corrections.count > 5000)
  }

  @Test func phrasesDifferInWordsOnly() throws {
    let phrases = try rows("phrases.tsv")
    let wrong = Set(phrases.map { $0[0] })
    let protected = Set(try rows("protected.tsv").map { $0[0].lowercased() })
    for row in phrases {
      #expect(row[0].split(separator: " ").count == row[1].split(separator: " ").count, "\(row)")
      #expect(row[0] != row[1] && row[0] == row[0].lowercased(), "\(row)")
      #expect(!wrong.contains(row[1]), "\(row[0]) → \(row[1]) is wrong itself: a loop")
      #expect(!protected.contains(row[0]), "\(row[0]) is protected")
    }
  }

  @Test func everyProtectedWordHasAReason() throws {
    for row in try rows("protected.tsv") { #expect(row.count >= 2 && row[1].count > 5, "\(row)") }
  }

  @Test func namesStandWithTheirTitles() throws {
    let names = try rows("names.tsv")
    let titles = Set(names.filter { $0[1] == "title" }.map { $0[0] })
    for row in names {
      #expect(["title", "person", "place", "body"].contains(row[1]), "\(row)")
      for title in row[2].split(separator: ",") { #expect(titles.contains(String(title)), "\(row[0]): \(title) is no title of the table") }
    }
  }

  @Test func wordsByHandStandInTheirTables() throws {
    let lexicon = Set(try rows("lexicon.txt").map { $0[0] })
    for row in try rows("by-hand/lexicon.tsv") {
      #expect(["add", "drop"].contains(row[1]) && row[2].count > 3, "\(row)")
      #expect(lexicon.contains(row[0]) == (row[1] == "add"), "\(row[0]): run emend-dev lexicon")
    }
    let names = Set(try rows("names.tsv").map { "\($0[0]) \($0[1])" })
    for row in try rows("by-hand/names.tsv") {
      #expect(names.contains("\(row[0]) \(row[1] == "none" ? "person" : row[1])") == (row[1] != "none"), "\(row[0]): run emend-dev names")
    }
  }

  @Test func sourcesTellOfEveryTable() throws {
    let sources = String(decoding: try bytes(of: "Dictionaries/SOURCES.md"), as: UTF8.self)
    for file in Self.tables { #expect(sources.contains(file), "\(file)") }
  }

  @Test func everyMarkingMatchesItself() throws {
    let table = try bytes(of: "Dictionaries/markings.tsv").withUnsafeBytes { try TSV($0, file: "markings.tsv", columns: 3) }
    let templates = Dictionaries.embedded
    var missed: [String] = []
    try #require(table.rows.count > 100)
    for row in table.rows where !row[0].contains("{") {
      let text = Array(row[0].utf8)
      let list = row[1] == "boilerplate" ? templates.siteLines : templates.markings
      var scratch = list.scratch(count: text.count)
      if list.match(text, text.trimmed(0..<text.count), &scratch) == nil { missed.append(row[0]) }
    }
    #expect(missed == [], "these lines do not match their own template")
  }

  @Test func aBadLineIsNamed() throws {
    func load(_ text: String) throws -> TSV { try Array(text.utf8).withUnsafeBytes { try TSV($0, file: "corrections.tsv", columns: 2) } }
    #expect { try load("# head\na\tb\nbroken\n") } throws: { "\($0)".contains("corrections.tsv:3: ") }
    #expect { try MarkingTemplate(TSV.Row(line: 7, columns: ["SECRET {x:y}", "banner", ""]), file: "markings.tsv") } throws: {
      "\($0)".contains("markings.tsv:7: ")
    }
    #expect { try MarkingTemplate(TSV.Row(line: 8, columns: ["SECRET", "baner", ""]), file: "markings.tsv") } throws: {
      "\($0)".contains("baner")
    }
  }

  @Test func theImageIsThatOfTheTables() throws {
    let image = try Dictionaries.image()
    #expect(try bytes(of: "Dictionaries/tables.image") == image, "a table was changed: run make dictionaries")
    #expect(try Dictionaries.image() == image, "the same tables give the same image")
  }

  @Test func aStaleImageIsMadeAgain() throws {
    for stale in [[], Array("no image".utf8), try bytes(of: "Dictionaries/tables.image").map { $0 ^ 1 }] {
      let dictionaries = try stale.withUnsafeBytes { try Dictionaries(.embedded, image: $0) }
      #expect(dictionaries.vocabulary.flags(of: Array("record".utf8)).contains(.word))
    }
  }

  @Test func whatIsMadeLateIsMadeOnce() {
    final class Value: Sendable {}
    let values = LazyArray(count: 40) { _ in Value() }
    nonisolated(unsafe) let seen = UnsafeMutableBufferPointer<Value?>.allocate(capacity: 4000)
    seen.initialize(repeating: nil)
    DispatchQueue.concurrentPerform(iterations: 4000) { i in seen[i] = values[i % 40] }
    for i in 0..<4000 { #expect(seen[i] === values[i % 40]) }
    seen.deinitialize()
    seen.deallocate()
  }

  @Test func vocabularyFindsWhatItHolds() throws {
    var builder = VocabularyBuilder()
    var random = Random(9)
    var words: Set<String> = []
    for _ in 0..<5000 {
      let length = Int.random(in: 1...40, using: &random)
      words.insert(String((0..<length).map { _ in "abcdefghijklmnopqrstuvwxyzéü".randomElement(using: &random)! }))
    }
    for word in words { builder.insert(word, .word) }
    #expect(builder.insert(String(repeating: "x", count: 65), .word) == nil)
    let vocabulary = try table(builder)
    for word in words { #expect(vocabulary.find(word) != nil && vocabulary.find(word.uppercased()) != nil) }
    #expect(vocabulary.find("notthereatall") == nil)
    #expect(vocabulary.find("") == nil)
  }
}
