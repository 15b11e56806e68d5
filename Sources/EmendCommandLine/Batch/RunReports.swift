import ArgumentParser
import Emend
import EmendCore
import EmendFiles
import EmendReports

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
  /// Reports that are appended to, record by record, by the names of their formats.
  private var appended: [(format: String, stream: Stream)] = []
  private let table: Stream?
  private let mode: mode_t

  /// - Parameters:
  ///   - reports: their formats follow from the endings of their names.
  ///   - artifacts: nil for no table.
  ///   - mode: what all records allow; reports hold parts of them.
  init(_ reports: [String], artifacts: (path: String, table: ArtifactTable)?, title: String, mode: mode_t) throws {
    self.mode = mode
    for path in reports {
      guard let format = ReportRegistry.record(path) else { continue }
      switch format.collection {
      case .none: continue
      case .appended(let head):
        let stream = try Stream(path, mode: mode)
        if !head.isEmpty { try stream.naming { try $0.write(head) } }
        appended.append((format.name, stream))
      case .summary(.json):
        let stream = try Stream(path, mode: mode)
        json.append((stream, try RunJSON(Output(descriptor: stream.draft.descriptor).writer)))
      case .summary(.html):
        try Files.makeDirectories(path.directory)
        html.append((path, RunHTML(title: title, path: path, stages: StageCatalogue.stages)))
      }
    }
    table = try artifacts.map { try Stream($0.path, mode: mode) }
    if let artifacts { try table?.naming { try $0.write(artifacts.table.header) } }
  }

  var sums: RunFigures { figures }

  mutating func add(_ record: RecordFigures, words: UnknownWords?, parts: [String: [UInt8]], artifacts: [UInt8]) throws {
    figures.add(record, words: words)
    for index in html.indices { html[index].report.add(record) }
    for index in json.indices { try json[index].stream.naming { _ in try json[index].report.add(record) } }
    for (format, stream) in appended { try stream.naming { try $0.write(parts[format] ?? []) } }
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
    for (_, stream) in appended { try stream.finish() }
    try table?.finish()
  }
}

/// Writing reports of single records by the ending of their names.
enum Reports {
  /// - Throws: a complaint for users about a name whose ending no report has.
  static func check(_ paths: [String]) throws {
    for path in paths where ReportRegistry.record(path) == nil {
      throw ValidationError("--report \(path): the ending must be \(ReportRegistry.endings)")
    }
  }

  /// - Throws: `Failure` for a report on several records in a format whose files hold one.
  static func checkHoldOne(_ paths: [String]) throws {
    for path in paths where !path.contains("{}") {
      guard let format = ReportRegistry.record(path), case .none = format.collection else { continue }
      throw Failure(
        "--report \(path): a \(format.name.uppercased()) file holds one record, and there are several inputs; put {} into its name, as in \(format.name)/{}\(format.ending)"
      )
    }
  }

  /// - Parameters:
  ///   - path: of the report; its ending is that of a format.
  ///   - mode: that of the record.
  static func write(_ run: Run, to path: String, _ context: RecordFormat.Context, isDurable: Bool, mode: mode_t) throws {
    guard let format = ReportRegistry.record(path) else { preconditionFailure("the names of reports are checked before a run") }
    try Files.makeDirectories(path.directory)
    try Files.writeAtomically(path, isDurable: isDurable, mode: mode) { descriptor in
      var writer = Output(descriptor: descriptor).writer
      try format.write(run, context, to: &writer)
      try writer.flush()
    }
  }
}
