import Emend
import EmendCore
import EmendFiles

/// `emend.ignore`: what stays as it is in records that may not be touched themselves.
package struct IgnoreFile: Sendable {
  package static let name = OwnFiles.ignored

  package struct Row: Sendable {
    package let line: Int
    package let pattern: String
    package let entry: IgnoreEntry
  }

  package let path: String
  package let rows: [Row]
  private let folder: String

  /// - Throws: `ConfigurationErrors` with all rows that cannot be.
  package init(_ path: String) throws {
    self.path = path
    folder = Files.resolved(path.directory)
    let bytes: [UInt8]
    do { bytes = try Files.read(path, limit: Files.Limit.settings) } catch { throw ConfigurationErrors(["\(error)"]) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ConfigurationErrors(["\(path): is not UTF-8; save it as UTF-8"])
    }
    var rows: [Row] = []
    var problems: [String] = []
    let known = Set(Pipeline.standard().stages.flatMap { [$0.id] + $0.rules.map(\.id) })
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line: Substring = line.hasSuffix("\r") ? line.dropLast() : line
      if line.isEmpty || line.hasPrefix("#") { continue }
      do {
        // A hint takes a look at every rule, and is shown in the first messages only.
        rows.append(try Self.row(line, number: index + 1, path: path, known: known, hints: problems.count <= Excerpt.most))
      } catch {
        problems.append("\(path):\(index + 1): \(error)")
      }
    }
    if !problems.isEmpty { throw ConfigurationErrors(problems) }
    self.rows = rows
  }

  /// The rows for a record; `record` is absolute.
  package func rows(for record: String) -> [Row] { rows.filter { Glob.fits($0.pattern, record, below: folder) } }

  private static func row(_ line: Substring, number: Int, path: String, known: Set<String>, hints: Bool) throws -> Row {
    let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard (4...5).contains(columns.count), !columns[0].isEmpty else {
      throw Failure("needs the columns path, rule, text, occurrence and note with tabs between them, has \(columns.count)")
    }
    guard columns[1] == "*" || known.contains(columns[1]) else {
      let near = (hints ? Nearest.name(to: columns[1], among: known) : nil).map { "; did you mean \($0)?" }
      throw Failure("there is no rule \(Excerpt.of(columns[1]))" + (near ?? "; `emend stages --rules` lists them, and * stands for all"))
    }
    var occurrence: Int?
    if columns[3] != "*" {
      occurrence = Int(columns[3])
      guard let number = occurrence, number > 0 else {
        throw Failure("the occurrence is \(Excerpt.of(columns[3])); it must be a number from 1, or * for all")
      }
      if columns[2] == "*" { throw Failure("an occurrence needs a text; give the text, or * for the occurrence") }
    }
    if columns[2].isEmpty { throw Failure("the text is empty; give the text, or * for the whole record") }
    _ = try Glob(columns[0])
    let note = columns.count > 4 ? columns[4] : ""
    return Row(
      line: number, pattern: columns[0],
      entry: IgnoreEntry(
        rule: columns[1] == "*" ? nil : columns[1], text: columns[2] == "*" ? nil : Array(unescaped(columns[2]).utf8),
        occurrence: occurrence, reason: "\(path):\(number)" + (note.isEmpty ? "" : " \(note)")))
  }

  /// `\n`, `\r`, `\t` and `\\` as `check` prints them.
  private static func unescaped(_ text: String) -> String {
    var out = ""
    var isEscaped = false
    for character in text {
      if isEscaped {
        let known: [Character: Character] = ["n": "\n", "r": "\r", "t": "\t", "\\": "\\", "\"": "\""]
        if let meant = known[character] { out.append(meant) } else { out += "\\\(character)" }
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        out.append(character)
      }
    }
    return isEscaped ? out + "\\" : out
  }
}
