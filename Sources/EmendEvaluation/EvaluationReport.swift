import EmendCore

/// Figures side by side, a column each, for the terminal and as JSON.
package struct EvaluationReport: Sendable {
  package struct Column: Sendable {
    package let name: String
    package let figures: ScanFigures

    package init(_ name: String, _ figures: ScanFigures) { (self.name, self.figures) = (name, figures) }
  }

  /// A place to go to work on, in a file.
  package struct Place: Sendable {
    package let path: String
    package let finding: ScanScore.Finding

    package init(_ path: String, _ finding: ScanScore.Finding) { (self.path, self.finding) = (path, finding) }

    /// `path:line: furniture left: "SEGRET" stands for SECRET`
    package var line: String {
      "\(Visible.word(path)):\(finding.line): \(finding.kind.words): \(Quoted.text(finding.text)) \(Visible.line(finding.detail))"
    }
  }

  /// What was measured.
  package let set: String
  package let columns: [Column]
  private let rows: [Figure]
  private let verdicts: EditVerdicts?
  /// Texts of which some figures are estimates.
  private var estimates: Int { columns.map { max($0.figures.text.estimates, $0.figures.repair.estimates) }.max() ?? 0 }

  /// - Parameter hasMarks: furniture and page numbers are judged, too.
  package init(set: String, columns: [Column], hasMarks: Bool) {
    self.set = set
    self.columns = columns
    rows = Figure.all.filter { hasMarks || !$0.needsMarks }
    verdicts = nil
  }

  /// Texts beside their truth: error rates, and how many edits of each rule and level made them better.
  package init(set: String, figures: TextFigures, verdicts: EditVerdicts) {
    self.set = set
    columns = [Column("all", ScanFigures(text: figures))]
    rows = Figure.all.filter(\.isErrorRate)
    self.verdicts = verdicts
  }

  /// The columns of scanned cases: each level that occurs, and all together.
  package static func columns(_ scores: [(level: ScanCase.Level, figures: ScanFigures)]) -> [Column] {
    var columns: [Column] = []
    for level in ScanCase.Level.allCases {
      let some = scores.filter { $0.level == level }
      if !some.isEmpty { columns.append(Column(level.rawValue, some.reduce(ScanFigures()) { $0 + $1.figures })) }
    }
    return columns + [Column("all", scores.reduce(ScanFigures()) { $0 + $1.figures })]
  }

  /// A line a figure.
  package var table: String {
    let width = (rows.map(\.title.count).max() ?? 0) + 2
    let widths = columns.map { max(10, $0.name.count + 2) }
    var out = Visible.word(set) + "\n" + "".padding(to: width) + zip(columns, widths).map { $0.name.leftPadding(to: $1) }.joined() + "\n"
    for row in rows {
      let cells = zip(columns, widths).map { (row.value($0.figures)?.description ?? "-").leftPadding(to: $1) }
      out += row.title.padding(to: width) + cells.joined() + "\n"
    }
    if estimates > 0 {
      out +=
        "\n\(estimates) \(estimates == 1 ? "text is" : "texts are") too long and too unlike the truth for the least edits to be found: "
      out += "the rates are estimates and may be too high\n"
    }
    if let verdicts { out += "\n" + verdicts.table }
    return out
  }

  /// `{"schema": "emend.evaluation/1", "set": …, "columns": [{"name": "light", "cases": 4, …}], "errors": [...]}`; a rate
  /// without anything to count is null. Where figures are estimates, `"estimates"` behind the columns says of how many texts.
  /// - Parameter places: nil leaves `errors` out.
  package func writeJSON(to writer: inout ByteWriter, places: [Place]?) throws {
    try writer.object { json in
      try json.member("schema", "emend.evaluation/1")
      try json.member("set", path: set)
      json.name("columns")
      try json.array(.indented) { json in
        for column in columns {
          try json.object { json in
            try json.member("name", column.name)
            for row in rows {
              json.name(row.id)
              if let value = row.value(column.figures) { try json.number(digits: value.description) } else { try json.null() }
            }
          }
        }
      }
      if estimates > 0 { try json.member("estimates", estimates) }
      try verdicts?.write(to: &json)
      if let places { try Self.write(places, &json) }
    }
    try writer.write("\n")
  }

  private static func write(_ places: [Place], _ json: inout ByteWriter) throws {
    json.name("errors")
    try json.array(.indented) { json in
      for place in places {
        try json.object { json in
          try json.member("kind", place.finding.kind.rawValue)
          try json.member("path", path: place.path)
          try json.member("line", place.finding.line)
          try json.member("text", place.finding.text)
          try json.member("detail", place.finding.detail)
        }
      }
    }
  }
}
