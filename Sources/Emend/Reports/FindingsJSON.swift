/// The findings of a check as JSON, schema `emend.findings/1` (Schemas/findings-1.schema.json): one document, or one object a line.
public struct FindingsJSON: CheckReport {
  public static let schema = "emend.findings/1"

  private let isLines: Bool
  private var count = 0

  public init(lines: Bool) { isLines = lines }

  public mutating func write(_ record: CheckedRecord, to writer: inout ByteWriter) throws {
    for (finding, key) in zip(record.findings, record.keys) {
      if isLines {
        try Self.write(finding, key, record.path, &writer)
        try writer.write("\n")
      } else {
        try writer.write(count == 0 ? head : ",\n")
        try Self.write(finding, key, record.path, &writer)
      }
      count += 1
    }
  }

  private var head: String { "{\"schema\": \"\(Self.schema)\", \"emend\": \"\(Version.current)\", \"findings\": [\n" }

  public mutating func finish(_ summary: CheckSummary, to writer: inout ByteWriter) throws {
    if isLines { return }
    try writer.write((count == 0 ? head : "\n") + "], \"errors\": [")
    for (index, failure) in summary.failures.enumerated() {
      try writer.write("\(index > 0 ? "," : "")\n{\"path\": ")
      try writer.writeJSON(failure.path)
      try writer.write(", \"message\": ")
      try writer.writeJSON(failure.message)
      try writer.write("}")
    }
    try writer.write(
      "], \"summary\": {\"records\": \(summary.records), \"changedRecords\": \(summary.changedRecords), \"changes\": \(summary.changes)")
    if let (known, gone) = summary.baseline { try writer.write(", \"baseline\": {\"known\": \(known), \"gone\": \(gone)}") }
    try writer.write(", \"exitCode\": \(summary.exitCode)}}\n")
  }

  private static func write(_ finding: Findings.Finding, _ key: FindingKey, _ path: String, _ writer: inout ByteWriter) throws {
    try writer.write("{\"path\": ")
    try writer.writeJSON(path)
    let source = finding.sourceRange
    try writer.write(
      ", \"line\": \(finding.line), \"column\": \(finding.column), \"endLine\": \(finding.end.line), \"endColumn\": \(finding.end.column), \"sourceRange\": [\(source.lowerBound), \(source.upperBound)], \"stage\": \"\(finding.stage)\", "
    )
    try JSONReport.writeChange(finding.edit, &writer)
    if let why = finding.why {
      try writer.write(", \"withheld\": ")
      try writer.writeJSON(why)
    }
    if finding.others > 0 { try writer.write(", \"others\": \(finding.others)") }
    try writer.write(", \"fingerprint\": \"\(key.fingerprint)\"}")
  }
}
