import EmendCore

/// The findings of a check as JSON, schema `emend.findings/1` (Schemas/findings-1.schema.json): one document, or one object a line.
package struct FindingsJSON: CheckReport {
  package static let schema = "emend.findings/1"

  private let isLines: Bool
  private var count = 0

  package init(lines: Bool) { isLines = lines }

  package mutating func write(_ record: CheckedRecord, to writer: inout ByteWriter) throws {
    for (finding, key) in zip(record.findings, record.keys) {
      if !isLines, count == 0 { try open(&writer) }
      try Self.write(finding, key, record.path, &writer)
      if isLines { try writer.write("\n") }
      count += 1
    }
  }

  private func open(_ json: inout ByteWriter) throws {
    json.openObject()
    try json.member("schema", Self.schema)
    try json.member("emend", Version.current)
    json.name("findings")
    json.openArray(.lines)
  }

  package mutating func finish(_ summary: CheckSummary, to writer: inout ByteWriter) throws {
    if isLines { return }
    if count == 0 { try open(&writer) }
    writer.close()
    writer.name("errors")
    try writer.array(.rows) { json in
      for failure in summary.failures {
        try json.object { json in
          try json.member("path", path: failure.path)
          try json.member("message", Visible.line(failure.message))
        }
      }
    }
    writer.name("summary")
    try writer.object { json in
      try json.member("records", summary.records)
      try json.member("changedRecords", summary.changedRecords)
      try json.member("changes", summary.changes)
      if let (known, gone) = summary.baseline {
        json.name("baseline")
        try json.object { json in
          try json.member("known", known)
          try json.member("gone", gone)
        }
      }
      try json.member("exitCode", summary.exitCode)
    }
    writer.close()
    try writer.write("\n")
  }

  private static func write(_ finding: Findings.Finding, _ key: FindingKey, _ path: String, _ writer: inout ByteWriter) throws {
    try writer.object { json in
      try json.member("path", path: path)
      try json.member("line", finding.line)
      try json.member("column", finding.column)
      try json.member("endLine", finding.end.line)
      try json.member("endColumn", finding.end.column)
      try json.member("sourceRange", finding.sourceRange)
      try json.member("stage", finding.stage)
      try JSONReport.writeChange(finding.edit, &json)
      if let why = finding.why { try json.member("withheld", why) }
      if finding.others > 0 { try json.member("others", finding.others) }
      try json.member("fingerprint", key.fingerprint)
    }
  }
}
