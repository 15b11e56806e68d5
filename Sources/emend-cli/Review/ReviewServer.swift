import Emend
import FlyingFox
import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// Listens on 127.0.0.1, lets in whom the guard knows, and hands requests on to the site.
struct ReviewServer: Sendable {
  let site: ReviewSite
  let port: UInt16
  /// Called with the address once the server listens.
  let isReady: @Sendable (String) -> Void

  /// Serves until it is stopped.
  /// - Throws: `Failure` when the port cannot be had.
  func run() async throws {
    // The port must be known before the guard is made, and the system gives it when the server starts.
    let box = GuardBox()
    let site = site
    let handler = ClosureHTTPHandler { request in
      guard let rules = box.rules else { return HTTPResponse(statusCode: .serviceUnavailable) }
      return await Self.answer(request, site, rules)
    }
    let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: port), timeout: 900, logger: .disabled, handler: handler)
    async let running: Void = server.run()
    do { try await server.waitUntilListening() } catch {
      try await running
      throw Failure("127.0.0.1:\(port): the server did not start")
    }
    guard case .ip4(_, let actual)? = await server.listeningAddress else { throw Failure("the server has no port") }
    let rules = ReviewGuard(port: actual)
    box.rules = rules
    isReady(rules.address)
    try await running
  }

  private final class GuardBox: @unchecked Sendable {
    private let lock = Lock()
    private var made: ReviewGuard?

    var rules: ReviewGuard? {
      get { lock.locked { made } }
      set { lock.locked { made = newValue } }
    }
  }

  private static func answer(_ request: HTTPRequest, _ site: ReviewSite, _ rules: ReviewGuard) async -> HTTPResponse {
    var answer: ReviewAnswer
    do {
      answer = try await self.answer(checked: request, site, rules)
    } catch let refused as ReviewGuard.Refused {
      answer = ReviewAnswer(status: refused.status, type: "text/plain; charset=utf-8", body: Array((refused.message + "\n").utf8))
    } catch {
      answer = ReviewAnswer(status: .internalServerError, type: "text/plain; charset=utf-8", body: Array("\(error)\n".utf8))
    }
    var headers = HTTPHeaders(ReviewGuard.headers.merging([.contentType: answer.type]) { $1 })
    for (name, value) in answer.headers { headers[name] = value }
    return HTTPResponse(statusCode: answer.status, headers: headers, body: request.method == .HEAD ? Data() : Data(answer.body))
  }

  private static func answer(checked request: HTTPRequest, _ site: ReviewSite, _ rules: ReviewGuard) async throws -> ReviewAnswer {
    try rules.check(request)
    let path = request.target.path(percentEncoded: true)
    if path.hasPrefix("/assets/") { return site.asset(String(path.dropFirst(8))) }
    if path == "/", request.method == .GET,
      let token = ReviewRequest.pairs(request.target.query(percentEncoded: true)).first(where: { $0.name == "token" })
    {
      guard rules.isToken(token.value) else { throw ReviewGuard.Refused(status: .forbidden, message: refusal) }
      var answer = ReviewAnswer.redirect("/")
      answer.headers[.setCookie] = "\(rules.cookie)=\(rules.token); Path=/; HttpOnly; SameSite=Strict"
      return answer
    }
    guard rules.isKnown(request) else { throw ReviewGuard.Refused(status: .forbidden, message: refusal) }
    var form: [UInt8] = []
    if request.method == .POST {
      guard let length = request.headers[.contentLength].flatMap(Int.init), length <= ReviewGuard.longestForm else {
        throw ReviewGuard.Refused(
          status: .payloadTooLarge, message: "A form has a length, and one of at most 1 MB.")
      }
      form = [UInt8](try await request.bodyData)
    }
    let editor = rules.cookies(of: request)[ReviewSite.editorCookie].flatMap(\.removingPercentEncoding)
    let asked = ReviewRequest(request, form: form, editor: editor)
    if asked.isPost {
      do { try rules.checkChange(request, token: asked.form("token")) } catch {
        return site.refusal(error.message, error.status, asked, token: rules.token)
      }
    }
    return site.answer(asked, token: rules.token)
  }

  private static let refusal = "This review is open to the browser that opened the address which emend printed at the start."
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
