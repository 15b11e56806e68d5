import EmendCore

/// Generous reading, where the place of a line says what it must be.
extension MarkingTemplates {
  /// What is looked for where the place of a line says that it is expected, and at what cost: the cost, in
  /// hundredths of a letter for each letter, up to which a line is read so.
  package enum Expected: Int, CaseIterable {
    case banner, letterhead, stamp, downgrade

    func admits(_ kind: Artifact.Kind) -> Bool {
      switch self {
      case .banner: kind == .banner || kind == .caveat
      case .letterhead: kind == .letterhead
      case .stamp: kind == .stamp
      case .downgrade: kind == .downgrade
      }
    }

    package var costPerLetter: Int {
      switch self {
      case .banner: MarkingMatchNumbers.expectedBannerCost
      case .letterhead: MarkingMatchNumbers.expectedLetterheadCost
      case .stamp, .downgrade: MarkingMatchNumbers.expectedStampCost
      }
    }
  }

  /// The template that a line is nearest to among those that are expected, however badly it was read.
  package func nearest(_ text: [UInt8], _ range: Range<Int>, expected: Expected, _ scratch: inout Scratch) -> Match? {
    guard range.count <= Self.longestLine, range.count >= 3 else { return nil }
    switch scratch.expected[expected.rawValue].find(text, range) {
    case .known(let match): return match
    case .new(let slot):
      scratch.line.fill(from: text, range)
      let pool = pairs[expected.rawValue].candidates(scratch.line.bytes, &scratch.pairs)
      let match = nearest(text, among: pool, costPerLetter: expected.costPerLetter, &scratch)
      scratch.expected[expected.rawValue].remember(match, range, in: slot)
      return match
    }
  }

  /// The same among the templates of `pool`, which are those of all lines that `memo` holds.
  package func nearest(
    _ text: [UInt8], _ range: Range<Int>, among pool: [Int], costPerLetter: Int, _ memo: inout LineMemo, _ scratch: inout Scratch
  ) -> Match? {
    guard range.count <= Self.longestLine, range.count >= 3 else { return nil }
    switch memo.find(text, range) {
    case .known(let match): return match
    case .new(let slot):
      let match = nearest(text, range, among: pool, costPerLetter: costPerLetter, &scratch)
      memo.remember(match, range, in: slot)
      return match
    }
  }

  /// The template of `pool` that a line is nearest to, read generously: up to `costPerLetter` hundredths of a letter for
  /// each letter, where its place says that a marking of this kind is expected. nil when none is near enough.
  package func nearest(
    _ text: [UInt8], _ range: Range<Int>, among pool: [Int], costPerLetter: Int, _ scratch: inout Scratch
  ) -> Match? {
    guard range.count <= Self.longestLine, range.count >= 3, !pool.isEmpty else { return nil }
    scratch.line.fill(from: text, range)
    return nearest(text, among: pool, costPerLetter: costPerLetter, &scratch)
  }

  /// The same of the line that was folded last.
  private func nearest(_ text: [UInt8], among pool: [Int], costPerLetter: Int, _ scratch: inout Scratch) -> Match? {
    if pool.isEmpty { return nil }
    let line = scratch.line
    let length = line.glyphs
    var found: [(number: Int, cost: Int, share: Int)] = []
    // What is far behind the best so far needs no more looking at: rivals count within half a letter.
    var best = Int.max
    for number in pool {
      let letters = classes[number].count
      let limit = min(
        max(MarkingTemplate.tolerance(letters: letters), letters * costPerLetter),
        best == .max ? .max : best * letters / 100 + MarkingMatchNumbers.rivalLead)
      let slack = limit / 100 + 1
      if length > Int(outlines[number].longest) + slack || length + slack < letters { continue }
      let template = all[number]
      if template.capitalsOnly, line.uppers <= line.lowers * 2 { continue }
      guard let cost = cost(of: number, line, limit: limit, &scratch.rows) else { continue }
      found.append((number, cost, cost * 100 / letters))
      best = min(best, cost * 100 / letters)
    }
    found.sort { ($0.share, -classes[$0.number].count, $0.number) < ($1.share, -classes[$1.number].count, $1.number) }
    return reading(found.map { ($0.number, $0.cost) }, line, text) { number in
      Alignment(
        line, all[number], glyphs: glyphs, limit: max(all[number].tolerance, all[number].glyphs.count * costPerLetter),
        share: costPerLetter > MarkingMatchNumbers.strictCostPerLetter
          ? MarkingMatchNumbers.expectedSegmentCostPerLetter : MarkingMatchNumbers.segmentCostPerLetter)
    }
  }
}
