import Foundation
import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendReports

/// The program itself, as a user runs it.
@Suite struct CommandLineTests {
  static let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "emend").path

  /// An empty folder for one test.
  final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "emend test \(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

    func write(_ name: String, _ bytes: [UInt8]) throws {
      let file = url.appending(path: name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
    }

    func read(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: url.appending(path: name))) }
    func text(_ name: String) throws -> String { String(decoding: try read(name), as: UTF8.self) }
    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: url.appending(path: name).path) }

    func emend(_ arguments: String..., input: String? = nil) throws -> Shell.Result {
      try Shell.run(CommandLineTests.program, arguments, in: url, input: input.map { Array($0.utf8) })
    }
  }

  private let dirty = "Summery Record\n\nTOD SECRET - SENSITIVE\n\nHe sugge sted it.\n"
  private let clean = "Summary Record\n\nHe suggested it.\n"

  @Test func cleanWritesTheTextAndSaysWhatItDid() throws {
    let folder = try Folder()
    try folder.write("a b.txt", dirty)
    let result = try folder.emend("clean", "a b.txt")
    #expect(result.status == 0 && result.output == clean)
    #expect(result.errors.contains("4 edits applied") && result.errors.contains("artifacts: banner 1"))
    #expect(try folder.emend("clean", "-q", "-", input: dirty).output == clean)
    #expect(try folder.emend("clean", "-q", input: dirty).errors == "")
    #expect(try folder.text("a b.txt") == dirty)
  }

  @Test func checkExitsByWhatItFinds() throws {
    let folder = try Folder()
    try folder.write("dirty.txt", dirty)
    try folder.write("clean.txt", clean)
    let found = try folder.emend("check", "dirty.txt")
    #expect(found.status == 1)
    #expect(found.output.hasPrefix("dirty.txt:1:1: spelling.phrase: \"Summery\" → \"Summary\" (certain 0.95) "))
    #expect(try folder.emend("check", "clean.txt").status == 0)
    #expect(try folder.emend("check", "clean.txt").output == "")
    #expect(try folder.emend("check", "missing.txt").status == 2)
    #expect(try folder.emend("check", "missing.txt", "dirty.txt").status == 2)
    #expect(try folder.emend("diff", "dirty.txt").status == 1)
    #expect(try folder.emend("diff", "clean.txt").status == 0)
    #expect(try folder.text("dirty.txt") == dirty)
  }

  @Test func inPlaceAndBackAgain() throws {
    let folder = try Folder()
    let source = [0xEF, 0xBB, 0xBF] + Array(dirty.replacing("\n", with: "\r\n").utf8)
    try folder.write("r.txt", source)
    #expect(try folder.emend("clean", "-w", "-q", "--only", "spelling", "r.txt").status == 0)
    #expect(try folder.emend("clean", "-w", "-q", "r.txt").status == 0)
    #expect(try folder.text("r.txt") == clean.replacing("\n", with: "\r\n"))
    let cleaned = try folder.read("r.txt")
    #expect(try folder.emend("clean", "-w", "-q", "r.txt").status == 0)
    #expect(try folder.emend("undo", "r.txt").status == 0)
    #expect(try folder.read("r.txt") == source)
    #expect(try folder.emend("undo", "r.txt").status == 0, "the source is the source")
    // After an undo the way is the same again.
    #expect(try folder.emend("clean", "-w", "-q", "r.txt").status == 0)
    #expect(try folder.read("r.txt") == cleaned)
    #expect(try folder.emend("undo", "r.txt").status == 0)
    #expect(try folder.read("r.txt") == source)
  }

  @Test func aFileEditedByHandIsNotTakenBack() throws {
    let folder = try Folder()
    try folder.write("r.txt", dirty)
    _ = try folder.emend("clean", "-w", "-q", "r.txt")
    try folder.write("r.txt", clean + "He sugge sted more.\n")
    let undo = try folder.emend("undo", "r.txt")
    #expect(undo.status == 2 && undo.errors.contains("was changed after"))
    let again = try folder.emend("clean", "-w", "r.txt")
    #expect(again.status == 2 && again.errors.contains("r.txt.emend.json"))
    #expect(try folder.text("r.txt") == clean + "He sugge sted more.\n")
  }

  @Test func foldersKeepTheirTree() throws {
    let folder = try Folder()
    try folder.write("in/a.txt", dirty)
    try folder.write("in/sub dir/b.txt", dirty)
    try folder.write("in/sub dir/picture.png", "no")
    let result = try folder.emend("clean", "-q", "in", "-o", "out", "--report", "run.{}.json")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try folder.text("out/a.txt") == clean)
    #expect(try folder.text("out/sub dir/b.txt") == clean)
    #expect(!folder.has("out/sub dir/picture.png"))
    #expect(folder.has("run.a.txt.json") && folder.has("run.sub dir/b.txt.json"))
    #expect(try folder.emend("undo", "out/a.txt", "--ledger", "run.a.txt.json", "-o", "back.txt").status == 0)
    #expect(try folder.text("back.txt") == dirty)
  }

  @Test func nothingIsOverwrittenBySilence() throws {
    let folder = try Folder()
    try folder.write("a/r.txt", dirty)
    try folder.write("b/r.txt", dirty)
    for arguments in [
      ["clean", "a/r.txt", "b/r.txt", "-o", "out"], ["clean", "a/r.txt", "-o", "a/r.txt"],
      ["clean", "a/r.txt", "-o", "x.json", "--report", "x.json"],
    ] {
      let result = try Shell.run(Self.program, arguments, in: folder.url)
      #expect(result.status == 2, "\(arguments)")
    }
    #expect(try folder.text("a/r.txt") == dirty)
    #expect(!folder.has("out/r.txt") && !folder.has("x.json"))
  }

  @Test(arguments: [
    (["clean", "missing.txt"], "No such file"), (["clean", "-w", "dir"], "no text file"), (["undo", "dir"], "ledger"),
    (["clean", "dirty.txt", "-o", "dirty.txt/x"], "is a file"), (["clean", "nul.txt"], "NUL"), (["clean", "a.pdf"], "PDF"),
    (["clean", "--only", "speling", "dirty.txt"], "speling"), (["clean", "--only", "tidy", "--skip", "tidy", "dirty.txt"], "no stage"),
    (["clean", "--min-confidence", "sure", "dirty.txt"], "sure"), (["clean", "--report", "x.doc", "dirty.txt"], ".html"),
    (["clean", "-w"], "files"),
    (["nonsense"], "nonsense"), (["explain", "spelling.nonsense"], "spelling.correction"), (["explain", "dirty.txt:99"], "lines"),
    (["undo", "dirty.txt"], "--ledger"), (["undo", "dirty.txt", "--ledger", "dirty.txt"], "JSON"),
    (["clean", "--report", "dir/x.json/y.html", "dirty.txt"], "is a file"),
  ]) func aMistakeIsNamedAndChangesNothing(arguments: [String], message: String) throws {
    let folder = try Folder()
    try folder.write("dirty.txt", dirty)
    try folder.write("nul.txt", [UInt8](repeating: 0, count: 4096))
    try folder.write("a.pdf", "%PDF-1.4")
    try folder.write("dir/x.json", "{}")
    let result = try Shell.run(Self.program, arguments, in: folder.url)
    #expect(result.status == 2, "\(arguments): \(result.errors)")
    #expect(result.errors.contains(message) && !result.errors.isEmpty, "\(arguments): \(result.errors)")
    #expect(try folder.text("dirty.txt") == dirty)
    #expect(!folder.has("dirty.txt.emend.json"))
  }

  @Test func helpAndVersionEndWell() throws {
    let folder = try Folder()
    #expect(try folder.emend("--version").output == Version.current + "\n")
    for arguments in [
      ["--help"], ["clean", "--help"], ["help", "check"], ["stages", "--rules"], ["explain", "spelling.split-word"], ["explain", "tidy"],
    ] {
      let result = try Shell.run(Self.program, arguments, in: folder.url)
      #expect(result.status == 0 && result.output.count > 100, "\(arguments)")
    }
    let stages = try folder.emend("stages").output
    for stage in StageCatalogue.stages { #expect(stages.contains(stage.id)) }
  }

  @Test(.enabled(if: Shell.has("/usr/bin/git", "/usr/bin/patch"), "needs git and patch")) func diffsOfTheProgramApply() throws {
    let folder = try Folder()
    try folder.write("sub dir/r.txt", dirty)
    let diff = try folder.emend("diff", "sub dir/r.txt").output
    try folder.write("r.diff", diff)
    #expect(try Shell.run("/usr/bin/git", ["apply", "r.diff"], in: folder.url).status == 0)
    #expect(try folder.text("sub dir/r.txt") == clean)
    try folder.write("sub dir/r.txt", dirty)
    let stages = try folder.emend("diff", "--by-stage", "sub dir/r.txt").output
    #expect(stages.contains("# stage markings") && stages.contains("# stage spelling"))
    try folder.write("stages.diff", stages)
    #expect(try Shell.run("/usr/bin/patch", ["-p1", "-i", "stages.diff"], in: folder.url).status == 0)
    #expect(try folder.text("sub dir/r.txt") == clean)
  }

  @Test func jsonLines() throws {
    let folder = try Folder()
    let input = "{\"id\": 1, \"body\": \"a Summery Record\"}\n\nnonsense\n{\"id\": 2, \"body\": \"fine\"}\n"
    let result = try folder.emend("clean", "--from", "jsonl", "--field", "body", input: input)
    #expect(result.status == 2 && result.errors.contains("\"line\": 3, "))
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 4 && lines[0].hasPrefix("{\"id\": 1, \"body\": \"a Summary Record\", \"edits\": [{"))
    #expect(lines[2] == "{\"id\": 2, \"body\": \"fine\", \"edits\": [], \"artifacts\": []}")
  }

  @Test func aReaderThatStopsIsReported() throws {
    let folder = try Folder()
    try folder.write("big.txt", String(repeating: "The President agreed with the proposal.\n", count: 50_000))
    let script = "\"$0\" clean big.txt | head -c 10 >/dev/null; echo ${PIPESTATUS[0]}"
    let result = try Shell.run("/bin/bash", ["-c", script, Self.program], in: folder.url)
    #expect(result.output == "2\n")
    #expect(result.errors.contains("standard output"))
  }
}
