import EmendCore
import EmendTemplates
import Mustache

/// The report of a run over many records as one HTML file: what a person should see first, the unknown words, the rules,
/// and the records one by one. The page is Templates/run.html.mustache and Templates/run.css, behind Templates/report.css.
package struct RunHTML {
  private let title: String
  /// Where the page will stand, for its links to the reports of single records.
  private let path: String
  private let stages: [StageInfo]
  private var records: [RecordFigures] = []
  private var left = 0
  /// A browser still shows so many rows, and they take a few megabytes.
  private static let mostRows = 5_000
  private static let mostWords = 100

  package init(title: String, path: String, stages: [StageInfo]) {
    self.title = title
    self.path = path
    self.stages = stages
  }

  package mutating func add(_ record: RecordFigures) {
    if records.count < Self.mostRows { records.append(record) } else { left += 1 }
  }

  package func write(_ run: RunFigures, to writer: inout ByteWriter) throws {
    let template = try MustacheTemplate(string: HTMLReport.text(emend_run_html_start(), emend_run_html_size))
    try writer.write(template.render(context(run)))
  }

  // MARK: What the template asks for

  private func context(_ run: RunFigures) -> [String: Any] {
    let words = run.words.top(Self.mostWords)
    let kinds = Artifact.Kind.allCases.compactMap { kind in run.kinds[kind].map { ["kind": kind.words, "n": $0] as [String: Any] } }
    var context: [String: Any] = [
      "title": Visible.word(title), "files": run.files.grouped, "bytes": run.bytes.grouped,
      "css": HTMLReport.css(stages) + HTMLReport.text(emend_run_css_start(), emend_run_css_size),
      "applied": run.applied.grouped, "withheldCount": run.withheld.grouped,
      "artifactCount": run.artifacts.grouped,
      "states": RecordFigures.State.allCases.filter { run.count($0) > 0 }.map {
        ["state": $0.rawValue, "n": run.count($0).grouped] as [String: Any]
      },
      "hasFailed": !run.failed.isEmpty, "failed": run.failed.map(row), "hasEmptied": !run.emptied.isEmpty,
      "emptied": run.emptied.map(row), "hasLeastSure": !run.leastSure.records.isEmpty,
      "leastSure": run.leastSure.records.map(row), "hasMostWithheld": !run.mostWithheld.records.isEmpty,
      "mostWithheld": run.mostWithheld.records.map(row), "hasWords": !words.isEmpty, "wordCount": words.count, "words": words.map(word),
      "ruleCount": run.rules.count,
      "rules": run.rules.map { rule in
        [
          "rule": rule.rule, "stage": rule.rule.prefix { $0 != "." }, "applied": rule.applied, "withheld": rule.withheld,
          "files": rule.files,
        ] as [String: Any]
      },
      "hasKinds": !kinds.isEmpty, "kinds": kinds, "rows": records.map(row),
    ]
    if left > 0 { context["left"] = left.grouped }
    return context
  }

  private func row(_ record: RecordFigures) -> [String: Any] {
    var row: [String: Any] = [
      "path": Visible.word(record.path), "state": record.state.rawValue, "lessThanCertain": record.lessThanCertain,
      // Empty, or the template would take those of the run.
      "bytes": "", "applied": "", "withheld": "", "artifacts": "",
      "lowest": record.lowest.map { HTMLReport.probability(Confidence($0)) } ?? "",
      "rules": record.rules.filter { $0.applied > 0 }.map { ["rule": $0.rule, "n": $0.applied] as [String: Any] },
    ]
    if record.source != nil { row["bytes"] = record.bytes.grouped }
    if record.result != nil {
      row.merge(["applied": record.applied, "withheld": record.withheld, "artifacts": record.artifacts]) { $1 }
    }
    if let error = record.error {
      row["error"] = Visible.line(error.hasPrefix(record.path + ": ") ? String(error.dropFirst(record.path.count + 2)) : error)
    }
    if let loss = record.loss { row["loss"] = loss.description }
    if let report = record.report { row["link"] = Self.link(to: report, from: path) }
    return row
  }

  private func word(_ entry: UnknownWords.Entry) -> [String: Any] {
    let examples = entry.examples.map { example -> [String: Any] in
      [
        "before": Visible.line(example.before), "hit": Visible.line(example.word), "after": Visible.line(example.after),
        "file": Visible.word(example.file), "line": example.line,
      ]
    }
    return ["word": Visible.line(entry.word), "count": entry.count, "files": entry.files, "examples": examples]
  }

  /// The address of a file as a page in another file has to name it.
  package static func link(to path: String, from page: String) -> String {
    var parts = path.split(separator: "/")[...]
    if path.hasPrefix("/") != page.hasPrefix("/") { return (path.hasPrefix("/") ? "file://" : "") + FileName.uri(path) }
    var folders = page.split(separator: "/").dropLast()
    while let first = folders.first, parts.count > 1, first == parts.first {
      folders.removeFirst()
      parts.removeFirst()
    }
    return FileName.uri((folders.map { _ in ".." } + parts.map(String.init)).joined(separator: "/"))
  }
}
