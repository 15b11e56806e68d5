extension EditDistance {
  /// The distance if it is no more than `most`, nil if it is more: only what lies so near to the diagonal is looked at (Ukkonen 1985),
  /// in blocks of 64 rows. Time is the length times `most` over 32.
  package static func between(_ pattern: ArraySlice<UInt32>, _ text: ArraySlice<UInt32>, atMost most: Int) -> Int? {
    if abs(pattern.count - text.count) > most { return nil }
    if pattern.isEmpty || text.isEmpty { return max(pattern.count, text.count) }
    let places = PatternPlaces(pattern)
    let blocks = (pattern.count + 63) / 64
    var up = [UInt64](repeating: .max, count: blocks)
    var down = [UInt64](repeating: 0, count: blocks)
    var equal = [UInt64](repeating: 0, count: blocks)
    // The blocks of the column that are looked at, and the distance in the last row of the last one.
    var (first, last) = (0, min(most / 64, blocks - 1))
    var score = (last + 1) * 64
    for (column, symbol) in text.enumerated() {
      first = max(first, (column - most) / 64)
      let wanted = min((column + 1 + most) / 64, blocks - 1)
      if wanted > last {
        // Below the band the distance grows by one with each row, which is more than it can be.
        last = wanted
        score += 64
      }
      let rare = places.mark(symbol, in: &equal, first..<last + 1)
      var carry = Carry(up: 1, down: 0)
      for k in first...last { Self.step(&up[k], &down[k], equal[k], &carry) }
      places.unmark(rare, symbol, in: &equal, first..<last + 1)
      score += Int(carry.up) - Int(carry.down)
      // Once every row of the band is beyond the limit, so is the end.
      if column % 256 == 255, least(score, up, down, first...last) > most { return nil }
    }
    let rest = pattern.count % 64
    if rest > 0 {
      let below = ~UInt64(0) << UInt64(rest)
      score -= (up[last] & below).nonzeroBitCount - (down[last] & below).nonzeroBitCount
    }
    return score <= most ? score : nil
  }

  /// No row of the band holds less than this.
  private static func least(_ score: Int, _ up: [UInt64], _ down: [UInt64], _ band: ClosedRange<Int>) -> Int {
    var (value, least) = (score, score)
    for k in band.reversed() {
      value -= up[k].nonzeroBitCount - down[k].nonzeroBitCount
      least = min(least, value)
    }
    return least - 32
  }
}
