import ArgumentParser
import EmendCore
import Foundation

/// Makes the generated rows of `corrections.tsv`; the rule is told in SOURCES.md.
struct CorrectionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corrections",
    abstract: "Writes corrections.tsv: forms seen on scans or made by their confusions, and the rows by hand that pass the same tests.")

  @Option(parsing: .upToNextOption, help: "Folders with scans, NAME.ocr.txt beside NAME.gt.txt.") var scans: [String]
  @Option(parsing: .upToNextOption, help: "Folders with volumes of FRUS, one .txt file each.") var frus: [String]
  @Option(help: "The folder with the word lists of SCOWL.") var scowl: String
  @Option(parsing: .upToNextOption, help: "Word lists of other languages, one word a line.") var foreign: [String] = []
  @Option(help: "How many rows to make from confusions.") var count = 8000
  @OptionGroup var tables: TableOptions

  func run() throws {
    let corpus = try Corpus(folders: frus)
    var taken = try WordLists(folder: scowl).everything()
    let names = try tables.table("names.tsv")
    for row in names.rows { taken.formUnion((row[0] + " " + row[3]).lowercasedWords()) }
    for row in try tables.table("protected.tsv").rows { taken.formUnion(row[0].lowercasedWords()) }
    for row in try tables.table("phrases.tsv").rows { taken.formUnion((row[0] + " " + row[1]).lowercasedWords()) }
    let foreignWords = try foreign.flatMap {
      String(decoding: try Data(contentsOf: URL(filePath: $0)), as: UTF8.self).split(whereSeparator: \.isNewline).map { $0.lowercased() }
    }
    let forms = MisreadForms(
      corpus: corpus, lexicon: try tables.table("lexicon.txt"), names: names, taken: taken, foreign: Set(foreignWords),
      scans: try ScanPairs(folders: scans), confusions: try tables.table("confusions.tsv"))

    var table = try tables.table("corrections.tsv")
    var rows: [String: [String]] = [:]
    for row in table.rows where row.count > 2 && [MisreadForms.misspelling, MisreadForms.byHand].contains(row[2]) {
      if let reason = forms.objection(misspelling: row[0], of: row[1], note: row[2]) {
        print("left out: \(row[0]), \(row[1]): \(reason)")
      } else {
        rows[row[0]] = row
      }
    }
    for (form, truth) in forms.seen() where rows[form] == nil { rows[form] = [form, truth, MisreadForms.onScan] }
    for made in forms.made(count: count) where rows[made.form] == nil { rows[made.form] = [made.form, made.truth, made.note] }
    table.rows = Array(rows.values)
    try table.write(to: tables.path("corrections.tsv"))
  }
}

extension String {
  /// The runs of letters, in small letters.
  func lowercasedWords() -> [String] { split { !$0.isLetter }.map { $0.lowercased() } }
}
