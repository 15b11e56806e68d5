import Emend
import Foundation
import Testing

/// The library as a program that imports it sees it: nothing here looks inside.
@Suite struct FaceTests {
  // MARK: The page

  @Test func theExampleOfThePageRuns() throws {
    // example
    let cleaner = try Cleaner()
    let result = try cleaner.clean("TOP SECRET\n\nThe Summery Record of the SINSITIVE meeting.\n")
    print(result.text)
    for edit in result.edits {
      print(edit.rule, edit.original, "→", edit.replacement, edit.reason)
    }
    assert(result.undone() == result.source)
    // end example
    #expect(result.text == "The Summary Record of the SENSITIVE meeting.\n")
    #expect(result.edits.map(\.rule) == ["markings.banner", "spelling.phrase", "spelling.correction", "tidy.blank-lines"])
    #expect(result.undone() == result.source && !result.isUnchanged)
    // example
    var options = Cleaner.Options()
    options.minConfidence = .certain
    options.settings = ["footnotes": "strip"]
    let careful = try Cleaner(options)
    // end example
    #expect(try careful.clean("It rained.\n").isUnchanged)
  }

  @Test func thePageShowsWhatRunsHere() throws {
    let page = try MarkdownPage("Sources/Emend/Emend.docc/Emend.md").blocks(below: "Overview").filter { $0.language == "swift" }
    let source = String(decoding: try bytes(of: "Tests/EmendTests/FaceTests.swift"), as: UTF8.self).split(separator: "\n").map(String.init)
    var (own, isExample): ([[String]], Bool) = ([], false)
    for line in source.map({ $0.trimmingCharacters(in: .whitespaces) }) {
      if line == "// example" { own.append([]) }
      if line.hasSuffix("example") && line.hasPrefix("// ") {
        isExample = line == "// example"
      } else if isExample {
        own[own.count - 1].append(line)
      }
    }
    // A test imports at the head of its file.
    let shown = page.map { block in
      block.lines.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty && !$0.hasPrefix("import ") }
    }
    #expect(shown.count == 2 && shown == own)
    let imports = page.flatMap(\.lines).filter { $0.hasPrefix("import ") }
    #expect(imports == ["import Emend"] && source.contains("import Emend"))
  }

  @Test func everythingPublicIsDescribed() throws {
    let folder = repository.appending(path: "Sources/Emend")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
    var count = 0
    for file in files.sorted() {
      let lines = String(decoding: try bytes(of: "Sources/Emend/\(file)"), as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false
      )
      .map { $0.trimmingCharacters(in: .whitespaces) }
      for (number, line) in lines.enumerated() where line.hasPrefix("public ") || line.hasPrefix("@") && line.contains(" public ") {
        count += 1
        // Attributes may stand between a declaration and what is said of it.
        let above = lines[..<number].last { !$0.hasPrefix("@") } ?? ""
        #expect(above.hasPrefix("///"), "Sources/Emend/\(file):\(number + 1): nothing is said of \(line)")
      }
    }
    #expect(count >= 40, "where is the public face?")
  }

  // MARK: Texts

  private static let text = "L’entrevue de Genève. The Summery Record.\n"
  private static let clean = "L’entrevue de Genève. The Summary Record.\n"

  @Test func charsetsBecomeUTF8() throws {
    let cleaner = try Cleaner()
    let utf8 = try cleaner.clean(Self.text)
    #expect(utf8.text == Self.clean && utf8.undone() == Array(Self.text.utf8))
    let latin =
      Array("L'entrevue de Gen".utf8) + [0xE8] + Array("ve a ".utf8) + [0xE9, 0x74, 0xE9] + Array(" remise ".utf8) + [0xE0]
      + Array(" plus tard.\n".utf8)
    let result = try cleaner.clean(latin)
    #expect(result.text == "L'entrevue de Genève a été remise à plus tard.\n")
    #expect(result.source == latin && result.undone() == latin)
    #expect(result.edits.contains { $0.stage == "decode" && $0.sourceRange.contains(17) })
  }

  @Test func lineEndsStayAsTheyAre() throws {
    let source = "Summery Record\r\n\r\nTOD SECRET - SENSITIVE\r\n\r\nHe sugge sted it.\r\n"
    let result = try Cleaner().clean(source)
    #expect(result.text == "Summary Record\r\n\r\nHe suggested it.\r\n" && result.undone() == Array(source.utf8))
    #expect(result.artifacts.map(\.kind) == ["banner"] && result.artifacts.first?.fields["level"] == "TOP SECRET")
    let place = try #require(result.artifacts.first).sourceRange
    #expect(String(decoding: result.source[place], as: UTF8.self).hasPrefix("TOD SECRET - SENSITIVE"))
  }

  @Test(arguments: [[], Array("\n".utf8), Array("It rained.\n".utf8)] as [[UInt8]]) func whatIsCleanStaysAsItIs(source: [UInt8]) throws {
    let result = try Cleaner().clean(source)
    #expect(result.isUnchanged && result.bytes == source && result.undone() == source)
    #expect(result.edits.isEmpty && result.suggestions.isEmpty && result.artifacts.isEmpty && result.findings.isEmpty)
  }

  @Test func suggestionsSayWhyTheyAreNone() throws {
    var options = Cleaner.Options()
    options.minConfidence = .certain
    let source = "President Nixon1 spoke.\n\n1 Source: Archives.\n"
    let careful = try Cleaner(options).clean(source)
    let reference = try #require(careful.suggestions.first { $0.rule == "footnotes.reference" })
    #expect(reference.withheld?.isEmpty == false && reference.original == "1" && reference.replacement == "[1]")
    #expect(reference.sourceRange == 15..<16 && reference.probability < 0.95)
    options.minConfidence = .likely
    let usual = try Cleaner(options).clean(source)
    #expect(usual.edits.contains { $0.rule == "footnotes.reference" && $0.withheld == nil } && usual.undone() == Array(source.utf8))
  }

  @Test func missingPagesAreFound() throws {
    let result = try Cleaner().clean("It rained.\n\n- 2 -\n\nHe agreed.\n\n- 5 -\n\nHe left.\n")
    let finding = try #require(result.findings.first)
    #expect(finding.kind == .pages && finding.description.contains("3-4"))
  }

  // MARK: Options

  @Test func stagesAreChosen() throws {
    var options = Cleaner.Options()
    options.only = ["spelling"]
    let source = "TOP SECRET\n\nThe Summery Record.\n"
    #expect(try Cleaner(options).clean(source).text == "TOP SECRET\n\nThe Summary Record.\n")
    options = Cleaner.Options()
    options.skip = ["spelling", "corrector"]
    #expect(try Cleaner(options).clean(source).text == "The Summery Record.\n")
    #expect(
      Cleaner.Options.stages.first?.name == "decode" && Cleaner.Options.stages.last?.name == "tidy"
        && Cleaner.Options.stages.allSatisfy { !$0.summary.isEmpty })
  }

  @Test func settingsAreThoseOfTheStages() throws {
    var options = Cleaner.Options()
    options.settings = ["line-ends": "crlf", "typography": "ascii", "form": "nfkc"]
    #expect(try Cleaner(options).clean("x² “no”\n").text == "x2 \"no\"\r\n")
  }

  @Test func wordsOfOnesOwnCount() throws {
    let source = "The qwxyz of the sinsitive paper.\n"
    var options = Cleaner.Options()
    options.skip = ["corrector"]
    #expect(try Cleaner(options).clean(source).text == "The qwxyz of the sensitive paper.\n")
    options.dictionaries = [
      Cleaner.Options.Dictionary(name: "box7.corrections.tsv", content: Array("qwxyz\tquality\t\n".utf8)),
      Cleaner.Options.Dictionary(name: "protected.tsv", content: Array("sinsitive\tso it stands there\n".utf8)),
    ]
    #expect(try Cleaner(options).clean(source).text == "The quality of the sinsitive paper.\n")
  }

  struct Refused: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let words: [String]
    let change: @Sendable (inout Cleaner.Options) -> Void

    init(_ what: String, _ words: [String], _ change: @escaping @Sendable (inout Cleaner.Options) -> Void) {
      (testDescription, self.words, self.change) = (what, words, change)
    }
  }

  @Test(arguments: [
    Refused("no such option", ["footnotez", "footnotes"]) { $0.settings = ["footnotez": "strip"] },
    Refused("no such value", ["footnotes", "loud", "keep, mark, strip"]) { $0.settings = ["footnotes": "loud"] },
    Refused("no such stage", ["speling", "spelling"]) { $0.only = ["speling"] },
    Refused("no such stage to skip", ["speling", "spelling"]) { $0.skip = ["speling"] },
    Refused("no stage left", ["no stage"]) { ($0.only, $0.skip) = (["tidy"], ["tidy"]) },
    Refused("a table of no kind", ["my.tsv", "box7.names.tsv"]) { $0.dictionaries = [.init(name: "my.tsv", content: [])] },
    Refused("a table that is not UTF-8", ["words.txt:2", "UTF-8"]) {
      $0.dictionaries = [.init(name: "words.txt", content: [0x61, 0x0A, 0xFF])]
    },
    Refused("a row that says nothing", ["names.tsv:2", "king"]) {
      $0.dictionaries = [.init(name: "names.tsv", content: Array("Abel\tperson\nb\tking\n".utf8))]
    },
  ]) func whatCannotBeIsRefused(refused: Refused) {
    var options = Cleaner.Options()
    refused.change(&options)
    #expect {
      try Cleaner(options)
    } throws: { error in
      refused.words.allSatisfy("\(error)".contains) && error is CleanerError
    }
  }

  @Test func oneCleanerServesManyThreads() async throws {
    let cleaner = try Cleaner()
    try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<16 { group.addTask { try cleaner.clean(Self.text).bytes } }
      var count = 0
      for try await bytes in group {
        count += 1
        #expect(bytes == Array(Self.clean.utf8))
      }
      #expect(count == 16)
    }
  }
}
