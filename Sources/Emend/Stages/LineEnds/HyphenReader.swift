/// Says whether the hyphen of a cut word is the typist's or the word's own.
struct HyphenReader {
  /// What becomes of a hyphen.
  struct Reading {
    let dropsHyphen: Bool
    let confidence: Confidence
    let reason: String
    /// The other form, when it is as likely.
    var alternative: String?
  }

  private let vocabulary: Vocabulary
  private let evidence: WordEvidence
  /// Words whose neighbours were looked at before: noise repeats itself.
  private var near: [[UInt8]: Bool] = [:]

  init(_ vocabulary: Vocabulary, _ evidence: WordEvidence) {
    self.vocabulary = vocabulary
    self.evidence = evidence
  }

  /// The two halves of a word with what is known about them.
  private struct Halves {
    let left: [UInt8]
    let right: [UInt8]
    var joined: [UInt8] { left + right }
    var hyphened: [UInt8] { left + [UInt8(ascii: "-")] + right }
    var joinedText: String { String(decoding: joined, as: UTF8.self) }
    var hyphenedText: String { String(decoding: hyphened, as: UTF8.self) }

    /// How the case of the second half goes on from the first: `govern-ment` and `GOVERN-MENT`, `anti-Castro`, neither.
    enum Shape { case even, upper, capital, mixed, number }

    var shape: Shape {
      guard let first = right.first else { return .mixed }
      if first.isDigit { return .number }
      if left.count > 1, LetterCase(left) == .upper {
        return right.allSatisfy { !$0.isLower } ? .upper : .mixed
      }
      if first.isLower || first >= 0x80 { return .even }
      return left.count == 1 && left[0].isUpper ? .mixed : .capital
    }
  }

  /// The forms that the record is asked for.
  static func wanted(_ word: CutWord, _ bytes: [UInt8], _ vocabulary: Vocabulary, _ evidence: inout WordEvidence) {
    let left = Array(bytes[word.left])
    evidence.want(left + word.ending)
    evidence.want(left, word.ending)
    // A half by itself matters only where the lexicon does not have it.
    for half in [left, word.ending] where half.count > 3 && vocabulary.flags(of: half).isDisjoint(with: .known) { evidence.want(half) }
    if let singular = singular(word.ending) { evidence.want(left, singular) }
  }

  /// A word without the s at its end.
  private static func singular(_ word: [UInt8]) -> [UInt8]? {
    word.count > 3 && word.last! | 0x20 == UInt8(ascii: "s") ? Array(word.dropLast()) : nil
  }

  /// Reads a word. `careful`: the lines may be columns or headings, so that only a known form counts.
  mutating func read(_ word: CutWord, _ bytes: [UInt8], careful: Bool) -> Reading? {
    let halves = Halves(left: Array(bytes[word.left]), right: word.ending)
    if let reading = byRecord(halves, word) { return reading }
    if let reading = byLexicon(halves, word) { return reading }
    return careful || !word.isPlain ? nil : byShape(halves)
  }

  /// Reads a word with a blank behind its hyphen. `long- and short-range` has that blank by right, so a known form must
  /// stand against it.
  func readInLine(_ word: CutWord, _ bytes: [UInt8]) -> Reading? {
    let halves = Halves(left: Array(bytes[word.left]), right: word.ending)
    guard halves.left.count > 1, halves.shape == .even || halves.shape == .capital, !Self.isFunctionWord(halves.right) else { return nil }
    if evidence.count(of: halves.left, halves.right) > 0 || vocabulary.flags(of: halves.hyphened).contains(.compound) {
      return byRecord(halves, word) ?? byLexicon(halves, word)
    }
    guard isWhole(halves), halves.joined.count >= 5, !(isWord(halves.left) && isWord(halves.right)) else { return nil }
    return Reading(dropsHyphen: true, confidence: Confidence(0.93), reason: "\(halves.joinedText) is a known word, and its halves are none")
  }

  /// The record's own use.
  private func byRecord(_ halves: Halves, _ word: CutWord) -> Reading? {
    var hyphened = evidence.count(of: halves.left, halves.right)
    if hyphened == 0, let singular = Self.singular(halves.right) { hyphened = evidence.count(of: halves.left, singular) }
    let joined = evidence.count(of: halves.joined)
    guard hyphened + joined > 0, word.isPlain || isKnown(halves.joined) || joined > 1 || hyphened > 1 else { return nil }
    // A small and a capital half make one word in `McCone` only.
    if halves.shape == .mixed || halves.shape == .number, hyphened == 0 { return nil }
    if halves.shape == .capital, hyphened == 0, isWord(halves.left), !isWhole(halves) { return nil }
    if hyphened == 0 {
      if !isWhole(halves), isWord(halves.left), isWord(halves.right), joined < 2 { return nil }
      return Reading(
        dropsHyphen: true, confidence: Confidence(0.97), reason: "the record has \(halves.joinedText) \(Self.times(joined))")
    }
    // A hyphen that stayed in the text where lines were joined before is no hyphen of the word.
    let cannotBeTwo =
      hyphened <= max(joined, 1) && halves.left.count > 1 && isWhole(halves) && !(isWord(halves.left) && isWord(halves.right))
    // `VietNam` does not speak against `Viet-Nam`: a blank was lost there.
    if halves.shape == .capital || halves.shape == .number, !cannotBeTwo {
      return Reading(
        dropsHyphen: false, confidence: Confidence(0.95), reason: "the record has \(halves.hyphenedText) \(Self.times(hyphened))")
    }
    if joined == 0, !cannotBeTwo {
      return Reading(
        dropsHyphen: false, confidence: Confidence(0.95), reason: "the record has \(halves.hyphenedText) \(Self.times(hyphened))")
    }
    let both = "the record has \(halves.joinedText) \(Self.times(joined)) and \(halves.hyphenedText) \(Self.times(hyphened))"
    if cannotBeTwo || joined > hyphened { return Reading(dropsHyphen: true, confidence: Confidence(0.9), reason: both) }
    if hyphened > joined { return Reading(dropsHyphen: false, confidence: Confidence(0.88), reason: both) }
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
        dropsHyphen: false, confidence: Confidence(word.isPlain ? 0.93 : 0.85), reason: "compounds.txt has \(halves.hyphenedText)")
    }
    guard isWhole(halves), halves.joined.count >= 4 else { return nil }
    let twoWords = isWord(halves.left) && isWord(halves.right)
    if !word.isPlain, twoWords { return nil }
    // `there-in` is one word, `pro-of` two lines that do not belong together.
    if twoWords, halves.left.count < 4, Self.isFunctionWord(halves.right) { return nil }
    // `A-bomb`, `e-mail`, `T-shirt`: a letter by itself is cut off by a typist where it is a syllable.
    if halves.left.count == 1, !"aeiou".utf8.contains(halves.left[0]) || halves.joined.count < 5 { return nil }
    let p = halves.left.count == 1 ? 0.85 : !word.isPlain ? 0.9 : twoWords ? 0.93 : 0.97
    return Reading(dropsHyphen: true, confidence: Confidence(p), reason: "\(halves.joinedText) is a known word")
  }

  /// Neither the record nor the lexicon knows the word: what the halves are by themselves.
  private mutating func byShape(_ halves: Halves) -> Reading? {
    let (left, right) = (halves.left, halves.right)
    guard left.count >= 2, right.count >= 2, !Self.isFunctionWord(right) else { return nil }
    let leftIsWord = stands(left)
    let rightIsWord = stands(right)
    if halves.shape == .capital || halves.shape == .upper {
      return halves.shape == .capital ? compoundOfNames(halves, leftIsWord, rightIsWord) : nil
    }
    guard halves.shape == .even else { return nil }
    let joined = halves.joinedText
    if leftIsWord, rightIsWord {
      // Short words are syllables too.
      if left.count < 4 || right.count < 4 || isNear(halves.joined) {
        if isKnown(halves.joined), halves.joined.count > 5 {
          return Reading(dropsHyphen: true, confidence: Confidence(0.85), reason: "\(joined) is a known name")
        }
        return Reading(
          dropsHyphen: true, confidence: .suggested, reason: "both halves are words, and \(joined) is none",
          alternative: halves.hyphenedText)
      }
      return Reading(
        dropsHyphen: false, confidence: Confidence(0.85), reason: "both halves are words, and \(joined) is none")
    }
    guard halves.joined.count >= 5, halves.joined.contains(where: { "aeiouyAEIOUY".utf8.contains($0) || $0 >= 0x80 })
    else { return nil }
    if isNear(halves.joined) {
      return Reading(
        dropsHyphen: true, confidence: Confidence(0.9), reason: "\(joined) is a letter from a known word, and its halves are none")
    }
    let cut = leftIsWord ? halves.right : halves.left
    let text = String(decoding: cut, as: UTF8.self)
    // A long word with a hyphen behind it, or a name: the other half may be the damaged word of a compound.
    let isHalf =
      leftIsWord
      ? left.count > 4 || vocabulary.flags(of: left).contains(.compoundStart)
      : rightIsWord && (left[0].isUpper && left.count > 3 || vocabulary.flags(of: right).contains(.compoundEnd))
    if isHalf {
      return Reading(
        dropsHyphen: true, confidence: .suggested, reason: "\(text) is no word", alternative: halves.hyphenedText)
    }
    let p = leftIsWord ? 0.8 : rightIsWord ? 0.82 : 0.86
    return Reading(
      dropsHyphen: true, confidence: Confidence(p),
      reason: leftIsWord || rightIsWord ? "\(text) is no word, so the line end cut one" : "neither half is a word, so the line end cut one")
  }

  /// `Castro-Communists`, `anti-Castro`: a capital behind the hyphen is the start of a name.
  private func compoundOfNames(_ halves: Halves, _ leftIsWord: Bool, _ rightIsWord: Bool) -> Reading? {
    guard leftIsWord, rightIsWord, halves.left.count >= 3, halves.right.count >= 4, !halves.right.dropFirst().contains(where: \.isUpper)
    else { return nil }
    let rightIsName = !vocabulary.flags(of: halves.right).contains(.word)
    guard rightIsName || halves.left[0].isUpper else { return nil }
    let isUsual =
      vocabulary.flags(of: halves.right).contains(.compoundEnd) || vocabulary.flags(of: halves.left).contains(.compoundStart)
    return Reading(
      dropsHyphen: false, confidence: Confidence(rightIsName ? 0.85 : isUsual ? 0.8 : 0.7),
      reason: "\(halves.hyphenedText) has two words, the second with a capital")
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
      return (isPrefix || !isWord(halves.left)) && vocabulary.flags(of: halves.joined).contains(.proper)
    case .mixed, .number: return false
    }
  }

  private func isKnown(_ word: [UInt8]) -> Bool { !vocabulary.flags(of: word).isDisjoint(with: .known) }

  /// A word of two letters and more that the lexicon has.
  private func isWord(_ word: [UInt8]) -> Bool { word.count > 1 && isKnown(word) }

  /// A known word, or one that stands in the record by itself.
  private func stands(_ word: [UInt8]) -> Bool { isWord(word) || word.count > 3 && evidence.count(of: word) > 1 }

  /// True when one letter changed, added or taken out makes a known word of it: the line end cut a word that OCR damaged.
  private mutating func isNear(_ word: [UInt8]) -> Bool {
    guard word.count >= 6, word.count <= 24 else { return false }
    if let known = near[word] { return known }
    let found = hasNeighbour(word)
    near[word] = found
    return found
  }

  private func hasNeighbour(_ word: [UInt8]) -> Bool {
    var changed = word
    var longer = [word[0]] + word
    var shorter = Array(word.dropFirst())
    for i in word.indices {
      for letter in UInt8(ascii: "a")...UInt8(ascii: "z") {
        changed[i] = letter
        longer[i] = letter
        if isWordOfText(changed) || isWordOfText(longer) { return true }
      }
      changed[i] = word[i]
      longer[i] = word[i]
      if isWordOfText(shorter) { return true }
      if i < shorter.count { shorter[i] = word[i] }
    }
    return false
  }

  private func isWordOfText(_ word: [UInt8]) -> Bool { vocabulary.flags(of: word).contains(.word) }

  /// Words that never are the second half of a compound, nor the rest of a word: after them a line starts anew.
  private static func isFunctionWord(_ word: [UInt8]) -> Bool {
    functionWords.contains(String(decoding: word.map(\.lowered), as: UTF8.self))
  }

  private static let functionWords: Set<String> = [
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "had", "has", "have", "he", "her", "his", "i", "if", "in", "is",
    "it", "its", "nor", "not", "of", "on", "or", "our", "she", "so", "than", "that", "the", "their", "them", "then", "there", "these",
    "they",
    "this", "those", "to", "was", "we", "were", "what", "when", "where", "which", "while", "who", "will", "with", "would", "you", "your",
  ]

  static func times(_ n: Int) -> String { n == 1 ? "once" : "\(n) times" }
}
