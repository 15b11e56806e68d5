import EmendCore
import EmendLexicon
import EmendReading

/// The TEI elements that stand for the edits and artifacts of a run.
package struct TEIElements {
  /// An applied edit, as far as its element says anything of it.
  package struct Change {
    package let rule: String
    package let confidence: Confidence
    let resp: [String]
  }

  private let run: Run
  /// Pointers to the editors, by their names.
  private let editors: [String: String]

  package init(_ run: Run) {
    self.run = run
    editors = Dictionary(uniqueKeysWithValues: Self.editors(of: run).enumerated().map { ($1, "#" + Self.id(ofEditor: $0)) })
  }

  /// Who decided edits of the run, in the order of their first.
  static func editors(of run: Run) -> [String] {
    var found: [String] = []
    for pass in run.passes {
      for signatures in [pass.signatures.applied, pass.signatures.withheld] {
        for (_, signature) in signatures.sorted(by: { $0.key < $1.key }) where !found.contains(signature.editor) {
          found.append(signature.editor)
        }
      }
    }
    return found
  }

  package static func id(ofEditor number: Int) -> String { "editor\(number + 1)" }

  /// Who is responsible for an edit, as pointers into the header: the program for what it proposed, and the editor who took it;
  /// for another reading the editor alone.
  func resp(of edit: TEINode.EditNumber) -> [String] {
    guard let signature = run.passes[edit.pass].signatures.applied[edit.index], let editor = editors[signature.editor] else {
      return ["#emend"]
    }
    return signature.verdict == Signature.changed ? [editor] : ["#emend", editor]
  }

  package func edits(_ numbers: [TEINode.EditNumber]) -> [Change] {
    numbers.map { number in
      let list = run.passes[number.pass].script.edits
      return Change(
        rule: list.ruleName(ofPayload: number.payload),
        confidence: Confidence(Double(list.payloads[number.payload].confidence)), resp: resp(of: number))
    }
  }

  // MARK: Changes

  /// True for rules that mend an error: of the typist, of OCR, of a conversion. All others give the same text another form.
  static func isCorrection(_ rule: String) -> Bool {
    switch rule {
    case "decode.bad-byte", "unicode.mojibake", "unicode.c1": true
    default: rule.hasPrefix("spelling.") || rule.hasPrefix("corrector.")
    }
  }

  /// `high`, `medium` or `low`, for certain, likely and suggested.
  static func cert(_ confidence: Confidence) -> String {
    switch confidence.level {
    case .certain: "high"
    case .likely: "medium"
    case .suggested: "low"
    }
  }

  /// `<choice>` with both sides of a change, each as XML. The least sure of several edits says how sure it is.
  package func choice(source: [UInt8], output: [UInt8], _ edits: [Change]) -> [UInt8] {
    let isCorrection = edits.contains { Self.isCorrection($0.rule) }
    let (from, to) = isCorrection ? ("sic", "corr") : ("orig", "reg")
    var attributes = " resp=\"\(edits.isEmpty ? "#emend" : Self.pointers(edits.flatMap(\.resp)))\""
    if let least = edits.map(\.confidence).min() {
      attributes += " cert=\"\(Self.cert(least))\" ana=\"\(Self.pointers(edits.map { "#" + TEIText.attribute($0.rule) }))\""
    }
    return Array("<choice>".utf8) + Self.element(from, "", source) + Self.element(to, attributes, output) + Array("</choice>".utf8)
  }

  private static func element(_ name: String, _ attributes: String, _ content: [UInt8]) -> [UInt8] {
    if content.isEmpty { return Array("<\(name)\(attributes)/>".utf8) }
    return Array("<\(name)\(attributes)>".utf8) + content + Array("</\(name)>".utf8)
  }

  /// Each pointer once, in order.
  private static func pointers(_ all: [String]) -> String {
    var seen: Set<String> = []
    return all.filter { seen.insert($0).inserted }.joined(separator: " ")
  }

  // MARK: Artifacts

  /// The tags around matter that was taken out. Its fields are `<fs xml:id="f…">` behind the text.
  package func furniture(_ artifact: Artifact, number: Int) -> (start: String, end: String) {
    let fields = artifact.fields.isEmpty ? "" : " ana=\"#f\(number)\""
    switch artifact.kind {
    case .footnote where artifact["part"] == "note":
      return ("<note place=\"bottom\"\(Self.n(artifact["number"]))\(fields)>", "</note>")
    case .footnote: return ("<ref type=\"footnote\"\(Self.n(artifact["number"]))\(fields)>", "</ref>")
    default: break
    }
    let type =
      switch artifact.kind {
      case .pageMarker: "pageNum"
      case .runningHeader: "header"
      default: artifact.kind.rawValue
      }
    return ("<fw type=\"\(type)\"\(Self.n(artifact["page"]))\(fields)>", "</fw>")
  }

  private static func n(_ value: String?) -> String { value.map { " n=\"\(TEIText.attribute($0))\"" } ?? "" }

  // MARK: Footnotes and suggestions

  /// The footnotes of the output with the references to them, and the edits that were held back.
  package func places(in run: Run, changes: [Range<Int>]) -> TEIPlaces {
    var spans = run.passes.contains { $0.stage == NoteMatch.stage } ? footnotes(in: run.output, changes) : []
    var notes: [(place: Int, element: String)] = []
    var number = 0
    for (index, pass) in run.passes.enumerated() {
      for change in pass.heldChanges(index) {
        let edit = change.edit
        let range = run.output.trimmed(run.outputRange(of: edit.range, inputOf: index))
        // What is unclear is a reading; matter that might be furniture can be read, and what a person decided to keep is clear.
        let isUnclear = edit.artifact == nil && Array(run.output[range]) == Array(edit.original)
        // Another stage has read it so.
        if !edit.replacement.isEmpty, Array(run.output[range]) == edit.replacement { continue }
        number += 1
        if isUnclear {
          spans.append(
            TEIPlaces.Span(range: range, start: "<unclear xml:id=\"s\(number)\" cert=\"\(Self.cert(edit.confidence))\">", end: "</unclear>")
          )
        }
        notes.append((range.upperBound, suggestion(edit, change.why ?? "")))
      }
    }
    return TEIPlaces(spans, notes: notes, in: run.output, changes: changes)
  }

  private func suggestion(_ edit: Edit, _ why: String) -> String {
    func mentioned(_ bytes: [UInt8]) -> String { "<mentioned>\(TEIText.content(String(decoding: bytes, as: UTF8.self)))</mentioned>" }
    let others = edit.alternatives.map { ", " + mentioned(Array($0.utf8)) }.joined()
    return "<note type=\"suggestion\" resp=\"#emend\" cert=\"\(Self.cert(edit.confidence))\" ana=\"#\(TEIText.attribute(edit.rule))\">"
      + "\(mentioned(edit.original)) → \(mentioned(edit.replacement))\(others) (\(edit.confidence.probability)): "
      + "\(TEIText.content(edit.reason)); withheld: \(TEIText.content(why))</note>"
  }

  private func footnotes(in output: [UInt8], _ changes: [Range<Int>]) -> [TEIPlaces.Span] {
    var spans: [TEIPlaces.Span] = []
    for (block, match) in NoteMatch.all(in: output, Dictionaries.embedded.vocabulary).filter(\.isSound).enumerated() {
      func id(_ note: Int) -> String { "n\(block + 1).\(match.block.notes[note].number)" }
      var whole: Set<Int> = []
      for (index, note) in match.block.notes.enumerated() {
        let range = output.trimmed(note.range)
        guard TEIPlaces.isWhole(range, in: output, changes) else { continue }
        whole.insert(index)
        spans.append(
          TEIPlaces.Span(range: range, start: "<note place=\"bottom\" n=\"\(note.number)\" xml:id=\"\(id(index))\">", end: "</note>"))
      }
      for fit in match.fits where fit.rivals == 1 && whole.contains(fit.note) {
        spans.append(
          TEIPlaces.Span(
            range: output.trimmed(fit.reference.range), start: "<ref type=\"footnote\" target=\"#\(id(fit.note))\">", end: "</ref>"))
      }
    }
    return spans
  }
}
