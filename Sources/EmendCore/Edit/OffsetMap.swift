/// Maps places in a script's output to its input and back.
///
/// Outside of edits the mapping is exact. Inside a replacement it is as exact as the edit: a place in the new bytes maps
/// to the whole of the old ones.
package struct OffsetMap: Sendable {
  private let script: EditScript

  package init(_ script: EditScript) { self.script = script }

  private enum Side { case input, output }

  /// The input bytes that `output` was made from. For a non-empty range the result is tight: matter deleted at its edges
  /// is left out. For an empty range it holds everything deleted at that point.
  package func inputRange(ofOutput output: Range<Int>) -> Range<Int> {
    mapped(output, from: .output)
  }

  /// The output bytes that `input` became.
  package func outputRange(ofInput input: Range<Int>) -> Range<Int> {
    mapped(input, from: .input)
  }

  /// The output bytes that each of many ranges of the input became. Where those are in the order of their starts, the
  /// edits are gone through once.
  package func outputRanges(ofInput input: [Range<Int>]) -> [Range<Int>] {
    if script.isEmpty { return input }
    var walk = Walk(script.edits)
    var last = 0
    return input.map { range in
      if range.lowerBound < last { return mapped(range, from: .input) }
      last = range.lowerBound
      walk.advance(to: last, script.edits)
      return mapped(range, from: .input, walk)
    }
  }

  /// A place in the edits that all looked-at places lie behind.
  private struct Walk {
    var cursor: EditList.Cursor
    /// Output length minus input length of all edits before it.
    var shift: Int

    init(_ edits: EditList, at checkpoint: EditList.Checkpoint? = nil) {
      cursor = EditList.Cursor(edits, at: checkpoint)
      shift = checkpoint?.shift ?? 0
    }

    /// Passes the edits that end before a place of the input.
    mutating func advance(to position: Int, _ edits: EditList) {
      var next = cursor
      while let (start, number) = next.next() {
        let payload = edits.payloads[number]
        if start + payload.original.count >= position { return }
        shift += payload.replacement.count - payload.original.count
        cursor = next
      }
    }
  }

  private func mapped(_ range: Range<Int>, from side: Side, _ walk: Walk? = nil) -> Range<Int> {
    if script.isEmpty { return range }
    if range.isEmpty {
      return place(range.lowerBound, from: side, walk).full
    }
    let start = place(range.lowerBound, from: side, walk)
    let end = place(range.upperBound, from: side, walk)
    // Strictly inside an edit both bounds widen; on a border they tighten.
    let low = start.inside ? start.full.lowerBound : start.full.upperBound
    let high = end.inside ? end.full.upperBound : end.full.lowerBound
    return low..<max(low, high)
  }

  /// All places on the other side that correspond to `position`, and whether it lies strictly inside an edit.
  private func place(_ position: Int, from side: Side, _ walk: Walk?) -> (full: Range<Int>, inside: Bool) {
    let walk = walk ?? self.walk(before: position, side)
    var cursor = walk.cursor
    var shift = walk.shift
    var passed = shift
    var lower: Int?
    var upper = 0
    while let (start, number) = cursor.next() {
      let payload = script.edits.payloads[number]
      let near: Range<Int>
      let far: Range<Int>
      let input = start..<start + payload.original.count
      let output = start + shift..<start + shift + payload.replacement.count
      (near, far) = side == .output ? (output, input) : (input, output)
      shift += payload.replacement.count - payload.original.count
      if near.upperBound < position {
        passed = shift
        continue
      }
      if near.lowerBound > position { break }
      if near.lowerBound < position && position < near.upperBound { return (far, true) }
      // On a border: an empty near side sits wholly at `position`, otherwise one of its ends does.
      let at =
        near.isEmpty
        ? far : near.lowerBound == position ? far.lowerBound..<far.lowerBound : far.upperBound..<far.upperBound
      if lower == nil { lower = at.lowerBound }
      upper = at.upperBound
      if !near.isEmpty && near.lowerBound == position { break }
    }
    if let lower { return (lower..<max(lower, upper), false) }
    let moved = side == .output ? position - passed : position + passed
    return (moved..<moved, false)
  }

  /// The last checkpoint whose edits start before `position`: those at `position` itself must be walked in order.
  private func walk(before position: Int, _ side: Side) -> Walk {
    var low = 0
    var high = script.edits.checkpoints.count
    while low < high {
      let middle = (low + high) / 2
      if firstStart(of: script.edits.checkpoints[middle], side) < position { low = middle + 1 } else { high = middle }
    }
    return Walk(script.edits, at: low > 0 ? script.edits.checkpoints[low - 1] : nil)
  }

  private func firstStart(of checkpoint: EditList.Checkpoint, _ side: Side) -> Int {
    var cursor = EditList.Cursor(script.edits, at: checkpoint)
    let start = cursor.next()?.start ?? 0
    return side == .output ? start + checkpoint.shift : start
  }
}
