import EmendCore
import EmendLexicon

/// I and l, which are one stroke, told apart by the word, and in Roman numerals.
struct CapitalReader {
  private let bytes: [UInt8]
  private let vocabulary: Vocabulary
  /// Words that were looked for in the record, and whether it has them.
  private var elsewhere: [[UInt8]: Bool] = [:]

  init(_ bytes: [UInt8], _ vocabulary: Vocabulary) {
    self.bytes = bytes
    self.vocabulary = vocabulary
  }

  mutating func read(_ line: Range<Int>, _ edits: inout EditGatherer) {
    let text = bytes
    let span = text.span
    var position = line.lowerBound
    var before: Range<Int>?
    while let word = Words.next(in: span, position..<line.upperBound) {
      position = word.upperBound
      if isCandidate(word) { read(word, after: before, line, &edits) }
      before = word
    }
  }

  /// An l at the start or among capitals, or an I among small letters.
  private func isCandidate(_ word: Range<Int>) -> Bool {
    let span = bytes.span
    let small = UInt8(ascii: "l")
    let capital = UInt8(ascii: "I")
    if span[word.lowerBound] == small, word.count < 4 || !span[word.lowerBound + 1].isVowelOrL || span[word.lowerBound + 1].isUpper {
      return true
    }
    var i = word.lowerBound
    while i < word.upperBound {
      if span[i] == small, i > word.lowerBound, span[i - 1].isUpper,
        i + 1 == word.upperBound || !span[i + 1].isLetter || span[i + 1].isUpper || span[i + 1] == small
      {
        return true
      }
      if span[i] == capital, i > word.lowerBound, span[i - 1].isLetter, !span[i - 1].isUpper { return true }
      i += 1
    }
    return false
  }

  private mutating func read(_ word: Range<Int>, after before: Range<Int>?, _ line: Range<Int>, _ edits: inout EditGatherer) {
    if touchesDigit(word) { return }
    let text = Array(bytes[word])
    if let numeral = numeral(text, word, after: before, line) {
      edits.glyph(
        word, numeral, in: bytes, "glyphs.roman-numeral", GlyphNumbers.roman,
        "a Roman numeral behind \(before.map { bytes.text($0) } ?? "")")
      return
    }
    let flags = vocabulary.flags(of: text)
    if flags.contains(.word) && !text.contains(UInt8(ascii: "I")) && text.count > 2 { return }
    if let (reading, why) = reading(text, word, after: before, line) {
      edits.glyph(word, reading, in: bytes, "glyphs.capital-i", GlyphNumbers.capital, why)
    }
  }

  private func touchesDigit(_ word: Range<Int>) -> Bool {
    func isCode(_ byte: UInt8) -> Bool { byte.isDigit || byte.isAny(of: "_/@#") }
    return word.lowerBound > 0 && isCode(bytes[word.lowerBound - 1]) || word.upperBound < bytes.count && isCode(bytes[word.upperBound])
  }

  private func isKnown(_ word: [UInt8]) -> Bool { vocabulary.flags(of: word).hasAny(of: .known) }

  private mutating func reading(_ text: [UInt8], _ word: Range<Int>, after before: Range<Int>?, _ line: Range<Int>) -> ([UInt8], String)? {
    let (small, capital) = (UInt8(ascii: "l"), UInt8(ascii: "I"))
    // `traiIing`: I between small letters.
    if text.dropFirst().contains(capital), text.dropFirst().contains(where: { $0.isLower }), !isKnown(text) {
      let other = [text[0]] + text.dropFirst().map { $0 == capital ? small : $0 }
      if other.dropFirst().allSatisfy({ !$0.isUpper }), other.count > 3, isKnown(other) {
        return (other, "\(bytes.text(word)) is no word, \(String(decoding: other, as: UTF8.self)) is")
      }
    }
    guard text.contains(small) else { return nil }
    // `LATlN`: l among capitals.
    let others = text.filter { $0 != small }
    if !others.isEmpty, others.allSatisfy(\.isUpper) {
      let other = text.map { $0 == small ? capital : $0 }
      let isBesideCapitals = others.count > 1 || before.map { $0.count > 1 && bytes[$0].allSatisfy(\.isUpper) } == true
      // `Al` and `El` are names.
      guard isBesideCapitals, text[0] == small || others.count > 1, isKnown(other) else { return nil }
      if text.count != 3 || has(other) {
        return (other, "l among capitals; \(String(decoding: other, as: UTF8.self)) is a word")
      }
      return nil
    }
    // `lndia`, and `lf` where a sentence starts.
    guard text[0] == small, text.count > 1, text.dropFirst().allSatisfy({ $0.isLower }) else { return nil }
    let other = [capital] + text.dropFirst()
    if text.count < 4 {
      // `lt. Hale` is a lieutenant.
      guard word.upperBound == bytes.count || bytes[word.upperBound] != UInt8(ascii: "."), startsSentence(word, after: before, line),
        vocabulary.flags(of: other).contains(.word),
        Self.opening.contains(String(decoding: other, as: UTF8.self))
      else { return nil }
      return (other, "\(bytes.text(word)) starts a sentence: \(String(decoding: other, as: UTF8.self))")
    }
    // `lmitations` lost its i, and `lchor` its beginning.
    guard text.count > 4, text[1].isAny(of: "nmtsrd"), !isKnown(text), isKnown(other),
      !"aeiou".utf8.contains(where: { isKnown([small, $0] + text.dropFirst()) })
    else { return nil }
    return (other, "\(bytes.text(word)) is no word, \(String(decoding: other, as: UTF8.self)) is")
  }

  /// True when the record has a word.
  private mutating func has(_ other: [UInt8]) -> Bool {
    if let known = elsewhere[other] { return known }
    var place = 0
    var has = false
    while !has, let found = bytes.firstIndex(of: other, in: place..<bytes.count) {
      place = found + other.count
      has = (found == 0 || !bytes[found - 1].isLetter) && (place == bytes.count || !bytes[place].isLetter)
    }
    elsewhere[other] = has
    return has
  }

  /// Words of two and three letters with which a sentence starts.
  private static let opening: Set<String> = ["If", "In", "It", "Is", "Its", "Ill"]

  private func startsSentence(_ word: Range<Int>, after before: Range<Int>?, _ line: Range<Int>) -> Bool {
    guard let before else {
      // The first of a line starts a sentence where the line before is empty or ends one.
      var i = line.lowerBound - 1
      guard i > 0 else { return true }
      i -= 1
      while i > 0, bytes[i] == .space { i -= 1 }
      return bytes[i] == .lineFeed || bytes[i].isAny(of: ".!?:\"")
    }
    let gap = bytes[before.upperBound..<word.lowerBound]
    // `Mr. lt`: behind an abbreviation nothing starts.
    return gap.count > 1 && gap.contains { $0.isAny(of: ".!?\"") } && before.count > 2
  }

  // MARK: Roman numerals

  private func numeral(_ text: [UInt8], _ word: Range<Int>, after before: Range<Int>?, _ line: Range<Int>) -> [UInt8]? {
    guard text.count <= 5, text.contains(UInt8(ascii: "l")), text.allSatisfy({ $0.isAny(of: "lIVX") }), let before,
      word.lowerBound == before.upperBound + 1, bytes[before.upperBound] == .space, before.count > 2
    else { return nil }
    let numeral = text.map { $0 == UInt8(ascii: "l") ? UInt8(ascii: "I") : $0 }
    guard RomanNumeral.value(String(decoding: numeral, as: UTF8.self)) != nil else { return nil }
    let name = Array(bytes[before])
    guard name[0].isUpper, name.dropFirst().allSatisfy({ $0.isLower }) || name.allSatisfy(\.isUpper), isKnown(name) else { return nil }
    // `He ll come`, `Who l met`.
    let folded = name.map(\.lowered)
    if text.contains(UInt8(ascii: "V")) || text.contains(UInt8(ascii: "X")) { return numeral }
    // One stroke is 1 as often, or the edge of something; of wars there are two.
    if text.count == 1 { return folded.elementsEqual("war".utf8) ? numeral : nil }
    if Passages.embedded.isOwn(folded) { return nil }
    // `Kim Il Sung`, `Chicago Il 60626`, `Springfield Ill.`
    let next = word.upperBound < line.upperBound ? bytes[word.upperBound] : .lineFeed
    if next == UInt8(ascii: ".") && text.count == 3 && word.upperBound + 1 < line.upperBound { return nil }
    if next == .space, word.upperBound + 1 < line.upperBound, bytes[word.upperBound + 1].isUpper || bytes[word.upperBound + 1].isDigit {
      return nil
    }
    return numeral
  }
}

extension UInt8 {
  /// What goes on behind an l that is one.
  fileprivate var isVowelOrL: Bool { isAny(of: "aeiouyAEIOUYlL'") }
}
