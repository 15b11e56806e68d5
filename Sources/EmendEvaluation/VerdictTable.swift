import EmendCore

extension EditVerdicts {
  /// A level, a rule, or a rule at a level, with its counts.
  private struct Row {
    let rule: String?
    let level: Confidence.Level?
    let applied: Counts
    let withheld: Counts
  }

  /// The levels, the surest first; then the rules in the order of their names, each followed by its levels.
  private var rows: [Row] {
    let keys = Set(applied.keys).union(withheld.keys)
    func row(_ rule: String?, _ level: Confidence.Level?) -> Row {
      func sum(_ counts: [Key: Counts]) -> Counts {
        counts.reduce(Counts()) { (rule ?? $1.key.rule) == $1.key.rule && (level ?? $1.key.level) == $1.key.level ? $0 + $1.value : $0 }
      }
      return Row(rule: rule, level: level, applied: sum(applied), withheld: sum(withheld))
    }
    let levels = Confidence.Level.allCases.reversed()
    return [row(nil, nil)] + levels.filter { level in keys.contains { $0.level == level } }.map { row(nil, $0) }
      + Set(keys.map(\.rule)).sorted().flatMap { rule in
        [row(rule, nil)] + levels.filter { keys.contains(Key(rule: rule, level: $0)) }.map { row(rule, $0) }
      }
  }

  /// A line a row, for the terminal.
  package var table: String {
    let rows = rows
    let width = max(28, (rows.compactMap { $0.rule?.count }.max() ?? 0) + 2)
    func cells(_ counts: Counts) -> String {
      counts.all == 0
        ? ["-", "-", "-"].map { $0.leftPadding(to: 9) }.joined()
        : [counts.better, counts.worse, counts.same].map { String($0).leftPadding(to: 9) }.joined()
    }
    var out = "".padding(to: width) + "  applied: made it".padding(to: 27) + "   withheld: would make it\n"
    out +=
      "edits".padding(to: width) + ["better", "worse", "same", "better", "worse", "same"].map { $0.leftPadding(to: 9) }.joined() + "\n"
    for row in rows {
      let name = row.rule.map { rule in row.level.map { "  " + $0.rawValue } ?? rule } ?? row.level?.rawValue ?? "all"
      out += name.padding(to: width) + cells(row.applied) + cells(row.withheld) + "\n"
    }
    return out
  }

  /// The member `edits`: an array of objects with `rule` and `level` (null stands for all) and the counts.
  package func write(to json: inout ByteWriter) throws {
    func write(_ counts: Counts, as name: String, _ json: inout ByteWriter) throws {
      json.name(name)
      try json.object { json in
        try json.member("better", counts.better)
        try json.member("worse", counts.worse)
        try json.member("same", counts.same)
      }
    }
    json.name("edits")
    try json.array(.indented) { json in
      for row in rows {
        try json.object { json in
          for (name, value) in [("rule", row.rule), ("level", row.level?.rawValue)] {
            json.name(name)
            if let value { try json.string(value) } else { try json.null() }
          }
          try write(row.applied, as: "applied", &json)
          try write(row.withheld, as: "withheld", &json)
        }
      }
    }
  }
}
