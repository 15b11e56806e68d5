import EmendCore

/// What was taken out of records, a row an artifact: CSV (RFC 4180) with a header, for a spreadsheet, or JSON Lines, exact.
package struct ArtifactTable: Sendable {
  package enum Format: String, Sendable { case csv, jsonl }

  private static let columns = ["file", "page", "kind", "level", "review-id", "date", "text"]
  private let format: Format

  package init(_ format: Format) { self.format = format }

  /// What stands above the rows.
  package var header: [UInt8] { format == .csv ? Array(CSV.row(Self.columns).utf8) : [] }

  /// The rows of a record, in the order of its source.
  package func rows(_ run: Run, path: String) throws -> [UInt8] {
    let artifacts = run.artifacts
    if artifacts.isEmpty { return [] }
    let pages = run.pageMap
    return try ByteWriter.collect { writer in
      for (artifact, range) in artifacts {
        let values = [
          pages.page(ofSource: range.lowerBound).name, artifact.kind.rawValue, artifact["level"] ?? "",
          artifact["review-id"] ?? artifact["review"] ?? "", artifact["date-iso"] ?? artifact["date"] ?? "", artifact.text,
        ]
        switch format {
        case .csv: try writer.write(CSV.row([CSV.shown(path: path)] + values.map { CSV.shown($0) }))
        case .jsonl:
          try writer.object { json in
            try json.member("file", path: path)
            for (name, value) in zip(Self.columns.dropFirst(), values) { try json.member(name, value) }
          }
          try writer.write("\n")
        }
      }
    }
  }
}
