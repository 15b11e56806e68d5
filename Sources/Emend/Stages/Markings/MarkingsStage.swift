/// Strips banners, caveats, downgrade blocks, stamps and handling lines, and keeps them as artifacts.
public struct MarkingsStage: Stage {
  public let id = "markings"
  public let summary = "strips banners, caveats, stamps and handling lines, read through OCR damage"
  public let keeps = "portion marks, editorial brackets, TO/FROM/SUBJECT lines, cable cites, `Source:` notes"
  private let dictionaries: Dictionaries

  public init(dictionaries: Dictionaries = .embedded) { self.dictionaries = dictionaries }

  public let rules = MarkingRules.all

  /// A line that reads as a marking.
  private struct Candidate {
    let line: Line
    let content: Range<Int>
    /// Number of the line among those that are not blank.
    let ordinal: Int
    let match: MarkingTemplates.Match
  }

  public func edits(in document: Document) -> EditList {
    let bytes = document.bytes
    let templates = dictionaries.markings
    var candidates: [Candidate] = []
    var scratch = templates.scratch(count: bytes.count)
    var ordinal = 0
    for line in Lines(bytes) {
      let content = bytes.trimmed(line.content)
      if content.isEmpty { continue }
      ordinal += 1
      guard let match = templates.match(bytes, content, &scratch) else { continue }
      candidates.append(Candidate(line: line, content: content, ordinal: ordinal, match: match))
    }
    return settle(candidates, in: document)
  }

  /// Second look, now that the neighbours of each line are known.
  private func settle(_ candidates: [Candidate], in document: Document) -> EditList {
    let bytes = document.bytes
    var edits = EditList()
    var repeats: [Int: Int] = [:]
    for candidate in candidates { repeats[candidate.match.template, default: 0] += 1 }
    // Whether a line stands by itself: only such a line is company for one that does not.
    func isFirm(_ index: Int, besides ordinal: Int) -> Bool {
      guard candidates.indices.contains(index), abs(candidates[index].ordinal - ordinal) == 1 else { return false }
      let template = dictionaries.markings.all[candidates[index].match.template]
      return !template.needsNeighbour
        && confidence(of: candidates[index], template, false, repeats: 1, bytes)?.reaches(.likely) == true
    }
    for (index, candidate) in candidates.enumerated() {
      let template = dictionaries.markings.all[candidate.match.template]
      let hasNeighbour =
        template.needsNeighbour
        && (isFirm(index - 1, besides: candidate.ordinal) || isFirm(index + 1, besides: candidate.ordinal)
          || isAtScar(candidate.line.full, document))
      guard
        let confidence = confidence(
          of: candidate, template, hasNeighbour, repeats: repeats[candidate.match.template] ?? 1, bytes)
      else { continue }
      let text = bytes.text(candidate.content)
      edits.append(
        Edit(
          range: candidate.line.full, original: Array(bytes[candidate.line.full]), replacement: [],
          rule: "markings.\(template.kind.rawValue)", confidence: confidence,
          reason: reason(candidate, template),
          artifact: Artifact(kind: template.kind, text: text, fields: fields(candidate, template))))
    }
    return edits
  }

  /// nil for a line that is text after all.
  private func confidence(
    of candidate: Candidate, _ template: MarkingTemplate, _ hasNeighbour: Bool, repeats: Int, _ bytes: [UInt8]
  ) -> Confidence? {
    let match = candidate.match
    if endsParagraph(candidate.content, template, bytes) { return nil }
    let damage = match.damage(template)
    let exact = match.cost < 25
    var p = exact ? 0.98 : 0.96 - damage * 0.8
    if !exact {
      let words = wordsKnown(in: candidate.content, bytes)
      // A line that is one ordinary word is that word: REGRET is no SECRET.
      if words.known == words.all, words.all == 1 { return nil }
      // Every word is known, so nothing looks damaged: NO SECRET may be meant.
      if words.all > 0, words.known == words.all { p -= 0.15 }
    }
    if !match.sameCase { p -= 0.15 }
    if template.needsNeighbour, !hasNeighbour { p -= 0.3 }
    if hasNeighbour || repeats > 1 { p += 0.03 }
    return Confidence(min(p, 0.99))
  }

  /// A line that closes a bracket it did not open is the end of a sentence; a banner in brackets is a portion mark.
  private func endsParagraph(_ range: Range<Int>, _ template: MarkingTemplate, _ bytes: [UInt8]) -> Bool {
    func unopened(_ text: some Sequence<UInt8>) -> Bool {
      var depth = 0
      for byte in text {
        if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") { depth += 1 }
        if byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") { depth -= 1 }
        if depth < 0 { return true }
      }
      return false
    }
    if unopened(bytes[range]), !unopened(template.text.utf8) { return true }
    return (template.kind == .banner || template.kind == .caveat) && bytes[range.lowerBound] == UInt8(ascii: "(")
      && bytes[range.upperBound - 1] == UInt8(ascii: ")") && template.text.utf8.first != UInt8(ascii: "(")
  }

  private func wordsKnown(in range: Range<Int>, _ bytes: [UInt8]) -> (known: Int, all: Int) {
    let span = bytes.span
    let raw = span.bytes
    var known = 0
    var all = 0
    var position = range.lowerBound
    while let word = Words.next(in: span, from: position), word.upperBound <= range.upperBound {
      position = word.upperBound
      if word.count < 2 { continue }
      all += 1
      if !dictionaries.vocabulary.flags(of: raw, word).isDisjoint(with: .known) { known += 1 }
    }
    return (known, all)
  }

  /// True when an earlier stage took something out right above or below the line.
  private func isAtScar(_ line: Range<Int>, _ document: Document) -> Bool {
    let bytes = document.bytes
    var low = line.lowerBound
    while low > 0, bytes[low - 1].isSpace { low -= 1 }
    var high = line.upperBound
    while high < bytes.count, bytes[high].isSpace { high += 1 }
    var first = 0
    var end = document.scars.count
    while first < end {
      let middle = (first + end) / 2
      if document.scars[middle] < low { first = middle + 1 } else { end = middle }
    }
    return first < document.scars.count && document.scars[first] <= high
  }

  private func fields(_ candidate: Candidate, _ template: MarkingTemplate) -> [Artifact.Field] {
    // Near two meanings, the line is a marking but its meaning is not known: never invert one.
    let open = candidate.match.open
    let constants = template.constants.filter { !open.contains($0.name) }
    return (open.contains("level") ? [Artifact.Field("level", "unknown")] : []) + constants + candidate.match.fields
  }

  private func reason(_ candidate: Candidate, _ template: MarkingTemplate) -> String {
    let match = candidate.match
    if match.cost < 25 { return template.name }
    let damage = Int((match.damage(template) * 100).rounded())
    return "\(template.kind.rawValue), nearest to \(template.text) (\(damage) % damaged)"
      + (match.open.isEmpty ? "" : "; another marking is as near, so its \(match.open.sorted().joined(separator: " and ")) stays open")
  }
}
