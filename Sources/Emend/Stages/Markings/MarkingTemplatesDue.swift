/// Reading with patience, where the place of a line says what it must be.
extension MarkingTemplates {
  /// What is looked for where the place of a line says that it is due, and with how much patience: the cost, in
  /// hundredths of a letter for each letter, up to which a line is read so.
  enum Due: Int, CaseIterable {
    case banner, letterhead, stamp, downgrade

    func admits(_ kind: Artifact.Kind) -> Bool {
      switch self {
      case .banner: kind == .banner || kind == .caveat
      case .letterhead: kind == .letterhead
      case .stamp: kind == .stamp
      case .downgrade: kind == .downgrade
      }
    }

    var patience: Int {
      switch self {
      case .banner: 30
      case .letterhead: 38
      case .stamp, .downgrade: 42
      }
    }
  }

  /// The template that a line is nearest to among those that are due, however badly it was read.
  func nearest(_ text: [UInt8], _ range: Range<Int>, due: Due, _ scratch: inout Scratch) -> Match? {
    guard range.count <= Self.longestLine, range.count >= 3 else { return nil }
    switch scratch.due[due.rawValue].find(text, range) {
    case .known(let match): return match
    case .new(let slot):
      scratch.line.fill(from: text, range)
      let pool = pairs[due.rawValue].candidates(scratch.line.bytes, &scratch.pairs)
      let match = nearest(text, among: pool, patience: due.patience, &scratch)
      scratch.due[due.rawValue].remember(match, range, in: slot)
      return match
    }
  }

  /// The same among the templates of `pool`, which are those of all lines that `memo` holds.
  func nearest(
    _ text: [UInt8], _ range: Range<Int>, among pool: [Int], patience: Int, _ memo: inout LineMemo, _ scratch: inout Scratch
  ) -> Match? {
    guard range.count <= Self.longestLine, range.count >= 3 else { return nil }
    switch memo.find(text, range) {
    case .known(let match): return match
    case .new(let slot):
      let match = nearest(text, range, among: pool, patience: patience, &scratch)
      memo.remember(match, range, in: slot)
      return match
    }
  }

  /// The template of `pool` that a line is nearest to, read with patience: up to `patience` hundredths of a letter for
  /// each letter, where its place says that a marking of this kind is due. nil when none is near enough.
  func nearest(
    _ text: [UInt8], _ range: Range<Int>, among pool: [Int], patience: Int, _ scratch: inout Scratch
  ) -> Match? {
    guard range.count <= Self.longestLine, range.count >= 3, !pool.isEmpty else { return nil }
    scratch.line.fill(from: text, range)
    return nearest(text, among: pool, patience: patience, &scratch)
  }

  /// The same of the line that was folded last.
  private func nearest(_ text: [UInt8], among pool: [Int], patience: Int, _ scratch: inout Scratch) -> Match? {
    if pool.isEmpty { return nil }
    let line = scratch.line
    let length = line.glyphs
    var found: [(number: Int, cost: Int, share: Int)] = []
    // What is far behind the best so far needs no more looking at: rivals count within half a letter.
    var best = Int.max
    for number in pool {
      let letters = classes[number].count
      let limit = min(
        max(MarkingTemplate.tolerance(letters: letters), letters * patience), best == .max ? .max : best * letters / 100 + 50)
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
        line, all[number], glyphs: glyphs, limit: max(all[number].tolerance, all[number].glyphs.count * patience),
        share: patience > 30 ? 50 : 30)
    }
  }
}
