import Emend

#if canImport(Glibc)
  import Glibc
#endif

/// The ledgers of a run, `.emend-run.jsonl` in each folder that it writes to.
struct RunLedgers {
  static let name = ".emend-run.jsonl"

  /// What earlier runs did, by folder; empty unless this one resumes.
  private let earlier: [String: RunLedger]
  /// Open to append to.
  private let descriptors: [String: Int32]

  /// - Parameter resumes: goes on with the ledgers that are there; else they start anew.
  init(_ folders: Set<String>, resumes: Bool) throws {
    var earlier: [String: RunLedger] = [:]
    var descriptors: [String: Int32] = [:]
    for folder in folders {
      let path = folder.appendingPath(Self.name)
      try Files.makeDirectories(folder)
      var content: [UInt8] = []
      if resumes, Files.exists(path) { content = try Files.read(path) }
      let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | (resumes ? 0 : O_TRUNC), 0o666)
      guard descriptor >= 0 else { throw Failure(path, errno, doing: "write") }
      // The line that a killed run did not end.
      if let last = content.last, last != UInt8(ascii: "\n") { try Output(descriptor: descriptor).write([UInt8(ascii: "\n")]) }
      earlier[folder] = RunLedger(content)
      descriptors[folder] = descriptor
    }
    self.earlier = earlier
    self.descriptors = descriptors
  }

  func earlier(in folder: String) -> RunLedger? { earlier[folder] }

  func append(_ entry: RunLedger.Entry, in folder: String) throws {
    guard let descriptor = descriptors[folder] else { return }
    do { try Output(descriptor: descriptor).write(entry.line) } catch let low as WriteError {
      throw Failure(folder.appendingPath(Self.name), low.code, doing: "write")
    }
  }

  func close() { for descriptor in descriptors.values { Glibc.close(descriptor) } }
}
