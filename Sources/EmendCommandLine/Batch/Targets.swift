import EmendCore
import EmendFiles

#if canImport(Glibc)
  import Glibc
#endif

/// Where the results of a run go.
struct Targets: Sendable {
  /// A file, a folder, or nil for standard output.
  let output: String?
  let inPlace: Bool
  let reports: [String]
  let isSeveral: Bool

  /// The place of a clean text; nil for standard output.
  func text(of input: Input) -> String? {
    if inPlace { return input.path }
    guard let output, output != "-" else { return nil }
    guard case .file(_, let relative) = input else {
      return Files.isDirectory(output) || output.hasSuffix("/") ? output.appendingPath("stdin.txt") : output
    }
    return isSeveral || output.hasSuffix("/") || Files.isDirectory(output) ? output.appendingPath(relative) : output
  }

  /// The reports that each record gets: those with `{}` in their name, which stands for the record's path. A single record
  /// gets all.
  func ownReports(of input: Input) -> [String] {
    reports.filter { !isSeveral || $0.contains("{}") }.map { $0.replacing("{}", with: input.isStandard ? "stdin" : input.relative) }
  }

  /// The reports that stand for the whole run.
  var runReports: [String] { isSeveral ? reports.filter { !$0.contains("{}") } : [] }

  /// The folder with the ledger of the run, and the record's path below it; nil where a run keeps none.
  func ledger(of input: Input) -> (folder: String, path: String)? {
    guard isSeveral, case .file(let path, let relative) = input else { return nil }
    if inPlace {
      guard path.hasSuffix(relative) else { return nil }
      let folder = path.dropLast(relative.count)
      return (folder.isEmpty ? "." : String(folder), relative)
    }
    return output.flatMap { $0 == "-" ? nil : ($0, relative) }
  }

  /// As `ledger` for a single record that goes into a folder, in which an earlier run over several may have left one.
  func folderPlace(of input: Input) -> (folder: String, path: String)? {
    guard !isSeveral, !inPlace, let output, Files.isDirectory(output), case .file(_, let relative) = input else { return nil }
    return (output, relative)
  }

  /// True when no other run writes to the folders of its results.
  var ownsFolders: Bool { inPlace || isSeveral && output ?? "-" != "-" }

  /// Locks the folders that a run writes to. An output folder is made when it is not there.
  /// - Parameters:
  ///   - inputs: as they were named.
  ///   - others: files that the run writes besides.
  func lock(_ inputs: Inputs, others: [String] = []) throws -> FolderLocks {
    var alone: [String] = []
    // What `{}` stands for lies below the folder that is named before it.
    var shared = (reports + others).map {
      $0.split(separator: "{}", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init) ?? $0
    }
    .map(\.directory)
    if inPlace {
      alone = inputs.arguments.map { Files.isDirectory($0) ? $0 : Files.resolved($0).directory }
    } else if let output, output != "-" {
      if isSeveral {
        try Files.makeDirectories(output)
        alone = [output]
      } else {
        shared.append(Files.isDirectory(output) ? output : output.directory)
      }
    }
    return try FolderLocks(alone: alone, shared: shared)
  }
}

/// A look at all inputs before anything is written: how much there is to do, and that no result takes the place of a source, of
/// another result or of a file of emend's own.
struct Survey {
  private(set) var files = 0
  private(set) var bytes = 0
  /// What reports of all records may allow: what each of the records allows.
  private(set) var mode: mode_t = 0o777
  /// Folders that results go to, and those that get a ledger of the run.
  private(set) var folders: Set<ExactPath> = []
  private(set) var ledgerFolders: Set<ExactPath> = []
  /// Folders whose ledger is asked, and not written to.
  private(set) var readFolders: Set<ExactPath> = []

  /// - Parameter others: files that the run writes besides.
  /// - Throws: `Failure` naming what would be lost.
  init(_ inputs: Inputs, _ targets: Targets, others: [String]) throws {
    var sources: Set<FileIdentity> = []
    // Hashes, for a million names would not be few bytes.
    var results: Set<Int> = []
    var existing: Set<FileIdentity> = []
    var isDoubled = false
    func note(_ result: String) throws {
      try Claims.checkName(result, "a result")
      folders.insert(ExactPath(Files.resolved(result).directory))
      if !results.insert(WrittenPlace(result).hashValue).inserted { isDoubled = true }
      if let identity = FileIdentity.of(result) { existing.insert(identity) }
    }
    let common = targets.runReports + others
    for path in common { try note(path) }
    for input in inputs {
      if let place = targets.folderPlace(of: input) { readFolders.insert(ExactPath(place.folder)) }
      files += 1
      if let status = FileSystem.status(input.path) {
        sources.insert(FileIdentity(status))
        bytes += Int(status.st_size)
        mode &= status.permissions
      }
      if targets.inPlace { folders.insert(ExactPath(Files.resolved(input.path).directory)) }
      for result in Self.results(of: input, targets) { try note(result) }
      if let ledger = targets.ledger(of: input) { ledgerFolders.insert(ExactPath(ledger.folder)) }
    }
    if isDoubled { try Self.nameDoubled(inputs, targets, common) }
    if !existing.isDisjoint(with: sources) { try Self.nameLost(inputs, targets, common, sources) }
    if targets.output ?? "-" == "-", !targets.inPlace, let output = FileIdentity.of(descriptor: 1), sources.contains(output) {
      throw Failure("standard output: goes into a file that is one of the records; use -w to replace records, or another file")
    }
  }

  /// What is written for a record, but for its own new text with `-w`.
  private static func results(of input: Input, _ targets: Targets) -> [String] {
    (targets.inPlace ? [] : [targets.text(of: input)].compactMap { $0 }) + targets.ownReports(of: input)
  }

  /// - Throws: `Failure` that names a result that would be written twice, and for what.
  private static func nameDoubled(_ inputs: Inputs, _ targets: Targets, _ common: [String]) throws {
    var owners: [WrittenPlace: String] = [:]
    for (result, owner) in common.map({ ($0, "the run") })
      + inputs.flatMap({ input in results(of: input, targets).map { ($0, input.name) } })
    {
      if let other = owners.updateValue(owner, forKey: WrittenPlace(result)) {
        throw Failure("\(result): would be written twice, for \(other) and for \(owner); give the inputs or reports other names")
      }
    }
  }

  /// - Throws: `Failure` that names a source in whose place a result would come.
  private static func nameLost(_ inputs: Inputs, _ targets: Targets, _ common: [String], _ sources: Set<FileIdentity>) throws {
    func isSource(_ path: String) -> Bool { FileIdentity.of(path).map(sources.contains) ?? false }
    for path in common where isSource(path) { throw Failure("\(path): is a source; a report would take its place") }
    for input in inputs {
      for result in results(of: input, targets) where isSource(result) {
        if result != targets.text(of: input) { throw Failure("\(result): is a source; a report would take its place") }
        if !Files.isSame(result, input.path) { throw Failure("\(result): is a source; the text of \(input.name) would take its place") }
        throw Failure("\(result): is the source itself; use -w to replace it, which writes a ledger first")
      }
    }
  }
}
