import EmendCore
import EmendTemplates
import Mustache

/// The report of a run as one HTML file: source and output side by side with every edit marked, artifacts and pages
/// beside them, filters without JavaScript. The page is Templates/report.html.mustache, Templates/record.css and Templates/report.css.
package struct HTMLReport {
  /// As people read it: from the decoded text on, where the source is in a foreign charset.
  private let run: Run
  private let source: [UInt8]
  private let path: String
  private let output: String
  private let level: Confidence.Level

  package init(_ run: Run, source path: String, output: String, level: Confidence.Level) {
    self.run = run.legible
    source = run.source
    self.path = path
    self.output = output
    self.level = level
  }

  package func write(to writer: inout ByteWriter) throws {
    let template = try MustacheTemplate(string: Self.text(emend_report_html_start(), emend_report_html_size))
    try writer.write(template.render(context()))
  }

  /// The style of this report; that of a run stands behind it.
  package static func css(_ stages: [StageInfo]) -> String {
    let styles = StageStyles(stages)
    return styles.record + styles.report
  }

  package static func text(_ start: UnsafePointer<UInt8>, _ size: UInt) -> String {
    String(decoding: UnsafeBufferPointer(start: start, count: Int(size)), as: UTF8.self)
  }

  // MARK: What the template asks for

  private func context() -> [String: Any] {
    let marks = Marks(run).marks
    let pages = run.pageMap
    let irregularities = pages.irregularities
    var lines = PlaceCounter(run.source)
    let lineOf = marks.map { lines.place(of: $0.source.lowerBound).line }
    let artifactNumbers = Self.artifactNumbers(marks)
    let applied = marks.filter { $0.why == nil }
    let withheld = marks.filter { $0.why != nil }
    let stages = run.passes.map(\.stage)
    let artifacts = applied.filter { $0.edit.artifact != nil }

    func counts(_ name: String, _ list: [Marks.Mark]) -> [String: Any] {
      let perStage = stages.map { stage in list.count { $0.stage == stage } }
      return [
        "name": name, "all": list.count, "cells": perStage.map { ["n": $0, "zero": $0 == 0] as [String: Any] },
      ]
    }
    var pageLines = PlaceCounter(run.source)
    return [
      "record": Visible.word(Self.name(path)), "css": Self.css(run.stages),
      "ruleFilters": Self.ruleFilters(Set(marks.map(\.edit.rule))), "applied": applied.count,
      "withheldCount": withheld.count, "artifactCount": artifacts.count, "level": level.rawValue,
      "files": [("Source", path, source), ("Output", output, run.output)].map { role, path, bytes in
        let sha = FileFacts.sha256(bytes)
        return ["role": role, "path": Visible.word(path), "bytes": bytes.count.grouped, "sha": sha, "short": String(sha.prefix(12))]
      } as [[String: Any]],
      "stages": stages.map { ["id": $0] },
      "countRows": [counts("applied", applied), counts("withheld", withheld), counts("artifacts", artifacts)],
      "levels": Confidence.Level.allCases.reversed().map { level in
        ["level": level.rawValue, "n": marks.count { $0.edit.confidence.level == level }] as [String: Any]
      },
      "ruleCount": Set(marks.map(\.edit.rule)).count, "editCount": marks.count,
      "groups": groups(marks, lineOf, stages),
      "chunks": RecordHTML(run, marks, pages, artifactNumbers).html(),
      "artifacts": marks.indices.compactMap { index -> [String: Any]? in
        guard let number = artifactNumbers[marks[index].number], let artifact = marks[index].edit.artifact else { return nil }
        return [
          "class": Self.cssClass(marks[index]), "number": number, "kind": artifact.kind.words, "line": lineOf[index],
          "text": Self.cut(artifact.text == "\u{C}" ? "form feed" : artifact.text),
          "page": Visible.line(pages.page(ofSource: marks[index].source.lowerBound).name),
          "fields": artifact.fields.map { ["name": Visible.line($0.name), "value": Visible.line($0.value)] },
        ]
      },
      "pageCount": pages.pages.count, "findingCount": irregularities.count, "hasFindings": !irregularities.isEmpty,
      "pageFindings": irregularities.map { ["number": $0.page.number, "text": Visible.line($0.description)] as [String: Any] },
      "notes": notes.map { [$0] } ?? [],
      "pages": pages.pages.map { page in
        ["number": page.number, "name": Visible.line(page.name), "line": pageLines.place(of: page.sourceOffset).line] as [String: Any]
      },
      "withheld": zip(marks, lineOf).filter { $0.0.why != nil }.map(item),
    ]
  }

  private func groups(_ marks: [Marks.Mark], _ lineOf: [Int], _ stages: [String]) -> [[String: Any]] {
    stages.compactMap { stage -> [String: Any]? in
      let own = zip(marks, lineOf).filter { $0.0.stage == stage }
      if own.isEmpty { return nil }
      let rules = Dictionary(grouping: own) { $0.0.edit.rule }.sorted { $0.key < $1.key }
      return [
        "stage": stage, "n": own.count,
        "rules": rules.map { rule, edits in
          [
            "class": Self.ruleClass(rule), "name": String(rule.drop { $0 != "." }.dropFirst()), "n": edits.count,
            "edits": edits.map(item),
          ] as [String: Any]
        },
      ]
    }
  }

  private func item(_ mark: Marks.Mark, _ line: Int) -> [String: Any] {
    var item: [String: Any] = [
      "class": Self.cssClass(mark), "number": mark.number, "original": Self.cut(mark.edit.originalText),
      "level": mark.edit.confidence.level.rawValue, "p": Self.probability(mark.edit.confidence), "line": line,
      "reason": Visible.line(mark.edit.reason),
    ]
    if !mark.edit.replacement.isEmpty { item["replacement"] = Self.cut(mark.edit.replacementText) }
    if let why = mark.why { item["why"] = Visible.line(why) }
    return item
  }

  /// The footnotes and references that lack each other; nil for a record without footnotes.
  private var notes: [String: Any]? {
    guard let notes = run.notes else { return nil }
    func list(_ what: String, without other: String, _ entries: [NoteIntegrity.Entry]) -> [[String: Any]] {
      entries.map { ["what": what, "other": other, "number": $0.number, "line": $0.line] }
    }
    let alone =
      list("note", without: "reference", notes.notesWithoutReference)
      + list("reference", without: "note", notes.referencesWithoutNote)
    return ["count": notes.notes, "settled": notes.settled, "alone": alone, "aloneCount": alone.count, "hasAlone": !alone.isEmpty]
  }

  // MARK: Small things

  /// Numbers of the artifacts, by the numbers of their edits.
  static func artifactNumbers(_ marks: [Marks.Mark]) -> [Int: Int] {
    var numbers: [Int: Int] = [:]
    for mark in marks where mark.why == nil && mark.edit.artifact != nil { numbers[mark.number] = numbers.count + 1 }
    return numbers
  }

  static func cssClass(_ mark: Marks.Mark) -> String {
    "s-\(mark.stage) r-\(ruleClass(mark.edit.rule)) c-\(mark.edit.confidence.level.rawValue)" + (mark.why == nil ? "" : " w")
  }

  static func ruleClass(_ rule: String) -> String { rule.replacing(".", with: "-") }

  package static func probability(_ confidence: Confidence) -> String {
    confidence.probability >= 1 ? "1.00" : "." + String(Int((confidence.probability * 100).rounded())).leftZero
  }

  /// For the name of the record: the last part of a path.
  private static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  private static func cut(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A: line += "⏎"
      case 0x0D: line += "␍"
      case _ where Visible.isCommand(scalar.value): line += "[\(scalar.value.codePoint)]"
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line.count > 46 ? line.prefix(45) + "…" : line
  }

  private static func ruleFilters(_ rules: Set<String>) -> String {
    if rules.isEmpty { return "" }
    let selectors = rules.sorted().map { "html:has(#fr-\(ruleClass($0)):not(:checked)) .r-\(ruleClass($0))" }
    return selectors.joined(separator: ",\n") + " { --k: \"\"; --tab: 0; --tint: #0000; --deco: none; --show: none; }\n"
  }
}

extension String {
  fileprivate var leftZero: String { count < 2 ? "0" + self : self }
}
