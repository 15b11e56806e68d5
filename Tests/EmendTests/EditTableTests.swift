import Foundation
import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendReports

/// The table of edits: a row an edit, and nothing in it that a spreadsheet runs.
@Suite struct EditTableTests {
  /// The rows of CSV (RFC 4180).
  private static func rows(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell = ""
    var isQuoted = false
    var scalars = text.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\"" where isQuoted && scalars.first == "\"": cell.unicodeScalars.append(scalars.removeFirst())
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        row.append(cell)
        cell = ""
      case "\r" where !isQuoted: break
      case "\n" where !isQuoted:
        rows.append(row + [cell])
        (row, cell) = ([], "")
      default: cell.unicodeScalars.append(scalar)
      }
    }
    return rows
  }

  private static func table(_ run: Run, path: String = "a.txt") throws -> [[String: String]] {
    let csv = try EditTable.header + ByteWriter.collect { try EditTable(run, path: path).writeRows(to: &$0) }
    let all = rows(String(decoding: csv, as: UTF8.self))
    return all.dropFirst().map { row in
      #expect(row.count == all[0].count)
      return Dictionary(uniqueKeysWithValues: zip(all[0], row))
    }
  }

  @Test func aRowAnEdit() throws {
    let run = try Pipeline.standard().run("The Summery Record, \"so\".\n\nTOP SECRET\n\nAmbassador Utevenson agreed.\n")
    let rows = try Self.table(run)
    #expect(rows.count == run.passes.reduce(0) { $0 + $1.script.edits.count + $1.withheld.count })
    let first = try #require(rows.first)
    #expect(
      first["path"] == "a.txt" && first["number"] == "1" && first["page"] == "1" && first["line"] == "1" && first["column"] == "5"
        && first["stage"] == "spelling" && first["rule"] == "spelling.phrase" && first["confidence"] == "0.95"
        && first["level"] == "certain"
        && first["outcome"] == "applied" && first["why"] == "" && first["original"] == "Summery" && first["replacement"] == "Summary"
        && first["before"] == "The" && first["after"] == "Record, \"so\". TOP SECRET Ambassador Utevenson agreed.")
    let banner = try #require(rows.first { $0["rule"] == "markings.banner" })
    #expect(banner["artifact"] == "banner" && banner["original"] == "TOP SECRET\n" && banner["replacement"] == "")
    let withheld = try #require(rows.first { $0["outcome"] == "withheld" })
    #expect(withheld["replacement"] == "Stevenson" && withheld["why"] == "below likely" && withheld["level"] == "suggested")
  }

  @Test func noCellIsAFormula() throws {
    let run = try Pipeline.standard(level: .suggested).run(
      "=1+1 sugge sted\n\n- 2 -\n\n@SUM(A1) Summery Record \u{0}x\n\n+CMD sugge sted\t-1\n")
    let rows = try Self.table(run, path: "=cmd|' /C calc'!A0.txt")
    #expect(rows.contains { $0["original"] == "'- 2 -\n" } && rows.contains { $0["original"] == "␀" })
    #expect(rows.allSatisfy { $0["path"] == "'=cmd|' /C calc'!A0.txt" })
    for cell in rows.flatMap(\.values) where !cell.isEmpty {
      #expect(!"=+-@\t\r\n＝＋－＠".unicodeScalars.contains(cell.unicodeScalars.first!), "\(cell)")
    }
    #expect(["=x", "+x", "-x", "@x", "\tx", "\rx", "\nx", "＝x"].allSatisfy { CSV.shown($0) == "'" + $0 } && CSV.shown("a=x") == "a=x")
  }

  @Test func theProgramWritesThem() throws {
    let folder = try CommandLineTests.Folder()
    try folder.write("in/a.txt", "Summery Record\n")
    try folder.write("in/b.txt", "He sugge sted a Summery Record.\n")
    let result = try folder.emend(
      "clean", "-q", "in", "-o", "out", "--report", "run.csv", "--report", "{}.csv", "--report", "tei/{}.tei.xml")
    #expect(result.status == 0, "\(result.errors)")
    let rows = Self.rows(try folder.text("run.csv"))
    #expect(rows.dropFirst().map { $0[0] } == ["in/a.txt", "in/b.txt", "in/b.txt"])
    let own = Self.rows(try folder.text("b.txt.csv"))
    #expect(own.count == 3 && rows[0] == own[0])
    #expect(try folder.text("tei/a.txt.tei.xml").contains("<sic>Summery</sic>"))
    let one = try folder.emend("clean", "-q", "in", "-o", "out", "--report", "run.tei.xml")
    #expect(one.status == 2 && one.errors.contains("put {} into its name"), "\(one.errors)")
    #expect(try folder.emend("clean", "-q", "in/a.txt", "-o", "a", "--report", "a.xml").errors.contains(".csv or .tei.xml"))
  }
}
