import ArgumentParser
import Emend

struct UndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Gives back the exact source bytes of a cleaned file, from the file and its ledger.",
    discussion: """
      Nothing is written unless both the file and the result have the SHA-256 that the ledger says.

      Examples:
        emend undo record.txt                                in place, with record.txt.emend.json
        emend undo clean.txt --ledger report.json -o source.txt
      """)

  @Argument(help: "The cleaned file.")
  var file: String

  @Option(help: ArgumentHelp("The ledger, or any JSON report of the run; FILE.emend.json if not given.", valueName: "json"))
  var ledger: String?

  @Option(
    name: [.short, .long], help: ArgumentHelp("Write the source here and leave FILE as it is; - is standard output.", valueName: "path"))
  var output: String?

  func run() throws {
    let text = try Files.read(file)
    let path = ledger ?? InPlace.ledgerPath(Files.resolved(file))
    guard Files.exists(path) else {
      throw Failure("\(file): there is no ledger \(path); name the JSON report of the run with --ledger")
    }
    let ledger = try InPlace.readLedger(path)
    let source: [UInt8]
    do { source = try ledger.undo(text) } catch { throw Failure("\(file): \(error)") }
    switch output {
    case "-"?: try Output.standard.write(source)
    case let target?: try Files.writeAtomically(target, source)
    case nil:
      if source == text {
        Console.write("\(file): is the source already")
        return
      }
      try Files.writeAtomically(file, source)
      Console.write("\(file): is the source again, \(source.count) bytes; \(path) is left for the record")
    }
  }
}
