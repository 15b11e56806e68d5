import ArgumentParser
import Emend
import EmendConfiguration
import EmendCore
import EmendFiles
import EmendReview
import Foundation

#if canImport(Glibc)
  import Glibc
#endif

struct ReviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Lets an editor accept or reject each correction: in the browser, or on the terminal.",
    discussion: """
      Opens a page that this machine alone can reach. Every decision is kept in .emend/review.sqlite before it is answered, and
      is found again when the record was scanned or read anew. Records are changed by --apply, or by the button Apply.

      Examples:
        emend review scans/                          in the browser
        emend review --terminal record.txt           hunk by hunk, as git add -p
        emend review --apply scans/                  write what was decided, in place, each with its ledger
        emend review --apply scans/ -o clean/        the same into another folder
        emend review --apply record.txt --report record.tei.xml
        emend review --export decisions.jsonl        all decisions, for git
        emend review --import decisions.jsonl
      """)

  @Argument(help: "Files or folders.")
  var inputs: [String] = []

  @OptionGroup var pipelineOptions: PipelineOptions
  @OptionGroup var batch: BatchOptions

  @Option(help: ArgumentHelp("The file that keeps suggestions and decisions.", valueName: "path"))
  var database: String = ReviewDatabase.defaultPath

  @Option(
    name: .customLong("editor"),
    help: ArgumentHelp("Who decides, as the ledgers will name it (default: the name of the user).", valueName: "name"))
  var editor: String?

  @Option(help: ArgumentHelp("The port to listen on; 0 for one that is free.", valueName: "n"))
  var port: UInt16 = 0

  @Flag(inversion: .prefixedNo, help: "Open the address in the browser.")
  var open = true

  @Flag(help: "Decide on the terminal, hunk by hunk.")
  var terminal = false

  @Flag(help: "Write the results: each record in place with its ledger NAME.emend.json, or to -o.")
  var apply = false

  @Flag(
    name: .customLong("only-decided"), help: "With --apply: edits that nobody accepted stay out, also those that the pipeline is sure of.")
  var onlyDecided = false

  @Option(name: [.short, .long], help: ArgumentHelp("Where results go, in the place of the records themselves.", valueName: "path"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "With --apply: write a report of each record, too; .tei.xml, .csv, .html, .json or .diff. With several records {} in its name is the record's path.",
      valueName: "file"))
  var report: [String] = []

  @Option(help: ArgumentHelp("Write all decisions as JSON Lines; - is standard output.", valueName: "file"))
  var export: String?

  @Option(
    name: .customLong("import"),
    help: ArgumentHelp("Take in decisions from JSON Lines; of two of one suggestion the later counts.", valueName: "file"))
  var imported: String?

  func validate() throws {
    if terminal, apply { throw ValidationError("--terminal decides and --apply writes; give one of them") }
    if inputs.contains("-") { throw ValidationError("standard input cannot be reviewed; name a file or a folder") }
    if onlyDecided, !apply { throw ValidationError("--only-decided belongs to --apply; the page of the review asks for it") }
    if !report.isEmpty, !apply { throw ValidationError("--report belongs to --apply") }
    try Reports.check(report)
    if inputs.isEmpty, batch.filesFrom == nil, export == nil, imported == nil { throw ValidationError("name the records to review") }
  }

  func run() throws {
    try Claims.check(
      [(export, "the decisions"), (apply ? nil : output, "the results")],
      reads: inputs + [imported] + pipelineOptions.files + [batch.filesFrom])
    if let export, export != "-" { try Claims.checkLike(export, "file of decisions") { (try? DecisionsFile($0)) != nil } }
    if database == ReviewDatabase.defaultPath, !pipelineOptions.trustsConfiguration { try Trust.check(database, foundIn: ".") }
    let database = try ReviewDatabase(database)
    do { try run(database) } catch let trouble as ReviewDatabase.Trouble { throw Failure(trouble.description) }
  }

  private func run(_ database: ReviewDatabase) throws {
    if let imported {
      let file: DecisionsFile
      do { file = try DecisionsFile(Files.read(imported)) } catch let error as EmendError { throw Failure("\(imported): \(error)") }
      let taken = try database.take(file)
      Console.write("\(imported): \(taken) of \(file.entries.count) decisions taken in; the others were there")
    }
    if let export {
      let file = try database.exported()
      let bytes = try ByteWriter.collect { try file.write(to: &$0) }
      if export == "-" {
        try Output.standard.write(bytes)
      } else {
        // Decisions quote the records, so a new file of them is its user's alone.
        try Files.writeAtomically(export, mode: Files.exists(export) ? 0o777 : 0o600, bytes)
      }
    }
    if inputs.isEmpty, batch.filesFrom == nil { return }
    let records = try batch.inputs(inputs)
    let session = try ReviewSession(records, database, jobs: batch.jobs, pipelines: pipelineOptions.pipelines())
    let work = ReviewApply(session: session, output: output, onlyDecided: onlyDecided, isSeveral: records.areSeveral, reports: report)
    if records.areSeveral, let path = report.first(where: { !$0.contains("{}") }) {
      throw Failure("--report \(path): there are several records; put {} in the name, which stands for the path of each")
    }
    Interruption.watch()
    try work.checkPlaces(records)
    if apply { return try writeAll(work) }
    if terminal {
      // What is deleted behind the last decision is saved as well.
      defer { do { try database.finish() } catch { Console.error("\(error)") } }
      return try TerminalReview(session, editor: editorName).run()
    }
    try serve(ReviewSite(session, editor: editorName, apply: work))
  }

  private var editorName: String {
    if let editor { return editor }
    if let found = getenv("EMEND_EDITOR"), found.pointee != 0 { return String(cString: found) }
    if let entry = getpwuid(getuid()) {
      let full = String(cString: entry.pointee.pw_gecos).split(separator: ",").first.map(String.init) ?? ""
      return full.isEmpty ? String(cString: entry.pointee.pw_name) : full
    }
    return "unknown"
  }

  // MARK: Apply

  private func writeAll(_ work: ReviewApply) throws {
    let locks = try work.lock(work.session.records.compactMap(work.session.input))
    defer { locks.release() }
    try work.session.readAll()
    var (done, failed) = (0, 0)
    for id in work.session.records {
      try Interruption.check()
      let outcome = work(id)
      if outcome.isFailed {
        failed += 1
        Console.error(outcome.message)
        continue
      }
      done += 1
      let undecided = outcome.undecided > 0 ? ", \(outcome.undecided) of them undecided" : ""
      let conflicts = outcome.conflicts > 0 ? "; \(outcome.conflicts) decisions could not take effect" : ""
      Console.write("\(outcome.path): \(Quoted.count(outcome.applied, "edit"))\(undecided)\(conflicts); \(outcome.message)")
    }
    for item in try work.session.database.unplaced(work.session.records) {
      Console.write(
        "\(Visible.word(item.path)): \(item.decision.verdict.word) \(Quoted.text(item.decision.key.original)) has no place: \(item.why)")
    }
    if work.session.records.count > 1 { Console.write("\(done) records done, \(failed) failed") }
    if failed > 0 { throw ExitCode(ExitCodes.error) }
  }

  // MARK: Serve

  private func serve(_ site: ReviewSite) throws {
    let reading = site.session
    try Threads.start {
      // What cannot be read stands in the queue with its reason.
      do { try reading.readAll() } catch { Console.error("\(error)") }
    }
    let server = try ReviewServer(site: site, port: port).start()
    let database = site.session.database
    // On standard output, alone in its line, for whoever started it.
    try Output.standard.write(Array("\(server.rules.address)\n".utf8))
    Console.write("The review is open at this address; Ctrl-C ends it. Every decision is kept in \(database.path).")
    var browser = open ? Browser(leadingTo: server.rules.invitationAddress) : nil
    defer { browser?.remove() }
    browser?.open()
    // To end it is what Ctrl-C is for here; nothing is half done.
    var (trouble, round) = ("", 0)
    while (try? Interruption.check()) != nil {
      if server.rules.invitation.isOver, browser != nil {
        browser?.remove()
        browser = nil
      }
      // A file that is deleted while nobody decides is saved, too; one that cannot be saved now, later.
      if trouble.isEmpty || round.isMultiple(of: 50) {
        let earlier = trouble
        trouble = ""
        do { try database.check() } catch { trouble = "\(error)" }
        if !trouble.isEmpty, trouble != earlier { Console.error(trouble) }
      }
      round += 1
      usleep(200_000)
    }
    server.stop()
    try database.finish()
    Console.write("The review is closed; `emend review` goes on where it was.")
  }
}
