import ArgumentParser
import EmendCore

/// Makes `lexicon.txt`; the rule is told in SOURCES.md.
struct LexiconCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lexicon", abstract: "Writes lexicon.txt from SCOWL, a corpus, surnames and by-hand/lexicon.tsv.")

  @Option(parsing: .upToNextOption, help: "Folders with clean text, one .txt file a volume.") var corpus: [String]
  @Option(help: "The folder with the word lists of SCOWL.") var scowl: String
  @Option(help: "The surnames of the Census of 1990 by rank, dist.all.last.") var surnames: String
  @OptionGroup var tables: TableOptions

  func run() throws {
    let corpus = try Corpus(folders: corpus)
    let lists = try WordLists(folder: scowl)
    var lexicon = LexiconBuilder(corpus: corpus, lists: lists, byHand: try tables.table("by-hand/lexicon.tsv"))
    lexicon.addListsAndCorpus()
    let phraseWords = try tables.table("phrases.tsv").rows.flatMap { $0[0].split(separator: " ").map(String.init) }
    let titles = try tables.table("by-hand/names.tsv").rows.filter { $0[1] == "title" }.map { $0[0] }
    lexicon.addNames(
      TitledNames(corpus, titles: titles), census: try SurnameList(surnames), confusions: try tables.table("confusions.tsv"),
      not: Set(phraseWords))
    var table = try tables.table("lexicon.txt")
    table.rows = lexicon.lines().map { [$0] }
    try table.write(to: tables.path("lexicon.txt"))
  }
}
