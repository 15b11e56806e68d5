import EmendCore
import EmendLexicon

/// Joins the words that a line end cut, and what stripped matter cut.
package struct LineEndsStage: CataloguedStage {
  /// Whether paragraphs become one line each.
  package enum Reflowing: String, StageChoice {
    case on, off

    package static let option = StageOption(
      "reflow", default: off, help: "Make one line of each paragraph; tables, lists, headings and heads of cables stay.")
  }

  package static let info = StageInfo(
    "line-ends",
    summary: "joins words and sentences that a line end or stripped matter cut",
    keeps: "real hyphens, dashes, tables, lists, headings; the lines, unless `--reflow` says otherwise",
    role: .lines, mark: StageInfo.Mark("L", light: "#a3246f", dark: "#f59ad0"), options: [Reflowing.option], rules: LineEndsRules.all)

  private let dictionaries: Dictionaries
  private let reflow: Bool

  package init(reflow: Bool = false, dictionaries: Dictionaries = .embedded) {
    self.dictionaries = dictionaries
    self.reflow = reflow
  }

  package func edits(in document: Document) -> EditList {
    let bytes = document.bytes
    let gaps = Self.gaps(document)
    let words = cutWords(document, gaps)
    let inLine = Self.wordsWithBlank(bytes)
    let flowing = reflow ? Reflow.lineEnds(bytes) : []
    if words.isEmpty, inLine.isEmpty, gaps.isEmpty, flowing.isEmpty { return EditList() }

    var evidence = WordEvidence()
    for word in words { HyphenReader.wanted(word, bytes, dictionaries.vocabulary, &evidence) }
    for word in inLine { HyphenReader.wanted(word, bytes, dictionaries.vocabulary, &evidence) }
    evidence.read(bytes)
    var reader = HyphenReader(dictionaries, evidence)
    var edits = EditGatherer()
    var flow = 0
    for word in words {
      while flow < flowing.count, flowing[flow].lowerBound < word.mark.upperBound { flow += 1 }
      let isFlowing = flow < flowing.count && flowing[flow].lowerBound < word.gap.upperBound
      let careful = word.blankLines > 0 || word.crossesScar || Self.isTabular(bytes, word)
      if let reading = reader.read(word, bytes, careful: careful) { edits.append(edit(word, reading, bytes, isFlowing: isFlowing)) }
    }
    for word in inLine {
      if let reading = reader.readInLine(word, bytes) { edits.append(inLineEdit(word, reading, bytes)) }
    }
    closeUp(bytes, gaps, &edits)
    for range in flowing
    where CutWord.signLength(bytes, endingAt: bytes.trimmed(max(0, range.lowerBound - 8)..<range.lowerBound).upperBound) == nil {
      edits.append(
        Edit(
          range: range, original: Array(bytes[range]), replacement: [.space], rule: "line-ends.reflow", confidence: .likely,
          reason: "a full line of a paragraph"))
    }
    return edits.list()
  }

  /// The blanks and line ends around each place where matter was taken out.
  private static func gaps(_ document: Document) -> [Range<Int>] {
    let bytes = document.bytes
    var gaps: [Range<Int>] = []
    for removalPoint in document.removalPoints where gaps.last.map({ $0.upperBound < removalPoint }) ?? true {
      var low = removalPoint
      while low > 0, bytes[low - 1].isSpace { low -= 1 }
      var high = removalPoint
      while high < bytes.count, bytes[high].isSpace { high += 1 }
      if low < high { gaps.append(low..<high) }
    }
    return gaps
  }

  /// The words with a hyphen at the end of a line.
  private func cutWords(_ document: Document, _ gaps: [Range<Int>]) -> [CutWord] {
    let bytes = document.bytes
    let separator = Lines.separator(of: bytes)
    var words: [CutWord] = []
    var next = 0
    for lineEnd in BytePlaces(of: separator, in: bytes) {
      var end = lineEnd
      while end > 0, lineEnd - end < 4, bytes[end - 1].isBlank || bytes[end - 1] == .carriageReturn { end -= 1 }
      guard CutWord.signLength(bytes, endingAt: end) != nil else { continue }
      let word = CutWord(bytes, before: end) { gap in
        while next < gaps.count, gaps[next].upperBound < gap.upperBound { next += 1 }
        return next < gaps.count && gaps[next].lowerBound <= gap.lowerBound
      }
      guard let word, !document.isWithheldMatter(word.left.lowerBound..<word.right.upperBound) else { continue }
      words.append(word)
    }
    return words
  }

  /// The words with a blank behind their hyphen.
  private static func wordsWithBlank(_ bytes: [UInt8]) -> [CutWord] {
    var words: [CutWord] = []
    for hyphen in BytePlaces(of: UInt8(ascii: "-"), in: bytes) {
      if let word = CutWord(bytes, blankBehind: hyphen) { words.append(word) }
    }
    return words
  }

  /// True when one of the lines looks like a row of a table: what stands below a half is then no second half.
  private static func isTabular(_ bytes: [UInt8], _ word: CutWord) -> Bool {
    var low = word.left.lowerBound
    while low > 0, word.left.lowerBound - low < LineEndsNumbers.tabularReach, !bytes[low - 1].isLineEnd { low -= 1 }
    var high = word.right.upperBound
    while high < bytes.count, high - word.right.upperBound < LineEndsNumbers.tabularReach, !bytes[high].isLineEnd { high += 1 }
    return hasColumns(bytes, low..<word.left.lowerBound) || hasColumns(bytes, word.right.upperBound..<high)
  }

  /// True for a tab or three blanks between words.
  static func hasColumns(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
    var blanks = 0
    let content = bytes.trimmed(line)
    for i in content {
      if bytes[i] == .tab || bytes[i] == UInt8(ascii: "|") { return true }
      blanks = bytes[i] == .space ? blanks + 1 : 0
      if blanks == LineEndsNumbers.columnGap { return true }
    }
    return false
  }

  /// One edit takes the hyphen out, and puts the line end behind the word.
  private func edit(_ word: CutWord, _ reading: HyphenReader.Reading, _ bytes: [UInt8], isFlowing: Bool) -> Edit {
    var range = word.mark.lowerBound..<word.right.lowerBound
    var new: [UInt8] = reading.dropsHyphen ? [] : [UInt8(ascii: "-")]
    var next = word.token.upperBound
    while next < bytes.count, bytes[next].isBlank { next += 1 }
    // Where the half has a line for itself, the end of that line stays.
    if next < bytes.count, next > word.token.upperBound, !bytes[next].isSpace, !isFlowing {
      range = range.lowerBound..<next
      new += bytes[word.token]
      if !word.crossesScar {
        new += bytes[word.gap].drop(while: \.isBlank)
      } else if PageJoin.isWrapped(bytes, before: word.mark.lowerBound) {
        new += PageJoin.lineEnd(bytes, word.gap)
      } else {
        new.append(.space)
      }
    }
    if !reading.dropsHyphen, word.isPlain, bytes[word.mark.lowerBound] == UInt8(ascii: "-") {
      range = word.mark.upperBound..<range.upperBound
      new.removeFirst()
    }
    return Edit(
      range: range, original: Array(bytes[range]), replacement: new, rule: reading.dropsHyphen ? "line-ends.word" : "line-ends.compound",
      confidence: reading.confidence, reason: reading.reason, alternatives: reading.alternative.map { [$0] } ?? [])
  }

  private func inLineEdit(_ word: CutWord, _ reading: HyphenReader.Reading, _ bytes: [UInt8]) -> Edit {
    let range = (reading.dropsHyphen ? word.mark.lowerBound : word.gap.lowerBound)..<word.right.lowerBound
    return Edit(
      range: range, original: Array(bytes[range]), replacement: [], rule: "line-ends.blank", confidence: reading.confidence,
      reason: reading.reason, alternatives: reading.alternative.map { [$0] } ?? [])
  }

  /// Sentences that go on behind stripped matter. A hyphen before the gap is settled by then.
  private func closeUp(_ bytes: [UInt8], _ gaps: [Range<Int>], _ edits: inout EditGatherer) {
    for gap in gaps where bytes[gap].contains(where: \.isLineEnd) {
      guard gap.lowerBound > 0, CutWord.signLength(bytes, endingAt: gap.lowerBound) == nil,
        let join = PageJoin(bytes, left: gap.lowerBound, right: gap.upperBound, vocabulary: dictionaries.vocabulary),
        !bytes[gap].elementsEqual(join.joiner)
      else { continue }
      edits.append(
        Edit(
          range: gap, original: Array(bytes[gap]), replacement: join.joiner, rule: "line-ends.close-up", confidence: join.confidence,
          reason: "what stood here cut a sentence"))
    }
  }
}

extension StageOptions {
  /// Makes one line of each paragraph.
  package var reflow: Bool {
    get { self[LineEndsStage.Reflowing.self] == .on }
    set { self[LineEndsStage.Reflowing.self] = newValue ? .on : .off }
  }
}
