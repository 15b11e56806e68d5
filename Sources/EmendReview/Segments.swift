import EmendCore

/// The byte ranges that two texts have in common, where one was made from the other by leaving out, adding or changing edits.
package struct Segments {
  package struct Segment {
    /// First byte in the one text, and in the other.
    package var start: Int
    package var other: Int
    package var count: Int

    package var end: Int { start + count }
    /// What leads from a place in the one text to the other.
    package var shift: Int { other - start }
  }

  package private(set) var list: [Segment]

  /// Of a text and itself.
  package init(count: Int) { list = [Segment(start: 0, other: 0, count: count)] }

  private init(_ list: [Segment]) { self.list = list }

  /// The segment that a range of the one text lies in; of an empty range between two, the second one.
  package func segment(of range: Range<Int>) -> Segment? {
    let behind = list.partitioningIndex { $0.start > range.lowerBound }
    guard behind > 0 else { return nil }
    let found = list[behind - 1]
    return range.upperBound <= found.end ? found : nil
  }

  /// An edit of a stage, in the text that the run had there.
  package struct Step {
    /// Equal for the same edit on both sides.
    package let id: Int
    package let start: Int
    package let removed: Int
    package let inserted: Int
  }

  /// The segments behind a stage that applied `edits` to the one text and `others` to the other; both lists are in the
  /// order of the one text, and each of `others` lies in one segment. `kept` holds the ids of edits that are on both
  /// sides and put in the same bytes.
  package func behind(_ edits: [Step], _ others: [Step], kept: Set<Int>) -> Segments {
    if edits.isEmpty, others.isEmpty { return self }
    let shared = Set(edits.lazy.map(\.id)).intersection(others.lazy.map(\.id))
    var walk = Walk(list)
    var (e, o) = (0, 0)
    while e < edits.count || o < others.count {
      if e < edits.count, o < others.count, edits[e].id == others[o].id {
        let step = edits[e]
        walk.pass(to: step.start)
        if kept.contains(step.id), step.inserted > 0, let segment = segment(of: step.start..<step.start + step.removed) {
          walk.add(step.start, shift: segment.shift, step.inserted)
        }
        walk.growth.edits += step.inserted - step.removed
        walk.growth.others += others[o].inserted - others[o].removed
        walk.skip(step)
        (e, o) = (e + 1, o + 1)
        continue
      }
      // An edit that both sides have waits until both have come to it.
      let takesOther: Bool
      if e == edits.count {
        takesOther = true
      } else if o == others.count {
        takesOther = false
      } else if shared.contains(edits[e].id) {
        takesOther = true
      } else if shared.contains(others[o].id) {
        takesOther = false
      } else {
        takesOther = others[o].start <= edits[e].start
      }
      let step = takesOther ? others[o] : edits[e]
      walk.pass(to: max(walk.position, step.start))
      let change = step.inserted - step.removed
      if takesOther {
        walk.growth.others += change
        o += 1
      } else {
        walk.growth.edits += change
        e += 1
      }
      walk.skip(step)
    }
    walk.pass(to: list.last?.end ?? 0)
    return Segments(walk.result)
  }

  /// The way through the one text from its start to its end, and the segments behind the stage so far.
  private struct Walk {
    private let list: [Segment]
    private var index = 0
    private(set) var result: [Segment] = []
    /// In the one text.
    private(set) var position = 0
    /// By how many bytes the steps so far made each text longer.
    var growth = (edits: 0, others: 0)

    init(_ list: [Segment]) { self.list = list }

    /// Adds bytes that both texts have: from a place of the one text on, in the other one at its shift.
    mutating func add(_ place: Int, shift: Int, _ count: Int) {
      let (start, other) = (place + growth.edits, place + shift + growth.others)
      if let last = result.last, last.end == start, last.other + last.count == other {
        result[result.count - 1].count += count
      } else {
        result.append(Segment(start: start, other: other, count: count))
      }
    }

    /// Adds the text up to `end`, which no step of either side touches.
    mutating func pass(to end: Int) {
      while index < list.count {
        let segment = list[index]
        let low = max(position, segment.start)
        let high = min(end, segment.end)
        if low < high { add(low, shift: segment.shift, high - low) }
        if segment.end > end { break }
        index += 1
      }
      position = max(position, end)
    }

    /// Goes on behind what a step takes out.
    mutating func skip(_ step: Step) { position = max(position, step.start + step.removed) }
  }
}
