/// What a run did, in a few lines for the terminal.
public struct Summary {
  private let text: String

  public init(_ run: Run, path: String) {
    let applied = run.passes.reduce(0) { $0 + $1.script.edits.count }
    let withheld = run.passes.reduce(0) { $0 + $1.withheld.count }
    let artifacts = run.artifacts
    var lines = [
      "\(path): \(Summary.count(applied, "edit")) applied, \(withheld) withheld, \(Summary.count(artifacts.count, "artifact"))"
    ]
    if let loss = TextLoss(run) { lines.append("  text: \(loss); see whether it was furniture") }
    for pass in run.passes where !pass.script.isEmpty || !pass.withheld.isEmpty {
      lines += Summary.rules(pass)
    }
    if !artifacts.isEmpty {
      var kinds: [(String, Int)] = []
      for kind in Artifact.Kind.allCases {
        let n = artifacts.count { $0.artifact.kind == kind }
        if n > 0 { kinds.append((kind.words, n)) }
      }
      lines.append("  artifacts: " + kinds.map { "\($0.0) \($0.1)" }.joined(separator: ", "))
    }
    if let findings = run.pageMap.findings { lines.append("  pages: \(findings)") }
    if let notes = run.notes { lines.append("  footnotes: \(notes.text)") }
    let marks = run.portionMarks.count
    if marks > 0 { lines.append("  portion marks: \(marks), kept") }
    for pass in run.passes where !pass.withheld.isEmpty {
      for (edit, why) in pass.withheldWithReasons.prefix(5) {
        lines.append(
          "  withheld: \(edit.rule): \(Summary.shown(edit.originalText)) → \(Summary.shown(edit.replacementText)) (\(edit.confidence.level.rawValue) \(edit.confidence.probability)): \(why)"
        )
      }
      if pass.withheld.count > 5 { lines.append("  withheld: … and \(pass.withheld.count - 5) more of \(pass.stage)") }
    }
    text = lines.joined(separator: "\n") + "\n"
  }

  public var description: String { text }

  private static func rules(_ pass: Pass) -> [String] {
    var counts: [String: (applied: Int, withheld: Int)] = [:]
    func tally(_ list: EditList, _ add: (inout (applied: Int, withheld: Int)) -> Void) {
      var cursor = EditList.Cursor(list)
      while let (_, payload) = cursor.next() { add(&counts[list.ruleName(ofPayload: payload), default: (0, 0)]) }
    }
    tally(pass.script.edits) { $0.applied += 1 }
    tally(pass.withheld) { $0.withheld += 1 }
    return counts.sorted { $0.key < $1.key }.map { rule, n in
      let name = rule.padding(to: 32)
      return "  \(name)\(String(n.applied).leftPadding(to: 7)) applied" + (n.withheld > 0 ? ", \(n.withheld) withheld" : "")
    }
  }

  public static func count(_ n: Int, _ noun: String) -> String { "\(n) \(noun)\(n == 1 ? "" : "s")" }

  /// Bytes as text in quotes on one line, cut at 60 characters; a byte that is no UTF-8 shows as `\\xE8`.
  public static func shown(_ bytes: [UInt8]) -> String {
    if UTF8Scan.firstBroken(bytes) == nil { return shown(String(decoding: bytes, as: UTF8.self)) }
    var text = ""
    var i = 0
    while i < bytes.count {
      let n = UTF8Scan.length(bytes.span, at: i)
      let hex = String(bytes[i], radix: 16, uppercase: true)
      text += n > 0 ? bytes.text(i..<i + n) : "\\x" + (hex.count < 2 ? "0" : "") + hex
      i += max(n, 1)
    }
    return shown(text)
  }

  /// Text in quotes on one line, cut at 60 characters.
  public static func shown(_ text: String) -> String {
    let cut = text.count > 60 ? text.prefix(57) + "…" : text[...]
    var out = "\""
    for scalar in cut.unicodeScalars {
      switch scalar {
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case "\"": out += "\\\""
      default:
        if scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format {
          out += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        } else {
          out.unicodeScalars.append(scalar)
        }
      }
    }
    return out + "\""
  }
}

extension String {
  func padding(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
  func leftPadding(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
