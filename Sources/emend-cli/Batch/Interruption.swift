import EmendSystem
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// Ctrl-C, or a request to end: the run stops at the next record instead of in the middle of a file.
enum Interruption {
  struct Stopped: Error {}

  private static let isAsked = Atomic(false)

  /// From now on the first signal is noted; a second one ends the program at once.
  static func watch() {
    // Made now, for a handler may only store.
    _ = isAsked.load(ordering: .relaxed)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      emend_at_signal(number) { _ in Interruption.isAsked.store(true, ordering: .relaxed) }
    }
  }

  /// - Throws: `Stopped` after a signal.
  static func check() throws {
    if isAsked.load(ordering: .relaxed) { throw Stopped() }
  }
}
