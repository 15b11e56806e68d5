/// The report of a run over many records as JSON, schema `emend.run/1` (Schemas/run-1.schema.json), written while the run goes on:
/// first the records one by one, then what they add up to.
public struct RunJSON {
  public static let schema = "emend.run/1"

  private var writer: ByteWriter
  private var count = 0

  public init(_ writer: ByteWriter) throws {
    self.writer = writer
    try self.writer.write("{\n\"schema\": \"\(Self.schema)\",\n\"emend\": \"\(Version.current)\",\n\"files\": [")
  }

  public mutating func add(_ record: RecordFigures) throws {
    try writer.write(count > 0 ? ",\n{\"path\": " : "\n{\"path\": ")
    count += 1
    try writer.writeJSON(record.path)
    try writer.write(", \"state\": \"\(record.state.rawValue)\"")
    for (name, value) in [("output", record.output), ("report", record.report), ("error", record.error)] {
      guard let value else { continue }
      try writer.write(", \"\(name)\": ")
      try writer.writeJSON(value)
    }
    for (name, facts) in [("source", record.source), ("result", record.result)] {
      guard let facts else { continue }
      try writer.write(", \"\(name)\": {\"bytes\": \(facts.bytes), \"sha256\": \"\(facts.sha256)\"}")
    }
    if record.result != nil {
      try writer.write(", \"applied\": \(record.applied), \"withheld\": \(record.withheld), \"artifacts\": \(record.artifacts)")
      if let lowest = record.lowest { try writer.write(", \"lowestConfidence\": \(lowest)") }
      let rules = record.rules.map { "\"\($0.rule)\": {\"applied\": \($0.applied), \"withheld\": \($0.withheld)}" }
      try writer.write(", \"rules\": {\(rules.joined(separator: ", "))}")
    }
    try writer.write("}")
  }

  public mutating func finish(_ run: RunFigures) throws {
    let states = RecordFigures.State.allCases.map { "\"\($0.rawValue)\": \(run.count($0))" }.joined(separator: ", ")
    try writer.write("\n],\n\"totals\": {\"files\": \(run.files), \(states), \"bytes\": \(run.bytes), ")
    try writer.write("\"applied\": \(run.applied), \"withheld\": \(run.withheld), \"artifacts\": \(run.artifacts)},\n\"rules\": [")
    for (index, rule) in run.rules.enumerated() {
      try writer.write(index > 0 ? ",\n" : "\n")
      try writer.write(
        "{\"rule\": \"\(rule.rule)\", \"applied\": \(rule.applied), \"withheld\": \(rule.withheld), \"files\": \(rule.files)}")
    }
    let kinds = Artifact.Kind.allCases.compactMap { kind in run.kinds[kind].map { "\"\(kind.rawValue)\": \($0)" } }
    try writer.write("\n],\n\"artifacts\": {\(kinds.joined(separator: ", "))},\n\"seeFirst\": {\"lowestConfidence\": ")
    try list(run.leastSure.records)
    try writer.write(", \"mostWithheld\": ")
    try list(run.mostWithheld.records)
    try writer.write("},\n\"unknownWords\": [")
    for (index, entry) in run.words.top(RunFigures.shownWords).enumerated() {
      try writer.write(index > 0 ? ",\n{\"word\": " : "\n{\"word\": ")
      try writer.writeJSON(entry.word)
      try writer.write(", \"count\": \(entry.count), \"files\": \(entry.files), \"examples\": [")
      for (number, example) in entry.examples.enumerated() {
        try writer.write(number > 0 ? ", {\"file\": " : "{\"file\": ")
        try writer.writeJSON(example.file)
        try writer.write(", \"line\": \(example.line), \"context\": ")
        try writer.writeJSON(example.context)
        try writer.write("}")
      }
      try writer.write("]}")
    }
    try writer.write("\n]\n}\n")
    try writer.flush()
  }

  /// The paths of records.
  private mutating func list(_ records: [RecordFigures]) throws {
    try writer.write("[")
    for (index, record) in records.enumerated() {
      if index > 0 { try writer.write(", ") }
      try writer.writeJSON(record.path)
    }
    try writer.write("]")
  }
}
