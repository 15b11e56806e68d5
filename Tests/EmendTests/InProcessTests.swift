import Foundation
import Testing

@testable import EmendCommandLine
@testable import EmendCore
@testable import EmendReports

/// Commands that run inside the tests do what the program does with the same arguments: the same exit code, the same output.
@Suite struct InProcessTests {
  private static let dirty = "Summery Record\n\nTOD SECRET - SENSITIVE\n\nHe sugge sted it.\n"
  private static let clean = "Summary Record\n\nHe suggested it.\n"

  /// What a command did: its exit code, what it wrote, and the texts that stand in its folder afterwards.
  private struct Done: Equatable {
    let status: Int32
    let output: String
    let errors: String
    var texts: [String: [UInt8]] = [:]
  }

  /// An empty folder with the files that the cases name.
  private func folder() throws -> CommandLineTests.Folder {
    let folder = try CommandLineTests.Folder()
    try folder.write("dirty.txt", Self.dirty)
    try folder.write("clean.txt", Self.clean)
    try folder.write("stamps.txt", "TOP SECRET\n\nSANITIZED\n\nHe left.\n")
    try folder.write("a.pdf", "%PDF-1.4")
    try folder.write("bad.yml", "min-confidence: sure\nstages: {skip: [boilerplat]}\n")
    try folder.write("bad.names.tsv", "b\tking\n")
    for n in 0..<40 { try folder.write("in/\(n).txt", "He sugge sted a Summery Record \(n).\n") }
    return folder
  }

  private func texts(_ folder: CommandLineTests.Folder) throws -> [String: [UInt8]] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path).filter { $0.hasSuffix(".txt") }
    return try Dictionary(uniqueKeysWithValues: names.map { ($0, try folder.read($0)) })
  }

  private func inProcess(_ arguments: [String]) -> Done {
    let outcome = CommandRunner.capture(arguments)
    return Done(
      status: outcome.status, output: String(decoding: outcome.output, as: UTF8.self),
      errors: String(decoding: outcome.errors, as: UTF8.self))
  }

  private func separately(_ arguments: [String]) throws -> Done {
    let result = try Shell.run(CommandLineTests.program, arguments)
    return Done(status: result.status, output: result.output, errors: result.errors)
  }

  /// Runs commands one after the other in a folder of their own; `%` is the folder, in what they write, too.
  private func run(_ commands: [[String]], _ one: ([String]) throws -> Done) throws -> [Done] {
    let folder = try folder()
    return try commands.map { arguments in
      let done = try one(arguments.map { $0.replacing("%", with: folder.url.path) })
      return Done(
        status: done.status, output: done.output.replacing(folder.url.path, with: "%"),
        errors: done.errors.replacing(folder.url.path, with: "%"),
        texts: try texts(folder))
    }
  }

  @Test(
    arguments: [
      (["check", "--isolated", "%/dirty.txt"], 1), (["check", "--isolated", "%/clean.txt"], 0),
      (["check", "--isolated", "--format", "json", "--withheld", "%/dirty.txt"], 1), (["check", "--isolated", "-j", "4", "%/in"], 1),
      (["check", "--isolated", "%/missing.txt", "%/dirty.txt"], 2), (["check", "--isolated", "--only", "speling", "%/dirty.txt"], 2),
      (["diff", "--isolated", "%/dirty.txt"], 1), (["diff", "--isolated", "--by-stage", "--words", "%/dirty.txt"], 1),
      (["diff", "--isolated", "%/clean.txt"], 0), (["clean", "--isolated", "%/dirty.txt"], 0),
      (["clean", "--isolated", "%/dirty.txt", "-o", "%/out.txt"], 0), (["clean", "--isolated", "-q", "%/in", "-o", "%/out"], 0),
      (["clean", "--isolated", "%/stamps.txt"], 1), (["clean", "--isolated", "%/a.pdf"], 2), (["undo", "%/dirty.txt"], 2),
      (["explain", "--isolated", "spelling.correction"], 0), (["explain", "--isolated", "spelling.nonsense"], 2),
      (["explain", "--isolated", "%/dirty.txt:1"], 0), (["stages"], 0), (["stages", "--rules"], 0),
      (["config", "--isolated", "%/dirty.txt"], 0), (["config", "--config", "%/bad.yml"], 2),
      (["dictionary", "check", "%/bad.names.tsv"], 1),
    ] as [([String], Int32)])
  func aCommandIsTheProgram(arguments: [String], status: Int32) throws {
    let inside = try #require(try run([arguments], inProcess).first)
    #expect(inside.status == status, "\(inside)")
    #expect(inside == (try run([arguments], separately).first))
  }

  /// What the parser says; how wide its lines are depends on the terminal.
  @Test(
    arguments: [
      (["check", "--nonsense"], 2), (["nonsense"], 2), (["clean", "-w"], 2), (["clean", "--min-confidence", "sure"], 2), (["--version"], 0),
      (["help", "check"], 0), (["clean", "--help"], 0),
    ] as [([String], Int32)])
  func theParserSaysTheSame(arguments: [String], status: Int32) throws {
    let (inside, outside) = (inProcess(arguments), try separately(arguments))
    func words(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }
    #expect(inside.status == status && outside.status == status)
    #expect(words(inside.output) == words(outside.output) && words(inside.errors) == words(outside.errors))
    #expect(inside.output.isEmpty == (status != 0) && inside.errors.isEmpty == (status == 0), "\(inside)")
  }

  @Test func inPlaceAndBackAgain() throws {
    let commands = [["clean", "--isolated", "-w", "-q", "%/dirty.txt"], ["undo", "%/dirty.txt"], ["undo", "%/dirty.txt"]]
    let inside = try run(commands, inProcess)
    #expect(inside.map(\.status) == [0, 0, 0])
    #expect(inside.map { String(decoding: $0.texts["dirty.txt"] ?? [], as: UTF8.self) } == [Self.clean, Self.dirty, Self.dirty])
    #expect(inside[1].errors.contains("is the source again") && inside[2].errors.contains("is the source already"))
    #expect(inside == (try run(commands, separately)))
  }

  /// Each of many commands that run at once, with threads of their own, hears itself alone.
  @Test func commandsAtOnceDoNotMix() async throws {
    let folder = try folder()
    let path = folder.url.path
    await withTaskGroup(of: (Int, CommandRunner.Outcome).self) { group in
      for n in 0..<16 {
        group.addTask {
          (n, CommandRunner.capture(["check", "--isolated", "-j", "3", "\(path)/in/\(n).txt", "\(path)/missing \(n).txt"]))
        }
      }
      var count = 0
      for await (n, outcome) in group {
        count += 1
        let lines = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n")
        #expect(outcome.status == 2 && lines.count == 2 && lines.allSatisfy { $0.hasPrefix("\(path)/in/\(n).txt:1:") }, "\(lines)")
        let errors = String(decoding: outcome.errors, as: UTF8.self)
        #expect(errors.split(separator: "\n").count == 1 && errors.contains("missing \(n).txt"), "\(errors)")
      }
      #expect(count == 16)
    }
  }
}
