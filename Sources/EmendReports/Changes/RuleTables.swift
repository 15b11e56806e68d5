import EmendCore

/// The rule tables of Pipeline.md, made from the rules, so that the document cannot drift from the code.
package enum RuleTables {
  /// The document with the text between `<!-- rules: STAGE -->` and `<!-- end -->` renewed.
  package static func renewed(_ document: String, stages: [StageInfo]) -> String {
    var out: [Substring] = []
    var tables: [String: String] = [:]
    for stage in stages { tables[stage.id] = table(stage) }
    var skipping = false
    for line in document.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "<!-- end -->" { skipping = false }
      if !skipping { out.append(line) }
      if line.hasPrefix("<!-- rules: "), line.hasSuffix(" -->"),
        let table = tables[String(line.dropFirst(12).dropLast(4))]
      {
        skipping = true
        out += table.split(separator: "\n", omittingEmptySubsequences: false)
      }
    }
    return out.joined(separator: "\n")
  }

  private static func table(_ stage: StageInfo) -> String {
    var rows = ["| rule | what it does | why | what keeps it safe | example |", "|---|---|---|---|---|"]
    for rule in stage.rules {
      let example = rule.examples[0]
      let before = Quoted.text(example.before)
      let after = Quoted.text(example.after)
      let cells = ["`\(rule.id)`", rule.summary, rule.rationale, rule.safety, "\(before) → \(after)"]
      rows.append("| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |")
    }
    return rows.joined(separator: "\n")
  }
}
