import EmendCore
import EmendLexicon

/// The second look at the lines at the edges of pages.
extension MarkingReview {
  /// The banners of a record stand at the head and foot of its pages, however little of them was read.
  func banners(_ rows: inout [Row], _ scratch: inout MarkingTemplates.Scratch) {
    let outer = rows.indices.filter { rows[$0].fromHead < MarkingsNumbers.bannerLines || rows[$0].fromFoot < MarkingsNumbers.bannerLines }
    var known: [Int: Int] = [:]
    for i in outer {
      guard rows[i].isTaken, let reading = rows[i].reading, reading.kind == .banner else { continue }
      known[reading.template, default: 0] += 1
    }
    let own = known.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(MarkingsNumbers.mostBanners).map(\.key)
    var memo = LineMemo(count: bytes.count / 16)
    for i in outer where !rows[i].isTaken && rows[i].content.count <= MarkingsNumbers.longestBanner {
      let place = rows[i].place
      // The nearest are remembered, and most lines have none: they need no other look.
      let known =
        own.isEmpty
        ? nil : templates.nearest(bytes, place.content, among: own, costPerLetter: MarkingsNumbers.knownBannerCost, &memo, &scratch)
      let expected = rows[i].own == nil || isOutermost(place) ? templates.nearest(bytes, place.content, expected: .banner, &scratch) : nil
      if known == nil && expected == nil || isProse(place.content) { continue }
      if let reading = known, reading.sameCase, isOutermost(place) && !reading.isExact || !endsParagraph(place.content, reading),
        !isKnownWord(place.content)
      {
        rows[i].reading = reading
        rows[i].confidence = Confidence(
          max(
            MarkingsNumbers.knownBannerAtEdge - reading.damage(template(reading)) * MarkingsNumbers.knownBannerAtEdgeWeight,
            GateNumbers.applied))
        rows[i].provenance = place.fromHead < MarkingsNumbers.bannerLines ? .atHead : .atFoot
      } else if let reading = expected, reading.sameCase,
        isOutermost(place) && !reading.isExact || !endsParagraph(place.content, reading),
        wordsKnown(in: place.content).known == 0 || isOutermost(place) && !isKnownWord(place.content)
      {
        rows[i].reading = reading
        rows[i].confidence =
          isOutermost(place)
          ? Confidence(MarkingsNumbers.bannerAtEdge - reading.damage(template(reading)) * MarkingsNumbers.bannerAtEdgeWeight)
          : confidence(of: reading, place, hasNeighbour: true, repeats: 1)
        rows[i].provenance = place.fromHead < MarkingsNumbers.bannerLines ? .atHead : .atFoot
      }
    }
  }

  private func isOutermost(_ place: MarkingsStage.Place) -> Bool { place.fromHead == 0 || place.fromFoot == 0 }

  /// Letterheads stand at the top of a page, with nothing but other furniture above them.
  func letterheads(_ rows: inout [Row], _ scratch: inout MarkingTemplates.Scratch) {
    var above = -1
    for i in rows.indices where rows[i].fromHead < MarkingsNumbers.letterheadLines {
      let place = rows[i].place
      // Rows of the head of the page that were furniture so far, scraps included.
      if place.fromHead == 0 { above = place.ordinal - 1 }
      guard above == place.ordinal - 1 else { continue }
      // A banner that nothing is left of may stand above a letterhead: `fcocRoOT`.
      if let own = rows[i].own, own.kind != .letterhead {
        above = place.ordinal
        continue
      }
      let isLost =
        place.fromHead == 0 && place.content.count <= MarkingsNumbers.longestLostBanner
        && wordsKnown(in: place.content).known == 0
      if rows[i].isTaken || isScrap(place.content) || isLost {
        above = place.ordinal
        continue
      }
      let last = bytes[place.content.upperBound - 1]
      guard place.content.count <= MarkingsNumbers.longestLetterhead, last != UInt8(ascii: ","), last != UInt8(ascii: "."),
        let reading = templates.nearest(bytes, place.content, expected: .letterhead, &scratch),
        reading.sameCase, reading.isExact || !isProse(place.content)
      else { continue }
      let damage = reading.damage(template(reading))
      rows[i].reading = reading
      let isAlone = template(reading).needsNeighbour && !hasContext(rows, i)
      rows[i].confidence = Confidence(
        MarkingsNumbers.letterhead - damage * MarkingsNumbers.letterheadWeight - (isAlone ? MarkingsNumbers.alone : 0))
      rows[i].provenance = .atHead
      if rows[i].isTaken { above = place.ordinal }
    }
  }
}
