import EmendCore

/// Which words of one text are which words of another that was read from the same pages.
///
/// Words that are equal at both ends of a segment belong together; then those that each side has but once, in the longest
/// order that both share (patience diff, Cohen), and so on between them. Short segments are aligned by how much the words
/// differ, long ones without a word of that kind step by step. Time is linear, but for a logarithm.
package struct LayoutAlignment {
  private let a: WordStream
  private let b: WordStream
  /// For each word of `a` the words of `b` that stand for it; empty when there are none.
  package private(set) var found: [Range<Int32>]

  private struct Segment {
    var a: Range<Int>
    var b: Range<Int>
    var depth: Int
  }

  package init(_ a: WordStream, _ b: WordStream) {
    self.a = a
    self.b = b
    found = Array(repeating: 0..<0, count: a.count)
    var open = [Segment(a: 0..<a.count, b: 0..<b.count, depth: 0)]
    while var segment = open.popLast() {
      trim(&segment)
      if segment.a.isEmpty || segment.b.isEmpty { continue }
      if segment.a.count <= LayoutNumbers.smallSegment, segment.b.count <= LayoutNumbers.smallSegment / segment.a.count {
        var small = SmallAlignment(a, b, segment.a, segment.b)
        for (words, others) in small.pairs() { match(words, others) }
        continue
      }
      let anchors = segment.depth < LayoutNumbers.deepestSegment ? self.anchors(in: segment) : []
      if anchors.isEmpty {
        step(through: segment)
        continue
      }
      var (i, j) = (segment.a.lowerBound, segment.b.lowerBound)
      for anchor in anchors {
        match(anchor.a..<anchor.a + 1, anchor.b..<anchor.b + 1)
        if i < anchor.a, j < anchor.b { open.append(Segment(a: i..<anchor.a, b: j..<anchor.b, depth: segment.depth + 1)) }
        (i, j) = (anchor.a + 1, anchor.b + 1)
      }
      open.append(Segment(a: i..<segment.a.upperBound, b: j..<segment.b.upperBound, depth: segment.depth + 1))
    }
    dropStrays()
  }

  private mutating func match(_ words: Range<Int>, _ others: Range<Int>) {
    for word in words { found[word] = Int32(others.lowerBound)..<Int32(others.upperBound) }
  }

  private mutating func trim(_ segment: inout Segment) {
    var (low, high) = ((segment.a.lowerBound, segment.b.lowerBound), (segment.a.upperBound, segment.b.upperBound))
    while low.0 < high.0, low.1 < high.1, a.hashes[low.0] == b.hashes[low.1] {
      match(low.0..<low.0 + 1, low.1..<low.1 + 1)
      low = (low.0 + 1, low.1 + 1)
    }
    while high.0 > low.0, high.1 > low.1, a.hashes[high.0 - 1] == b.hashes[high.1 - 1] {
      high = (high.0 - 1, high.1 - 1)
      match(high.0..<high.0 + 1, high.1..<high.1 + 1)
    }
    (segment.a, segment.b) = (low.0..<high.0, low.1..<high.1)
  }

  /// Words, or where there are none runs of three words, that both sides have but once, as far as their order is the same.
  private func anchors(in segment: Segment) -> [(a: Int, b: Int)] {
    for length in [1, 3] {
      guard segment.a.count >= length, segment.b.count >= length else { break }
      let found = RunsInOrder.longest(unique(length, in: segment))
      if !found.isEmpty { return found }
    }
    return []
  }

  private func unique(_ length: Int, in segment: Segment) -> [(a: Int, b: Int)] {
    func hash(_ stream: WordStream, _ at: Int) -> UInt64 {
      if length == 1 { return stream.hashes[at] }
      return WordHash.mixed(WordHash.mixed(stream.hashes[at], stream.hashes[at + 1]), stream.hashes[at + 2])
    }
    // Twice is -2, not yet seen in `b` -1.
    var seen: [UInt64: (a: Int32, b: Int32)] = [:]
    seen.reserveCapacity(segment.a.count)
    for i in segment.a.lowerBound...segment.a.upperBound - length {
      if seen.updateValue((Int32(i), -1), forKey: hash(a, i)) != nil { seen[hash(a, i)] = (Int32(i), -2) }
    }
    for j in segment.b.lowerBound...segment.b.upperBound - length {
      let key = hash(b, j)
      guard let place = seen[key], place.b != -2 else { continue }
      seen[key] = (place.a, place.b == -1 ? Int32(j) : -2)
    }
    var pairs: [(a: Int, b: Int)] = []
    for i in segment.a.lowerBound...segment.a.upperBound - length {
      if let place = seen[hash(a, i)], place.b >= 0 { pairs.append((i, Int(place.b))) }
    }
    return pairs
  }

  /// Goes through a segment of words that all come again and again: equal words belong together, and from where they differ
  /// two that agree are searched for a little ahead.
  private mutating func step(through segment: Segment) {
    var (i, j) = (segment.a.lowerBound, segment.b.lowerBound)
    func agree(_ i: Int, _ j: Int) -> Bool {
      i + 1 < segment.a.upperBound && j + 1 < segment.b.upperBound && a.hashes[i] == b.hashes[j] && a.hashes[i + 1] == b.hashes[j + 1]
    }
    steps: while i < segment.a.upperBound, j < segment.b.upperBound {
      if a.hashes[i] == b.hashes[j] {
        match(i..<i + 1, j..<j + 1)
        (i, j) = (i + 1, j + 1)
        continue
      }
      for distance in 1...LayoutNumbers.reachAhead {
        for ahead in 0...distance where agree(i + ahead, j + distance - ahead) {
          if ahead > 0, ahead < distance {
            var small = SmallAlignment(a, b, i..<i + ahead, j..<j + distance - ahead)
            for (words, others) in small.pairs() { match(words, others) }
          }
          (i, j) = (i + ahead, j + distance - ahead)
          continue steps
        }
      }
      (i, j) = (i + 1, j + 1)
    }
  }

  /// A word that is alone with its match, far from where its neighbours have theirs, is where it is by chance.
  private mutating func dropStrays() {
    func isNear(_ i: Int, _ other: Int) -> Bool {
      guard found.indices.contains(other), !found[other].isEmpty else { return false }
      return abs(found[other].lowerBound - found[i].lowerBound) <= LayoutNumbers.strayDistance
    }
    let kept = found.indices.map { i in
      found[i].isEmpty || a.length(i) > LayoutNumbers.longestStray
        || (1...LayoutNumbers.strayNeighbours).contains { isNear(i, i - $0) || isNear(i, i + $0) }
    }
    // A text of a few words has no neighbours to go by.
    if a.count > LayoutNumbers.fewWords { for i in found.indices where !kept[i] { found[i] = 0..<0 } }
  }
}

package enum RunsInOrder {
  /// The longest part of pairs, which come in the order of `a`, that is in the order of `b` too.
  package static func longest(_ pairs: [(a: Int, b: Int)]) -> [(a: Int, b: Int)] {
    // The last pair of the best run of each length, and the pair before each one.
    var ends: [Int] = []
    var before = [Int](repeating: -1, count: pairs.count)
    for (index, pair) in pairs.enumerated() {
      let shorter = ends.partitioningIndex { pairs[$0].b >= pair.b }
      if shorter > 0 { before[index] = ends[shorter - 1] }
      if shorter == ends.count { ends.append(index) } else { ends[shorter] = index }
    }
    var run: [(a: Int, b: Int)] = []
    var index = ends.last ?? -1
    while index >= 0 {
      run.append(pairs[index])
      index = before[index]
    }
    return run.reversed()
  }
}
