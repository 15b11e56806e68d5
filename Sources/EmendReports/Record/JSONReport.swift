import EmendCore

/// The report of a run as JSON, schema `emend.report/1` (Schemas/report-1.schema.json). It is the ledger too: replayed on
/// the source it gives the output, inverted on the output the source.
package struct JSONReport {
  package static let schema = "emend.report/1"

  private let run: Run
  private let source: FileFacts
  private let output: FileFacts
  private let history: [Ledger.State]

  /// `history` lists the states between earlier runs on the same file, for a ledger that continues one.
  package init(_ run: Run, source: String, output: String, history: [Ledger.State] = []) {
    self.run = run
    self.source = FileFacts(path: source, content: run.source)
    self.output =
      run.isClean
      ? FileFacts(path: output, bytes: self.source.bytes, sha256: self.source.sha256)
      : FileFacts(path: output, content: run.output)
    self.history = history
  }

  package func write(to writer: inout ByteWriter) throws {
    let pages = run.pageMap
    try writer.object(.lines) { json in
      try json.member("schema", Self.schema)
      try json.member("emend", Version.current)
      try write(source, as: "source", &json)
      try write(output, as: "output", &json)
      json.name("settings")
      try json.object { json in for setting in run.settings { try json.member(setting.name, Visible.bytes(setting.value)) } }
      try writeHistory(&json)
      try writePasses(pages, &json)
      json.name("artifacts")
      try json.array(.lines) { json in
        for (artifact, range) in run.artifacts {
          try Self.write(artifact, sourceRange: range, page: pages.page(ofSource: range.lowerBound).name, &json)
        }
      }
      if let notes = run.notes { try Self.write(notes, &json) }
      try Self.write(run.portionMarks, &json)
      try Self.write(pages, &json)
    }
    try writer.write("\n")
  }

  private func write(_ file: FileFacts, as name: String, _ json: inout ByteWriter) throws {
    json.name(name)
    try json.object { json in
      try json.member("path", path: file.path)
      try json.member("bytes", file.bytes)
      try json.member("sha256", file.sha256)
    }
  }

  private func writeHistory(_ json: inout ByteWriter) throws {
    if history.isEmpty { return }
    json.name("history")
    try json.array { json in
      for state in history {
        try json.object { json in
          try json.member("passes", state.passes)
          try json.member("bytes", state.bytes)
          try json.member("sha256", state.sha256)
        }
      }
    }
  }

  // MARK: Edits

  private func writePasses(_ pages: PageMap, _ json: inout ByteWriter) throws {
    let readable = run.readable
    json.name("passes")
    try json.array(.lines) { json in
      for (number, pass) in run.passes.enumerated() {
        try json.object { json in
          try json.member("stage", pass.stage)
          json.name("edits")
          try write(pass.script.edits, whys: nil, pass.signatures.applied, of: number, readable, pages, &json)
          let whys = pass.heldChanges().map { $0.why ?? "" }
          json.name("withheld")
          try write(pass.withheld, whys: whys, pass.signatures.withheld, of: number, readable, pages, &json)
        }
      }
    }
  }

  private func write(
    _ edits: EditList, whys: [String]?, _ signatures: [Int: Signature], of pass: Int, _ readable: [UInt8], _ pages: PageMap,
    _ json: inout ByteWriter
  ) throws {
    var counter = PlaceCounter(readable)
    json.openArray(.rows)
    for (index, edit) in edits.enumerated() {
      json.openObject()
      try Self.writeCore(edit, &json)
      let source = run.sourceRange(of: edit.range, inputOf: pass)
      let place = counter.place(of: run.readableRange(of: edit.range, inputOf: pass).lowerBound)
      try json.member("sourceRange", source)
      try json.member("line", place.line)
      try json.member("column", place.column)
      try json.member("page", pages.page(ofSource: source.lowerBound).name)
      if let whys { try json.member("why", whys[index]) }
      if let signature = signatures[index] {
        json.name("decision")
        try json.object { json in
          try json.member("verdict", signature.verdict)
          try json.member("by", signature.editor)
          try json.member("at", signature.time)
        }
      }
      json.close()
    }
    json.close()
  }

  /// The members of an edit that stand in every report.
  package static func writeCore(_ edit: Edit, _ json: inout ByteWriter) throws {
    try json.member("range", edit.range)
    try writeChange(edit, &json)
  }

  /// What an edit does and why, without its place.
  static func writeChange(_ edit: Edit, _ json: inout ByteWriter) throws {
    try write(edit.original, as: "original", &json)
    try write(edit.replacement, as: "replacement", &json)
    try json.member("rule", edit.rule)
    try json.member("confidence", edit.confidence.probability)
    try json.member("level", edit.confidence.level.rawValue)
    try json.member("reason", edit.reason)
    if !edit.alternatives.isEmpty {
      json.name("alternatives")
      try json.array { json in for other in edit.alternatives { try json.string(other) } }
    }
    if let artifact = edit.artifact {
      json.name("artifact")
      try write(artifact, &json)
    }
  }

  /// Bytes that are no UTF-8 cannot stand in a JSON string, so they stand beside it too, in hexadecimal.
  private static func write(_ bytes: [UInt8], as name: String, _ json: inout ByteWriter) throws {
    try json.member(name, bytes)
    if UTF8Scan.firstBroken(bytes) != nil { try json.member(name + "Hex", bytes.hexadecimal) }
  }

  // MARK: What was found

  package static func write(_ artifact: Artifact, sourceRange: Range<Int>? = nil, page: String? = nil, _ json: inout ByteWriter) throws {
    try json.object { json in
      try json.member("kind", artifact.kind.rawValue)
      try json.member("text", artifact.text)
      if let page { try json.member("page", page) }
      if let sourceRange { try json.member("sourceRange", sourceRange) }
      // A template may name a field twice; the last reading stands, as JSON has it.
      var seen: Set<String> = []
      let fields = artifact.fields.reversed().filter { seen.insert($0.name).inserted }.reversed()
      json.name("fields")
      try json.object { json in for field in fields { try json.member(field.name, field.value) } }
    }
  }

  private static func write(_ pages: PageMap, _ json: inout ByteWriter) throws {
    json.name("pages")
    try json.array(.lines) { json in
      for page in pages.pages {
        try json.object { json in
          try json.member("number", page.number)
          json.name("label")
          if let label = page.label { try json.string(label) } else { try json.null() }
          try json.member("sourceOffset", page.sourceOffset)
          try json.member("outputOffset", page.outputOffset)
        }
      }
    }
    let found = pages.irregularities
    if found.isEmpty { return }
    json.name("pageFindings")
    try json.array(.lines) { json in
      for finding in found {
        try json.object { json in
          try json.member("kind", finding.kind)
          try json.member("number", finding.page.number)
          try json.member("text", finding.description)
        }
      }
    }
  }

  private static func write(_ marks: [PortionMark], _ json: inout ByteWriter) throws {
    if marks.isEmpty { return }
    json.name("portionMarks")
    try json.array(.lines) { json in
      for mark in marks {
        try json.object { json in
          try json.member("text", mark.text)
          try json.member("level", mark.level)
          try json.member("outputRange", mark.outputRange)
        }
      }
    }
  }

  private static func write(_ notes: NoteIntegrity, _ json: inout ByteWriter) throws {
    func list(_ name: String, _ entries: [NoteIntegrity.Entry], _ json: inout ByteWriter) throws {
      json.name(name)
      try json.array { json in
        for entry in entries {
          try json.object { json in
            try json.member("number", entry.number)
            try json.member("sourceRange", entry.sourceRange)
            try json.member("line", entry.line)
          }
        }
      }
    }
    json.name("notes")
    try json.object { json in
      try json.member("count", notes.notes)
      try json.member("settled", notes.settled)
      try list("withoutReference", notes.notesWithoutReference, &json)
      try list("referencesWithoutNote", notes.referencesWithoutNote, &json)
    }
  }
}
