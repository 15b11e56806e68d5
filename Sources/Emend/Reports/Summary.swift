/// What a run did, in a few lines for the terminal.
public struct Summary {
  private let text: String

  public init(_ run: Run, path: String) {
    let applied = run.passes.reduce(0) { $0 + $1.script.edits.count }
    let withheld = run.passes.reduce(0) { $0 + $1.withheld.count }
    let artifacts = run.artifacts
    var lines = [
      "\(Visible.word(path)): \(Summary.count(applied, "edit")) applied, \(withheld) withheld, \(Summary.count(artifacts.count, "artifact"))"
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
    if let findings = run.pageMap.findings { lines.append("  pages: \(Visible.line(findings))") }
    if let notes = run.notes { lines.append("  footnotes: \(notes.text)") }
    let marks = run.portionMarks.count
    if marks > 0 { lines.append("  portion marks: \(marks), kept") }
    for pass in run.passes where !pass.withheld.isEmpty {
      for (edit, why) in pass.withheldWithReasons.prefix(5) {
        let change = "\(Summary.shown(edit.original)) → \(Summary.shown(edit.replacement))"
        lines.append(
          "  withheld: \(edit.rule): \(change) (\(edit.confidence.level.rawValue) \(edit.confidence.probability)): \(Visible.line(why))")
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
  public static func shown(_ bytes: [UInt8]) -> String { shown(Visible.text(bytes)) }

  /// Text in quotes on one line, cut at 60 characters.
  public static func shown(_ text: String) -> String {
    var cut = text[...]
    if text.utf8.count > 60 {
      cut = text.prefix(61)
      if cut.count > 60 { cut = cut.prefix(57) + "…" }
      // A character may have marks without end.
      if cut.unicodeScalars.count > 240 { cut = Substring(cut.unicodeScalars.prefix(237)) + "…" }
    }
    let isPlain = cut.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    if isPlain { return "\"" + cut + "\"" }
    return "\"" + Visible.word(String(cut)).replacing("\"", with: "\\\"") + "\""
  }
}

extension String {
  func padding(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
  func leftPadding(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
