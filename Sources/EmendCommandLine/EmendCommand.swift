import ArgumentParser
import EmendCore
import EmendFiles
import EmendSystem

#if canImport(Glibc)
  import Glibc
#endif

package struct EmendCommand: ParsableCommand {
  package init() {}

  package static let configuration = CommandConfiguration(
    commandName: "emend",
    abstract: "Cleans OCR text of archival records: every correction is named, reasoned and undoable.",
    discussion: """
      Exit codes: 0 all is well, 1 `check` or `diff` found something to change, or `clean` took all or most of the text of a
      record out, 2 an error.

      Examples:
        emend clean record.txt > clean.txt          the clean text
        emend clean -w *.txt                        in place, with a ledger beside each
        emend clean scans/ -o clean/ --report run.html
        emend check record.txt                      list what would change
        emend diff --by-stage record.txt            see it, stage by stage
        emend review scans/                         accept or reject each edit, in the browser
        emend undo record.txt                       the exact source bytes again
        emend config scans/box7                     what is in force there, and why
        emend evaluate --scans Fixtures/Scans       how well it does where the truth is known
        emend train --pairs own.jsonl -o my.model   a corrector that knows your scans, for --model my.model
      """,
    version: Version.current,
    subcommands: [
      CleanCommand.self, CheckCommand.self, DiffCommand.self, UndoCommand.self, ReviewCommand.self, ExplainCommand.self,
      StagesCommand.self, EvaluateCommand.self, TrainCommand.self, ConfigCommand.self, DictionaryCommand.self,
    ])

  package static func main() {
    // No file gets the number of a standard descriptor that was closed.
    emend_open_standard()
    // A reader that stops early, and a file that may not grow, show as errors of write(), not as signals.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    emend_at_fault(ExitCodes.error)
    let status = CommandRunner.run(CommandLine.fileNames)
    Temporary.removeAll()
    Glibc.exit(status)
  }
}

extension CommandLine {
  /// The arguments behind the name of the program; bytes of them need not be UTF-8.
  static var fileNames: [String] { (1..<max(Int(argc), 1)).compactMap { unsafeArgv[$0].map { String(fileName: $0) } } }
}
