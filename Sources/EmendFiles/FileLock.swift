import EmendCore

#if canImport(Glibc)
  import Glibc
#endif

/// Keeps other processes out of a short piece of work, by `flock` on a file that is there as long as the work lasts.
///
/// `FolderLocks` keeps runs out of each other's folders; this is for work on one file that several programs have open at once.
package enum FileLock {
  /// Waits for the lock, and does the work. Where no file can be made the work is done without: it says itself what it cannot do.
  /// - Parameter path: of the file that is the lock.
  package static func holding<T>(_ path: String, _ work: () throws -> T) rethrows -> T {
    let descriptor = taken(path)
    defer {
      if descriptor >= 0 {
        // Whoever waits for it sees that its name has gone, and makes it anew.
        unlink(path)
        close(descriptor)
      }
    }
    return try work()
  }

  /// Waits until an open file or folder is locked for this process alone; closing it ends the lock.
  /// - Returns: false, with `errno`, where it cannot be locked.
  package static func wait(for descriptor: Int32) -> Bool {
    while flock(descriptor, LOCK_EX) != 0 { if errno != EINTR { return false } }
    return true
  }

  private static func taken(_ path: String) -> Int32 {
    while true {
      let descriptor = FileSystem.open(path, O_RDWR | O_CREAT | O_NOFOLLOW, 0o600)
      guard descriptor >= 0 else { return -1 }
      guard wait(for: descriptor) else {
        close(descriptor)
        return -1
      }
      var info = stat()
      if fstat(descriptor, &info) == 0, FileSystem.status(path).map(FileIdentity.init) == FileIdentity(info) { return descriptor }
      close(descriptor)
    }
  }
}
