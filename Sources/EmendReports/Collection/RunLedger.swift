import EmendCore

/// What runs have done: a line a record that was finished, appended, so that a run that was cut short can go on.
package struct RunLedger: Sendable {
  /// A record that was finished.
  package struct Entry: Hashable, Sendable {
    /// Below the folder in which the ledger stands.
    package let path: String
    /// SHA-256 of the source and of the output, in hexadecimal.
    package let source: String
    package let output: String
    /// `Pipeline.fingerprint` of what made the one into the other.
    package let fingerprint: String

    package init(path: String, source: String, output: String, fingerprint: String) {
      self.path = path
      self.source = source
      self.output = output
      self.fingerprint = fingerprint
    }

    /// nil when the line is no whole entry, as the last one of a run that was killed.
    package init?(_ line: ArraySlice<UInt8>) {
      var members: [String: String] = [:]
      var reader = JSONReader(Array(line))
      guard (try? reader.object({ reader, key throws(EmendError) in members[key] = try reader.text() })) != nil,
        let path = members["path"], let source = members["source"], let output = members["output"],
        let fingerprint = members["fingerprint"]
      else { return nil }
      self.init(path: FileName.path(path, hexadecimal: members["pathHex"]), source: source, output: output, fingerprint: fingerprint)
    }

    /// The entry with its line feed.
    package var line: [UInt8] {
      (try? ByteWriter.collect { writer in
        try writer.object { json in
          try json.member("path", path: path)
          try json.member("source", source)
          try json.member("output", output)
          try json.member("fingerprint", fingerprint)
        }
        try writer.write("\n")
      }) ?? []
    }
  }

  /// 64 bits of each hash: a ledger of a million records has to fit in memory.
  private struct Done {
    let source: UInt64
    let output: UInt64
    let fingerprint: UInt64
  }

  private var done: [UInt64: Done] = [:]

  package init() {}

  /// Reads what was appended; later lines count more than earlier ones, and what is no entry is passed over.
  package init(_ lines: [UInt8]) {
    for line in lines.split(separator: .lineFeed) {
      if let entry = Entry(line) { add(entry) }
    }
  }

  /// The last line of each record alone, when a ledger has many more lines than records; nil when it has not.
  package static func compacted(_ lines: [UInt8]) -> [UInt8]? {
    let all = lines.split(separator: .lineFeed)
    var last: [UInt64: Int] = [:]
    for (number, line) in all.enumerated() {
      if let entry = Entry(line) { last[short(FileFacts.sha256(Array(entry.path.utf8)))] = number }
    }
    guard all.count > 64, all.count > 3 * last.count else { return nil }
    return last.values.sorted().reduce(into: []) { $0 += all[$1] + [.lineFeed] }
  }

  package mutating func add(_ entry: Entry) {
    done[Self.short(FileFacts.sha256(Array(entry.path.utf8)))] = Done(
      source: Self.short(entry.source), output: Self.short(entry.output), fingerprint: Self.short(entry.fingerprint))
  }

  /// True when the record was made of this source by this pipeline.
  package func hasMade(_ path: String, from source: String, fingerprint: String) -> Bool {
    guard let done = entry(path) else { return false }
    return done.source == Self.short(source) && done.fingerprint == Self.short(fingerprint)
  }

  /// True when this is what the pipeline made of the record.
  package func isOutput(_ sha256: String, of path: String, fingerprint: String) -> Bool {
    guard let done = entry(path) else { return false }
    return done.output == Self.short(sha256) && done.fingerprint == Self.short(fingerprint)
  }

  /// True when a run has finished the record.
  package func knows(_ path: String) -> Bool { entry(path) != nil }

  /// True when emend wrote the record's output, and wrote something else than this.
  package func hasOtherOutput(_ sha256: String, of path: String) -> Bool {
    guard let done = entry(path) else { return false }
    return done.output != Self.short(sha256)
  }

  private func entry(_ path: String) -> Done? { done[Self.short(FileFacts.sha256(Array(path.utf8)))] }

  private static func short(_ hash: String) -> UInt64 { UInt64(hash.prefix(16), radix: 16) ?? 0 }
}
