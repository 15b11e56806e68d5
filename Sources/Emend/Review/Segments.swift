/// The stretches that two texts have in common, where one was made from the other by leaving out, adding or changing edits.
struct Segments {
  struct Segment {
    /// First byte in the one text, and in the other.
    var start: Int
    var other: Int
    var count: Int

    var end: Int { start + count }
    /// What leads from a place in the one text to the other.
    var shift: Int { other - start }
  }

  private(set) var list: [Segment]

  /// Of a text and itself.
  init(count: Int) { list = [Segment(start: 0, other: 0, count: count)] }

  private init(_ list: [Segment]) { self.list = list }

  /// The segment that a range of the one text lies in; of an empty range between two, the second one.
  func segment(of range: Range<Int>) -> Segment? {
    var low = 0
    var high = list.count
    while low < high {
      let middle = (low + high) / 2
      if list[middle].start <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let found = list[low - 1]
    return range.upperBound <= found.end ? found : nil
  }

  /// An edit of a stage, in the text that the run had there.
  struct Step {
    /// Equal for the same edit on both sides.
    let id: Int
    let start: Int
    let removed: Int
    let inserted: Int
  }

  /// The segments behind a stage that applied `edits` to the one text and `others` to the other; both lists are in the
  /// order of the one text, and each of `others` lies in one segment. `kept` holds the ids of edits that are on both
  /// sides and put in the same bytes.
  func behind(_ edits: [Step], _ others: [Step], kept: Set<Int>) -> Segments {
    var result: [Segment] = []
    var position = 0
    var growth = (edits: 0, others: 0)
    var index = 0

    func add(_ start: Int, _ other: Int, _ count: Int) {
      if let last = result.last, last.end == start, last.other + last.count == other {
        result[result.count - 1].count += count
      } else {
        result.append(Segment(start: start, other: other, count: count))
      }
    }
    /// The text up to `end`, which no edit of either side touches.
    func pass(to end: Int) {
      while index < list.count {
        let segment = list[index]
        let low = max(position, segment.start)
        let high = min(end, segment.end)
        if low < high { add(low + growth.edits, low + segment.shift + growth.others, high - low) }
        if segment.end > end { break }
        index += 1
      }
      position = max(position, end)
    }

    if edits.isEmpty, others.isEmpty { return self }
    let shared = Set(edits.lazy.map(\.id)).intersection(others.lazy.map(\.id))
    var (e, o) = (0, 0)
    while e < edits.count || o < others.count {
      if e < edits.count, o < others.count, edits[e].id == others[o].id {
        let step = edits[e]
        pass(to: step.start)
        if kept.contains(step.id), step.inserted > 0, let segment = segment(of: step.start..<step.start + step.removed) {
          add(step.start + growth.edits, step.start + segment.shift + growth.others, step.inserted)
        }
        growth.edits += step.inserted - step.removed
        growth.others += others[o].inserted - others[o].removed
        position = max(position, step.start + step.removed)
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
      pass(to: max(position, step.start))
      let change = step.inserted - step.removed
      if takesOther {
        growth.others += change
        o += 1
      } else {
        growth.edits += change
        e += 1
      }
      position = max(position, step.start + step.removed)
    }
    pass(to: list.last?.end ?? 0)
    return Segments(result)
  }
}
