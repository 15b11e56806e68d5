/// What was taken out of records, a row an artifact: CSV (RFC 4180) with a header, or JSON Lines.
public struct ArtifactTable: Sendable {
  public enum Format: String, Sendable { case csv, jsonl }

  private static let columns = ["file", "page", "kind", "level", "review-id", "date", "text"]
  private let format: Format

  public init(_ format: Format) { self.format = format }

  /// What stands above the rows.
  public var header: [UInt8] { format == .csv ? Array(CSV.row(Self.columns).utf8) : [] }

  /// The rows of a record, in the order of its source.
  public func rows(_ run: Run, path: String) throws -> [UInt8] {
    let artifacts = run.artifacts
    if artifacts.isEmpty { return [] }
    let pages = run.pageMap
    return try ByteWriter.collect { writer in
      for (artifact, range) in artifacts {
        let values = [
          path, pages.page(ofSource: range.lowerBound).name, artifact.kind.rawValue, artifact["level"] ?? "",
          artifact["review-id"] ?? artifact["review"] ?? "", artifact["date-iso"] ?? artifact["date"] ?? "", artifact.text,
        ]
        switch format {
        case .csv: try writer.write(CSV.row(values))
        case .jsonl:
          for (index, (name, value)) in zip(Self.columns, values).enumerated() {
            try writer.write("\(index > 0 ? ", " : "{")\"\(name)\": ")
            try writer.writeJSON(value)
          }
          try writer.write("}\n")
        }
      }
    }
  }
}
