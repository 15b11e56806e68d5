/// The least edits between two strings of symbols, place by place.
///
/// The matrix of Levenshtein's distance is computed 64 rows at a time (Myers 1999; Hyyrö 2003 for strings of any length)
/// and kept as two bits a cell, so that the way back can be read from it: two pages take some megabytes.
package struct TextAlignment {
  package enum Step: UInt8 { case match, substitution, deletion, insertion }

  /// From `a` to `b` in order: deletion takes a symbol of `a` only, insertion one of `b` only.
  package static func steps(_ a: [UInt8], _ b: [UInt8]) -> [Step] { steps(a, b, symbols: 256) }

  /// - Parameter symbols: both strings are of numbers below this; those of `a` may also be greater, where `b` has none like them.
  package static func steps<Symbol: FixedWidthInteger>(_ a: [Symbol], _ b: [Symbol], symbols: Int) -> [Step] {
    let blocks = max((a.count + 63) / 64, 1)
    var masks = [UInt64](repeating: 0, count: symbols * blocks)
    for (i, symbol) in a.enumerated() where Int(symbol) < symbols { masks[Int(symbol) * blocks + i / 64] |= 1 << UInt64(i % 64) }
    var up = [UInt64](repeating: .max, count: blocks * (b.count + 1))
    var down = [UInt64](repeating: 0, count: blocks * (b.count + 1))
    for (j, symbol) in b.enumerated() {
      var (carryUp, carryDown): (UInt64, UInt64) = (1, 0)
      for k in 0..<blocks {
        let equal = masks[Int(symbol) * blocks + k]
        let (vertUp, vertDown) = (up[j * blocks + k], down[j * blocks + k])
        let x = equal | carryDown
        let diagonal = (((x & vertUp) &+ vertUp) ^ vertUp) | x | vertDown
        var rightUp = vertDown | ~(diagonal | vertUp)
        var rightDown = diagonal & vertUp
        let (nextUp, nextDown) = (rightUp >> 63, rightDown >> 63)
        rightUp = rightUp << 1 | carryUp
        rightDown = rightDown << 1 | carryDown
        (carryUp, carryDown) = (nextUp, nextDown)
        up[(j + 1) * blocks + k] = rightDown | ~(diagonal | rightUp)
        down[(j + 1) * blocks + k] = rightUp & diagonal
      }
    }
    // Back from the end: up[j] tells whether the cell below is one more, down[j] one less, than the one above it.
    var steps: [Step] = []
    var (i, j) = (a.count, b.count)
    func bit(_ table: [UInt64], _ i: Int, _ j: Int) -> Bool { table[j * blocks + (i - 1) / 64] >> UInt64((i - 1) % 64) & 1 == 1 }
    while i > 0 || j > 0 {
      if i > 0, bit(up, i, j) {
        steps.append(.deletion)
        i -= 1
      } else if j > 0, i == 0 || bit(down, i, j - 1) {
        steps.append(.insertion)
        j -= 1
      } else {
        steps.append(a[i - 1] == b[j - 1] ? .match : .substitution)
        i -= 1
        j -= 1
      }
    }
    return steps.reversed()
  }
}
