import EmendCore
import EmendLexicon

/// Says whether the hyphen of a cut word is the typist's or the word's own.
package struct HyphenReader {
  /// What becomes of a hyphen.
  package struct Reading {
    let dropsHyphen: Bool
    package let confidence: Confidence
    package let reason: String
    /// The other form, when it is as likely.
    var alternative: String?
  }

  let vocabulary: Vocabulary
  private let evidence: WordEvidence
  var neighbours: Neighbours

  package init(_ dictionaries: Dictionaries, _ evidence: WordEvidence) {
    vocabulary = dictionaries.vocabulary
    neighbours = Neighbours(dictionaries)
    self.evidence = evidence
  }

  /// The forms that the record is asked for.
  package static func wanted(_ word: CutWord, _ bytes: [UInt8], _ vocabulary: Vocabulary, _ evidence: inout WordEvidence) {
    let (left, ending) = (Array(bytes[word.left]), word.ending(bytes))
    evidence.want(left + ending)
    if ending.first?.isUpper == true { evidence.want(exact: left + ending) }
    evidence.want(left, ending)
    // A half by itself matters only where the lexicon does not have it.
    for half in [left, ending] where half.count > LineEndsNumbers.longestAffix && vocabulary.flags(of: half).isDisjoint(with: .known) {
      evidence.want(half)
    }
    if let singular = singular(ending) { evidence.want(left, singular) }
  }

  /// A word without the s at its end.
  private static func singular(_ word: [UInt8]) -> [UInt8]? {
    word.count > LineEndsNumbers.longestAffix && word.last! | 0x20 == UInt8(ascii: "s") ? Array(word.dropLast()) : nil
  }

  /// Reads a word. `careful`: the lines may be columns or headings, so that only a known form counts.
  package mutating func read(_ word: CutWord, _ bytes: [UInt8], careful: Bool) -> Reading? {
    let halves = Halves(left: Array(bytes[word.left]), right: word.ending(bytes))
    if isInThree(word, halves, bytes) { return nil }
    let reading = byRecord(halves, word) ?? byLexicon(halves, word) ?? (careful || !word.isPlain ? nil : byShape(halves))
    if let reading, !reading.dropsHyphen { return reading }
    // `e-mail`, `X-ray`; and a letter alone on a line is a mark in the margin.
    let hasLetter = halves.left.count < 2 || halves.right.count < 2
    let twoWords = isWord(halves.left) && isWord(halves.right)
    if word.isInCompound, twoWords || hasLetter { return careful ? nil : inCompound(word, halves) }
    if hasLetter { return nil }
    // With a blank before it the sign is a dash, unless it can be none.
    if bytes[word.mark.lowerBound] == .space, twoWords || !isWhole(halves) { return nil }
    return reading
  }

  /// `day-to-`, line end, `day`: the small word between two hyphens joins nothing.
  private func inCompound(_ word: CutWord, _ halves: Halves) -> Reading? {
    guard word.isPlain, Self.connectives.contains(String(decoding: halves.left, as: UTF8.self)), halves.right.count > 1,
      halves.right.allSatisfy({ !$0.isUpper && !$0.isDigit })
    else { return nil }
    return Reading(
      dropsHyphen: false, confidence: Confidence(LineEndsNumbers.connective),
      reason: "\(halves.hyphenedText) is part of a compound of three words")
  }

  /// True when OCR cut the rest of the word too: `evalua-`, line end, `te tions`.
  private func isInThree(_ word: CutWord, _ halves: Halves, _ bytes: [UInt8]) -> Bool {
    let end = word.token.upperBound
    guard word.token == word.right, end < bytes.count, bytes[end] == .space, let next = Words.next(in: bytes.span, from: end),
      next.lowerBound == end + 1, next.count > 1, next.count <= CutWord.longestWord, !isKnown(Array(bytes[next]))
    else { return false }
    return isKnown(halves.joined + bytes[next])
  }

  /// Reads a word with a blank behind its hyphen. `long- and short-range` has that blank by right, so a known form must
  /// stand against it.
  func readInLine(_ word: CutWord, _ bytes: [UInt8]) -> Reading? {
    let halves = Halves(left: Array(bytes[word.left]), right: word.ending(bytes))
    guard halves.left.count > 1, halves.shape == .even || halves.shape == .capital, !Self.isFunctionWord(halves.right) else { return nil }
    if evidence.count(of: halves.left, halves.right) > 0 || vocabulary.flags(of: halves.hyphened).contains(.compound) {
      return byRecord(halves, word) ?? byLexicon(halves, word)
    }
    guard isWhole(halves), halves.joined.count >= LineEndsNumbers.shortestDoubtfulWord, !(isWord(halves.left) && isWord(halves.right))
    else { return nil }
    return Reading(
      dropsHyphen: true, confidence: Confidence(LineEndsNumbers.wordWithBlank),
      reason: "\(halves.joinedText) is a known word, and its halves are none")
  }

  /// The record's own use.
  private func byRecord(_ halves: Halves, _ word: CutWord) -> Reading? {
    var hyphened = evidence.count(of: halves.left, halves.right)
    if hyphened == 0, let singular = Self.singular(halves.right) { hyphened = evidence.count(of: halves.left, singular) }
    // `Indochina` says nothing about `Indo-China`.
    let joined = halves.shape == .capital ? evidence.count(exact: halves.joined) : evidence.count(of: halves.joined)
    guard hyphened + joined > 0, word.isPlain || isKnown(halves.joined) || joined > 1 || hyphened > 1 else { return nil }
    // A small and a capital half make one word in `McCone` only.
    if halves.shape == .mixed || halves.shape == .number, hyphened == 0 { return nil }
    if halves.shape == .capital, hyphened == 0, isWord(halves.left), !isWhole(halves) { return nil }
    if hyphened == 0 {
      if !isWhole(halves), isWord(halves.left), isWord(halves.right), joined < 2 { return nil }
      return Reading(
        dropsHyphen: true, confidence: Confidence(LineEndsNumbers.joinedInRecord),
        reason: "the record has \(halves.joinedText) \(Self.times(joined))")
    }
    // A hyphen that stayed in the text where lines were joined before is no hyphen of the word.
    let cannotBeTwo =
      hyphened <= joined && halves.left.count > 1 && isWhole(halves) && !(isWord(halves.left) && isWord(halves.right))
    // `VietNam` does not speak against `Viet-Nam`: a blank was lost there.
    if halves.shape == .capital || halves.shape == .number, !cannotBeTwo {
      return Reading(
        dropsHyphen: false, confidence: Confidence(LineEndsNumbers.hyphenedInRecord),
        reason: "the record has \(halves.hyphenedText) \(Self.times(hyphened))")
    }
    if joined == 0 {
      if hyphened == 1, isWhole(halves), !(isWord(halves.left) && isWord(halves.right)) {
        // Perhaps the hyphen of a line end, from lines that somebody joined.
        return Reading(
          dropsHyphen: true, confidence: .suggested, reason: "the record has \(halves.hyphenedText) once",
          alternative: halves.hyphenedText)
      }
      return Reading(
        dropsHyphen: false, confidence: Confidence(LineEndsNumbers.hyphenedInRecord),
        reason: "the record has \(halves.hyphenedText) \(Self.times(hyphened))")
    }
    let both = "the record has \(halves.joinedText) \(Self.times(joined)) and \(halves.hyphenedText) \(Self.times(hyphened))"
    if cannotBeTwo || joined > hyphened {
      return Reading(dropsHyphen: true, confidence: Confidence(LineEndsNumbers.mostlyJoinedInRecord), reason: both)
    }
    if hyphened > joined {
      return Reading(dropsHyphen: false, confidence: Confidence(LineEndsNumbers.mostlyHyphenedInRecord), reason: both)
    }
    return Reading(dropsHyphen: true, confidence: .suggested, reason: both, alternative: halves.hyphenedText)
  }

  /// A known compound, or a known word.
  private func byLexicon(_ halves: Halves, _ word: CutWord) -> Reading? {
    let compound = vocabulary.flags(of: halves.hyphened)
    if word.isHyphen, compound.contains(.compound), halves.shape != .mixed {
      if compound.contains(.either), isWhole(halves) {
        return Reading(
          dropsHyphen: true, confidence: .suggested, reason: "\(halves.joinedText) and \(halves.hyphenedText) are both in use",
          alternative: halves.hyphenedText)
      }
      return Reading(
        dropsHyphen: false, confidence: Confidence(word.isPlain ? LineEndsNumbers.compoundInTable : LineEndsNumbers.compoundAtOtherSign),
        reason: "compounds.txt has \(halves.hyphenedText)")
    }
    guard isWhole(halves), halves.joined.count >= LineEndsNumbers.shortestWord else { return nil }
    let twoWords = isWord(halves.left) && isWord(halves.right)
    if !word.isPlain, twoWords { return nil }
    // `there-in` is one word, `pro-of` two lines that do not belong together.
    if twoWords, halves.left.count < LineEndsNumbers.shortestOfTwoWords, Self.isFunctionWord(halves.right) { return nil }
    let p = !word.isPlain ? LineEndsNumbers.wordAtOtherSign : twoWords ? LineEndsNumbers.wordOfTwoWords : LineEndsNumbers.wordInLexicon
    return Reading(dropsHyphen: true, confidence: Confidence(p), reason: "\(halves.joinedText) is a known word")
  }

  /// The joined word is known in the case in which it stands here.
  private func isWhole(_ halves: Halves) -> Bool {
    switch halves.shape {
    case .even:
      let flags = vocabulary.flags(of: halves.joined)
      return flags.contains(.word) || halves.left[0].isUpper && !flags.isDisjoint(with: .known)
    case .upper: return isKnown(halves.joined)
    case .capital:
      // `Mc-` and `Mac-` are no words by themselves.
      let isPrefix = halves.left.elementsEqual("Mc".utf8) || halves.left.elementsEqual("Mac".utf8)
      return isPrefix && vocabulary.flags(of: halves.joined).contains(.proper)
    case .mixed, .number: return false
    }
  }

  func isKnown(_ word: [UInt8]) -> Bool { !vocabulary.flags(of: word).isDisjoint(with: .known) }

  /// A word of two letters and more that the lexicon has.
  private func isWord(_ word: [UInt8]) -> Bool { word.count > 1 && isKnown(word) }

  /// A known word, or one that stands in the record by itself.
  func stands(_ word: [UInt8]) -> Bool { isWord(word) || word.count > LineEndsNumbers.longestAffix && evidence.count(of: word) > 1 }

  /// Words that never are the second half of a compound, nor the rest of a word: after them a line starts anew.
  static func isFunctionWord(_ word: [UInt8]) -> Bool {
    functionWords.contains(String(decoding: word.map(\.lowered), as: UTF8.self))
  }

  private static let functionWords: Set<String> = [
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "had", "has", "have", "he", "her", "his", "i", "if", "in", "is",
    "it", "its", "nor", "not", "of", "on", "or", "our", "she", "so", "than", "that", "the", "their", "them", "then", "there", "these",
    "they",
    "this", "those", "to", "was", "we", "were", "what", "when", "where", "which", "while", "who", "will", "with", "would", "you", "your",
  ]

  /// The small words inside compounds of three: `line-by-line`, `vis-a-vis`, `aide-de-camp`.
  private static let connectives: Set<String> = [
    "a", "and", "by", "de", "du", "en", "for", "in", "la", "of", "on", "or", "the", "to", "up",
  ]

  package static func times(_ n: Int) -> String { n == 1 ? "once" : "\(n) times" }
}
