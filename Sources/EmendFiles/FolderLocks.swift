import EmendCore

#if canImport(Glibc)
  import Glibc
#endif

/// Keeps other runs out of the folders that this one writes to, until it is released or the process ends.
///
/// A run that writes to a folder and all below it has it alone; a run that writes single new files there has it together
/// with others of its kind. Of all folders above each run has a share, so that none of them is taken by another as a whole.
/// The locks are `flock` on the folders themselves: they leave no file behind, know nothing of process numbers, which two
/// containers may both have, and end with the process however that ends. All are taken in one order, that of devices and inodes,
/// so that no two runs wait for each other.
package final class FolderLocks {
  private var descriptors: [Int32] = []

  /// How many folders are locked one by one; more are locked by what is above them all.
  private static let most = 64
  /// Between two tries, in microseconds.
  private static let pause: UInt32 = 50_000
  /// Tries before it is said that the run waits.
  private static let patient = 10
  package static let fileName = OwnFiles.prefix + "lock"

  /// Waits until no other run writes there.
  /// - Parameters:
  ///   - alone: folders that are there, for this run alone with all below them.
  ///   - shared: folders, which need not be there yet, in which it makes single files.
  ///   - tries: how often it is tried before it is an error; nil for as long as it takes.
  /// - Throws: `Failure` naming the folder and who holds it, `Interruption.Stopped` after a signal.
  package init(alone: [String], shared: [String] = [], tries: Int? = nil) throws {
    var kinds: [ExactPath: Bool] = [:]
    for folder in Self.merged(alone.map(Files.resolved)) { kinds[ExactPath(folder)] = true }
    for folder in Self.merged(shared.map { Files.resolved(Files.nearestExisting($0)) }) where kinds[ExactPath(folder)] == nil {
      kinds[ExactPath(folder)] = false
    }
    let named = kinds
    for folder in named.keys {
      var place = folder.path
      while place != place.directory, place.startsExactly(with: "/") {
        place = place.directory
        if kinds[ExactPath(place)] == nil { kinds[ExactPath(place)] = false }
      }
    }
    // One folder may have two names, as under a bind mount; it is locked once, and all in an order that every run has.
    var open: [(descriptor: Int32, identity: FileIdentity, folder: String, isAlone: Bool)] = []
    for (folder, isAlone) in kinds.sorted(by: { $0.key < $1.key }) {
      // What lies below a folder that this run has alone needs no lock of its own.
      if kinds.contains(where: { $0.value && $0.key != folder && Self.lies(folder.path, below: $0.key.path) }) { continue }
      let descriptor = FileSystem.open(folder.path, O_RDONLY | O_DIRECTORY)
      // A folder that may be entered but not listed: nothing is found below it by a walk either.
      guard descriptor >= 0 else { continue }
      var info = stat()
      guard fstat(descriptor, &info) == 0 else { continue }
      let identity = FileIdentity(info)
      if let known = open.firstIndex(where: { $0.identity == identity }) {
        open[known].isAlone = open[known].isAlone || isAlone
        close(descriptor)
      } else {
        open.append((descriptor, identity, folder.path, isAlone))
        descriptors.append(descriptor)
      }
    }
    for each in open.sorted(by: { $0.identity < $1.identity }) {
      try take(each.descriptor, each.folder, isAlone: each.isAlone, isNamed: named[ExactPath(each.folder)] != nil, tries: tries)
    }
  }

  deinit { release() }

  package func release() {
    for descriptor in descriptors { close(descriptor) }
    descriptors = []
  }

  private func take(_ descriptor: Int32, _ folder: String, isAlone: Bool, isNamed: Bool, tries: Int?) throws {
    var descriptor = descriptor
    var count = 0
    var isFile = false
    while flock(descriptor, (isAlone ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0 {
      switch errno {
      case EINTR: continue
      case EWOULDBLOCK:
        try Interruption.check()
        count += 1
        let said = "\(folder): \(Self.holder(of: descriptor))"
        if let tries, count >= tries { throw Failure("\(said); try again when it is done") }
        if count == Self.patient { Console.write("emend: \(said); waiting for it (Ctrl-C ends this)") }
        usleep(Self.pause)
      case EBADF where isAlone && !isFile:
        // NFS gives no folder to one alone, but a file, which then stays there.
        isFile = true
        descriptor = FileSystem.open(folder.appendingPath(Self.fileName), O_RDWR | O_CREAT | O_NOFOLLOW, 0o600)
        if descriptor >= 0 { descriptors.append(descriptor) }
      default:
        if isNamed {
          let cause = String(cString: strerror(errno))
          Console.write("emend: \(folder): cannot be locked (\(cause)); see to it that no other emend writes there")
        }
        return
      }
    }
    if isNamed, !isAlone, flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
      // Nobody else makes files there now: what is left of runs that were killed can go.
      Leftovers.clear(folder)
      while flock(descriptor, LOCK_SH) != 0, errno == EINTR {}
    }
  }

  /// Who holds the folder, as far as the system tells: `another emend (process 1234) writes there`.
  private static func holder(of descriptor: Int32) -> String {
    let unknown = "another emend writes there"
    var info = stat()
    guard fstat(descriptor, &info) == 0, let locks = try? Files.read("/proc/locks", limit: 1 << 24) else { return unknown }
    for line in String(decoding: locks, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      guard let place = words.firstIndex(of: "FLOCK"), words.count > place + 4, !words.contains("->"),
        words[place + 4].split(separator: ":").last.flatMap({ UInt64($0) }) == UInt64(info.st_ino),
        let process = Int32(words[place + 3]), process > 0, process != getpid()
      else { continue }
      let name = (try? Files.read("/proc/\(process)/comm", limit: 1 << 10)).map { String(decoding: $0, as: UTF8.self) } ?? "emend"
      return name.startsExactly(with: "emend")
        ? "another emend (process \(process)) writes there" : "another program (process \(process)) has it locked"
    }
    return unknown
  }

  private static func lies(_ path: String, below folder: String) -> Bool {
    path.startsExactly(with: folder.hasSuffix("/") ? folder : folder + "/")
  }

  /// The folders without those below others; when they are very many, the one that they all lie below.
  private static func merged(_ folders: [String]) -> [String] {
    var kept: [String] = []
    for folder in Set(folders.map(ExactPath.init)).sorted().map(\.path) {
      if let last = kept.last, lies(folder, below: last) { continue }
      kept.append(folder)
    }
    guard kept.count > most, let first = kept.first else { return kept }
    var common = first
    while common != common.directory, !kept.allSatisfy({ lies($0, below: common) }) { common = common.directory }
    return [common]
  }
}
