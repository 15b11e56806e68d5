import EmendCore
import Foundation
import NIOHTTP1

/// A request as the pages ask it: path, query and form.
struct ReviewRequest {
  let isPost: Bool
  /// Without the first slash: `["record", "12", "decide"]`.
  let path: [String]
  let query: [(name: String, value: String)]
  let form: [(name: String, value: String)]
  /// True when the script asks.
  let wantsJSON: Bool
  /// Who asks, as set in the browser; nil for the name that the review was started with.
  let editor: String?

  /// What a request is for, and the root that stands before it: `/` and a secret, or nothing.
  struct Place {
    /// Without the root: `/record/12/decide`.
    let path: String
    let root: String
  }

  init(_ request: HTTPRequestHead, _ place: Place, form: [UInt8], editor: String?) {
    isPost = request.method == .POST
    let parts = request.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = place.path.split(separator: "/").map(String.init)
    query = parts.count > 1 ? Self.pairs(String(parts[1])) : []
    self.form = Self.pairs(String(decoding: form, as: UTF8.self))
    wantsJSON = request.headers.first(name: "Accept")?.hasPrefix("application/json") ?? false
    self.editor = editor
  }

  func query(_ name: String) -> String? { query.first { $0.name == name }.map(\.value).flatMap { $0.isEmpty ? nil : $0 } }
  func form(_ name: String) -> String? { form.first { $0.name == name }?.value }
  func forms(_ name: String) -> [String] { form.filter { $0.name == name }.map(\.value) }

  var filter: SuggestionFilter {
    SuggestionFilter(stage: query("stage"), rule: query("rule"), level: query("level"), state: query("state"))
  }

  /// `a=1&b=x+y%21`
  static func pairs(_ text: String) -> [(name: String, value: String)] {
    text.split(separator: "&").map { part in
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      func decoded(_ text: Substring) -> String {
        let plain = String(text.replacing("+", with: " "))
        return plain.removingPercentEncoding ?? plain
      }
      return (decoded(pair[0]), pair.count > 1 ? decoded(pair[1]) : "")
    }
  }

  /// For a query.
  static func encoded(_ pairs: [(String, String?)]) -> String {
    var allowed = CharacterSet.alphanumerics
    allowed.insert(charactersIn: "-._~")
    return pairs.compactMap { name, value in
      guard let value, let code = value.addingPercentEncoding(withAllowedCharacters: allowed) else { return nil }
      return "\(name)=\(code)"
    }.joined(separator: "&")
  }
}

/// What goes back.
struct ReviewAnswer {
  var status = HTTPResponseStatus.ok
  var type = "text/html; charset=utf-8"
  var body: [UInt8] = []
  /// Beside those that every answer has, which they replace.
  var headers: [(String, String)] = []

  static func page(_ html: String, status: HTTPResponseStatus = .ok) -> ReviewAnswer {
    ReviewAnswer(status: status, body: Array(html.utf8))
  }

  /// An object with the members that `members` writes.
  static func json(status: HTTPResponseStatus = .ok, _ members: (inout ByteWriter) throws -> Void) rethrows -> ReviewAnswer {
    ReviewAnswer(status: status, type: "application/json", body: try ByteWriter.collect { try $0.object { try members(&$0) } })
  }

  static func text(_ text: String, _ status: HTTPResponseStatus) -> ReviewAnswer {
    ReviewAnswer(status: status, type: "text/plain; charset=utf-8", body: Array((text + "\n").utf8))
  }

  static func redirect(_ address: String) -> ReviewAnswer {
    ReviewAnswer(status: .seeOther, headers: [("Location", address)])
  }
}
