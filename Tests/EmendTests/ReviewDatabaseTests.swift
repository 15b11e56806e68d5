import Foundation
import Testing

@testable import EmendCommandLine
@testable import EmendCore

/// What becomes of decisions when somebody deletes or replaces their file in the middle of a review.
@Suite struct ReviewDatabaseTests {
  private static let line = "He sugge sted it. The SINSITIVE paper was read.\n"

  private func folder() throws -> CommandLineTests.Folder {
    let folder = try CommandLineTests.Folder()
    try folder.write("a.txt", String(repeating: Self.line, count: 6))
    return folder
  }

  private func path(_ name: String, _ folder: CommandLineTests.Folder) -> String { folder.url.appending(path: name).path }

  private func remove(_ names: [String], _ folder: CommandLineTests.Folder) throws {
    for name in names { try FileManager.default.removeItem(atPath: path(".emend/" + name, folder)) }
  }

  private func decide(_ numbers: ClosedRange<Int>, _ server: ReviewServer) throws {
    for number in numbers { #expect(try server.decide(1, number, "accept").status == 200, "\(number)") }
  }

  private func exported(_ folder: CommandLineTests.Folder, _ database: String = ".emend/review.sqlite") throws -> Int {
    try folder.emend("review", "--export", "-", "--database", database).output.split(separator: "\n").count - 1
  }

  private func mode(_ name: String, _ folder: CommandLineTests.Folder) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path(name, folder))[.posixPermissions] as? Int)
  }

  @Test(arguments: [
    ["review.sqlite", "review.sqlite-wal", "review.sqlite-shm"], ["review.sqlite"], ["review.sqlite-wal"], ["review.sqlite-shm"],
    ["review.sqlite", "review.sqlite-wal"], [""],
  ])
  func aDeletedFileIsSavedAnew(names: [String]) throws {
    let folder = try folder()
    let server = try ReviewServer(["a.txt"], in: folder.url)
    try decide(1...4, server)
    try remove(names, folder)
    try decide(5...8, server)
    #expect(try server.get("/record/1").body.ranges(of: "data-state=\"accepted\"").count == 8)
    #expect(server.errors.contains("saved there anew"))
    server.kill()
    #expect(try exported(folder) == 8)
    #expect(try mode(".emend/review.sqlite", folder) == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: path(".emend", folder)).allSatisfy { !$0.contains("kept") })
  }

  @Test(.timeLimit(.minutes(1))) func whatNobodyTouchesAfterwardsIsSavedToo() async throws {
    let folder = try folder()
    let server = try ReviewServer(["a.txt"], in: folder.url)
    try decide(1...3, server)
    try FileManager.default.removeItem(atPath: path(".emend", folder))
    while !server.errors.contains("saved there anew") { try await Task.sleep(for: .milliseconds(25)) }
    server.kill()
    #expect(try exported(folder) == 3)
  }

  @Test func whatTookThePlaceStaysAsItIs() throws {
    let folder = try folder()
    let server = try ReviewServer(["a.txt"], in: folder.url)
    try decide(1...2, server)
    try folder.write("other", "this is no database, but a text that somebody wrote\n")
    #expect(rename(path("other", folder), path(".emend/review.sqlite", folder)) == 0)
    try decide(3...4, server)
    #expect(try server.get("/").body.contains("class=\"notice\""))
    server.end()
    #expect(try folder.text(".emend/review.sqlite") == "this is no database, but a text that somebody wrote\n")
    #expect(server.errors.contains("review.sqlite.kept-1") && server.errors.contains("--import"))
    #expect(try exported(folder, ".emend/review.sqlite.kept-1") == 4)
  }

  /// An earlier copy is put back: by another file of the name, or over the content of the file.
  @Test(arguments: [true, false]) func anEarlierCopyLosesNothing(isMoved: Bool) throws {
    let folder = try folder()
    do {
      let server = try ReviewServer(["a.txt"], in: folder.url)
      try decide(1...2, server)
      server.end()
    }
    try folder.write("copy", folder.read(".emend/review.sqlite"))
    let server = try ReviewServer(["a.txt"], in: folder.url)
    try decide(3...4, server)
    #expect(try server.decide(1, 4, "clear").status == 200)
    if isMoved {
      #expect(rename(path("copy", folder), path(".emend/review.sqlite", folder)) == 0)
    } else {
      let file = try FileHandle(forWritingTo: folder.url.appending(path: ".emend/review.sqlite"))
      try file.truncate(atOffset: 0)
      try file.write(contentsOf: Data(folder.read("copy")))
    }
    try decide(5...6, server)
    server.end()
    #expect(try exported(folder) == 5)
  }

  @Test func aFileThatWasOverwrittenIsNotTrusted() throws {
    let folder = try folder()
    let server = try ReviewServer(["a.txt"], in: folder.url)
    try decide(1...2, server)
    let file = try FileHandle(forWritingTo: folder.url.appending(path: ".emend/review.sqlite"))
    try file.write(contentsOf: Data(repeating: 0x78, count: 60_000))
    try decide(3...4, server)
    server.end()
    let counts = try [".emend/review.sqlite", ".emend/review.sqlite.kept-1"].filter(folder.has).map { try exported(folder, $0) }
    #expect(counts.contains(4), "\(counts) \(server.errors)")
  }

  @Test func twoReviewsMeetAgain() throws {
    let folder = try folder()
    let one = try ReviewServer(["a.txt"], in: folder.url)
    let two = try ReviewServer(["a.txt"], in: folder.url)
    try decide(1...2, one)
    try decide(3...4, two)
    try remove(["review.sqlite", "review.sqlite-wal", "review.sqlite-shm"], folder)
    try decide(5...6, one)
    // One that is taken away does not come back from the other's memory.
    #expect(try one.decide(1, 1, "clear").status == 200)
    try decide(7...8, two)
    for server in [one, two] {
      let accepted = try server.get("/record/1").body.ranges(of: "data-state=\"accepted\"").count
      #expect(accepted == 7, "\(server.errors)")
      server.end()
    }
    #expect(try exported(folder) == 7)
  }

  @Test func whatCannotBeSavedIsSaidAndNotAnswered() throws {
    let folder = try folder()
    let server = try ReviewServer(["a.txt"], in: folder.url, environment: ["HOME": folder.url.path])
    try decide(1...2, server)
    let run = try server.run(1)
    try FileManager.default.removeItem(atPath: path(".emend", folder))
    try folder.write(".emend", "in the way")
    let answer = try server.post("/record/1/decide", [("run", run), ("number", "3"), ("verdict", "accept")])
    #expect(answer.status == 503 && answer.body.contains("cannot be saved") && answer.body.contains("Do not end emend"))
    // At its end the program puts them where it can.
    server.end()
    #expect(server.errors.contains("review.sqlite.kept-1"))
    #expect(try exported(folder, "review.sqlite.kept-1") == 2)
    #expect(try mode("review.sqlite.kept-1", folder) == 0o600)
  }

  @Test func itIsItsUsersAlone() throws {
    let folder = try folder()
    let server = try ReviewServer(["a.txt"], in: folder.url)
    try decide(1...1, server)
    #expect(try mode(".emend", folder) == 0o700)
    for part in ["", "-wal", "-shm"] { #expect(try mode(".emend/review.sqlite" + part, folder) == 0o600, "\(part)") }
    #expect(try folder.emend("review", "--export", "d.jsonl").status == 0)
    #expect(try mode("d.jsonl", folder) == 0o600)
    // What exists stays as it is.
    #expect(chmod(path("d.jsonl", folder), 0o644) == 0 && mkdir(path("mine", folder), 0o755) == 0)
    #expect(try folder.emend("review", "--export", "d.jsonl").status == 0)
    #expect(try mode("d.jsonl", folder) == 0o644)
    #expect(try folder.emend("review", "--export", "-", "--database", "mine/review.sqlite").status == 0)
    #expect(try mode("mine", folder) == 0o755 && mode("mine/review.sqlite", folder) == 0o600)
  }
}
