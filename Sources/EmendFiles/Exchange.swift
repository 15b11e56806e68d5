import EmendCore
import EmendSystem

#if canImport(Glibc)
  import Glibc
#endif

/// What stood in a place when it was read, so that a change is seen before anything takes that place.
package enum Known: Equatable, Sendable {
  case nothing
  case content(bytes: Int, sha256: String)

  package init(_ bytes: [UInt8]) { self = .content(bytes: bytes.count, sha256: FileFacts.sha256(bytes)) }
}

// The exchange. A draft and its target change names in one step of the file system, and only then what stood in the target is
// compared with what was read: so nothing can be written between the look and the step. If it is something else, or a program
// still has it open to write, both change names again. What is neither ours nor known is never removed.

extension Temporary {
  /// What stood in the place that a draft took, until it is certain that the draft stays.
  package struct Displaced: Sendable {
    /// nil where nothing stood.
    fileprivate let path: String?
    fileprivate let draft: Temporary
    /// That of the draft.
    fileprivate let content: Known

    /// It is not wanted any more.
    package func drop() { if let path { _ = FileSystem.unlink(path) } }

    /// It takes its place again, and the draft goes.
    /// - Returns: where a file stands that somebody else put there meanwhile; nil where all is as it was.
    func putBack() -> String? {
      if let path { return draft.restore(path, ours: content) }
      guard draft.isUnchanged(draft.target, content) else { return nil }
      _ = FileSystem.unlink(draft.target)
      return nil
    }
  }

  /// Takes the place of a file that is still as it was when it was read.
  /// - Parameters:
  ///   - known: what was read there.
  ///   - content: what this draft holds.
  /// - Throws: `Failure` when it is something else now; it stays so then, and the draft goes.
  package func exchange(expecting known: Known, content: Known) throws -> Displaced {
    if known == .nothing { return try placeNew(content) }
    // From here on the name of the draft says what it is for, and may stand for the text of somebody else.
    let swap = Leftovers.swapName(for: target)
    forget()
    guard FileSystem.rename(path, swap) == 0 else { throw failure(leaving: path) }
    if FileSystem.exchange(swap, target) != 0 {
      let code = errno
      if code == EINVAL || code == ENOSYS || code == EOPNOTSUPP { return try replace(swap, known, content) }
      _ = FileSystem.unlink(swap)
      if code == ENOENT { throw Failure("\(name): was removed while emend worked on it; nothing was written") }
      throw Failure(name, code, doing: "write")
    }
    if let change = Self.change(of: swap, from: known) {
      let kept = restore(swap, ours: content)
      throw Failure(
        "\(name): \(change), and stays as it is now; run again" + (kept.map { "; what another program put there meanwhile is \($0)" } ?? "")
      )
    }
    return Displaced(path: swap, draft: self, content: content)
  }

  private func placeNew(_ content: Known) throws -> Displaced {
    forget()
    guard FileSystem.renameNew(path, target) == 0 else {
      let isTaken = errno == EEXIST
      let failure = failure(leaving: path)
      throw isTaken ? Failure("\(name): was made by another program while emend worked; nothing was written, run again") : failure
    }
    return Displaced(path: nil, draft: self, content: content)
  }

  /// Where the file system cannot exchange names: a look right before the step.
  private func replace(_ swap: String, _ known: Known, _ content: Known) throws -> Displaced {
    if let change = Self.change(of: target, from: known) {
      _ = FileSystem.unlink(swap)
      throw Failure("\(name): \(change), and stays as it is now; run again")
    }
    // A second name keeps what stands there until the end.
    let old = Leftovers.swapName(for: target)
    let hasOld = FileSystem.link(target, old) == 0
    if FileSystem.rename(swap, target) == 0 { return Displaced(path: hasOld ? old : nil, draft: self, content: content) }
    let failure = failure(leaving: swap)
    if hasOld { _ = FileSystem.unlink(old) }
    throw failure
  }

  /// Gives the file at `swap` its name back and removes the draft.
  /// - Returns: where something stands now that is neither.
  fileprivate func restore(_ swap: String, ours: Known) -> String? {
    guard FileSystem.exchange(swap, target) == 0 else {
      // The target was removed meanwhile, or names cannot be exchanged.
      if errno == ENOENT, FileSystem.renameNew(swap, target) == 0 { return nil }
      if errno != ENOENT, isUnchanged(target, ours), FileSystem.rename(swap, target) == 0 { return nil }
      return Leftovers.keep(swap, of: target)
    }
    if isUnchanged(swap, ours) {
      _ = FileSystem.unlink(swap)
      return nil
    }
    return Leftovers.keep(swap, of: target)
  }

  private func isUnchanged(_ path: String, _ content: Known) -> Bool { Self.change(of: path, from: content) == nil }

  /// How often it is looked whether a program still has a file open, and the microseconds between.
  private static let (looks, pause) = (20, UInt32(5_000))

  /// What is different about a file, in words; nil when it is as it was and nobody can write to it.
  private static func change(of path: String, from known: Known) -> String? {
    guard case .content(let count, let sha256) = known else { return FileSystem.exists(path) ? "was made meanwhile" : nil }
    let changed = "was changed while emend worked on it"
    let descriptor = FileSystem.open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else { return "cannot be read any more (\(String(cString: strerror(errno))))" }
    defer { close(descriptor) }
    for look in 1... {
      if emend_is_written(descriptor) != 1 { break }
      if look == looks { return "is open in another program that may write to it" }
      usleep(pause)
    }
    var info = stat()
    guard fstat(descriptor, &info) == 0, info.isRegular, Int(info.st_size) == count else { return changed }
    var hash = ContentHash()
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: min(max(count, 1), 1 << 20), alignment: 16)
    defer { piece.deallocate() }
    while true {
      let n = read(descriptor, piece.baseAddress, piece.count)
      if n < 0, errno == EINTR { continue }
      if n < 0 { return "cannot be read any more (\(String(cString: strerror(errno))))" }
      if n == 0 { break }
      hash.add(UnsafeRawBufferPointer(rebasing: piece[..<n]))
    }
    return hash.hexadecimal == sha256 ? nil : changed
  }
}
