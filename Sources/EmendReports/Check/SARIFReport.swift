import EmendCore

/// The findings of a check as SARIF 2.1.0, for GitHub code scanning and other tools that show findings.
///
/// Regions are lines and columns of the decoded text, columns in code points, with the bytes of the file beside them. GitHub
/// takes 25,000 results of a run; those beyond are counted in a notification.
package struct SARIFReport: CheckReport {
  package static let most = 25_000

  private let rules: [Rule]
  private let numbers: [String: Int]
  private var written = 0
  private var left = 0
  private var artifacts: [(path: String, length: Int, encoding: String?)] = []

  package init(stages: [StageInfo]) {
    rules = stages.flatMap(\.rules)
    numbers = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1.id, $0) })
  }

  package mutating func write(_ record: CheckedRecord, to writer: inout ByteWriter) throws {
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
      try write(finding, record.keys[index], fix: fixes[index], record.path, &writer)
      written += 1
    }
  }

  package mutating func finish(_ summary: CheckSummary, to json: inout ByteWriter) throws {
    if written == 0 { try writeHead(&json) }
    json.close()
    json.name("artifacts")
    try json.array(.lines) { json in
      for artifact in artifacts {
        try json.object { json in
          try Self.writeLocation(artifact.path, as: "location", index: nil, &json)
          try json.member("length", artifact.length)
          if let encoding = artifact.encoding { try json.member("encoding", encoding) }
        }
      }
    }
    json.name("invocations")
    try json.array { json in
      try json.object { json in
        json.name("executionSuccessful")
        try json.bool(summary.failures.isEmpty)
        try json.member("exitCode", summary.exitCode)
        json.name("toolExecutionNotifications")
        try json.array(.rows) { try writeNotifications(summary, &$0) }
      }
    }
    json.name("properties")
    try json.object { try $0.member("summary", summary.description) }
    // The run, the runs, and the log.
    for _ in 0..<3 { json.close() }
    try json.write("\n")
  }

  private func writeNotifications(_ summary: CheckSummary, _ json: inout ByteWriter) throws {
    for failure in summary.failures {
      try json.object { json in
        try json.member("level", "error")
        try Self.writeText(Visible.line(failure.message), as: "message", &json)
        json.name("locations")
        try json.array { json in
          try json.object { json in
            json.name("physicalLocation")
            try json.object { try Self.writeLocation(failure.path, as: "artifactLocation", index: nil, &$0) }
          }
        }
      }
    }
    if left == 0 { return }
    try json.object { json in
      try json.member("level", "warning")
      try Self.writeText(
        "\(left) more results were found; \(Self.most) are listed, as many as GitHub takes. Check fewer records at a time to see them all.",
        as: "message", &json)
    }
  }

  /// Opens the log, its runs, the one run and the results.
  private func writeHead(_ json: inout ByteWriter) throws {
    json.openObject()
    try json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
    try json.member("version", "2.1.0")
    json.name("runs")
    json.openArray()
    json.openObject(.lines)
    json.name("automationDetails")
    try json.object { try $0.member("id", "emend/check/") }
    try json.member("columnKind", "unicodeCodePoints")
    json.name("tool")
    try json.object { json in
      json.name("driver")
      try json.object { json in
        try json.member("name", "emend")
        try json.member("version", Version.current)
        try json.member("semanticVersion", Version.current)
        json.name("rules")
        try json.array(.lines) { json in for rule in rules { try Self.write(rule, &json) } }
      }
    }
    json.name("results")
    json.openArray(.lines)
  }

  private static func write(_ rule: Rule, _ json: inout ByteWriter) throws {
    try json.object { json in
      try json.member("id", rule.id)
      try writeText(rule.summary + ".", as: "shortDescription", &json)
      try writeText(rule.rationale, as: "fullDescription", &json)
      json.name("help")
      try json.object { json in
        try json.member("text", "Why: \(rule.rationale)\nSafe because: \(rule.safety)")
        try json.member("markdown", "**Why:** \(rule.rationale)\n\n**Safe because:** \(rule.safety)")
      }
      json.name("defaultConfiguration")
      try json.object { try $0.member("level", "warning") }
      json.name("properties")
      try json.object { json in
        json.name("tags")
        try json.array { try $0.string(String(rule.id.prefix { $0 != "." })) }
      }
    }
  }

  private func write(
    _ finding: Findings.Finding, _ key: FindingKey, fix: SARIFFixes.Fix?, _ path: String, _ writer: inout ByteWriter
  ) throws {
    try writer.object { json in
      try json.member("ruleId", finding.edit.rule)
      if let number = numbers[finding.edit.rule] { try json.member("ruleIndex", number) }
      // What is held back is a question to a person, which SARIF calls a review.
      if finding.why != nil { try json.member("kind", "review") }
      try json.member("level", finding.why != nil ? "none" : finding.edit.confidence.level == .suggested ? "note" : "warning")
      try json.member("rank", finding.edit.confidence.probability * 100)
      try Self.writeText(finding.message, as: "message", &json)
      json.name("locations")
      try json.array { json in
        try json.object { json in
          json.name("physicalLocation")
          try json.object { json in
            try Self.writeLocation(path, as: "artifactLocation", index: artifacts.count - 1, &json)
            let start = Place(line: finding.line, column: finding.column)
            try Self.writeRegion(start, finding.end, finding.sourceRange, as: "region", &json)
          }
        }
      }
      json.name("partialFingerprints")
      try json.object { try $0.member("emendFinding/v1", key.fingerprint) }
      if let hold = finding.change.hold, hold.reason == .ignored {
        json.name("suppressions")
        try json.array { json in
          try json.object { json in
            try json.member("kind", hold.isInSource ? "inSource" : "external")
            try json.member("justification", finding.why ?? "")
          }
        }
      }
      if let fix { try write(fix, path, &json) }
    }
  }

  private func write(_ fix: SARIFFixes.Fix, _ path: String, _ json: inout ByteWriter) throws {
    json.name("fixes")
    try json.array { json in
      try json.object { json in
        let what = fix.isShared ? "Does what emend proposes here and right beside" : "Does what emend proposes"
        try Self.writeText(what, as: "description", &json)
        json.name("artifactChanges")
        try json.array { json in
          try json.object { json in
            try Self.writeLocation(path, as: "artifactLocation", index: artifacts.count - 1, &json)
            json.name("replacements")
            try json.array { json in
              try json.object { json in
                try Self.writeRegion(fix.start, fix.end, fix.sourceRange, as: "deletedRegion", &json)
                json.name("insertedContent")
                try json.object { try $0.member("text", fix.text) }
              }
            }
          }
        }
      }
    }
  }

  private static func writeText(_ text: String, as name: String, _ json: inout ByteWriter) throws {
    json.name(name)
    try json.object { try $0.member("text", text) }
  }

  private static func writeRegion(_ start: Place, _ end: Place, _ bytes: Range<Int>, as name: String, _ json: inout ByteWriter) throws {
    json.name(name)
    try json.object { json in
      try json.member("startLine", start.line)
      try json.member("startColumn", start.column)
      try json.member("endLine", end.line)
      try json.member("endColumn", end.column)
      try json.member("byteOffset", bytes.lowerBound)
      try json.member("byteLength", bytes.count)
    }
  }

  private static func writeLocation(_ path: String, as name: String, index: Int?, _ json: inout ByteWriter) throws {
    json.name(name)
    try json.object { json in
      if path.hasPrefix("/") {
        try json.member("uri", "file://" + FileName.uri(path))
      } else {
        try json.member("uri", FileName.uri(path.hasPrefix("./") ? String(path.dropFirst(2)) : path))
        try json.member("uriBaseId", "%SRCROOT%")
      }
      if let index { try json.member("index", index) }
    }
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
