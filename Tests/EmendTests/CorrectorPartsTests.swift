import Testing

@testable import EmendCore
@testable import EmendCorrector

/// The parts of the corrector one by one, against plain ways to compute the same.
@Suite struct CorrectorPartsTests {
  // MARK: Alignment

  /// Levenshtein's distance by the book.
  private func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var row = Array(0...b.count)
    for i in 0..<a.count {
      var diagonal = row[0]
      row[0] = i + 1
      for j in 0..<b.count {
        let cost = min(row[j] + 1, row[j + 1] + 1, diagonal + (a[i] == b[j] ? 0 : 1))
        diagonal = row[j + 1]
        row[j + 1] = cost
      }
    }
    return row[b.count]
  }

  @Test func alignmentsAreShortestAndLeadFromAToB() {
    var random = Random(3)
    for round in 0..<600 {
      let letters: UInt8 = [1, 2, 4, 250][round % 4]
      func word() -> [UInt8] {
        (0..<Int.random(in: 0...(round % 10 == 0 ? 300 : 70), using: &random)).map { _ in UInt8.random(in: 0...letters, using: &random) }
      }
      let a = word()
      var b = word()
      if round % 2 == 0 {
        b = a
        for _ in 0..<Int.random(in: 0...9, using: &random) where !b.isEmpty {
          b.remove(at: Int.random(in: 0..<b.count, using: &random))
          b.insert(7, at: Int.random(in: 0...b.count, using: &random))
        }
      }
      let steps = TextAlignment.steps(a, b)
      #expect(steps.count { $0 != .match } == distance(a, b), "\(a) \(b)")
      var (i, j) = (0, 0)
      for step in steps {
        switch step {
        case .match, .substitution:
          #expect((a[i] == b[j]) == (step == .match))
          i += 1
          j += 1
        case .deletion: i += 1
        case .insertion: j += 1
        }
      }
      #expect(i == a.count && j == b.count)
    }
  }

  // MARK: Tokens

  private func tokens(_ text: String) -> [(text: String, gap: TokenReader.Gap, token: TokenReader.Token)] {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { buffer in
      var reader = TokenReader(buffer)
      var found: [(String, TokenReader.Gap, TokenReader.Token)] = []
      while let token = reader.next() { found.append((String(decoding: bytes[token.range], as: UTF8.self), token.gap, token)) }
      return found
    }
  }

  @Test(arguments: [
    ("", []), (" \n\r\n\t", []), ("--- ... !", []), ("a", ["a"]), ("He agreed.", ["He", "agreed"]),
    ("(the \"Bay of Pigs\")", ["the", "Bay", "of", "Pigs"]), ("U.S. aid", ["U.S", "aid"]), ("anti-Castro", ["anti", "Castro"]),
    ("Castro's men’s", ["Castro", "s", "men", "s"]), ("don't", ["don't"]), ("Cuba,and Haiti", ["Cuba", "and", "Haiti"]),
    ("1,200 men", ["1,200", "men"]),
    ("Genève, São", ["Genève", "São"]), ("one—two–three", ["one", "two", "three"]), ("Nixon1", ["Nixon1"]), ("go@vern", ["go@vern"]),
    ("日本 と", ["日本", "と"]),
  ]) func tokensAreWordsAsPeopleSeeThem(text: String, words: [String]) {
    #expect(tokens(text).map(\.text) == words)
  }

  @Test(arguments: [
    ("one two", TokenReader.Gap.blank), ("one  two", .blank), ("one\ntwo", .lineEnd), ("one\r\ntwo", .lineEnd), ("one\n\ntwo", .paragraph),
    ("one\r\n\r\ntwo", .paragraph), ("one\u{C}two", .paragraph), ("one-two", .hyphen), ("one-\ntwo", .hyphenLineEnd),
    ("one-\r\ntwo", .hyphenLineEnd), ("one- two", .hyphenBlank), ("one, two", .other), ("one. two", .other), ("one -- two", .other),
  ]) func gapsSayWhatStandsBetween(text: String, gap: TokenReader.Gap) {
    let found = tokens(text)
    #expect(found.count == 2 && found[0].gap == .start)
    #expect(found.last?.gap == gap)
  }

  @Test func sentencesStartBehindStops() {
    #expect(
      tokens("He left. It rained, and so on.\n\nWe").map(\.token.startsSentence) == [true, false, true, false, false, false, false, true])
  }

  @Test func tokensOfAnyBytesStayInside() {
    var random = Random(9)
    for _ in 0..<3000 {
      let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        Bool.random(using: &random)
          ? UInt8.random(in: 0...255, using: &random)
          : [0xE2, 0x80, 0x94, 0xC2, 0xA0, 0x27, 0x73, 0x2D][Int.random(in: 0..<8, using: &random)]
      }
      bytes.withUnsafeBufferPointer { buffer in
        var reader = TokenReader(buffer)
        var last = 0
        while let token = reader.next() {
          #expect(token.start >= last && token.end > token.start && token.end <= bytes.count, "\(bytes)")
          last = token.end
        }
      }
    }
  }

  // MARK: Tables

  @Test func ngramsAreFoundWithTheirCosts() {
    var random = Random(4)
    let grams = (0..<5000).map { _ in
      (hash: random.next(), cost: Float.random(in: 0...20, using: &random), backoff: Float.random(in: -7...2, using: &random))
    }
    let entries = NgramTable.entries(grams)
    entries.withUnsafeBufferPointer { buffer in
      let table = NgramTable(buffer)
      var wrong = 0
      for gram in grams {
        let found = table.find(gram.hash)
        #expect(found != nil)
        // One fingerprint in some thousands is another's.
        if let found, abs(found.cost - gram.cost) > 0.05 || abs(found.backoff - gram.backoff) > 0.03 { wrong += 1 }
      }
      #expect(wrong < 10, "\(wrong)")
      #expect((0..<20_000).count { _ in table.find(random.next()) != nil } < 20)
    }
    #expect(NgramTable.entries([]).isEmpty)
    NgramTable.entries([]).withUnsafeBufferPointer { #expect(NgramTable($0).find(7) == nil) }
  }

  @Test func theTreeNumbersEveryWord() throws {
    let model = CorrectorModel.embedded
    try #require(model.lexicon.count > 10_000)
    for number in stride(from: 0, to: model.lexicon.count, by: 997) {
      let symbols = Array(model.lexicon.symbols(number))
      for (trie, spelled) in [(model.trie, symbols), (model.backwardTrie, symbols.reversed())] {
        var node = WordTrie.root
        for symbol in spelled { node = try #require(trie.child(node, symbol)) }
        #expect(trie.endsWord(node) && trie.word(node) == number)
      }
      #expect(model.lexicon.find(WordHash.of(symbols)) == number)
    }
  }
}
