import EmendCore

/// All formats of reports. A new one is a file beside the others and a line here; the command line, its errors and the manual's
/// tables name what stands here.
package enum ReportRegistry {
  /// Reports on what was done to a record, by the ending of their file.
  package static let records: [RecordFormat] = [
    RecordFormat("diff", ending: ".diff", "a unified diff", collection: .appended(head: [])) {
      try UnifiedDiff($0, path: $1.source).write(to: &$2)
    },
    RecordFormat("json", ending: ".json", "all edits and artifacts, from which the source can be made again", collection: .summary(.json)) {
      try JSONReport($0, source: $1.source, output: $1.output).write(to: &$2)
    },
    RecordFormat("html", ending: ".html", "a page to read, source and result side by side", collection: .summary(.html)) {
      try HTMLReport($0, source: $1.source, output: $1.output, level: $1.level).write(to: &$2)
    },
    RecordFormat("csv", ending: ".csv", "a table, a row an edit", collection: .appended(head: EditTable.header)) {
      try EditTable($0, path: $1.source).writeRows(to: &$2)
    },
    RecordFormat("tei", ending: ".tei.xml", "TEI P5, each change in its place", collection: .none) {
      try TEIReport($0, source: $1.source).write(to: &$2)
    },
  ]

  /// The formats of `emend check`, by their names.
  package static let checks: [CheckFormat] = [
    CheckFormat("human", "lines for people") { FindingsText(withheld: $0.withheld) },
    CheckFormat("json", "one JSON document") { _ in FindingsJSON(lines: false) },
    CheckFormat("jsonl", "a JSON object a line") { _ in FindingsJSON(lines: true) },
    CheckFormat("sarif", "SARIF 2.1.0") { SARIFReport(stages: $0.stages) },
    CheckFormat("github", "annotations of GitHub Actions") { GitHubAnnotations(root: $0.workspace) },
    CheckFormat("diff", "a unified diff") { FindingsDiff(isShown: $0.isShown) },
  ]

  /// The format of a report by the name of its file; nil for an ending that none has.
  package static func record(_ path: String) -> RecordFormat? {
    let name = path.lowercased()
    return records.first { name.hasSuffix($0.ending) }
  }

  /// The formats of some reports, each once.
  package static func records(of paths: [String]) -> [RecordFormat] {
    let names = Set(paths.compactMap { record($0)?.name })
    return records.filter { names.contains($0.name) }
  }

  /// `.diff, .json, .html, .csv or .tei.xml`
  package static let endings: String = {
    let all = records.map(\.ending)
    return all.dropLast().joined(separator: ", ") + " or " + (all.last ?? "")
  }()
}

/// A format of a report on one record.
package struct RecordFormat: Sendable {
  /// What one report on many records is.
  package enum Collection: Sendable {
    /// There is none: a file holds one record.
    case none
    /// The reports on the records one behind the other, behind a head.
    case appended(head: [UInt8])
    /// A report of another kind, on the run as a whole.
    case summary(RunFormat)
  }

  package enum RunFormat: Sendable { case json, html }

  /// Where a record stands and what is told of the run beside it.
  package struct Context: Sendable {
    /// Paths of the source and of the clean text, as they stand in the report.
    package let source: String
    package let output: String
    /// The least confidence of what was applied.
    package let level: Confidence.Level

    package init(source: String, output: String, level: Confidence.Level) {
      self.source = source
      self.output = output
      self.level = level
    }
  }

  package let name: String
  package let ending: String
  /// What it is, in a few words.
  package let summary: String
  package let collection: Collection
  /// One report holds what stands of each record, one behind the other.
  package var isAppended: Bool { if case .appended = collection { true } else { false } }
  /// One report on the run says what is in its records.
  package var isSummary: Bool { if case .summary = collection { true } else { false } }
  private let body: @Sendable (Run, Context, inout ByteWriter) throws -> Void

  init(
    _ name: String, ending: String, _ summary: String, collection: Collection,
    _ body: @escaping @Sendable (Run, Context, inout ByteWriter) throws -> Void
  ) {
    self.name = name
    self.ending = ending
    self.summary = summary
    self.collection = collection
    self.body = body
  }

  /// Writes the report on a record as a file of its own.
  package func write(_ run: Run, _ context: Context, to writer: inout ByteWriter) throws {
    if case .appended(let head) = collection, !head.isEmpty { try writer.write(head) }
    try body(run, context, &writer)
  }

  /// What stands of a record in a report on many.
  package func part(_ run: Run, _ context: Context) throws -> [UInt8] { try ByteWriter.collect { try body(run, context, &$0) } }
}

/// A format of `emend check`.
package struct CheckFormat: Sendable {
  /// What a report is told beside the records.
  package struct Context: Sendable {
    package let stages: [StageInfo]
    /// With the edits that are held back.
    package let withheld: Bool
    /// It goes to a terminal.
    package let isShown: Bool
    /// The folder that paths of annotations are relative to.
    package let workspace: String?

    package init(stages: [StageInfo], withheld: Bool, isShown: Bool, workspace: String?) {
      self.stages = stages
      self.withheld = withheld
      self.isShown = isShown
      self.workspace = workspace
    }
  }

  package let name: String
  package let summary: String
  package let make: @Sendable (Context) -> any CheckReport

  init(_ name: String, _ summary: String, _ make: @escaping @Sendable (Context) -> any CheckReport) {
    self.name = name
    self.summary = summary
    self.make = make
  }
}
