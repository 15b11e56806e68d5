import EmendCore
import EmendLexicon

/// Strips banners, caveats, downgrade blocks, stamps, letterheads and handling lines, and keeps them as artifacts.
///
/// A line is read twice: by itself (`MarkingTemplates.match`), then with what stands around it (`MarkingReview`). Only then
/// do edits come of it, one for each block of lines that belong together.
package struct MarkingsStage: CataloguedStage {
  /// What becomes of the codes that stand where something was deleted.
  package enum Redactions: String, StageChoice {
    /// They stay where they are: a reader must see that something is gone.
    case keep
    /// `b6`, line end, `b7C` becomes `[b6; b7C]`.
    case mark
    /// They go out of the text and are kept as artifacts.
    case strip

    package static let option = StageOption(
      "redactions", default: keep,
      help: "Codes of deletions, such as b7C and (b)(1), on lines of their own: keep them, mark them as [b6; b7C], or strip them.")
  }

  package static let info = StageInfo(
    "markings",
    summary: "strips banners, caveats, stamps, letterheads and handling lines, read through OCR damage",
    keeps: "codes of deletions, unless asked; portion marks, editorial brackets, TO/FROM/SUBJECT lines, cable cites, `Source:` notes",
    role: .furniture, mark: StageInfo.Mark("M", light: "#b3201f", dark: "#ff9c92"), options: [Redactions.option],
    rules: MarkingRules.all)

  private let dictionaries: Dictionaries

  private let redactions: Redactions

  package init(_ redactions: Redactions = .keep, dictionaries: Dictionaries = .embedded) {
    self.redactions = redactions
    self.dictionaries = dictionaries
  }

  package func edits(in document: Document) -> EditList {
    var scratch = dictionaries.markings.scratch(count: document.bytes.count)
    var glued: [GluedStamp.Cut] = []
    var rows = read(document, &glued, &scratch)
    MarkingReview(document, dictionaries).revise(&rows, &scratch)
    return editList(rows, glued, document)
  }

  /// Reads each line by itself and collects those worth a second look.
  private func read(_ document: Document, _ glued: inout [GluedStamp.Cut], _ scratch: inout MarkingTemplates.Scratch) -> [Row] {
    let bytes = document.bytes
    let templates = dictionaries.markings
    let stamps = GluedStamp(dictionaries)
    let starts = document.pageStarts
    var collector = Collector(mostRows: bytes.count / 16, pages: starts.count)
    var page = 0
    for line in Lines(bytes) {
      let content = bytes.trimmed(line.content)
      if content.isEmpty { continue }
      if page + 1 < starts.count, starts[page + 1] <= content.lowerBound {
        while page + 1 < starts.count, starts[page + 1] <= content.lowerBound { page += 1 }
        collector.endPage()
      }
      let match = templates.match(bytes, content, &scratch) { scratch in
        guard let cut = stamps.cut(bytes, content, &scratch) else { return true }
        glued.append(cut)
        return false
      }
      collector.add(line.full, content, match)
    }
    collector.endPage()
    return collector.rows
  }

  // MARK: Edits

  private func editList(_ rows: [Row], _ glued: [GluedStamp.Cut], _ document: Document) -> EditList {
    let bytes = document.bytes
    var edits = EditList()
    var written: [ObjectIdentifier: Written] = [:]
    var cut = 0
    var i = 0
    while i < rows.count {
      guard let confidence = rows[i].confidence, takes(rows[i], bytes) else {
        i += 1
        continue
      }
      while cut < glued.count, glued[cut].range.lowerBound < rows[i].line.lowerBound {
        edits.append(glued[cut].edit(bytes))
        cut += 1
      }
      var last = i
      if Self.formsBlocks(rows[i].reading!.kind), confidence.reaches(.likely) {
        while last + 1 < rows.count, continues(rows, i...last) { last += 1 }
      }
      append(rows, i...last, bytes, &written, &edits)
      i = last + 1
    }
    for rest in glued[cut...] { edits.append(rest.edit(bytes)) }
    return edits
  }

  /// Kinds whose lines belong together when they stand together.
  private static func formsBlocks(_ kind: Artifact.Kind) -> Bool { kind == .stamp || kind == .downgrade || kind == .letterhead }

  private func template(of reading: MarkingTemplates.Match) -> MarkingTemplate { dictionaries.markings.all[reading.template] }

  /// False for the codes of deletions that stay, and for those that are marked already.
  private func takes(_ row: Row, _ bytes: [UInt8]) -> Bool {
    switch redactions {
    case .strip: true
    case .keep: !isDeletion(row)
    case .mark: !isDeletion(row) || bytes[row.content.lowerBound] != UInt8(ascii: "[")
    }
  }

  /// True for the code of a deletion.
  private func isDeletion(_ row: Row) -> Bool { row.reading.map { template(of: $0).isDeletion } ?? false }

  /// True when the next row is the next line of a block: same kind, right below, and not its first line once more.
  private func continues(_ rows: [Row], _ block: ClosedRange<Int>) -> Bool {
    let next = block.upperBound + 1
    guard rows[next].isTaken, redactions == .strip || isDeletion(rows[next]) == isDeletion(rows[block.lowerBound]),
      rows[next].ordinal == rows[block.upperBound].ordinal + 1, rows[next].fromHead > 0,
      let reading = rows[next].reading, reading.kind == rows[block.lowerBound].reading!.kind
    else { return false }
    return !block.contains { rows[$0].reading!.template == reading.template }
  }

  /// What a block of lines became, for the next one of the same lines.
  private struct Written {
    let readings: [ObjectIdentifier]
    let provenance: Provenance
    let confidence: Confidence
    let payload: Int
  }

  private func append(
    _ rows: [Row], _ block: ClosedRange<Int>, _ bytes: [UInt8], _ written: inout [ObjectIdentifier: Written], _ edits: inout EditList
  ) {
    let first = rows[block.lowerBound]
    let reading = first.reading!
    let range = first.line.lowerBound..<rows[block.upperBound].line.upperBound
    let confidence = block.count == 1 ? first.confidence! : rows[block].compactMap(\.confidence).min()!
    // Banners and stamps recur, and lines of the same bytes have one reading in common.
    if let known = written[ObjectIdentifier(reading)], known.confidence == confidence, known.provenance == first.provenance,
      known.readings.elementsEqual(rows[block].lazy.map { ObjectIdentifier($0.reading!) }),
      equal(edits.pool, edits.payloads[known.payload].original, bytes, range)
    {
      edits.append(start: range.lowerBound, payload: known.payload)
      return
    }
    let template = template(of: reading)
    var reason = reason(first)
    var text = bytes.text(first.content)
    var fields = fields(first)
    if block.count > 1 {
      reason = "\(template.kind.words) of \(block.count) lines: \(reason)"
      for row in rows[block].dropFirst() {
        text += "\n"
        text += bytes.text(row.content)
        fields += self.fields(row)
      }
      fields = merged(fields)
    }
    var replacement: [UInt8] = []
    if redactions == .mark, isDeletion(first) {
      let codes = rows[block].flatMap { bytes.text($0.content).split(whereSeparator: { ",; ".contains($0) }).map(String.init) }
      replacement = Array("[\(codes.joined(separator: "; "))]".utf8) + bytes[bytes.trimmed(range).upperBound..<range.upperBound]
    }
    let number = edits.payload(
      original: bytes[range], replacement: replacement[...], rule: template.rule, confidence: confidence, reason: reason,
      artifact: Artifact(kind: template.kind, text: text, fields: fields))
    edits.append(start: range.lowerBound, payload: number)
    written[ObjectIdentifier(reading)] = Written(
      readings: rows[block].map { ObjectIdentifier($0.reading!) }, provenance: first.provenance, confidence: confidence, payload: number)
  }

  /// The fields of several lines, each name once.
  private func merged(_ fields: [Artifact.Field]) -> [Artifact.Field] {
    var found: [Artifact.Field] = []
    for field in fields {
      if let known = found.firstIndex(where: { $0.name == field.name }) {
        // RELEASE OF THIS DOCUMENT, AS SANITIZED: the last line says what the first leaves open.
        if field.name == "status", field.value == "sanitized" { found[known] = field }
      } else {
        found.append(field)
      }
    }
    return found
  }

  private func fields(_ row: Row) -> [Artifact.Field] {
    guard let reading = row.reading else { return [] }
    if reading.open.isEmpty, reading.fields.isEmpty { return template(of: reading).constants }
    // A line that is near to markings of two meanings is a marking, but which of them is not known: CLASSIFIED must never become
    // UNCLASSIFIED.
    let constants = template(of: reading).constants.filter { constant in
      !reading.open.contains(constant.name) && !reading.fields.contains { $0.name == constant.name }
    }
    return (reading.open.contains("level") ? [Artifact.Field("level", "unknown")] : []) + constants
      + MarkingFields.normalized(reading.fields, constants)
  }

  private func reason(_ row: Row) -> String {
    let reading = row.reading!
    let template = template(of: reading)
    if reading.isExact, case .itself = row.provenance { return template.name }
    let place =
      switch row.provenance {
      case .itself: ""
      case .atHead: ", at the head of a page"
      case .atFoot: ", at the foot of a page"
      case .inside: ", inside the \(template.kind.words)"
      case .beside(let number): ", beside \(dictionaries.markings.all[Int(number)].text)"
      }
    if reading.isExact { return template.name + place }
    let damage = Int((reading.damage(template) * 100).rounded())
    return "\(template.kind.words), nearest to \(template.text) (\(damage) % damaged)\(place)"
      + (reading.open.isEmpty ? "" : "; another marking is as near, so its \(reading.open.sorted().joined(separator: " and ")) stays open")
  }
}

extension StageOptions {
  /// What becomes of the codes of deletions.
  package var redactions: MarkingsStage.Redactions {
    get { self[MarkingsStage.Redactions.self] }
    set { self[MarkingsStage.Redactions.self] = newValue }
  }
}
