import EmendCore
import EmendDictionaries

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the judge of places adds to the features of a reading: the line, the words around, the letters that change.
package enum PlaceFeature: Int, CaseIterable {
  case claimed
  case lineLength, lineTokens, lineLetters, lineCapitals, lineDigits, lineSigns, lineKnown, lineShort, lineWords, lineGaps
  case tokensBefore, tokensAfter, knownAbove, knownBelow
  case previousLength, nextLength, previousCase, nextCase, signBefore, signAfter
  case nearKnown, nearShort, nearCapitals
  case firstChanged, lastChanged, readEdge, readCase, newCase, commonPrefix, commonSuffix, changed
  case readDigits, readSigns, readVowels, newIsCommon, readIsCommon, startsWithI, edges
}

/// A row for the judge of places: the features of the reading, then those of the place.
package struct PlaceRow: FeatureRow {
  private let reading: Features
  private var values = InlineArray<40, Float>(repeating: 0)

  package static let count = Feature.allCases.count + PlaceFeature.allCases.count
  package static let names = Feature.allCases.map { "\($0)" } + PlaceFeature.allCases.map { "\($0)" }

  init(_ reading: Features) { self.reading = reading }

  package subscript(number: Int) -> Float {
    number < Feature.allCases.count ? reading[number] : values[number - Feature.allCases.count]
  }

  subscript(feature: PlaceFeature) -> Float {
    get { values[feature.rawValue] }
    set { values[feature.rawValue] = newValue }
  }

  package var all: [Float] { (0..<Self.count).map { self[$0] } }
}

/// Reads what stands around a place of a text.
struct PlaceReader {
  let model: CorrectorModel
  let bytes: UnsafeBufferPointer<UInt8>
  /// Edges of redactions for each thousand tokens of the record.
  let edges: Float

  /// A token beside the place.
  private struct Word {
    let range: Range<Int>
    let isKnown: Bool
    let isNumber: Bool
    /// 0 small letters, 1 a capital and small ones, 2 capitals, 3 anything else.
    let letterCase: Int
  }

  /// The lines that were read last, for a place and the next one often stand on the same.
  private var lines: [(range: Range<Int>, words: [Word])] = []
  private var symbols: [UInt8] = []

  init(model: CorrectorModel, bytes: UnsafeBufferPointer<UInt8>, edges: Float) {
    (self.model, self.bytes, self.edges) = (model, bytes, edges)
  }

  mutating func row(_ reading: Features, claimed: Double, range: Range<Int>, replacement: [UInt8], words: OpenProposal.Words) -> PlaceRow {
    var row = PlaceRow(reading)
    row[.claimed] = Float(log(max(claimed, 1e-6) / max(1 - claimed, 1e-6)))
    row[.edges] = edges
    noteLine(around: range, in: &row)
    noteLetters(range, replacement, in: &row)
    row[.newIsCommon] = Float(model.wordCosts[words.last])
    return row
  }

  // MARK: Lines

  /// The part of a line before a place and behind it, at most so far as it is of use.
  private func line(endingAt place: Int) -> Range<Int> {
    var start = place
    while start > 0, !bytes[start - 1].isLineEnd, place - start < CorrectorNumbers.longestLine { start -= 1 }
    return start..<place
  }

  /// Bytes of the line end before a place, and behind it: two for CRLF.
  private func lineEnd(before place: Int) -> Int { place > 1 && bytes[place - 1] == 0x0A && bytes[place - 2] == 0x0D ? 2 : 1 }
  private func lineEnd(after place: Int) -> Int { place + 1 < bytes.count && bytes[place] == 0x0D && bytes[place + 1] == 0x0A ? 2 : 1 }

  private func line(startingAt place: Int) -> Range<Int> {
    var end = place
    while end < bytes.count, !bytes[end].isLineEnd, end - place < CorrectorNumbers.longestLine { end += 1 }
    return place..<end
  }

  private mutating func words(in line: Range<Int>) -> [Word] {
    if let known = lines.last(where: { $0.range == line }) { return known.words }
    let found = read(line)
    if lines.count == CorrectorNumbers.linesKept { lines.removeFirst() }
    lines.append((line, found))
    return found
  }

  private mutating func read(_ line: Range<Int>) -> [Word] {
    var reader = TokenReader(UnsafeBufferPointer(rebasing: bytes[..<line.upperBound]), from: line.lowerBound)
    var found: [Word] = []
    while let token = reader.next() {
      symbols.removeAll(keepingCapacity: true)
      model.alphabet.append(bytes, token.range, to: &symbols)
      found.append(
        Word(
          range: token.range, isKnown: !token.isNumber && model.lexicon.find(WordHash.of(symbols)) != nil, isNumber: token.isNumber,
          letterCase: letterCase(bytes[token.range])))
    }
    return found
  }

  private func letterCase(_ text: some Sequence<UInt8>) -> Int {
    var (uppers, lowers, startsUpper) = (0, 0, false)
    for byte in text where byte.isLetter {
      if byte.isUpper { uppers += 1 } else { lowers += 1 }
      if uppers + lowers == 1 { startsUpper = byte.isUpper }
    }
    if uppers + lowers == 0 { return 3 }
    return uppers == 0 ? 0 : lowers == 0 ? 2 : uppers == 1 && startsUpper ? 1 : 3
  }

  /// Share of the words that are known, of those with two letters or more; −1 where there are none.
  private func known(_ words: some Collection<Word>) -> Float {
    let long = words.count { !$0.isNumber && $0.range.count > 1 }
    return long == 0 ? -1 : Float(words.count { $0.isKnown && $0.range.count > 1 }) / Float(long)
  }

  private mutating func noteLine(around range: Range<Int>, in row: inout PlaceRow) {
    let start = line(endingAt: range.lowerBound).lowerBound
    let line = start..<line(startingAt: range.lowerBound).upperBound
    let words = words(in: line)
    let others = words.filter { !$0.range.overlaps(range) }
    var (letters, capitals, digits, signs, gaps, blanks) = (0, 0, 0, 0, 0, 0)
    for byte in bytes[line] {
      if byte.isLetter { letters += 1 } else if byte.isDigit { digits += 1 } else if !byte.isBlank, byte < 0x80 { signs += 1 }
      if byte.isUpper { capitals += 1 }
      blanks = byte.isBlank ? blanks + 1 : 0
      if blanks == 3 { gaps += 1 }
    }
    let length = Float(max(line.count, 1))
    row[.lineLength] = length
    row[.lineTokens] = Float(words.count)
    row[.lineLetters] = Float(letters) / length
    row[.lineCapitals] = Float(capitals) / Float(max(letters, 1))
    row[.lineDigits] = Float(digits) / length
    row[.lineSigns] = Float(signs) / length
    row[.lineKnown] = known(others)
    row[.lineShort] = Float(others.count { $0.range.count < 3 }) / Float(max(others.count, 1))
    row[.lineWords] = Float(others.count { $0.isKnown && $0.range.count > 3 })
    row[.lineGaps] = Float(gaps)
    let before = words.count { $0.range.upperBound <= range.lowerBound }
    let after = words.count { $0.range.lowerBound >= range.upperBound }
    row[.tokensBefore] = Float(before)
    row[.tokensAfter] = Float(after)
    let above = line.lowerBound > 1 ? self.words(in: self.line(endingAt: line.lowerBound - lineEnd(before: line.lowerBound))) : []
    let below =
      line.upperBound + 1 < bytes.count ? self.words(in: self.line(startingAt: line.upperBound + lineEnd(after: line.upperBound))) : []
    row[.knownAbove] = known(above)
    row[.knownBelow] = known(below)
    // The words around, across the ends of the line.
    let left = (above + words.prefix(before)).suffix(CorrectorNumbers.wordsBeside)
    let right = (words.suffix(after) + below).prefix(CorrectorNumbers.wordsBeside)
    noteNeighbours(left, right, in: &row)
    row[.signBefore] = sign(range.lowerBound > 0 ? bytes[range.lowerBound - 1] : .space)
    row[.signAfter] = sign(range.upperBound < bytes.count ? bytes[range.upperBound] : .space)
  }

  private func noteNeighbours(_ left: some BidirectionalCollection<Word>, _ right: some Collection<Word>, in row: inout PlaceRow) {
    row[.previousLength] = Float(left.last?.range.count ?? 0)
    row[.nextLength] = Float(right.first?.range.count ?? 0)
    row[.previousCase] = Float(left.last?.letterCase ?? 4)
    row[.nextCase] = Float(right.first?.letterCase ?? 4)
    let near = Array(left) + Array(right)
    row[.nearKnown] = known(near)
    row[.nearShort] = Float(near.count { $0.range.count < 3 })
    row[.nearCapitals] = Float(near.count { $0.letterCase == 2 && $0.range.count > 1 }) / Float(max(near.count, 1))
  }

  /// A byte beside a place in classes that the trees can divide.
  private func sign(_ byte: UInt8) -> Float {
    switch byte {
    case _ where byte.isLineEnd: 0
    case _ where byte.isBlank: 1
    case UInt8(ascii: ","), UInt8(ascii: ";"): 2
    case UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "!"), UInt8(ascii: "?"): 3
    case UInt8(ascii: "'"), UInt8(ascii: "\""): 4
    case UInt8(ascii: "-"): 5
    case UInt8(ascii: "/"): 6
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"): 7
    case _ where byte.isDigit: 8
    case _ where byte.isLetter: 9
    default: 10
    }
  }

  /// True for what stands before a hyphen at the end of its line, or first in a line behind such a hyphen. A column of a table ends as
  /// a line does, with three blanks or more.
  func isHalf(_ range: Range<Int>) -> Bool {
    func isHyphenAtEnd(_ place: Int) -> Bool {
      guard place > 0, place < bytes.count, bytes[place] == UInt8(ascii: "-"), bytes[place - 1].isLetter else { return false }
      let blanks = bytes[(place + 1)...].prefix { $0.isBlank }.count
      return blanks >= CorrectorNumbers.columnGap || place + 1 + blanks < bytes.count && bytes[place + 1 + blanks].isLineEnd
    }
    if isHyphenAtEnd(range.upperBound) { return true }
    let blanks = bytes[..<range.lowerBound].reversed().prefix { $0.isBlank }.count
    let start = range.lowerBound - blanks
    guard start > 1, bytes[start - 1].isLineEnd || blanks >= CorrectorNumbers.columnGap else { return false }
    var end = start
    if !bytes[start - 1].isLineEnd { end = line(endingAt: start).lowerBound }
    while end > 0, bytes[end - 1].isLineEnd { end -= 1 }
    guard end > 0 else { return false }
    return line(endingAt: end).contains { isHyphenAtEnd($0) }
  }

  // MARK: Letters

  private mutating func noteLetters(_ range: Range<Int>, _ replacement: [UInt8], in row: inout PlaceRow) {
    let read = bytes[range].map(\.lowered)
    let new = replacement.map(\.lowered)
    let prefix = zip(read, new).prefix { $0 == $1 }.count
    let suffix = zip(read.dropFirst(prefix).reversed(), new.dropFirst(prefix).reversed()).prefix { $0 == $1 }.count
    row[.firstChanged] = prefix == 0 ? 1 : 0
    row[.lastChanged] = suffix == 0 ? 1 : 0
    row[.commonPrefix] = Float(prefix)
    row[.commonSuffix] = Float(suffix)
    row[.changed] = Float(max(read.count, new.count) - prefix - suffix)
    row[.readEdge] = "IlJTL|]1[f".utf8.contains(bytes[range.lowerBound]) ? 1 : 0
    row[.readCase] = Float(letterCase(bytes[range]))
    row[.newCase] = Float(letterCase(replacement))
    row[.readDigits] = Float(read.count(where: \.isDigit))
    row[.readSigns] = Float(read.count { !$0.isLetter && !$0.isDigit && !$0.isSpace })
    row[.readVowels] = Float(read.count { "aeiouy".utf8.contains($0) }) / Float(max(read.count, 1))
    row[.startsWithI] = replacement.starts(with: "I ".utf8) ? 1 : 0
    symbols.removeAll(keepingCapacity: true)
    model.alphabet.append(bytes, range, to: &symbols)
    row[.readIsCommon] = model.lexicon.find(WordHash.of(symbols)).map { Float(model.wordCosts[$0]) } ?? -1
  }
}

/// The judge of places: trees that were trained on edits of real records that people judged, and on pairs of OCR and truth.
enum PlaceJudge {
  static let trees: BoostedTrees = {
    let table = UnsafeRawBufferPointer(start: emend_places_start(), count: Int(emend_places_size))
    let trees = BoostedTrees(table, features: PlaceRow.count)
    precondition(trees.isSound, "the judge of places that was built in is not valid")
    return trees
  }()
}
