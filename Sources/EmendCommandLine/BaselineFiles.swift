import EmendConfiguration
import EmendCore
import EmendFiles
import EmendReports

/// The baselines of a run: which known findings were met, and what a new baseline holds.
struct BaselineFiles {
  private struct File {
    let folder: String
    var baseline: Baseline
    /// Known findings by record that were found again; records that were not checked are not in it.
    var met: [String: Set<FindingKey>] = [:]
  }

  private var files: [String: File] = [:]

  /// True when a baseline was asked.
  var isUsed: Bool { !files.isEmpty }

  /// The record without what the baseline knows; the keys stand for the edits that would be applied.
  mutating func open(_ record: CheckedRecord, _ input: Input, baseline path: String) throws -> CheckedRecord {
    if files[path] == nil { files[path] = File(folder: Files.resolved(path.directory), baseline: try Self.read(path)) }
    let name = Self.name(input, from: files[path]!.folder)
    let known = files[path]!.baseline.keys(of: name)
    files[path]!.met[name] = known.intersection(record.appliedKeys)
    return known.isEmpty ? record : record.without(known)
  }

  /// Entries that were found again, and entries whose finding, or whose record, is gone.
  var counts: (known: Int, gone: Int) {
    var (known, gone) = (0, 0)
    for file in files.values {
      for path in file.baseline.paths {
        let count = file.baseline.keys(of: path).count
        if let met = file.met[path] {
          known += met.count
          gone += count - met.count
        } else if !Files.exists(file.folder.appendingPath(path)) {
          gone += count
        }
      }
    }
    return (known, gone)
  }

  /// What is still there of a baseline; what it says of records that were not checked stays while they exist.
  func pruned(_ path: String) -> Baseline {
    guard var file = files[path] else { return Baseline() }
    for name in file.baseline.paths {
      if let met = file.met[name] {
        file.baseline.set(met, of: name)
      } else if !Files.exists(file.folder.appendingPath(name)) {
        file.baseline.set([], of: name)
      }
    }
    return file.baseline
  }

  /// A new baseline in the place of an old one, of which stays what it says of records that were not checked and still exist.
  static func joined(_ new: Baseline, checked: Set<String>, with path: String) throws -> Baseline {
    guard Files.exists(path) else { return new }
    let old: Baseline
    do { old = try Baseline(Files.read(path)) } catch let error as EmendError {
      throw ConfigurationErrors(["\(path): is no baseline and would be overwritten; name another file (\(error))"])
    }
    var joined = new
    for name in old.paths where !checked.contains(name) && Files.exists(Files.resolved(path.directory).appendingPath(name)) {
      joined.set(old.keys(of: name), of: name)
    }
    return joined
  }

  /// The name of a record in a baseline in this folder.
  static func name(_ input: Input, from folder: String) -> String {
    input.absolutePath.map { WorkingFolder.relative($0, from: folder) } ?? "-"
  }

  static func read(_ path: String) throws -> Baseline {
    guard Files.exists(path) else {
      throw ConfigurationErrors(["\(path): there is no such baseline; write one with emend check --write-baseline \(path)"])
    }
    do { return try Baseline(Files.read(path)) } catch let error as EmendError { throw ConfigurationErrors(["\(path): \(error)"]) }
  }

  static func write(_ baseline: Baseline, to path: String) throws {
    let locks = try FolderLocks(alone: [], shared: [path.directory])
    defer { locks.release() }
    try Files.writeAtomically(path, ByteWriter.collect { try baseline.write(to: &$0) })
  }
}
