import Emend

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

  /// - Parameter folders: are made when they are not there.
  init(_ folders: Set<ExactPath>) throws {
    var earlier: [ExactPath: RunLedger] = [:]
    var descriptors: [ExactPath: Int32] = [:]
    for folder in folders {
      let path = folder.path.appendingPath(Self.name)
      try Files.makeDirectories(folder.path)
      var content = Files.exists(path) ? try Files.read(path) : []
      if let short = RunLedger.compacted(content) {
        content = short
        try Files.writeAtomically(path, content)
      }
      let descriptor = FileSystem.open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0o666)
      guard descriptor >= 0 else { throw Failure(path, errno, doing: "write") }
      // The line that a killed run did not end.
      if let last = content.last, last != UInt8(ascii: "\n") { try Output(descriptor: descriptor).write([UInt8(ascii: "\n")]) }
      earlier[folder] = RunLedger(content)
      descriptors[folder] = descriptor
    }
    self.earlier = earlier
    self.descriptors = descriptors
  }

  func earlier(in folder: String) -> RunLedger? { earlier[ExactPath(folder)] }

  func append(_ entry: RunLedger.Entry, in folder: String) throws {
    guard let descriptor = descriptors[ExactPath(folder)] else { return }
    do { try Output(descriptor: descriptor).write(entry.line) } catch let low as WriteError {
      throw Failure(folder.appendingPath(Self.name), low.code, doing: "write")
    }
  }

  func close() { for descriptor in descriptors.values { Glibc.close(descriptor) } }
}
