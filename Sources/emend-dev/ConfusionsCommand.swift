import ArgumentParser
import EmendCore

/// Shows what scans confuse, for those who set the costs of `confusions.tsv`.
struct ConfusionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confusions", abstract: "Prints the glyphs that scans show misread: read, true, how often, and the cost in confusions.tsv."
  )

  @Option(parsing: .upToNextOption, help: "Folders with scans, NAME.ocr.txt beside NAME.gt.txt.") var scans: [String]
  @Option(help: "Leave out what was seen less often.") var least = 20
  @OptionGroup var tables: TableOptions

  func run() throws {
    var costs: [String: String] = [:]
    for row in try tables.table("confusions.tsv").rows {
      costs["\(row[0])\t\(row[1])"] = row[2]
      costs["\(row[1])\t\(row[0])"] = row[2]
    }
    let seen = try ScanPairs(folders: scans).confusions.filter { $0.value >= least }
      .map { (pair: "\($0.key.read)\t\($0.key.truth)", count: $0.value) }
      .sorted { $0.count != $1.count ? $0.count > $1.count : $0.pair.precedes($1.pair) }
    for (pair, count) in seen { print("\(pair)\t\(count)\t\(costs[pair] ?? "")") }
  }
}
