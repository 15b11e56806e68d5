import ArgumentParser
import Foundation

/// Makes the rows of `confusions.tsv` that scans show; the rule is told in SOURCES.md.
struct ConfusionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confusions", abstract: "Writes confusions.tsv: small letters that scans show confused, and the rows by hand.")

  @Option(parsing: .upToNextOption, help: "Folders with scans, NAME.ocr.txt beside NAME.gt.txt.") var scans: [String]
  @OptionGroup var tables: TableOptions

  private static let note = "scans"
  /// Half of the commonest confusion's count costs so much more; rarer ones than `dearest` are left out.
  private static let costPerHalving = 0.05
  private static let cheapest = 0.3
  private static let dearest = 0.6
  private static let minimumSeen = 20

  func run() throws {
    var table = try tables.table("confusions.tsv")
    var rows: [String: [String]] = [:]
    func key(_ a: String, _ b: String) -> String { a.precedes(b) ? "\(a)\t\(b)" : "\(b)\t\(a)" }
    for row in table.rows where row.count < 4 || row[3] != Self.note { rows[key(row[0], row[1])] = row }

    // Either direction counts: the distance does not know which word was printed.
    var seen: [String: Int] = [:]
    for (confusion, count) in try ScanPairs(folders: scans).confusions where (confusion.truth + confusion.read).allSatisfy(\.isLowercase) {
      seen[key(confusion.truth, confusion.read), default: 0] += count
    }
    let most = Double(seen.values.max() ?? 1)
    for (pair, count) in seen where count >= Self.minimumSeen && rows[pair] == nil {
      let glyphs = pair.split(separator: "\t").map(String.init)
      guard glyphs[0].count + glyphs[1].count <= 3 else { continue }
      let cost = ((Self.cheapest + Self.costPerHalving * log2(most / Double(count))) * 10).rounded() / 10
      if cost <= Self.dearest { rows[pair] = [glyphs[0], glyphs[1], "\(cost)", Self.note] }
    }
    table.rows = Array(rows.values)
    try table.write(to: tables.path("confusions.tsv"), keyColumns: 2)
  }
}
