import EmendCore
import EmendSystem
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// Ctrl-C, or a request to end: the run stops at the next record instead of in the middle of a file.
package enum Interruption {
  package struct Stopped: Error {
    package init() {}
  }

  private static let isAsked = Atomic(false)

  /// From now on the first signal is noted; a second one ends the program at once. A program that runs a command inside keeps
  /// its own handlers.
  package static func watch() {
    if CapturedOutput.current != nil { return }
    // Made now, for a handler may only store.
    _ = isAsked.load(ordering: .relaxed)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      emend_at_signal(number) { _ in Interruption.isAsked.store(true, ordering: .relaxed) }
    }
  }

  /// - Throws: `Stopped` after a signal.
  package static func check() throws {
    if isAsked.load(ordering: .relaxed) { throw Stopped() }
  }
}
