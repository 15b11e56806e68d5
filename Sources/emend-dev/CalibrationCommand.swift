import ArgumentParser
import Emend
import EmendCore
import EmendCorrector
import Foundation

/// Draws how far the corrector's probabilities are to be trusted.
struct CalibrationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibration",
    abstract:
      "Compares the probability of the corrector's edits with the share that is right, by kind of edit, on pairs it was not trained on.")

  @Option(help: "The model; without it the one that is built in.") var model: String?
  @Option(parsing: .upToNextOption, help: "Pairs as JSON Lines with id, ocr and gt.") var pairs: [String]
  @Option(help: "Stages to leave out, separated by commas.") var skip = ""
  @Option(help: "The picture.") var svg = "docs/calibration.svg"
  @Option(help: "The table.") var table = "docs/calibration.md"

  func run() throws {
    let model = try model.map { try CorrectorModel(path: $0) } ?? .embedded
    let left = ["corrector", "tidy"] + skip.split(separator: ",").map(String.init)
    var calibration = Calibration(model: model, before: try Pipeline.standard(model: model).selecting(skip: left))
    for pair in try Pairs.read(pairs) { try calibration.add(pair) }
    let sets = pairs.map { URL(filePath: $0).deletingPathExtension().lastPathComponent }
    try Data(CalibrationChart(calibration).svg.utf8).write(to: URL(filePath: svg))
    try Data(Self.table(calibration, sets).utf8).write(to: URL(filePath: table))
  }

  private static func table(_ calibration: Calibration, _ sets: [String]) -> String {
    func share(_ count: Int, _ right: Int) -> String {
      count == 0 ? "-" : String(format: "%.3f of %d", Double(right) / Double(count), count)
    }
    let names = calibration.kinds.map(\.name)
    var out = """
      # Calibration of the corrector

      `emend-dev calibration` on \(sets.joined(separator: ", ")): proposals by the probability that they were given, and the share of \
      them that was right. An edit is right when it brings the text nearer to the truth and all of its words stand there.

      ![Predicted probability against observed precision, by kind of edit](calibration.svg)


      """
    func row(_ cells: [String]) { out += "| " + cells.joined(separator: " | ") + " |\n" }
    row(["probability"] + names)
    row(["---"] + names.map { _ in "---:" })
    for index in calibration.kinds[0].bins.indices {
      let range = calibration.kinds[0].bins[index].range
      let title = String(format: "%.2f to %.2f", range.lowerBound, min(range.upperBound, 1))
      row([title] + calibration.kinds.map { share($0.bins[index].count, $0.bins[index].right) })
    }
    out += "\nFrom a level of confidence on:\n\n"
    row(["level"] + names)
    row(["---"] + names.map { _ in "---:" })
    for level in Confidence.Level.allCases {
      row(
        ["\(level.rawValue), from \(level.threshold)"]
          + calibration.kinds.map { share($0.from(level.threshold).count, $0.from(level.threshold).right) })
    }
    return out
  }
}
