import EmendCore
import EmendFiles
import NIOCore
import NIOHTTP1
import NIOPosix

/// Listens on 127.0.0.1; `ReviewConnection` lets in whom the guard knows, and hands requests on to the site.
struct ReviewServer: Sendable {
  let site: ReviewSite
  let port: UInt16

  /// Requests that are worked on at a time; the event loop itself never waits for the disk.
  private static let workers = 4

  /// A server that listens.
  struct Running {
    let rules: ReviewGuard
    fileprivate let channel: any Channel
    fileprivate let group: MultiThreadedEventLoopGroup
    fileprivate let pool: NIOThreadPool

    /// Ends it; what is being answered is dropped.
    func stop() {
      try? channel.close().wait()
      try? pool.syncShutdownGracefully()
      try? group.syncShutdownGracefully()
    }
  }

  /// - Throws: `Failure` when the port cannot be had.
  func start() throws -> Running {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let pool = NIOThreadPool(numberOfThreads: Self.workers)
    pool.start()
    // The guard needs the port, which the system gives when the server listens.
    let rules = Promise<ReviewGuard>()
    let site = site
    let loop = group.next()
    let places = NIOLoopBoundBox.makeBoxSendingValue(ReviewPlaces(), eventLoop: loop)
    let bootstrap = ServerBootstrap(group: loop)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          // Without it a program that has no file left tries again and again, without a pause.
          let handler = AcceptBackoffHandler(shouldForwardIOErrorCaught: false) { _ in .milliseconds(200) }
          try channel.pipeline.syncOperations.addHandler(handler)
        }
      }
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          // Heads are limited by the parser, to 80 KB; its errors are answered by the connection.
          try pipeline.configureHTTPServerPipeline(withErrorHandling: false)
          try pipeline.addHandler(ReviewConnection(site: site, rules: rules, pool: pool, places: places.value))
        }
      }
    do {
      let channel = try bootstrap.bind(host: "127.0.0.1", port: Int(port)).wait()
      let made = ReviewGuard(port: UInt16(channel.localAddress?.port ?? 0))
      rules.value = made
      return Running(rules: made, channel: channel, group: group, pool: pool)
    } catch {
      try? pool.syncShutdownGracefully()
      try? group.syncShutdownGracefully()
      throw Failure("127.0.0.1:\(port): cannot listen there: \(error); give another --port, or 0")
    }
  }
}

/// A value that is known later: one thread sets it, others read it.
final class Promise<Value: Sendable>: @unchecked Sendable {
  private let lock = Lock()
  private var held: Value?

  var value: Value? {
    get { lock.locked { held } }
    set { lock.locked { held = newValue } }
  }
}
