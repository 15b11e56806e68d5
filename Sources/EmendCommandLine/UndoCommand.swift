import ArgumentParser
import Emend
import EmendCore
import EmendFiles

struct UndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Gives back the exact source bytes of cleaned files, from the files and their ledgers.",
    discussion: """
      Of a folder, every file below it that has a ledger. Nothing is written unless both the file and the result have the
      SHA-256 that the ledger says.

      Examples:
        emend undo record.txt                                in place, with record.txt.emend.json
        emend undo scans/                                    the whole folder
        emend undo clean.txt --ledger report.json -o source.txt
      """)

  @Argument(help: "The cleaned files, or folders.")
  var files: [String]

  @Option(help: ArgumentHelp("The ledger, or any JSON report of the run; FILE.emend.json if not given.", valueName: "json"))
  var ledger: String?

  @Option(
    name: [.short, .long], help: ArgumentHelp("Write the source here and leave FILE as it is; - is standard output.", valueName: "path"))
  var output: String?

  @Flag(name: [.short, .long], help: "Errors only.")
  var quiet = false

  private var isSeveral: Bool { files.count > 1 || files.contains(where: Files.isDirectory) }

  func validate() throws {
    if files.isEmpty { throw ValidationError("name the file, or the folder") }
    if isSeveral, ledger != nil || output != nil { throw ValidationError("--ledger and -o are for one file") }
  }

  func run() throws {
    for file in files where !Files.isDirectory(file) { if let refusal = OwnFiles.refusal(file) { throw refusal } }
    Interruption.watch()
    if isSeveral { return try undoAll() }
    let file = files[0]
    if let output, output != "-" { return try writeSource(of: file, to: output) }
    let locks = output == nil ? try FolderLocks(alone: [Files.resolved(file).directory]) : nil
    defer { locks?.release() }
    let text = try Files.read(file)
    let (source, ledger) = try source(of: file, text)
    if output != nil { return try Output.standard.write(source) }
    if source == text {
      if !quiet { Console.write("\(file): is the source already") }
      return
    }
    try Replacement(of: Files.resolved(file), was: Known(text), by: source, ledger: nil).takePlace()
    if !quiet { Console.write("\(file): is the source again, \(source.count) bytes; \(ledger) is left for the record") }
  }

  /// Writes the source of a file elsewhere. What is there already is replaced only if it is the same.
  private func writeSource(of file: String, to target: String) throws {
    let ledger = ledger ?? InPlace.ledgerPath(Files.resolved(file))
    try Claims.check([(target, "the source of \(file)")], reads: [file, ledger])
    let locks = try FolderLocks(alone: [], shared: [target.directory])
    defer { locks.release() }
    let text = try Files.read(file)
    let (source, _) = try source(of: file, text)
    if let status = FileSystem.status(target), status.isRegular {
      if try Files.read(target) == source { return }
      throw Failure("\(target): is there already and holds something else; name another file, or remove it first")
    }
    try Files.writeAtomically(target, mode: FileSystem.status(file)?.permissions ?? 0o600, source)
  }

  /// The source of a cleaned file, and the path of the ledger that leads to it.
  private func source(of file: String, _ text: [UInt8]) throws -> (source: [UInt8], ledger: String) {
    let path = ledger ?? InPlace.ledgerPath(Files.resolved(file))
    guard Files.exists(path) else {
      throw Failure("\(file): there is no ledger \(path); name the JSON report of the run with --ledger")
    }
    do { return (try InPlace.readLedger(path).undo(text), path) } catch let error as EmendError { throw Failure("\(file): \(error)") }
  }

  // MARK: Folders

  /// Replaces many files at a time, for the disk takes them in little more time than one.
  private func undoAll() throws {
    let locks = try FolderLocks(alone: files.map { Files.isDirectory($0) ? $0 : Files.resolved($0).directory })
    defer { locks.release() }
    var (undone, already, failed) = (0, 0, 0)
    var group: [Replacement] = []
    func settle() {
      for failure in Replacement.takePlace(group) {
        if let failure { Console.error(failure.description) }
        if failure == nil { undone += 1 } else { failed += 1 }
      }
      group = []
    }
    var seen: Set<WrittenPlace> = []
    for file in try ledgered(failed: &failed) where seen.insert(WrittenPlace(file)).inserted {
      try Interruption.check()
      do {
        let text = try Files.read(file)
        let (source, _) = try source(of: file, text)
        if source == text {
          already += 1
        } else {
          group.append(try Replacement(of: Files.resolved(file), was: Known(text), by: source, ledger: nil))
        }
      } catch let failure as Failure {
        Console.error(failure.description)
        failed += 1
      }
      if group.count >= 1024 { settle() }
    }
    settle()
    if !quiet {
      Console.write(
        "\(undone + already + failed) files: \(undone) are the source again, \(already) were already, \(failed) failed; the ledgers are left for the record"
      )
    }
    if failed > 0 { throw ExitCode(ExitCodes.error) }
  }

  /// The files that were named, and those below the named folders that have a ledger; `failed` counts what cannot be read.
  private func ledgered(failed: inout Int) throws -> [String] {
    let ending = InPlace.ledgerPath("")
    var found: [String] = []
    for file in files {
      guard Files.isDirectory(file) else {
        found.append(file)
        continue
      }
      let before = (found.count, failed)
      for entry in FolderWalk(file, takes: { $0.hasSuffix(ending) }) {
        switch entry {
        case .file(let path): found.append(file.appendingPath(String(path.dropLast(ending.count))))
        case .failure(let failure):
          Console.error(failure.description)
          failed += 1
        }
      }
      if before == (found.count, failed) { throw Failure("\(file): no file with a ledger (NAME\(ending)) in this folder") }
    }
    return found
  }
}
