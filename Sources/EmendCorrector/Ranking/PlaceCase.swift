import EmendCore

/// The case of new words by their place: what was read says it only as far as the letters that stay.
extension Corrector {
  /// The case of the new words. Where the first letter was misread, or an edge was glued to the word, its case says nothing, and where
  /// capitals and small letters are mixed the words beside it tell.
  func letterCase(_ choices: Choices, _ edge: Lattice.Edge, _ range: Range<Int>) -> LetterCase {
    let text = Array(bytes[range])
    let read = LetterCase(text)
    if read == .upper { return text.count > CorrectorNumbers.shortWord || !isAmongSmall(choices.span) ? .upper : LetterCase([text[0]]) }
    let isMixed = text.dropFirst().count(where: \.isUpper) > 1 || text.dropFirst().contains(where: \.isUpper) && !text[0].isUpper
    if isMixed || read == .lower, isAmongCapitals(choices.span, all: !isMixed) { return .upper }
    let word = Int(edge.isSplit ? edge.first : edge.last)
    let tokens = lattice.tokens
    let (from, to) = (choices.span.lowerBound, choices.span.upperBound)
    guard let start = model.lexicon.symbols(word).first, start != lattice.symbols(of: tokens[from]).first else { return read }
    let startsSentence = tokens[from].token.startsSentence
    if read == .lower {
      if startsSentence { return isBehindStop(choices.span) ? .capitalised : .lower }
      return to < tokens.count && tokens[to].token.gap == .blank && isCapitalised(tokens[to].range) ? .capitalised : .lower
    }
    let isInside =
      !startsSentence && from > 0
      && (!bytes[tokens[from - 1].range.lowerBound].isUpper || tokens[from - 1].range.count == 1)
    let most = "IJLTl".utf8.contains(text[0]) ? CorrectorNumbers.edgeWordCost : CorrectorNumbers.functionWordCost
    return isInside && model.wordCosts[word] < most ? .lower : read
  }

  /// True when a full stop ends the known word before a span.
  private func isBehindStop(_ span: Range<Int>) -> Bool {
    guard span.lowerBound > 0 else { return false }
    let before = lattice.tokens[span.lowerBound - 1]
    let end = before.range.upperBound
    return before.word != model.language.unknown && before.range.count > 2 && end < bytes.count && bytes[end] == UInt8(ascii: ".")
  }

  private func isCapitalised(_ range: Range<Int>) -> Bool {
    range.count > 2 && bytes[range.lowerBound].isUpper && !bytes[range.lowerBound + 1].isUpper
  }

  /// The words of two letters or more beside a span, three on either side.
  private func beside(_ span: Range<Int>) -> [Slice<UnsafeBufferPointer<UInt8>>] {
    let reach = CorrectorNumbers.caseReach
    let places = max(0, span.lowerBound - reach)..<min(lattice.tokens.count, span.upperBound + reach)
    return places.filter { !span.contains($0) }.map { bytes[lattice.tokens[$0].range] }.filter { $0.count(where: \.isLetter) > 1 }
  }

  /// True when most words beside a span, or all of three at least, are in capitals.
  private func isAmongCapitals(_ span: Range<Int>, all: Bool) -> Bool {
    let words = beside(span)
    let capitals = words.count { $0.allSatisfy { !$0.isLetter || $0.isUpper } }
    return all ? words.count >= CorrectorNumbers.caseReach && capitals == words.count : capitals * 2 > words.count
  }

  private func isAmongSmall(_ span: Range<Int>) -> Bool {
    let words = beside(span)
    return words.count >= CorrectorNumbers.caseReach && words.allSatisfy { $0.dropFirst().allSatisfy { !$0.isUpper } }
  }
}
