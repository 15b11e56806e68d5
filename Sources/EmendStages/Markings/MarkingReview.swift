import EmendCore
import EmendLexicon

/// The second look at the lines of a text, now that the neighbours of each are known, and its place on the page.
///
/// By itself `By jc NARA Date 7/12/86` is hardly a stamp and `SSCRET/HGOLS` no banner. Below `Authority NND 92338` the one is
/// the stamp's last line, and at the foot of a page of a SECRET/NODIS record the other is its banner.
package struct MarkingReview {
  package typealias Row = MarkingsStage.Row

  package let document: Document
  package let dictionaries: Dictionaries
  package let bytes: [UInt8]
  package let templates: MarkingTemplates

  package init(_ document: Document, _ dictionaries: Dictionaries) {
    self.document = document
    self.dictionaries = dictionaries
    bytes = document.bytes
    templates = dictionaries.markings
  }

  func revise(_ rows: inout [Row], _ scratch: inout MarkingTemplates.Scratch) {
    var repeats = Array(repeating: 0, count: templates.all.count)
    for i in rows.indices { if let own = rows[i].own { repeats[own.template] += 1 } }
    for i in rows.indices {
      guard let own = rows[i].own else { continue }
      rows[i].confidence = confidence(of: own, rows[i].place, hasNeighbour: false, repeats: repeats[own.template])
    }
    banners(&rows, &scratch)
    letterheads(&rows, &scratch)
    stampsAtFoot(&rows, &scratch)
    // Twice in both directions: a stamp is found from any of its lines.
    context(&rows, step: -1, &scratch)
    context(&rows, step: 1, &scratch)
    context(&rows, step: -1, &scratch)
    between(&rows)
    boxes(&rows)
  }

  package func template(_ match: MarkingTemplates.Match) -> MarkingTemplate { templates.all[match.template] }

  /// `66 |` between two lines `b6` and `b7C`.
  private func looksLikeTag(_ range: Range<Int>) -> Bool {
    let core = bytes[range].filter { $0.isLetter || $0.isDigit }
    guard MarkingsNumbers.tagGlyphs.contains(core.count), range.count <= MarkingsNumbers.longestTag else { return false }
    return core[0].isAny(of: "b6hBD1") && core[1].isAny(of: "67IT")
  }

  // MARK: By itself

  /// nil for a line that is text after all.
  func confidence(of match: MarkingTemplates.Match, _ place: MarkingsStage.Place, hasNeighbour: Bool, repeats: Int) -> Confidence? {
    let template = template(match)
    if template.kind == .letterhead || endsParagraph(place.content, match) || continuesSentence(place, hasNeighbour) { return nil }
    // In a file full of redaction tags a clean one needs no context.
    let isCommonTag = repeats >= MarkingsNumbers.commonTag && match.isTag
    let damage = match.damage(template)
    var p = match.isExact ? MarkingsNumbers.exact : MarkingsNumbers.damaged - damage * MarkingsNumbers.damageWeight
    if !match.isExact {
      let words = wordsKnown(in: place.content)
      // A line that is one ordinary word is that word: REGRET is no SECRET.
      if words.known == words.all, words.all == 1 { return nil }
      // Every word is known, so nothing looks damaged: NO SECRET may be meant.
      if words.all > 0, words.known == words.all { p -= MarkingsNumbers.knownWords }
    }
    if !match.sameCase { p -= MarkingsNumbers.otherCase }
    if template.needsNeighbour, !hasNeighbour, !isCommonTag { p -= MarkingsNumbers.alone }
    if template.position == "edge", !hasNeighbour, place.fromHead > MarkingsNumbers.edgeReach, place.fromFoot > MarkingsNumbers.edgeReach {
      p -= MarkingsNumbers.farFromEdge
    }
    if hasNeighbour || repeats > 1 { p += MarkingsNumbers.support }
    return Confidence(min(p, MarkingsNumbers.most))
  }

  // MARK: Beside other markings

  /// Goes over the rows in one direction and reads each beside its neighbour, which stands `step` rows from it.
  private func context(_ rows: inout [Row], step: Int, _ scratch: inout MarkingTemplates.Scratch) {
    let last = rows.count - 1
    for i in stride(from: step < 0 ? 0 : last, through: step < 0 ? last : 0, by: -step) where !rows[i].isTaken {
      if rows[i].needsContext, hasContext(rows, i) || isAtRemovalPoint(rows[i].line), let own = rows[i].own {
        rows[i].confidence = confidence(of: own, rows[i].place, hasNeighbour: true, repeats: 1)
        if rows[i].isTaken { continue }
      }
      guard let neighbour = neighbour(rows, i, step), let match = rows[neighbour].reading, !match.isTag else { continue }
      let kind = match.kind
      guard kind == .stamp || kind == .downgrade, let reading = patient(rows[i].content, kind == .stamp ? .stamp : .downgrade, &scratch)
      else { continue }
      // The more damage, the less sure; but what goes on with a block is taken out with it.
      let damage = reading.damage(template(reading))
      rows[i].reading = reading
      rows[i].confidence = Confidence(max(MarkingsNumbers.besideBlock - damage * MarkingsNumbers.besideBlockWeight, GateNumbers.applied))
      rows[i].provenance = .beside(UInt16(match.template))
    }
  }

  /// What a line reads as, at the cost that its context earns. Fields need figures, or any word would fill them.
  private func patient(
    _ content: Range<Int>, _ expected: MarkingTemplates.Expected, _ scratch: inout MarkingTemplates.Scratch
  ) -> MarkingTemplates.Match? {
    // A word that goes on in the next line is text.
    guard content.count <= MarkingsNumbers.longestPatient, content.count > MarkingsNumbers.scrapOfTwo else { return nil }
    let isCut = bytes[content.upperBound - 1] == UInt8(ascii: "-") && bytes[content.upperBound - 2].isLower
    guard !isCut,
      let reading = templates.nearest(bytes, content, expected: expected, &scratch), !isProse(content)
    else { return nil }
    let template = template(reading)
    if endsParagraph(content, reading) || isBracketed(content) && template.text.utf8.first != UInt8(ascii: "(") { return nil }
    let isShort = template.glyphs.count < MarkingsNumbers.shortTemplate
    if template.fields.isEmpty
      ? isShort && !reading.isExact : bytes[content].count(where: \.isDigit) < MarkingsNumbers.fewestFigures
    {
      return nil
    }
    if !reading.isExact {
      // A short text is near to many things.
      if template.glyphs.count < MarkingsNumbers.longTemplate, template.fields.isEmpty || isShort,
        reading.cost > MarkingsNumbers.shortTextCost, reading.damage(template) > MarkingsNumbers.shortTextDamage
      {
        return nil
      }
      // Whole words that are not the template's are another text.
      if reading.cost >= MarkingsNumbers.anotherTextCost, !bytes[content].contains(where: \.isDigit), isAnotherText(content, template) {
        return nil
      }
    }
    return reading.sameCase || template.kind == .downgrade || reading.isExact ? reading : nil
  }

  /// The reviewer's stamp stands in the lower corner, below the last line of text: there, two lines that are stamps if
  /// one is patient speak for each other, and a long one for itself.
  private func stampsAtFoot(_ rows: inout [Row], _ scratch: inout MarkingTemplates.Scratch) {
    var weak: [Int: MarkingTemplates.Match] = [:]
    for i in rows.indices
    where rows[i].fromFoot < MarkingsNumbers.stampLines && !rows[i].isTaken
      && rows[i].content.count <= MarkingsNumbers.longestPatient && mayBeStamp(rows[i].content)
    {
      if let reading = patient(rows[i].content, .stamp, &scratch) { weak[i] = reading }
    }
    for (i, reading) in weak {
      let template = template(reading)
      let letters = template.glyphs.count
      let isNear =
        reading.cost <= letters * MarkingsNumbers.loneStampCost && letters >= MarkingsNumbers.loneStamp
        || letters >= MarkingsNumbers.longLoneStamp
      let speaks = [i - 2, i - 1, i + 1, i + 2].contains { j in
        rows.indices.contains(j) && abs(rows[j].ordinal - rows[i].ordinal) <= 2 && weak[j].map { $0.template != reading.template } ?? false
      }
      guard isNear && !template.needsNeighbour || speaks else { continue }
      rows[i].reading = reading
      rows[i].confidence = Confidence(
        max(MarkingsNumbers.stampAtFoot - reading.damage(template) * MarkingsNumbers.stampAtFootWeight, GateNumbers.applied))
      rows[i].provenance = .atFoot
    }
  }

  /// Whether a taken line stands right above or below.
  func hasContext(_ rows: [Row], _ i: Int) -> Bool {
    func isContext(_ j: Int) -> Bool {
      guard rows.indices.contains(j), rows[j].isTaken, abs(rows[j].ordinal - rows[i].ordinal) == 1, let reading = rows[j].reading else {
        return false
      }
      return reading.kind != .letterhead
    }
    return isContext(i - 1) || isContext(i + 1)
  }

  /// The taken line next to row `i` in direction `step`, over one scrap at most.
  private func neighbour(_ rows: [Row], _ i: Int, _ step: Int) -> Int? {
    let next = i + step
    guard isBeside(rows, i, next) else { return nil }
    if rows[next].isTaken { return next }
    let after = next + step
    return isScrap(rows[next].content) && isBeside(rows, next, after) && rows[after].isTaken ? after : nil
  }

  /// Whether row `j` is there, and no line stands between it and row `i`.
  private func isBeside(_ rows: [Row], _ i: Int, _ j: Int) -> Bool {
    rows.indices.contains(j) && abs(rows[j].place.ordinal - rows[i].place.ordinal) == 1
  }

  /// What stands between two lines of one stamp is of the stamp: a number that slipped, a word that nothing is left of.
  private func between(_ rows: inout [Row]) {
    for i in rows.indices.dropFirst().dropLast() where !rows[i].isTaken && rows[i - 1].isTaken && rows[i + 1].isTaken {
      let (above, row, below) = (rows[i - 1], rows[i], rows[i + 1])
      guard above.ordinal + 1 == row.ordinal, row.ordinal + 1 == below.ordinal, let first = above.reading, let last = below.reading,
        first.kind == last.kind, first.kind == .stamp || first.kind == .downgrade, first.template != last.template,
        row.content.count <= MarkingsNumbers.longestInside, below.fromHead > 1, wordsKnown(in: row.content).known == 0,
        !(first.isTag || last.isTag) || looksLikeTag(row.content)
      else { continue }
      rows[i].reading = MarkingTemplates.Match(
        template: first.template, template(first), cost: 0, open: Set(template(first).constants.map(\.name)), fields: [], sameCase: true)
      rows[i].confidence = Confidence(MarkingsNumbers.insideBlock)
      rows[i].provenance = .inside
    }
  }

  /// Two levels one below the other are the boxes of a form; which one was ticked, no one can tell. So is a level
  /// with a box read as a letter before it.
  private func boxes(_ rows: inout [Row]) {
    func level(_ i: Int) -> String? {
      guard rows[i].isTaken, let reading = rows[i].reading, reading.kind == .banner else { return nil }
      return template(reading).constants.first { $0.name == "level" }?.value
    }
    var first = 0
    while first < rows.count {
      guard level(first) != nil else {
        first += 1
        continue
      }
      var last = first
      while last + 1 < rows.count, rows[last + 1].ordinal == rows[last].ordinal + 1, level(last + 1) != nil { last += 1 }
      if Set((first...last).compactMap(level)).count >= 2 || first == last && hasBox(rows[first].content) {
        for i in first...last {
          let reading = rows[i].reading!
          rows[i].reading = MarkingTemplates.Match(reading, open: reading.open.union(["level"]))
        }
      }
      first = last + 1
    }
  }

  /// `O TOP SECRET`, `[] SECRET`.
  private func hasBox(_ range: Range<Int>) -> Bool {
    let first = bytes[range.lowerBound]
    return range.count > 4
      && (first.isUpper && bytes[range.lowerBound + 1].isBlank && bytes[range.lowerBound + 3].isLetter || first == UInt8(ascii: "["))
  }
}
