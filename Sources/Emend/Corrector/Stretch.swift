/// A stretch of tokens with everything that they may stand for.
///
/// One is used over and over, so that its tables grow once a document.
struct Stretch {
  typealias Word = LanguageModel.Word

  /// A token with what the model knows about it.
  struct Token: BitwiseCopyable {
    var token: TokenReader.Token
    /// Its symbols in `symbols`.
    var start: Int32
    var count: Int32
    var hash: UInt64
    /// Its number in the language model: a word, the class of unknown ones, or of numbers.
    var word: Word
    /// What an unknown word costs beyond its class: how little it looks like one.
    var strangeness: Float
    /// It stands among words.
    var isText = true

    var range: Range<Int> { token.range }
  }

  /// One or two words in the place of one to three tokens.
  struct Edge: BitwiseCopyable {
    var from: Int32
    var to: Int32
    /// Equal to `last` where there is one word.
    var first: Word
    var last: Word
    /// Cost of the channel, and of an unknown word.
    var cost: Float
    /// Its number in `candidates`; −1 when the token stays as it is.
    var candidate: Int32
    var isSplit = false
    /// From the table of neighbours of a known word.
    var isRealWord = false

    var isKept: Bool { candidate < 0 }
  }

  private(set) var tokens: [Token] = []
  private(set) var symbols: [UInt8] = []
  /// In the order of the tokens that they start at; the first of each keeps the token.
  private(set) var edges: [Edge] = []
  /// Where the edges of each token start, and the end.
  private(set) var starts: [Int32] = [0]
  var candidates = CandidateList()

  mutating func removeAll() {
    tokens.removeAll(keepingCapacity: true)
    symbols.removeAll(keepingCapacity: true)
    edges.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    starts.append(0)
    candidates.removeAll()
  }

  /// Adds a token of a text.
  mutating func append(_ token: TokenReader.Token, _ bytes: UnsafeBufferPointer<UInt8>, _ model: CorrectorModel) {
    let start = symbols.count
    model.alphabet.append(bytes, token.range, to: &symbols)
    let (hash, strangeness, word) = symbols.withUnsafeBufferPointer { symbols in
      let own = UnsafeBufferPointer(rebasing: symbols[start...])
      let hash = WordHash.of(own)
      if token.isNumber { return (hash, Float(0), model.language.number) }
      if let word = model.lexicon.find(hash) { return (hash, Float(0), Word(word)) }
      return (hash, model.characters.cost(own), model.language.unknown)
    }
    tokens.append(
      Token(
        token: token, start: Int32(start), count: Int32(symbols.count - start), hash: hash, word: word, strangeness: strangeness))
  }

  /// Notes which tokens stand among words: where two of three around are unknown there is another language, a table or noise.
  mutating func findText(unknown: Word) {
    var (start, end, unknowns) = (0, 0, 0)
    for i in tokens.indices {
      while end < min(tokens.count, i + 5) {
        if tokens[end].word == unknown { unknowns += 1 }
        end += 1
      }
      while start < i - 4 {
        if tokens[start].word == unknown { unknowns -= 1 }
        start += 1
      }
      tokens[i].isText = end - start < 6 || unknowns * 3 <= (end - start) * 2
    }
  }

  func symbols(of token: Token) -> ArraySlice<UInt8> { symbols[Int(token.start)..<Int(token.start + token.count)] }

  /// The edges of each token must be added in the order of the tokens.
  mutating func add(_ edge: Edge) { edges.append(edge) }

  /// Ends the edges of a token.
  mutating func closeEdges() { starts.append(Int32(edges.count)) }

  /// The edges that start at a token.
  @inline(__always)
  func edges(at place: Int) -> Range<Int> { Int(starts[place])..<Int(starts[place + 1]) }

  @inline(__always)
  func startsParagraph(_ place: Int) -> Bool { tokens[place].token.gap == .paragraph || tokens[place].token.gap == .start }

  /// The two words before a place, as they stand.
  func wordsBefore(_ place: Int, _ language: LanguageModel) -> (Word, Word) {
    if place == 0 || startsParagraph(place) { return (language.start, language.start) }
    if place == 1 || startsParagraph(place - 1) { return (language.start, tokens[place - 1].word) }
    return (tokens[place - 2].word, tokens[place - 1].word)
  }
}
