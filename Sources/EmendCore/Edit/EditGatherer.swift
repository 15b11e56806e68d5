/// Edits in the order in which a stage finds them, in few bytes each.
///
/// What comes in the order of the text goes straight into the list. The rest, of a second look at the text, waits as places and numbers of
/// payloads: a text whose every line holds an edit would fill the memory with `Edit`s.
package struct EditGatherer {
  private struct Place {
    let range: Range<Int>
    let payload: Int
  }

  private var inOrder = EditList()
  /// Where the last edit in order ends.
  private var end = 0
  private var late: [Place] = []

  package init() {}

  package mutating func append(_ edit: Edit) {
    let payload = inOrder.payload(
      original: edit.original[...], replacement: edit.replacement[...], rule: edit.rule, confidence: edit.confidence, reason: edit.reason,
      alternatives: edit.alternatives, artifact: edit.artifact)
    let (start, end) = (edit.range.lowerBound, edit.range.upperBound)
    if (start, end) >= (inOrder.lastStart, self.end) || inOrder.isEmpty {
      inOrder.append(start: start, payload: payload)
      self.end = end
    } else {
      late.append(Place(range: start..<end, payload: payload))
    }
  }

  package static func += (gatherer: inout EditGatherer, edits: some Sequence<Edit>) {
    for edit in edits { gatherer.append(edit) }
  }

  /// All edits by their starts, then by their ends; those at the same place as they were found.
  package func list() -> EditList {
    if late.isEmpty { return inOrder }
    func precedes(_ a: Range<Int>, _ b: Range<Int>) -> Bool { (a.lowerBound, a.upperBound) < (b.lowerBound, b.upperBound) }
    // Indices, so that equal places keep their order.
    let order = late.indices.sorted { a, b in
      precedes(late[a].range, late[b].range) || !precedes(late[b].range, late[a].range) && a < b
    }
    var list = inOrder.emptied()
    var next = order[...]
    var cursor = EditList.Cursor(inOrder)
    while let (start, number) = cursor.next() {
      let range = start..<start + inOrder.payloads[number].original.count
      while let index = next.first, precedes(late[index].range, range) {
        list.append(start: late[index].range.lowerBound, payload: late[index].payload)
        next.removeFirst()
      }
      list.append(start: start, payload: number)
    }
    for index in next { list.append(start: late[index].range.lowerBound, payload: late[index].payload) }
    return list
  }
}
