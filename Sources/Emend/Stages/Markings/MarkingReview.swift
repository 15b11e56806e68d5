/// The second look at the lines of a text, now that the neighbours of each are known, and its place on the page.
///
/// By itself `By jc NARA Date 7/12/86` is hardly a stamp and `SSCRET/HGOLS` no banner. Below `Authority NND 92338` the one is
/// the stamp's last line, and at the foot of a page of a SECRET/NODIS record the other is its banner.
struct MarkingReview {
  typealias Row = MarkingsStage.Row

  let document: Document
  let dictionaries: Dictionaries
  let bytes: [UInt8]
  let templates: MarkingTemplates

  /// As `MarkingTemplates.Due.patience`, for a banner that the record has elsewhere.
  private static let knownBanner = 50
  /// The same for a short stamp at the foot of a page that nothing else speaks for.
  private static let loneStamp = 30
  /// Banners that a record has of its own: more are those of a whole collection in one file.
  private static let mostBanners = 4
  /// Bytes of a line that patience makes anything of.
  private static let longestPatient = 90
  /// Times that a redaction tag stands in a file before it needs no company.
  private static let commonTag = 40

  init(_ document: Document, _ dictionaries: Dictionaries) {
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
    company(&rows, step: -1, &scratch)
    company(&rows, step: 1, &scratch)
    company(&rows, step: -1, &scratch)
    between(&rows)
    boxes(&rows)
  }

  func template(_ match: MarkingTemplates.Match) -> MarkingTemplate { templates.all[match.template] }

  /// `66 |` between two lines `b6` and `b7C`.
  private func looksLikeTag(_ range: Range<Int>) -> Bool {
    let core = bytes[range].filter { $0.isLetter || $0.isDigit }
    guard (2...4).contains(core.count), range.count <= 6 else { return false }
    return core[0].isAny(of: "b6hBD1") && core[1].isAny(of: "67IT")
  }

  // MARK: By itself

  /// nil for a line that is text after all.
  private func confidence(of match: MarkingTemplates.Match, _ place: MarkingsStage.Place, hasNeighbour: Bool, repeats: Int) -> Confidence? {
    let template = template(match)
    if template.kind == .letterhead || endsParagraph(place.content, match) || continuesSentence(place, hasNeighbour) { return nil }
    // In a file full of redaction tags a clean one needs no company.
    let isCommonTag = repeats >= Self.commonTag && match.isTag
    let damage = match.damage(template)
    let isExact = match.cost < 25
    var p = isExact ? 0.98 : 0.96 - damage * 0.8
    if !isExact {
      let words = wordsKnown(in: place.content)
      // A line that is one ordinary word is that word: REGRET is no SECRET.
      if words.known == words.all, words.all == 1 { return nil }
      // Every word is known, so nothing looks damaged: NO SECRET may be meant.
      if words.all > 0, words.known == words.all { p -= 0.15 }
    }
    if !match.sameCase { p -= 0.15 }
    if template.needsNeighbour, !hasNeighbour, !isCommonTag { p -= 0.3 }
    if template.position == "edge", !hasNeighbour, place.fromHead > 3, place.fromFoot > 3 { p -= 0.3 }
    if hasNeighbour || repeats > 1 { p += 0.03 }
    return Confidence(min(p, 0.99))
  }

  // MARK: Beside other markings

  /// Goes over the rows in one direction and reads each beside its neighbour, which stands `step` rows from it.
  private func company(_ rows: inout [Row], step: Int, _ scratch: inout MarkingTemplates.Scratch) {
    let last = rows.count - 1
    for i in stride(from: step < 0 ? 0 : last, through: step < 0 ? last : 0, by: -step) where !rows[i].isTaken {
      if rows[i].needsCompany, hasCompany(rows, i) || isAtScar(rows[i].line), let own = rows[i].own {
        rows[i].confidence = confidence(of: own, rows[i].place, hasNeighbour: true, repeats: 1)
        if rows[i].isTaken { continue }
      }
      guard let neighbour = neighbour(rows, i, step), let match = rows[neighbour].reading, !match.isTag else { continue }
      let kind = match.kind
      guard kind == .stamp || kind == .downgrade, let reading = patient(rows[i].content, kind == .stamp ? .stamp : .downgrade, &scratch)
      else { continue }
      // How a block goes on, and nothing that could stand by itself twice.
      let damage = reading.damage(template(reading))
      rows[i].reading = reading
      rows[i].confidence = Confidence(max(0.95 - damage * 0.45, 0.76))
      rows[i].because = .beside(UInt16(match.template))
    }
  }

  /// What a line reads as, with the patience that company earns. Fields need figures, or any word would fill them.
  private func patient(
    _ content: Range<Int>, _ due: MarkingTemplates.Due, _ scratch: inout MarkingTemplates.Scratch
  ) -> MarkingTemplates.Match? {
    // A word that goes on in the next line is text.
    guard content.count <= Self.longestPatient, content.count > 2 else { return nil }
    let isCut = bytes[content.upperBound - 1] == UInt8(ascii: "-") && bytes[content.upperBound - 2].isLower
    guard !isCut,
      let reading = templates.nearest(bytes, content, due: due, &scratch), !isProse(content)
    else { return nil }
    let template = template(reading)
    if endsParagraph(content, reading) || isBracketed(content) && template.text.utf8.first != UInt8(ascii: "(") { return nil }
    if template.fields.isEmpty ? template.glyphs.count < 8 && reading.cost >= 25 : bytes[content].count(where: \.isDigit) < 2 {
      return nil
    }
    if reading.cost >= 25 {
      // A short text is near to many things.
      if template.glyphs.count < 14, !template.fields.isEmpty ? template.glyphs.count < 8 : true, reading.cost > 100,
        reading.damage(template) > 0.3
      {
        return nil
      }
      // Whole words that are not the template's are another text.
      if reading.cost >= 60, !bytes[content].contains(where: \.isDigit), isAnotherText(content, template) { return nil }
    }
    return reading.sameCase || template.kind == .downgrade || reading.cost < 25 ? reading : nil
  }

  /// The reviewer's stamp stands in the lower corner, below the last line of text: there, two lines that are stamps if
  /// one is patient speak for each other, and a long one for itself.
  private func stampsAtFoot(_ rows: inout [Row], _ scratch: inout MarkingTemplates.Scratch) {
    var weak: [Int: MarkingTemplates.Match] = [:]
    for i in rows.indices
    where rows[i].fromFoot < 8 && !rows[i].isTaken && rows[i].content.count <= Self.longestPatient && mayBeStamp(rows[i].content) {
      if let reading = patient(rows[i].content, .stamp, &scratch) { weak[i] = reading }
    }
    for (i, reading) in weak {
      let template = template(reading)
      let isNear = reading.cost <= template.glyphs.count * Self.loneStamp && template.glyphs.count >= 9 || template.glyphs.count >= 16
      let speaks = [i - 2, i - 1, i + 1, i + 2].contains { j in
        rows.indices.contains(j) && abs(rows[j].ordinal - rows[i].ordinal) <= 2 && weak[j].map { $0.template != reading.template } ?? false
      }
      guard isNear && !template.needsNeighbour || speaks else { continue }
      rows[i].reading = reading
      rows[i].confidence = Confidence(max(0.93 - reading.damage(template) * 0.4, 0.76))
      rows[i].because = .atFoot
    }
  }

  /// Whether a taken line stands right above or below.
  private func hasCompany(_ rows: [Row], _ i: Int) -> Bool {
    func isCompany(_ j: Int) -> Bool {
      guard rows.indices.contains(j), rows[j].isTaken, abs(rows[j].ordinal - rows[i].ordinal) == 1, let reading = rows[j].reading else {
        return false
      }
      return reading.kind != .letterhead
    }
    return isCompany(i - 1) || isCompany(i + 1)
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
        row.content.count <= 32, below.fromHead > 1, wordsKnown(in: row.content).known == 0,
        !(first.isTag || last.isTag) || looksLikeTag(row.content)
      else { continue }
      rows[i].reading = MarkingTemplates.Match(
        template: first.template, template(first), cost: 0, open: Set(template(first).constants.map(\.name)), fields: [], sameCase: true)
      rows[i].confidence = Confidence(0.8)
      rows[i].because = .inside
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

  // MARK: At the edges of pages

  /// The banners of a record stand at the head and foot of its pages, however little of them was read.
  private func banners(_ rows: inout [Row], _ scratch: inout MarkingTemplates.Scratch) {
    let outer = rows.indices.filter { rows[$0].fromHead < 2 || rows[$0].fromFoot < 2 }
    var known: [Int: Int] = [:]
    for i in outer {
      guard rows[i].isTaken, let reading = rows[i].reading, reading.kind == .banner else { continue }
      known[reading.template, default: 0] += 1
    }
    let own = known.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.mostBanners).map(\.key)
    var memo = LineMemo(count: bytes.count / 16)
    for i in outer where !rows[i].isTaken && rows[i].content.count <= 80 {
      let place = rows[i].place
      // The nearest are remembered, and most lines have none: they need no other look.
      let known = own.isEmpty ? nil : templates.nearest(bytes, place.content, among: own, patience: Self.knownBanner, &memo, &scratch)
      let due = rows[i].own == nil || isOutermost(place) ? templates.nearest(bytes, place.content, due: .banner, &scratch) : nil
      if known == nil && due == nil || isProse(place.content) { continue }
      if let reading = known, reading.sameCase, isOutermost(place) && reading.cost >= 25 || !endsParagraph(place.content, reading),
        !isKnownWord(place.content)
      {
        rows[i].reading = reading
        rows[i].confidence = Confidence(max(0.94 - reading.damage(template(reading)) * 0.3, 0.76))
        rows[i].because = place.fromHead < 2 ? .atHead : .atFoot
      } else if let reading = due, reading.sameCase, isOutermost(place) && reading.cost >= 25 || !endsParagraph(place.content, reading),
        wordsKnown(in: place.content).known == 0 || isOutermost(place) && !isKnownWord(place.content)
      {
        rows[i].reading = reading
        rows[i].confidence =
          isOutermost(place)
          ? Confidence(0.9 - reading.damage(template(reading)) * 0.5) : confidence(of: reading, place, hasNeighbour: true, repeats: 1)
        rows[i].because = place.fromHead < 2 ? .atHead : .atFoot
      }
    }
  }

  private func isOutermost(_ place: MarkingsStage.Place) -> Bool { place.fromHead == 0 || place.fromFoot == 0 }

  /// Letterheads stand at the top of a page, with nothing but other furniture above them.
  private func letterheads(_ rows: inout [Row], _ scratch: inout MarkingTemplates.Scratch) {
    var above = -1
    for i in rows.indices where rows[i].fromHead < 6 {
      let place = rows[i].place
      // Rows of the head of the page that were furniture so far, scraps included.
      if place.fromHead == 0 { above = place.ordinal - 1 }
      guard above == place.ordinal - 1 else { continue }
      // A banner that nothing is left of may stand above a letterhead: `fcocRoOT`.
      if let own = rows[i].own, own.kind != .letterhead {
        above = place.ordinal
        continue
      }
      let isLost = place.fromHead == 0 && place.content.count <= 40 && wordsKnown(in: place.content).known == 0
      if rows[i].isTaken || isScrap(place.content) || isLost {
        above = place.ordinal
        continue
      }
      let last = bytes[place.content.upperBound - 1]
      guard place.content.count <= 70, last != UInt8(ascii: ","), last != UInt8(ascii: "."),
        let reading = templates.nearest(bytes, place.content, due: .letterhead, &scratch),
        reading.sameCase, reading.cost < 25 || !isProse(place.content)
      else { continue }
      let damage = reading.damage(template(reading))
      rows[i].reading = reading
      rows[i].confidence = Confidence(0.95 - damage * 0.5 - (template(reading).needsNeighbour && !hasCompany(rows, i) ? 0.3 : 0))
      rows[i].because = .atHead
      if rows[i].isTaken { above = place.ordinal }
    }
  }
}
