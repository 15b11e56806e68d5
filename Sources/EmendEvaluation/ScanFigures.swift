import EmendCore

/// What the pipeline did to scanned records, in counts that add up over records.
package struct ScanFigures: Hashable, Sendable {
  package var text = TextFigures()
  /// Of a scanned case that of its body lines alone, so that furniture is not taken for words.
  package var repair = RepairFigures()
  /// Lines of furniture that OCR read at all, and those of them that were taken out.
  package var furnitureRead = 0
  package var furnitureStripped = 0
  /// Lines that read as body text of the truth, and those of them that a rule took out whole or in part.
  package var bodyLines = 0
  package var bodyLinesLost = 0
  /// Lines that are neither, specks and scraps of stamps, and those of them that stayed.
  package var noiseLines = 0
  package var noiseLinesLeft = 0
  /// Typed page numbers that OCR read at all, those taken out, and those kept as data with the number that was typed.
  package var pageNumbersRead = 0
  package var pageNumbersStripped = 0
  package var pageNumbersRight = 0

  package init() {}

  package init(text: TextFigures, repair: RepairFigures = RepairFigures()) { (self.text, self.repair) = (text, repair) }

  /// The figures of a text without furniture.
  package init(ocr: [UInt8], output: [UInt8], truth: [UInt8]) {
    self.init(
      text: TextFigures(ocr: ocr, output: output, truth: truth), repair: RepairFigures(ocr: ocr, output: output, truth: truth))
  }

  package static func + (a: ScanFigures, b: ScanFigures) -> ScanFigures {
    var sum = a
    sum.text = a.text + b.text
    sum.repair = a.repair + b.repair
    sum.furnitureRead += b.furnitureRead
    sum.furnitureStripped += b.furnitureStripped
    sum.bodyLines += b.bodyLines
    sum.bodyLinesLost += b.bodyLinesLost
    sum.noiseLines += b.noiseLines
    sum.noiseLinesLeft += b.noiseLinesLeft
    sum.pageNumbersRead += b.pageNumbersRead
    sum.pageNumbersStripped += b.pageNumbersStripped
    sum.pageNumbersRight += b.pageNumbersRight
    return sum
  }
}

/// A figure under its name, as tables, JSON and floors show it.
package struct Figure: Sendable {
  /// Which way is better.
  package enum Aim: Sendable { case up, down }

  /// Stable: the key in JSON and in the file of floors.
  package let id: String
  package let title: String
  /// nil for a figure that is no judgement.
  package let aim: Aim?
  /// False for figures that a bare text with its truth has, too.
  package let needsMarks: Bool
  package let value: @Sendable (ScanFigures) -> Value?

  /// True for CER, WER and how many texts they were taken from.
  var isErrorRate: Bool { ["cases", "casesWorse", "cerBefore", "cerAfter", "cerCut", "werBefore", "werAfter", "werCut"].contains(id) }

  /// A count, or a rate in ten-thousandths: whole numbers, so that a floor and a figure compare without rounding twice.
  package enum Value: Hashable, Sendable, CustomStringConvertible {
    case count(Int)
    case rate(Int)
    /// So many per 10,000, in hundredths.
    case perTenThousand(Int)

    /// nil without anything to count.
    package init?(_ part: Int, of whole: Int) {
      if whole == 0 { return nil }
      self = .rate((part * 20_000 + whole * part.signum()) / (2 * whole))
    }

    /// So many per 10,000; nil without anything to count.
    package init?(_ part: Int, perTenThousandOf whole: Int) {
      if whole == 0 { return nil }
      self = .perTenThousand((part * 2_000_000 + whole) / (2 * whole))
    }

    /// nil without anything to count.
    package init?(_ figures: RepairFigures.Matches) { self.init(figures.edits, of: figures.edits + figures.matches) }

    /// `12`, `0.0489`, `3.14`.
    package var description: String {
      switch self {
      case .count(let n): return String(n)
      case .rate(let n):
        let decimals = String(n.magnitude % 10_000)
        return "\(n < 0 ? "-" : "")\(n.magnitude / 10_000)." + String(repeating: "0", count: 4 - decimals.count) + decimals
      case .perTenThousand(let n): return "\(n / 100).\(n / 10 % 10)\(n % 10)"
      }
    }

    /// Ten-thousandths.
    var scaled: Int {
      switch self {
      case .count(let n): n * 10_000
      case .rate(let n): n
      case .perTenThousand(let n): n * 100
      }
    }
  }

  private init(
    _ id: String, _ title: String, _ aim: Aim? = nil, needsMarks: Bool = false, _ value: @escaping @Sendable (ScanFigures) -> Value?
  ) {
    (self.id, self.title, self.aim, self.needsMarks, self.value) = (id, title, aim, needsMarks, value)
  }

  private static func cut(_ before: Int, _ after: Int) -> Value? {
    if before == 0 { return nil }
    return .rate((before - after) * 10_000 / before)
  }

  package static let all: [Figure] = [
    Figure("cases", "cases") { .count($0.text.cases) },
    Figure("casesWorse", "cases made worse", .down) { .count($0.text.worse) },
    Figure("cerBefore", "CER before") { Value($0.text.before.characterErrors, of: $0.text.characters) },
    Figure("cerAfter", "CER after", .down) { Value($0.text.after.characterErrors, of: $0.text.characters) },
    Figure("cerCut", "CER cut by") { cut($0.text.before.characterErrors, $0.text.after.characterErrors) },
    Figure("werBefore", "WER before") { Value($0.text.before.wordErrors, of: $0.text.words) },
    Figure("werAfter", "WER after", .down) { Value($0.text.after.wordErrors, of: $0.text.words) },
    Figure("werCut", "WER cut by") { cut($0.text.before.wordErrors, $0.text.after.wordErrors) },
    Figure("cmerBefore", "cMER before") { Value($0.repair.charactersBefore) },
    Figure("cmerAfter", "cMER after", .down) { Value($0.repair.charactersAfter) },
    Figure("wmerBefore", "wMER before") { Value($0.repair.wordsBefore) },
    Figure("wmerAfter", "wMER after", .down) { Value($0.repair.wordsAfter) },
    Figure("preference", "preference", .up) { Value($0.repair.preferred, of: $0.repair.texts) },
    Figure("precision", "precision of edits", .up) { Value($0.repair.fixed, of: $0.repair.changed) },
    Figure("recall", "recall of errors", .up) { Value($0.repair.fixed, of: $0.repair.wrong) },
    Figure("harm", "harm per 10,000 words", .down) { Value($0.repair.harmedWords, perTenThousandOf: $0.repair.rightWords) },
    Figure("edits", "edits per 10,000 words") { Value($0.repair.changed, perTenThousandOf: $0.repair.words) },
    Figure("furnitureRead", "furniture lines read", needsMarks: true) { .count($0.furnitureRead) },
    Figure("furnitureStripped", "  taken out", needsMarks: true) { .count($0.furnitureStripped) },
    Figure("furnitureLeft", "  left", needsMarks: true) { .count($0.furnitureRead - $0.furnitureStripped) },
    Figure("furnitureRecall", "  recall", .up, needsMarks: true) { Value($0.furnitureStripped, of: $0.furnitureRead) },
    Figure("bodyLines", "body lines", needsMarks: true) { .count($0.bodyLines) },
    Figure("bodyLinesLost", "  lost", .down, needsMarks: true) { .count($0.bodyLinesLost) },
    Figure("noiseLines", "noise lines", needsMarks: true) { .count($0.noiseLines) },
    Figure("noiseLinesLeft", "  left", needsMarks: true) { .count($0.noiseLinesLeft) },
    Figure("pageNumbersRead", "page numbers read", needsMarks: true) { .count($0.pageNumbersRead) },
    Figure("pageNumbersStripped", "  taken out", needsMarks: true) { .count($0.pageNumbersStripped) },
    Figure("pageNumbersRight", "  right", needsMarks: true) { .count($0.pageNumbersRight) },
    Figure("pageNumberPrecision", "  right of taken out", .up, needsMarks: true) { Value($0.pageNumbersRight, of: $0.pageNumbersStripped) },
    Figure("pageNumberRecall", "  right of read", .up, needsMarks: true) { Value($0.pageNumbersRight, of: $0.pageNumbersRead) },
  ]
}
