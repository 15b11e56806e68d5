import EmendCore

/// The report of a run over many records as JSON, schema `emend.run/1` (Schemas/run-1.schema.json), written while the run goes on:
/// first the records one by one, then what they add up to.
package struct RunJSON {
  package static let schema = "emend.run/1"

  private var json: ByteWriter

  package init(_ writer: ByteWriter) throws {
    json = writer
    json.openObject(.lines)
    try json.member("schema", Self.schema)
    try json.member("emend", Version.current)
    json.name("files")
    json.openArray(.lines)
  }

  package mutating func add(_ record: RecordFigures) throws {
    try json.object { json in
      try json.member("path", path: record.path)
      try json.member("state", record.state.rawValue)
      if let output = record.output { try json.member("output", path: output) }
      if let report = record.report { try json.member("report", path: report) }
      if let error = record.error { try json.member("error", Visible.line(error)) }
      for (name, facts) in [("source", record.source), ("result", record.result)] {
        guard let facts else { continue }
        json.name(name)
        try json.object { json in
          try json.member("bytes", facts.bytes)
          try json.member("sha256", facts.sha256)
        }
      }
      if record.result != nil { try Self.write(record, &json) }
    }
  }

  /// What was done to a record.
  private static func write(_ record: RecordFigures, _ json: inout ByteWriter) throws {
    try json.member("applied", record.applied)
    try json.member("withheld", record.withheld)
    try json.member("artifacts", record.artifacts)
    if let lowest = record.lowest { try json.member("lowestConfidence", lowest) }
    if let loss = record.loss { try json.member("lostText", loss.percent) }
    json.name("rules")
    try json.object { json in
      for rule in record.rules {
        json.name(rule.rule)
        try json.object { json in
          try json.member("applied", rule.applied)
          try json.member("withheld", rule.withheld)
        }
      }
    }
  }

  package mutating func finish(_ run: RunFigures) throws {
    json.close()
    json.name("totals")
    try json.object { json in
      try json.member("files", run.files)
      for state in RecordFigures.State.allCases { try json.member(state.rawValue, run.count(state)) }
      try json.member("bytes", run.bytes)
      try json.member("applied", run.applied)
      try json.member("withheld", run.withheld)
      try json.member("artifacts", run.artifacts)
    }
    json.name("rules")
    try json.array(.lines) { json in
      for rule in run.rules {
        try json.object { json in
          try json.member("rule", rule.rule)
          try json.member("applied", rule.applied)
          try json.member("withheld", rule.withheld)
          try json.member("files", rule.files)
        }
      }
    }
    json.name("artifacts")
    try json.object { json in
      for kind in Artifact.Kind.allCases { if let count = run.kinds[kind] { try json.member(kind.rawValue, count) } }
    }
    json.name("seeFirst")
    try json.object { json in
      for (name, records) in [
        ("lowestConfidence", run.leastSure.records), ("mostWithheld", run.mostWithheld.records), ("lostText", run.emptied),
      ] {
        json.name(name)
        try json.array { json in for record in records { try json.string(Visible.bytes(record.path)) } }
      }
    }
    json.name("unknownWords")
    try json.array(.lines) { json in for entry in run.words.top(RunFigures.shownWords) { try Self.write(entry, &json) } }
    json.close()
    try json.write("\n")
    try json.flush()
  }

  private static func write(_ entry: UnknownWords.Entry, _ json: inout ByteWriter) throws {
    try json.object { json in
      try json.member("word", entry.word)
      try json.member("count", entry.count)
      try json.member("files", entry.files)
      json.name("examples")
      try json.array { json in
        for example in entry.examples {
          try json.object { json in
            try json.member("file", Visible.bytes(example.file))
            try json.member("line", example.line)
            try json.member("context", example.context)
          }
        }
      }
    }
  }
}
