import EmendCore
import EmendTemplates

/// The style sheets of reports and reviews, with what each stage says of its colour and letter in the place of `@stages`.
package struct StageStyles {
  private let stages: [StageInfo]

  package init(_ stages: [StageInfo]) { self.stages = stages }

  /// The text of a record and the marks in it.
  package var record: String {
    filled(HTMLReport.text(emend_record_css_start(), emend_record_css_size)) {
      ".s-\($0.id), .k-\($0.id) { --s: light-dark(\($0.mark.light), \($0.mark.dark)); --k: \"\($0.mark.letter)\"; }"
    }
  }

  /// The report of a record, behind `record`: what its filters leave out.
  package var report: String {
    filled(HTMLReport.text(emend_report_css_start(), emend_report_css_size)) { "html:has(#fs-\($0.id):not(:checked)) .s-\($0.id)," }
  }

  private func filled(_ sheet: String, _ line: (StageInfo) -> String) -> String {
    sheet.replacing("@stages", with: stages.map(line).joined(separator: "\n"))
  }
}
