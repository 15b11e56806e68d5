import EmendCore
import NIOCore
import NIOHTTP1
import NIOPosix

/// One connection: judges each request by its head, collects its form, has it answered by a thread of the pool, and writes the
/// answer before it looks at the next request. Belongs to the event loop.
///
/// Each step has its time, whatever trickles in meanwhile, and a connection holds one form and one answer at most.
final class ReviewConnection: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private enum Step {
    /// A head is to come.
    case waiting
    /// A head was let in; its form is to come.
    case receiving(HTTPRequestHead, ReviewRequest.Place)
    /// An answer is made or written. To apply a folder takes longer than a client may be silent.
    case answering
    /// The last answer is written; what still comes is dropped. To close at once would take the answer from a client that
    /// is still sending.
    case leaving
  }

  /// How long each step may take.
  private enum Time {
    static let head = TimeAmount.seconds(10)
    static let form = TimeAmount.seconds(30)
    /// For the next request of a browser that is known, and for it to take an answer.
    static let idle = TimeAmount.seconds(120)
    static let leaving = TimeAmount.seconds(1)
  }

  /// True when it has shown the token.
  private(set) var isKnown = false

  private let site: ReviewSite
  private let rules: Promise<ReviewGuard>
  private let pool: NIOThreadPool
  private let places: ReviewPlaces
  private var step = Step.waiting
  private var form: [UInt8] = []
  private var deadline: Scheduled<Void>?
  private var context: ChannelHandlerContext?

  init(site: ReviewSite, rules: Promise<ReviewGuard>, pool: NIOThreadPool, places: ReviewPlaces) {
    self.site = site
    self.rules = rules
    self.pool = pool
    self.places = places
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    allow(Time.head)
    places.enter(self)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    deadline?.cancel()
    drop()
    places.leave(self)
    self.context = nil
  }

  func close() { context?.close(promise: nil) }

  // MARK: Receiving

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch (unwrapInboundIn(data), step) {
    case (.head(let head), .waiting): judge(head, context)
    case (.body(let part), .receiving(let head, _)):
      // Only a POST has a form.
      guard head.method == .POST else { return }
      if form.count + part.readableBytes > ReviewGuard.longestForm { return refuse(Self.tooLong, head, context) }
      if places.received + part.readableBytes > ReviewPlaces.mostReceived {
        return refuse(.init(status: .serviceUnavailable, message: "Too many forms come at once; try again."), head, context)
      }
      places.received += part.readableBytes
      form += part.readableBytesView
    case (.end, .receiving(let head, let place)): answer(head, place, context)
    default: break
    }
  }

  private static let tooLong = ReviewGuard.Refused(status: .payloadTooLarge, message: "A form here has at most 1 MB.")

  /// Before anything of the body is read.
  private func judge(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    do throws(ReviewGuard.Refused) {
      guard let rules = rules.value else { throw .init(status: .serviceUnavailable, message: "Not ready yet.") }
      switch try rules.admit(head) {
      case .entry(let answer): write(answer, head, isLast: true, context)
      case .page(let path, let root):
        isKnown = true
        let length = head.headers.first(name: "content-length").flatMap(Int.init) ?? 0
        if length > ReviewGuard.longestForm { throw Self.tooLong }
        step = .receiving(head, .init(path: path, root: root))
        allow(Time.form)
      }
    } catch {
      refuse(error, head, context)
    }
  }

  private func drop() {
    places.received -= form.count
    form = []
  }

  // MARK: Answering

  private func answer(_ head: HTTPRequestHead, _ place: ReviewRequest.Place, _ context: ChannelHandlerContext) {
    step = .answering
    deadline?.cancel()
    guard let rules = rules.value else { return }
    let (site, form) = (site, form)
    let work = pool.runIfActive(eventLoop: context.eventLoop) { site.answer(head, place, form, rules) }
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    work.whenSuccess { answer in
      let (handler, context) = bound.value
      handler.drop()
      handler.write(answer, head, isLast: !head.isKeepAlive, context)
    }
  }

  private func refuse(_ refused: ReviewGuard.Refused, _ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    drop()
    let isForScript = head.headers.first(name: "Accept")?.hasPrefix("application/json") ?? false
    let plain = ReviewAnswer.text(refused.message, refused.status)
    let answer = isForScript ? (try? ReviewAnswer.json(status: refused.status) { try $0.member("error", refused.message) }) ?? plain : plain
    write(answer, head, isLast: true, context)
  }

  /// The next request waits until the client has taken the answer, so that not more than one lies here.
  private func write(_ answer: ReviewAnswer, _ head: HTTPRequestHead?, isLast: Bool, _ context: ChannelHandlerContext) {
    // It may have been closed while the answer was made.
    guard self.context != nil else { return }
    step = .answering
    allow(Time.idle)
    var headers = HTTPHeaders(ReviewGuard.headers)
    headers.replaceOrAdd(name: "Content-Type", value: answer.type)
    for (name, value) in answer.headers { headers.replaceOrAdd(name: name, value: value) }
    headers.replaceOrAdd(name: "Content-Length", value: String(answer.body.count))
    if isLast { headers.replaceOrAdd(name: "Connection", value: "close") }
    let body = head?.method == .HEAD ? [] : answer.body
    let taken = context.eventLoop.makePromise(of: Void.self)
    context.write(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: answer.status, headers: headers))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(context.channel.allocator.buffer(bytes: body)))), promise: taken)
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    taken.futureResult.whenSuccess {
      let (handler, context) = bound.value
      handler.step = isLast ? .leaving : .waiting
      handler.allow(isLast ? Time.leaving : Time.idle)
      context.writeAndFlush(handler.wrapOutboundOut(.end(nil)), promise: nil)
      if isLast { context.close(mode: .output, promise: nil) }
    }
  }

  // MARK: Ending

  /// Closes the connection when its step is not done by then.
  private func allow(_ time: TimeAmount) {
    deadline?.cancel()
    guard let context else { return }
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    deadline = context.eventLoop.scheduleTask(in: time) { bound.value.close(promise: nil) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // The parser closes the connection when this has returned.
    if error is HTTPParserError, case .waiting = step { write(.text("That is no request.", .badRequest), nil, isLast: true, context) }
    context.close(promise: nil)
  }
}
