/// The findings of a check as SARIF 2.1.0, for GitHub code scanning and other tools that show findings.
///
/// Regions are lines and columns of the decoded text, columns in code points, with the bytes of the file beside them. GitHub
/// takes 25,000 results of a run; those beyond are counted in a notification.
public struct SARIFReport: CheckReport {
  public static let most = 25_000

  private let rules: [Rule]
  private let numbers: [String: Int]
  private var written = 0
  private var left = 0
  private var artifacts: [(path: String, length: Int, encoding: String?)] = []

  public init() {
    rules = Pipeline.standard().stages.flatMap(\.rules)
    numbers = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1.id, $0) })
  }

  public mutating func write(_ record: CheckedRecord, to writer: inout ByteWriter) throws {
    if record.findings.isEmpty { return }
    if written == Self.most {
      left += record.findings.count
      return
    }
    let fixes = SARIFFixes(record)
    artifacts.append((record.path, record.run.source.count, record.run.charset))
    for (index, finding) in record.findings.enumerated() {
      if written == Self.most {
        left += record.findings.count - index
        return
      }
      if written == 0 { try writeHead(&writer) }
      try writer.write(written == 0 ? "\n" : ",\n")
      try write(finding, record.keys[index], fix: fixes[index], record.path, &writer)
      written += 1
    }
  }

  public mutating func finish(_ summary: CheckSummary, to writer: inout ByteWriter) throws {
    if written == 0 { try writeHead(&writer) }
    try writer.write("\n],\n\"artifacts\": [")
    for (index, artifact) in artifacts.enumerated() {
      try writer.write("\(index > 0 ? "," : "")\n{\"location\": ")
      try Self.writeLocation(artifact.path, index: nil, &writer)
      try writer.write(", \"length\": \(artifact.length)")
      if let encoding = artifact.encoding {
        try writer.write(", \"encoding\": ")
        try writer.writeJSON(encoding)
      }
      try writer.write("}")
    }
    try writer.write(
      "\n],\n\"invocations\": [{\"executionSuccessful\": \(summary.failures.isEmpty), \"exitCode\": \(summary.exitCode), \"toolExecutionNotifications\": ["
    )
    for (index, failure) in summary.failures.enumerated() {
      try writer.write("\(index > 0 ? "," : "")\n{\"level\": \"error\", \"message\": {\"text\": ")
      try writer.writeJSON(failure.message)
      try writer.write("}, \"locations\": [{\"physicalLocation\": {\"artifactLocation\": ")
      try Self.writeLocation(failure.path, index: nil, &writer)
      try writer.write("}}]}")
    }
    if left > 0 {
      let text =
        "\(left) more results were found; \(Self.most) are listed, as many as GitHub takes. Check fewer records at a time to see them all."
      try writer.write("\(summary.failures.isEmpty ? "" : ",")\n{\"level\": \"warning\", \"message\": {\"text\": \"\(text)\"}}")
    }
    try writer.write("]}],\n\"properties\": {\"summary\": ")
    try writer.writeJSON(summary.description)
    try writer.write("}\n}]}\n")
  }

  private func writeHead(_ writer: inout ByteWriter) throws {
    try writer.write(
      """
      {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [{
      "automationDetails": {"id": "emend/check/"},
      "columnKind": "unicodeCodePoints",
      "tool": {"driver": {"name": "emend", "version": "\(Version.current)", "semanticVersion": "\(Version.current)", "rules": [
      """)
    for (index, rule) in rules.enumerated() {
      try writer.write("\(index > 0 ? "," : "")\n{\"id\": \"\(rule.id)\", \"shortDescription\": {\"text\": ")
      try writer.writeJSON(rule.summary + ".")
      try writer.write("}, \"fullDescription\": {\"text\": ")
      try writer.writeJSON(rule.rationale)
      try writer.write("}, \"help\": {\"text\": ")
      try writer.writeJSON("Why: \(rule.rationale)\nSafe because: \(rule.safety)")
      try writer.write(", \"markdown\": ")
      try writer.writeJSON("**Why:** \(rule.rationale)\n\n**Safe because:** \(rule.safety)")
      let stage = rule.id.prefix { $0 != "." }
      try writer.write("}, \"defaultConfiguration\": {\"level\": \"warning\"}, \"properties\": {\"tags\": [\"\(stage)\"]}}")
    }
    try writer.write("\n]}},\n\"results\": [")
  }

  private func write(
    _ finding: Findings.Finding, _ key: FindingKey, fix: SARIFFixes.Fix?, _ path: String, _ writer: inout ByteWriter
  ) throws {
    try writer.write("{\"ruleId\": \"\(finding.edit.rule)\", ")
    if let number = numbers[finding.edit.rule] { try writer.write("\"ruleIndex\": \(number), ") }
    // What is held back is a question to a person, which SARIF calls a review.
    let level = finding.edit.confidence.level == .suggested ? "note" : "warning"
    try writer.write(finding.why == nil ? "\"level\": \"\(level)\", " : "\"kind\": \"review\", \"level\": \"none\", ")
    try writer.write("\"rank\": \(finding.edit.confidence.probability * 100), \"message\": {\"text\": ")
    try writer.writeJSON(finding.message)
    try writer.write("}, \"locations\": [{\"physicalLocation\": {\"artifactLocation\": ")
    try Self.writeLocation(path, index: artifacts.count - 1, &writer)
    try writer.write(", \"region\": ")
    let start = Place(line: finding.line, column: finding.column)
    try Self.writeRegion(start, finding.end, finding.sourceRange, &writer)
    try writer.write("}}], \"partialFingerprints\": {\"emendFinding/v1\": \"\(key.fingerprint)\"}")
    if let why = finding.why, why.hasPrefix("ignored: ") {
      try writer.write(
        ", \"suppressions\": [{\"kind\": \"\(why.hasSuffix("emend: ignore") ? "inSource" : "external")\", \"justification\": ")
      try writer.writeJSON(why)
      try writer.write("}]")
    }
    if let fix {
      try writer.write(", \"fixes\": [{\"description\": {\"text\": ")
      try writer.writeJSON(fix.isShared ? "Does what emend proposes here and right beside" : "Does what emend proposes")
      try writer.write("}, \"artifactChanges\": [{\"artifactLocation\": ")
      try Self.writeLocation(path, index: artifacts.count - 1, &writer)
      try writer.write(", \"replacements\": [{\"deletedRegion\": ")
      try Self.writeRegion(fix.start, fix.end, fix.sourceRange, &writer)
      try writer.write(", \"insertedContent\": {\"text\": ")
      try writer.writeJSON(fix.text)
      try writer.write("}}]}]}]")
    }
    try writer.write("}")
  }

  private static func writeRegion(_ start: Place, _ end: Place, _ bytes: Range<Int>, _ writer: inout ByteWriter) throws {
    try writer.write(
      "{\"startLine\": \(start.line), \"startColumn\": \(start.column), \"endLine\": \(end.line), \"endColumn\": \(end.column), \"byteOffset\": \(bytes.lowerBound), \"byteLength\": \(bytes.count)}"
    )
  }

  private static func writeLocation(_ path: String, index: Int?, _ writer: inout ByteWriter) throws {
    let number = index.map { ", \"index\": \($0)" } ?? ""
    if path.hasPrefix("/") {
      try writer.write("{\"uri\": \"file://\(uri(path))\"\(number)}")
    } else {
      let relative = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
      try writer.write("{\"uri\": \"\(uri(relative))\", \"uriBaseId\": \"%SRCROOT%\"\(number)}")
    }
  }

  /// A path as a URI has it (RFC 3986): all bytes but letters, digits and a few signs as `%20`.
  private static func uri(_ path: String) -> String {
    var out = ""
    for byte in path.utf8 {
      if byte.isLetter || byte.isDigit || "/-._~".utf8.contains(byte) {
        out.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return out
  }
}

extension Run {
  /// The charset of the source as SARIF names it; nil for a text that is UTF-8 but for single bytes.
  fileprivate var charset: String? {
    switch Encoding.of(source) {
    case .utf8: "UTF-8"
    case .utf8WithBadBytes: nil
    case .unicode(let form, _): form.name
    case .charset(let name, _): name
    }
  }
}
