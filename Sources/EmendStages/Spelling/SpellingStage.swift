import EmendCore
import EmendLexicon

/// Repairs misread words that the dictionaries or the record itself settle.
package struct SpellingStage: CataloguedStage {
  package static let info = StageInfo(
    "spelling",
    summary: "repairs misread words by the dictionaries and by the record's own names",
    keeps: "known words, protected words, numbers, identifiers; the case of every word",
    role: .words(ownWords: false), mark: StageInfo.Mark("S", light: "#1a53c6", dark: "#93b8ff"), rules: SpellingRules.all)

  private let dictionaries: Dictionaries

  package init(dictionaries: Dictionaries = .embedded) { self.dictionaries = dictionaries }

  /// A word of the text with what is known about it.
  package struct Token {
    package var range: Range<Int>
    /// Its number in the vocabulary, nil for an unknown word.
    package var entry: Int?
    package var flags: Vocabulary.Flags

    package static var none: Token { Token(range: 0..<0, entry: nil, flags: []) }
    var ifAny: Token? { range.isEmpty ? nil : self }

    package var isKnown: Bool { flags.hasAny(of: .known) }
    /// Known, and nothing that another word beside it would change.
    package var isPlain: Bool { isKnown && !flags.hasAny(of: .opensMore) }
  }

  package func edits(in document: Document) -> EditList {
    let bytes = document.bytes
    var edits = EditGatherer()
    let span = bytes.span
    let raw = span.bytes
    var recent = RecentWords(dictionaries.vocabulary, count: bytes.count)
    var resolver = NameResolver(bytes, dictionaries)
    let marks = PunctuationReader(dictionaries)

    // A word, the one before and the one behind it; empty at the ends of the text.
    var before = Token.none
    var token = Token.none
    var words = WordReader(bytes)
    while true {
      var next = Token.none
      if let range = words.next() {
        // Single letters are initials, list marks and noise; only `a` can start a phrase.
        let isLetter = range.count == 1 && span[range.lowerBound] | 0x20 != UInt8(ascii: "a")
        let known = isLetter ? (entry: nil, flags: []) : recent.find(raw, range)
        next = Token(range: range, entry: known.entry, flags: known.flags)
      }
      if !token.range.isEmpty {
        let end = token.range.upperBound
        let hasMark = end < span.count && marks.isCandidate(span[end])
        // Most words are known, and nothing stands behind them that may be a letter.
        if hasMark || !token.isPlain {
          read(before.ifAny, token, next.ifAny, bytes, &resolver, &edits)
          if hasMark { marks.read(token, after: before.ifAny, bytes, &edits) }
        }
      }
      before = token
      token = next
      if token.range.isEmpty { break }
    }
    add(resolver.resolved(), to: &edits)
    return edits.list()
  }

  /// Looks at a word between its neighbours.
  private func read(
    _ before: Token?, _ token: Token, _ next: Token?, _ bytes: [UInt8], _ resolver: inout NameResolver, _ edits: inout EditGatherer
  ) {
    let span = bytes.span
    if !token.isKnown, !touchesDigit(span, token.range), !isHalfWord(span, token.range) {
      if let next { resolver.note(token, next, after: before) }
      let isForeign = isUnknown(before) && isUnknown(next)
      if !correction(token, isForeign: isForeign, bytes, &edits) { splitWord(before, token, next, bytes, &edits) }
    } else if token.flags.contains(.title), let next {
      resolver.note(token, next, after: before)
    }
    if token.flags.contains(.phraseStart), let next, next.flags.contains(.phraseSecond) {
      phrase(token, next, bytes, &edits)
    }
  }

  /// Adds the names, but for those that the tables already correct to the same.
  private func add(_ names: [Edit], to edits: inout EditGatherer) {
    if names.isEmpty { return }
    let places = Set(names.map(\.range))
    var settled: [Range<Int>: [UInt8]] = [:]
    let list = edits.list()
    var cursor = EditList.Cursor(list)
    while let (start, number) = cursor.next() {
      let payload = list.payloads[number]
      let range = start..<start + payload.original.count
      if places.contains(range), settled[range] == nil { settled[range] = Array(list.pool[payload.replacement]) }
    }
    edits += names.filter { settled[$0.range] != $0.replacement }
  }

  /// `Nixon1`, `A34`, `NLK-80`: identifiers and note numbers are no misspellings.
  private func touchesDigit(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    range.lowerBound > 0 && (bytes[range.lowerBound - 1].isDigit || bytes[range.lowerBound - 1] == UInt8(ascii: "_"))
      || range.upperBound < bytes.count
        && (bytes[range.upperBound].isDigit || bytes[range.upperBound] == UInt8(ascii: "_") || bytes[range.upperBound] == UInt8(ascii: "@"))
  }

  /// A word that a hyphen at the line end cuts, or that goes on from one: neither half is a word to correct.
  private func isHalfWord(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let end = range.upperBound
    if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "-"), bytes[end + 1].isSpace { return true }
    var i = range.lowerBound - 1
    while i > 0, bytes[i].isSpace { i -= 1 }
    return i < range.lowerBound - 1 && i > 0 && bytes[i] == UInt8(ascii: "-") && bytes[i - 1].isLetter
  }

  /// Words in a row that nobody knows are another language, or noise.
  private func isUnknown(_ token: Token?) -> Bool {
    token.map { !$0.isKnown && !$0.flags.contains(.correction) && $0.range.count > 2 } ?? false
  }

  private func correction(_ token: Token, isForeign: Bool, _ bytes: [UInt8], _ edits: inout EditGatherer) -> Bool {
    guard let entry = token.entry, let found = dictionaries.corrections[entry] else { return false }
    let original = Array(bytes[token.range])
    var right = LetterCase(original).applied(to: Array(found.right.utf8))
    // European stays capital where OCR lost the capital too.
    if !dictionaries.vocabulary.flags(of: right).contains(.word) { right[0] = right[0].uppered }
    edits.append(
      Edit(
        range: token.range, original: original, replacement: right, rule: "spelling.correction",
        confidence: Confidence(isForeign ? SpellingNumbers.correctionAmongUnknown : SpellingNumbers.correction),
        reason: "corrections.tsv: no word; stands for \(found.right)" + (found.note.isEmpty ? "" : " (\(found.note))")))
    return true
  }

  private func phrase(_ first: Token, _ second: Token, _ bytes: [UInt8], _ edits: inout EditGatherer) {
    guard let entry = first.entry, let other = second.entry,
      let phrases = dictionaries.phrases[Dictionaries.WordPair(first: entry, second: other)]
    else { return }
    for phrase in phrases {
      guard let words = match(phrase.wrong, at: first.range, bytes) else { continue }
      for (index, range) in words.enumerated() where phrase.wrong[index] != phrase.right[index] {
        let original = Array(bytes[range])
        let right = LetterCase(original).applied(to: phrase.right[index])
        let whole = phrase.right.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        edits.append(
          Edit(
            range: range, original: original, replacement: right, rule: "spelling.phrase",
            confidence: Confidence(SpellingNumbers.phrase),
            reason: "phrases.tsv: \(whole)" + (phrase.note.isEmpty ? "" : " (\(phrase.note))")))
      }
      return
    }
  }

  /// The words of a phrase from `first` on, with blanks or one line end between them.
  private func match(_ phrase: [[UInt8]], at first: Range<Int>, _ bytes: [UInt8]) -> [Range<Int>]? {
    var words: [Range<Int>] = []
    var start = first.lowerBound
    for word in phrase {
      if start > first.lowerBound {
        let gap = start
        while start < bytes.count, bytes[start].isSpace, start - gap < SpellingNumbers.phraseGap { start += 1 }
        guard start > gap, bytes[gap..<start].count(where: { $0 == .lineFeed }) <= 1 else { return nil }
      }
      let end = start + word.count
      guard end <= bytes.count, bytes[start..<end].lazy.map(\.lowered).elementsEqual(word),
        end == bytes.count || !bytes[end].isLetter
      else { return nil }
      words.append(start..<end)
      start = end
    }
    return words
  }

  /// `sugge sted`: an unknown piece that with a neighbour makes a word.
  private func splitWord(
    _ before: Token?, _ token: Token, _ next: Token?, _ bytes: [UInt8], _ edits: inout EditGatherer
  ) {
    // When the piece before is unknown too, the pair was looked at as that piece and its next.
    let left = before.flatMap { $0.isKnown ? joined($0, token, bytes) : nil }
    let right = next.flatMap { joined(token, $0, bytes) }
    guard left != nil || right != nil else { return }
    for (pair, other, partner) in [(left, right, before), (right, left, next)] {
      guard let (range, word) = pair, let partner else { continue }
      let bothUnknown = !partner.isKnown
      // A short word, or a long piece beside a long word, may be two words that the lexicon does not have.
      let isShort = word.count < SpellingNumbers.shortestSafeWord
      let doubtful = !bothUnknown && (isShort || min(token.range.count, partner.range.count) > SpellingNumbers.longestSafePiece)
      let p = bothUnknown ? SpellingNumbers.twoPieces : doubtful ? SpellingNumbers.doubtfulPieces : SpellingNumbers.onePiece
      edits.append(
        Edit(
          range: range, original: Array(bytes[range]), replacement: word, rule: "spelling.split-word",
          confidence: Confidence(p),
          reason:
            "\(bothUnknown ? "neither piece is" : "\(bytes.text(token.range)) is not") a known word, "
            + "\(String(decoding: word, as: UTF8.self)) is",
          alternatives: (other?.word ?? rival(of: word, token, partner)).map { [String(decoding: $0, as: UTF8.self)] } ?? []))
      if other != nil { return }
    }
  }

  /// A word that the pieces may as well be, because the blank stands for a letter: `grad ated`, graduated. A long word
  /// lost none.
  private func rival(of word: [UInt8], _ a: Token, _ b: Token) -> [UInt8]? {
    if [a, b].contains(where: { $0.isKnown && $0.range.count > SpellingNumbers.longestSafePiece }) { return nil }
    let cut = min(a.range.upperBound, b.range.upperBound) - min(a.range.lowerBound, b.range.lowerBound)
    return (UInt8(ascii: "a")...UInt8(ascii: "z")).lazy.map { word[..<cut] + [$0] + word[cut...] }.map(Array.init)
      .first { dictionaries.vocabulary.flags(of: $0).contains(.word) }
  }

  /// The word that two neighbours make without the blank between them, if it is one.
  private func joined(_ a: Token, _ b: Token, _ bytes: [UInt8]) -> (range: Range<Int>, word: [UInt8])? {
    guard b.range.lowerBound == a.range.upperBound + 1, bytes[a.range.upperBound] == .space,
      a.range.count >= SpellingNumbers.shortestPiece, b.range.count >= SpellingNumbers.shortestPiece,
      a.range.count + b.range.count >= SpellingNumbers.shortestSplit,
      !touchesDigit(bytes.span, a.range), !touchesDigit(bytes.span, b.range)
    else { return nil }
    let end = b.range.upperBound
    // The s of `John s` or the t of `don t` lost its apostrophe, not its word.
    if end < bytes.count, bytes[end] == UInt8(ascii: "'") || bytes[end] == UInt8(ascii: "-") { return nil }
    if a.range.lowerBound > 0, bytes[a.range.lowerBound - 1] == UInt8(ascii: "'") || bytes[a.range.lowerBound - 1] == UInt8(ascii: "-") {
      return nil
    }
    let first = LetterCase(bytes, a.range)
    let second = LetterCase(bytes, b.range)
    guard second == .lower && (first == .lower || first == .capitalised) || first == .upper && second == .upper
    else { return nil }
    var word = Array(bytes[a.range.lowerBound..<end])
    word.remove(at: a.range.count)
    let flags = dictionaries.vocabulary.flags(of: word)
    guard flags.contains(.word) || flags.contains(.proper) && first == .capitalised && !a.isKnown else { return nil }
    return (a.range.lowerBound..<end, word)
  }
}
