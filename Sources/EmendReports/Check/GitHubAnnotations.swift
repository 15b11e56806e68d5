import EmendCore

/// The findings of a check as commands of GitHub Actions, which shows them beside the lines.
///
/// GitHub shows ten warnings of a step and drops the others without a word, so a notice at the end says how many there are.
package struct GitHubAnnotations: CheckReport {
  /// How many warnings of a step GitHub shows.
  package static let shown = 10

  private let root: String?
  private var written = 0

  /// - Parameter root: the folder of the repository; paths below it are given relative to it.
  package init(root: String? = nil) { self.root = root.map { $0.hasSuffix("/") ? $0 : $0 + "/" } }

  package mutating func write(_ record: CheckedRecord, to writer: inout ByteWriter) throws {
    for finding in record.findings {
      written += 1
      var place = "file=\(Self.property(path(record.path))),line=\(finding.line)"
      // A column means nothing to GitHub when the place goes over several lines.
      if finding.end.line == finding.line {
        place += ",col=\(finding.column),endColumn=\(finding.end.column)"
      } else {
        place += ",endLine=\(finding.lastLine)"
      }
      try writer.write("::warning \(place),title=\(Self.property("emend " + finding.edit.rule))::\(Self.data(finding.message))\n")
    }
  }

  package func finish(_ summary: CheckSummary, to writer: inout ByteWriter) throws {
    for failure in summary.failures {
      try writer.write("::error file=\(Self.property(path(failure.path))),title=emend::\(Self.data(Visible.line(failure.message)))\n")
    }
    var text = summary.description
    if written > Self.shown { text += ". GitHub shows \(Self.shown) of them; the log has all" }
    try writer.write("::notice title=emend::\(Self.data(text))\n")
  }

  private func path(_ path: String) -> String {
    guard let root, path.hasPrefix(root) else { return Visible.line(path.hasPrefix("./") ? String(path.dropFirst(2)) : path) }
    return Visible.line(String(path.dropFirst(root.count)))
  }

  /// What follows `::` (workflow commands of GitHub Actions).
  private static func data(_ text: String) -> String { escaped(text, "%\r\n") }

  /// A value among the properties.
  private static func property(_ text: String) -> String { escaped(text, "%\r\n:,") }

  private static func escaped(_ text: String, _ special: String) -> String {
    if !text.utf8.contains(where: special.utf8.contains) { return text }
    var out: [UInt8] = []
    for byte in text.utf8 {
      guard special.utf8.contains(byte) else {
        out.append(byte)
        continue
      }
      out += Array(("%" + [byte].hexadecimal.uppercased()).utf8)
    }
    return String(decoding: out, as: UTF8.self)
  }
}

extension Findings.Finding {
  /// What would be done and why on one line, for reports that have the place and the rule elsewhere.
  package var message: String {
    let change = "\(Quoted.text(edit.original)) → \(Quoted.text(edit.replacement))"
    var text = "\(change) (\(edit.confidence.level.rawValue) \(edit.confidence.probability)) \(Visible.line(edit.reason))"
    if let why { text += " [withheld: \(Visible.line(why))]" }
    if others > 0 { text += " [and \(others) more like this]" }
    return text
  }
}

/// What a check found, in Markdown: for the summary page of a run on GitHub.
package struct CheckMarkdown {
  private let summary: CheckSummary

  package init(_ summary: CheckSummary) { self.summary = summary }

  package var text: String {
    var out = "### emend check\n\n\(summary.description).\n"
    if !summary.rules.isEmpty {
      out += "\n| rule | edits |\n|---|---:|\n"
      for (rule, count) in summary.rules.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) { out += "| `\(rule)` | \(count) |\n" }
    }
    if !summary.failures.isEmpty { out += "\n" }
    for failure in summary.failures {
      let message = Visible.line(failure.message).replacing("`", with: "'")
      out += "- not checked: `\(message)`\n"
    }
    return out + "\n"
  }
}
