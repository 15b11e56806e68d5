import ArgumentParser
import Emend
import EmendCore
import EmendEvaluation
import EmendReports
import HostileTexts

/// What `Benchmarks/scale.py` runs: hostile texts of a length and of twice that length, part by part under a profiler, or one
/// text as a whole.
struct ScaleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scale", abstract: "Runs the stages, the reports and the evaluation over hostile texts, to be measured.",
    shouldDisplay: false)

  @Argument(help: "Kinds of text; without any all of them, and the examples of the rules.") var kinds: [String] = []
  @Option(help: "Bytes of each text; the second one has twice as many.") var bytes = 16_384
  @Option(help: "Runs every COUNT-th of the kinds only, from the NUMBER-th on: NUMBER/COUNT.") var part = "0/1"
  @Flag(help: "Runs each text once, without a profiler.") var once = false
  @Flag(help: "Measures evaluate on pairs of texts.") var evaluate = false
  @Flag(help: "Prints the names of the kinds.") var list = false

  func run() throws {
    let chosen = HostileText.all.filter { kinds.isEmpty || kinds.contains($0.name) }
    if list {
      for kind in chosen { print(kind.name, kind.share, separator: "\t") }
    } else if once {
      for kind in chosen { _ = try Pipeline.standard().run(kind.bytes(bytes)) }
    } else {
      try measure(chosen)
    }
  }

  private func measure(_ chosen: [HostileText]) throws {
    let numbers = part.split(separator: "/").compactMap { Int($0) }
    guard numbers.count == 2, numbers[1] > 0 else { throw ValidationError("--part is NUMBER/COUNT, such as 0/2") }
    let meter = ScaleMeter()
    // Tables that are made once are not part of what grows.
    try meter.run(HostileText.all.first { $0.name == "prose" }!.bytes(20_000), by: .standard(), "")
    if evaluate {
      let chosen = Self.pairs.filter { kinds.isEmpty || kinds.contains("\($0.0) and \($0.1)") }
      for (index, pair) in chosen.enumerated() where index % numbers[1] == numbers[0] {
        for size in [bytes, 2 * bytes] { meter.evaluate(pair.0, pair.1, size) }
      }
    } else {
      for (index, kind) in chosen.enumerated() where index % numbers[1] == numbers[0] {
        for size in [bytes, 2 * bytes] {
          try meter.run(kind.bytes(size / kind.share), by: .standard(), "\(kind.name)\t\(size)")
          // A report takes longer over an edit than most stages do.
          try meter.report(kind.bytes(size / 8), "\(kind.name)\t\(size)", html: Self.shown.contains(kind.name))
        }
      }
      try measureRules(meter, numbers)
    }
    meter.finish()
  }

  /// The example of each rule over and over, by the stage of the rule.
  private func measureRules(_ meter: ScaleMeter, _ numbers: [Int]) throws {
    let rules = Pipeline.standard().stages.flatMap { stage in stage.rules.map { (stage.id, $0) } }
      .filter { kinds.isEmpty || kinds.contains($0.1.id) }
    for (index, (stage, rule)) in rules.enumerated() where index % numbers[1] == numbers[0] {
      guard let example = rule.examples.first else { continue }
      let text = HostileText.repeated(rule.id, example.before + [UInt8(ascii: "\n")])
      let pipeline = try Pipeline.standard(options: example.options).selecting(only: example.following + [stage])
      // The corrector takes as long over any words.
      for size in [bytes, 2 * bytes] {
        try meter.run(text.bytes(stage == "corrector" ? size / 8 : size), by: pipeline, "\(rule.id)\t\(size)")
      }
    }
  }

  /// Kinds with many edits of one sort, for the HTML report, whose frame alone takes long.
  private static let shown = ["dash-words", "cut-letters", "same-page-number", "banner"]

  /// Texts that are the same, nearly the same, and of which one has nothing of the other.
  private static let pairs = [
    ("prose", "prose"), ("prose", "unknown-words"), ("one-letter", "one-digit"), ("cut-letters", "capital-lines"),
  ]
}

/// Says when a part starts; the profiler counts from one call of `markPart` to the next.
private final class ScaleMeter: Sendable {
  func run(_ text: [UInt8], by pipeline: Pipeline, _ label: String) throws {
    _ = try Pipeline(stages: pipeline.stages.map { MarkedStage(stage: $0, label: label) }).run(text)
    mark("", "")
  }

  func report(_ text: [UInt8], _ label: String, html: Bool) throws {
    let run = try Pipeline.standard().run(text)
    func measure(_ name: String, _ write: (inout ByteWriter) throws -> Void) throws {
      mark(label, name)
      var writer = ByteWriter { _ in }
      try write(&writer)
    }
    try measure("json") { try JSONReport(run, source: "a.txt", output: "b.txt").write(to: &$0) }
    if html { try measure("html") { try HTMLReport(run, source: "a.txt", output: "b.txt", level: .likely).write(to: &$0) } }
    try measure("tei") { try TEIReport(run, source: "a.txt").write(to: &$0) }
    try measure("diff") { try UnifiedDiff(run, path: "a.txt").write(to: &$0) }
    try measure("csv") { try EditTable(run, path: "a.txt").writeRows(to: &$0) }
    mark("", "")
  }

  func evaluate(_ kind: String, _ other: String, _ size: Int) {
    func text(_ name: String) -> [UInt8] { HostileText.all.first { $0.name == name }!.bytes(size) }
    let (ocr, truth) = (text(kind), text(other))
    mark("\(kind) and \(other)\t\(size)", "evaluate")
    _ = ScanFigures(ocr: ocr, output: ocr, truth: truth)
    mark("", "")
  }

  func finish() { mark("", "") }
}

private func mark(_ label: String, _ part: String) {
  print(label, part, separator: "\t")
  markPart()
}

/// Kept as it stands, so that valgrind sees each call.
@inline(never) @_optimize(none)
private func markPart() {}

/// A stage that says when it starts.
private struct MarkedStage: Stage {
  let stage: any Stage
  let label: String

  var info: StageInfo { stage.info }

  func edits(in document: Document) -> EditList {
    mark(label, stage.id)
    return stage.edits(in: document)
  }
}
