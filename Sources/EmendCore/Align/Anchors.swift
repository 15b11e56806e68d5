/// Places where two strings of symbols certainly go together: the longest sequence of pairs that rises in both (as in Cohen's
/// patience diff), of pairs where a few symbols in a row stand as often in one string as in the other.
package enum Anchors {
  /// Which stretches of symbols make a pair.
  package struct Kind {
    package let length: Int
    /// How often they may stand in each string.
    package let most: Int
    /// Of so many stretches one is looked at, the same in both strings. A power of two.
    package var sample: UInt64 = 1

    package init(length: Int, most: Int, sample: UInt64 = 1) {
      self.length = length
      self.most = most
      self.sample = sample
    }
  }

  package typealias Pair = (a: Int, b: Int)

  /// The first symbols of the stretches, ascending in both strings. Time is that of sorting, memory is linear.
  package static func between(_ a: [UInt32], _ b: [UInt32], _ kinds: [Kind]) -> [Pair] {
    let pairs = kinds.flatMap { common(a, b, $0) }.sorted { ($0.a, $0.b) < ($1.a, $1.b) }
    // Longest rising sequence: the last element of the best sequence of each length, and for each element the one before it.
    var ends: [Int] = []
    var previous = [Int](repeating: -1, count: pairs.count)
    for (i, pair) in pairs.enumerated() {
      var low = 0
      var high = ends.count
      while low < high {
        let middle = (low + high) / 2
        if pairs[ends[middle]].b < pair.b { low = middle + 1 } else { high = middle }
      }
      if low > 0 { previous[i] = ends[low - 1] }
      if low == ends.count { ends.append(i) } else { ends[low] = i }
    }
    var found: [Pair] = []
    var i = ends.last ?? -1
    while i >= 0 {
      // Two pairs may begin with the same symbol.
      if found.last?.a != pairs[i].a { found.append(pairs[i]) }
      i = previous[i]
    }
    return found.reversed()
  }

  /// The stretches that stand as often in one string as in the other: the first of the one with the first of the other, ….
  private static func common(_ a: [UInt32], _ b: [UInt32], _ kind: Kind) -> [Pair] {
    let (inA, inB) = (Sequences(a, kind), Sequences(b, kind))
    var found: [Pair] = []
    var (i, j) = (0, 0)
    while i < inA.all.count, j < inB.all.count {
      let (hashA, hashB) = (inA.all[i].hash, inB.all[j].hash)
      // Only what is passed is gone through: a group may be as long as its string.
      if hashA != hashB {
        if hashA < hashB { i = inA.group(at: i).upperBound } else { j = inB.group(at: j).upperBound }
        continue
      }
      let (groupA, groupB) = (inA.group(at: i), inB.group(at: j))
      (i, j) = (groupA.upperBound, groupB.upperBound)
      guard groupA.count == groupB.count, groupA.count <= kind.most else { continue }
      for (x, y) in zip(groupA, groupB) {
        let (p, q) = (Int(inA.all[x].place), Int(inB.all[y].place))
        if a[p..<p + kind.length] == b[q..<q + kind.length] { found.append((p, q)) }
      }
    }
    return found
  }

  /// The stretches of a string by their hashes (FNV-1a), those of one hash by place.
  private struct Sequences {
    private(set) var all: [(hash: UInt64, place: Int32)] = []

    init(_ symbols: [UInt32], _ kind: Kind) {
      for place in 0..<max(0, symbols.count - kind.length + 1) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for symbol in symbols[place..<place + kind.length] { hash = (hash ^ UInt64(symbol)) &* 0x100_0000_01B3 }
        if (hash >> 32) & (kind.sample - 1) == 0 { all.append((hash, Int32(place))) }
      }
      all.sort { ($0.hash, $0.place) < ($1.hash, $1.place) }
    }

    func group(at start: Int) -> Range<Int> {
      var end = start + 1
      while end < all.count, all[end].hash == all[start].hash { end += 1 }
      return start..<end
    }
  }
}
