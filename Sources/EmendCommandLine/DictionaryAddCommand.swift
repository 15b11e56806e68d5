import ArgumentParser
import Emend
import EmendConfiguration
import EmendCore
import EmendFiles

extension LearnedEntry.Kind: ExpressibleByArgument {}
extension LearnedTables.Scope: ExpressibleByArgument {}

struct DictionaryAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Adds an entry to a table that is found by itself, and shows the difference.",
    discussion: """
      check, clean and all others use the entry from then on: for the record (.emend/RECORD/ beside it), for its folder and
      all below (.emend/), or everywhere (emend/ in $XDG_CONFIG_HOME or ~/.config).

      Examples:
        emend dictionary add correction bricklane "brick lane"
        emend dictionary add phrase "form Paris" "from Paris" --record scans/box7/24.txt --scope record
        emend dictionary add name "Ambassador Stevenson" --scope everywhere
        emend dictionary add protected Utevenson --note "the register has it so" --dry-run
      """)

  @Argument(help: "What the entry is: correction, phrase, name or protected.")
  var kind: LearnedEntry.Kind

  @Argument(help: "The word that is wrong, or is protected; for a name the name, with the title before it.")
  var word: String

  @Argument(help: "What it becomes; for a correction and a phrase.")
  var right: String?

  @Option(help: "Where it holds: record, folder or everywhere.")
  var scope: LearnedTables.Scope = .folder

  @Option(help: ArgumentHelp("The record that it is for, or the folder; without it the current folder.", valueName: "path"))
  var record: String?

  @Option(help: "Why.")
  var note = ""

  @Option(help: ArgumentHelp("Who wants it. (default: the name of the user)", valueName: "name"))
  var editor: String?

  @Flag(name: .customLong("dry-run"), help: "Show the difference, and change nothing.")
  var isDry = false

  func validate() throws {
    let wantsRight = kind == .correction || kind == .phrase
    if wantsRight, right == nil { throw ValidationError("\(kind.rawValue) needs what \(word) becomes") }
    if !wantsRight, right != nil { throw ValidationError("\(kind.rawValue) takes one form; put several words into quotation marks") }
  }

  func run() throws {
    let record = record ?? "."
    guard Files.exists(record) else { throw Failure("\(record): there is no such file or folder; check the name") }
    let isFolder = Files.isDirectory(record)
    if isFolder, scope == .record { throw Failure("--scope record: \(record) is a folder; name the record with --record") }
    let entry = LearnedEntry(
      kind: kind, wrong: kind == .name ? "" : word, right: right ?? word, note: note, editor: editor ?? Environment["USER"] ?? "",
      scope: scope, record: isFolder ? record.appendingPath(".") : record)
    let (diff, warnings) = try isDry ? entry.proposal() : entry.write()
    for warning in warnings { Console.write("\(entry.file): \(warning)") }
    try Output.standard.write(Array((Console.outputIsTerminal ? Visible.lines(diff) : diff).utf8))
  }
}
