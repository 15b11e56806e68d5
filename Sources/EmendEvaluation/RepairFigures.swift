import EmendCore

/// The figures by which the field judges the correction of OCR (HIPE-OCRepair 2026), in counts that add up over texts.
///
/// All are taken from `ComparedText`. OCR and output are each aligned with their like character by character, and cut at the
/// blanks of the OCR that stand in both others, too: a segment is mostly a word, after a split or a merge several.
package struct RepairFigures: Hashable, Sendable {
  /// Matches and edits of an alignment with the truth; the match error rate is edits over both.
  package struct Matches: Hashable, Sendable {
    package var edits = 0
    package var matches = 0

    package init() {}

    package init(_ text: [UInt32], against truth: [UInt32]) {
      for step in EditDistance.steps(truth, text) { if step == .match { matches += 1 } else { edits += 1 } }
    }

    package static func + (a: Matches, b: Matches) -> Matches {
      var sum = a
      sum.edits += b.edits
      sum.matches += b.matches
      return sum
    }
  }

  package var texts = 0
  /// Texts too long for the least edits to be found: what is counted of them comes from alignments that cost a little more
  /// (`EditDistance`).
  package var estimates = 0
  /// Texts that came nearer to the truth, less those that went farther away.
  package var preferred = 0
  package var charactersBefore = Matches()
  package var charactersAfter = Matches()
  package var wordsBefore = Matches()
  package var wordsAfter = Matches()
  /// Words of the OCR, those of them that were right, and those that were right and were made wrong.
  package var words = 0
  package var rightWords = 0
  package var harmedWords = 0
  /// Wrong segments: made right, changed and still wrong, left.
  package var fixed = 0
  package var changedWrong = 0
  package var missed = 0
  /// Right segments that were made wrong.
  package var harmed = 0

  package init() {}

  /// Segments that were changed.
  package var changed: Int { fixed + changedWrong + harmed }
  /// Segments that were wrong.
  package var wrong: Int { fixed + changedWrong + missed }

  /// The figures of one text.
  package init(ocr: [UInt8], output: [UInt8], truth: [UInt8]) {
    let (ocr, output, truth) = (ComparedText(ocr), ComparedText(output), ComparedText(truth))
    texts = 1
    charactersBefore = Matches(ocr.scalars, against: truth.scalars)
    charactersAfter = output == ocr ? charactersBefore : Matches(output.scalars, against: truth.scalars)
    let isExact = EditDistance.alignsExactly(truth.scalars, ocr.scalars) && EditDistance.alignsExactly(truth.scalars, output.scalars)
    estimates = isExact ? 0 : 1
    let words = ComparedText.numbered([ocr, output, truth])
    wordsBefore = Matches(words[0], against: words[2])
    wordsAfter = output == ocr ? wordsBefore : Matches(words[1], against: words[2])
    // a / (a + b) < c / (c + d), without division.
    let (before, after) = (charactersBefore, charactersAfter)
    let change = after.edits * (before.edits + before.matches) - before.edits * (after.edits + after.matches)
    preferred = -change.signum()
    countSegments(ocr.scalars, output.scalars, truth.scalars)
  }

  private mutating func countSegments(_ ocr: [UInt32], _ output: [UInt32], _ truth: [UInt32]) {
    let toTruth = EditDistance.matches(ocr, truth)
    let toOutput = output == ocr ? ocr.indices.map { $0 } : EditDistance.matches(ocr, output)
    var start = (ocr: 0, output: 0, truth: 0)
    func count(_ figures: inout RepairFigures, _ a: Int, _ b: Int, _ c: Int) {
      let (read, new, meant) = (ocr[start.ocr..<a], output[start.output..<b], truth[start.truth..<c])
      let words = max(1, read.count { $0 == 0x20 } + 1)
      figures.words += words
      if read == meant {
        figures.rightWords += words
        if new != read {
          figures.harmed += 1
          figures.harmedWords += words
        }
      } else if new == meant {
        figures.fixed += 1
      } else if new == read {
        figures.missed += 1
      } else {
        figures.changedWrong += 1
      }
    }
    for place in ocr.indices where ocr[place] == 0x20 {
      guard let inTruth = toTruth[place], let inOutput = toOutput[place] else { continue }
      count(&self, place, inOutput, inTruth)
      start = (place + 1, inOutput + 1, inTruth + 1)
    }
    count(&self, ocr.count, output.count, truth.count)
  }

  package static func + (a: RepairFigures, b: RepairFigures) -> RepairFigures {
    var sum = a
    sum.texts += b.texts
    sum.estimates += b.estimates
    sum.preferred += b.preferred
    sum.charactersBefore = a.charactersBefore + b.charactersBefore
    sum.charactersAfter = a.charactersAfter + b.charactersAfter
    sum.wordsBefore = a.wordsBefore + b.wordsBefore
    sum.wordsAfter = a.wordsAfter + b.wordsAfter
    sum.words += b.words
    sum.rightWords += b.rightWords
    sum.harmedWords += b.harmedWords
    sum.fixed += b.fixed
    sum.changedWrong += b.changedWrong
    sum.missed += b.missed
    sum.harmed += b.harmed
    return sum
  }
}
