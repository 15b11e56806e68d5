import EmendCore

/// Finds the lines in which OCR read the furniture of a page: banner, stamp, page number.
package struct FurnitureMatch {
  /// A line of the page as the match sees it.
  package struct Candidate {
    package let text: [UInt8]
    /// The share of its letters and digits that stand in the true body text, in its order.
    let bodyShare: Double
  }

  /// For each mark of a page the index of the line that it was read as; nil for one that was not read.
  ///
  /// As many marks as can be get a line of their own, and of all ways to do so the one with the most likeness counts: a
  /// banner that stands at head and foot takes two lines.
  package static func lines(of marks: [String], in page: [Candidate]) -> [Int?] {
    let body = page.indices.filter {
      page[$0].text.count >= EvaluationNumbers.longLine && page[$0].bodyShare >= EvaluationNumbers.bodyShare
    }
    let folded = page.map { fold($0.text) }
    let weights = marks.map { mark in
      let mark = fold(Array(mark.utf8))
      return page.indices.map { i -> Double in
        // A page number is too short to be told from a fragment of text, except by its place above or below the text.
        let isShort = mark.count <= EvaluationNumbers.shortMark
        if isShort, let first = body.first, let last = body.last, i > first, i < last { return 0 }
        if !isShort, page[i].bodyShare >= EvaluationNumbers.sureBodyShare { return 0 }
        let likeness = similarity(mark, folded[i])
        let isLong = mark.count >= EvaluationNumbers.longLine
        if likeness < (isLong ? EvaluationNumbers.leastLikenessOfLong : EvaluationNumbers.leastLikeness) { return 0 }
        return EvaluationNumbers.pairWeight + likeness - page[i].bodyShare / EvaluationNumbers.bodyDivisor
      }
    }
    return Assignment.best(weights)
  }

  /// Letters in small, blanks dropped: OCR sets them as it likes.
  package static func fold(_ text: [UInt8]) -> [UInt32] { text.lazy.filter { !$0.isSpace }.map { UInt32($0.lowered) } }

  /// 1 for equal sequences, 0 for sequences that have nothing in common.
  static func similarity(_ a: [UInt32], _ b: [UInt32]) -> Double {
    let longer = max(a.count, b.count)
    if longer == 0 || min(a.count, b.count) * 2 < longer { return 0 }
    return 1 - Double(EditDistance.between(a, b)) / Double(longer)
  }
}
