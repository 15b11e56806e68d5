import ArgumentParser
import Emend
import EmendCore
import EmendCorrector
import EmendEvaluation
import EmendFiles

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measures the pipeline on records whose truth is known: error rates, edits right and wrong, furniture, lost lines.",
    discussion: """
      CER and WER are errors over the characters and words of the truth: white space is collapsed, case and punctuation count, and
      a hyphen at a line end of the raw OCR is joined, so that it is not charged for line breaks.

      cMER and wMER, the match error rates of HIPE-OCRepair, see small letters and digits only. Preference is +1 for a text that
      came nearer to its truth and -1 for one that went farther away. Precision is the share of changed places that are right now,
      recall the share of wrong places that were made right, harm the right words made wrong. Of scanned cases these are taken
      without the furniture. A pair without gt, or with null, is taken for clean: each of its edits is false.

      With --truth each edit is judged by itself: how far the words around it are from the truth with it, and without it. Nearer is
      better, farther is worse. Edits that were withheld are judged as if they had been made.

      Examples:
        emend evaluate --scans Fixtures/Scans                NAME.ocr.txt, NAME.gt.txt, NAME.marks.json
        emend evaluate --scans Fixtures/Scans --errors       and each place that fell short, with its line
        emend evaluate --pairs pairs.jsonl --format json     objects with id, ocr and gt, one a line
        emend evaluate ocr.txt truth.txt
        emend evaluate --truth truth.txt ocr.txt             error rates, and how many edits of each rule were right
        emend evaluate --truth truths/ scans/                of many; NAME.gt.txt is the truth of NAME.ocr.txt, or NAME.txt of NAME.txt
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case table, json }

  @Argument(help: "The OCR text and its truth; with --truth texts and folders of texts.")
  var files: [String] = []

  @Option(help: ArgumentHelp("Measure the scanned cases in this folder.", valueName: "folder"))
  var scans: String?

  @Option(help: ArgumentHelp("Measure the pairs of this JSON Lines file: id, ocr, gt.", valueName: "file"))
  var pairs: String?

  @Option(
    help: ArgumentHelp(
      "Judge each edit by the truth of the text, or by the folder that holds the truths: NAME.gt.txt for NAME.ocr.txt, or the same name.",
      valueName: "path"))
  var truth: String?

  @Flag(help: "Measure a second time with what the texts themselves tell about how they were misread, as clean --adapt does.")
  var adapt = false

  @OptionGroup var pipelineOptions: PipelineOptions

  @Option(help: "How the figures are written: table or json.")
  var format: Format = .table

  @Flag(
    help:
      "List each line of furniture left, body line lost and wrong page number; with --pairs, each text made worse; with --truth, each edit that made it worse."
  )
  var errors = false

  func validate() throws {
    if truth != nil {
      if scans != nil || pairs != nil { throw ValidationError("--truth is for single texts; --scans and --pairs have truths of their own") }
      if files.isEmpty { throw ValidationError("--truth says what a text should be; name the text, too") }
      if adapt { throw ValidationError("--adapt learns from a collection: give --scans or --pairs") }
      return
    }
    let ways = (files.isEmpty ? 0 : 1) + (scans == nil ? 0 : 1) + (pairs == nil ? 0 : 1)
    if ways != 1 {
      throw ValidationError("name what to measure: --scans FOLDER, --pairs FILE, --truth TRUTH FILE, or two files, OCR and truth")
    }
    if adapt, !files.isEmpty { throw ValidationError("--adapt learns from a collection: give --scans or --pairs") }
    if !files.isEmpty, files.count != 2 { throw ValidationError("give two files, the OCR and its truth") }
  }

  func run() throws {
    let pipeline = try pipelineOptions.pipeline()
    if let truth {
      try evaluate(TruthFiles(truth: truth, inputs: files), pipeline)
    } else if let scans {
      try evaluate(scans: scans, pipeline)
    } else if let pairs {
      try evaluate(pairs: pairs, pipeline)
    } else {
      let (ocr, truth) = (try Files.read(files[0]), try Files.read(files[1]))
      let figures = ScanFigures(ocr: ocr, output: try Self.run(pipeline, ocr, name: files[0]).output, truth: truth)
      try write(EvaluationReport(set: files[0], columns: [.init("all", figures)], hasMarks: false), [])
    }
  }

  /// What a pass over a set found.
  private struct Scores {
    var columns: [EvaluationReport.Column]
    var places: [EvaluationReport.Place]

    /// The columns of both passes, the places of the second.
    func followed(by adapted: Scores) -> Scores {
      Scores(columns: columns + adapted.columns.map { .init("adapted " + $0.name, $0.figures) }, places: adapted.places)
    }
  }

  private func evaluate(scans folder: String, _ pipeline: Pipeline) throws {
    let cases = try Self.cases(in: folder)
    var learner = CollectionLearner(try pipelineOptions.correctorModel())
    func scores(_ pipeline: Pipeline, learning: Bool = false) throws -> Scores {
      var scores: [(level: ScanCase.Level, figures: ScanFigures)] = []
      var places: [EvaluationReport.Place] = []
      for scan in cases {
        let path = folder.appendingPath(scan.name + ".ocr.txt")
        if learning { learner.add(try Self.run(pipeline, scan.ocr, name: path)) }
        try Refusal.check(scan.ocr, name: path)
        let score: ScanScore
        do { score = try ScanScore(scan, by: pipeline) } catch { throw Failure("\(path): \(error)") }
        scores.append((scan.level, score.figures))
        places += score.findings.map { .init(path, $0) }
      }
      return Scores(columns: EvaluationReport.columns(scores), places: places)
    }
    let first = try scores(pipeline, learning: adapt)
    let all = try adapt ? first.followed(by: scores(Adaptation(learner).pipeline(pipelineOptions))) : first
    try write(EvaluationReport(set: folder, columns: all.columns, hasMarks: true), all.places)
  }

  private func evaluate(pairs path: String, _ pipeline: Pipeline) throws {
    let pairs = try PairsFile.read(path, needsTruth: false)
    var learner = CollectionLearner(try pipelineOptions.correctorModel())
    func scores(_ pipeline: Pipeline, learning: Bool = false) throws -> Scores {
      // Those with a truth, and those that are clean as they are.
      var sums = [ScanFigures(), ScanFigures()]
      var places: [EvaluationReport.Place] = []
      for (line, pair) in pairs {
        let run = try Self.run(pipeline, pair.ocr, name: "\(path):\(line)")
        if learning { learner.add(run) }
        let figures = ScanFigures(ocr: pair.ocr, output: run.output, truth: pair.truth)
        if figures.text.worse > 0 { places.append(.init(path, pair.madeWorse(figures.text, line: line))) }
        sums[pair.hasTruth ? 0 : 1] = sums[pair.hasTruth ? 0 : 1] + figures
      }
      return Scores(columns: zip(["all", "clean"], sums).filter { $1.text.cases > 0 }.map { .init($0, $1) }, places: places)
    }
    let first = try scores(pipeline, learning: adapt)
    let all = try adapt ? first.followed(by: scores(Adaptation(learner).pipeline(pipelineOptions))) : first
    try write(EvaluationReport(set: path, columns: all.columns, hasMarks: false), all.places)
  }

  private func evaluate(_ files: TruthFiles, _ pipeline: Pipeline) throws {
    var figures = TextFigures()
    var verdicts = EditVerdicts()
    var places: [EvaluationReport.Place] = []
    for pair in files.pairs {
      let run = try Self.run(pipeline, Files.read(pair.text), name: pair.text)
      let truth = try Files.read(pair.truth)
      try Refusal.check(truth, name: pair.truth)
      let judged = TextFigures.judging(run, truth: truth)
      figures = figures + judged.figures
      if errors { places += judged.verdicts.worse.map { .init(pair.text, $0) } }
      verdicts = verdicts + judged.verdicts
    }
    let set = files.pairs.count == 1 ? files.pairs[0].text : "\(files.pairs.count) texts"
    try write(EvaluationReport(set: set, figures: figures, verdicts: verdicts), places)
  }

  private func write(_ report: EvaluationReport, _ places: [EvaluationReport.Place]) throws {
    var writer = Output.standard.writer
    switch format {
    case .json: try report.writeJSON(to: &writer, places: errors ? places : nil)
    case .table:
      if errors { for place in places { try writer.write(place.line + "\n") } }
      try writer.write(report.table)
    }
    try writer.flush()
  }

  private static func run(_ pipeline: Pipeline, _ source: [UInt8], name: String) throws -> Run {
    try Refusal.check(source, name: name)
    do { return try pipeline.run(source) } catch { throw Failure("\(name): \(error)") }
  }

  /// The cases of a folder, each whole.
  private static func cases(in folder: String) throws -> [ScanCase] {
    if Files.exists(folder), !Files.isDirectory(folder) { throw Failure("\(folder): is a file; name the folder that holds the cases") }
    let names = try Files.textFiles(below: folder).filter { $0.hasSuffix(".ocr.txt") }.map { String($0.dropLast(8)) }
    if names.isEmpty {
      throw Failure("\(folder): holds no case; a case is NAME.ocr.txt, NAME.gt.txt and NAME.marks.json")
    }
    return try names.map { name in
      func part(_ ending: String, _ what: String) throws -> [UInt8] {
        let path = folder.appendingPath(name + ending)
        guard Files.exists(path) else {
          throw Failure("\(path): is missing, so \(name).ocr.txt cannot be judged; put \(what) there, or take the case out")
        }
        return try Files.read(path)
      }
      let (truth, marks) = (try part(".gt.txt", "the clean paragraphs"), try part(".marks.json", "the furniture of each page"))
      do {
        return try ScanCase(name: name, ocr: Files.read(folder.appendingPath(name + ".ocr.txt")), truth: truth, marks: marks)
      } catch let error as EmendError {
        throw Failure("\(folder.appendingPath(name)).marks.json: \(error)")
      }
    }
  }
}
