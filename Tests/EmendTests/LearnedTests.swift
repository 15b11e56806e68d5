import Foundation
import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendLexicon
@testable import EmendReview

/// Tables that are found by themselves, and the entries that editors add to them.
@Suite struct LearnedTests {
  /// A folder of records, and a home for what holds everywhere.
  private struct Archive {
    let folder = try! CommandLineTests.Folder()
    let text = "The Bricklene of it was seen by Ambasador Zwingelmaun, a cold dog agreed.\n"

    init() throws {
      for name in ["box1/a.txt", "box1/b.txt", "box1/deep/c.txt", "box2/d.txt"] { try folder.write(name, text) }
    }

    var home: String { folder.url.appending(path: "home").path }

    func emend(_ arguments: String...) throws -> Shell.Result { try run(arguments) }

    func run(_ arguments: [String]) throws -> Shell.Result {
      try Shell.run(CommandLineTests.program, arguments, in: folder.url, environment: ["XDG_CONFIG_HOME": home])
    }

    /// The records in which a finding with this text stands.
    func records(_ found: String, _ options: String...) throws -> [String] {
      let result = try run(["check", "--skip", "corrector"] + options + ["box1", "box2"])
      #expect(result.status < 2, "\(result.errors)")
      return result.output.split(separator: "\n").filter { $0.contains(found) }.map { String($0.prefix { $0 != ":" }) }
    }
  }

  private static let all = ["box1/a.txt", "box1/b.txt", "box1/deep/c.txt", "box2/d.txt"]

  @Test(arguments: [
    ("record", ["box1/a.txt"], "box1/.emend/a.txt/"), ("folder", ["box1/a.txt", "box1/b.txt", "box1/deep/c.txt"], "box1/.emend/"),
    ("everywhere", all, "home/emend/"),
  ]) func anEntryHoldsWhereItShould(scope: String, records: [String], place: String) throws {
    let archive = try Archive()
    for (kind, word, right, table) in [
      ("correction", "bricklene", "bricklane", "corrections.tsv"), ("phrase", "cold dog", "cold day", "phrases.tsv"),
    ] {
      #expect(try archive.records("\"\(word.split(separator: " ").last!.capitalized)").isEmpty)
      let dry = try archive.emend("dictionary", "add", kind, word, right, "--scope", scope, "--record", "box1/a.txt", "--dry-run")
      #expect(dry.status == 0 && !archive.folder.has(place + table), "\(dry.errors)")
      let added = try archive.emend(
        "dictionary", "add", kind, word, right, "--scope", scope, "--record", "box1/a.txt", "--note", "by ear", "--editor", "A. Reader")
      #expect(added.status == 0, "\(added.errors)")
      #expect(added.output.contains("+\(word)\t\(right)\tby ear; A. Reader, 20"), "\(added.output)")
      #expect(try archive.folder.text(place + table).hasPrefix("# "))
      #expect(try archive.records("\"\(right.split(separator: " ").last!)\"") == (kind == "phrase" ? records : []), "the case is kept")
      #expect(try archive.records("by ear; A. Reader") == (kind == "phrase" ? records.flatMap { [$0, $0] } : records))
      #expect(try archive.records("by ear", "--isolated").isEmpty)
      let check = try archive.emend("dictionary", "check", place + table)
      #expect(check.status == (kind == "phrase" ? 0 : 1), "bricklane is no known word: \(check.output)")
    }
    let shown = try archive.emend("config", "box1/a.txt").output
    #expect(shown.contains(/corrections\.tsv +found, [a-z]+\n/) && shown.contains("found, \(scope)\n"), "\(shown)")
    #expect(try !archive.emend("config", "--isolated", "box1/a.txt").output.contains("found, "))
    #expect(try archive.emend("config", "box2/d.txt").output.contains("found, ") == (scope == "everywhere"))
  }

  @Test(arguments: ["record", "folder", "everywhere"]) func namesAndProtectedWordsAreLearned(scope: String) throws {
    let archive = try Archive()
    #expect(try archive.records("\"Ambasador\"").count == 4)
    #expect(try archive.emend("dictionary", "add", "protected", "Ambasador", "--scope", scope, "--record", "box1/a.txt").status == 0)
    let holds = scope == "record" ? 1 : scope == "folder" ? 3 : 4
    #expect(try archive.records("\"Ambasador\"").count == 4 - holds)
    let name = try archive.emend("dictionary", "add", "name", "Professor Zwingelmann", "--scope", scope, "--record", "box1/a.txt")
    #expect(name.output.contains("+Zwingelmann\tperson\tProfessor\t"), "\(name.output)\(name.errors)")
    let second = try archive.emend("dictionary", "add", "name", "Mr. Zwingelmann", "--scope", scope, "--record", "box1/a.txt")
    #expect(second.output.contains("-Zwingelmann\tperson\tProfessor\t") && second.output.contains("+Zwingelmann\tperson\tProfessor,Mr.\t"))
    for box in ["box1/a.txt", "box2/d.txt"] {
      try archive.folder.write(box, "Professor Zwingelmaun came.\n")
    }
    let restored = try archive.records("\"Zwingelmann\"", "--withheld")
    #expect(Set(restored) == (scope == "everywhere" ? ["box1/a.txt", "box2/d.txt"] : ["box1/a.txt"]))
  }

  /// What is learned is right, so that the corrector leaves it alone.
  @Test func theCorrectorLeavesWhatWasLearned() throws {
    let text = "He read the memorandem to the President and the Secretary of State.\n"
    func cleaned(_ name: String, _ row: String, _ text: String) throws -> String {
      let dictionaries = try Dictionaries(adding: [UserDictionary(file: name, bytes: Array((row + "\n").utf8))])
      return String(decoding: try Pipeline.standard(dictionaries: dictionaries).run(text).output, as: UTF8.self)
    }
    #expect(try cleaned("protected.tsv", "xqzword\tx", text) != text)
    #expect(try cleaned("protected.tsv", "memorandem\tso spelled here", text) == text)
    #expect(try cleaned("names.tsv", "Memorandem\tplace\t\t", text) == text)
    // The right form of a correction may be a word that nobody knows; its case is that of the text.
    let wrong = text.replacing("memorandem", with: "mernorxndem")
    #expect(try cleaned("corrections.tsv", "mernorxndem\tmemorandem\tthe word of this office", wrong) == text)
  }

  @Test func whatCannotBeLearnedIsRefused() throws {
    let archive = try Archive()
    func refused(_ arguments: String..., scope: String = "folder") throws -> String {
      let result = try archive.run(["dictionary", "add"] + arguments + ["--record", "box1/a.txt", "--scope", scope])
      #expect(result.status == 2 && result.output == "", "\(arguments): \(result.output)")
      return result.errors
    }
    #expect(try refused("correction", " ", "x").contains("is empty"))
    #expect(try refused("correction", "bricklene", "").contains("give the right form"))
    #expect(try refused("correction", "Bricklene", "BRICKLENE").contains("becomes itself"))
    #expect(try refused("correction", "two words", "one").contains("not one word of letters"))
    #expect(try refused("correction", "b\tc", "d").contains("control character"))
    #expect(try refused("phrase", "bricklene", "bricklane").contains("for one word take a correction"))
    #expect(try refused("phrase", "govern ment", "government").contains("as many right as wrong"))
    #expect(try refused("protected", "...").contains("would not be protected"))
    #expect(try refused("protected", "#nine").contains("comment"))
    #expect(try refused("correction", "AMLASH", "ambush").contains("would stay as it is"), "protected by a table that is built in")
    #expect(!archive.folder.has("box1/.emend"))
    #expect(try archive.emend("dictionary", "add", "correction", "bricklene", "bricklane", "--record", "box1").status == 0)
    #expect(try refused("correction", "Bricklene", "bricklane").contains("box1/.emend/corrections.tsv:3 has bricklene already"))
    #expect(try refused("correction", "bricklene", "brickline").contains("box1/.emend/corrections.tsv:3 says otherwise"))
    #expect(try refused("correction", "bricklane", "bricklene", scope: "record").contains("loop"))
    #expect(try archive.emend("dictionary", "add", "protected", "bricklone", "--scope", "everywhere").status == 0)
    #expect(try refused("correction", "bricklone", "bricklane").contains("home/emend/protected.tsv:3"))
    let known = try archive.emend("dictionary", "add", "correction", "record", "report", "--record", "box1/a.txt", "--scope", "record")
    #expect(known.status == 0 && known.errors.contains("record is a word of the lexicon"))
    #expect(try archive.emend("dictionary", "add", "correction", "a", "b", "--record", "box1", "--scope", "record").status == 2)
  }

  @Test func entriesComeInOrderAndKeepTheRest() throws {
    func joined(_ table: String, _ wrong: String) throws -> String {
      let entry = try UserEntry(.corrections, wrong: wrong, right: "quality", note: "n")
      return String(decoding: try entry.joining(Array(table.utf8), file: "corrections.tsv").bytes, as: UTF8.self)
    }
    #expect(try joined("# head\na\tb\nz\ty", "m") == "# head\na\tb\nm\tquality\tn\nz\ty")
    #expect(try joined("# head\r\na\tb\r\n", "m") == "# head\r\na\tb\r\nm\tquality\tn\r\n")
    #expect(try joined("a\tb", "m") == "a\tb\nm\tquality\tn\n")
    #expect(try joined("\u{FEFF}z\tb\n", "m") == "\u{FEFF}m\tquality\tn\nz\tb\n")
    #expect(try joined("", "m").split(separator: "\n").count == 3)
    for text in ["", "a\tb", "# head\na\tb\r\n\nz\ty", "\u{FEFF}# x\n", "\n\n", "z\ty\n"] {
      let entry = try UserEntry(.corrections, wrong: "m", right: "quality", note: "n")
      let joined = try entry.joining(Array(text.utf8), file: "corrections.tsv")
      let table = try UserDictionary(file: "corrections.tsv", bytes: joined.bytes)
      #expect(table.rows.first { $0.line == joined.line }?[0] == "m", "\(text.debugDescription)")
    }
    let diff = try UserEntry(.corrections, wrong: "m", right: "quality", note: "n").joining(Array("a\tb\nz\ty\n".utf8), file: "x").diff(
      path: "x.tsv")
    #expect(diff == "--- a/x.tsv\n+++ b/x.tsv\n@@ -1,2 +1,3 @@\n a\tb\n+m\tquality\tn\n z\ty\n")
  }

  @Test func aBrokenTableIsNamed() throws {
    let archive = try Archive()
    for place in ["box1/.emend", "box1/.emend/a.txt", "home/emend"] {
      try archive.folder.write("\(place)/corrections.tsv", "# head\nalpha\n")
      let result = try archive.emend("check", "box1/a.txt")
      #expect(result.status == 2 && result.errors.contains("\(place)/corrections.tsv:2: needs 2 to 3 columns"), "\(result.errors)")
      #expect(try archive.emend("check", "--isolated", "box1/a.txt").status < 2)
      try FileManager.default.removeItem(at: archive.folder.url.appending(path: "\(place)/corrections.tsv"))
    }
  }

  @Test func theNearestTableCountsForMost() throws {
    let archive = try Archive()
    for (place, word) in [("home/emend", "quality"), (".emend", "quantity"), ("box1/.emend", "question"), ("box1/.emend/a.txt", "quarter")]
    {
      try archive.folder.write("\(place)/corrections.tsv", "bricklene\t\(word)\tx\n")
    }
    try archive.folder.write("own.corrections.tsv", "bricklene\tquiet\tx\n")
    func cleaned(_ record: String, _ options: String...) throws -> String {
      try archive.run(["clean", "-q", "--only", "spelling", record] + options).output
    }
    #expect(try cleaned("box1/a.txt").hasPrefix("The Quarter of it"))
    #expect(try cleaned("box1/deep/c.txt").hasPrefix("The Question of it"))
    #expect(try cleaned("box2/d.txt").hasPrefix("The Quantity of it"))
    #expect(try cleaned("box1/a.txt", "--dictionary", "own.corrections.tsv").hasPrefix("The Quiet of it"))
    try FileManager.default.removeItem(at: archive.folder.url.appending(path: ".emend"))
    #expect(try cleaned("box2/d.txt").hasPrefix("The Quality of it"))
    try archive.folder.write("emend.yml", "dictionaries: [own.corrections.tsv]\n")
    #expect(try cleaned("box2/d.txt").hasPrefix("The Quiet of it"))
    #expect(try cleaned("box1/b.txt").hasPrefix("The Question of it"))
  }

  @Test func aRunIsNotPassedOverAfterSomethingWasLearned() throws {
    let archive = try Archive()
    func run() throws -> String { try archive.emend("clean", "box1", "-o", "out", "--resume", "--skip", "corrector").errors }
    _ = try run()
    #expect(try run().contains("3 skipped"))
    #expect(
      try archive.emend("dictionary", "add", "correction", "bricklene", "quality", "--record", "box1/a.txt", "--scope", "record").status
        == 0)
    #expect(try run().contains("2 skipped"))
    #expect(try archive.folder.text("out/a.txt").hasPrefix("The Quality"))
    #expect(try archive.emend("dictionary", "add", "correction", "cxld", "cold", "--record", "box1/a.txt", "--scope", "record").status == 0)
    #expect(try run().contains("2 skipped"), "the same table with another row")
    // Tables of words stand in the fingerprint, too.
    func fingerprint(_ word: String) throws -> String {
      try Pipeline.standard(dictionaries: Dictionaries(adding: [UserDictionary(file: "words.txt", bytes: Array(word.utf8))])).fingerprint
    }
    #expect(try fingerprint("alphax") != fingerprint("betaxx"))
  }

  @Test func severalThatLearnAtOnceLoseNothing() async throws {
    let archive = try Archive()
    let words = (0..<12).map { "brickl" + String(UnicodeScalar(UInt8(97 + $0))) + "xq" }
    let program = CommandLineTests.program
    await withTaskGroup(of: Int32.self) { group in
      let (folder, home) = (archive.folder.url, archive.home)
      for word in words {
        group.addTask {
          (try? Shell.run(
            program, ["dictionary", "add", "correction", word, "quality", "--record", "box1"], in: folder,
            environment: ["XDG_CONFIG_HOME": home]
          ).status) ?? -1
        }
      }
      for await status in group { #expect(status == 0) }
    }
    let rows = try archive.folder.text("box1/.emend/corrections.tsv").split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(rows.map { String($0.prefix { $0 != "\t" }) } == words.sorted())
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: archive.folder.url.appending(path: "box1/.emend").path) == ["corrections.tsv"])
  }

  @Test func theFolderOfTablesHoldsNoRecords() throws {
    let archive = try Archive()
    try archive.folder.write("box1/.emend/notes.txt", "Summery Record\n")
    #expect(try archive.emend("clean", "box1", "-o", "out").errors.contains("3 files"))
  }

  @Test func dictionariesGiveTheirMemoryBack() throws {
    weak var memory: Dictionaries?
    do {
      let dictionaries = try Dictionaries(adding: [UserDictionary(file: "words.txt", bytes: Array("alphax".utf8))])
      memory = dictionaries
      _ = try Pipeline.standard(dictionaries: dictionaries).run("alphax\n")
    }
    #expect(memory == nil)
  }
}
