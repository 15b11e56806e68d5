import EmendCore
import EmendLexicon

/// Corrects misread words by the characters that scans confuse and by the words around them.
package struct CorrectorStage: CataloguedStage {
  package static let info = StageInfo(
    "corrector",
    summary: "corrects what no list holds: by learned confusions, by context, and by the record's own words",
    keeps: "known words that fit their place, protected words, numbers, initials, unknown names; the case of every word",
    role: .words(ownWords: true), mark: StageInfo.Mark("C", light: "#0b7350", dark: "#5fd4a6"), rules: CorrectorRules.all)

  package let model: CorrectorModel

  package init(model: CorrectorModel = .embedded) { self.model = model }

  package var ingredients: [String] { model.file.table(.checksum, of: UInt64.self).map { "model=\($0)" } }

  package func edits(in document: Document) -> EditList {
    let bytes = document.bytes
    var edits = EditList()
    for proposal in Self.chosen(Self.proposals(in: bytes, model, least: Confidence.Level.suggested.threshold)) {
      var edit = Edit(
        range: proposal.range, original: Array(bytes[proposal.range]), replacement: proposal.replacement,
        rule: CorrectorRules.id(proposal.kind), confidence: Confidence(proposal.probability), reason: proposal.reason)
      if proposal.kind == .merge { Self.keepLineEnd(&edit, bytes) }
      edits.append(edit)
    }
    return edits
  }

  /// A word that a line end cut is joined on the first line, and the line ends behind it and its punctuation, as in the
  /// stage `line-ends`. Where the half has a line for itself, the end of that line stays.
  private static func keepLineEnd(_ edit: inout Edit, _ bytes: [UInt8]) {
    guard let lineEnd = edit.original.firstIndex(where: \.isLineEnd) else { return }
    let gap = edit.original[lineEnd...].prefix(while: \.isSpace)
    let word = edit.range.upperBound
    var end = word
    while end < bytes.count, !bytes[end].isSpace, end - word <= CutWord.longestWord { end += 1 }
    var next = end
    while next < bytes.count, bytes[next].isBlank { next += 1 }
    guard end - word <= CutWord.longestWord, next < bytes.count, next > end, !bytes[next].isSpace else { return }
    edit.range = edit.range.lowerBound..<next
    edit.original += bytes[word..<next]
    edit.replacement += bytes[word..<end] + gap
  }

  package static func proposals(in bytes: [UInt8], _ model: CorrectorModel, least: Double = 0) -> [Proposal] {
    bytes.withUnsafeBufferPointer { bytes in
      var corrector = Corrector(bytes, model: model, least: least)
      return corrector.run()
    }
  }

  /// Of proposals that overlap the most probable one; below `suggested` none.
  package static func chosen(_ proposals: [Proposal]) -> [Proposal] {
    // Most stand in order as they are.
    var order = proposals.indices.filter { proposals[$0].isChange && proposals[$0].probability >= Confidence.Level.suggested.threshold }
    order.sort { a, b in
      let (first, second) = (proposals[a], proposals[b])
      if first.range.lowerBound != second.range.lowerBound { return first.range.lowerBound < second.range.lowerBound }
      return first.probability != second.probability ? first.probability > second.probability : a < b
    }
    var kept: [Proposal] = []
    for number in order {
      let proposal = proposals[number]
      while let last = kept.last, last.range.upperBound > proposal.range.lowerBound, last.probability < proposal.probability {
        kept.removeLast()
      }
      if let last = kept.last, last.range.upperBound > proposal.range.lowerBound { continue }
      kept.append(proposal)
    }
    return kept
  }
}
