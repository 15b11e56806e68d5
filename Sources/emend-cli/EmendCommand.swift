import ArgumentParser
import Emend
import EmendSystem
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

@main
struct EmendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
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

  static func main() {
    // No file gets the number of a standard descriptor that was closed.
    emend_open_standard()
    // A reader that stops early, and a file that may not grow, show as errors of write(), not as signals.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    emend_at_fault(ExitCodes.error)
    do {
      var command = try parseAsRoot(CommandLine.fileNames)
      try command.run()
    } catch let code as ExitCode {
      finish(code.rawValue)
    } catch let error as Failure {
      Console.error(error.description)
      finish(ExitCodes.error)
    } catch is Interruption.Stopped {
      finish(ExitCodes.stopped)
    } catch let error as EmendError {
      Console.error(error.description)
      finish(ExitCodes.error)
    } catch let errors as ConfigurationErrors {
      for message in errors.messages { Console.error(message) }
      finish(ExitCodes.error)
    } catch {
      // Help and version end well; any other complaint of the parser is an error like ours.
      let code = exitCode(for: error)
      if code == .success {
        try? Output.standard.write(Array((fullMessage(for: error) + "\n").utf8))
        finish(0)
      }
      Console.writeLines(fullMessage(for: error))
      finish(ExitCodes.error)
    }
  }
}

extension CommandLine {
  /// The arguments behind the name of the program; bytes of them need not be UTF-8.
  static var fileNames: [String] { (1..<max(Int(argc), 1)).compactMap { unsafeArgv[$0].map { String(fileName: $0) } } }
}

private func finish(_ code: Int32) -> Never {
  Temporary.removeAll()
  exit(code)
}

/// What every subcommand that checks returns.
enum ExitCodes {
  static let clean: Int32 = 0
  static let changes: Int32 = 1
  static let error: Int32 = 2
  /// Stopped by Ctrl-C or a request to end, as shells have it.
  static let stopped: Int32 = 130
}

/// An error in the words of a user: place, cause, remedy. The text is as it is; who writes it makes it visible.
struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  /// What the system said of a file.
  init(_ path: String, _ code: Int32, doing what: String) {
    let cause = String(cString: strerror(code))
    let remedy =
      switch code {
      case ENOENT: "check the name"
      case EACCES, EPERM: "check the permissions"
      case EISDIR: "name a file, not a directory"
      case ENOSPC: "make room and run again; nothing was changed"
      case ENAMETOOLONG: "what stands beside a file has a longer name than it; give the file a shorter one, or write elsewhere with -o"
      case EMFILE, ENFILE: "raise the limit, see ulimit -n, or give a smaller --jobs"
      case ENOTDIR, ELOOP: "check the name"
      case EBADF: "it is closed"
      case EFBIG: "files may not grow so large here; see ulimit -f"
      case ENOMEM: "leave more memory, or give a smaller --jobs"
      case EPIPE: "the program reading from emend stopped early"
      default: ""
      }
    self.init("\(path): cannot \(what): \(cause)" + (remedy.isEmpty ? "" : " (\(remedy))"))
  }
}

enum Console {
  /// True while a line of progress stands on the terminal.
  private static let hasStatus = Mutex(false)

  /// A line on standard error. Whatever is in the text, such as the name of a file, it stays one line and commands nothing.
  static func write(_ text: String) { writeVisible(Visible.line(text)) }

  /// Several lines on standard error; names of files in them must be on one line already.
  static func writeLines(_ text: String) { writeVisible(Visible.lines(text)) }

  private static func writeVisible(_ text: String) {
    hasStatus.withLock { hasStatus in
      put((hasStatus ? clearLine : "") + text + "\n")
      hasStatus = false
    }
  }

  /// A line that the next one replaces; nil takes it away.
  static func status(_ text: String?) {
    hasStatus.withLock { hasStatus in
      if hasStatus || text != nil { put(clearLine + Visible.line(text ?? "")) }
      hasStatus = text != nil
    }
  }

  private static let clearLine = "\r\u{1B}[K"

  private static func put(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
  }

  static func error(_ text: String) { write("emend: \(text)") }

  static var outputIsTerminal: Bool { isatty(1) == 1 }
  static var wantsColour: Bool { outputIsTerminal && getenv("NO_COLOR") == nil }
}
