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
  /// Folders that results go to.
  private(set) var folders: Set<String> = []

  /// - Parameter others: files that the run writes besides.
  /// - Throws: `Failure` naming what would be lost.
  init(_ inputs: Inputs, _ targets: Targets, others: [String]) throws {
    var sources: Set<FileIdentity> = []
    for input in inputs {
      files += 1
      if let (identity, size) = FileIdentity.of(input.path) {
        sources.insert(identity)
        bytes += size
      }
    }
    let areUnique = targets.inPlace && targets.reports.isEmpty
    // Hashes, for a million names would not be few bytes.
    var owners: Set<Int> = []
    func claim(_ target: String, for input: Input?, isText: Bool) throws {
      folders.insert(target.directory)
      if isText, targets.inPlace { return }
      if let (identity, _) = FileIdentity.of(target), sources.contains(identity) {
        if isText, let input, Files.isSame(target, input.path) {
          throw Failure("\(target): is the source itself; use -w to replace it, which writes a ledger first")
        }
        throw Failure("\(target): is a source; \(isText ? "another text" : "a report") would take its place")
      }
      if !areUnique, !owners.insert(target.hashValue).inserted {
        throw Failure(
          "\(target): would be written twice\(Self.owners(of: target, inputs, targets)); give the inputs or reports other names")
      }
    }
    for path in targets.runReports + others { try claim(path, for: nil, isText: false) }
    for input in inputs {
      if let text = targets.text(of: input) { try claim(text, for: input, isText: true) }
      for report in targets.ownReports(of: input) { try claim(report, for: input, isText: false) }
    }
  }

  private static func owners(of target: String, _ inputs: Inputs, _ targets: Targets) -> String {
    var names: [String] = []
    for input in inputs where targets.text(of: input) == target || targets.ownReports(of: input).contains(target) {
      names.append(input.name)
    }
    return names.isEmpty ? "" : ", for " + names.prefix(2).joined(separator: " and for ")
  }
}

/// What makes a file the same under whatever name.
struct FileIdentity: Hashable {
  private let device: UInt64
  private let number: UInt64

  /// The identity of a file, and its size in bytes; nil where none stands.
  static func of(_ path: String) -> (identity: FileIdentity, size: Int)? {
    var info = stat()
    guard stat(path, &info) == 0 else { return nil }
    return (FileIdentity(device: UInt64(info.st_dev), number: UInt64(info.st_ino)), Int(info.st_size))
  }
}
