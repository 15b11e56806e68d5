import Foundation
import Testing

@testable import Emend

/// Lint for the tables that people edit. Each message says what to mend.
@Suite struct DictionariesTests {
  private func rows(_ file: String) throws -> [[String]] {
    String(decoding: try bytes(of: "Dictionaries/\(file)"), as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
  }

  @Test(arguments: [
    "corrections.tsv", "phrases.tsv", "names.tsv", "protected.tsv", "markings.tsv", "confusions.tsv", "lexicon.txt", "compounds.txt",
  ])
  func tablesAreSortedAndWithoutDuplicates(file: String) throws {
    let text = try bytes(of: "Dictionaries/\(file)")
    #expect(text.last == .lineFeed, "\(file) must end in a line feed")
    #expect(!text.contains(.carriageReturn))
    let keys = try rows(file).map { file == "names.tsv" || file == "confusions.tsv" ? $0.prefix(2).joined(separator: "\t") : $0[0] }
    for (a, b) in zip(keys, keys.dropFirst()) {
      #expect(a.utf8.lexicographicallyPrecedes(b.utf8), "\(file): \(a) stands before \(b), or twice")
    }
  }

  @Test func correctionsCorrectNoWord() throws {
    var vocabulary = Vocabulary()
    for row in try rows("lexicon.txt") { vocabulary.insert(row[0], .word) }
    for row in try rows("names.tsv") { for word in row[0].split(separator: " ") { vocabulary.insert(String(word), .proper) } }
    let corrections = try rows("corrections.tsv")
    let wrong = Set(corrections.map { $0[0] })
    for row in corrections {
      #expect(row.count >= 2 && row[0] == row[0].lowercased(), "\(row)")
      #expect(vocabulary.find(row[0]) == nil, "\(row[0]) is a word or a name")
      #expect(!wrong.contains(row[1]), "\(row[0]) → \(row[1]) is wrong itself: a loop")
      for word in row[1].split(whereSeparator: { !$0.isLetter }) {
        #expect(vocabulary.find(String(word)) != nil, "\(row[1]) is not in lexicon.txt")
      }
    }
    #expect(corrections.count > 1000)
  }

  @Test func phrasesDifferInWordsOnly() throws {
    for row in try rows("phrases.tsv") {
      #expect(row[0].split(separator: " ").count == row[1].split(separator: " ").count, "\(row)")
      #expect(row[0] != row[1] && row[0] == row[0].lowercased(), "\(row)")
    }
  }

  @Test func everyProtectedWordHasAReason() throws {
    for row in try rows("protected.tsv") { #expect(row.count >= 2 && row[1].count > 5, "\(row)") }
  }

  @Test func everyMarkingMatchesItself() throws {
    let table = try bytes(of: "Dictionaries/markings.tsv").withUnsafeBytes { try TSV($0, file: "markings.tsv", columns: 3) }
    let templates = Dictionaries.embedded
    var missed: [String] = []
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

  @Test func vocabularyFindsWhatItHolds() {
    var vocabulary = Vocabulary()
    var random = Random(9)
    var words: Set<String> = []
    for _ in 0..<5000 {
      let length = Int.random(in: 1...40, using: &random)
      words.insert(String((0..<length).map { _ in "abcdefghijklmnopqrstuvwxyzéü".randomElement(using: &random)! }))
    }
    for word in words { vocabulary.insert(word, .word) }
    for word in words { #expect(vocabulary.find(word) != nil && vocabulary.find(word.uppercased()) != nil) }
    #expect(vocabulary.find("notthereatall") == nil)
    #expect(vocabulary.insert(String(repeating: "x", count: 65), .word) == nil)
    #expect(vocabulary.find("") == nil)
  }
}
