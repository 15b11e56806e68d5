import EmendCore
import Foundation
import NIOHTTP1

/// Who may ask the server for what: the browser that opened the address which was printed, from pages of this server alone.
///
/// The records are confidential, and every program on the machine can reach a port of 127.0.0.1; so can every page in the
/// editor's browser. So each request needs the token, the Host must be this server (against DNS rebinding), and each change
/// the same origin and the token once more. All but the token of a form is judged by the head: what comes from others is
/// refused before any of its body is read.
///
/// A browser sends a host's cookies to all its ports, those of other users' services as well; SameSite does not hinder it.
/// But it sends none to a path that the cookie is not for. So the pages lie below a root that nobody can guess, the cookie is
/// for that root, and no request to another port ever has it. This needs no script, and no name that only some resolve.
/// A program that sends the token itself, as the tests do, may leave the root out; the links in its answers do so, too.
struct ReviewGuard: Sendable {
  let token: String
  let port: UInt16
  /// What stands before the path of each page: `/` and a name that nobody can guess.
  let root: String
  /// For the browser that the program opens.
  let invitation = Invitation()

  /// Bytes of a form that are taken.
  static let longestForm = 1 << 20

  static let tokenHeader = "X-Emend-Token"

  init(port: UInt16) {
    self.port = port
    token = Self.secret()
    root = "/" + Self.secret().prefix(32)
  }

  /// 256 random bits.
  static func secret() -> String {
    var random = SystemRandomNumberGenerator()
    return (0..<4).map { _ in
      let digits = String(random.next(), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  private var origin: String { "http://127.0.0.1:\(port)" }

  /// The address to open, with the token that makes a browser the editor's.
  var address: String { "\(origin)/?token=\(token)" }

  /// The same for one browser, once.
  var invitationAddress: String { "\(origin)/?code=\(invitation.code)" }

  /// The name of the cookie; of the port, so that two reviews on a machine do not take each other's away.
  private var cookie: String { "emend-\(port)" }

  /// The name of the cookie that keeps the editor's name. No other service can guess it, so none can give them another.
  private var nameCookie: String { "emend-editor-\(root.dropFirst())" }

  struct Refused: Error {
    let status: HTTPResponseStatus
    let message: String
  }

  enum Admitted {
    /// A request for a page: its path, and the root that is to stand before the addresses in its answer.
    case page(path: String, root: String)
    /// A browser that comes in: the answer makes it the editor's.
    case entry(ReviewAnswer)
  }

  /// - Throws: `Refused` for a request that has no business here, whatever its body.
  func admit(_ request: HTTPRequestHead) throws(Refused) -> Admitted {
    let path = try checked(request)
    if path == "/", request.method == .GET, let answer = entry(request) { return .entry(answer) }
    guard isKnown(request) else { throw unknown }
    if request.method == .POST { try checkOrigin(request) }
    return path == root || path.hasPrefix(root + "/")
      ? .page(path: String(path.dropFirst(root.count)), root: root) : .page(path: path, root: "")
  }

  /// - Throws: `Refused` for a form that lacks the token and does not have it in a header either.
  func checkForm(_ request: HTTPRequestHead, token: String?) throws(Refused) {
    guard let sent = request.headers.first(name: Self.tokenHeader) ?? token, isToken(sent) else {
      throw Refused(status: .forbidden, message: "The form lacks the token of this review; load the page again.")
    }
  }

  /// The path of a request to this server that is one at all.
  private func checked(_ request: HTTPRequestHead) throws(Refused) -> String {
    let host = request.headers.first(name: "Host") ?? ""
    guard host == "127.0.0.1:\(port)" || host == "localhost:\(port)" else {
      throw Refused(status: .misdirectedRequest, message: "This server answers to 127.0.0.1:\(port) alone.")
    }
    let raw = String(request.uri.prefix { $0 != "?" })
    let path = raw.removingPercentEncoding ?? ""
    let isPlain = path.hasPrefix("/") && !path.utf8.contains { $0 < 0x20 || $0 == UInt8(ascii: "\\") }
    guard isPlain, !path.split(separator: "/").contains(".."), !raw.lowercased().contains("%2f") else {
      throw Refused(status: .badRequest, message: "An address here has no .. and no control characters.")
    }
    guard request.method == .GET || request.method == .POST || request.method == .HEAD else {
      throw Refused(status: .methodNotAllowed, message: "Only GET and POST are understood.")
    }
    return path
  }

  /// What a browser is told that does not have the token.
  private var unknown: Refused {
    Refused(status: .forbidden, message: "This review is open to the browser that opened the address which emend printed at the start.")
  }

  /// The answer to the address that was printed, or to the one that the program's own browser got; nil for another.
  private func entry(_ request: HTTPRequestHead) -> ReviewAnswer? {
    let query = ReviewRequest.pairs(String(request.uri.drop { $0 != "?" }.dropFirst()))
    func value(_ name: String) -> String? { query.first { $0.name == name }?.value }
    let isInvited = value("code").map(invitation.take) ?? false
    guard isInvited || value("token").map(isToken) ?? false else { return nil }
    // A redirect goes on in the name of the page that led here, for which the browser keeps a strict cookie back; a page of
    // this server that leads on does not.
    var answer =
      isInvited || request.headers.first(name: "Sec-Fetch-Site") == "cross-site"
      ? ReviewAnswer.page(Browser.page(leadingTo: root + "/")) : .redirect(root + "/")
    answer.headers.append(("Set-Cookie", "\(cookie)=\(token)" + attributes))
    return answer
  }

  /// True for a request that has the token.
  private func isKnown(_ request: HTTPRequestHead) -> Bool {
    if let header = request.headers.first(name: Self.tokenHeader), isToken(header) { return true }
    return cookies(of: request).contains { $0.name == cookie && isToken($0.value) }
  }

  /// - Throws: `Refused` for a change that another page asks for.
  private func checkOrigin(_ request: HTTPRequestHead) throws(Refused) {
    if let from = request.headers.first(name: "Origin"), from != origin, from != "http://localhost:\(port)" {
      throw Refused(status: .forbidden, message: "The request came from another page (\(from.prefix(100))).")
    }
    if let site = request.headers.first(name: "Sec-Fetch-Site"), site != "same-origin", site != "none" {
      throw Refused(status: .forbidden, message: "The request came from another page.")
    }
  }

  private func isToken(_ text: String) -> Bool { Self.isSame(text, token) }

  /// Compares in the same time wherever the first difference is.
  static func isSame(_ text: String, _ secret: String) -> Bool {
    let (a, b) = (Array(text.utf8), Array(secret.utf8))
    return a.count == b.count && zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// Several may have one name: those for the longest path come first, and what another service has set comes with them.
  private func cookies(of request: HTTPRequestHead) -> [(name: String, value: String)] {
    request.headers["Cookie"].flatMap { $0.split(separator: ";") }.compactMap { part in
      let pair = part.split(separator: "=", maxSplits: 1)
      return pair.count == 2 ? (pair[0].trimmingCharacters(in: .whitespaces), String(pair[1])) : nil
    }
  }

  /// The name of the editor that was set in the browser.
  func editor(of request: HTTPRequestHead) -> String? {
    cookies(of: request).first { $0.name == nameCookie }?.value.removingPercentEncoding
  }

  /// What sets it.
  func editorCookie(_ value: String) -> String { "\(nameCookie)=\(value)" + attributes }

  private var attributes: String { "; Path=\(root); HttpOnly; SameSite=Strict" }

  /// What every answer says: nothing from elsewhere, nothing inline, in no frame, kept by nobody.
  static let headers: [(String, String)] = [
    (
      "Content-Security-Policy",
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    ("X-Content-Type-Options", "nosniff"),
    // Not no-referrer: forms would then say that they come from nowhere, as those of other pages may.
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
    ("Cache-Control", "no-store"),
  ]
}
