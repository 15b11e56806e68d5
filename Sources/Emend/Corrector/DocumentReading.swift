/// What a first look at a text finds: how often each word and each unknown form stands in it, and the places that may be
/// misread.
struct DocumentReading {
  /// A token that is worth a second look.
  struct Site {
    /// Where the third token before it starts, or a paragraph does.
    var context: Int
    /// Its number among the tokens.
    var number: Int
  }

  /// Words that are rare for their length may be pieces of others: `con tracts`.
  @inline(__always)
  static func isRare(_ cost: UInt8, length: Int) -> Bool { cost > (length <= 3 ? 84 : 120) }

  private(set) var sites: [Site] = []
  private(set) var tokens = 0
  private(set) var unknowns = 0
  /// Occurrences of each word of the lexicon, up to 255.
  private(set) var wordCounts: [UInt8]
  private(set) var unknownCounts: [UInt64: Int32] = [:]

  /// Share of the tokens that nobody knows.
  var noise: Float { tokens == 0 ? 0 : Float(unknowns) / Float(tokens) }

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ model: CorrectorModel, kinds: UnsafePointer<UInt8>) {
    wordCounts = Array(repeating: 0, count: model.lexicon.count)
    var reader = TokenReader(bytes, kinds: kinds)
    var symbols: [UInt8] = []
    var recent = (0, 0, 0)
    let lexicon = model.lexicon
    while let token = reader.next() {
      if token.gap == .paragraph || token.gap == .start { recent = (token.start, token.start, token.start) }
      tokens += 1
      if !token.isNumber {
        symbols.removeAll(keepingCapacity: true)
        model.alphabet.append(bytes, token.range, to: &symbols)
        let hash = WordHash.of(symbols)
        if let word = lexicon.find(hash) {
          if wordCounts[word] < 255 { wordCounts[word] += 1 }
          if lexicon.flags(word).contains(.hasNeighbours) || Self.isRare(model.wordCosts[word], length: symbols.count) { sites.append(Site(context: recent.0, number: tokens - 1)) }
        } else {
          unknowns += 1
          unknownCounts[hash, default: 0] += 1
          sites.append(Site(context: recent.0, number: tokens - 1))
        }
      }
      recent = (recent.1, recent.2, token.start)
    }
  }

  func count(ofWord word: Int) -> Int { Int(wordCounts[word]) }
  func count(ofUnknown hash: UInt64) -> Int { Int(unknownCounts[hash] ?? 0) }
}
