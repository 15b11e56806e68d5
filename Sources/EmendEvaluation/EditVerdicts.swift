import EmendCore

/// How the edits of a run stand to the truth: each made the text better, worse, or neither, as if it were the only one that is
/// taken back (or, of those held back, the only one that is made).
///
/// Output and truth are aligned word by word. Around the edit the passage between the nearest words that both have is compared
/// with its truth, once with the edit and once without: fewer characters to take out and put in (white space collapsed) is better.
/// Where the truth has nothing at all for the passage, as for furniture, taking words out is better and any other edit neither.
package struct EditVerdicts: Sendable {
  package enum Verdict: Sendable { case better, worse, same }

  package struct Counts: Hashable, Sendable {
    package var better = 0
    package var worse = 0
    /// Neither nearer to the truth nor farther from it.
    package var same = 0

    package init() {}

    package var all: Int { better + worse + same }

    package mutating func count(_ verdict: Verdict) {
      switch verdict {
      case .better: better += 1
      case .worse: worse += 1
      case .same: same += 1
      }
    }

    package static func + (a: Counts, b: Counts) -> Counts {
      var sum = a
      sum.better += b.better
      sum.worse += b.worse
      sum.same += b.same
      return sum
    }
  }

  /// A rule at a level of confidence.
  package struct Key: Hashable, Sendable {
    package let rule: String
    package let level: Confidence.Level
  }

  /// Applied edits, and those held back as if they had been applied.
  package private(set) var applied: [Key: Counts] = [:]
  package private(set) var withheld: [Key: Counts] = [:]
  /// The applied edits that made the text worse, as places to go to work on; a sum has none.
  package private(set) var worse: [ScanScore.Finding] = []

  package init() {}

  package init(_ run: Run, _ alignment: WordAlignment) {
    // A charset is no reading that the truth could judge.
    let run = run.legible
    let judge = Judge(alignment)
    var lines = PlaceCounter(run.source)
    for mark in Marks(run).marks {
      let (edit, place) = (mark.edit, mark.output)
      let key = Key(rule: edit.rule, level: edit.confidence.level)
      let verdict: Verdict
      if mark.why == nil {
        verdict = judge.verdict(place, from: edit.original, to: Array(run.output[place]))
        applied[key, default: Counts()].count(verdict)
      } else {
        verdict = judge.verdict(place, from: Array(run.output[place]), to: edit.replacement)
        withheld[key, default: Counts()].count(verdict)
      }
      let line = lines.place(of: mark.source.lowerBound).line
      if verdict == .worse, mark.why == nil {
        worse.append(
          ScanScore.Finding(
            kind: .editWorse, line: line, text: edit.originalText,
            detail:
              "→ \(Quoted.text(edit.replacement)) by \(edit.rule) (\(edit.confidence.level.rawValue) \(edit.confidence.probability))"))
      }
    }
  }

  package static func + (a: EditVerdicts, b: EditVerdicts) -> EditVerdicts {
    var sum = a
    sum.worse = []
    sum.applied.merge(b.applied, uniquingKeysWith: +)
    sum.withheld.merge(b.withheld, uniquingKeysWith: +)
    return sum
  }

  /// Compares the text with and without an edit.
  private struct Judge {
    private let alignment: WordAlignment

    init(_ alignment: WordAlignment) { self.alignment = alignment }

    /// - Parameter place: bytes of the output, in whose place both readings stand.
    func verdict(_ place: Range<Int>, from old: [UInt8], to new: [UInt8]) -> Verdict {
      if old == new { return .same }
      let (around, trueRange) = alignment.surroundings(of: place)
      if max(around.count, trueRange.count) > EvaluationNumbers.longestPassage { return .same }
      let output = alignment.text.bytes
      func text(_ middle: [UInt8]) -> [UInt32] {
        MeasuredText(Array(output[around.lowerBound..<place.lowerBound]) + middle + output[place.upperBound..<around.upperBound]).scalars
      }
      let truth = MeasuredText(Array(alignment.truth.bytes[trueRange])).scalars
      let (before, after) = (text(old), text(new))
      if before == after { return .same }
      if truth.isEmpty {
        let (had, has) = (old.contains { !$0.isSpace }, new.contains { !$0.isSpace })
        return had == has ? .same : had ? .better : .worse
      }
      if max(before.count, after.count) * truth.count > EvaluationNumbers.largestPassage { return .same }
      let (far, near) = (Self.distance(before, truth), Self.distance(after, truth))
      return near < far ? .better : near > far ? .worse : .same
    }

    /// Characters to take out and to put in. Nothing is substituted, or a lost line would be made up for by a banner that is left.
    private static func distance(_ a: [UInt32], _ b: [UInt32]) -> Int { a.count + b.count - 2 * commonLength(a, b) }

    /// Length of the longest common subsequence, 64 rows at a time (Hyyrö, Bit-parallel LCS-length computation revisited, 2004).
    private static func commonLength(_ a: [UInt32], _ b: [UInt32]) -> Int {
      let blocks = (a.count + 63) / 64
      var places: [UInt32: [UInt64]] = [:]
      for (i, symbol) in a.enumerated() {
        places[symbol, default: [UInt64](repeating: 0, count: blocks)][i / 64] |= 1 << UInt64(i % 64)
      }
      var rows = [UInt64](repeating: .max, count: blocks)
      for symbol in b {
        guard let equal = places[symbol] else { continue }
        var carry: UInt64 = 0
        for k in 0..<blocks {
          let (sum, first) = rows[k].addingReportingOverflow(rows[k] & equal[k])
          let (whole, second) = sum.addingReportingOverflow(carry)
          carry = first || second ? 1 : 0
          rows[k] = whole | rows[k] & ~equal[k]
        }
      }
      return rows.reduce(0) { $0 + (~$1).nonzeroBitCount }
    }
  }
}
