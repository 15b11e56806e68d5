import Emend
import EmendConfiguration
import EmendCore
import EmendFiles
import Foundation
import GRDB
import NIOHTTP1

/// What stands at each address of the review.
struct ReviewSite: Sendable {
  let session: ReviewSession
  /// Who decides where the browser says nothing else.
  let editor: String
  let apply: ReviewApply
  /// What each rule does, in a line, by its id.
  let summaries: [String: String]

  /// What stands before each address: the secret folder of `ReviewGuard`, or nothing.
  private(set) var root = ""

  /// Rows of a page of the queue and of the lists.
  static let perPage = 200

  init(_ session: ReviewSession, editor: String, apply: ReviewApply) {
    self.session = session
    self.editor = editor
    self.apply = apply
    summaries = Dictionary(uniqueKeysWithValues: Pipeline.standard().stages.flatMap(\.rules).map { ($0.id, $0.summary) })
  }

  /// What is asked by whom: all that the pages are made of.
  struct Visit {
    let request: ReviewRequest
    let token: String
    let editor: String
    let head: HTTPRequestHead
    let rules: ReviewGuard
  }

  /// The answer to a request that was let in and has come whole.
  func answer(_ head: HTTPRequestHead, _ place: ReviewRequest.Place, _ form: [UInt8], _ rules: ReviewGuard) -> ReviewAnswer {
    var site = self
    site.root = place.root
    let request = ReviewRequest(head, place, form: form, editor: rules.editor(of: head))
    return site.answer(Visit(request: request, token: rules.token, editor: request.editor ?? editor, head: head, rules: rules))
  }

  private func answer(_ visit: Visit) -> ReviewAnswer {
    do {
      if visit.request.isPost { try visit.rules.checkForm(visit.head, token: visit.request.form("token")) }
      return try route(visit)
    } catch let refused as ReviewGuard.Refused {
      return complaint(refused.message, refused.status, visit)
    } catch let failure as Failure {
      return complaint(failure.description, .badRequest, visit)
    } catch let trouble as ReviewDatabase.Trouble {
      return complaint(trouble.description, .serviceUnavailable, visit)
    } catch let errors as ConfigurationErrors {
      return complaint(errors.messages.joined(separator: "\n"), .badRequest, visit)
    } catch is ReviewDatabase.StaleRun {
      return complaint("The record was read anew since this page was made; load it again.", .conflict, visit)
    } catch is ReviewSession.Missing {
      return complaint("There is no such page in this review.", .notFound, visit)
    } catch {
      return complaint("\(error)", .internalServerError, visit)
    }
  }

  private func route(_ visit: Visit) throws -> ReviewAnswer {
    let request = visit.request
    let path = request.path
    func number(_ index: Int) throws -> Int {
      guard index < path.count, let number = Int(path[index]), number >= 0 else { throw ReviewSession.Missing() }
      return number
    }
    switch (request.isPost, path.first ?? "", path.count) {
    case (false, "assets", 2): return asset(path[1])
    case (false, "", 0): return .page(try ReviewPages.queue(queue(visit)))
    case (false, "record", 2): return .page(try ReviewPages.record(record(Int64(number(1)), visit)))
    case (false, "record", 4) where path[2] == "part":
      let view = try record(Int64(number(1)), visit, part: number(3))
      guard let part = view.parts.first(where: \.isShown) else { throw ReviewSession.Missing() }
      return .page(try ReviewPages.fragment(part, of: view))
    case (true, "record", 3) where path[2] == "decide": return try decide(Int64(number(1)), visit)
    case (true, "record", 3) where path[2] == "mark": return try mark(Int64(number(1)), visit)
    case (false, "image", 3): return try image(Int64(number(1)), number(2))
    case (false, "edits", 1): return .page(try ReviewPages.alikes(alikes(visit)))
    case (false, "concordance", 1): return .page(try ReviewPages.concordance(concordance(visit)))
    case (true, "concordance", 2) where path[1] == "decide": return try decideConcordance(visit)
    case (false, "apply", 1): return .page(try ReviewPages.apply(applyView(visit, done: nil)))
    case (true, "apply", 1): return .page(try ReviewPages.apply(applied(visit)))
    case (false, "learn", 1), (true, "learn", 1): return .page(try ReviewPages.learn(learn(visit)))
    case (false, "help", 1): return .page(try ReviewPages.help(frame(visit, "Help")))
    case (false, "decisions.jsonl", 1):
      let file = try session.database.exported()
      return ReviewAnswer(
        type: "application/jsonl; charset=utf-8", body: try ByteWriter.collect { try file.write(to: &$0) },
        headers: [("Content-Disposition", "attachment; filename=\"decisions.jsonl\"")])
    case (true, "editor", 1): return try setEditor(visit)
    default: throw ReviewSession.Missing()
    }
  }

  private func asset(_ name: String) -> ReviewAnswer {
    switch name {
    case "review.css": ReviewAnswer(type: "text/css; charset=utf-8", body: Array(ReviewTemplates.stylesheet.utf8))
    case "review.js": ReviewAnswer(type: "text/javascript; charset=utf-8", body: Array(ReviewTemplates.script.utf8))
    default: ReviewAnswer(status: .notFound, type: "text/plain; charset=utf-8")
    }
  }

  func frame(_ visit: Visit, _ title: String) throws -> Frame {
    Frame(
      title: title, editor: visit.editor, token: visit.token, folder: session.title,
      open: try session.database.counts(session.records).open,
      root: root, notice: session.database.notice)
  }

  private func complaint(_ text: String, _ status: HTTPResponseStatus, _ visit: Visit) -> ReviewAnswer {
    if visit.request.wantsJSON, let answer = try? ReviewAnswer.json(status: status, { try $0.member("error", text) }) { return answer }
    let frame = Frame(
      title: "Trouble", editor: visit.editor, token: visit.token, folder: session.title, open: 0, root: root,
      notice: session.database.notice)
    let view = MessageView(
      frame: frame, heading: status == .notFound ? "Nothing here" : "That did not work", text: text, backURL: "\(root)/")
    return .page((try? ReviewPages.message(view)) ?? text, status: status)
  }

  private func setEditor(_ visit: Visit) throws -> ReviewAnswer {
    let name = (visit.request.form("name") ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    if name.isEmpty || name.utf8.count > 800 || name.unicodeScalars.contains(where: { $0.value < 0x20 }) {
      throw Failure("The name of the editor is empty or too long.")
    }
    var answer = ReviewAnswer.redirect("\(root)/")
    let value = ReviewRequest.encoded([("n", name)]).dropFirst(2)
    answer.headers.append(("Set-Cookie", visit.rules.editorCookie(String(value))))
    return answer
  }

  private func image(_ id: Int64, _ number: Int) throws -> ReviewAnswer {
    let images = try session.record(id).images()
    guard images.indices.contains(number) else { throw ReviewSession.Missing() }
    let bytes = try Files.read(images[number].path)
    return ReviewAnswer(
      type: bytes.first == 0x89 ? "image/png" : "image/jpeg", body: bytes, headers: [("Cache-Control", "private, max-age=3600")])
  }
}

/// What stands on every page.
struct Frame {
  let title: String
  /// Who decides, as the ledgers will name them.
  let editor: String
  /// Belongs into each form, as the field `token`.
  let token: String
  /// What is reviewed: a folder or a file.
  let folder: String
  /// Suggestions that nobody has decided, in all records.
  let open: Int
  /// What stands before the address of each page.
  let root: String
  /// What the editor has to know of the database; empty as a rule.
  let notice: String
}
