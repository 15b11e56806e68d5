import EmendCore

/// What the numbers in lines that recur do from one line to the next.
package struct LineNumbers {
  package enum Behaviour {
    case none
    /// The same number everywhere, damage apart.
    case constant
    /// A number that grows as the pages do.
    case running
    /// Numbers that follow no page.
    case varying
  }

  let behaviour: Behaviour
  /// For each line the place of the number that runs, nil where it is not read.
  private(set) var pageNumbers: [Range<Int>?] = []

  /// `places`: the number of the page, or of the line, that each line stands on, ascending.
  package init(_ lines: [Range<Int>], at places: [Int], _ bytes: [UInt8]) {
    var fold = HeadFold()
    let numbers = lines.map { line in
      fold.fill(bytes, line)
      return fold.numbers
    }
    let having = numbers.count { !$0.isEmpty }
    if !RunningHeadersNumbers.withNumber.isReached(by: having, of: lines.count) {
      behaviour = .none
      return
    }
    // The number that runs is the first, second or third of the line, or its last.
    let columns = (0..<3).map { k in numbers.map { k < $0.count ? $0[k] : nil } } + [numbers.map(\.last)]
    for column in columns where Self.runs(column, at: places, bytes) {
      behaviour = .running
      pageNumbers = Self.fitting(numbers, column, at: places, bytes)
      return
    }
    var readings: [[UInt8]: Int] = [:]
    for own in numbers { readings[Array(own.map { bytes[$0] }.joined()), default: 0] += 1 }
    behaviour = RunningHeadersNumbers.constant.isReached(by: readings.values.max() ?? 0, of: having) ? .constant : .varying
  }

  /// True when most of the numbers are as far apart as their pages.
  private static func runs(_ column: [Range<Int>?], at places: [Int], _ bytes: [UInt8]) -> Bool {
    var pairs = 0
    var steps = 0
    var last: (value: Int, place: Int)?
    for (range, place) in zip(column, places) {
      guard let range, let value = HeadFold.value(bytes, range) else { continue }
      if let last {
        pairs += 1
        if value - last.value == place - last.place { steps += 1 }
      }
      last = (value, place)
    }
    return steps >= RunningHeadersNumbers.leastSteps && RunningHeadersNumbers.steps.isReached(by: steps, of: pairs)
      && RunningHeadersNumbers.pairs.isReached(by: pairs, of: places.count - 1)
  }

  /// For each line the number that comes nearest to what the line before lets expect, if one is near; else the column's.
  private static func fitting(
    _ numbers: [[Range<Int>]], _ column: [Range<Int>?], at places: [Int], _ bytes: [UInt8]
  ) -> [Range<Int>?] {
    var last: (value: Int, place: Int)?
    return column.indices.map { i in
      guard let known = last else {
        if let number = column[i], let value = HeadFold.value(bytes, number) { last = (value, places[i]) }
        return column[i]
      }
      let expected = known.value + places[i] - known.place
      let near = numbers[i].compactMap { number in HeadFold.value(bytes, number).map { (number, abs($0 - expected)) } }
        .filter { $0.1 < RunningHeadersNumbers.nearExpected }.min { $0.1 < $1.1 }
      if let near {
        last = (HeadFold.value(bytes, near.0)!, places[i])
        return near.0
      }
      // The numbers may have begun anew, or the reading is damaged: the next line tells which.
      if i + 1 < column.count, let own = column[i].flatMap({ HeadFold.value(bytes, $0) }),
        let next = column[i + 1].flatMap({ HeadFold.value(bytes, $0) }), next - own == places[i + 1] - places[i]
      {
        last = (own, places[i])
      }
      return column[i]
    }
  }

  /// True when the number counts tables, chapters or the like: `Table 3` heads a table, not a page.
  static func countsParts(_ bytes: [UInt8], _ number: Range<Int>, in line: Range<Int>) -> Bool {
    var end = number.lowerBound
    while end > line.lowerBound, !bytes[end - 1].isLetter, end > number.lowerBound - 4 { end -= 1 }
    var start = end
    while start > line.lowerBound, bytes[start - 1].isLetter { start -= 1 }
    return parts.contains(String(decoding: bytes[start..<end].map(\.lowered), as: UTF8.self))
  }

  private static let parts: Set<String> = [
    "annex", "appendix", "article", "attachment", "book", "case", "chapter", "chart", "column", "diagram", "document", "enclosure",
    "exhibit", "fig", "figure", "folder", "footnote", "form", "graph", "group", "illustration", "inventory", "item", "list", "map",
    "no", "nos", "note", "nr", "number", "option", "paragraph", "part", "phase", "plate", "point", "question", "recommendation", "ref",
    "schedule",
    "section", "serial", "step", "tab", "table", "title",
  ]
}
