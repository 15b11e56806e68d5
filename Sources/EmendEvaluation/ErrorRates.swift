import EmendCore

/// A text as it is measured: white space collapsed to single blanks, case and punctuation kept.
package struct MeasuredText {
  /// Unicode scalars.
  package let scalars: [UInt32]
  package let words: [ArraySlice<UInt32>]

  /// - Parameter joinsLineEnds: a hyphen before a line end goes with it, so that raw OCR is not charged for line breaks.
  package init(_ bytes: [UInt8], joinsLineEnds: Bool = false) {
    var scalars: [UInt32] = []
    scalars.reserveCapacity(bytes.count)
    var isGap = true
    var all = String(decoding: bytes, as: UTF8.self).unicodeScalars[...]
    while let scalar = all.popFirst() {
      if joinsLineEnds, scalar == "-" {
        var after = all
        if after.first == "\r" { after.removeFirst() }
        if after.first == "\n" {
          all = after.dropFirst()
          continue
        }
      }
      if scalar.properties.isWhitespace {
        if !isGap { scalars.append(0x20) }
        isGap = true
      } else {
        scalars.append(scalar.value)
        isGap = false
      }
    }
    if scalars.last == 0x20 { scalars.removeLast() }
    self.scalars = scalars
    words = scalars.split(separator: 0x20)
  }

  /// A text without the hyphens at its line ends, and without these.
  static func joiningLineEnds(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var i = 0
    while i < bytes.count {
      if bytes[i] == UInt8(ascii: "-"), i + 1 < bytes.count {
        let end = bytes[i + 1] == .carriageReturn ? i + 2 : i + 1
        if end < bytes.count, bytes[end] == .lineFeed {
          i = end + 1
          continue
        }
      }
      out.append(bytes[i])
      i += 1
    }
    return out
  }

  /// The words of both texts as numbers, the same word the same number.
  static func interned(_ a: MeasuredText, _ b: MeasuredText) -> ([UInt32], [UInt32]) {
    var numbers: [ArraySlice<UInt32>: UInt32] = [:]
    func number(_ word: ArraySlice<UInt32>) -> UInt32 {
      let next = UInt32(numbers.count)
      if let known = numbers[word] { return known }
      numbers[word] = next
      return next
    }
    return (a.words.map(number), b.words.map(number))
  }
}

/// Errors of a text against the truth, in characters (Unicode scalars) and in words.
package struct ErrorCount: Hashable, Sendable {
  package var characterErrors = 0
  package var wordErrors = 0
  /// True when there may be fewer: the text is too long and too unlike the truth for the least edits to be found (`EditDistance`).
  package private(set) var isEstimate = false

  package init() {}

  package init(_ text: MeasuredText, against truth: MeasuredText) {
    let characters = EditDistance.measured(text.scalars, truth.scalars)
    let (a, b) = MeasuredText.interned(text, truth)
    let words = EditDistance.measured(a, b)
    (characterErrors, wordErrors) = (characters.distance, words.distance)
    isEstimate = !characters.isExact || !words.isExact
  }

  package static func + (a: ErrorCount, b: ErrorCount) -> ErrorCount {
    var sum = a
    sum.characterErrors += b.characterErrors
    sum.wordErrors += b.wordErrors
    sum.isEstimate = a.isEstimate || b.isEstimate
    return sum
  }
}

/// What cleaning does to the errors of one text or of many: the base of CER and WER before and after.
package struct TextFigures: Hashable, Sendable {
  package var cases = 0
  /// Texts with more word errors after than before.
  package var worse = 0
  /// Texts whose errors, before or after, are estimates: never too few, perhaps too many.
  package var estimates = 0
  /// Length of the truth.
  package var characters = 0
  package var words = 0
  package var before = ErrorCount()
  package var after = ErrorCount()

  package init() {}

  /// The figures of one text: OCR as it was read, what came out, and the truth.
  package init(ocr: [UInt8], output: [UInt8], truth: [UInt8]) {
    let truth = MeasuredText(truth)
    cases = 1
    (characters, words) = (truth.scalars.count, truth.words.count)
    before = ErrorCount(MeasuredText(ocr, joinsLineEnds: true), against: truth)
    after = ErrorCount(MeasuredText(output), against: truth)
    worse = after.wordErrors > before.wordErrors ? 1 : 0
    estimates = before.isEstimate || after.isEstimate ? 1 : 0
  }

  /// The figures of a text of any length, and the judgement of each edit of a run over it.
  /// - Returns: the figures of the texts as a whole up to `EvaluationNumbers.exactLength` bytes; of a longer text those of an alignment by anchors,
  ///   which are estimates, hardly greater, and take a small part of the time.
  package static func judging(_ run: Run, truth: [UInt8]) -> (figures: TextFigures, verdicts: EditVerdicts) {
    let after = WordAlignment(run.output, truth: truth)
    let verdicts = EditVerdicts(run, after)
    if max(run.source.count, run.output.count, truth.count) <= EvaluationNumbers.exactLength {
      return (TextFigures(ocr: run.source, output: run.output, truth: truth), verdicts)
    }
    var figures = TextFigures()
    let measured = MeasuredText(truth)
    figures.cases = 1
    (figures.characters, figures.words) = (measured.scalars.count, measured.words.count)
    figures.before = WordAlignment(MeasuredText.joiningLineEnds(run.source), truth: truth).errors
    figures.after = after.errors
    figures.estimates = 1
    figures.worse = figures.after.wordErrors > figures.before.wordErrors ? 1 : 0
    return (figures, verdicts)
  }

  package static func + (a: TextFigures, b: TextFigures) -> TextFigures {
    var sum = a
    sum.cases += b.cases
    sum.worse += b.worse
    sum.estimates += b.estimates
    sum.characters += b.characters
    sum.words += b.words
    sum.before = a.before + b.before
    sum.after = a.after + b.after
    return sum
  }
}
