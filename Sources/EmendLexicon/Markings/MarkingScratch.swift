import EmendCore

extension MarkingTemplates {
  /// Memory that the search uses again for each line of a text.
  package struct Scratch {
    /// For each template the runs counted so far; behind that, in the order met, the templates that have any; behind
    /// that the glyph classes of the line. One array, because the inner loop writes all three.
    var board: [Int32]
    /// Where the classes start.
    package let classes: Int
    /// How many of them may fit the line.
    package var kept = 0
    var present: [Int32] = Array(repeating: -1, count: 1 << 15)
    package var round: Int32 = 0
    package var line = FoldedLine()
    /// Letters and digits of the line.
    package var length = 0
    package var rows: [Int32] = []
    package var memo: LineMemo
    /// What lines were found to be where something was expected.
    package var expected: [LineMemo]
    package var pairs: PairIndex.Scratch

    /// Notes which triples the line has.
    mutating func markTriples() {
      round += 1
      var triple = 0
      for k in 0..<length {
        triple = (triple << 5 | Int(board[classes + k])) & 0x7FFF
        if k >= 2 { present[triple] = round }
      }
    }
  }

  /// Memory for a text of `count` bytes.
  package func scratch(count: Int) -> Scratch {
    Scratch(
      board: Array(repeating: 0, count: all.count * 2 + Self.longestLine + 1), classes: all.count * 2,
      memo: LineMemo(count: count), expected: Expected.allCases.map { _ in LineMemo(count: count / 16) },
      pairs: PairIndex.Scratch())
  }
}
