import EmendCore
import EmendLexicon

/// Strips what a web site or database put around a text.
package struct BoilerplateStage: CataloguedStage {
  package static let info = StageInfo(
    "boilerplate",
    summary: "strips site furniture around web texts: page heads, postal foot lines, back links",
    keeps: "the notes that back links stand in; the word Back anywhere else",
    role: .furniture, mark: StageInfo.Mark("B", light: "#875400", dark: "#e9b55c"), rules: rules)

  private let templates: MarkingTemplates

  package init(dictionaries: Dictionaries = .embedded) { templates = dictionaries.siteLines }

  private static let rules: [Rule] = [
    Rule(
      "boilerplate.site-line", "Strips head and foot lines of known sites",
      rationale: "The name of the collection and the address of the library are not in the record.",
      safety:
        "Lines of `markings.tsv`, kind boilerplate, only; a head line only if another line of the same site stands in the text.",
      examples: [
        Rule.Example(
          "The Cuban Missile Crisis\nSummary Record\n\n127 Wall Street, New Haven, CT 06511.\n", "Summary Record\n\n", atStart: true)
      ]),
    Rule(
      "boilerplate.back-link", "Strips the word Back behind a footnote",
      rationale: "It was a link to the place of the note; as text it means nothing.",
      safety: "Only at the end of a line that starts with a note number, behind the end of a sentence.",
      examples: [Rule.Example("1 Document 171. Back\n\n2 Document 155. Back\n", "1 Document 171.\n\n2 Document 155.\n")]),
  ]

  package func edits(in document: Document) -> EditList {
    let bytes = document.bytes
    var edits = EditGatherer()
    var links: [Range<Int>] = []
    var candidates: [Candidate] = []
    var scratch = templates.scratch(count: bytes.count)
    var contentLines = 0
    for line in Lines(bytes) {
      let content = bytes.trimmed(line.content)
      if content.isEmpty { continue }
      contentLines += 1
      if let link = backLink(bytes, content) { links.append(link) }
      if let match = templates.match(bytes, content, &scratch),
        contentLines <= BoilerplateNumbers.headLines || templates.all[match.template].position != "head"
      {
        candidates.append(Candidate(line: line, content: content, ordinal: contentLines, match: match))
      }
    }
    strip(links, bytes, &edits)
    strip(candidates, bytes, &edits)
    return edits.list()
  }

  /// The word Back, with the blank before it, that ends a footnote.
  private func backLink(_ bytes: [UInt8], _ content: Range<Int>) -> Range<Int>? {
    guard content.count > BoilerplateNumbers.shortestNote, bytes[content.upperBound - 1] == UInt8(ascii: "k"),
      bytes[content.lowerBound].isDigit,
      bytes[content].suffix(5).elementsEqual(" Back".utf8)
    else { return nil }
    var stop = content.upperBound - 5
    while stop > content.lowerBound, bytes[stop - 1].isBlank { stop -= 1 }
    let endsSentence = bytes[stop - 1].isAny(of: ".)?!\"") || bytes[..<stop].suffix(3).elementsEqual("”".utf8)
    return endsSentence ? stop..<content.upperBound : nil
  }

  private func strip(_ found: [Range<Int>], _ bytes: [UInt8], _ edits: inout EditGatherer) {
    let confidence = Confidence(found.count > 1 ? BoilerplateNumbers.recurringLink : BoilerplateNumbers.loneLink)
    for range in found {
      edits.append(
        Edit(
          range: range, original: Array(bytes[range]), replacement: [], rule: "boilerplate.back-link",
          confidence: confidence,
          reason: "link behind a footnote" + (found.count > 1 ? ", \(found.count) of them in the text" : ""),
          artifact: Artifact(kind: .boilerplate, text: "Back", fields: [Artifact.Field("link", "back")])))
    }
  }

  /// A line that reads as a line of a site.
  private struct Candidate {
    let line: Line
    let content: Range<Int>
    /// Number of the line among those that are not blank.
    let ordinal: Int
    let match: MarkingTemplates.Match
  }

  private func site(_ candidate: Candidate) -> String {
    templates.all[candidate.match.template].constants.first { $0.name == "site" }?.value ?? ""
  }

  /// How many other lines of the same site stand in the text, or, for a line of a block, near this one; two are enough to know.
  /// - Parameter sites: the templates that lines of each site read as.
  private func context(of candidate: Candidate, at index: Int, _ candidates: [Candidate], _ sites: [String: Set<Int>]) -> Int {
    let own = site(candidate)
    if own.isEmpty { return 0 }
    if templates.all[candidate.match.template].position != nil {
      return min(BoilerplateNumbers.enoughOthers, sites[own, default: []].subtracting([candidate.match.template]).count)
    }
    var found: Set<Int> = []
    for step in [-1, 1] {
      var i = index + step
      while candidates.indices.contains(i), abs(candidates[i].ordinal - candidate.ordinal) <= BoilerplateNumbers.block {
        if site(candidates[i]) == own, candidates[i].match.template != candidate.match.template {
          found.insert(candidates[i].match.template)
          if found.count >= BoilerplateNumbers.enoughOthers { return found.count }
        }
        i += step
      }
    }
    return found.count
  }

  private func strip(_ candidates: [Candidate], _ bytes: [UInt8], _ edits: inout EditGatherer) {
    var sites: [String: Set<Int>] = [:]
    for candidate in candidates { sites[site(candidate), default: []].insert(candidate.match.template) }
    for (index, candidate) in candidates.enumerated() {
      let (line, content, match) = (candidate.line, candidate.content, candidate.match)
      let template = templates.all[match.template]
      let reach = BoilerplateNumbers.footReach
      if template.position == "foot", bytes[line.full.upperBound...].count(where: { !$0.isSpace }, upTo: reach) >= reach { continue }
      let others = context(of: candidate, at: index, candidates, sites)
      let context = others > 0
      if template.position == "head", !context { continue }
      if template.needsNeighbour, others < BoilerplateNumbers.enoughOthers { continue }
      let p =
        (match.isExact ? BoilerplateNumbers.exactLine : BoilerplateNumbers.damagedLine - match.damage(template))
        + (context ? BoilerplateNumbers.context : 0)
      edits.append(
        Edit(
          range: line.full, original: Array(bytes[line.full]), replacement: [], rule: "boilerplate.site-line",
          confidence: Confidence(p), reason: "line of the site: \(template.text)",
          artifact: Artifact(kind: .boilerplate, text: bytes.text(content), fields: template.constants + match.fields)))
    }
  }
}

extension ArraySlice<UInt8> {
  /// Counts matching bytes, but stops at `limit`.
  fileprivate func count(where predicate: (UInt8) -> Bool, upTo limit: Int) -> Int {
    var n = 0
    for byte in self where predicate(byte) {
      n += 1
      if n == limit { break }
    }
    return n
  }
}
