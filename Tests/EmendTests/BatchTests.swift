import Foundation
import Testing

@testable import EmendCore
@testable import EmendReports

/// Folders of records, as a user has the program go over them.
@Suite struct BatchTests {
  typealias Folder = CommandLineTests.Folder

  private let dirty = "Summery Record\n\nTOD SECRET - SENSITIVE\n\nHe sugge sted it.\n"
  private let clean = "Summary Record\n\nHe suggested it.\n"

  /// `in` with records in two boxes, and one that is no text.
  private func collection(_ count: Int = 12) throws -> Folder {
    let folder = try Folder()
    for n in 0..<count { try folder.write("in/box \(n % 2)/\(n).txt", "Record \(n) of Zorkhan.\n\n" + (n % 3 == 0 ? clean : dirty)) }
    try folder.write("in/box 1/bad.txt", "%PDF-1.4")
    return folder
  }

  private func files(_ folder: Folder, _ name: String) throws -> [String: [UInt8]] {
    let root = folder.url.appending(path: name).path
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root).filter { $0.hasSuffix(".txt") }
    return try Dictionary(uniqueKeysWithValues: paths.map { ($0, try folder.read("\(name)/\($0)")) })
  }

  private func temporaries(_ folder: Folder) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.url.path).filter { $0.hasSuffix(".tmp") }
  }

  @Test func oneBadFileStopsNothingAndTheNumberOfJobsChangesNothing() throws {
    let folder = try collection()
    var results: [[String: [UInt8]]] = []
    var reports: [[UInt8]] = []
    for jobs in ["1", "4"] {
      let result = try folder.emend(
        "clean", "in", "-o", "out", "-j", jobs, "--skip", "corrector", "--report", "run.json", "--report", "run.html", "--report",
        "run.diff",
        "--artifacts", "a.csv")
      #expect(result.status == 2 && result.errors.contains("bad.txt: this is a PDF"))
      #expect(result.errors.contains("13 files: 8 cleaned, 4 unchanged, 1 failed"), "\(result.errors)")
      results.append(try files(folder, "out"))
      reports.append(try ["run.json", "run.html", "run.diff", "a.csv", "out/.emend-run.jsonl"].flatMap { try folder.read($0) })
      try FileManager.default.removeItem(at: folder.url.appending(path: "out/.emend-run.jsonl"))
    }
    #expect(results[0].count == 12 && results[0] == results[1] && reports[0] == reports[1])
    #expect(try folder.text("out/box 1/1.txt") == "Record 1 of Zorkhan.\n\n" + clean)
    #expect(try temporaries(folder) == [])
    #expect(try folder.emend("clean", "-q", "in", "-o", "out").errors.split(separator: "\n").count == 1)
  }

  @Test func theReportOfARunFitsItsSchema() throws {
    let folder = try collection()
    _ = try folder.emend(
      "clean", "-q", "in", "-o", "out", "--skip", "corrector", "--report", "reports/run.json", "--report", "reports/run.html", "--report",
      "reports/{}.html", "--report", "reports/{}.json")
    let json = try folder.read("reports/run.json")
    let schema = try JSONSchema(bytes(of: "Schemas/run-1.schema.json"))
    #expect(schema.problems(in: json) == [])
    #expect(schema.problems(in: Array(String(decoding: json, as: UTF8.self).replacing("\"totals\"", with: "\"total\"").utf8)) != [])
    let report = try #require(try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
    let rows = try #require(report["files"] as? [[String: Any]])
    #expect(rows.compactMap { $0["path"] as? String } == rows.compactMap { $0["path"] as? String }.sorted() && rows.count == 13)
    let row = try #require(rows.first { $0["path"] as? String == "in/box 1/1.txt" })
    #expect(row["applied"] as? Int == 4 && row["report"] as? String == "reports/box 1/1.txt.html")
    #expect((row["source"] as? [String: Any])?["sha256"] as? String == FileFacts.sha256(try folder.read("in/box 1/1.txt")))
    let words = try #require(report["unknownWords"] as? [[String: Any]])
    let unknown = try #require(words.first)
    #expect(unknown["word"] as? String == "zorkhan" && unknown["count"] as? Int == 12 && unknown["files"] as? Int == 12)
    let example = try #require((unknown["examples"] as? [[String: Any]])?.first)
    #expect(example["file"] as? String == "out/box 0/0.txt" && example["line"] as? Int == 1)
    let html = try folder.text("reports/run.html")
    #expect(html.contains("href=\"box%201/1.txt.html\"") && html.contains("this is a PDF"))
    #expect(html.contains("<td class=\"failed\">failed</td><td class=\"num\"></td><td class=\"num\"></td>"))
    #expect(!html.contains("{{") && !html.contains("http://") && !html.contains("https://") && !html.contains("<script"))
    #expect(try Ledger(folder.read("reports/box 1/1.txt.json")).undo(folder.read("out/box 1/1.txt")) == folder.read("in/box 1/1.txt"))
  }

  @Test func artifactsStandInATable() throws {
    let folder = try Folder()
    try folder.write("in/a, b.txt", "He agreed.\n\nSANITIZED\n\nNLK-80-89 BY MJM NARS, DATE 10/9/84\n\nTOP SECRET\n")
    _ = try folder.emend("clean", "-q", "in", "-o", "out", "--artifacts", "t/a.csv")
    let table = try folder.text("t/a.csv")
    #expect(table.hasPrefix("file,page,kind,level,review-id,date,text\r\n\"in/a, b.txt\",1,stamp,,NLK-80-89,1984-10-09,"))
    #expect(
      table.contains("\"SANITIZED\nNLK-80-89 BY MJM NARS, DATE 10/9/84\"") && table.hasSuffix(",banner,TOP SECRET,,,TOP SECRET\r\n"))
    _ = try folder.emend("clean", "-q", "in/a, b.txt", "--artifacts", "a.jsonl")
    let lines = try folder.text("a.jsonl").split(separator: "\n")
    #expect(lines.count == 2)
    for line in lines {
      let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
      #expect(row?.count == 7 && row?["file"] == "in/a, b.txt")
    }
  }

  @Test func whichFilesAreTaken() throws {
    let folder = try collection(4)
    try folder.write("in/box 0/x.dat", dirty)
    func taken(_ arguments: String..., input: String? = nil) throws -> [String] {
      try? FileManager.default.removeItem(at: folder.url.appending(path: "out"))
      let all = ["clean", "-q", "--only", "spelling", "-o", "out"] + arguments
      let result = try Shell.run(CommandLineTests.program, all, in: folder.url, input: input.map { Array($0.utf8) })
      #expect(result.status == 0, "\(arguments): \(result.errors)")
      let found = try FileManager.default.subpathsOfDirectory(atPath: folder.url.appending(path: "out").path)
      return found.filter { $0.hasSuffix(".txt") || $0.hasSuffix(".dat") }.sorted()
    }
    #expect(try taken("in", "--exclude", "bad.txt") == ["box 0/0.txt", "box 0/2.txt", "box 1/1.txt", "box 1/3.txt"])
    #expect(try taken("in", "--include", "*.dat") == ["box 0/x.dat"])
    #expect(try taken("in", "--include", "box ?/", "--exclude", "/box 1") == ["box 0/0.txt", "box 0/2.txt", "box 0/x.dat"])
    #expect(try taken("--files-from", "-", input: "in/box 0/x.dat\n\n./in/box 1/3.txt\r\n") == ["in/box 0/x.dat", "in/box 1/3.txt"])
    try folder.write("list", "in/box 0/0.txt\0in/box 0/2.txt\0")
    #expect(try taken("--files-from", "list") == ["in/box 0/0.txt", "in/box 0/2.txt"])
    for arguments in [
      ["in", "--include", "*.none"], ["in", "--include", "[a"], ["--files-from", "missing"], ["in", "--files-from", "list"],
      ["in", "-j", "0"],
    ] {
      let result = try Shell.run(CommandLineTests.program, ["clean", "-o", "no"] + arguments, in: folder.url)
      #expect(result.status == 2 && !result.errors.isEmpty && !folder.has("no"), "\(arguments)")
    }
  }

  @Test func aSecondRunGoesOn() throws {
    let folder = try collection()
    for target in [["-o", "out"], ["-w"]] {
      func again(_ more: String...) throws -> String {
        try Shell.run(
          CommandLineTests.program, ["clean", "--resume", "--skip", "corrector", "--exclude", "bad.txt", "in"] + target + more,
          in: folder.url
        )
        .errors
      }
      #expect(try again().contains(target[0] == "-o" ? "8 cleaned, 4 unchanged;" : "9 cleaned, 3 unchanged;"))
      #expect(try again().contains("0 cleaned, 0 unchanged, 12 skipped;"))
      try folder.write("in/box 0/0.txt", "Record 0 of Zorkhan. He sugge sted more.\n")
      if target[0] == "-o" { try folder.write("out/box 0/2.txt", "by another hand\n") }
      let ledger = target[0] == "-o" ? "out/.emend-run.jsonl" : "in/.emend-run.jsonl"
      // As a run that was killed leaves it.
      try folder.write(ledger, try folder.text(ledger) + "{\"path\": \"box 0/4.t")
      let third = try again()
      #expect(third.contains("1 cleaned, 0 unchanged, 11 skipped"))
      // What a person wrote there stays, and is named.
      if target[0] == "-o" {
        #expect(try third.contains("out/box 0/2.txt: was changed") && folder.text("out/box 0/2.txt") == "by another hand\n")
      }
      #expect(try again().contains("12 skipped"))
      #expect(!(try again("--typography", "ascii")).contains("skipped"))
    }
    #expect(try folder.emend("clean", "--resume", "in").status == 2)
  }

  @Test func aFolderIsUndone() throws {
    let folder = try collection()
    let before = try files(folder, "in")
    #expect(try folder.emend("clean", "-q", "-w", "--skip", "corrector", "in").status == 2)
    #expect(try files(folder, "in") != before)
    try folder.write(".emend-999999-1.tmp", "left by a run that is gone")
    try folder.write("in/box 0/.emend-999999-1.tmp", "left by a run that is gone")
    let undo = try folder.emend("undo", "in")
    #expect(undo.status == 0 && undo.errors.contains("8 files: 8 are the source again"), "\(undo.errors)")
    #expect(try files(folder, "in") == before)
    #expect(try folder.emend("clean", "-q", "-w", "--skip", "corrector", "in").status == 2)
    #expect(try temporaries(folder) == [".emend-999999-1.tmp"], "those beside the results are removed")
    try folder.write("in/box 1/1.txt", "by another hand\n")
    let second = try folder.emend("undo", "in")
    #expect(second.status == 2 && second.errors.contains("box 1/1.txt") && second.errors.contains("7 are the source again"))
    #expect(try folder.emend("undo", "in", "--ledger", "x.json").status == 2)
  }

  @Test func controlCLeavesWholeFiles() throws {
    let folder = try Folder()
    for n in 0..<1500 { try folder.write("in/\(n).txt", dirty) }
    let script =
      "\"$0\" clean --skip corrector in -o out --report run.json & pid=$!; while [ ! -e out/1.txt ]; do sleep 0.01; done; kill -TERM $pid; wait $pid; echo $?"
    let result = try Shell.run("/bin/bash", ["-c", script, CommandLineTests.program], in: folder.url)
    let cleaned = try files(folder, "out")
    #expect(!cleaned.isEmpty && cleaned.values.allSatisfy { $0 == Array(clean.utf8) })
    #expect(try temporaries(folder) == [])
    if result.output == "130\n" {
      #expect(result.errors.contains("stopped after") && !folder.has("run.json") && cleaned.count < 1500)
    } else {
      #expect(result.output == "0\n", "it was quicker than the signal")
    }
    // What the table had when the signal came is not done again; on a busy machine that may be nothing.
    let rows = (try? folder.text("out/.emend-run.jsonl").split(separator: "\n").count) ?? 0
    let resumed = try folder.emend("clean", "--skip", "corrector", "in", "-o", "out", "--resume").errors
    #expect(resumed.contains("skipped") || rows == 0, "\(rows) rows: \(resumed)")
    #expect(try files(folder, "out").count == 1500)
  }

  @Test func killedAtAnyMomentNothingIsLost() throws {
    // In memory, where there is such a place: many flushes take long on a busy disk.
    let fast = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "TMPDIR=/dev/shm " : ""
    let script = fast + "exec \"$0\" \"$1\" 15 200"
    let result = try Shell.run("/bin/bash", ["-c", script, repository.appending(path: "Tests/kill.sh").path, CommandLineTests.program])
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }

  @Test func whatIsWrittenDuringARunIsNotLost() throws {
    // The long record holds the run up when the clean text of the first is ready, but not in its place.
    let script = """
      cd "$(mktemp -d)"
      printf 'The sinsitive paper.\\n' > own.txt; cp own.txt other.txt; yes 'The paper.' | head -c 60000000 > zlong.txt
      "$0" clean -w -j 1 --only spelling own.txt other.txt zlong.txt & run=$!
      until [ "$(ls -A | grep -c 'tmp$')" = 4 ]; do sleep 0.01; kill -0 $run || exit 9; done
      echo 'my line' >> own.txt
      wait $run; echo "status $?"
      cat own.txt other.txt; ls -A
      """
    let result = try Shell.run("/bin/bash", ["-c", script, CommandLineTests.program])
    let lines = result.output.split(separator: "\n")
    #expect(lines.prefix(4) == ["status 2", "The sinsitive paper.", "my line", "The sensitive paper."], "\(result.output)\(result.errors)")
    #expect(lines.contains("other.txt.emend.json") && !lines.contains("own.txt.emend.json") && !result.output.contains(".tmp"))
    #expect(result.errors.contains("was changed while emend worked on it"))
  }

  @Test func checksGoOnInOrder() throws {
    let folder = try collection()
    let one = try folder.emend("check", "--skip", "corrector", "-j", "1", "in")
    let four = try folder.emend("check", "--skip", "corrector", "-j", "4", "in")
    #expect(one.status == 2 && four.status == 2 && one.output == four.output && one.output.count > 500)
    #expect(try folder.emend("diff", "--skip", "corrector", "-j", "3", "--exclude", "bad.txt", "in").status == 1)
  }

  @Test func streamsOfJSONKeepTheirOrder() throws {
    let folder = try Folder()
    let lines = (0..<2000).map { $0 % 500 == 499 ? "nonsense" : "{\"id\": \($0), \"text\": \"He sugge sted \($0 % 7).\"}" }
    let result = try folder.emend(
      "clean", "--from", "jsonl", "--to", "jsonl", "--only", "spelling", "-j", "4", input: lines.joined(separator: "\n"))
    #expect(result.status == 2)
    let ids = result.output.split(separator: "\n").map { $0.prefix { $0 != "," } }
    #expect(ids == (0..<2000).filter { $0 % 500 != 499 }.map { "{\"id\": \($0)" })
    let records = result.errors.split(separator: "\n").filter { $0.hasPrefix("{") }
    #expect(records.count == 4)
    let error = try JSONSerialization.jsonObject(with: Data(records[0].utf8)) as? [String: [String: Any]]
    #expect(error?["error"]?["line"] as? Int == 500 && error?["error"]?["file"] as? String == "standard input")
  }

  @Test func aPipeIsAnsweredLineByLine() throws {
    let folder = try Folder()
    // The second line is written only after the first was answered.
    let script = """
      coproc E { "$0" clean --from jsonl --unbuffered --only spelling; }
      for n in 1 2 3; do
        echo "{\\"text\\": \\"sugge sted $n\\"}" >&${E[1]}
        read -t 15 -r answer <&${E[0]} || exit 9
        echo "$answer"
      done
      """
    let result = try Shell.run("/bin/bash", ["-c", script, CommandLineTests.program], in: folder.url)
    #expect(result.status == 0 && result.output.split(separator: "\n").count == 3, "\(result)")
  }
}
