import EmendCore

#if canImport(Glibc)
  import Glibc
#endif

/// The connections that are open, and which of them has to go when there are too many. Belongs to the event loop.
///
/// Whoever is on the machine can connect, and each connection takes a file of this program. So there are so many places and no
/// more; one that has not shown the token makes room for the next one, the oldest first. A browser shows it with its first
/// request, at once, and keeps its place then.
final class ReviewPlaces {
  /// Bytes of all forms that are being received.
  static let mostReceived = 16 << 20

  private let most: Int
  /// In the order in which they came.
  private var connections: [ReviewConnection] = []
  var received = 0

  init() {
    var limit = rlimit()
    let files = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 ? Int(clamping: limit.rlim_cur) : 256
    // The database, the records and their images need files, too.
    most = min(256, max(8, files - 64))
  }

  func enter(_ connection: ReviewConnection) {
    connections.append(connection)
    guard connections.count > most, let first = connections.firstIndex(where: { !$0.isKnown }) else { return }
    // All others may be the editor's: then it is the new one that goes.
    connections.remove(at: first).close()
  }

  func leave(_ connection: ReviewConnection) { connections.removeAll { $0 === connection } }
}
