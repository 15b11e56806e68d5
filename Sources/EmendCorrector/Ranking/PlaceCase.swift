import EmendCore

/// The case of new words by their place: what was read says it only as far as the letters that stay.
extension Corrector {
  /// The case of the new words. Where the first letter was misread, or an edge was glued to the word, its case says nothing, and where
  /// capitals and small letters are mixed the words beside it tell.
  mutating func letterCase(_ choices: Choices, _ edge: Lattice.Edge, _ range: Range<Int>) -> LetterCase {
    let text = Array(bytes[range])
    let read = LetterCase(text)
    if read == .upper { return text.count > CorrectorNumbers.shortWord || !isAmongSmall(choices.span) ? .upper : LetterCase([text[0]]) }
    let isMixed = text.dropFirst().contains(where: \.isUpper) && text.contains { $0.isLetter && !$0.isUpper }
    if isMixed || read == .lower, isAmongCapitals(choices.span, all: !isMixed) { return .upper }
    let word = Int(edge.isSplit ? edge.first : edge.last)
    let tokens = lattice.tokens
    let from = choices.span.lowerBound
    let (old, new) = (lattice.symbols(of: tokens[from]), model.lexicon.symbols(word))
    // A glyph in front that is no letter of the word: the case is that of the letter behind it.
    if read == .capitalised, text.count > 1, old.dropFirst().elementsEqual(new) { return LetterCase(Array(text.dropFirst())) }
    let isChanged = new.first != old.first
    let isInside = isInsideSmallLetters(choices.span)
    if read == .lower {
      if !isChanged { return .lower }
      let isB = (text[0] == UInt8(ascii: "3") || text[0] == UInt8(ascii: "8")) && model.alphabet.text(new.prefix(1)) == "b"
      if isB || tokens[from].token.startsSentence && isBehindStop(choices.span) { return .capitalised }
      let to = choices.span.upperBound
      return to < tokens.count && tokens[to].token.gap == .blank && isCapitalised(tokens[to].range) ? .capitalised : .lower
    }
    if !isInside || model.lexicon.flags(word).contains(.proper) || isNameOfTheRecord(word, near: range) { return read }
    if !isChanged { return text[0] == UInt8(ascii: "I") ? .lower : read }
    return model.wordCosts[word] >= CorrectorNumbers.functionWordCost && areAlike(text[0], new) ? read : .lower
  }

  /// True when the record around a place has a word with a capital more often than in small letters: the Bureau.
  private mutating func isNameOfTheRecord(_ word: Int, near place: Range<Int>) -> Bool {
    let block = place.lowerBound / CorrectorNumbers.nearInRecord
    let key = block << 32 | word
    if let known = namesOfTheRecord[key] { return known }
    let isName = hasMoreCapitals(word, in: block)
    namesOfTheRecord[key] = isName
    return isName
  }

  /// Counts a word in a part of the record, the one before and the one behind.
  private func hasMoreCapitals(_ word: Int, in block: Int) -> Bool {
    let small = Array(model.text(word).utf8)
    guard small.count > 1, small[0].isLetter else { return false }
    let length = CorrectorNumbers.nearInRecord
    let near = max(0, (block - 1) * length)..<min(bytes.count, (block + 2) * length)
    var (capitals, smalls) = (0, 0)
    var i = near.lowerBound
    while i + small.count <= near.upperBound {
      if bytes[i] | 0x20 == small[0], bytes[i + 1] == small[1], i == 0 || !bytes[i - 1].isLetter,
        bytes[i + 1..<i + small.count].elementsEqual(small.dropFirst()), i + small.count == bytes.count || !bytes[i + small.count].isLetter
      {
        if bytes[i].isUpper { capitals += 1 } else { smalls += 1 }
      }
      i += 1
    }
    return capitals > smalls
  }

  /// Capitals that are read for each other, so that a capital stood there: `Gommission`.
  private static let alike = ["CG", "OQD", "EF", "BRP", "MNH", "UV", "LT"]

  private func areAlike(_ read: UInt8, _ new: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = model.alphabet.text(new.prefix(1)).utf8.first, first.isLetter else { return false }
    return Self.alike.contains { $0.utf8.contains(read) && $0.utf8.contains(first.uppered) }
  }

  /// True when words in small letters stand on both sides, or the pronoun I before it, in the same sentence.
  private func isInsideSmallLetters(_ span: Range<Int>) -> Bool {
    let tokens = lattice.tokens
    guard !tokens[span.lowerBound].token.startsSentence, span.lowerBound > 0, span.upperBound < tokens.count else { return false }
    let (before, after) = (tokens[span.lowerBound - 1].range, tokens[span.upperBound].range)
    return (!bytes[before.lowerBound].isUpper || before.count == 1) && !bytes[after.lowerBound].isUpper
  }

  private func isCapitalised(_ range: Range<Int>) -> Bool {
    range.count > 2 && bytes[range.lowerBound].isUpper && !bytes[range.lowerBound + 1].isUpper
  }

  /// True when a full stop ends the known word before a span.
  private func isBehindStop(_ span: Range<Int>) -> Bool {
    guard span.lowerBound > 0 else { return false }
    let before = lattice.tokens[span.lowerBound - 1]
    let end = before.range.upperBound
    return before.word != model.language.unknown && before.range.count > 2 && end < bytes.count && bytes[end] == UInt8(ascii: ".")
  }

  /// The words of two letters or more beside a span, three on either side.
  private func beside(_ span: Range<Int>) -> [Slice<UnsafeBufferPointer<UInt8>>] {
    let reach = CorrectorNumbers.caseReach
    let places = max(0, span.lowerBound - reach)..<min(lattice.tokens.count, span.upperBound + reach)
    return places.filter { !span.contains($0) }.map { bytes[lattice.tokens[$0].range] }.filter { $0.count(where: \.isLetter) > 1 }
  }

  /// True when most words beside a span, or all of two at least, are in capitals.
  private func isAmongCapitals(_ span: Range<Int>, all: Bool) -> Bool {
    let words = beside(span)
    let capitals = words.count { $0.allSatisfy { !$0.isLetter || $0.isUpper } }
    return all ? words.count > 1 && capitals == words.count : capitals * 2 > words.count
  }

  private func isAmongSmall(_ span: Range<Int>) -> Bool {
    let words = beside(span)
    return words.count >= CorrectorNumbers.caseReach && words.allSatisfy { $0.dropFirst().allSatisfy { !$0.isUpper } }
  }
}
