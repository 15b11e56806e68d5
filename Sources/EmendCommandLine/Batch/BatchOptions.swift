import ArgumentParser
import EmendCore
import EmendFiles
import EmendSystem

/// The options of every command that goes over many files.
struct BatchOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Of a folder take the files that this pattern fits, whatever their ending: '*.ocr', 'box?/', '**/final/*'. May be given several times.",
      valueName: "glob"))
  var include: [String] = []

  @Option(help: ArgumentHelp("Leave out files and folders that this pattern fits. May be given several times.", valueName: "glob"))
  var exclude: [String] = []

  @Option(
    name: .customLong("files-from"),
    help: ArgumentHelp("Take the names of the files from this list, one a line, or ended by NUL; - is standard input.", valueName: "list"))
  var filesFrom: String?

  @Option(
    name: [.customShort("j", allowingJoined: true), .long],
    help: ArgumentHelp("How many records to work on at a time (default: as many as there are cores).", valueName: "n"))
  var jobs: Int = BatchOptions.cores

  func validate() throws {
    if jobs < 1 || jobs > 1024 { throw ValidationError("--jobs \(jobs): give a number from 1 to 1024") }
  }

  /// The inputs that the arguments and the list name.
  /// - Throws: `Failure` for a pattern, a list or a folder that is of no use.
  func inputs(_ arguments: [String], _ selection: Selection = Selection()) throws -> Inputs {
    var selection = selection
    do {
      selection.include += try include.map { try Glob($0) }
      selection.exclude += try exclude.map { try Glob($0) }
    } catch let error as EmendError { throw Failure("--include or --exclude: \(error)") }
    var listed: [String]?
    if let filesFrom {
      if !arguments.isEmpty { throw Failure("--files-from \(filesFrom): names the files; leave out the others, or add them to the list") }
      listed = try Self.names(in: filesFrom)
    }
    let inputs = Inputs(arguments, selection, listed: listed)
    try inputs.check()
    if let first = inputs.passedOver.first {
      let more = inputs.passedOver.count > 1 ? ", and \(inputs.passedOver.count - 1) more files of emend's own" : ""
      Console.write("emend: \(first): is \(OwnFiles.kind(first)!) of emend, no record, and is passed over\(more)")
    }
    return inputs
  }

  private static func names(in list: String) throws -> [String] {
    let name = list == "-" ? "standard input" : list
    let bytes = list == "-" ? try Files.readAll(descriptor: 0, name: name, size: 0) : try Files.read(list)
    let end: UInt8 = bytes.contains(0) ? 0 : UInt8(ascii: "\n")
    var found: [String] = []
    for (number, line) in bytes.split(separator: end, omittingEmptySubsequences: false).enumerated() {
      let line = end != 0 && line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      if line.isEmpty { continue }
      let path = String(fileName: line)
      if path == "-" { throw Failure("\(name):\(number + 1): - is no file; standard input cannot be one of a list") }
      found.append(path)
    }
    if found.isEmpty { throw Failure("\(name): this list names no file") }
    return found
  }

  /// The cores that this process may use.
  static let cores = Int(emend_processors())
}
