import Foundation
import NIOHTTP1

/// Who may ask the server for what: the browser that was given the token, from pages of this server alone.
///
/// The records are confidential, and every program on the machine can reach a port of 127.0.0.1; so can every page in the
/// editor's browser. So each address needs the token that was printed at the start (as a cookie that the first address
/// sets), the Host must be this server (against DNS rebinding), and each change the same origin and the token once more.
struct ReviewGuard: Sendable {
  let token: String
  let port: UInt16

  /// Bytes of a form that are taken.
  static let longestForm = 1 << 20

  /// The name of the cookie; of the port, so that two reviews on a machine do not take each other's away.
  var cookie: String { "emend-\(port)" }

  init(port: UInt16) {
    self.port = port
    var random = SystemRandomNumberGenerator()
    token = (0..<4).map { _ in
      let digits = String(random.next(), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// The address to open, with the token that makes a browser the editor's.
  var address: String { "http://127.0.0.1:\(port)/?token=\(token)" }

  struct Refused: Error {
    let status: HTTPResponseStatus
    let message: String
  }

  /// - Throws: `Refused` for a request of another host, with a path that leads elsewhere, or of a method that nothing here has.
  func check(_ request: HTTPRequestHead) throws(Refused) {
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
  }

  /// What a browser is told that does not have the token.
  var unknown: Refused {
    Refused(status: .forbidden, message: "This review is open to the browser that opened the address which emend printed at the start.")
  }

  /// True for a request that has the token.
  func isKnown(_ request: HTTPRequestHead) -> Bool {
    if let header = request.headers.first(name: Self.tokenHeader), isToken(header) { return true }
    return cookies(of: request)[cookie].map(isToken) ?? false
  }

  static let tokenHeader = "X-Emend-Token"

  /// - Throws: `Refused` for a change that another page asks for, or that lacks the token in form or header.
  func checkChange(_ request: HTTPRequestHead, token: String?) throws(Refused) {
    let own = ["http://127.0.0.1:\(port)", "http://localhost:\(port)"]
    if let origin = request.headers.first(name: "Origin"), !own.contains(origin) {
      throw Refused(status: .forbidden, message: "The request came from another page (\(origin.prefix(100))).")
    }
    if let site = request.headers.first(name: "Sec-Fetch-Site"), site != "same-origin", site != "none" {
      throw Refused(status: .forbidden, message: "The request came from another page.")
    }
    guard let sent = request.headers.first(name: Self.tokenHeader) ?? token, isToken(sent) else {
      throw Refused(status: .forbidden, message: "The form lacks the token of this review; load the page again.")
    }
  }

  /// Compares in the same time wherever the first difference is.
  func isToken(_ text: String) -> Bool {
    let (a, b) = (Array(text.utf8), Array(token.utf8))
    return a.count == b.count && zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  func cookies(of request: HTTPRequestHead) -> [String: String] {
    var found: [String: String] = [:]
    for part in request.headers["Cookie"].flatMap({ $0.split(separator: ";") }) {
      let pair = part.split(separator: "=", maxSplits: 1)
      if pair.count == 2 { found[pair[0].trimmingCharacters(in: .whitespaces)] = String(pair[1]) }
    }
    return found
  }

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
