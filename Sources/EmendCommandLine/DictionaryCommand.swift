import ArgumentParser
import Emend
import EmendCore
import EmendFiles
import EmendLexicon

struct DictionaryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dictionary", abstract: "Works on tables of your own.",
    subcommands: [DictionaryCheckCommand.self, DictionaryAddCommand.self])
}

struct DictionaryCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Looks for mistakes in tables of your own, before --dictionary or emend.yml uses them.",
    discussion: """
      It looks for rows that cannot be used, rows out of order or twice, corrections that run in a loop or lead nowhere, and
      entries that change a word of the lexicon or a protected one without a note that says why. A line a mistake: FILE:LINE: what.
      Exit code 0: none; 1: some; 2: a file cannot be read or is no table.

      Examples:
        emend dictionary check box7.corrections.tsv box7.names.tsv
      """)

  @Argument(help: "The tables, checked together: a correction may lead to a word that another of them adds.")
  var files: [String]

  func run() throws {
    let problems = UserDictionary.problems(in: try UserDictionaries.read(files))
    try Output.standard.write(Array(problems.map { "\($0)\n" }.joined().utf8))
    if !problems.isEmpty { throw ExitCode(ExitCodes.changes) }
  }
}
