import EmendCore

/// The word lattice of a passage: its tokens, and the edges from token to token that say what they may stand for.
///
/// A place is the number of the token that starts there, and behind the last one the number of tokens; an edge leads from one
/// place to one, two or three places on. One lattice is used for all passages of a document, so that its tables grow once.
package struct Lattice {
  package typealias Word = LanguageModel.Word

  /// A token with what the model knows about it.
  package struct Token: BitwiseCopyable {
    package var token: TokenReader.Token
    /// Its symbols in `symbols`.
    package var start: Int32
    package var count: Int32
    package var hash: UInt64
    /// Its number in the language model: a word, the class of unknown ones, or of numbers.
    package var word: Word
    /// What an unknown word costs beyond its class: its cost as a string of characters, in nats. 0 for others.
    var oovCost: Float
    /// It stands among words, not in another language, a table or noise.
    package var isText = true

    package var range: Range<Int> { token.range }
  }

  /// One or two words in the place of one to three tokens.
  package struct Edge: BitwiseCopyable {
    /// Places.
    package var from: Int32
    package var to: Int32
    /// Equal to `last` where there is one word.
    package var first: Word
    package var last: Word
    /// Cost of the channel, or of an unknown word that stays, in nats.
    package var cost: Float
    /// Its number in `candidates`; −1 when the token stays as it is.
    package var candidate: Int32
    var isSplit = false
    /// Its candidate is a neighbour of a known word, from the model's table.
    var isRealWord = false

    var isKept: Bool { candidate < 0 }
  }

  package private(set) var tokens: [Token] = []
  package private(set) var symbols: [UInt8] = []
  /// In the order of the places that they start at; the first of each place keeps the token as it stands.
  package private(set) var edges: [Edge] = []
  /// For each place where its edges start in `edges`, and at the end their number.
  package private(set) var starts: [Int32] = [0]
  package var candidates = CandidateList()

  package mutating func removeAll() {
    tokens.removeAll(keepingCapacity: true)
    symbols.removeAll(keepingCapacity: true)
    edges.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    starts.append(0)
    candidates.removeAll()
  }

  /// Adds a token of a text.
  package mutating func append(_ token: TokenReader.Token, _ bytes: UnsafeBufferPointer<UInt8>, _ model: CorrectorModel) {
    let start = symbols.count
    model.alphabet.append(bytes, token.range, to: &symbols)
    let (hash, oovCost, word) = symbols.withUnsafeBufferPointer { symbols in
      let own = UnsafeBufferPointer(rebasing: symbols[start...])
      let hash = WordHash.of(own)
      if token.isNumber { return (hash, Float(0), model.language.number) }
      if let word = model.lexicon.find(hash) { return (hash, Float(0), Word(word)) }
      return (hash, model.characters.cost(own), model.language.unknown)
    }
    tokens.append(
      Token(
        token: token, start: Int32(start), count: Int32(symbols.count - start), hash: hash, word: word, oovCost: oovCost))
  }

  /// Notes which tokens stand among words: where more than two of three around one are unknown there is another language, a
  /// table or noise.
  mutating func findText(unknown: Word) {
    var (start, end, unknowns) = (0, 0, 0)
    for i in tokens.indices {
      while end < min(tokens.count, i + 1 + CorrectorNumbers.textReach) {
        if tokens[end].word == unknown { unknowns += 1 }
        end += 1
      }
      while start < i - CorrectorNumbers.textReach {
        if tokens[start].word == unknown { unknowns -= 1 }
        start += 1
      }
      tokens[i].isText = end - start < CorrectorNumbers.fewestForText || unknowns * 3 <= (end - start) * 2
    }
  }

  package func symbols(of token: Token) -> ArraySlice<UInt8> { symbols[Int(token.start)..<Int(token.start + token.count)] }

  /// Adds an edge that starts at the place whose edges are open: the places come in their order.
  package mutating func add(_ edge: Edge) { edges.append(edge) }

  /// Ends the edges of a place.
  mutating func closeEdges() { starts.append(Int32(edges.count)) }

  /// The edges that start at a place.
  @inline(__always)
  package func edges(at place: Int) -> Range<Int> { Int(starts[place])..<Int(starts[place + 1]) }

  @inline(__always)
  func startsParagraph(_ place: Int) -> Bool { tokens[place].token.gap == .paragraph || tokens[place].token.gap == .start }

  /// The two words before a place, as they stand.
  package func wordsBefore(_ place: Int, _ language: LanguageModel) -> (Word, Word) {
    if place == 0 || startsParagraph(place) { return (language.start, language.start) }
    if place == 1 || startsParagraph(place - 1) { return (language.start, tokens[place - 1].word) }
    return (tokens[place - 2].word, tokens[place - 1].word)
  }
}
