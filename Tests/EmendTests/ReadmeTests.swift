import Foundation
import Testing

/// The commands of the README's sections on scripts and CI, as they stand there.
@Suite struct ReadmeTests {
  private static let sections = [
    "Review every correction", "Check in a script", "Baseline", "In CI", "Configuration", "Own dictionaries",
    "Tables that are found by themselves",
    "Ignore",
  ]

  /// The blocks of code below a heading, each with its language.
  private func blocks(_ heading: String) throws -> [(language: String, code: String)] {
    let text = String(decoding: try bytes(of: "README.md"), as: UTF8.self)
    let section = try #require(
      text.components(separatedBy: "\n### \(heading)\n").dropFirst().first?.components(separatedBy: "\n### ").first)
    return section.components(separatedBy: "\n```").enumerated().filter { $0.offset % 2 == 1 }.map { _, block in
      let lines = block.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(lines[0]), String(lines.count > 1 ? lines[1] : ""))
    }
  }

  @Test func theCommandsRun() throws {
    let folder = try CommandLineTests.Folder()
    for (name, copy) in [("24", "box1/24"), ("25", "box1/25"), ("26", "box2/26")] {
      try folder.write("scans/\(copy).txt", bytes(of: "Fixtures/Documents/exec-committee-\(name)/input.txt"))
    }
    try folder.write("record.txt", bytes(of: "Fixtures/Documents/exec-committee-24/input.txt"))
    var script = "PATH=\"$(dirname \"$0\"):$PATH\"\n"
    // Exit code 1 says that there is something to change, which there is.
    script += "trap 'code=$?; [ $code -le 1 ] || { echo \"exit $code: $BASH_COMMAND\" >&2; failed=1; }' ERR\nset -E\n"
    var count = 0
    for section in Self.sections {
      for (language, code) in try blocks(section) {
        switch language {
        // The page itself would wait for its editor.
        case "sh" where code.hasPrefix("emend review scans/"): continue
        case "sh": script += code + "\n"
        case "yaml":
          for line in code.split(separator: "\n") {
            guard let start = line.range(of: "emend check") else { continue }
            script += line[start.lowerBound...] + "\n"
          }
        default: continue
        }
        count += 1
      }
    }
    #expect(count >= 9)
    let result = try Shell.run("/bin/bash", ["-c", script + "exit ${failed:-0}", CommandLineTests.program], in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("edits proposed, see findings.txt"))
    #expect(
      result.output.contains("min-confidence                   certain") && result.output.contains("emend.yml:11"), "\(result.output)")
    #expect(
      !result.output.contains(
        "ignored.txt:3:5: spelling.correction: \"sinsitive\" → \"sensitive\" (certain 0.96) corrections.tsv: no word; stands for sensitive (by hand)\n"
      ))
    #expect(!result.errors.contains("emend: "), "\(result.errors)")
  }

  @Test func theTablesOfSpeedAreThoseOfTheResults() throws {
    let text = String(decoding: try bytes(of: "README.md"), as: UTF8.self)
    let quoted = try #require(
      text.components(separatedBy: "<!-- make bench -->\n").dropFirst().first?.components(separatedBy: "<!-- end -->").first)
    #expect(quoted.contains("| emend |") && quoted.contains("| reached |"))
    let results = String(decoding: try bytes(of: "Benchmarks/RESULTS.md"), as: UTF8.self)
    #expect(results.hasSuffix(quoted), "make bench writes both")
  }

  @Test func theHooksRunUnderPreCommit() throws {
    guard try Shell.run("/bin/sh", ["-c", "command -v pre-commit git"]).status == 0 else {
      print("skipped: pre-commit is not there; pip install pre-commit")
      return
    }
    let result = try Shell.run(
      "/usr/bin/env", ["EMEND=\(CommandLineTests.program)", repository.appending(path: "Tests/pre-commit.sh").path])
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }
}
