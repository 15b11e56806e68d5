import Foundation
import Testing

@testable import EmendCore
@testable import EmendReports

/// What several runs, an editor and a hostile folder can do to files that are written: nothing is lost, and nothing is
/// overwritten that is not the program's own.
@Suite struct WritersTests {
  typealias Folder = CommandLineTests.Folder

  private static let dirty = "Summery Record %\n\nTOD SECRET - SENSITIVE\n\nHe sugge sted it.\n"
  private static let clean = "Summary Record %\n\nHe suggested it.\n"

  private func collection(_ count: Int, prefix: String = "r") throws -> Folder {
    let folder = try Folder()
    for n in 0..<count { try folder.write("s/\(prefix)\(n).txt", Self.dirty.replacing("%", with: "\(n)")) }
    return folder
  }

  /// Runs a script with the program as `$0`, in a folder.
  private func shell(_ script: String, in folder: Folder) throws -> Shell.Result {
    try Shell.run("/bin/bash", ["-c", script, CommandLineTests.program], in: folder.url)
  }

  private func names(_ folder: Folder, _ place: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.appending(path: place).path).sorted()
  }

  private func mode(_ folder: Folder, _ name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.url.appending(path: name).path)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  // MARK: Several at once

  /// True where this process may make process namespaces.
  static let hasNamespaces = (try? Shell.run("/bin/sh", ["-c", "unshare --pid --fork true"]))?.status == 0

  @Test(.enabled(if: hasNamespaces, "needs unshare --pid")) func runsWithTheSameProcessNumberDoNotMeet() throws {
    let folder = try collection(60, prefix: "a")
    for n in 0..<60 { try folder.write("s/b\(n).txt", Self.dirty.replacing("%", with: "other \(n)")) }
    let result = try shell(
      """
      cp -r s old
      unshare --pid --fork "$0" clean -q --skip corrector -w s --include 'a*' & first=$!
      unshare --pid --fork "$0" clean -q --skip corrector -w s --include 'b*' & second=$!
      wait $first && wait $second && "$0" undo -q s && rm -r s/*.json s/.emend-run.jsonl && diff -r old s
      """, in: folder)
    #expect(result.status == 0 && result.output == "", "\(result)")
  }

  @Test func runsWithOtherSettingsLeaveALedgerThatLeadsBack() throws {
    let folder = try collection(80)
    let result = try shell(
      """
      cp -r s old
      "$0" clean -q --skip corrector -w s & "$0" clean -q --only spelling -w s & "$0" clean -q --only markings -w s & wait
      "$0" undo -q s && rm -r s/*.json s/.emend-run.jsonl && diff -r old s && ls -A s | grep emend
      """, in: folder)
    #expect(result.status == 1 && result.output == "", "\(result)")
  }

  @Test func whatIsAppendedWhenALedgerAppearsIsNotLost() throws {
    let folder = try collection(300)
    let result = try shell(
      """
      "$0" clean -q --skip corrector -w s 2>errors & run=$!
      count=0
      while kill -0 $run 2>/dev/null; do
        for ledger in s/*.emend.json; do
          [ -e "$ledger" ] || continue
          text=${ledger%.emend.json}
          grep -q mine "$text" || { echo mine >> "$text"; count=$((count + 1)); }
        done
      done
      wait $run
      echo $count $(cat s/*.txt | grep -c mine)
      """, in: folder)
    let counts = result.output.split(separator: " ").compactMap { Int($0.filter(\.isNumber)) }
    #expect(counts.count == 2 && counts[0] == counts[1], "\(result)")
    #expect(try names(folder, "s").filter { $0.hasSuffix(".tmp") || $0.hasSuffix(".swap") } == [])
  }

  @Test func aFileThatAnotherProgramHasOpenStaysItsOwn() throws {
    let folder = try collection(2)
    let result = try shell(
      "exec 9>>s/r0.txt; \"$0\" clean -q --skip corrector -w s; echo $?; echo mine >&9; cat s/r0.txt; ls -A s", in: folder)
    #expect(result.output.hasPrefix("2\n" + Self.dirty.replacing("%", with: "0") + "mine\n"), "\(result)")
    #expect(result.errors.contains("s/r0.txt: is open in another program") && !result.output.contains("r0.txt.emend.json"))
    #expect(try folder.text("s/r1.txt") == Self.clean.replacing("%", with: "1"))
  }

  @Test func aRecordThatWasRemovedDoesNotComeBack() throws {
    let folder = try collection(1)
    // Enough work behind it that there is time to remove it.
    let result = try shell(
      """
      yes 'The paper.' | head -c 60000000 > s/zlong.txt
      "$0" clean -w -q -j 1 --only spelling s & run=$!
      until ls -A s | grep -q 'tmp$'; do sleep 0.01; kill -0 $run || exit 9; done
      rm s/r0.txt; wait $run; echo $?; ls -A s
      """, in: folder)
    #expect(
      result.output == "2\n.emend-run.jsonl\nzlong.txt\n" && result.errors.contains("was removed while emend worked on it"), "\(result)")
  }

  @Test(.enabled(if: Shell.has("flock", "timeout"), "needs flock and timeout")) func aSecondWriterWaitsAndSaysForWhom() throws {
    let folder = try collection(1)
    // The first one holds the folder until the second has said that it waits, or has given up.
    let result = try shell(
      """
      (flock 9; : > locked; until grep -qs 'waiting for it' errors || [ -e done ]; do sleep 0.01; done) 9<s &
      until [ -e locked ]; do sleep 0.01; done
      timeout 60 "$0" clean -w --skip corrector s/r0.txt 2> errors; code=$?
      : > done; wait; cat errors >&2; exit $code
      """, in: folder)
    #expect(
      result.status == 0 && result.errors.contains("another emend (process ") && result.errors.contains("waiting for it"), "\(result)")
    #expect(try folder.text("s/r0.txt") == Self.clean.replacing("%", with: "0"))
  }

  /// Python and a compiler are there.
  static let canDelay =
    (try? Shell.run("/bin/sh", ["-c", "command -v python3 && command -v cc && unshare --pid --fork true"]))?.status == 0

  @Test(.enabled(if: canDelay, "needs python3, cc and unshare")) func everyByteThatAnyoneWroteIsFoundAgain() throws {
    let script = repository.appending(path: "Tests/writers/writers.py").path
    let result = try Shell.run("/usr/bin/env", ["python3", script, CommandLineTests.program, "20"])
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }

  @Test(.enabled(if: canDelay, "needs python3, cc and unshare")) func reviewsOfOneDatabaseAgreeWhateverBecomesOfItsFile() throws {
    let script = repository.appending(path: "Tests/writers/reviews.py").path
    let result = try Shell.run("/usr/bin/env", ["python3", script, CommandLineTests.program, "15"])
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }

  // MARK: Claims

  @Test func filesOfEmendAreNeverRecords() throws {
    let folder = try collection(3)
    try folder.write("s/emend.yml", "min-confidence: likely\n")
    let again = "find s -type f | \"$0\" clean --skip corrector -w --files-from -"
    #expect(try shell(again, in: folder).status == 0)
    let ledger = try folder.read("s/r0.txt.emend.json")
    let second = try shell(again, in: folder)
    #expect(second.status == 0 && second.errors.contains("3 unchanged") && second.errors.contains("is passed over"), "\(second)")
    #expect(try folder.read("s/r0.txt.emend.json") == ledger)
    #expect(try folder.text("s/emend.yml") == "min-confidence: likely\n")
    let alone = try folder.emend("clean", "-w", "s/r0.txt.emend.json")
    #expect(alone.status == 2 && alone.errors.contains("is a ledger of emend, not a record"))
    #expect(try folder.emend("check", "--include", "*", "--skip", "corrector", "s").status == 0)
  }

  @Test(arguments: [
    ["clean", "s", "--report", "s/{}.emend.json"], ["clean", "s/r0.txt", "-o", "s/r0.txt.emend.json"],
    ["clean", "s", "--artifacts", "s/emend.yml.csv/../.emend-x.csv"], ["clean", "s/r0.txt", "--report", "s/r0.txt.emend.json"],
    ["review", "--apply", "s", "t", "-o", "out"], ["review", "--export", "notes.txt"], ["review", "--export", "s/r0.txt", "s"],
    ["clean", "--adapt", "--save-model", "notes.txt", "s", "-o", "out"], ["undo", "s/r1.txt", "-o", "s/r1.txt.emend.json"],
    ["undo", "s/r1.txt", "-o", "notes.txt"], ["undo", "s/r1.txt", "-o", "link"], ["train", "--text", "s", "-o", "notes.txt"],
    ["clean", "s", "--report", "same.json", "--report", "./same.json"],
    [
      "clean", "s", "-o", "out", "--report", "out/r0.txt.html", "--artifacts", "out/../out/r0.txt.html.csv", "--report",
      "out/r0.txt.html.csv",
    ],
  ])
  func noClaimOnWhatIsNotTheirs(arguments: [String]) throws {
    let folder = try collection(2)
    try folder.write("t/r0.txt", "Summery Record of t\n")
    try folder.write("notes.txt", "my notes\n")
    _ = try folder.emend("clean", "-q", "-w", "--skip", "corrector", "s/r1.txt")
    try FileManager.default.createSymbolicLink(atPath: folder.url.appending(path: "link").path, withDestinationPath: "s/r1.txt")
    func all() throws -> [String: [UInt8]] {
      let paths = ["notes.txt", "t/r0.txt", "s/r0.txt", "s/r1.txt", "s/r1.txt.emend.json"]
      return try Dictionary(uniqueKeysWithValues: paths.map { ($0, try folder.read($0)) })
    }
    let before = try all()
    let result = try Shell.run(CommandLineTests.program, arguments, in: folder.url)
    #expect(result.status == 2 && result.errors.contains("emend: "), "\(result)")
    #expect(try all() == before)
  }

  @Test func aCorrectedOutputIsNotOverwritten() throws {
    let folder = try collection(3)
    let clean = ["clean", "--skip", "corrector", "s", "-o", "out"]
    _ = try Shell.run(CommandLineTests.program, clean, in: folder.url)
    try folder.write("out/r1.txt", "corrected by hand\n")
    let resumed = try Shell.run(CommandLineTests.program, clean + ["--resume"], in: folder.url)
    #expect(resumed.status == 0 && resumed.errors.contains("out/r1.txt: was changed after emend wrote it, and stays"), "\(resumed)")
    try folder.write("s/r1.txt", "Summery Record anew\n")
    #expect(try Shell.run(CommandLineTests.program, clean + ["--resume"], in: folder.url).status == 2)
    #expect(try folder.text("out/r1.txt") == "corrected by hand\n")
    let anew = try Shell.run(CommandLineTests.program, clean, in: folder.url)
    let kept = try #require(try names(folder, "out").first { $0.hasPrefix("r1.txt.emend-kept-") })
    #expect(try anew.status == 0 && anew.errors.contains(kept) && (folder.text("out/\(kept)")) == "corrected by hand\n")
    #expect(try folder.text("out/r1.txt") == "Summary Record anew\n")
  }

  @Test(arguments: [["-o", "out"], ["-w"]]) func tablesOfAResumedRunAreWhole(target: [String]) throws {
    let folder = try collection(6)
    let clean = ["clean", "-q", "--skip", "corrector", "s", "--artifacts", "a.csv", "--report", "e.csv", "--report", "d.diff"] + target
    _ = try Shell.run(CommandLineTests.program, clean, in: folder.url)
    let tables = try ["a.csv", "e.csv", "d.diff"].map { try folder.read($0) }
    #expect(tables.allSatisfy { $0.count > 300 })
    let again = try Shell.run(CommandLineTests.program, clean + ["--resume", "--report", "r.json"], in: folder.url)
    #expect(try again.status == 0 && (folder.text("r.json")).contains("\"skipped\""), "\(again)")
    #expect(try ["a.csv", "e.csv", "d.diff"].map { try folder.read($0) } == tables)
  }

  // MARK: The surroundings

  @Test func aClosedDescriptorIsNoFile() throws {
    let folder = try collection(2)
    #expect(try shell("\"$0\" clean -q --skip corrector s --report r.json >&-", in: folder).status == 2)
    #expect(!folder.has("r.json"))
    let input = try shell("\"$0\" clean -q <&-", in: folder)
    #expect(input.status == 2 && input.errors.contains("standard input: cannot read"))
    #expect(try shell("\"$0\" clean -q --skip corrector s/r0.txt -o out.txt 2>&-", in: folder).status == 0)
    #expect(try folder.text("out.txt") == Self.clean.replacing("%", with: "0"))
  }

  @Test func hugeAndStrangeFilesAreToldAndTheOthersCleaned() throws {
    let folder = try collection(2)
    let result = try shell("truncate -s 1T s/huge.txt; mkfifo s/emend.yml; \"$0\" clean -w --skip corrector --isolated s", in: folder)
    #expect(result.status == 2 && result.errors.contains("huge.txt: has 1099 GB") && result.errors.contains("2 cleaned"), "\(result)")
    let model = try shell("truncate -s 1T m.model; \"$0\" clean --isolated --model m.model s/r0.txt", in: folder)
    #expect(model.status == 2 && model.errors.contains("m.model: has 1099 GB"), "\(model)")
    let pipe = try shell("timeout 20 \"$0\" clean s", in: folder)
    #expect(pipe.status == 2 && pipe.errors.contains("emend.yml: is no regular file"), "\(pipe)")
    #expect(try shell("\"$0\" clean -q --only spelling <(cat s/r0.txt)", in: folder).status == 0)
  }

  /// ThreadSanitizer maps a file of its own, which a small limit breaks.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["TSAN_OPTIONS"] == nil, "not with ThreadSanitizer"))
  func aFullFileSizeLeavesNoDraft() throws {
    let folder = try collection(1)
    try folder.write("s/long.txt", String(repeating: Self.dirty, count: 300))
    let result = try shell("ulimit -f 4; \"$0\" clean -q -w --skip corrector s", in: folder)
    #expect(result.status == 2 && result.errors.contains("File too large"), "\(result)")
    #expect(try names(folder, "s") == [".emend-run.jsonl", "long.txt", "r0.txt", "r0.txt.emend.json"])
  }

  @Test func whatIsMadeOfAPrivateRecordIsPrivate() throws {
    let folder = try collection(2)
    _ = try shell("chmod 600 s/r0.txt", in: folder)
    _ = try folder.emend(
      "clean", "-q", "--skip", "corrector", "s", "-o", "out", "--report", "rep/{}.html", "--report", "run.html", "--artifacts", "a.csv")
    _ = try folder.emend("clean", "-q", "--skip", "corrector", "-w", "s")
    for name in ["s/r0.txt", "s/r0.txt.emend.json", "out/r0.txt", "rep/r0.txt.html", "run.html", "a.csv"] {
      #expect(try mode(folder, name) == 0o600, "\(name)")
    }
    #expect(try mode(folder, "s/r1.txt.emend.json") & 0o044 != 0)
  }

  @Test func aLinkInThePlaceOfADraftHarmsNobody() throws {
    let folder = try collection(1)
    let result = try shell(
      """
      echo victim > v; chmod 600 v
      for n in 0 1 2 3; do ln -s ../v s/.emend-$$-$n.tmp; done
      exec "$0" clean -q -w --skip corrector s
      """, in: folder)
    #expect(try result.status == 0 && (folder.text("v")) == "victim\n" && (mode(folder, "v")) == 0o600, "\(result)")
  }

  @Test func namesAreBytes() throws {
    let folder = try Folder()
    let result = try shell(
      #"""
      mkdir -p s $'s/d\xff'
      for name in $'s/caf\xe9.txt' $'s/d\xff/x.txt' $'s/e\xcc\x81.txt' $'s/\xc3\xa9.txt'; do echo "Summery Record" > "$name"; done
      "$0" clean -q --only spelling s -o out && "$0" clean -q --only spelling -w $'s/d\xff' && "$0" clean -q --only spelling -w $'s/caf\xe9.txt'
      "$0" undo -q $'s/caf\xe9.txt'
      cat out/caf*.txt out/d*/x.txt s/d*/x.txt s/caf*.txt
      find out -name '*.txt' | wc -l
      """#, in: folder)
    #expect(result.output == "Summary Record\nSummary Record\nSummary Record\nSummery Record\n4\n", "\(result)")
  }

  // MARK: What comes with a collection

  @Test func aConfigurationThatComesWithRecordsNamesNothingOutside() throws {
    let folder = try collection(1)
    try folder.write("x.corrections.tsv", "mispelt\tmisspelt\n")
    try folder.write("s/m.model", "no model")
    func clean(_ more: String...) throws -> Shell.Result {
      try Shell.run(CommandLineTests.program, ["clean", "--only", "spelling", "s"] + more, in: folder.url)
    }
    try folder.write("s/emend.yml", "stages:\n  corrector:\n    model: m.model\n")
    #expect(try clean().errors.contains("names no model"))
    #expect(try clean("--trust-config").errors.contains("is no model"))
    for line in ["dictionaries: [../x.corrections.tsv]", "baseline: ../b", "ignore-file: /etc/passwd"] {
      try folder.write("s/emend.yml", line + "\n")
      let result = try clean()
      #expect(result.status == 2 && result.errors.contains("lies outside the folder"), "\(line): \(result)")
      #expect(!result.errors.contains("root:"))
    }
    try folder.write("s/emend.yml", "dictionaries: [../x.corrections.tsv]\n")
    #expect(try clean("--trust-config").status == 0 && clean("--config", "s/emend.yml").status == 0)
    _ = try shell(
      "rm s/emend.yml; mkdir s/.emend; ln -s ../../x.corrections.tsv s/.emend/corrections.tsv; ln -s /etc/passwd s/emend.ignore", in: folder
    )
    let links = try clean()
    #expect(links.status == 2 && links.errors.contains("is a link to") && !links.errors.contains("root:"), "\(links)")
  }

  // MARK: What a hostile hand found

  @Test func aPathWithoutItsFolderIsAnError() throws {
    let folder = try collection(1)
    for arguments in [["clean", "nope/r.txt"], ["check", "./nope/"], ["diff", "nope/../s/r0.txt/x"], ["clean", "-w", "nope/r.txt"]] {
      let result = try Shell.run("/usr/bin/env", ["timeout", "30", CommandLineTests.program] + arguments, in: folder.url)
      #expect(result.status == 2 && result.errors.contains("emend: "), "\(arguments): \(result)")
    }
    let gone = try shell("mkdir d; cd d; rmdir ../d; timeout 30 \"$0\" config .; echo $?", in: folder)
    #expect(gone.output.hasSuffix("2\n") || gone.output.hasSuffix("0\n"), "\(gone)")
  }

  @Test func whatEmendDidNotWriteIsKept() throws {
    let folder = try collection(2)
    let long = String(repeating: "a", count: 240) + ".txt"
    try folder.write("s/" + long, Self.dirty)
    for name in ["r0.txt", long] { try folder.write("out/" + name, "a person's text\n") }
    try folder.write("elsewhere/linked.txt", "behind a link\n")
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.appending(path: "out/r1.txt").path, withDestinationPath: "../elsewhere/linked.txt")
    let result = try folder.emend("clean", "--skip", "corrector", "s", "-o", "out")
    #expect(result.status == 0 && result.errors.contains("is kept as"), "\(result)")
    let kept = try ["out", "elsewhere"].flatMap { place in try names(folder, place).map { "\(place)/\($0)" } }.filter {
      $0.contains(".emend-kept-")
    }
    #expect(try kept.map { try folder.text($0) }.sorted() == ["a person's text\n", "a person's text\n", "behind a link\n"])
    #expect(try folder.text("elsewhere/linked.txt") == Self.clean.replacing("%", with: "1"))
    // The results of a review are no different.
    try folder.write("reviewed/r0.txt", "a person's text\n")
    let review = try folder.emend("review", "--apply", "--skip", "corrector", "s/r0.txt", "-o", "reviewed/r0.txt")
    #expect(try review.status == 0 && names(folder, "reviewed").contains { $0.hasPrefix("r0.txt.emend-kept-") }, "\(review)")
  }

  @Test func filesOfAPersonAreNoDrafts() throws {
    let folder = try collection(1)
    for name in [".emend-notes.tmp", ".emend-draft-x.tmp", ".emend-swap-a.swap"] { try folder.write("s/" + name, "mine\n") }
    #expect(try folder.emend("clean", "-q", "--skip", "corrector", "-w", "s").status == 0)
    for name in [".emend-notes.tmp", ".emend-draft-x.tmp", ".emend-swap-a.swap"] { #expect(folder.has("s/" + name), "\(name)") }
  }

  @Test func aRecordThatIsNamedTwiceIsReplacedOnce() throws {
    let folder = try collection(2)
    try FileManager.default.createSymbolicLink(atPath: folder.url.appending(path: "link.txt").path, withDestinationPath: "s/r0.txt")
    let result = try folder.emend("clean", "-w", "--skip", "corrector", "s/r0.txt", "./s/r0.txt", "link.txt", "s", "s/../s/r1.txt")
    #expect(result.status == 0 && result.errors.contains("2 cleaned"), "\(result)")
    #expect(try folder.emend("undo", "s/r0.txt", "link.txt", "s").status == 0)
    #expect(try folder.text("s/r0.txt") == Self.dirty.replacing("%", with: "0"))
  }

  @Test func linksOfACollectionTakeNoWriteElsewhere() throws {
    let folder = try collection(1)
    let result = try shell(
      """
      mkdir out; ln -s ../out s/.emend; cd s
      "$0" dictionary add correction tlie the; echo $?
      "$0" review --apply --skip corrector r0.txt; echo $?
      ls -A ../out
      """, in: folder)
    #expect(result.output == "2\n2\n" && result.errors.contains("is a link to"), "\(result)")
  }
}
