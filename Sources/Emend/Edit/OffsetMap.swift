/// Maps places in a script's output to its input and back.
///
/// Outside of edits the mapping is exact. Inside a replacement it is as exact as the edit: a place in the new bytes maps
/// to the whole of the old ones.
public struct OffsetMap: Sendable {
  private let script: EditScript

  init(_ script: EditScript) { self.script = script }

  private enum Side { case input, output }

  /// The input bytes that `output` was made from. For a non-empty range the result is tight: matter deleted at its edges
  /// is left out. For an empty range it holds everything deleted at that point.
  public func inputRange(ofOutput output: Range<Int>) -> Range<Int> {
    mapped(output, from: .output)
  }

  /// The output bytes that `input` became.
  public func outputRange(ofInput input: Range<Int>) -> Range<Int> {
    mapped(input, from: .input)
  }

  private func mapped(_ range: Range<Int>, from side: Side) -> Range<Int> {
    if script.isEmpty { return range }
    if range.isEmpty {
      return place(range.lowerBound, from: side).full
    }
    let start = place(range.lowerBound, from: side)
    let end = place(range.upperBound, from: side)
    // Strictly inside an edit both bounds widen; on a border they tighten.
    let low = start.inside ? start.full.lowerBound : start.full.upperBound
    let high = end.inside ? end.full.upperBound : end.full.lowerBound
    return low..<max(low, high)
  }

  /// All places on the other side that correspond to `position`, and whether it lies strictly inside an edit.
  private func place(_ position: Int, from side: Side) -> (full: Range<Int>, inside: Bool) {
    // The last checkpoint whose edits start before `position`: those at `position` itself must be walked in order.
    var low = 0
    var high = script.edits.checkpoints.count
    while low < high {
      let middle = (low + high) / 2
      if firstStart(of: script.edits.checkpoints[middle], side) < position { low = middle + 1 } else { high = middle }
    }
    let checkpoint = low > 0 ? script.edits.checkpoints[low - 1] : nil
    var shift = checkpoint?.shift ?? 0
    var passed = shift
    var cursor = EditList.Cursor(script.edits, at: checkpoint)
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

  private func firstStart(of checkpoint: EditList.Checkpoint, _ side: Side) -> Int {
    var cursor = EditList.Cursor(script.edits, at: checkpoint)
    let start = cursor.next()?.start ?? 0
    return side == .output ? start + checkpoint.shift : start
  }
}
