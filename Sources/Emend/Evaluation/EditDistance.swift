/// Levenshtein distance and alignment of two sequences of symbols: the least number of insertions, deletions and
/// substitutions that turn one into the other.
///
/// Bit-parallel (Myers, A fast bit-vector algorithm for approximate string matching, 1999, with the blocks of Hyyrö, 2003):
/// one machine word holds 64 rows of the matrix, so 4,000 by 4,000 symbols take milliseconds, and memory is linear.
public enum EditDistance {
  /// The distance in symbols. Time is the product of the lengths over 64.
  public static func between(_ a: [UInt32], _ b: [UInt32]) -> Int {
    // What both begin and end with costs nothing and need not be looked at.
    var low = 0
    while low < a.count, low < b.count, a[low] == b[low] { low += 1 }
    var (highA, highB) = (a.count, b.count)
    while highA > low, highB > low, a[highA - 1] == b[highB - 1] { (highA, highB) = (highA - 1, highB - 1) }
    if highA == low || highB == low { return max(highA, highB) - low }
    let (shorter, longer) = highA < highB ? (a[low..<highA], b[low..<highB]) : (b[low..<highB], a[low..<highA])
    return lastColumn(pattern: shorter, text: longer).last
  }

  /// For each symbol of `a`, the index of the equal symbol of `b` that a least-cost alignment puts beside it; nil for one
  /// that is deleted or substituted.
  public static func matches(_ a: [UInt32], _ b: [UInt32]) -> [Int?] {
    var found = [Int?](repeating: nil, count: a.count)
    var (i, j) = (0, 0)
    for step in steps(a, b) {
      if step == .match { found[i] = j }
      if step != .insertion { i += 1 }
      if step != .deletion { j += 1 }
    }
    return found
  }

  /// A least-cost alignment from `a` to `b`, in order. Time is twice that of the distance (Hirschberg 1975, halving `b`),
  /// memory is linear. Of alignments that cost the same it takes the one that RapidFuzz takes, the measure of the field.
  static func steps(_ a: [UInt32], _ b: [UInt32]) -> [TextAlignment.Step] {
    var found: [TextAlignment.Step] = []
    found.reserveCapacity(max(a.count, b.count))
    var open = [(a: a.indices, b: b.indices)]
    // Matches at the end of a stretch, to be added behind what stands before them.
    var endings = [0]
    while let (x, y) = open.popLast() {
      var ending = endings.removeLast()
      var (lowX, lowY, highX, highY) = (x.lowerBound, y.lowerBound, x.upperBound, y.upperBound)
      while lowX < highX, lowY < highY, a[lowX] == b[lowY] {
        (lowX, lowY) = (lowX + 1, lowY + 1)
        found.append(.match)
      }
      while highX > lowX, highY > lowY, a[highX - 1] == b[highY - 1] {
        (highX, highY) = (highX - 1, highY - 1)
        ending += 1
      }
      let (rows, columns) = (highX - lowX, highY - lowY)
      if rows * columns / 4 < smallMatrix || rows < 65 || columns < 10 {
        found += TextAlignment.steps(interning: a[lowX..<highX], b[lowY..<highY])
        for _ in 0..<ending { found.append(.match) }
        continue
      }
      let middle = lowY + columns / 2
      let forward = lastColumn(pattern: a[lowX..<highX], text: b[lowY..<middle]).all
      let backward = lastColumn(pattern: a[lowX..<highX].reversed()[...], text: b[middle..<highY].reversed()[...]).all
      var best = 0
      for i in 0...rows where forward[i] + backward[rows - i] < forward[best] + backward[rows - best] { best = i }
      open.append((lowX + best..<highX, middle..<highY))
      endings.append(ending)
      open.append((lowX..<lowX + best, lowY..<middle))
      endings.append(0)
    }
    return found
  }

  /// Bytes of the matrix below which it is kept as a whole.
  private static let smallMatrix = 1 << 20

  /// The distances of all beginnings of a pattern to a whole text, as differences from each row to the next.
  private struct Column {
    let count: Int
    let textCount: Int
    let up: [UInt64]
    let down: [UInt64]

    /// The distance of the whole pattern.
    var last: Int {
      var distance = textCount
      for block in up.indices {
        let rows = block == up.count - 1 && count % 64 != 0 ? (1 << (UInt64(count) % 64)) &- 1 : UInt64.max
        distance += (up[block] & rows).nonzeroBitCount - (down[block] & rows).nonzeroBitCount
      }
      return distance
    }

    /// The distances of the beginnings of 0, 1, … symbols.
    var all: [Int] {
      var distances = [textCount]
      distances.reserveCapacity(count + 1)
      for i in 0..<count {
        let step = Int(up[i / 64] >> UInt64(i % 64) & 1) - Int(down[i / 64] >> UInt64(i % 64) & 1)
        distances.append(distances[i] + step)
      }
      return distances
    }
  }

  private static func lastColumn(pattern: ArraySlice<UInt32>, text: ArraySlice<UInt32>) -> Column {
    let places = PatternPlaces(pattern)
    let blocks = (pattern.count + 63) / 64
    var up = [UInt64](repeating: .max, count: blocks)
    var down = [UInt64](repeating: 0, count: blocks)
    var equal = [UInt64](repeating: 0, count: blocks)
    for symbol in text {
      let rare = places.mark(symbol, in: &equal)
      // The first row grows by one with each symbol of the text.
      var carryUp: UInt64 = 1
      var carryDown: UInt64 = 0
      for k in 0..<blocks {
        let x = equal[k] | carryDown
        let diagonal = (((x & up[k]) &+ up[k]) ^ up[k]) | x | down[k]
        var rightUp = down[k] | ~(diagonal | up[k])
        var rightDown = diagonal & up[k]
        let (nextUp, nextDown) = (rightUp >> 63, rightDown >> 63)
        rightUp = rightUp << 1 | carryUp
        rightDown = rightDown << 1 | carryDown
        up[k] = rightDown | ~(diagonal | rightUp)
        down[k] = rightUp & diagonal
        (carryUp, carryDown) = (nextUp, nextDown)
      }
      places.unmark(rare, symbol, in: &equal)
    }
    return Column(count: pattern.count, textCount: text.count, up: up, down: down)
  }
}

extension TextAlignment {
  /// Of any symbols: those of `b` are numbered, so that the table of places is no larger than the matrix.
  fileprivate static func steps(interning a: ArraySlice<UInt32>, _ b: ArraySlice<UInt32>) -> [Step] {
    if a.isEmpty { return Array(repeating: .insertion, count: b.count) }
    if b.isEmpty { return Array(repeating: .deletion, count: a.count) }
    var numbers: [UInt32: UInt32] = [:]
    for symbol in b where numbers[symbol] == nil { numbers[symbol] = UInt32(numbers.count) }
    return steps(a.map { numbers[$0] ?? .max }, b.map { numbers[$0]! }, symbols: numbers.count)
  }
}

/// Where each symbol stands in a pattern, as bits. A frequent symbol has a row of bits of its own, of which there can be 64
/// at most; a rare one has a list of its places. So memory is linear, and a look-up takes no longer than a row.
private struct PatternPlaces {
  private var rows: [UInt32: [UInt64]] = [:]
  private var lists: [UInt32: [Int]] = [:]

  init(_ pattern: ArraySlice<UInt32>) {
    let blocks = (pattern.count + 63) / 64
    for (place, symbol) in pattern.enumerated() { lists[symbol, default: []].append(place) }
    for (symbol, places) in lists where places.count > blocks {
      var row = [UInt64](repeating: 0, count: blocks)
      for place in places { row[place / 64] |= 1 << UInt64(place % 64) }
      rows[symbol] = row
    }
    for symbol in rows.keys { lists[symbol] = nil }
  }

  /// Sets the bits of a symbol in `bits`; true when `unmark` can clear them one by one.
  func mark(_ symbol: UInt32, in bits: inout [UInt64]) -> Bool {
    if let row = rows[symbol] {
      for k in row.indices { bits[k] = row[k] }
      return false
    }
    for place in lists[symbol] ?? [] { bits[place / 64] |= 1 << UInt64(place % 64) }
    return true
  }

  func unmark(_ rare: Bool, _ symbol: UInt32, in bits: inout [UInt64]) {
    if rare {
      for place in lists[symbol] ?? [] { bits[place / 64] = 0 }
    } else {
      for k in bits.indices { bits[k] = 0 }
    }
  }
}
