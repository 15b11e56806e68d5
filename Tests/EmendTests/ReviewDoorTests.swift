import Foundation
import Testing

@testable import EmendCommandLine
@testable import EmendCore

/// Who is let in to a review, how, and what others can do to it.
@Suite struct ReviewDoorTests {
  private func folder() throws -> CommandLineTests.Folder {
    let folder = try CommandLineTests.Folder()
    try folder.write("a.txt", "The SINSITIVE paper was read.\n")
    return folder
  }

  private func field(_ name: String, of answer: ReviewServer.Answer) -> String {
    answer.headers.split(separator: "\r\n").first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) } ?? ""
  }

  // MARK: Coming in

  /// Cookies are not bound to a port, but to a path: no request to another service ever has this one.
  @Test func theCookieIsForAPathThatNobodyCanGuess() throws {
    let folder = try folder()
    let server = try ReviewServer(["a.txt"], in: folder.url)
    let first = try server.send("GET", "/?token=\(server.token)", [:])
    let parts = field("Set-Cookie", of: first).split(separator: "; ").map(String.init)
    let root = field("Location", of: first).dropLast()
    #expect(first.status == 303 && root.wholeMatch(of: /\/[0-9a-f]{32}/) != nil)
    #expect(parts.count == 4 && parts[1...] == ["Path=\(root)", "HttpOnly", "SameSite=Strict"])
    let page = try server.send("GET", root + "/", ["Cookie": parts[0]])
    #expect(page.status == 200)
    // No link leads out of the path.
    let links = page.body.matches(of: /(?:href|src|action)="([^"]*)"/).map { String($0.1) }
    #expect(links.count > 5 && links.allSatisfy { $0.hasPrefix(root + "/") || $0.hasPrefix("#") }, "\(links)")
    for asset in ["/assets/review.css", "/assets/review.js"] {
      #expect(try server.send("GET", root + asset, ["Cookie": parts[0]]).status == 200)
      #expect(try server.send("GET", root + asset, [:]).status == 403)
    }
    // What another service has set under the same name does not shut the editor out.
    #expect(try server.send("GET", root + "/", ["Cookie": "\(parts[0]); \(parts[0].prefix { $0 != "=" })=x"]).status == 200)
    // The path alone is no token, and two reviews have two of each.
    #expect(try server.send("GET", root + "/", [:]).status == 403)
    let other = try ReviewServer(["a.txt"], in: folder.url)
    #expect(try other.send("GET", "/?token=\(server.token)", [:]).status == 403)
    #expect(try other.send("GET", root + "/", ["X-Emend-Token": other.token]).status == 404)
  }

  @Test func theNameOfTheEditorIsForThePathToo() throws {
    let folder = try folder()
    let server = try ReviewServer(["a.txt"], in: folder.url)
    let answer = try server.post("/editor", [("name", "B. Reader")])
    let cookie = field("Set-Cookie", of: answer)
    #expect(cookie.contains("; Path=/") && !cookie.contains("Path=/;"))
    #expect(try server.get("/", ["Cookie": String(cookie.prefix { $0 != ";" })]).body.contains("B. Reader"))
    #expect(try !server.get("/", ["Cookie": "emend-editor=Mallory"]).body.contains("Mallory"))
  }

  /// Arguments can be read by every user of the machine.
  @Test(.timeLimit(.minutes(2))) func theBrowserGetsAFileThatIsWorthNothingAfterwards() async throws {
    let folder = try folder()
    let script = """
      #!/bin/sh
      cat "$1" > page.html
      stat -c %a "$1" "$(dirname "$1")" > modes
      echo "$@" > arguments.new
      mv arguments.new arguments

      """
    try folder.write("bin/xdg-open", script)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: folder.url.appending(path: "bin/xdg-open").path)
    let server = try ReviewServer(
      ["a.txt"], in: folder.url, opensBrowser: true,
      environment: ["DISPLAY": ":0", "PATH": folder.url.appending(path: "bin").path + ":/usr/bin:/bin", "XDG_RUNTIME_DIR": folder.url.path])
    while !folder.has("arguments") { try await Task.sleep(for: .milliseconds(25)) }
    let file = try folder.text("arguments").trimmingCharacters(in: .newlines)
    #expect(file.hasPrefix(folder.url.path) && !file.contains(server.token) && !file.contains(String(server.port)))
    #expect(try folder.text("modes") == "600\n700\n")
    let page = try folder.text("page.html")
    let address = try #require(page.firstMatch(of: /http:\/\/127\.0\.0\.1:[0-9]+(\/\?code=[0-9a-f]{64})/)).1
    #expect(!page.contains(server.token))
    #expect(
      try server.send("GET", address.dropLast() + "0" == address ? address.dropLast() + "1" : address.dropLast() + "0", [:]).status == 403)
    #expect(try server.send("POST", String(address), [:]).status == 403)
    let first = try server.send("GET", String(address), [:])
    let cookie = field("Set-Cookie", of: first).prefix { $0 != ";" }
    let root = try #require(first.body.firstMatch(of: /url=(\/[0-9a-f]{32})\//)).1
    // A page of the server and no redirect, which would not get the strict cookie on the way from a file.
    #expect(first.status == 200 && field("Location", of: first).isEmpty)
    #expect(try server.send("GET", root + "/", ["Cookie": String(cookie)]).status == 200)
    let again = try server.send("GET", String(address), [:])
    #expect(again.status == 403 && field("Set-Cookie", of: again).isEmpty)
    // The file goes, and then its folder.
    let place = URL(filePath: file).deletingLastPathComponent().path
    while FileManager.default.fileExists(atPath: place) { try await Task.sleep(for: .milliseconds(25)) }
    #expect(!FileManager.default.fileExists(atPath: file))
  }

  // MARK: Standing in the way

  @Test func othersAreRefusedBeforeTheirBodyIsRead() throws {
    let folder = try folder()
    let server = try ReviewServer(["a.txt"], in: folder.url)
    let token = "X-Emend-Token: \(server.token)\r\n"
    let heads: [(String, String, Int)] = [
      ("POST", "", 403), ("GET", "", 403), ("POST", token + "Origin: http://127.0.0.1:1\r\n", 403),
      ("POST", token + "Sec-Fetch-Site: same-site\r\n", 403), ("PUT", token, 405),
    ]
    for (method, headers, status) in heads {
      let connection = try ReviewServer.Connection(server.port)
      // Nothing follows: an answer comes all the same.
      try connection.send(
        "\(method) /record/1/decide HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n\(headers)Content-Length: 900000\r\n\r\n")
      let answer = try #require(connection.answer())
      #expect(answer.status == status && answer.headers.contains("Connection: close"), "\(method) \(headers)")
      #expect(connection.answer() == nil, "the connection is closed")
    }
    let long = try ReviewServer.Connection(server.port)
    try long.send("POST /record/1/decide HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n\(token)Content-Length: 2000000\r\n\r\n")
    #expect(try #require(long.answer()).status == 413)
    // In chunks the head does not tell how long it will be.
    let chunks = try ReviewServer.Connection(server.port)
    try chunks.send("POST /record/1/decide HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n\(token)Transfer-Encoding: chunked\r\n\r\n")
    try chunks.send("100001\r\n" + String(repeating: "x", count: 0x100001))
    #expect(try #require(chunks.answer()).status == 413)
    // Who sends all before looking gets the answer, too.
    #expect(try server.send("POST", "/record/1/decide", [:], String(repeating: "x", count: 900_000)).status == 403)
  }

  @Test func theEditorHasAPlaceBesideManyOthers() throws {
    let folder = try folder()
    let server = try ReviewServer(["a.txt"], in: folder.url, files: 96)
    let known = try ReviewServer.Connection(server.port)
    let request = "GET /help HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nX-Emend-Token: \(server.token)\r\n\r\n"
    try known.send(request)
    #expect(try #require(known.answer()).status == 200)
    var others: [ReviewServer.Connection] = []
    for number in 0..<150 {
      let other = try ReviewServer.Connection(server.port)
      if number.isMultiple(of: 2) { try other.send("GET / HTTP/1.1\r\nX-A: ") }
      others.append(other)
    }
    #expect(try server.get("/").status == 200)
    #expect(try server.decide(1, 1, "accept").status == 200)
    // The first ones had to go, and one that had shown the token did not.
    #expect(others[0].answer() == nil)
    try known.send(request)
    #expect(try #require(known.answer()).status == 200)
  }

  @Test(.timeLimit(.minutes(2))) func aHeadThatTricklesIsNotWaitedFor() async throws {
    let folder = try folder()
    let server = try ReviewServer(["a.txt"], in: folder.url)
    let slow = try ReviewServer.Connection(server.port)
    let silent = try ReviewServer.Connection(server.port)
    try slow.send("GET / HTTP/1.1\r\nX-A: ")
    // The limit of the test ends this where the server does not.
    var isOpen = true
    while isOpen {
      try await Task.sleep(for: .milliseconds(100))
      do { try slow.send("a") } catch { isOpen = false }
    }
    #expect(silent.answer() == nil)
  }

  @Test func requestsOneAfterTheOtherAreAnsweredInOrder() throws {
    let folder = try folder()
    let server = try ReviewServer(["a.txt"], in: folder.url)
    let connection = try ReviewServer.Connection(server.port)
    let paths = ["/help", "/nothing", "/assets/review.css", "/edits"]
    let head = " HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nX-Emend-Token: \(server.token)\r\n\r\n"
    try connection.send(paths.map { "GET \($0)\(head)" }.joined())
    let answers = paths.compactMap { _ in connection.answer() }
    #expect(answers.map(\.status) == [200, 404, 200, 200])
    #expect(answers[2].headers.contains("text/css") && answers[3].body.contains("/concordance?id="))
  }

  @Test func everyAnswerHasTheStrictHeaders() throws {
    let folder = try folder()
    let server = try ReviewServer(["a.txt"], in: folder.url)
    let garbage = try ReviewServer.Connection(server.port)
    try garbage.send("what is this?\r\n\r\n")
    let answers = [
      try server.get("/"), try server.get("/nothing"), try server.get("/assets/review.js"), try server.send("GET", "/", [:]),
      try server.send("GET", "/?token=\(server.token)", [:]), try server.send("GET", "/", ["Host": "example.org"]),
      try #require(garbage.answer()),
    ]
    #expect(answers.map(\.status) == [200, 404, 200, 403, 303, 421, 400])
    for answer in answers {
      for field in [
        "default-src 'none'", "frame-ancestors 'none'", "Referrer-Policy: same-origin", "nosniff", "Cache-Control: no-store",
        "Cross-Origin-Resource-Policy: same-origin", "X-Frame-Options: DENY",
      ] { #expect(answer.headers.contains(field), "\(answer.status): \(field)") }
    }
    // The script reads why it was refused.
    #expect(try server.post("/record/1/decide", [], ["X-Emend-Token": "0"]).body.hasPrefix("{\"error\": "))
  }
}
