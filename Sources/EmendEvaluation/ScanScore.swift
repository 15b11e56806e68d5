import EmendCore
import EmendCorrector
import EmendStages

/// How a run dealt with a scanned record: figures, and each place where it fell short.
package struct ScanScore: Sendable {
  /// A place to go to work on.
  package struct Finding: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
      case furnitureLeft, bodyLineLost, pageNumberWrong, noiseLeft, madeWorse, editWorse

      /// For people: `furniture left`.
      package var words: String {
        switch self {
        case .furnitureLeft: "furniture left"
        case .bodyLineLost: "body line lost"
        case .pageNumberWrong: "page number wrong"
        case .noiseLeft: "noise left"
        case .madeWorse: "made worse"
        case .editWorse: "edit made it worse"
        }
      }
    }

    package let kind: Kind
    /// Line of the OCR, from 1.
    package let line: Int
    /// The line as read.
    package let text: String
    /// What should have been, or which rule did it.
    package let detail: String
  }

  package private(set) var figures: ScanFigures
  package let findings: [Finding]
  /// The OCR without its furniture, as figures of words alone are measured on.
  package let body: [UInt8]

  /// How a pipeline deals with a scanned record, and with its words when there is no furniture.
  /// - Throws: `EmendError` as the pipeline does.
  package init(_ scan: ScanCase, by pipeline: Pipeline) throws(EmendError) {
    self.init(scan, try pipeline.run(scan.ocr))
    figures.repair = RepairFigures(ocr: body, output: try pipeline.run(body).output, truth: scan.truth)
  }

  /// - Parameter run: a run over `scan.ocr`. What was taken out is read from its edits, not guessed from its output.
  package init(_ scan: ScanCase, _ run: Run) {
    precondition(run.source == scan.ocr, "the run is one of another text")
    let lines = scan.lines
    let removals = run.removals
    let removalOfByte = Self.removalOfByte(removals, count: scan.ocr.count)
    let alignment = Alignment(scan)
    let readings = lines.map { Reading($0, alignment, removal: removalOfByte) }
    let marks = Self.marks(scan, lines, readings)

    var figures = ScanFigures(text: TextFigures(ocr: scan.ocr, output: run.output, truth: scan.truth))
    var findings: [Finding] = []
    for (index, line) in lines.enumerated() {
      let reading = readings[index]
      func add(_ kind: Finding.Kind, _ detail: String) {
        findings.append(Finding(kind: kind, line: line.number, text: scan.ocr.text(line.content), detail: detail))
      }
      if let mark = marks[index] {
        figures.furnitureRead += 1
        figures.furnitureStripped += reading.isGone ? 1 : 0
        if !reading.isGone { add(.furnitureLeft, "stands for \(mark)") }
        guard let number = Self.pageNumber(mark) else { continue }
        figures.pageNumbersRead += 1
        figures.pageNumbersStripped += reading.isGone ? 1 : 0
        if !reading.isGone { continue }
        let kept = reading.removals.compactMap { removals[$0].artifact }.first { $0.kind == .pageMarker }
        if kept?["page"] == number {
          figures.pageNumbersRight += 1
        } else {
          add(.pageNumberWrong, "typed \(mark), kept as \(kept.map { "page \($0["page"] ?? "unknown")" } ?? "no page number")")
        }
      } else if reading.isBody {
        figures.bodyLines += 1
        guard let removal = reading.lossy else { continue }
        figures.bodyLinesLost += 1
        add(.bodyLineLost, "taken out by \(removals[removal].rule)")
      } else {
        figures.noiseLines += 1
        if reading.isGone { continue }
        figures.noiseLinesLeft += 1
        add(.noiseLeft, "neither furniture nor body text")
      }
    }
    if figures.text.worse > 0 {
      let (before, after) = (figures.text.before.wordErrors, figures.text.after.wordErrors)
      findings.append(Finding(kind: .madeWorse, line: 1, text: scan.name, detail: "\(before) word errors before, \(after) after"))
    }
    self.figures = figures
    self.findings = findings
    var body = scan.ocr
    for (index, line) in lines.enumerated().reversed() where marks[index] != nil { body.removeSubrange(line.content) }
    self.body = body
  }

  /// The mark that each line was matched with, by line index.
  private static func marks(_ scan: ScanCase, _ lines: [ScanCase.Line], _ readings: [Reading]) -> [Int: String] {
    var found: [Int: String] = [:]
    var first = 0
    while first < lines.count {
      var end = first
      while end < lines.count, lines[end].page == lines[first].page { end += 1 }
      let marks = scan.marks[lines[first].page] ?? []
      let page = (first..<end).map { FurnitureMatch.Candidate(text: Array(scan.ocr[lines[$0].content]), bodyShare: readings[$0].bodyShare) }
      for (mark, line) in zip(marks, FurnitureMatch.lines(of: marks, in: page)) {
        if let line { found[first + line] = mark }
      }
      first = end
    }
    return found
  }

  /// The number that a mark gives its page; nil for a mark that is no page number.
  package static func pageNumber(_ mark: String) -> String? {
    let bytes = Array(mark.utf8)
    let range = bytes.trimmed(bytes.indices)
    if !range.isEmpty, bytes[range].allSatisfy(\.isDigit) { return bytes.text(range) }
    guard let mark = PageMark(bytes, range), mark.style != .serial else { return nil }
    return mark.number.map(String.init) ?? mark.read
  }

  private static func removalOfByte(_ removals: [Run.Removal], count: Int) -> [Int32] {
    var found = [Int32](repeating: -1, count: count)
    for (index, removal) in removals.enumerated() {
      for place in removal.sourceRange { found[place] = Int32(index) }
    }
    return found
  }

  /// Where the bytes of the OCR stand in the truth.
  private struct Alignment {
    let ocr: [UInt8]
    private let truth: [UInt8]
    private let matches: [Int?]

    init(_ scan: ScanCase) {
      (ocr, truth) = (scan.ocr, scan.truth)
      matches = EditDistance.matches(Self.symbols(ocr), Self.symbols(truth))
    }

    func isTrue(_ place: Int) -> Bool { matches[place] != nil }

    /// True when the truth goes on from the letter before `first`, or behind `last`, as the OCR does.
    func continues(_ first: Int, _ last: Int) -> Bool {
      let before = ocr[..<first].lastIndex(where: \.isAlphanumeric)
      let after = ocr[(last + 1)...].firstIndex(where: \.isAlphanumeric)
      return [(before, first), (last, after)].contains { from, to in
        guard let from, let to, let start = matches[from], let end = matches[to] else { return false }
        return !truth[start + 1..<end].contains(where: \.isAlphanumeric)
      }
    }

    /// A line end in one text is a blank in the other.
    private static func symbols(_ bytes: [UInt8]) -> [UInt32] { bytes.map { $0.isSpace ? 0x20 : UInt32($0) } }
  }

  /// What became of the letters and digits of a line.
  private struct Reading {
    /// The share that stands in the truth.
    let bodyShare: Double
    let isBody: Bool
    /// Every letter and digit was taken out.
    let isGone: Bool
    /// Indices of the removals that took something, in order.
    let removals: [Int]
    /// The first removal that took true text.
    let lossy: Int?

    init(_ line: ScanCase.Line, _ alignment: Alignment, removal: [Int32]) {
      let letters = line.content.filter { alignment.ocr[$0].isAlphanumeric }
      let trueCount = letters.count(where: alignment.isTrue)
      var taken: [(removal: Int, count: Int, trueCount: Int)] = []
      for i in letters where removal[i] >= 0 {
        if taken.last?.removal != Int(removal[i]) { taken.append((Int(removal[i]), 0, 0)) }
        taken[taken.count - 1].count += 1
        taken[taken.count - 1].trueCount += alignment.isTrue(i) ? 1 : 0
      }
      bodyShare = letters.isEmpty ? 0 : Double(trueCount) / Double(letters.count)
      if let first = letters.first, let last = letters.last, letters.count <= EvaluationNumbers.fewLetters {
        // A few letters are soon found in the truth by chance: they must stand there next to those they are read beside.
        isBody = trueCount == letters.count && alignment.continues(first, last)
      } else {
        isBody = bodyShare >= EvaluationNumbers.bodyShare
      }
      isGone = letters.isEmpty ? line.content.allSatisfy { removal[$0] >= 0 } : letters.allSatisfy { removal[$0] >= 0 }
      removals = taken.map(\.removal)
      lossy = taken.first { $0.trueCount * 2 >= $0.count }?.removal
    }
  }
}

extension Run {
  /// Matter that a rule took out of the source for good.
  package struct Removal {
    package let sourceRange: Range<Int>
    package let rule: String
    /// nil when the rule kept nothing as data.
    package let artifact: Artifact?
  }

  /// Edits that take out an artifact, or a word or more without putting anything in its place.
  package var removals: [Removal] {
    var found: [Removal] = []
    for (number, pass) in passes.enumerated() {
      for edit in pass.script.edits {
        let losesWords = edit.original.count(where: \.isAlphanumeric) > 1 && !edit.replacement.contains(where: \.isAlphanumeric)
        if edit.artifact == nil, !losesWords { continue }
        found.append(Removal(sourceRange: sourceRange(of: edit.range, inputOf: number), rule: edit.rule, artifact: edit.artifact))
      }
    }
    return found
  }
}

extension TextPair {
  /// The text as a place to go to work on; `line` is the one it stands in.
  package func madeWorse(_ figures: TextFigures, line: Int) -> ScanScore.Finding {
    ScanScore.Finding(
      kind: .madeWorse, line: line, text: id,
      detail: "\(figures.before.wordErrors) word errors before, \(figures.after.wordErrors) after")
  }
}
