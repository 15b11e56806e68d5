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

  /// A known word that may be a misreading, until the word after it is known too.
  private struct Doubt {
    var word: Int
    var before: (LanguageModel.Word, LanguageModel.Word)
    var site: Site
  }

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ model: CorrectorModel) {
    wordCounts = Array(repeating: 0, count: model.lexicon.count)
    var reader = TokenReader(bytes)
    var symbols: [UInt8] = []
    var recent = (0, 0, 0)
    let lexicon = model.lexicon
    let language = model.language
    var before = (language.start, language.start)
    var doubt: Doubt?
    while let token = reader.next() {
      if token.gap == .paragraph || token.gap == .start {
        recent = (token.start, token.start, token.start)
        settle(&doubt, after: nil, model)
        before = (language.start, language.start)
      }
      tokens += 1
      let site = Site(context: recent.0, number: tokens - 1)
      var word = language.number
      var next: Doubt?
      if !token.isNumber {
        symbols.removeAll(keepingCapacity: true)
        model.alphabet.append(bytes, token.range, to: &symbols)
        let hash = WordHash.of(symbols)
        if let found = lexicon.find(hash) {
          word = LanguageModel.Word(found)
          if wordCounts[found] < 255 { wordCounts[found] += 1 }
          if lexicon.flags(found).contains(.hasNeighbours) { next = Doubt(word: found, before: before, site: site) }
        } else {
          word = language.unknown
          unknowns += 1
          unknownCounts[hash, default: 0] += 1
        }
      }
      settle(&doubt, after: word, model)
      if word == language.unknown || word < language.unknown && Self.isRare(model.wordCosts[Int(word)], length: symbols.count) {
        sites.append(site)
      } else {
        doubt = next
      }
      before = (before.1, word)
      recent = (recent.1, recent.2, token.start)
    }
    settle(&doubt, after: nil, model)
  }

  /// Keeps the place of a known word that another one may fit better, by the words around it.
  private mutating func settle(_ doubt: inout Doubt?, after next: LanguageModel.Word?, _ model: CorrectorModel) {
    guard let open = doubt else { return }
    doubt = nil
    let (a, b) = open.before
    let language = model.language
    func cost(_ word: LanguageModel.Word) -> Float {
      language.cost(word, after: a, b) + (next.map { language.cost($0, after: b, word) } ?? 0)
    }
    let kept = cost(LanguageModel.Word(open.word))
    for neighbour in model.lexicon.neighbours(open.word) {
      if Float(neighbour.cost) * ChannelModel.step + cost(LanguageModel.Word(neighbour.word)) < kept + Self.slack {
        sites.append(open.site)
        return
      }
    }
  }

  /// By how many nats another word may fit worse at first sight.
  private static let slack: Float = 1.5

  func count(ofWord word: Int) -> Int { Int(wordCounts[word]) }
  func count(ofUnknown hash: UInt64) -> Int { Int(unknownCounts[hash] ?? 0) }
}
