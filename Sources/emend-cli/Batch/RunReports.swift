import Emend

#if canImport(Glibc)
  import Glibc
#endif

/// The reports of a whole run and the table of its artifacts: written while the run goes on, in place when it is over.
struct RunReports {
  /// A file that grows record by record.
  private final class Stream {
    let draft: Draft
    private var writer: ByteWriter

    init(_ path: String, mode: mode_t) throws {
      try Files.makeDirectories(path.directory)
      let draft = try Draft(replacing: path, mode: mode)
      self.draft = draft
      writer = Output(descriptor: draft.descriptor).writer
    }

    /// An error of `body` gets the name of the file.
    func naming(_ body: (inout ByteWriter) throws -> Void) throws {
      do { try body(&writer) } catch { throw draft.failure(error) }
    }

    func finish() throws {
      try naming { try $0.flush() }
      let whole = try draft.done()
      try whole?.flush()
      try whole?.takePlace()
    }
  }

  private var figures = RunFigures()
  private var json: [(stream: Stream, report: RunJSON)] = []
  private var html: [(path: String, report: RunHTML)] = []
  private let diffs: [Stream]
  private let edits: [Stream]
  private let table: Stream?
  private let mode: mode_t

  /// - Parameters:
  ///   - reports: their kind follows from the ending of their names.
  ///   - artifacts: nil for no table.
  ///   - mode: what all records allow; reports hold parts of them.
  init(_ reports: [String], artifacts: (path: String, table: ArtifactTable)?, title: String, mode: mode_t) throws {
    self.mode = mode
    diffs = try reports.filter { Reports.Kind($0) == .diff }.map { try Stream($0, mode: mode) }
    edits = try reports.filter { Reports.Kind($0) == .csv }.map { try Stream($0, mode: mode) }
    for stream in edits { try stream.naming { try $0.write(EditTable.header) } }
    for path in reports where Reports.Kind(path) == .json {
      let stream = try Stream(path, mode: mode)
      json.append((stream, try RunJSON(Output(descriptor: stream.draft.descriptor).writer)))
    }
    for path in reports where Reports.Kind(path) == .html {
      try Files.makeDirectories(path.directory)
      html.append((path, RunHTML(title: title, path: path)))
    }
    table = try artifacts.map { try Stream($0.path, mode: mode) }
    if let artifacts { try table?.naming { try $0.write(artifacts.table.header) } }
  }

  var sums: RunFigures { figures }

  mutating func add(_ record: RecordFigures, words: UnknownWords?, diff: [UInt8], edits rows: [UInt8], artifacts: [UInt8]) throws {
    figures.add(record, words: words)
    for index in html.indices { html[index].report.add(record) }
    for index in json.indices { try json[index].stream.naming { _ in try json[index].report.add(record) } }
    for stream in diffs { try stream.naming { try $0.write(diff) } }
    for stream in edits { try stream.naming { try $0.write(rows) } }
    try table?.naming { try $0.write(artifacts) }
  }

  mutating func finish() throws {
    for index in json.indices {
      try json[index].stream.naming { _ in try json[index].report.finish(figures) }
      try json[index].stream.finish()
    }
    for (path, report) in html {
      try Files.writeAtomically(path, mode: mode) { descriptor in
        var writer = Output(descriptor: descriptor).writer
        try report.write(figures, to: &writer)
        try writer.flush()
      }
    }
    for stream in diffs + edits { try stream.finish() }
    try table?.finish()
  }
}

/// Writing reports of single records by the ending of their names.
enum Reports {
  enum Kind {
    case diff, json, html, csv, tei

    /// nil for an ending that no report has.
    init?(_ path: String) {
      switch path.pathExtension {
      case "diff": self = .diff
      case "json": self = .json
      case "html": self = .html
      case "csv": self = .csv
      case "xml" where path.lowercased().hasSuffix(".tei.xml"): self = .tei
      default: return nil
      }
    }
  }

  /// - Parameter mode: that of the record.
  static func write(
    _ run: Run, to path: String, source: String, output: String, level: Confidence.Level, isDurable: Bool, mode: mode_t
  ) throws {
    try Files.makeDirectories(path.directory)
    try Files.writeAtomically(path, isDurable: isDurable, mode: mode) { descriptor in
      var writer = Output(descriptor: descriptor).writer
      switch Kind(path) {
      case .diff: try UnifiedDiff(run, path: source).write(to: &writer)
      case .csv:
        try writer.write(EditTable.header)
        try EditTable(run, path: source).writeRows(to: &writer)
      case .tei: try TEIReport(run, source: source).write(to: &writer)
      case .html: try HTMLReport(run, source: source, output: output, level: level).write(to: &writer)
      default: try JSONReport(run, source: source, output: output).write(to: &writer)
      }
      try writer.flush()
    }
  }
}
