import Foundation
import Testing

@testable import Emend
@testable import EmendCommandLine
@testable import EmendCore
@testable import EmendReports
@testable import EmendReview

/// `emend review` as editors and browsers meet it.
@Suite struct ReviewCommandTests {
  private static let record = "Summery Record\n\nTOD SECRET - SENSITIVE\n\nHe sugge sted it. The SINSITIVE paper was read.\n"

  private func folder(_ text: String = record) throws -> CommandLineTests.Folder {
    let folder = try CommandLineTests.Folder()
    try folder.write("box 7/a.txt", text)
    return folder
  }

  // MARK: Deciding

  @Test func decisionsAreAppliedSignedAndUndone() throws {
    let folder = try folder()
    let server = try ReviewServer(["box 7"], in: folder.url)
    let page = try server.get("/record/1").body
    #expect(page.contains("SINSITIV<span class=\"k\">E</span>") && page.contains("id=\"s4\""))
    let numbers = Dictionary(
      uniqueKeysWithValues: try Review(Pipeline.standard().run(Self.record)).suggestions.map { ($0.edit.originalText, $0.number) })
    #expect(try server.decide(1, #require(numbers["Summery"]), "reject").body.contains("\"state\": \"rejected\""))
    #expect(try server.decide(1, #require(numbers["SINSITIVE"]), "reading", reading: "SENSIBLE & <b>").status == 200)
    #expect(try server.decide(1, #require(numbers["sugge sted"]), "accept").status == 200)
    #expect(try server.post("/apply", []).status == 200)
    #expect(try folder.text("box 7/a.txt") == "Summery Record\n\nHe suggested it. The SENSIBLE & <b> paper was read.\n")
    let ledger = try folder.text("box 7/a.txt.emend.json")
    #expect(ledger.contains("\"decision\": {\"verdict\": \"changed\", \"by\": \"A. Reader\", \"at\": \"20"))
    #expect(ledger.contains("\"verdict\": \"rejected\""))
    // Other decisions later: the source is still what they start from.
    #expect(try server.decide(1, #require(numbers["Summery"]), "accept").status == 200)
    #expect(try server.post("/apply", []).status == 200)
    #expect(try folder.text("box 7/a.txt").hasPrefix("Summary Record"))
    #expect(try folder.emend("undo", "box 7/a.txt").status == 0)
    #expect(try folder.text("box 7/a.txt") == Self.record)
  }

  @Test func aReadingKeepsTheEdgesThatNobodySees() throws {
    let folder = try folder("They reached an agree-\r\nment on it.\r\nHe left.\r\n")
    let server = try ReviewServer(["box 7"], in: folder.url)
    #expect(try server.get("/record/1").body.contains("ment</textarea>"))
    #expect(try server.decide(1, 1, "reading", reading: "MENT").status == 200)
    #expect(try server.post("/apply", []).status == 200)
    #expect(try folder.text("box 7/a.txt") == "They reached an agreeMENT\r\non it.\r\nHe left.\r\n")
  }

  @Test func whatWasAnsweredOutlivesAKill() throws {
    let folder = try folder(String(repeating: Self.record + "\n", count: 6))
    var decided: [String] = []
    for round in 0..<4 {
      let server = try ReviewServer(["box 7"], in: folder.url)
      for number in round * 4 + 1...round * 4 + 4 {
        let verdict = number % 3 == 0 ? "reject" : "accept"
        let answer = try server.decide(1, number, verdict)
        #expect(answer.status == 200 && answer.body.contains("\"number\": \(number), \"state\": \"\(verdict)ed\""))
        decided.append("\(number) \(verdict)ed")
      }
      server.kill()
    }
    let server = try ReviewServer(["box 7"], in: folder.url)
    let page = try server.get("/record/1").body
    for entry in decided {
      let parts = entry.split(separator: " ")
      #expect(page.contains("data-number=\"\(parts[0])\" data-state=\"\(parts[1])\""), "\(entry)")
    }
    let exported = try folder.emend("review", "--export", "-").output
    #expect(exported.split(separator: "\n").count == decided.count + 1)
  }

  @Test func twoServersShareADatabase() throws {
    let folder = try folder()
    let one = try ReviewServer(["box 7"], in: folder.url)
    let two = try ReviewServer(["box 7"], in: folder.url)
    #expect(try one.decide(1, 1, "accept").status == 200)
    #expect(try two.decide(1, 2, "reject").status == 200)
    for server in [one, two] {
      let page = try server.get("/record/1").body
      #expect(page.contains("data-number=\"1\" data-state=\"accepted\"") && page.contains("data-number=\"2\" data-state=\"rejected\""))
    }
    // What another editor decided is not taken back.
    #expect(try two.decide(1, 0, "undo").body.contains("\"number\": 2, \"state\": \"open\""))
  }

  @Test func oneEditIsDecidedInAllRecords() throws {
    let folder = try folder()
    try folder.write("box 7/b.txt", "Another SINSITIVE paper was read, and a SINSITIVE letter.\n")
    let server = try ReviewServer(["box 7"], in: folder.url)
    let edits = try server.get("/edits?rule=spelling.correction").body
    let address = try "?id=" + #require(edits.firstMatch(of: /concordance\?id=([0-9]+)/)).1
    let page = try server.get("/concordance" + address).body
    #expect(page.contains("Another") && page.contains("letter") && page.contains("paper was read"))
    let answer = try server.post("/concordance/decide" + address, [("verdict", "reject"), ("all", "1")])
    #expect(answer.body.ranges(of: "\"state\": \"rejected\"").count == 3)
    #expect(try server.post("/apply", []).status == 200)
    #expect(try folder.text("box 7/b.txt").contains("SINSITIVE letter"))
  }

  @Test func allOfARuleAndUndo() throws {
    let folder = try folder("The SINSITIVE paper. The SINSITIVE letter. The SINSITIVE note.\n")
    let server = try ReviewServer(["box 7"], in: folder.url)
    #expect(try server.decide(1, 2, "accept", scope: "rule").body.ranges(of: "accepted by A. Reader").count == 3)
    #expect(try server.decide(1, 0, "undo").body.ranges(of: "\"state\": \"open\"").count == 3)
  }

  @Test func aDecisionAboutAnEarlierReadingIsRefused() throws {
    let folder = try folder()
    let server = try ReviewServer(["box 7"], in: folder.url)
    let answer = try server.post("/record/1/decide", [("run", "0"), ("number", "1"), ("verdict", "accept")])
    #expect(answer.status == 409 && answer.body.contains("error"))
  }

  @Test func aFileThatChangedIsReadAnewBeforeItIsWritten() throws {
    let folder = try folder()
    let server = try ReviewServer(["box 7"], in: folder.url)
    #expect(try server.decide(1, 1, "reject").status == 200)
    try folder.write("box 7/a.txt", "A new first line.\n" + Self.record)
    #expect(try server.post("/apply", []).status == 200)
    let text = try folder.text("box 7/a.txt")
    #expect(text.hasPrefix("A new first line.\nSummery Record") && text.contains("SENSITIVE paper"))
    #expect(try folder.emend("undo", "box 7/a.txt").status == 0)
    #expect(try folder.text("box 7/a.txt") == "A new first line.\n" + Self.record)
  }

  // MARK: Who may ask

  @Test func othersAreRefused() throws {
    let folder = try folder()
    try folder.write("secret.txt", "the SINSITIVE secret\n")
    let server = try ReviewServer(["box 7"], in: folder.url)
    let form = [("run", try server.run(1)), ("number", "1"), ("verdict", "accept")]
    let here = "http://127.0.0.1:\(server.port)"
    #expect(try server.get("/", ["X-Emend-Token": ""]).status == 403)
    #expect(try server.get("/", ["X-Emend-Token": "", "Cookie": "emend-\(server.port)=0"]).status == 403)
    #expect(try server.get("/?token=0", ["X-Emend-Token": ""]).status == 403)
    #expect(
      try server.post("/record/1/decide", form, ["X-Emend-Token": "", "Cookie": "emend-\(server.port)=\(server.token)"]).status == 403)
    for origin in ["http://example.org", "null", "http://127.0.0.1:1", "https://127.0.0.1:\(server.port)"] {
      #expect(try server.post("/record/1/decide", form, ["Origin": origin]).status == 403, "\(origin)")
    }
    #expect(try server.post("/record/1/decide", form, ["Sec-Fetch-Site": "cross-site"]).status == 403)
    #expect(try server.get("/", ["Host": "example.org"]).status == 421)
    #expect(try server.send("PUT", "/", ["X-Emend-Token": server.token]).status == 405)
    for path in [
      "/../secret.txt", "/image/../../secret.txt", "/assets/%2e%2e/secret.txt", "/assets/..%2fsecret.txt", "/image/1/..%5csecret",
    ] {
      let answer = try server.get(path)
      #expect([400, 404].contains(answer.status) && !answer.body.contains("SINSITIVE secret"), "\(path)")
    }
    for path in ["/record/2", "/record/-1", "/record/99999999999999999999", "/image/1/0", "/record/1/part/7", "/nothing"] {
      #expect(try server.get(path).status == 404, "\(path)")
    }
    #expect(try server.get("/record/1").body.contains("data-number=\"1\" data-state=\"open\""), "nothing was decided")
    #expect(try server.post("/record/1/decide", form, ["Origin": here, "Sec-Fetch-Site": "same-origin"]).status == 200)
    let headers = try server.get("/").headers
    #expect(
      headers.contains("default-src 'none'") && headers.contains("frame-ancestors 'none'")
        && headers.contains("Referrer-Policy: same-origin") && headers.contains("nosniff"))
  }

  @Test func aRecordCannotWriteThePage() throws {
    let hostile = "</textarea><script>alert(1)</script> <img src=x onerror=alert(1)> \" ' SINSITIVE \u{202E}txet\u{2066}\n"
    let folder = try folder(hostile)
    try folder.write("box 7/<b>&\"'.txt", hostile)
    let server = try ReviewServer(["box 7"], in: folder.url)
    for path in [
      "/", "/record/1", "/record/2", "/edits", "/apply", "/concordance?rule=spelling.correction&original=%3Cscript%3E&replacement=x",
    ] {
      let page = try server.get(path).body
      #expect(
        !page.contains("<script>") && !page.contains("<img src=x") && !page.contains("<b>&\"") && !page.contains("\u{202E}"), "\(path)")
    }
  }

  // MARK: Learning, terminal, files

  @Test func aDecisionBecomesADictionaryEntry() throws {
    let folder = try folder()
    let server = try ReviewServer(["box 7"], in: folder.url)
    let form = [("kind", "correction"), ("scope", "folder"), ("wrong", "Dobrynln"), ("right", "Dobrynin"), ("note", "")]
    let shown = try server.post("/learn?record=1&suggestion=1", form + [("step", "show")])
    #expect(shown.body.contains("+dobrynln\tDobrynin\tA. Reader") && !folder.has("box 7/.emend/corrections.tsv"))
    #expect(try server.post("/learn?record=1&suggestion=1", form + [("step", "add")]).status == 200)
    #expect(try folder.text("box 7/.emend/corrections.tsv").contains("dobrynln\tDobrynin\tA. Reader"))
    try folder.write("box 7/b.txt", "The Dobrynln note was read to all of them there.\n")
    #expect(try folder.emend("check", "box 7/b.txt").output.contains("\"Dobrynln\" → \"Dobrynin\""))
  }

  @Test func anErrorThatEveryStageMissedIsSetByHand() throws {
    let folder = try folder("He read the paper.\nHe read the paper to them.\n")
    let server = try ReviewServer(["box 7"], in: folder.url)
    func mark(_ line: Int, _ text: String, _ reading: String) throws -> ReviewServer.Answer {
      try server.post(
        "/record/1/mark", [("run", try server.run(1)), ("line", String(line)), ("text", text), ("reading", reading)])
    }
    #expect(try mark(2, "paper", "papers").status == 200)
    #expect(try mark(2, "paper", "sheet").body.contains("no. 1"))
    #expect(try mark(1, "note", "notes").body.contains("does not have"))
    #expect(try mark(1, "e", "a").body.contains("times"))
    #expect(try mark(9, "e", "a").body.contains("no line 9"))
    #expect(try server.post("/apply", []).status == 200)
    #expect(try folder.text("box 7/a.txt") == "He read the paper.\nHe read the papers to them.\n")
    #expect(try folder.emend("undo", "box 7/a.txt").status == 0)
  }

  @Test func theTerminalAsksHunkByHunk() throws {
    let folder = try folder()
    let result = try folder.emend("review", "--terminal", "--editor", "T. Reader", "box 7/a.txt", input: "?\nn\ns\ny\nu\ne\nsugested\nq\n")
    #expect(result.status == 0)
    #expect(result.output.contains("Accept this edit [y,n,e,a,d,A,s,u,q,?]?") && result.output.contains("type another reading"))
    #expect(result.output.contains("- [Summery] Record") && result.output.contains("+ [Summary] Record"))
    #expect(try folder.emend("review", "--apply", "box 7").status == 0)
    let text = try folder.text("box 7/a.txt")
    #expect(text.hasPrefix("Summery Record") && text.contains("SENSITIVE paper"))
    #expect(try folder.text("box 7/a.txt.emend.json").contains("\"by\": \"T. Reader\""))
  }

  @Test func decisionsGoToAnotherMachine() throws {
    let here = try folder()
    _ = try here.emend("review", "--terminal", "box 7/a.txt", input: "n\nq\n")
    #expect(try here.emend("review", "--export", "d.jsonl").status == 0)
    let there = try folder()
    try there.write("d.jsonl", here.read("d.jsonl"))
    #expect(try there.emend("review", "--import", "d.jsonl", "--apply", "box 7", "-o", "out").status == 0)
    #expect(try there.text("out/a.txt").hasPrefix("Summery Record"))
    #expect(try there.text("box 7/a.txt") == Self.record)
    #expect(try there.emend("undo", "out/a.txt").status == 0)
    #expect(try there.text("out/a.txt") == Self.record)
    try there.write("bad.jsonl", "{\"path\": 1}\n")
    let bad = try there.emend("review", "--import", "bad.jsonl")
    #expect(bad.status == 2 && bad.errors.contains("bad.jsonl: line 1"))
  }

  @Test func reportsNameWhoDecided() throws {
    let folder = try folder()
    _ = try folder.emend("review", "--terminal", "--editor", "T. <Reader>", "box 7/a.txt", input: "y\ne\n\nq\n")
    #expect(try folder.emend("review", "--apply", "box 7/a.txt", "--report", "a.tei.xml", "--report", "a.csv").status == 0)
    let tei = try folder.text("a.tei.xml")
    #expect(tei.contains("<name>T. &lt;Reader&gt;</name>") && tei.contains("resp=\"#emend #editor1\""))
    #expect(tei.contains("<change who=\"#editor1\" when=\"20") && tei.contains(">1 accepted, 1 changed, 0 rejected</change>"))
    let table = try folder.text("a.csv")
    #expect(table.contains(",accepted,T. <Reader>,20") && table.contains(",changed,T. <Reader>,20"))
    #expect(try folder.emend("review", "--apply", "box 7", "--report", "a.csv").errors.contains("{}"))
    #expect(try folder.emend("review", "box 7", "--report", "a.csv").status == 2)
  }

  @Test func onlyWhatWasAcceptedOnRequest() throws {
    let folder = try folder()
    _ = try folder.emend("review", "--terminal", "box 7/a.txt", input: "y\nq\n")
    #expect(try folder.emend("review", "--apply", "--only-decided", "box 7").status == 0)
    #expect(try folder.text("box 7/a.txt") == Self.record.replacing("Summery", with: "Summary"))
  }

  @Test func whatCannotBeIsSaid() throws {
    let folder = try folder()
    try folder.write("picture.txt", [0x89] + Array("PNG....".utf8))
    try folder.write("no.sqlite", "this is no database, but a text that somebody wrote\n")
    #expect(try folder.emend("review").status == 2)
    #expect(try folder.emend("review", "-", "--no-open").status == 2)
    #expect(try folder.emend("review", "missing.txt", "--apply").status == 2)
    #expect(try folder.emend("review", "missing.txt", "--no-open").errors.contains("missing.txt: cannot open"))
    let database = try folder.emend("review", "box 7", "--apply", "--database", "no.sqlite")
    #expect(database.status == 2 && database.errors.contains("no.sqlite: ") && database.errors.contains("--database"))
    let picture = try folder.emend("review", "picture.txt", "box 7", "--apply")
    #expect(picture.status == 2 && picture.errors.contains("PNG") && picture.errors.contains("1 records done, 1 failed"))
  }
}
