import ArgumentParser
import Emend
import EmendCore
import EmendCorrector
import Foundation

/// Writes what `Training/places.py` trains the judge of places on.
struct PlacesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "places",
    abstract: "Writes what the judge of places sees of edits that people judged, or that pairs of OCR and truth judge.")

  @Option(help: "Judged edits: a table with id, source, file, start, end, replacement, label and truth.") var labels: String?
  @Option(help: "The folder of their records: SOURCE/FILE.") var records: String?
  @Option(parsing: .upToNextOption, help: "Pairs as JSON Lines with id, ocr and gt.") var pairs: [String] = []
  @Option(name: .shortAndLong, help: "A table: group, id, label (1 right) and the features.") var output: String

  func run() throws {
    var lines = [(["group", "id", "label"] + PlaceRow.names).joined(separator: "\t")]
    let before = try Pipeline.standard().selecting(skip: ["corrector", "tidy"])
    if let labels, let records { try judged(labels, records, before, into: &lines) }
    for path in pairs {
      let group = URL(filePath: path).deletingPathExtension().lastPathComponent
      for pair in try Pairs.read([path]) { try add(pair, group, before, into: &lines) }
    }
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: output))
  }

  private func line(_ group: String, _ id: String, _ isRight: Bool, _ row: PlaceRow) -> String {
    ([group, id, isRight ? "1" : "0"] + row.all.map { "\($0)" }).joined(separator: "\t")
  }

  /// The proposals at labelled places: right where they say what the label or the truth does.
  private func judged(_ labels: String, _ records: String, _ before: Pipeline, into lines: inout [String]) throws {
    let table = try String(contentsOfFile: labels, encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    let columns = Dictionary(uniqueKeysWithValues: table[0].enumerated().map { ($1, $0) })
    func field(_ row: [String], _ name: String) -> String { row[columns[name]!] }
    for (file, rows) in Dictionary(grouping: table.dropFirst(), by: { "\(field($0, "source"))/\(field($0, "file"))" }).sorted(by: {
      $0.key < $1.key
    }) {
      let run = try before.run([UInt8](try Data(contentsOf: URL(filePath: records).appending(path: file))))
      let places = Dictionary(grouping: rows) { "\(field($0, "start"))-\(field($0, "end"))" }
      let proposals = CorrectorStage.proposals(in: run.output, .embedded)
      let edges = proposals.filter { $0.kind == .edge }
      for proposal in proposals where !edges.contains(where: { $0.range.overlaps(proposal.range) }) {
        let range = run.sourceRange(of: proposal.range)
        guard let place = proposal.evidence?.place, let row = places["\(range.lowerBound)-\(range.upperBound)"]?.first else { continue }
        let (label, text) = (field(row, "label"), String(decoding: proposal.replacement, as: UTF8.self))
        let isSame = text == field(row, "replacement").replacing("\\n", with: "\n")
        let isTruth = text == field(row, "truth")
        if label == "doubtful" || !isSame && !isTruth && label == "right" { continue }
        lines.append(line(field(row, "source"), field(row, "id"), label == "right" && isSame || isTruth, place))
      }
    }
  }

  private func add(_ pair: TextPair, _ group: String, _ before: Pipeline, into lines: inout [String]) throws {
    let model = CorrectorModel.embedded
    let text = try before.run(pair.ocr).output
    let segmented = SegmentedPair(text: text, truth: pair.truth, model.alphabet)
    for proposal in CorrectorStage.proposals(in: text, model) {
      guard let evidence = proposal.evidence, let place = evidence.place else { continue }
      lines.append(line(group, pair.id, segmented.isRight(proposal.range, evidence.newText, model.alphabet), place))
    }
  }
}
