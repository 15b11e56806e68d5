import ArgumentParser
import Emend
import EmendCore
import EmendEvaluation
import FoundationEssentials

struct FloorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "floors",
    abstract: "Raises the floors of the evaluation to the measured figures; lowers none without a reason.")

  @Argument(help: "The folder of scanned cases, as the floors name it.") var folder = "Fixtures/Scans"

  @Option(help: "The table of floors.") var file = "Fixtures/floors.tsv"

  @Option(
    name: .customLong("allow-lower"),
    help: ArgumentHelp("Lower the floors that the figures fall short of, too; the reason is kept in the table.", valueName: "reason"))
  var reason: String?

  func validate() throws {
    if let reason, reason.allSatisfy(\.isWhitespace) || reason.contains(where: { $0 == "\t" || $0.isNewline }) {
      throw ValidationError("--allow-lower needs a reason in one line, without tabs")
    }
  }

  func run() throws {
    var floors = try Floors(read(file), file: file)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".ocr.txt") }.sorted()
    if names.isEmpty { throw ValidationError("\(folder) holds no case (NAME.ocr.txt)") }
    let scores = try names.map { name in
      let name = String(name.dropLast(".ocr.txt".count))
      let path = "\(folder)/\(name)"
      let scan = try ScanCase(name: name, ocr: read(path + ".ocr.txt"), truth: read(path + ".gt.txt"), marks: read(path + ".marks.json"))
      return (level: scan.level, figures: try ScanScore(scan, by: .standard()).figures)
    }
    let (changed, left) = floors.raise(folder, to: EvaluationReport.columns(scores), loweringWith: reason)
    for line in changed + left { print(line) }
    if !changed.isEmpty { try Data(floors.table.utf8).write(to: URL(filePath: file)) }
    if !left.isEmpty {
      print("\(file): these floors were left as they are; --allow-lower REASON lowers them")
      throw ExitCode.failure
    }
  }

  private func read(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }
}
