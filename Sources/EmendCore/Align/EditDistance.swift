/// Levenshtein distance and alignment of two sequences of symbols: the least number of insertions, deletions and
/// substitutions that turn one into the other.
///
/// Bit-parallel (Myers, A fast bit-vector algorithm for approximate string matching, 1999, with the blocks of Hyyrö, 2003):
/// one machine word holds 64 rows of the matrix, so 4,000 by 4,000 symbols take milliseconds, and memory is linear.
///
/// The whole matrix is looked at up to `exactCells`; so much of it takes a tenth of a second. Of longer sequences the distance is exact
/// where it is no more than `band`, and otherwise an estimate, as is the alignment: the sequences are divided where a few symbols stand
/// once in both, what lies between is aligned with the least edits, and of what nothing recurs in, like parts are laid side by side.
/// An estimate is never less than the distance, and time grows as the length does.
package enum EditDistance {
  /// Cells of the matrix up to which all of it is looked at: 32,768 symbols by as many.
  package static let exactCells = 1 << 30
  /// The same for one of the stretches into which longer sequences are divided.
  static let stretchCells = 1 << 24
  /// A distance up to which that of longer sequences is exact.
  static let band = 2048

  /// The distance in symbols.
  package static func between(_ a: [UInt32], _ b: [UInt32]) -> Int { measured(a, b).distance }

  /// The distance, and whether it is certain that there is no lesser one.
  package static func measured(_ a: [UInt32], _ b: [UInt32]) -> (distance: Int, isExact: Bool) {
    let (x, y) = differing(a, b)
    if x.count * y.count <= exactCells { return (exact(a[x], b[y]), true) }
    if let distance = between(a[x], b[y], atMost: band) { return (distance, true) }
    var distance = 0
    for stretch in stretches(a, b) { distance += exact(a[stretch.a], b[stretch.b]) }
    return (distance, false)
  }

  /// True when `steps` looks at the whole matrix.
  package static func alignsExactly(_ a: [UInt32], _ b: [UInt32]) -> Bool {
    let (x, y) = differing(a, b)
    return x.count * y.count <= exactCells
  }

  /// What is left when the symbols that both begin and end with are taken off: they cost nothing and need not be looked at.
  private static func differing(_ a: [UInt32], _ b: [UInt32]) -> (Range<Int>, Range<Int>) {
    var low = 0
    while low < a.count, low < b.count, a[low] == b[low] { low += 1 }
    var (highA, highB) = (a.count, b.count)
    while highA > low, highB > low, a[highA - 1] == b[highB - 1] { (highA, highB) = (highA - 1, highB - 1) }
    return (low..<highA, low..<highB)
  }

  private static func exact(_ a: ArraySlice<UInt32>, _ b: ArraySlice<UInt32>) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    return a.count < b.count ? lastColumn(pattern: a, text: b).last : lastColumn(pattern: b, text: a).last
  }

  /// For each symbol of `a`, the index of the equal symbol of `b` that an alignment puts beside it; nil for one that is deleted or
  /// substituted.
  package static func matches(_ a: [UInt32], _ b: [UInt32]) -> [Int?] {
    var found = [Int?](repeating: nil, count: a.count)
    var (i, j) = (0, 0)
    for step in steps(a, b) {
      if step == .match { found[i] = j }
      if step != .insertion { i += 1 }
      if step != .deletion { j += 1 }
    }
    return found
  }

  /// A least-cost alignment from `a` to `b`, in order; of sequences beyond `exactCells` one that costs little more. Time is twice that of the distance (Hirschberg 1975, halving `b`),
  /// memory is linear. Of alignments that cost the same it takes the one that RapidFuzz takes, the measure of the field.
  package static func steps(_ a: [UInt32], _ b: [UInt32]) -> [TextAlignment.Step] {
    var found: [TextAlignment.Step] = []
    found.reserveCapacity(max(a.count, b.count))
    // The first stretch comes last.
    var open = (alignsExactly(a, b) ? [(a: a.indices, b: b.indices)] : stretches(a, b).reversed())
    // Matches at the end of a stretch, to be added behind what stands before them.
    var endings = [Int](repeating: 0, count: open.count)
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

  /// Long sequences in stretches that go together, each of them short or without an end in the other.
  private static func stretches(_ a: [UInt32], _ b: [UInt32]) -> [(a: Range<Int>, b: Range<Int>)] {
    var found: [(a: Range<Int>, b: Range<Int>)] = []
    var start = (a: 0, b: 0)
    for anchor in Anchors.between(a, b, [.init(length: 16, most: 1, sample: 8)]) + [(a: a.count, b: b.count)] {
      let (rows, columns) = (anchor.a - start.a, anchor.b - start.b)
      // Where nothing stands once in both, parts that are as long to the whole.
      var parts = 1
      while rows / parts * (columns / parts) > stretchCells { parts *= 2 }
      for part in 0..<parts {
        found.append(
          (
            start.a + rows * part / parts..<start.a + rows * (part + 1) / parts,
            start.b + columns * part / parts..<start.b + columns * (part + 1) / parts
          ))
      }
      start = anchor
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

  /// What goes from a block of 64 rows to the one below: whether the last row grows, or shrinks, by one.
  package struct Carry {
    package var up: UInt64
    package var down: UInt64
  }

  /// A block of 64 rows, as differences from row to row, one symbol of the text on.
  @inline(__always)
  package static func step(_ up: inout UInt64, _ down: inout UInt64, _ equal: UInt64, _ carry: inout Carry) {
    let x = equal | carry.down
    let diagonal = (((x & up) &+ up) ^ up) | x | down
    var rightUp = down | ~(diagonal | up)
    var rightDown = diagonal & up
    let next = Carry(up: rightUp >> 63, down: rightDown >> 63)
    rightUp = rightUp << 1 | carry.up
    rightDown = rightDown << 1 | carry.down
    up = rightDown | ~(diagonal | rightUp)
    down = rightUp & diagonal
    carry = next
  }

  private static func lastColumn(pattern: ArraySlice<UInt32>, text: ArraySlice<UInt32>) -> Column {
    let places = PatternPlaces(pattern)
    let blocks = (pattern.count + 63) / 64
    var up = [UInt64](repeating: .max, count: blocks)
    var down = [UInt64](repeating: 0, count: blocks)
    var equal = [UInt64](repeating: 0, count: blocks)
    for symbol in text {
      let rare = places.mark(symbol, in: &equal, 0..<blocks)
      // The first row grows by one with each symbol of the text.
      var carry = Carry(up: 1, down: 0)
      for k in 0..<blocks { Self.step(&up[k], &down[k], equal[k], &carry) }
      places.unmark(rare, symbol, in: &equal, 0..<blocks)
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
