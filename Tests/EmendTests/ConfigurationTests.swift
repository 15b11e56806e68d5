import Foundation
import Testing

@testable import Emend
@testable import EmendCore

/// `emend.yml`, `emend.ignore` and own tables as the program finds and reads them.
@Suite struct ConfigurationTests {
  private typealias Folder = CommandLineTests.Folder

  @Test func allMistakesAreToldAtOnce() throws {
    let folder = try Folder()
    try folder.write("r.txt", "fine\n")
    try folder.write(
      "emend.yml",
      """
      min-confidance: likely
      form: nfkc
      stages:
        skip: [boilerplat, tidy]
        unicode:
          form: nfq
          typografy: ascii
        footnotes: strip
        line-ends: {reflow: maybe}
        corrector:
          model: none.model
      dictionaries:
        - missing.names.tsv
      min-confidence: [likely]
      exclude:
      overrides:
        - paths: ["box7/**"]
          baseline: x
          min-confidence: sure
        - min-confidence: certain
      stages:
        skip: [tidy]
      """)
    let result = try folder.emend("check", "r.txt", "r.txt")
    #expect(result.status == 2 && result.output == "")
    let expected = [
      "1: unknown key \"min-confidance\"; did you mean min-confidence?", "2: unknown key \"form\"; did you mean stages.unicode.form?",
      "4: stages.skip: there is no stage \"boilerplat\"; did you mean boilerplate?", "6: stages.unicode.form cannot be \"nfq\"",
      "7: unknown key \"typografy\"; did you mean typography?", "8: stages.footnotes needs keys below it",
      "9: stages.line-ends.reflow must be true or false, not \"maybe\"",
      "11: stages.corrector.model: a configuration that comes with records names no model",
      "13: there is no file missing.names.tsv",
      "14: min-confidence must be one of suggested, likely, certain, not a list", "15: exclude must be a list",
      "18: baseline holds for a whole run", "19: min-confidence cannot be \"sure\"", "20: the override says not for which paths",
      "21: the key stages stands here a second time",
    ]
    let lines = result.errors.split(separator: "\n")
    #expect(lines.count == expected.count, "\(result.errors)")
    for (line, text) in zip(lines, expected) { #expect(line.hasPrefix("emend: emend.yml:" + text), "\(line)") }
  }

  @Test(arguments: [
    ("stages:\n  skip: [tidy\nx: 1\n", "emend.yml:3: is not YAML"), ("a: b: c\n", "emend.yml:1: is not YAML"),
    ("- a\n", "emend.yml:1: must be keys"),
    ("\tmin-confidence: likely\n", "emend.yml:1: is not YAML"), ("{exclude: [a], exclude: [b]}\n", "emend.yml:1: the key exclude"),
    ("min-confidence: likely\n---\nexclude: [a]\n", "emend.yml:"), ("x: &a [*a]\n", "emend.yml"),
  ]) func whatIsNoConfigurationIsRefused(text: String, message: String) throws {
    let folder = try Folder()
    try folder.write("emend.yml", text)
    let result = try folder.emend("check", input: "fine\n")
    #expect(result.status == 2 && result.errors.contains(message), "\(result.errors)")
  }

  @Test(arguments: ["", "# nothing\n", "---\n", "\u{FEFF}# a mark\n", "stages: {}\n", "overrides: []\n"]) func anEmptyFileIsFine(
    text: String
  ) throws {
    let folder = try Folder()
    try folder.write("emend.yml", text)
    let result = try folder.emend("check", input: "the sinsitive paper\n")
    #expect(result.status == 1, "\(result.errors)")
  }

  @Test func theCommandLineBeatsTheFileAndThatTheDefault() throws {
    let folder = try Folder()
    try folder.write("a/b/r.txt", "A “word” of the sinsitive paper\u{B2}.\n")
    try folder.write("a/emend.yml", "min-confidence: certain\nstages:\n  skip: [corrector]\n  unicode: {typography: ascii}\n")
    #expect(try folder.emend("clean", "-q", "a/b/r.txt").output == "A \"word\" of the sensitive paper².\n")
    #expect(try folder.emend("clean", "-q", "--typography", "keep", "a/b/r.txt").output == "A “word” of the sensitive paper².\n")
    #expect(try folder.emend("clean", "-q", "--isolated", "a/b/r.txt").output == "A “word” of the sensitive paper².\n")
    #expect(try folder.emend("clean", "-q", "--config", "a/emend.yml", input: "A “word”\n").output == "A \"word\"\n")
    let table = try folder.emend("config", "a/b/r.txt", "--form", "nfkc").output
    func row(_ key: String) -> [String] {
      table.split(separator: "\n").first { $0.hasPrefix(key + " ") }.map { $0.split(separator: " ").map(String.init) } ?? []
    }
    #expect(row("min-confidence") == ["min-confidence", "certain", "a/emend.yml:1"])
    #expect(row("stages.unicode.typography") == ["stages.unicode.typography", "ascii", "a/emend.yml:4"])
    #expect(row("stages.unicode.form") == ["stages.unicode.form", "nfkc", "command", "line"])
    #expect(row("stages.decode.line-ends") == ["stages.decode.line-ends", "keep", "default"])
  }

  @Test func theNearestFileCountsAlone() throws {
    let folder = try Folder()
    try folder.write("emend.yml", "stages: {skip: [spelling, corrector]}\n")
    try folder.write("b/emend.yml", "min-confidence: likely\n")
    for name in ["a/r.txt", "b/c/r.txt"] { try folder.write(name, "the sinsitive paper\n") }
    let result = try folder.emend("check", ".")
    #expect(result.output.split(separator: "\n").count == 1 && result.output.hasPrefix("./b/c/r.txt:1:5: "), "\(result.output)")
  }

  @Test func overridesHoldForTheirPaths() throws {
    let folder = try Folder()
    try folder.write(
      "emend.yml",
      "stages: {skip: [corrector]}\noverrides:\n  - paths: [\"box*/deep/**\", odd.txt]\n    stages: {skip: [spelling, corrector]}\n  - paths: [box7/]\n    stages: {spelling: {min-confidence: certain}, skip: []}\n"
    )
    let text = "Ambassador Utevenson sent the sinsitive paper.\n"
    for name in ["box1/r.txt", "box1/deep/er/r.txt", "x/odd.txt", "box7/r.txt"] { try folder.write(name, text) }
    let lines = try folder.emend("check", "--min-confidence", "suggested", ".").output.split(separator: "\n")
    func rules(_ path: String) -> [String] {
      lines.filter { $0.hasPrefix("./\(path):") }.map { $0.split(separator: " ")[1] + "" }.filter { $0.hasPrefix("spelling") }
    }
    #expect(rules("box1/r.txt") == ["spelling.title-name:", "spelling.correction:"])
    #expect(rules("box1/deep/er/r.txt") == [] && rules("x/odd.txt") == [])
    #expect(rules("box7/r.txt") == ["spelling.correction:"])
  }

  @Test func includeAndExcludeAreForFolders() throws {
    let folder = try Folder()
    try folder.write("emend.yml", "include: [\"in/**\"]\nexclude: [drafts, \"*.md\"]\n")
    for name in ["in/a.txt", "in/b.md", "in/drafts/c.txt", "out/d.txt"] { try folder.write(name, "the sinsitive paper\n") }
    func checked(_ arguments: String...) throws -> [String] {
      try Shell.run(CommandLineTests.program, ["check", "--skip", "corrector"] + arguments, in: folder.url).output.split(separator: "\n")
        .map {
          String($0.split(separator: ":")[0])
        }
    }
    #expect(try checked(".") == ["./in/a.txt"])
    #expect(try checked("in", "out/d.txt") == ["in/a.txt", "out/d.txt"], "a file that is named is taken")
  }

  @Test func ownTablesComeFromTheFileAndTheCommandLine() throws {
    let folder = try Folder()
    try folder.write("a/emend.yml", "dictionaries: [tables/box7.corrections.tsv]\nstages: {skip: [corrector]}\n")
    try folder.write("a/tables/box7.corrections.tsv", "qwxyz\tquality\t\n")
    try folder.write("own.protected.tsv", "sinsitive\tso\n")
    try folder.write("a/r.txt", "the qwxyz of the sinsitive paper\n")
    #expect(try folder.emend("clean", "-q", "a/r.txt").output == "the quality of the sensitive paper\n")
    #expect(
      try folder.emend("clean", "-q", "--dictionary", "own.protected.tsv", "a/r.txt").output == "the quality of the sinsitive paper\n")
    try folder.write("bad.names.tsv", "a\nb\tking\n")
    let bad = try folder.emend("clean", "--dictionary", "bad.names.tsv", "a/r.txt", "a/r.txt")
    #expect(
      bad.status == 2 && bad.errors.split(separator: "\n").count == 2 && bad.errors.contains("emend: bad.names.tsv:2: the kind is king"),
      "\(bad.errors)")
    #expect(try folder.emend("dictionary", "check", "own.protected.tsv").status == 0)
    #expect(try folder.emend("dictionary", "check", "bad.names.tsv").status == 1)
    #expect(try folder.emend("dictionary", "check", "r.txt").status == 2)
  }

  @Test func aMistakeFarDownStopsTheRunBeforeItWrites() throws {
    let folder = try Folder()
    try folder.write("in/a.txt", "the sinsitive paper\n")
    try folder.write("in/z/b.txt", "the sinsitive paper\n")
    try folder.write("in/z/emend.yml", "x: y\n")
    for arguments in [["check", "--format", "json", "in"], ["clean", "-w", "in"], ["diff", "in/a.txt", "in/z/b.txt"]] {
      let result = try Shell.run(CommandLineTests.program, arguments, in: folder.url)
      #expect(
        result.status == 2 && result.output == "" && result.errors.hasPrefix("emend: in/z/emend.yml:1: unknown key \"x\""), "\(arguments)")
    }
    #expect(try folder.text("in/a.txt") == "the sinsitive paper\n")
  }

  @Test func emendIgnoreIsFoundAndItsMistakesNamed() throws {
    let folder = try Folder()
    try folder.write(
      "a/emend.ignore", "# path\trule\ttext\toccurrence\tnote\nr.txt\tspelling.correction\tsinsitive\t2\tso\n*\ttidy\tnowhere\t*\n")
    try folder.write("a/r.txt", "the sinsitive, the sinsitive\n")
    #expect(try folder.emend("clean", "-q", "--skip", "corrector", "a/r.txt").output == "the sensitive, the sinsitive\n")
    let check = try folder.emend("check", "--skip", "corrector", "--withheld", "a/r.txt").output
    #expect(check.contains("[withheld: ignored: a/emend.ignore:2 so]"), "\(check)")
    try folder.write("a/emend.ignore", "r.txt\tspeling\tx\t*\nr.txt\t*\tx\t0\nr.txt\n")
    let bad = try folder.emend("check", "a/r.txt")
    #expect(
      bad.status == 2 && bad.errors.split(separator: "\n").count == 3
        && bad.errors.contains("a/emend.ignore:1: there is no rule speling; did you mean spelling?"))
    #expect(try folder.emend("check", "--isolated", "a/r.txt").status == 1)
  }

  /// The schema for editors knows what the program knows.
  @Test func theSchemaHasTheKeysOfTheProgram() throws {
    let folder = try Folder()
    let schema = try #require(JSONSerialization.jsonObject(with: Data(bytes(of: "Schemas/emend.yml.schema.json"))) as? [String: Any])
    let stages = try #require(((schema["$defs"] as? [String: Any])?["stages"] as? [String: Any])?["properties"] as? [String: [String: Any]])
    var keys = Set((schema["properties"] as? [String: Any] ?? [:]).keys).subtracting(["overrides", "stages"])
    for (stage, part) in stages {
      guard let options = part["properties"] as? [String: [String: Any]] else {
        keys.insert("stages.\(stage)")
        continue
      }
      for (option, what) in options {
        keys.insert("stages.\(stage).\(option)")
        for value in what["enum"] as? [Any] ?? [] {
          let word = value as? String ?? ((value as? Bool) == true ? "true" : "false")
          try folder.write("emend.yml", "stages:\n  \(stage):\n    \(option): \(word)\n")
          #expect(try folder.emend("config").output.contains("emend.yml:3"), "\(stage).\(option): \(word)")
        }
      }
    }
    try folder.write("emend.yml", "stages:\n" + Pipeline.standard().stages.map { "  \($0.id): {min-confidence: certain}\n" }.joined())
    let printed = try folder.emend("config").output.split(separator: "\n").map { String($0.prefix { $0 != " " }) }
    #expect(Set(printed) == keys)
  }
}
