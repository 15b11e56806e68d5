import Foundation
import Testing

@testable import EmendCore
@testable import EmendReports

/// What an old corpus is known for, and what is new in it.
@Suite struct BaselineTests {
  private func folder() throws -> CommandLineTests.Folder {
    let folder = try CommandLineTests.Folder()
    try folder.write("emend.yml", "stages: {skip: [corrector]}\n")
    try folder.write("in/a.txt", "the sinsitive paper, the sinsitive one\nSummery Record\n")
    try folder.write("in/b/c.txt", "He sugge sted it.\n")
    return folder
  }

  @Test func onlyWhatIsNewIsReported() throws {
    let folder = try folder()
    let written = try folder.emend("check", "--write-baseline", "known/base", "in")
    #expect(written.status == 0 && written.output == "" && written.errors.contains("4 findings are known now"), "\(written.errors)")
    let text = try folder.text("known/base")
    #expect(text.contains("\"path\": \"../in/b/c.txt\"") && text.split(separator: "\n").count == 5)
    #expect(try folder.emend("check", "--baseline", "known/base", "in").status == 0)
    // Lines move, a third of a kind comes, and it is new.
    try folder.write("in/a.txt", "A line before.\n\nthe sinsitive paper, the sinsitive one\nSummery Record\nSummery Record\n")
    let new = try folder.emend("check", "--baseline", "known/base", "in")
    #expect(
      new.status == 1 && new.output.split(separator: "\n").count == 1 && new.output.contains(":5:1: spelling.phrase"), "\(new.output)")
    #expect(new.errors.contains("4 known, 0 gone"))
  }

  @Test func whatIsGoneIsTakenOut() throws {
    let folder = try folder()
    _ = try folder.emend("check", "--write-baseline", "base", "in")
    try folder.write("in/a.txt", "the sinsitive paper, the sensitive one\nthe ﬁrst Summery Record\n")
    let result = try folder.emend("check", "--baseline", "base", "in")
    #expect(result.status == 1 && result.errors.contains("1 known, 3 gone"), "\(result.errors)")
    let pruned = try folder.emend("check", "--baseline", "base", "--write-baseline", "base", "in")
    #expect(pruned.status == 1 && pruned.output == result.output, "pruning adds nothing")
    #expect(try folder.text("base").split(separator: "\n").count == 2)
    try FileManager.default.removeItem(at: folder.url.appending(path: "in/b"))
    #expect(try folder.emend("check", "--baseline", "base", "in").errors.contains("0 known, 1 gone"))
  }

  @Test func recordsThatWereNotCheckedStay() throws {
    let folder = try folder()
    _ = try folder.emend("check", "--write-baseline", "base", "in")
    let whole = try folder.text("base")
    _ = try folder.emend("check", "--write-baseline", "base", "in/a.txt")
    #expect(try folder.text("base") == whole)
    _ = try folder.emend("check", "--baseline", "base", "--write-baseline", "base", "in/a.txt")
    #expect(try folder.text("base") == whole)
  }

  @Test func theConfigurationMayNameIt() throws {
    let folder = try folder()
    try folder.write("emend.yml", "stages: {skip: [corrector]}\nbaseline: base\n")
    #expect(try folder.emend("check", "in").status == 2, "there is none yet")
    #expect(try folder.emend("check", "--write-baseline", "base", "in").status == 0)
    #expect(try folder.emend("check", "in").status == 0)
    #expect(try folder.emend("check", "--isolated", "in").status == 1)
    for format in ["json", "sarif", "github", "diff"] {
      #expect(try folder.emend("check", "--format", format, "in").status == 0, "\(format)")
    }
  }

  @Test func nothingElseIsOverwritten() throws {
    let folder = try folder()
    let result = try folder.emend("check", "--write-baseline", "in/a.txt", "in")
    #expect(result.status == 2 && result.errors.contains("is no baseline and would be overwritten"))
    #expect(try folder.text("in/a.txt").hasPrefix("the sinsitive"))
    let missing = try folder.emend("check", "--baseline", "none", "in")
    #expect(missing.status == 2 && missing.errors.contains("--write-baseline none"))
    try folder.write("base", "{\"schema\": \"emend.baseline/1\"}\n{\"path\": \"x\"}\n")
    #expect(try folder.emend("check", "--baseline", "base", "in").errors.contains("base: line 2: lacks one of"))
  }

  @Test func itReadsWhatItWrites() throws {
    var baseline = Baseline()
    let keys: Set = [
      FindingKey(rule: "a.b", original: "x\n\"\t\\ é", replacement: "", line: "00", occurrence: 1),
      FindingKey(rule: "a.b", original: "x", replacement: "y", line: "01", occurrence: 12),
    ]
    baseline.set(keys, of: "b/ü.txt")
    baseline.set(keys, of: "a.txt")
    baseline.set([], of: "c.txt")
    let bytes = try ByteWriter.collect { try baseline.write(to: &$0) }
    let again = try Baseline(bytes)
    #expect(again.paths == ["a.txt", "b/ü.txt"] && again.keys(of: "a.txt") == keys && again.count == 4)
    #expect(try ByteWriter.collect { try again.write(to: &$0) } == bytes)
  }
}
