import EmendCore
import Synchronization

/// Where standard output and standard error go in the place of their descriptors, while a command runs inside another program.
package final class CapturedOutput: Sendable {
  /// That of the running task or thread; nil in the program itself. A thread that a command starts takes it along.
  @TaskLocal package static var current: CapturedOutput?

  private struct Content {
    var output: [UInt8] = []
    var errors: [UInt8] = []
  }

  private let content = Mutex(Content())

  package init() {}

  package var output: [UInt8] { content.withLock { $0.output } }
  package var errors: [UInt8] { content.withLock { $0.errors } }

  func add(output bytes: [UInt8]) { content.withLock { $0.output += bytes } }
  func add(errors bytes: [UInt8]) { content.withLock { $0.errors += bytes } }
}
