import EmendCore

/// What reading a text once finds: how often each word and each unknown form stands in it, and the places that may be
/// misread.
package struct DocumentReading {
  /// A place that may be misread and is to be weighed, in sixteen bytes: a noisy record has one for every third token.
  package struct Site {
    /// `unknown`: a token that is no word of the lexicon. `joined`: the last of two or three tokens that make a word together.
    /// `confusionCandidate`: a word of the lexicon in whose place another one may fit better.
    package enum Kind: UInt8 { case unknown, joined, confusionCandidate }

    /// Where the token starts.
    package let start: Int
    /// Its number among the tokens.
    private let ordinal: UInt32
    /// Bytes between the start of its context and its own.
    private let reach: UInt16
    package var kind: Kind

    /// - Parameter context: where the third token before it starts, or a paragraph does.
    package init(context: Int, start: Int, number: Int, kind: Kind) {
      self.start = start
      ordinal = UInt32(truncatingIfNeeded: number)
      // What stands tens of thousands of bytes away is no context.
      reach = UInt16(exactly: start - context) ?? 0
      self.kind = kind
    }

    package var number: Int { Int(ordinal) }
    package var context: Int { start - Int(reach) }
  }

  /// True for a word of that unigram cost that is rare for its length in symbols: it may be a piece of another, `con tracts`.
  @inline(__always)
  static func isRare(_ cost: UInt8, length: Int) -> Bool {
    cost > (length <= CorrectorNumbers.shortWord ? CorrectorNumbers.rareCostOfShortWord : CorrectorNumbers.rareCost)
  }

  package private(set) var sites: [Site] = []
  package private(set) var tokens = 0
  private(set) var unknowns = 0
  /// Occurrences of each word of the lexicon, up to 255.
  private(set) var wordCounts: [UInt8]
  private(set) var unknownCounts: [UInt64: Int32] = [:]

  /// Share of the tokens that are unknown, 0...1.
  package var noise: Float { tokens == 0 ? 0 : Float(unknowns) / Float(tokens) }

  package init(_ bytes: UnsafeBufferPointer<UInt8>, _ model: CorrectorModel) {
    wordCounts = Array(repeating: 0, count: model.lexicon.count)
    read(bytes, model)
  }

  package func count(ofWord word: Int) -> Int { Int(wordCounts[word]) }
  package func count(ofUnknown hash: UInt64) -> Int { Int(unknownCounts[hash] ?? 0) }

  /// The last tokens, to put together what may be one word.
  private struct Recent {
    /// Where the last three stand, and which of them are weak.
    private var ranges = (0..<0, 0..<0, 0..<0)
    private var isWeak = (false, false, false)
    /// How many of the last tokens may belong together.
    private var count = 0
    private var symbols: [UInt8] = []

    @inline(__always)
    mutating func append(_ range: Range<Int>, isWeak weak: Bool, isJoined: Bool) {
      ranges = (ranges.1, ranges.2, range)
      isWeak = (isWeak.1, isWeak.2, weak)
      count = isJoined ? min(count + 1, 3) : 1
    }

    mutating func removeAll() { count = 0 }

    /// True when the last two or three tokens make a word of the lexicon together, and one or two of them are weak.
    @inline(__always)
    mutating func makesWord(_ bytes: UnsafeBufferPointer<UInt8>, _ model: CorrectorModel) -> Bool {
      if count < 2 || !isWeak.1 && !isWeak.2 { return false }
      return isWord(2, bytes, model) || count == 3 && (isWeak.0 || isWeak.1 && isWeak.2) && isWord(3, bytes, model)
    }

    private mutating func isWord(_ count: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ model: CorrectorModel) -> Bool {
      symbols.removeAll(keepingCapacity: true)
      if count == 3 { model.alphabet.append(bytes, ranges.0, to: &symbols) }
      model.alphabet.append(bytes, ranges.1, to: &symbols)
      model.alphabet.append(bytes, ranges.2, to: &symbols)
      return symbols.count <= CorrectorNumbers.longestWord && model.lexicon.find(WordHash.of(symbols)) != nil
    }
  }

  /// Counts the tokens and finds the unknown ones, and those that make a word together.
  private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, _ model: CorrectorModel) {
    var reader = TokenReader(bytes)
    var symbols: [UInt8] = []
    var recent = Recent()
    var places = (0, 0, 0)
    while let token = reader.next() {
      if token.gap == .paragraph || token.gap == .start { places = (token.start, token.start, token.start) }
      var site = Site(context: places.0, start: token.start, number: tokens, kind: .unknown)
      places = (places.1, places.2, token.start)
      tokens += 1
      if token.isNumber {
        recent.removeAll()
        continue
      }
      symbols.removeAll(keepingCapacity: true)
      model.alphabet.append(bytes, token.range, to: &symbols)
      let hash = WordHash.of(symbols)
      var isWeak = true
      if let word = model.lexicon.find(hash) {
        if wordCounts[word] < 255 { wordCounts[word] += 1 }
        isWeak = Self.isRare(model.wordCosts[word], length: symbols.count)
      } else {
        unknowns += 1
        unknownCounts[hash, default: 0] += 1
        sites.append(site)
      }
      if symbols.count > CorrectorNumbers.longestPiece {
        recent.removeAll()
        continue
      }
      recent.append(token.range, isWeak: isWeak, isJoined: token.gap.rawValue >= TokenReader.Gap.blank.rawValue && token.gap != .other)
      if recent.makesWord(bytes, model) {
        if sites.last?.number == site.number { sites.removeLast() }
        site.kind = .joined
        sites.append(site)
      }
    }
  }

  // MARK: Known words that may be misread

  /// A known word that may be a misreading of another one, until the word after it is read too.
  private struct ConfusionCandidate {
    var word: Int
    var history: LanguageModel.History
    /// By how many nats another word may cost more and the place is still weighed.
    var slack: Float
    var site: Site
  }

  /// Adds the places of known words in whose place another one may fit better.
  mutating func addConfusionCandidates(_ bytes: UnsafeBufferPointer<UInt8>, _ model: CorrectorModel) {
    let language = model.language
    var reader = TokenReader(bytes)
    var symbols: [UInt8] = []
    var confusionCandidates: [Site] = []
    var places = (0, 0, 0)
    var before = (language.start, language.start)
    var open: ConfusionCandidate?
    var number = 0
    while let token = reader.next() {
      if token.gap == .paragraph || token.gap == .start {
        places = (token.start, token.start, token.start)
        if let confusionCandidate = open, Self.isOpen(confusionCandidate, before: nil, model) {
          confusionCandidates.append(confusionCandidate.site)
        }
        open = nil
        before = (language.start, language.start)
      }
      let site = Site(context: places.0, start: token.start, number: number, kind: .confusionCandidate)
      places = (places.1, places.2, token.start)
      number += 1
      symbols.removeAll(keepingCapacity: true)
      model.alphabet.append(bytes, token.range, to: &symbols)
      let found = token.isNumber ? nil : model.lexicon.find(WordHash.of(symbols))
      let word = token.isNumber ? language.number : found.map { LanguageModel.Word($0) } ?? language.unknown
      if let confusionCandidate = open, Self.isOpen(confusionCandidate, before: word, model) {
        confusionCandidates.append(confusionCandidate.site)
      }
      open = nil
      if let found, model.lexicon.flags(found).contains(.hasNeighbours) {
        let isRare = Self.isRare(model.wordCosts[found], length: symbols.count)
        open = ConfusionCandidate(
          word: found, history: language.history(before.0, before.1),
          slack: isRare ? CorrectorNumbers.confusionSlackOfRare : CorrectorNumbers.confusionSlack, site: site)
      }
      before = (before.1, word)
    }
    if let confusionCandidate = open, Self.isOpen(confusionCandidate, before: nil, model) {
      confusionCandidates.append(confusionCandidate.site)
    }
    merge(confusionCandidates)
  }

  /// True when a neighbour of the word, with its misreading, costs less than the word and its slack.
  private static func isOpen(_ confusionCandidate: ConfusionCandidate, before next: LanguageModel.Word?, _ model: CorrectorModel) -> Bool {
    let word = LanguageModel.Word(confusionCandidate.word)
    let most = model.language.cost(word, after: confusionCandidate.history, before: next) + confusionCandidate.slack
    return model.lexicon.neighbours(confusionCandidate.word).contains {
      fits($0, confusionCandidate.history, before: next, upTo: most, model)
    }
  }

  /// True when a neighbour costs less than `most` nats: its misreading, the word behind its history, and the next word.
  package static func fits(
    _ neighbour: (word: Int, cost: Int), _ history: LanguageModel.History, before next: LanguageModel.Word?, upTo most: Float,
    _ model: CorrectorModel
  ) -> Bool {
    let channel = Float(neighbour.cost) * ChannelModel.step
    if channel >= most { return false }
    let other = LanguageModel.Word(neighbour.word)
    let cost = channel + model.language.cost(other, after: history)
    return cost < most && cost + (next.map { model.language.cost($0, after: history.b, other) } ?? 0) < most
  }

  /// Puts the places of known words among the others, from the last to the first, so that no second list of all is needed.
  private mutating func merge(_ confusionCandidates: [Site]) {
    var (from, next) = (sites.count - 1, confusionCandidates.count - 1)
    sites += confusionCandidates
    var to = sites.count - 1
    while next >= 0 {
      if from >= 0, sites[from].number > confusionCandidates[next].number {
        sites[to] = sites[from]
        from -= 1
      } else {
        sites[to] = confusionCandidates[next]
        next -= 1
      }
      to -= 1
    }
  }
}
