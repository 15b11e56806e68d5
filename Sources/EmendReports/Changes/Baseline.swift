import EmendCore

/// The findings of an old corpus that are known and not to be reported again, by record: JSON Lines, sorted, without line
/// numbers, so that it changes little when the records do.
package struct Baseline: Sendable {
  package static let schema = "emend.baseline/1"

  private var records: [String: Set<FindingKey>] = [:]

  package init() {}

  /// - Throws: `EmendError` naming the line that is none of a baseline.
  package init(_ bytes: [UInt8]) throws(EmendError) {
    for (index, line) in bytes.split(separator: .lineFeed, omittingEmptySubsequences: false).enumerated() {
      if line.allSatisfy(\.isSpace) { continue }
      do {
        guard let (path, key) = try Self.entry(Array(line), isFirst: index == 0) else { continue }
        records[path, default: []].insert(key)
      } catch {
        throw .line("line \(index + 1): \(error)")
      }
    }
  }

  private static func entry(_ line: [UInt8], isFirst: Bool) throws(EmendError) -> (path: String, key: FindingKey)? {
    var members: [String: String] = [:]
    var occurrence: Int?
    var reader = JSONReader(line)
    try reader.object { reader, key throws(EmendError) in
      if key == "occurrence" { occurrence = try reader.integer() } else { members[key] = try reader.text() }
    }
    if isFirst, let schema = members["schema"] {
      guard schema == Self.schema else {
        throw .line("is of schema \(Excerpt.of(schema)), not \(Self.schema); write it again with --write-baseline")
      }
      return nil
    }
    guard let path = members["path"], let rule = members["rule"], let original = members["original"],
      let replacement = members["replacement"], let context = members["line"], let occurrence
    else { throw .line("lacks one of path, rule, original, replacement, line, occurrence; write it again with --write-baseline") }
    return (
      FileName.path(path, hexadecimal: members["pathHex"]),
      FindingKey(rule: rule, original: original, replacement: replacement, line: context, occurrence: occurrence)
    )
  }

  /// The known findings of a record.
  package func keys(of path: String) -> Set<FindingKey> { records[path] ?? [] }

  /// The records that it knows findings of, sorted.
  package var paths: [String] { records.keys.sorted() }

  package var count: Int { records.values.reduce(0) { $0 + $1.count } }

  /// Puts other findings in the place of those of a record.
  package mutating func set(_ keys: Set<FindingKey>, of path: String) { records[path] = keys.isEmpty ? nil : keys }

  package func write(to writer: inout ByteWriter) throws {
    try writer.object { try $0.member("schema", Self.schema) }
    try writer.write("\n")
    for path in paths {
      for key in keys(of: path).sorted() {
        try writer.object { json in
          try json.member("path", path: path)
          try json.member("rule", key.rule)
          try json.member("original", key.original)
          try json.member("replacement", key.replacement)
          try json.member("line", key.line)
          try json.member("occurrence", key.occurrence)
        }
        try writer.write("\n")
      }
    }
  }
}
