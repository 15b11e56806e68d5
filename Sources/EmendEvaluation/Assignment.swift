import EmendCore

/// The one-to-one assignment of rows to columns with the greatest sum of weights (Kuhn 1955 and Munkres 1957, with the
/// potentials of Jonker and Volgenant 1987). Time is rows² × columns.
package enum Assignment {
  /// For each row its column; nil for a row whose best place has no weight.
  /// - Parameter weights: rows of equal length; 0 where the two do not go together.
  package static func best(_ weights: [[Double]]) -> [Int?] {
    let rows = weights.count
    guard let given = weights.first?.count, given > 0 else { return Array(repeating: nil, count: rows) }
    // Each row gets a column of its own, where it may stay without a partner.
    let columns = given + rows
    func cost(_ row: Int, _ column: Int) -> Double { column < given ? -weights[row][column] : 0 }
    var rowPotential = [Double](repeating: 0, count: rows + 1)
    var columnPotential = [Double](repeating: 0, count: columns + 1)
    // Rows and columns count from 1 here; 0 is the row being placed.
    var rowOf = [Int](repeating: 0, count: columns + 1)
    var previous = [Int](repeating: 0, count: columns + 1)
    for row in 1..<rows + 1 {
      rowOf[0] = row
      var column = 0
      var slack = [Double](repeating: .infinity, count: columns + 1)
      var used = [Bool](repeating: false, count: columns + 1)
      repeat {
        used[column] = true
        let current = rowOf[column]
        var (least, next) = (Double.infinity, 0)
        for j in 1...columns where !used[j] {
          let reduced = cost(current - 1, j - 1) - rowPotential[current] - columnPotential[j]
          if reduced < slack[j] { (slack[j], previous[j]) = (reduced, column) }
          if slack[j] < least { (least, next) = (slack[j], j) }
        }
        for j in 0...columns {
          if used[j] {
            rowPotential[rowOf[j]] += least
            columnPotential[j] -= least
          } else {
            slack[j] -= least
          }
        }
        column = next
      } while rowOf[column] != 0
      while column != 0 {
        rowOf[column] = rowOf[previous[column]]
        column = previous[column]
      }
    }
    var found = [Int?](repeating: nil, count: rows)
    for column in 1...given where rowOf[column] > 0 && weights[rowOf[column] - 1][column - 1] > 0 {
      found[rowOf[column] - 1] = column - 1
    }
    return found
  }
}
