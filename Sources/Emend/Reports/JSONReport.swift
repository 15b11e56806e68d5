import Crypto

/// What a report says of a file.
public struct FileFacts: Hashable, Sendable {
  public let path: String
  public let bytes: Int
  /// In hexadecimal.
  public let sha256: String

  public init(path: String, bytes: Int, sha256: String) {
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
  }

  public init(path: String, content: [UInt8]) {
    self.init(path: path, bytes: content.count, sha256: Self.sha256(content))
  }

  /// SHA-256 in hexadecimal.
  public static func sha256(_ bytes: [UInt8]) -> String {
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

/// The report of a run as JSON, schema `emend.report/1` (Schemas/report-1.schema.json). It is the ledger too: replayed on
/// the source it gives the output, inverted on the output the source.
public struct JSONReport {
  public static let schema = "emend.report/1"

  private let run: Run
  private let source: FileFacts
  private let output: FileFacts
  private let history: [Ledger.State]

  /// `history` lists the states between earlier runs on the same file, for a ledger that continues one.
  public init(_ run: Run, source: String, output: String, history: [Ledger.State] = []) {
    self.run = run
    self.source = FileFacts(path: source, content: run.source)
    self.output =
      run.isClean
      ? FileFacts(path: output, bytes: self.source.bytes, sha256: self.source.sha256)
      : FileFacts(path: output, content: run.output)
    self.history = history
  }

  public func write(to writer: inout ByteWriter) throws {
    try writer.write("{\n\"schema\": \"\(Self.schema)\",\n\"emend\": \"\(Version.current)\",\n\"source\": ")
    try write(source, &writer)
    try writer.write(",\n\"output\": ")
    try write(output, &writer)
    try writer.write(",\n\"settings\": {")
    for (index, setting) in run.settings.enumerated() {
      try writer.write("\(index > 0 ? ", " : "")\"\(setting.name)\": \"\(setting.value)\"")
    }
    try writer.write("}")
    if !history.isEmpty {
      let states = history.map { "{\"passes\": \($0.passes), \"bytes\": \($0.bytes), \"sha256\": \"\($0.sha256)\"}" }
      try writer.write(",\n\"history\": [\(states.joined(separator: ", "))]")
    }
    let pages = run.pageMap
    let readable = run.readable
    try writer.write(",\n\"passes\": [")
    for (number, pass) in run.passes.enumerated() {
      try writer.write("\(number > 0 ? "," : "")\n{\"stage\": \"\(pass.stage)\", \"edits\": [")
      try write(pass.script.edits, whys: nil, pass.signatures.applied, of: number, readable, pages, &writer)
      try writer.write("], \"withheld\": [")
      let whys = pass.withheldWithReasons.map(\.why)
      try write(pass.withheld, whys: whys, pass.signatures.withheld, of: number, readable, pages, &writer)
      try writer.write("]}")
    }
    try writer.write("\n],\n\"artifacts\": [")
    for (index, found) in run.artifacts.enumerated() {
      try writer.write("\(index > 0 ? "," : "")\n")
      try Self.write(found.artifact, sourceRange: found.sourceRange, page: pages.page(ofSource: found.sourceRange.lowerBound).name, &writer)
    }
    try writer.write("\n]")
    if let notes = run.notes { try Self.write(notes, &writer) }
    try Self.write(run.portionMarks, &writer)
    try writer.write(",\n\"pages\": [")
    for (index, page) in pages.pages.enumerated() {
      try writer.write("\(index > 0 ? "," : "")\n{\"number\": \(page.number), \"label\": ")
      if let label = page.label { try writer.writeJSON(label) } else { try writer.write("null") }
      try writer.write(", \"sourceOffset\": \(page.sourceOffset), \"outputOffset\": \(page.outputOffset)}")
    }
    try writer.write("\n]")
    try Self.write(pages.irregularities, &writer)
    try writer.write("\n}\n")
  }

  private static func write(_ found: [PageMap.Irregularity], _ writer: inout ByteWriter) throws {
    if found.isEmpty { return }
    try writer.write(",\n\"pageFindings\": [")
    for (index, finding) in found.enumerated() {
      try writer.write("\(index > 0 ? "," : "")\n{\"kind\": \"\(finding.kind)\", \"number\": \(finding.page.number), \"text\": ")
      try writer.writeJSON(finding.description)
      try writer.write("}")
    }
    try writer.write("\n]")
  }

  private static func write(_ marks: [PortionMark], _ writer: inout ByteWriter) throws {
    if marks.isEmpty { return }
    try writer.write(",\n\"portionMarks\": [")
    for (index, mark) in marks.enumerated() {
      let range = mark.outputRange
      try writer.write(
        "\(index > 0 ? "," : "")\n{\"text\": \"\(mark.text)\", \"level\": \"\(mark.level)\", \"outputRange\": [\(range.lowerBound), \(range.upperBound)]}"
      )
    }
    try writer.write("\n]")
  }

  private static func write(_ notes: NoteIntegrity, _ writer: inout ByteWriter) throws {
    func list(_ entries: [NoteIntegrity.Entry]) -> String {
      entries.map {
        "{\"number\": \($0.number), \"sourceRange\": [\($0.sourceRange.lowerBound), \($0.sourceRange.upperBound)], \"line\": \($0.line)}"
      }.joined(separator: ", ")
    }
    try writer.write(
      ",\n\"notes\": {\"count\": \(notes.notes), \"settled\": \(notes.settled), \"withoutReference\": [\(list(notes.notesWithoutReference))], \"referencesWithoutNote\": [\(list(notes.referencesWithoutNote))]}"
    )
  }

  private func write(_ file: FileFacts, _ writer: inout ByteWriter) throws {
    try writer.write("{\"path\": ")
    try writer.writeJSON(file.path)
    try writer.write(", \"bytes\": \(file.bytes), \"sha256\": \"\(file.sha256)\"}")
  }

  private func write(
    _ edits: EditList, whys: [String]?, _ signatures: [Int: Signature], of pass: Int, _ readable: [UInt8], _ pages: PageMap,
    _ writer: inout ByteWriter
  ) throws {
    var counter = PlaceCounter(readable)
    for (index, edit) in edits.enumerated() {
      try writer.write(index > 0 ? ",\n{" : "\n{")
      try Self.writeCore(edit, &writer)
      let source = run.sourceRange(of: edit.range, inputOf: pass)
      let place = counter.place(of: run.readableRange(of: edit.range, inputOf: pass).lowerBound)
      try writer.write(
        ", \"sourceRange\": [\(source.lowerBound), \(source.upperBound)], \"line\": \(place.line), \"column\": \(place.column), \"page\": ")
      try writer.writeJSON(pages.page(ofSource: source.lowerBound).name)
      if let whys {
        try writer.write(", \"why\": ")
        try writer.writeJSON(whys[index])
      }
      if let signature = signatures[index] {
        try writer.write(", \"decision\": {\"verdict\": \"\(signature.verdict)\", \"by\": ")
        try writer.writeJSON(signature.editor)
        try writer.write(", \"at\": ")
        try writer.writeJSON(signature.time)
        try writer.write("}")
      }
      try writer.write("}")
    }
  }

  /// The members of an edit that stand in every report.
  static func writeCore(_ edit: Edit, _ writer: inout ByteWriter) throws {
    try writer.write("\"range\": [\(edit.range.lowerBound), \(edit.range.upperBound)], ")
    try writeChange(edit, &writer)
  }

  /// What an edit does and why, without its place.
  static func writeChange(_ edit: Edit, _ writer: inout ByteWriter) throws {
    try writer.write("\"original\": ")
    try writer.writeJSON(edit.original)
    try writeBytes(edit.original, "originalHex", &writer)
    try writer.write(", \"replacement\": ")
    try writer.writeJSON(edit.replacement)
    try writeBytes(edit.replacement, "replacementHex", &writer)
    try writer.write(
      ", \"rule\": \"\(edit.rule)\", \"confidence\": \(edit.confidence.probability), \"level\": \"\(edit.confidence.level.rawValue)\", \"reason\": "
    )
    try writer.writeJSON(edit.reason)
    if !edit.alternatives.isEmpty {
      try writer.write(", \"alternatives\": [")
      for (index, other) in edit.alternatives.enumerated() {
        if index > 0 { try writer.write(", ") }
        try writer.writeJSON(other)
      }
      try writer.write("]")
    }
    if let artifact = edit.artifact {
      try writer.write(", \"artifact\": ")
      try write(artifact, &writer)
    }
  }

  /// Bytes that are no UTF-8 cannot stand in a JSON string, so they stand beside it too, in hexadecimal.
  private static func writeBytes(_ bytes: [UInt8], _ name: String, _ writer: inout ByteWriter) throws {
    if UTF8Scan.firstBroken(bytes) == nil { return }
    let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    try writer.write(", \"\(name)\": \"\(digits)\"")
  }

  static func write(_ artifact: Artifact, sourceRange: Range<Int>? = nil, page: String? = nil, _ writer: inout ByteWriter) throws {
    try writer.write("{\"kind\": \"\(artifact.kind.rawValue)\", \"text\": ")
    try writer.writeJSON(artifact.text)
    if let page {
      try writer.write(", \"page\": ")
      try writer.writeJSON(page)
    }
    if let sourceRange { try writer.write(", \"sourceRange\": [\(sourceRange.lowerBound), \(sourceRange.upperBound)]") }
    try writer.write(", \"fields\": {")
    // A template may name a field twice; the last reading stands, as JSON has it.
    var seen: Set<String> = []
    let fields = artifact.fields.reversed().filter { seen.insert($0.name).inserted }.reversed()
    for (index, field) in fields.enumerated() {
      if index > 0 { try writer.write(", ") }
      try writer.writeJSON(field.name)
      try writer.write(": ")
      try writer.writeJSON(field.value)
    }
    try writer.write("}}")
  }
}
