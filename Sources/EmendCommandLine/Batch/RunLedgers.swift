import EmendCore
import EmendFiles
import EmendReports

#if canImport(Glibc)
  import Glibc
#endif

/// The ledgers of a run, `.emend-run.jsonl` in each folder that it writes to. They are appended to by each run, for what an
/// earlier one wrote stays true until its record is made anew.
struct RunLedgers {
  static let name = OwnFiles.prefix + "run.jsonl"

  /// What earlier runs did, by folder.
  private let earlier: [ExactPath: RunLedger]
  /// Open to append to.
  private let descriptors: [ExactPath: Int32]

  /// - Parameters:
  ///   - folders: are made when they are not there.
  ///   - others: folders whose ledgers are read only.
  ///   - mode: what all records allow.
  init(_ folders: Set<ExactPath>, reading others: Set<ExactPath> = [], mode: mode_t) throws {
    var earlier: [ExactPath: RunLedger] = [:]
    var descriptors: [ExactPath: Int32] = [:]
    for folder in others.subtracting(folders) {
      earlier[folder] = (try? Files.read(folder.path.appendingPath(Self.name))).map { RunLedger($0) }
    }
    for folder in folders {
      let path = folder.path.appendingPath(Self.name)
      try Files.makeDirectories(folder.path)
      var content = Files.exists(path) ? (try? Files.read(path)) ?? [] : []
      if let short = RunLedger.compacted(content) {
        content = short
        try Files.writeAtomically(path, mode: mode, content)
      }
      let descriptor = FileSystem.open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0o666 & (mode | 0o600))
      if descriptor < 0, errno == EACCES || errno == EPERM {
        // That of another user, who began here; nothing but resuming needs it.
        Console.write("emend: \(path): belongs to another user; --resume will not know what this run does")
        earlier[folder] = RunLedger(content)
        continue
      }
      guard descriptor >= 0 else { throw Failure(path, errno, doing: "write") }
      // What root begins, the owner of the folder goes on with.
      if geteuid() == 0, let owner = FileSystem.status(folder.path) { _ = fchown(descriptor, owner.st_uid, owner.st_gid) }
      // The line that a killed run did not end.
      if let last = content.last, last != UInt8(ascii: "\n") { try Output(descriptor: descriptor).write([UInt8(ascii: "\n")]) }
      earlier[folder] = RunLedger(content)
      descriptors[folder] = descriptor
    }
    self.earlier = earlier
    self.descriptors = descriptors
  }

  func earlier(in folder: String) -> RunLedger? { earlier[ExactPath(folder)] }

  /// True for a text in the place of an output which is not the one that emend wrote there. Of a single record that goes into a
  /// folder nothing is known as a rule, and it replaces what stands there.
  func isForeign(_ text: [UInt8], in folder: String, path: String, isSeveral: Bool) -> Bool {
    guard let ledger = earlier(in: folder), ledger.knows(path) else { return isSeveral }
    return ledger.hasOtherOutput(FileFacts.sha256(text), of: path)
  }

  func append(_ entry: RunLedger.Entry, in folder: String) throws {
    guard let descriptor = descriptors[ExactPath(folder)] else { return }
    do { try Output(descriptor: descriptor).write(entry.line) } catch let low as WriteError {
      throw Failure(folder.appendingPath(Self.name), low.code, doing: "write")
    }
  }

  func close() { for descriptor in descriptors.values { Glibc.close(descriptor) } }
}
