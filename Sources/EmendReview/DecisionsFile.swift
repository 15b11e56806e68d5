import EmendCore

/// Decisions as JSON Lines, for git and for other machines: schema `emend.decisions/1`, sorted, an object a decision.
package struct DecisionsFile: Sendable {
  package static let schema = "emend.decisions/1"

  package struct Entry: Hashable, Sendable {
    /// Of the record.
    package let path: String
    package let decision: Decision

    package init(path: String, decision: Decision) {
      self.path = path
      self.decision = decision
    }
  }

  package private(set) var entries: [Entry]

  package init(_ entries: [Entry]) {
    func order(_ entry: Entry) -> [String] {
      let key = entry.decision.key
      return [entry.path, key.rule, key.original, key.replacement, key.before, key.after]
    }
    self.entries = entries.sorted {
      let (a, b) = (order($0), order($1))
      return a == b ? $0.decision.key.occurrence < $1.decision.key.occurrence : a.lexicographicallyPrecedes(b)
    }
  }

  /// - Throws: `EmendError` naming the line that is no decision.
  package init(_ bytes: [UInt8]) throws(EmendError) {
    entries = []
    for (index, line) in bytes.split(separator: .lineFeed, omittingEmptySubsequences: false).enumerated() {
      if line.allSatisfy(\.isSpace) { continue }
      do {
        if let entry = try Self.entry(Array(line), isFirst: index == 0) { entries.append(entry) }
      } catch {
        throw .line("line \(index + 1): \(error)")
      }
    }
  }

  package func write(to writer: inout ByteWriter) throws {
    try writer.object { try $0.member("schema", Self.schema) }
    try writer.write("\n")
    for entry in entries {
      let key = entry.decision.key
      var members = [
        ("rule", key.rule), ("original", key.original), ("replacement", key.replacement), ("before", key.before),
        ("after", key.after), ("verdict", entry.decision.verdict.word),
      ]
      if case .reading(let reading) = entry.decision.verdict { members.append(("reading", reading)) }
      members += [("by", entry.decision.editor), ("at", entry.decision.time)]
      try writer.object { json in
        try json.member("path", path: entry.path)
        for (name, value) in members { try json.member(name, value) }
        try json.member("occurrence", key.occurrence)
      }
      try writer.write("\n")
    }
  }

  private static func entry(_ line: [UInt8], isFirst: Bool) throws(EmendError) -> Entry? {
    var members: [String: String] = [:]
    var occurrence = 1
    var reader = JSONReader(line)
    try reader.object { reader, key throws(EmendError) in
      if key == "occurrence" { occurrence = try reader.integer() } else { members[key] = try reader.text() }
    }
    if isFirst, let schema = members["schema"] {
      guard schema == Self.schema else { throw .line("is of schema \(Excerpt.of(schema)), not \(Self.schema)") }
      return nil
    }
    func member(_ name: String) throws(EmendError) -> String {
      guard let value = members[name] else { throw .line("lacks \(name)") }
      return value
    }
    let verdict: Decision.Verdict
    switch try member("verdict") {
    case Decision.Verdict.accept.word: verdict = .accept
    case Decision.Verdict.reject.word: verdict = .reject
    case Decision.Verdict.reading("").word: verdict = .reading(try member("reading"))
    case let other: throw .line("the verdict is \(Excerpt.of(other)); it must be accepted, rejected or changed")
    }
    if occurrence < 1 { throw .line("the occurrence is \(occurrence); it must be a number from 1") }
    let key = SuggestionKey(
      rule: try member("rule"), original: try member("original"), replacement: try member("replacement"), before: try member("before"),
      after: try member("after"), occurrence: occurrence)
    let path = FileName.path(try member("path"), hexadecimal: members["pathHex"])
    return Entry(path: path, decision: Decision(key, verdict, by: try member("by"), at: try member("at")))
  }
}
