import Foundation
import Testing

@testable import EmendCore
@testable import EmendReports
@testable import EmendReview

/// What the README and the manual say: their commands run, their links lead somewhere, the README stays short.
@Suite struct ReadmeTests {
  /// Pages of the manual and sections of them whose commands run one after the other, in one folder: later ones use files of earlier ones.
  private static let sections = [
    ("review", "Review every correction"), ("check", "Check in a script"), ("check", "Formats for programs"), ("check", "Baseline"),
    ("check", "In CI"), ("configuration", "emend.yml"), ("dictionaries", "Own dictionaries"),
    ("dictionaries", "Tables that are found by themselves"), ("check", "Ignore"),
  ]

  /// The commands of blocks of code: all of a shell's, and what a job of CI checks.
  private func commands(_ blocks: [MarkdownPage.Block]) -> [String] {
    blocks.compactMap { block in
      let lines = block.lines
      switch block.language {
      // The page itself would wait for its editor.
      case "sh":
        let run = lines.filter { $0 != "emend review scans/" }
        return run.isEmpty ? nil : run.joined(separator: "\n")
      case "yaml":
        let checks = lines.compactMap { line in line.range(of: "emend check").map { String(line[$0.lowerBound...]) } }
        return checks.isEmpty ? nil : checks.joined(separator: "\n")
      default: return nil
      }
    }
  }

  /// Runs commands in a folder with the copies of fixtures that the manual works on.
  private func run(_ commands: [String]) throws -> Shell.Result {
    let folder = try CommandLineTests.Folder()
    for (name, copy) in [("24", "box1/24"), ("25", "box1/25"), ("26", "box2/26")] {
      try folder.write("scans/\(copy).txt", bytes(of: "Fixtures/Documents/exec-committee-\(name)/input.txt"))
    }
    try folder.write("record.txt", bytes(of: "Fixtures/Documents/exec-committee-24/input.txt"))
    var script = "PATH=\"$(dirname \"$0\"):$PATH\"\n"
    // Exit code 1 says that there is something to change, which there is.
    script += "trap 'code=$?; [ $code -le 1 ] || { echo \"exit $code: $BASH_COMMAND\" >&2; failed=1; }' ERR\nset -E\n"
    script += commands.joined(separator: "\n") + "\nexit ${failed:-0}"
    return try Shell.run("/bin/bash", ["-c", script, CommandLineTests.program], in: folder.url)
  }

  @Test func theCommandsOfTheManualRun() throws {
    let commands = try Self.sections.flatMap { page, section in
      self.commands(try MarkdownPage("docs/manual/\(page).md").blocks(below: section))
    }
    #expect(commands.count >= 12)
    let result = try run(commands)
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

  @Test func theCommandsOnCleaningRun() throws {
    let sections = [("clean", "Clean"), ("reports", "See the difference"), ("reports", "Ask why"), ("safety", "How undo works")]
    let commands = try sections.flatMap { page, section in
      self.commands(try MarkdownPage("docs/manual/\(page).md").blocks(below: section))
    }
    #expect(commands.count >= 15)
    let result = try run(commands)
    #expect(result.status == 0 && !result.errors.contains("emend: "), "\(result.errors)")
    #expect(result.errors.contains("record.txt: is the source again, 10904 bytes"))
  }

  @Test func theFiveTasksOfTheReadmeRun() throws {
    let tasks = commands(try MarkdownPage("README.md").blocks(below: "Five tasks"))
    #expect(tasks.count == 5)
    let result = try run(tasks + ["cat run.html clean/box1/24.txt scans/.emend/*.tsv"])
    #expect(result.status == 0 && !result.errors.contains("emend: "), "\(result.errors)")
    for text in ["Ambassador Stevenson again urged", "Utevenson\t", "bricklane\tbrick lane\t"] {
      #expect(result.output.contains(text), "\(text) is not in \(result.output.suffix(2000))")
    }
  }

  @Test func theReadmeIsShort() throws {
    #expect(try bytes(of: "README.md").count <= 10_240, "what is longer than a door belongs into docs/manual")
  }

  @Test func linksLeadToFilesAndHeadings() throws {
    var pages = ["README.md", "SECURITY.md", "Pipeline.md", "CHANGELOG.md", "Benchmarks/README.md", "Fixtures/Scans/README.md"]
    if FileManager.default.fileExists(atPath: repository.appending(path: "CONTRIBUTING.md").path) { pages.append("CONTRIBUTING.md") }
    let docs = try #require(FileManager.default.enumerator(atPath: repository.appending(path: "docs").path))
    pages += docs.compactMap { $0 as? String }.filter { $0.hasSuffix(".md") }.sorted().map { "docs/" + $0 }
    var count = 0
    for name in pages {
      let page = try MarkdownPage(name)
      for link in page.links {
        let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let file = parts[0].isEmpty ? page.file : page.file.deletingLastPathComponent().appending(path: parts[0]).standardizedFileURL
        count += 1
        guard FileManager.default.fileExists(atPath: file.path) else {
          Issue.record("\(name): \(link) leads to no file")
          continue
        }
        if parts.count > 1 {
          let anchors = try MarkdownPage(file: file).anchors
          #expect(anchors.contains(parts[1]), "\(name): \(link) leads to no heading")
        }
      }
    }
    #expect(count >= 100)
  }

  @Test func theTablesOfSpeedAreThoseOfTheResults() throws {
    let text = String(decoding: try bytes(of: "docs/manual/speed.md"), as: UTF8.self)
    let quoted = try #require(
      text.components(separatedBy: "<!-- make bench -->\n").dropFirst().first?.components(separatedBy: "<!-- end -->").first)
    #expect(quoted.contains("| emend |") && quoted.contains("| reached |"))
    let results = String(decoding: try bytes(of: "Benchmarks/RESULTS.md"), as: UTF8.self)
    #expect(results.hasSuffix(quoted), "make bench writes both")
  }

  static let hasPreCommit = (try? Shell.run("/bin/sh", ["-c", "command -v pre-commit && command -v git"]))?.status == 0

  @Test(.enabled(if: hasPreCommit, "needs git and pre-commit; pip install pre-commit")) func theHooksRunUnderPreCommit() throws {
    let result = try Shell.run(
      "/usr/bin/env", ["EMEND=\(CommandLineTests.program)", repository.appending(path: "Tests/pre-commit.sh").path])
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }
}

/// A page of Markdown, as far as the tests look at one: its headings, its links and its blocks of code.
struct MarkdownPage {
  struct Block {
    let language: String
    var lines: [String] = []
  }

  private enum Part {
    case heading(level: Int, text: String)
    case line(String)
    case block(Block)
  }

  let file: URL
  private var parts: [Part] = []

  init(_ path: String) throws { try self.init(file: repository.appending(path: path)) }

  init(file: URL) throws {
    self.file = file
    var block: Block?
    for line in String(decoding: try Data(contentsOf: file), as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
      let level = line.prefix { $0 == "#" }.count
      if line.hasPrefix("```") {
        if let done = block {
          parts.append(.block(done))
          block = nil
        } else {
          block = Block(language: String(line.dropFirst(3)))
        }
      } else if block != nil {
        block?.lines.append(String(line))
      } else if (1...6).contains(level), line.dropFirst(level).first == " " {
        parts.append(.heading(level: level, text: String(line.dropFirst(level + 1))))
      } else {
        parts.append(.line(String(line)))
      }
    }
  }

  /// The blocks of code from a heading to the next one of its level or above.
  func blocks(below heading: String) throws -> [Block] {
    var own: Int?
    var found: [Block] = []
    for part in parts {
      switch part {
      case .heading(let level, let text):
        if text == heading {
          own = level
        } else if let top = own, level <= top {
          return found
        }
      case .block(let block): if own != nil { found.append(block) }
      case .line: break
      }
    }
    return try #require(own == nil ? nil : found, "\(file.lastPathComponent) has no heading \(heading)")
  }

  /// What links and images lead to in the repository; what stands in code is none.
  var links: [String] {
    parts.flatMap { part -> [String] in
      let text: String
      switch part {
      case .heading(_, let heading): text = heading
      case .line(let line): text = line
      case .block: return []
      }
      let prose = text.replacing(/`+[^`]*`+/, with: "")
      return prose.matches(of: /\]\(([^)\s]+)\)/).map { String($0.1) }.filter { $0.prefixMatch(of: /[a-z]+:/) == nil }
    }
  }

  /// The names that GitHub gives the headings.
  var anchors: Set<String> {
    var times: [String: Int] = [:]
    var names: Set<String> = []
    for case .heading(_, let text) in parts {
      let name = String(
        text.lowercased().compactMap { $0 == " " ? "-" : $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" ? $0 : nil })
      let before = times[name, default: 0]
      times[name] = before + 1
      names.insert(before == 0 ? name : "\(name)-\(before)")
    }
    return names
  }
}
