/// Which words of one text are which words of another that was read from the same pages.
///
/// Words that are equal at both ends of a stretch belong together; then those that each side has but once, in the longest
/// order that both share (patience diff, Cohen), and so on between them. Short stretches are aligned by how much the words
/// differ, long ones without a word of that kind step by step. Time is linear, but for a logarithm.
struct LayoutAlignment {
  private let a: WordStream
  private let b: WordStream
  /// For each word of `a` the words of `b` that stand for it; empty when there are none.
  private(set) var found: [Range<Int32>]

  private struct Stretch {
    var a: Range<Int>
    var b: Range<Int>
    var depth: Int
  }

  /// Stretches of no more pairs are aligned word by word with word.
  private static let smallStretch = 4_096
  /// Bounds the time on texts made so that each step finds a single word.
  private static let deepest = 16

  init(_ a: WordStream, _ b: WordStream) {
    self.a = a
    self.b = b
    found = Array(repeating: 0..<0, count: a.count)
    var open = [Stretch(a: 0..<a.count, b: 0..<b.count, depth: 0)]
    while var stretch = open.popLast() {
      trim(&stretch)
      if stretch.a.isEmpty || stretch.b.isEmpty { continue }
      if stretch.a.count <= Self.smallStretch, stretch.b.count <= Self.smallStretch / stretch.a.count {
        var small = SmallAlignment(a, b, stretch.a, stretch.b)
        for (words, others) in small.pairs() { match(words, others) }
        continue
      }
      let anchors = stretch.depth < Self.deepest ? self.anchors(in: stretch) : []
      if anchors.isEmpty {
        step(through: stretch)
        continue
      }
      var (i, j) = (stretch.a.lowerBound, stretch.b.lowerBound)
      for anchor in anchors {
        match(anchor.a..<anchor.a + 1, anchor.b..<anchor.b + 1)
        if i < anchor.a, j < anchor.b { open.append(Stretch(a: i..<anchor.a, b: j..<anchor.b, depth: stretch.depth + 1)) }
        (i, j) = (anchor.a + 1, anchor.b + 1)
      }
      open.append(Stretch(a: i..<stretch.a.upperBound, b: j..<stretch.b.upperBound, depth: stretch.depth + 1))
    }
    dropStrays()
  }

  private mutating func match(_ words: Range<Int>, _ others: Range<Int>) {
    for word in words { found[word] = Int32(others.lowerBound)..<Int32(others.upperBound) }
  }

  private mutating func trim(_ stretch: inout Stretch) {
    var (low, high) = ((stretch.a.lowerBound, stretch.b.lowerBound), (stretch.a.upperBound, stretch.b.upperBound))
    while low.0 < high.0, low.1 < high.1, a.hashes[low.0] == b.hashes[low.1] {
      match(low.0..<low.0 + 1, low.1..<low.1 + 1)
      low = (low.0 + 1, low.1 + 1)
    }
    while high.0 > low.0, high.1 > low.1, a.hashes[high.0 - 1] == b.hashes[high.1 - 1] {
      high = (high.0 - 1, high.1 - 1)
      match(high.0..<high.0 + 1, high.1..<high.1 + 1)
    }
    (stretch.a, stretch.b) = (low.0..<high.0, low.1..<high.1)
  }

  /// Words, or where there are none runs of three words, that both sides have but once, as far as their order is the same.
  private func anchors(in stretch: Stretch) -> [(a: Int, b: Int)] {
    for length in [1, 3] {
      guard stretch.a.count >= length, stretch.b.count >= length else { break }
      let found = RunsInOrder.longest(unique(length, in: stretch))
      if !found.isEmpty { return found }
    }
    return []
  }

  private func unique(_ length: Int, in stretch: Stretch) -> [(a: Int, b: Int)] {
    func hash(_ stream: WordStream, _ at: Int) -> UInt64 {
      if length == 1 { return stream.hashes[at] }
      return WordHash.mixed(WordHash.mixed(stream.hashes[at], stream.hashes[at + 1]), stream.hashes[at + 2])
    }
    // Twice is -2, not yet seen in `b` -1.
    var seen: [UInt64: (a: Int32, b: Int32)] = [:]
    seen.reserveCapacity(stretch.a.count)
    for i in stretch.a.lowerBound...stretch.a.upperBound - length {
      if seen.updateValue((Int32(i), -1), forKey: hash(a, i)) != nil { seen[hash(a, i)] = (Int32(i), -2) }
    }
    for j in stretch.b.lowerBound...stretch.b.upperBound - length {
      let key = hash(b, j)
      guard let place = seen[key], place.b != -2 else { continue }
      seen[key] = (place.a, place.b == -1 ? Int32(j) : -2)
    }
    var pairs: [(a: Int, b: Int)] = []
    for i in stretch.a.lowerBound...stretch.a.upperBound - length {
      if let place = seen[hash(a, i)], place.b >= 0 { pairs.append((i, Int(place.b))) }
    }
    return pairs
  }

  /// Goes through a stretch of words that all come again and again: equal words belong together, and from where they differ
  /// it looks a little ahead for two that agree.
  private mutating func step(through stretch: Stretch) {
    var (i, j) = (stretch.a.lowerBound, stretch.b.lowerBound)
    let reach = 24
    func agree(_ i: Int, _ j: Int) -> Bool {
      i + 1 < stretch.a.upperBound && j + 1 < stretch.b.upperBound && a.hashes[i] == b.hashes[j] && a.hashes[i + 1] == b.hashes[j + 1]
    }
    steps: while i < stretch.a.upperBound, j < stretch.b.upperBound {
      if a.hashes[i] == b.hashes[j] {
        match(i..<i + 1, j..<j + 1)
        (i, j) = (i + 1, j + 1)
        continue
      }
      for distance in 1...reach {
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
      return abs(found[other].lowerBound - found[i].lowerBound) <= 4
    }
    let kept = found.indices.map { i in
      found[i].isEmpty || a.length(i) > 5 || (1...3).contains { isNear(i, i - $0) || isNear(i, i + $0) }
    }
    // A text of a few words has no neighbours to go by.
    if a.count > 3 { for i in found.indices where !kept[i] { found[i] = 0..<0 } }
  }
}

enum RunsInOrder {
  /// The longest part of pairs, which come in the order of `a`, that is in the order of `b` too.
  static func longest(_ pairs: [(a: Int, b: Int)]) -> [(a: Int, b: Int)] {
    // The last pair of the best run of each length, and the pair before each one.
    var ends: [Int] = []
    var before = [Int](repeating: -1, count: pairs.count)
    for (index, pair) in pairs.enumerated() {
      var (low, high) = (0, ends.count)
      while low < high {
        let middle = (low + high) / 2
        if pairs[ends[middle]].b < pair.b { low = middle + 1 } else { high = middle }
      }
      if low > 0 { before[index] = ends[low - 1] }
      if low == ends.count { ends.append(index) } else { ends[low] = index }
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
