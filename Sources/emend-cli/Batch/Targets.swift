import Emend

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
}

/// A look at all inputs before anything is written: how much there is to do, and that no result takes the place of a source or
/// of another result.
struct Survey {
  private(set) var files = 0
  private(set) var bytes = 0
  /// Folders that results go to, and those that get a ledger of the run.
  private(set) var folders: Set<String> = []
  private(set) var ledgerFolders: Set<String> = []

  /// - Parameter others: files that the run writes besides.
  /// - Throws: `Failure` naming what would be lost.
  init(_ inputs: Inputs, _ targets: Targets, others: [String]) throws {
    var sources: Set<FileIdentity> = []
    // Hashes, for a million names would not be few bytes.
    var results: Set<Int> = []
    var existing: Set<FileIdentity> = []
    var isDoubled = false
    func note(_ result: String) {
      folders.insert(result.directory)
      if !results.insert(result.hashValue).inserted { isDoubled = true }
      if let (identity, _) = FileIdentity.of(result) { existing.insert(identity) }
    }
    let common = targets.runReports + others
    for path in common { note(path) }
    for input in inputs {
      files += 1
      if let (identity, size) = FileIdentity.of(input.path) {
        sources.insert(identity)
        bytes += size
      }
      if targets.inPlace { folders.insert(Files.resolved(input.path).directory) }
      for result in Self.results(of: input, targets) { note(result) }
      if let ledger = targets.ledger(of: input) { ledgerFolders.insert(ledger.folder) }
    }
    if isDoubled { try Self.nameDoubled(inputs, targets, common) }
    if !existing.isDisjoint(with: sources) { try Self.nameLost(inputs, targets, common, sources) }
  }

  /// What is written for a record, but for its own new text with `-w`.
  private static func results(of input: Input, _ targets: Targets) -> [String] {
    (targets.inPlace ? [] : [targets.text(of: input)].compactMap { $0 }) + targets.ownReports(of: input)
  }

  /// - Throws: `Failure` that names a result that would be written twice, and for what.
  private static func nameDoubled(_ inputs: Inputs, _ targets: Targets, _ common: [String]) throws {
    var owners: [String: String] = [:]
    for (result, owner) in common.map({ ($0, "the run") })
      + inputs.flatMap({ input in results(of: input, targets).map { ($0, input.name) } })
    {
      if let other = owners.updateValue(owner, forKey: result) {
        throw Failure("\(result): would be written twice, for \(other) and for \(owner); give the inputs or reports other names")
      }
    }
  }

  /// - Throws: `Failure` that names a source in whose place a result would come.
  private static func nameLost(_ inputs: Inputs, _ targets: Targets, _ common: [String], _ sources: Set<FileIdentity>) throws {
    func isSource(_ path: String) -> Bool { FileIdentity.of(path).map { sources.contains($0.identity) } ?? false }
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

/// What makes a file the same under whatever name.
struct FileIdentity: Hashable {
  private let device: UInt64
  private let number: UInt64

  init(_ info: stat) { (device, number) = (UInt64(info.st_dev), UInt64(info.st_ino)) }

  /// The identity of a file, and its size in bytes; nil where none stands.
  static func of(_ path: String) -> (identity: FileIdentity, size: Int)? {
    var info = stat()
    guard stat(path, &info) == 0 else { return nil }
    return (FileIdentity(info), Int(info.st_size))
  }
}

/// What tells that a file was written to since.
struct FileStamp: Equatable {
  private let identity: FileIdentity
  private let size: Int
  private let seconds: Int
  private let nanoseconds: Int

  /// nil where no file stands.
  init?(_ path: String) {
    var info = stat()
    guard stat(path, &info) == 0 else { return nil }
    identity = FileIdentity(info)
    (size, seconds, nanoseconds) = (Int(info.st_size), Int(info.st_mtim.tv_sec), Int(info.st_mtim.tv_nsec))
  }
}
