import ArgumentParser
import Emend

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measures the pipeline on records whose truth is known: error rates, furniture, lost lines, page numbers.",
    discussion: """
      White space is collapsed; case and punctuation count. A hyphen at a line end of the raw OCR is joined, so that it is not
      charged for line breaks. CER and WER are errors over the characters and words of the truth.

      Examples:
        emend evaluate --scans Fixtures/Scans                NAME.ocr.txt, NAME.gt.txt, NAME.marks.json
        emend evaluate --scans Fixtures/Scans --errors       and each place that fell short, with its line
        emend evaluate --pairs pairs.jsonl --format json     objects with id, ocr and gt, one a line
        emend evaluate ocr.txt truth.txt
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case table, json }

  @Argument(help: "The OCR text and its truth.")
  var files: [String] = []

  @Option(help: ArgumentHelp("Measure the scanned cases in this folder.", valueName: "folder"))
  var scans: String?

  @Option(help: ArgumentHelp("Measure the pairs of this JSON Lines file: id, ocr, gt.", valueName: "file"))
  var pairs: String?

  @OptionGroup var pipelineOptions: PipelineOptions

  @Option(help: "How the figures are written: table or json.")
  var format: Format = .table

  @Flag(help: "List each line of furniture left, body line lost and wrong page number; with --pairs, each text made worse.")
  var errors = false

  func validate() throws {
    let ways = (files.isEmpty ? 0 : 1) + (scans == nil ? 0 : 1) + (pairs == nil ? 0 : 1)
    if ways != 1 { throw ValidationError("name what to measure: --scans FOLDER, --pairs FILE, or two files, OCR and truth") }
    if !files.isEmpty, files.count != 2 { throw ValidationError("give two files, the OCR and its truth") }
  }

  func run() throws {
    let pipeline = try pipelineOptions.pipeline()
    if let scans {
      try evaluate(scans: scans, pipeline)
    } else if let pairs {
      try evaluate(pairs: pairs, pipeline)
    } else {
      let figures = try Self.figures(ocr: Files.read(files[0]), truth: Files.read(files[1]), name: files[0], pipeline)
      try write(EvaluationReport(set: files[0], columns: [.init("all", .init(text: figures))], hasMarks: false), [])
    }
  }

  private func evaluate(scans folder: String, _ pipeline: Pipeline) throws {
    var scores: [(level: ScanCase.Level, figures: ScanFigures)] = []
    var places: [EvaluationReport.Place] = []
    for scan in try Self.cases(in: folder) {
      let path = folder.appendingPath(scan.name + ".ocr.txt")
      let score = ScanScore(scan, try Self.run(pipeline, scan.ocr, name: path))
      scores.append((scan.level, score.figures))
      places += score.findings.map { .init(path, $0) }
    }
    try write(EvaluationReport(set: folder, columns: EvaluationReport.columns(scores), hasMarks: true), places)
  }

  private func evaluate(pairs path: String, _ pipeline: Pipeline) throws {
    var reader = try LineReader(path)
    var (number, sum) = (0, TextFigures())
    var places: [EvaluationReport.Place] = []
    while let line = try reader.next() {
      number += 1
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
      let pair: TextPair
      do { pair = try TextPair(line) } catch { throw Failure("\(path):\(number): \(error)") }
      let figures = try Self.figures(ocr: pair.ocr, truth: pair.truth, name: "\(path):\(number)", pipeline)
      if figures.worse > 0 { places.append(.init(path, pair.madeWorse(figures, line: number))) }
      sum = sum + figures
    }
    if number == 0 { throw Failure("\(path): holds no pairs; each line is an object with id, ocr and gt") }
    try write(EvaluationReport(set: path, columns: [.init("all", .init(text: sum))], hasMarks: false), places)
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

  private static func figures(ocr: [UInt8], truth: [UInt8], name: String, _ pipeline: Pipeline) throws -> TextFigures {
    TextFigures(ocr: ocr, output: try run(pipeline, ocr, name: name).output, truth: truth)
  }

  private static func run(_ pipeline: Pipeline, _ source: [UInt8], name: String) throws -> Run {
    try Refusal.check(source, name: name)
    do { return try pipeline.run(source) } catch { throw Failure("\(name): \(error)") }
  }

  /// The cases of a folder, each whole.
  private static func cases(in folder: String) throws -> [ScanCase] {
    if Files.exists(folder), !Files.isDirectory(folder) { throw Failure("\(folder): is a file; name the folder that holds the cases") }
    let names = try Files.textFiles(below: folder).compactMap { $0 }.filter { $0.hasSuffix(".ocr.txt") }.map { String($0.dropLast(8)) }
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
