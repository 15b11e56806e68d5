import Foundation
import Testing

@testable import EmendCore

/// `emend evaluate`, as a user runs it.
@Suite struct EvaluateCommandTests {
  private typealias Folder = CommandLineTests.Folder

  private func folder() throws -> Folder {
    let folder = try Folder()
    try folder.write("scans/case1.ocr.txt", "TOD SECRET - SENSITIVE\n\nThe Ambassador sugge sted that he\nwould go.\n- 2\nXQ\n\u{C}")
    try folder.write("scans/case1.gt.txt", "The Ambassador suggested that he would go.\n")
    try folder.write("scans/case1.marks.json", #"[{"page": 1, "lines": ["TOP SECRET - SENSITIVE", "- 2 -"]}]"#)
    return folder
  }

  @Test func theTableTheErrorsAndJSON() throws {
    let folder = try folder()
    let table = try folder.emend("evaluate", "--scans", "scans", "--errors")
    #expect(table.status == 0 && table.errors == "", "\(table.errors)")
    #expect(table.output.contains("scans/case1.ocr.txt:5: furniture left: \"- 2\" stands for - 2 -\n"))
    #expect(table.output.contains("scans/case1.ocr.txt:6: noise left: \"XQ\" neither"))
    #expect(table.output.contains("light       all\n") && table.output.contains("furniture lines read"))
    #expect(!(try folder.emend("evaluate", "--scans", "scans").output.contains("furniture left")))
    let json = try folder.emend("evaluate", "--scans", "scans/", "--errors", "--format", "json").output
    let value = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let column = try #require((value["columns"] as? [[String: Any]])?.last)
    #expect(value["schema"] as? String == "emend.evaluation/1" && column["name"] as? String == "all")
    #expect(column["furnitureRead"] as? Int == 2 && column["furnitureStripped"] as? Int == 1 && column["bodyLinesLost"] as? Int == 0)
    // Scripts rely on these.
    let keys = """
      name cases casesWorse cerBefore cerAfter cerCut werBefore werAfter werCut cmerBefore cmerAfter wmerBefore wmerAfter
      preference precision recall harm edits furnitureRead furnitureStripped furnitureLeft furnitureRecall
      bodyLines bodyLinesLost noiseLines noiseLinesLeft pageNumbersRead pageNumbersStripped pageNumbersRight pageNumberPrecision pageNumberRecall
      """
    #expect(Set(column.keys) == Set(keys.split(whereSeparator: \.isWhitespace).map(String.init)))
    #expect((value["errors"] as? [[String: Any]])?.compactMap { $0["kind"] as? String } == ["furnitureLeft", "noiseLeft"])
  }

  @Test func thePipelineOptionsApply() throws {
    let folder = try folder()
    let spelling = try folder.emend("evaluate", "--scans", "scans", "--only", "spelling", "--errors").output
    #expect(spelling.contains(":1: furniture left: \"TOD SECRET - SENSITIVE\""))
    #expect(try folder.emend("evaluate", "--scans", "scans", "--skip", "nonsense").status == 2)
  }

  @Test func pairsAndSingleTexts() throws {
    let folder = try folder()
    try folder.write(
      "pairs.jsonl",
      #"{"id": "1", "ocr": "He sugge sted it.", "gt": "He suggested it."}"# + "\n\n"
        + #"{"id": "b", "ocr": "He sugge sted it.", "gt": "He sugge sted it.", "n": 1}"# + "\n")
    let pairs = try folder.emend("evaluate", "--pairs", "pairs.jsonl", "--errors")
    #expect(pairs.status == 0, "\(pairs.errors)")
    #expect(pairs.output.hasPrefix("pairs.jsonl:3: made worse: \"b\" 0 word errors before, 2 after\n"))
    #expect(pairs.output.contains("WER after") && !pairs.output.contains("furniture"))
    let single = try folder.emend("evaluate", "scans/case1.ocr.txt", "scans/case1.gt.txt")
    #expect(single.status == 0 && single.output.contains("CER before"))
  }

  @Test(arguments: [
    (["--scans", "missing"], "missing: cannot list"), (["--scans", "empty"], "empty: holds no case"),
    (["--scans", "half"], "half/a.gt.txt: is missing"), (["--scans", "bad"], "bad/a.marks.json: not valid JSON"),
    (["--scans", "scans/case1.gt.txt"], "is a file"), (["--pairs", "bad/pairs.jsonl"], "bad/pairs.jsonl:1: "), ([], "--scans FOLDER"),
    (["--scans", "scans", "--pairs", "x"], "name what to measure"), (["scans/case1.ocr.txt"], "two files"),
    (["scans/case1.ocr.txt", "none.txt"], "none.txt: cannot open"), (["--pairs", "empty/none.jsonl"], "none.jsonl"),
  ]) func aMistakeIsNamed(arguments: [String], message: String) throws {
    let folder = try folder()
    try folder.write("empty/readme.md", "nothing")
    try folder.write("half/a.ocr.txt", "text")
    for name in ["a.ocr.txt", "a.gt.txt"] { try folder.write("bad/" + name, "text") }
    try folder.write("bad/a.marks.json", "SECRET")
    try folder.write("bad/pairs.jsonl", #"{"id": "1", "gt": "x"}"#)
    let result = try Shell.run(CommandLineTests.program, ["evaluate"] + arguments, in: folder.url)
    #expect(result.status == 2 && result.errors.contains(message) && result.output == "", "\(arguments): \(result.errors)")
  }
}
