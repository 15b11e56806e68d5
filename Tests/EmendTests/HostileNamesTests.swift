import Foundation
import Testing

@testable import EmendCore
@testable import EmendReports

/// The program on files whose names and texts would break its formats or command the terminal.
@Suite struct HostileNamesTests {
  private typealias Folder = CommandLineTests.Folder

  static let names = [
    "say \"hi\".txt", "back\\slash.txt", "es\u{1B}[31mc.txt", "new\nline.txt:1:1: spelling.x: forged", "café\n.txt",
    "rtl\u{202E}txt.exe.txt",
    "csi\u{9B}2J.txt", "tab\there.txt", "{\"a\": 1}.txt", "del\u{7F}.txt", "'=x.txt", "日本.txt",
  ]
  private static let text = "the Summery Record of U\u{202E}N \u{9B}2J bricklane\n"

  private func isQuiet(_ text: String) -> Bool { text.unicodeScalars.allSatisfy { $0 == "\n" || !Visible.isHidden($0) } }

  @Test(arguments: names) func undoneWithATableOfItsOwn(name: String) throws {
    let folder = try Folder()
    try folder.write(name, Self.text)
    let added = try folder.emend(
      "dictionary", "add", "correction", "bricklane", "brick lane", "--scope", "record", "--record", name, "--editor", "A \"B\"\\")
    #expect(added.status == 0, "\(added.errors)")
    let done = try folder.emend("clean", "-w", name)
    #expect(done.status == 0 && isQuiet(done.errors), "\(done.errors.debugDescription)")
    #expect(try folder.text(name).lowercased().contains("brick lane") && folder.text(name).contains("Summary"))
    let ledger = try folder.read(name + ".emend.json")
    let value = try #require(try JSONSerialization.jsonObject(with: Data(ledger)) as? [String: Any])
    #expect((value["settings"] as? [String: String])?["dictionaries"]?.contains(".emend/\(name)/corrections.tsv") == true)
    #expect(try JSONSchema(bytes(of: "Schemas/report-1.schema.json")).problems(in: ledger) == [])
    let undone = try folder.emend("undo", name)
    #expect(undone.status == 0 && isQuiet(undone.errors), "\(undone.errors.debugDescription)")
    #expect(try folder.text(name) == Self.text)
  }

  @Test(arguments: names) func nothingIsForged(name: String) throws {
    let folder = try Folder()
    try folder.write(name, Self.text)
    let shown = Visible.word(name)
    let human = try folder.emend("check", name)
    let lines = human.output.split(separator: "\n")
    #expect(human.status == 1 && isQuiet(human.output) && !lines.isEmpty)
    #expect(lines.allSatisfy { $0.hasPrefix(shown + ":1:") }, "\(human.output)")
    let json = try folder.emend("check", "--format", "jsonl", name).output.split(separator: "\n")
    #expect(json.count == lines.count)
    for line in json { #expect((try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["path"] as? String == name) }
    let github = try folder.emend("check", "--format", "github", name).output
    #expect(isQuiet(github) && github.split(separator: "\n").count == lines.count + 1)
    let words = try folder.emend("diff", "--words", name).output
    #expect(isQuiet(words) && words.hasPrefix(shown + "\n") && words.contains("\\u{202E}") && words.contains("\\u{9B}"), "\(words)")
    for arguments in [["explain", name + ":1"], ["config", name], ["clean", "-o", "out.txt", name]] {
      let result = try Shell.run(CommandLineTests.program, arguments, in: folder.url)
      #expect(result.status == 0 && isQuiet(result.output + result.errors), "\((result.output + result.errors).debugDescription)")
    }
    try folder.write("other.txt", "clean\n")
    let verbose = try folder.emend("clean", "--verbose", "-o", "out", "--report", "run.json", "--report", "run.html", name, "other.txt")
    #expect(verbose.status == 0 && isQuiet(verbose.errors) && verbose.errors.contains("emend: info: \(shown): "), "\(verbose.errors)")
    for command in ["check", "diff", "clean", "undo", "explain"] {
      let missing = try folder.emend(command, "no " + name)
      #expect(missing.status == 2 && isQuiet(missing.errors), "\(command): \(missing.errors.debugDescription)")
      #expect(missing.errors.split(separator: "\n").count == 1, "\(command): \(missing.errors.debugDescription)")
    }
  }

  @Test(.enabled(if: Shell.has("/usr/bin/git", "/usr/bin/patch"), "needs git and patch"), arguments: names)
  func diffsApply(name: String) throws {
    for (program, arguments) in [("/usr/bin/git", ["apply", "x.diff"]), ("/usr/bin/patch", ["-p1", "-s", "-i", "x.diff"])] {
      let folder = try Folder()
      try folder.write(name, Self.text)
      let diff = try folder.emend("diff", name).output
      try folder.write("x.diff", diff)
      #expect(isQuiet(diff.split(separator: "\n").filter { $0.hasPrefix("---") || $0.hasPrefix("+++") }.joined().replacing("\t", with: "")))
      // `patch` refuses names with a line end, whoever wrote them.
      if program.hasSuffix("patch"), name.contains("\n") { continue }
      let applied = try Shell.run(program, arguments, in: folder.url)
      #expect(applied.status == 0, "\(program): \(applied.output)\(applied.errors)\(diff)")
      #expect(try folder.emend("check", name).status == 0)
    }
  }
}
