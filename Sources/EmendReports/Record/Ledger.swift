import EmendCore

/// A report read back: what undoes a run, and what a second run continues.
package struct Ledger: Sendable {
  /// The text between two runs.
  package struct State: Hashable, Sendable {
    /// Passes from the source to this state.
    package let passes: Int
    package let bytes: Int
    package let sha256: String
  }

  package let source: FileFacts
  package let output: FileFacts
  package let history: [State]
  package let passes: [Pass]
  /// What the pipeline was told, by name.
  package let settings: [Artifact.Field]

  /// - Throws: `EmendError` when `json` is no report of schema `emend.report/1` or its edits do not fit each other.
  package init(_ json: [UInt8]) throws(EmendError) {
    var reader = JSONReader(json)
    var schema: String?
    var source: FileFacts?
    var output: FileFacts?
    var history: [State] = []
    var lists: [Pass] = []
    var settings: [Artifact.Field] = []
    try reader.object { reader, key throws(EmendError) in
      switch key {
      case "schema": schema = try reader.text()
      case "source": source = try Self.file(&reader)
      case "output": output = try Self.file(&reader)
      case "settings":
        try reader.object { reader, name throws(EmendError) in settings.append(Artifact.Field(name, try reader.text())) }
      case "history": try reader.array { reader throws(EmendError) in history.append(try Self.state(&reader)) }
      case "passes": try reader.array { reader throws(EmendError) in lists.append(try Self.pass(&reader)) }
      default: try reader.skip()
      }
    }
    guard schema == JSONReport.schema else {
      throw .ledger(
        "this is no report of emend (schema \(JSONReport.schema)), but \(schema.map { "of schema \(Excerpt.of($0))" } ?? "JSON without a schema")"
      )
    }
    guard let source, let output else { throw .ledger("the report names no source or no output") }
    guard (0..<Self.longestText).contains(source.bytes) else { throw .ledger("the report's source has no possible length") }
    var passes: [Pass] = []
    var count = source.bytes
    for part in lists {
      let script = EditScript(unchecked: part.script.edits, inputCount: count)
      count = script.outputCount
      passes.append(
        Pass(
          stage: part.stage, script: script, withheld: part.withheld, holds: part.holds, details: part.details, level: part.level,
          isDecoding: part.isDecoding, signatures: part.signatures))
    }
    guard count == output.bytes else {
      throw .ledger("the report's edits do not add up to its output: \(count) bytes, not \(output.bytes)")
    }
    guard history.allSatisfy({ (0...passes.count).contains($0.passes) }) else {
      throw .ledger("the ledger's history names passes that it does not have")
    }
    self.source = source
    self.output = output
    self.history = history
    self.passes = passes
    self.settings = settings
  }

  /// The run, from its source.
  /// - Throws: `EmendError` when `text` is another one, or the edits do not fit it.
  package func run(of text: [UInt8]) throws(EmendError) -> Run {
    guard FileFacts.sha256(text) == source.sha256 else { throw .ledger("the text is not the source that the report names") }
    return Run(source: text, passes: passes, output: try replay(text), settings: settings)
  }

  /// The source, from a text that is the output or a state between two runs.
  /// - Throws: `EmendError` when `text` is none of these, or undoing does not give the source.
  package func undo(_ text: [UInt8]) throws(EmendError) -> [UInt8] {
    let hash = FileFacts.sha256(text)
    guard let count = passes(before: hash) else {
      throw .ledger(
        "the text was changed after emend wrote it (its SHA-256 is \(hash.prefix(12))…, the ledger says \(output.sha256.prefix(12))…)")
    }
    var result = text
    for pass in passes[..<count].reversed() where !pass.script.isEmpty {
      let inverse = pass.script.inverted()
      result = try EditScript(inverse.edits, validatedAgainst: result).applied(to: result)
    }
    guard FileFacts.sha256(result) == source.sha256 else {
      throw .ledger("undoing gives other bytes than the source had; the ledger is damaged")
    }
    return result
  }

  /// The output, from the source.
  /// - Throws: `EmendError` when the edits do not fit it.
  package func replay(_ text: [UInt8]) throws(EmendError) -> [UInt8] {
    var result = text
    for pass in passes { result = try EditScript(pass.script.edits, validatedAgainst: result).applied(to: result) }
    return result
  }

  /// How many passes lead from the source to the text of that hash; nil when none of the ledger's texts has it.
  private func passes(before hash: String) -> Int? {
    if hash == source.sha256 { return 0 }
    if hash == output.sha256 { return passes.count }
    return history.first { $0.sha256 == hash }?.passes
  }

  /// A run on a text of this ledger as one run from its source, and the texts between its parts. nil when the ledger does
  /// not know the text that the run started from.
  package func continued(by run: Run) -> (run: Run, history: [State])? {
    let hash = FileFacts.sha256(run.source)
    guard let count = passes(before: hash), let first = try? undo(run.source) else { return nil }
    // After an undo the run starts at the source again, and the passes behind that are void.
    if count == 0 { return (run, []) }
    let state = State(passes: count, bytes: run.source.count, sha256: hash)
    let joined = Run(source: first, passes: passes[..<count] + run.passes, output: run.output, settings: run.settings, stages: run.stages)
    return (joined, history.filter { $0.passes < count } + [state])
  }

  /// Bytes beyond which a number in a ledger is no place in a text.
  private static let longestText = 1 << 48

  private static func file(_ reader: inout JSONReader) throws(EmendError) -> FileFacts {
    var path = ""
    var bytes = 0
    var sha256 = ""
    try reader.object { reader, key throws(EmendError) in
      switch key {
      case "path": path = try reader.text()
      case "pathHex": path = FileName.path(path, hexadecimal: try reader.text())
      case "bytes": bytes = try reader.integer()
      case "sha256": sha256 = try reader.text()
      default: try reader.skip()
      }
    }
    return FileFacts(path: path, bytes: bytes, sha256: sha256)
  }

  private static func state(_ reader: inout JSONReader) throws(EmendError) -> State {
    var passes = 0
    var bytes = 0
    var sha256 = ""
    try reader.object { reader, key throws(EmendError) in
      switch key {
      case "passes": passes = try reader.integer()
      case "bytes": bytes = try reader.integer()
      case "sha256": sha256 = try reader.text()
      default: try reader.skip()
      }
    }
    return State(passes: passes, bytes: bytes, sha256: sha256)
  }

  /// A pass whose script does not know yet how long its text is.
  private static func pass(_ reader: inout JSONReader) throws(EmendError) -> Pass {
    var stage = ""
    var edits = EditList()
    var withheld = EditList()
    var whys: [Int: String] = [:]
    var signatures = Pass.Signatures()
    try reader.object { reader, key throws(EmendError) in
      switch key {
      case "stage": stage = try reader.text()
      case "edits":
        try reader.array { reader throws(EmendError) in
          let (edit, _, signature) = try Self.edit(&reader)
          guard edit.range.lowerBound >= edits.lastStart, edit.range.count == edit.original.count else {
            throw .ledger("stage \(stage): the edit at byte \(edit.range.lowerBound) is out of order or not as long as its original")
          }
          if let signature { signatures.applied[edits.count] = signature }
          edits.append(edit)
        }
      case "withheld":
        try reader.array { reader throws(EmendError) in
          let (edit, why, signature) = try Self.edit(&reader)
          guard edit.range.lowerBound >= withheld.lastStart else { throw .ledger("stage \(stage): withheld edits are out of order") }
          whys[withheld.count] = why
          if let signature { signatures.withheld[withheld.count] = signature }
          withheld.append(edit)
        }
      default: try reader.skip()
      }
    }
    return Pass(
      stage: stage, script: EditScript(unchecked: edits, inputCount: 0), withheld: withheld,
      holds: Array(repeating: Hold.Reason.recorded.rawValue, count: withheld.count), details: whys, level: .likely,
      isDecoding: stage == StageInfo.decodingID, signatures: signatures)
  }

  /// An edit, why it was held back, if it was, and who decided it, if somebody did.
  private static func edit(_ reader: inout JSONReader) throws(EmendError) -> (edit: Edit, why: String, signature: Signature?) {
    var why = ""
    var signature: Signature?
    var edit = Edit(range: 0..<0, original: [], replacement: [], rule: "", confidence: Confidence(0), reason: "")
    try reader.object { reader, key throws(EmendError) in
      switch key {
      case "range":
        var bounds: [Int] = []
        try reader.array { reader throws(EmendError) in bounds.append(try reader.integer()) }
        guard bounds.count == 2, 0 <= bounds[0], bounds[0] <= bounds[1], bounds[1] < Self.longestText else {
          throw .ledger("an edit's range must be two ascending numbers")
        }
        edit.range = bounds[0]..<bounds[1]
      case "original": if edit.original.isEmpty { edit.original = try reader.string() } else { try reader.skip() }
      case "replacement": if edit.replacement.isEmpty { edit.replacement = try reader.string() } else { try reader.skip() }
      case "originalHex": edit.original = try Self.hex(&reader)
      case "replacementHex": edit.replacement = try Self.hex(&reader)
      case "rule": edit.rule = try reader.text()
      case "confidence": edit.confidence = Confidence(try reader.number())
      case "reason": edit.reason = try reader.text()
      case "artifact": edit.artifact = try Self.artifact(&reader)
      case "why": why = try reader.text()
      case "decision": signature = try Self.signature(&reader)
      case "alternatives":
        try reader.array { reader throws(EmendError) in edit.alternatives.append(try reader.text()) }
      default: try reader.skip()
      }
    }
    return (edit, why, signature)
  }

  private static func signature(_ reader: inout JSONReader) throws(EmendError) -> Signature {
    var (verdict, editor, time) = ("", "", "")
    try reader.object { reader, key throws(EmendError) in
      switch key {
      case "verdict": verdict = try reader.text()
      case "by": editor = try reader.text()
      case "at": time = try reader.text()
      default: try reader.skip()
      }
    }
    return Signature(verdict: verdict, editor: editor, time: time)
  }

  private static func hex(_ reader: inout JSONReader) throws(EmendError) -> [UInt8] {
    guard let bytes = [UInt8](hexadecimal: try reader.text()) else { throw .ledger("an edit's bytes are not in hexadecimal") }
    return bytes
  }

  private static func artifact(_ reader: inout JSONReader) throws(EmendError) -> Artifact {
    var kind = Artifact.Kind.boilerplate
    var text = ""
    var fields: [Artifact.Field] = []
    try reader.object { reader, key throws(EmendError) in
      switch key {
      case "kind":
        let name = try reader.text()
        guard let known = Artifact.Kind(rawValue: name) else { throw .ledger("unknown kind of artifact \(Excerpt.of(name))") }
        kind = known
      case "text": text = try reader.text()
      case "fields":
        try reader.object { reader, name throws(EmendError) in fields.append(Artifact.Field(name, try reader.text())) }
      default: try reader.skip()
      }
    }
    return Artifact(kind: kind, text: text, fields: fields)
  }
}
