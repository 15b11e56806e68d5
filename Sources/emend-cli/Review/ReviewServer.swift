import Emend
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

#if canImport(Glibc)
  import Glibc
#endif

/// Listens on 127.0.0.1, lets in whom the guard knows, and hands requests on to the site.
struct ReviewServer: Sendable {
  let site: ReviewSite
  let port: UInt16

  /// Requests that are worked on at a time; the event loop itself never waits for the disk.
  private static let workers = 4
  /// A connection on which nothing comes for so long is closed.
  private static let patience = TimeAmount.seconds(120)

  /// A server that listens.
  struct Running {
    let address: String
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
    let rules = LateValue<ReviewGuard>()
    let site = site
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          try pipeline.addHandler(IdleStateHandler(readTimeout: Self.patience))
          // Heads are limited by the parser, to 80 KB.
          try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
          try pipeline.addHandler(ReviewConnection(site: site, rules: rules, pool: pool))
        }
      }
    do {
      let channel = try bootstrap.bind(host: "127.0.0.1", port: Int(port)).wait()
      let made = ReviewGuard(port: UInt16(channel.localAddress?.port ?? 0))
      rules.value = made
      return Running(address: made.address, channel: channel, group: group, pool: pool)
    } catch {
      try? pool.syncShutdownGracefully()
      try? group.syncShutdownGracefully()
      throw Failure("127.0.0.1:\(port): cannot listen there: \(error); give another --port, or 0")
    }
  }
}

/// A value that is known later: one thread sets it, others read it.
final class LateValue<Value: Sendable>: @unchecked Sendable {
  private let lock = Lock()
  private var held: Value?

  var value: Value? {
    get { lock.locked { held } }
    set { lock.locked { held = newValue } }
  }
}

/// One connection: collects each request, has it answered by a thread of the pool, and writes the answers in their order.
private final class ReviewConnection: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let site: ReviewSite
  private let rules: LateValue<ReviewGuard>
  private let pool: NIOThreadPool
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []
  private var isTooLong = false
  /// True while an answer is made: to apply a folder takes longer than a client may be silent.
  private var isAnswering = false

  init(site: ReviewSite, rules: LateValue<ReviewGuard>, pool: NIOThreadPool) {
    self.site = site
    self.rules = rules
    self.pool = pool
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body = []
      let length = head.headers.first(name: "content-length").flatMap(Int.init) ?? 0
      isTooLong = length > ReviewGuard.longestForm
      if isTooLong { refuse(context, head) }
    case .body(let part):
      if isTooLong { return }
      if body.count + part.readableBytes > ReviewGuard.longestForm, let head {
        isTooLong = true
        return refuse(context, head)
      }
      body += part.readableBytesView
    case .end:
      guard !isTooLong, let head else { return }
      self.head = nil
      answer(context, head, body)
    }
  }

  private func answer(_ context: ChannelHandlerContext, _ head: HTTPRequestHead, _ body: [UInt8]) {
    isAnswering = true
    let (site, rules) = (site, rules.value)
    let work = pool.runIfActive(eventLoop: context.eventLoop) {
      guard let rules else { return ReviewAnswer.text("Not ready yet.", .serviceUnavailable) }
      return ReviewAnswer.to(head, body, site, rules)
    }
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    work.whenSuccess { answer in
      let (handler, context) = bound.value
      handler.isAnswering = false
      handler.write(answer, context, head, isLast: !head.isKeepAlive)
    }
  }

  private func refuse(_ context: ChannelHandlerContext, _ head: HTTPRequestHead) {
    write(ReviewAnswer.text("A form here has at most 1 MB.", .payloadTooLarge), context, head, isLast: true)
  }

  private func write(_ answer: ReviewAnswer, _ context: ChannelHandlerContext, _ head: HTTPRequestHead, isLast: Bool) {
    var headers = HTTPHeaders(ReviewGuard.headers)
    headers.replaceOrAdd(name: "Content-Type", value: answer.type)
    for (name, value) in answer.headers { headers.replaceOrAdd(name: name, value: value) }
    headers.replaceOrAdd(name: "Content-Length", value: String(answer.body.count))
    if isLast { headers.replaceOrAdd(name: "Connection", value: "close") }
    context.write(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: answer.status, headers: headers))), promise: nil)
    if head.method != .HEAD, !answer.body.isEmpty {
      context.write(wrapOutboundOut(.body(.byteBuffer(context.channel.allocator.buffer(bytes: answer.body)))), promise: nil)
    }
    let sent = context.eventLoop.makePromise(of: Void.self)
    if isLast {
      let channel = context.channel
      sent.futureResult.whenComplete { _ in channel.close(promise: nil) }
    }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard event is IdleStateHandler.IdleStateEvent else { return context.fireUserInboundEventTriggered(event) }
    if !isAnswering { context.close(promise: nil) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

extension ReviewAnswer {
  static func text(_ text: String, _ status: HTTPResponseStatus) -> ReviewAnswer {
    ReviewAnswer(status: status, type: "text/plain; charset=utf-8", body: Array((text + "\n").utf8))
  }

  /// The answer to a request that has come whole.
  fileprivate static func to(_ head: HTTPRequestHead, _ body: [UInt8], _ site: ReviewSite, _ rules: ReviewGuard) -> ReviewAnswer {
    do { return try checked(head, body, site, rules) } catch { return text(error.message, error.status) }
  }

  private static func checked(_ head: HTTPRequestHead, _ body: [UInt8], _ site: ReviewSite, _ rules: ReviewGuard) throws(ReviewGuard
    .Refused)
    -> ReviewAnswer
  {
    try rules.check(head)
    let request = ReviewRequest(head, form: body, editor: rules.cookies(of: head)[ReviewSite.editorCookie]?.removingPercentEncoding)
    if request.path.first == "assets" { return site.asset(request.path.dropFirst().joined(separator: "/")) }
    if request.path.isEmpty, !request.isPost, let token = request.query("token") {
      guard rules.isToken(token) else { throw rules.unknown }
      var answer = ReviewAnswer.redirect("/")
      answer.headers.append(("Set-Cookie", "\(rules.cookie)=\(rules.token); Path=/; HttpOnly; SameSite=Strict"))
      return answer
    }
    guard rules.isKnown(head) else { throw rules.unknown }
    if request.isPost {
      do { try rules.checkChange(head, token: request.form("token")) } catch {
        return site.refusal(error.message, error.status, request, token: rules.token)
      }
    }
    return site.answer(request, token: rules.token)
  }
}

/// Opens an address in the browser of the desktop, where there is one.
enum Browser {
  static func open(_ address: String) {
    guard getenv("DISPLAY") != nil || getenv("WAYLAND_DISPLAY") != nil || getenv("BROWSER") != nil else { return }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["xdg-open", address]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try? process.run()
  }
}
