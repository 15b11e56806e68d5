import EmendCore

/// How alike glyphs look to OCR, from `confusions.tsv`, and the distance between words that follows from it.
package struct GlyphCosts: Sendable {
  /// Cost of reading one byte for another, in hundredths, at `a * 128 + b`; 100 where the table says nothing.
  package private(set) var single: [UInt8]
  /// Confusions of one letter with two, by the byte that they end in as read.
  private var pairs: [[Pair]] = Array(repeating: [], count: 128)

  /// One letter on one side and two on the other; `first` bytes are 0 where there is only one.
  private struct Pair {
    let readFirst, readLast, trueFirst, trueLast: UInt8
    let cost: Int
  }

  package init(_ table: TSV) throws(EmendError) {
    single = Array(repeating: 100, count: 128 * 128)
    for c in 0..<128 { single[c * 128 + c] = 0 }
    for row in table.rows {
      let read = Array(row[0].utf8)
      let truth = Array(row[1].utf8)
      guard let cost = Double(row[2]), (0...1).contains(cost), (read + truth).allSatisfy(\.isASCII),
        (1...2).contains(read.count), (1...2).contains(truth.count)
      else { throw .dictionary(table.file, line: row.line, "needs one or two ASCII glyphs, the same again, and a cost from 0 to 1") }
      let hundredths = Int((cost * 100).rounded())
      if read.count == 1, truth.count == 1 {
        single[Int(read[0]) * 128 + Int(truth[0])] = UInt8(hundredths)
        single[Int(truth[0]) * 128 + Int(read[0])] = UInt8(hundredths)
      } else {
        for (a, b) in [(read, truth), (truth, read)] {
          pairs[Int(a.last!)].append(
            Pair(
              readFirst: a.count == 2 ? a[0] : 0, readLast: a.last!, trueFirst: b.count == 2 ? b[0] : 0,
              trueLast: b.last!, cost: hundredths))
        }
      }
    }
  }

  /// Cost in hundredths of one ASCII byte standing for another.
  package func substitution(_ a: UInt8, _ b: UInt8) -> Int {
    a < 128 && b < 128 ? Int(single[Int(a) * 128 + Int(b)]) : a == b ? 0 : 100
  }

  /// The letters that a punctuation mark is read for: `;` → `y`.
  package func letters(readAs mark: UInt8) -> [(letter: UInt8, cost: Int)] {
    guard mark < 128, !mark.isLetter, !mark.isDigit else { return [] }
    return (UInt8(ascii: "a")...UInt8(ascii: "z")).compactMap {
      let cost = substitution(mark, $0)
      return cost < 100 ? ($0, cost) : nil
    }
  }

  /// Weighted edit distance in hundredths; an insertion or deletion costs 100. More than `limit`, and not the distance, when
  /// that exceeds the limit.
  package func distance(_ read: [UInt8], _ truth: [UInt8], limit: Int = .max) -> Int {
    if abs(read.count - truth.count) > limit / 100 + 1 { return limit + 1 }
    let width = truth.count + 1
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: 3 * width) { rows in
      // The row of the byte before the last one, of the last one, and of this one.
      var (second, above, here) = (rows.baseAddress!, rows.baseAddress! + width, rows.baseAddress! + 2 * width)
      for j in 0..<width {
        second[j] = 0
        above[j] = j * 100
      }
      var leastAbove = 0
      for i in stride(from: 1, through: read.count, by: 1) {
        let last = read[i - 1]
        let pairs = last < 128 ? self.pairs[Int(last)] : []
        here[0] = i * 100
        var least = here[0]
        for j in stride(from: 1, through: truth.count, by: 1) {
          var best = min(above[j] + 100, here[j - 1] + 100, above[j - 1] + substitution(last, truth[j - 1]))
          for pair in pairs where pair.trueLast == truth[j - 1] {
            let back = pair.trueFirst == 0 ? 1 : 2
            let isLonger = pair.readFirst != 0
            if j < back || isLonger && (i < 2 || read[i - 2] != pair.readFirst) || back == 2 && truth[j - 2] != pair.trueFirst { continue }
            best = min(best, (isLonger ? second : above)[j - back] + pair.cost)
          }
          here[j] = best
          least = min(least, best)
        }
        // What comes of two rows above the limit is above it, too.
        if least > limit, leastAbove > limit { return limit + 1 }
        leastAbove = least
        (second, above, here) = (above, here, second)
      }
      return above[truth.count]
    }
  }
}
