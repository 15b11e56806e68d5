import EmendCore

/// The least-cost alignment of two short runs of words, in which a word may stand for two that the other side divides.
package struct SmallAlignment {
  private let a: WordStream
  private let b: WordStream
  private let rows: Range<Int>
  private let columns: Range<Int>
  /// Rows + 1 by columns + 1: the least cost of the words before, in hundredths of a word, and the move that led there.
  private var costs: [Int32]
  private var moves: [Move]

  private enum Move: UInt8 { case none, skipA, skipB, pair, divided, joined }

  package init(_ a: WordStream, _ b: WordStream, _ rows: Range<Int>, _ columns: Range<Int>) {
    (self.a, self.b, self.rows, self.columns) = (a, b, rows, columns)
    costs = Array(repeating: .max, count: (rows.count + 1) * (columns.count + 1))
    moves = Array(repeating: .none, count: costs.count)
  }

  /// Words of `a` with the words of `b` that they are, from the last to the first.
  package mutating func pairs() -> [(Range<Int>, Range<Int>)] {
    fill()
    let width = columns.count + 1
    var pairs: [(Range<Int>, Range<Int>)] = []
    var (i, j) = (rows.count, columns.count)
    while i > 0 || j > 0 {
      let move = moves[i * width + j]
      let (down, right) = Self.size(of: move)
      if down > 0, right > 0 {
        pairs.append((rows.lowerBound + i - down..<rows.lowerBound + i, columns.lowerBound + j - right..<columns.lowerBound + j))
      }
      if move == .none { break }
      (i, j) = (i - down, j - right)
    }
    return pairs
  }

  private static func size(of move: Move) -> (Int, Int) {
    switch move {
    case .none: (0, 0)
    case .skipA: (1, 0)
    case .skipB: (0, 1)
    case .pair: (1, 1)
    case .divided: (1, 2)
    case .joined: (2, 1)
    }
  }

  private mutating func fill() {
    let width = columns.count + 1
    costs[0] = 0
    for i in 0...rows.count {
      for j in 0...columns.count where i + j > 0 {
        for move in [Move.pair, .skipA, .skipB, .divided, .joined] {
          let (down, right) = Self.size(of: move)
          guard i >= down, j >= right, let price = price(move, i, j) else { continue }
          let cost = costs[(i - down) * width + j - right] + price
          if cost < costs[i * width + j] {
            costs[i * width + j] = cost
            moves[i * width + j] = move
          }
        }
      }
    }
  }

  private func price(_ move: Move, _ i: Int, _ j: Int) -> Int32? {
    let (down, right) = Self.size(of: move)
    if down == 0 || right == 0 { return LayoutNumbers.skipCost }
    let difference = a.difference(
      rows.lowerBound + i - down..<rows.lowerBound + i, b, columns.lowerBound + j - right..<columns.lowerBound + j)
    guard difference <= LayoutNumbers.largestDifference else { return nil }
    return Int32(difference) + (move == .pair ? 0 : LayoutNumbers.jointCost)
  }
}
