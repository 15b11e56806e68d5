/// Corrects one document: reads it once for what it knows, then weighs the places that may be misread, stretch by stretch.
struct Corrector {
  let model: CorrectorModel
  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var reading: DocumentReading
  /// Made when a string is met that no record had before.
  private lazy var search = model.search()
  var stretch = Stretch()
  var path = BestPath()
  /// What was joined to look for one word.
  private var joined: [UInt8] = []
  var judgement: Judgement
  private let least: Double
  /// Bytes whose contests are kept.
  var watched: Range<Int>?
  var contests: [Contest] = []

  /// A record with a smaller share of unknown words is clean.
  private static let clean: Float = 0.03

  /// Pieces of a word are seldom misread in both halves too.
  private static let mergeLimits: CandidateSearch.Limits = {
    var limits = CandidateSearch.Limits()
    limits.results = 3
    limits.halfExpansions = 60
    limits.expansions = 0
    return limits
  }()

  /// Words of a smaller cost, such as `the` and `for`, stand beside a misread word by chance, not as a piece of it.
  private static let common: UInt8 = 54

  /// More tokens than this are weighed in parts.
  private static let longestStretch = 300

  /// - Parameter least: proposals of a smaller probability are let go.
  init(_ bytes: UnsafeBufferPointer<UInt8>, model: CorrectorModel, least: Double = 0) {
    self.bytes = bytes
    self.model = model
    reading = DocumentReading(bytes, model)
    self.least = least
    judgement = Judgement(model: model, bytes: bytes, least: least)
  }

  /// In a record with a larger share of unknown words known ones are doubted at once.
  private static let noisy: Float = 0.05
  /// In others only where so many of its tokens are likely misread: in clean text known words are right, whatever fits better.
  private static let leastMisread = 0.001
  /// A text with fewer tokens says too little of how clean it is.
  private static let fewTokens = 300

  /// All proposals with their probabilities, ascending by place; they may overlap.
  mutating func run() -> [Proposal] {
    if reading.noise < Self.noisy, reading.tokens >= Self.fewTokens {
      let proposals = weighAll()
      let likely = proposals.count { $0.probability >= Confidence.Level.likely.threshold }
      if Double(likely) < Self.leastMisread * Double(reading.tokens) { return proposals }
      contests = []
      judgement = Judgement(model: model, bytes: bytes, least: least)
    }
    reading.addDoubts(bytes, model)
    return weighAll()
  }

  private mutating func weighAll() -> [Proposal] {
    let sites = reading.noise < Self.clean ? reading.sites.filter { isOpen($0) } : reading.sites
    var start = 0
    while start < sites.count {
      var end = start + 1
      // Sites that stand in each other's context are weighed together.
      while end < sites.count, sites[end].number - sites[end - 1].number <= 5,
        sites[end].number - sites[start].number < Self.longestStretch
      { end += 1 }
      weigh(sites[start..<end])
      start = end
    }
    return judgement.finish()
  }

  /// In a clean record most unknown words are names, and no place to look at.
  private func isOpen(_ site: DocumentReading.Site) -> Bool {
    guard site.kind == .unknown else { return true }
    var reader = TokenReader(bytes, from: site.start)
    guard let token = reader.next() else { return false }
    var one = Stretch()
    one.append(token, bytes, model)
    return isEligible(one.tokens[0], one.symbols[...])
  }

  // MARK: Stretches

  private mutating func weigh(_ sites: ArraySlice<DocumentReading.Site>) {
    let (first, last) = (sites.first!, sites.last!)
    var reader = TokenReader(bytes, from: first.context)
    stretch.removeAll()
    while stretch.tokens.count < last.number - first.number + 7, var token = reader.next() {
      if stretch.tokens.isEmpty { token.gap = first.context == 0 ? .start : .blank }
      stretch.append(token, bytes, model)
    }
    stretch.findText(unknown: model.language.unknown)
    var doubts = sites.lazy.filter { $0.kind == .doubt }.makeIterator()
    var doubt = doubts.next()
    for i in stretch.tokens.indices {
      let token = stretch.tokens[i]
      stretch.add(
        Stretch.Edge(from: Int32(i), to: Int32(i + 1), first: token.word, last: token.word, cost: token.strangeness, candidate: -1))
      if token.word == model.language.unknown {
        addWords(at: i)
      } else if doubt?.start == token.token.start {
        addNeighbours(at: i)
        doubt = doubts.next()
      }
      addMerges(at: i)
      stretch.closeEdges()
    }
    path.find(in: stretch, model.language)
    propose()
  }

  /// What an unknown token may stand for.
  private mutating func addWords(at place: Int) {
    let token = stretch.tokens[place]
    guard token.isText, isEligible(token, stretch.symbols(of: token)) else { return }
    var limits = CandidateSearch.Limits()
    // A reading that costs much more than the token as it stands will not win by its neighbours.
    limits.most = Int((model.language.cost(token.word) + token.strangeness + 10) / ChannelModel.step)
    addCandidates(for: stretch.symbols(of: token), hash: token.hash, splits: token.count >= 4, limits: limits, place..<place + 1)
  }

  /// What a known word may be a misreading of.
  private mutating func addNeighbours(at place: Int) {
    let token = stretch.tokens[place]
    let isName = isNameInside(token)
    let (a, b) = stretch.wordsBefore(place, model.language)
    let history = model.language.history(a, b)
    let next = place + 1 < stretch.tokens.count && !stretch.startsParagraph(place + 1) ? stretch.tokens[place + 1].word : nil
    let most = model.language.cost(token.word, after: history, before: next) + DocumentReading.slackOfRare
    for neighbour in model.lexicon.neighbours(Int(token.word)) {
      if isName, !model.lexicon.flags(neighbour.word).contains(.proper) { continue }
      // What fits far worse beside the words as they stand will not win by what they may be misread for.
      guard DocumentReading.fits(neighbour, history, before: next, upTo: most, model) else { continue }
      stretch.candidates.append(word: neighbour.word, channel: neighbour.cost)
      addEdges(from: stretch.candidates.entries.count - 1, place..<place + 1, isRealWord: true)
    }
  }

  private mutating func addCandidates(
    for symbols: ArraySlice<UInt8>, hash: UInt64, splits: Bool, limits: @autoclosure () -> CandidateSearch.Limits, _ span: Range<Int>
  ) {
    let key = WordHash.mixed(hash, splits ? 7 : 3)
    let first = stretch.candidates.entries.count
    if !model.memo.append(key, to: &stretch.candidates) {
      for candidate in search.candidates(for: Array(symbols), splits: splits, limits: limits()) { stretch.candidates.append(candidate) }
      model.memo.note(key, from: first, of: stretch.candidates)
    }
    addEdges(from: first, span)
  }

  /// Edges for the last candidates.
  private mutating func addEdges(from first: Int, _ span: Range<Int>, isRealWord: Bool = false) {
    for number in first..<stretch.candidates.entries.count {
      let candidate = stretch.candidates.entries[number]
      stretch.add(
        Stretch.Edge(
          from: Int32(span.lowerBound), to: Int32(span.upperBound),
          first: Stretch.Word(candidate.first >= 0 ? candidate.first : candidate.word), last: Stretch.Word(candidate.word),
          cost: Float(candidate.channel) * ChannelModel.step, candidate: Int32(number), isSplit: candidate.first >= 0,
          isRealWord: isRealWord
        ))
    }
  }

  /// `Che`, `Moro`: in a clean record a known word with a capital inside a sentence is a name, and no other word misread.
  private func isNameInside(_ token: Stretch.Token) -> Bool {
    let range = token.range
    return reading.noise < Self.clean && !token.token.startsSentence && range.count > 1 && bytes[range.lowerBound].isUpper
      && !bytes[range.lowerBound + 1].isUpper
  }

  /// Two or three tokens that may be the pieces of one word.
  private mutating func addMerges(at place: Int) {
    guard stretch.tokens[place].isText else { return }
    for count in 2...3 where place + count <= stretch.tokens.count {
      let span = place..<place + count
      guard join(span) else { continue }
      addCandidates(for: joined[...], hash: WordHash.of(joined), splits: false, limits: Self.mergeLimits, span)
    }
  }

  /// Puts the symbols of tokens with what stands between them into `joined`, if they may belong together: one of them at
  /// least is weak.
  private mutating func join(_ span: Range<Int>) -> Bool {
    joined.removeAll(keepingCapacity: true)
    var weak = 0
    var unknown = 0
    var isCommon = false
    for i in span {
      let token = stretch.tokens[i]
      if token.token.isNumber || token.count > 14 { return false }
      if i > span.lowerBound {
        switch token.token.gap {
        case .blank: joined.append(Alphabet.blank)
        case .lineEnd: joined.append(Alphabet.lineEnd)
        case .hyphenLineEnd:
          joined.append(Alphabet.hyphenLineEnd)
          weak += 1
        case .hyphenBlank:
          joined.append(Alphabet.hyphenBlank)
          weak += 1
        case .hyphen: joined.append(Alphabet.hyphen)
        default: return false
        }
      }
      if token.word == model.language.unknown {
        if token.token.hasDigit || token.token.hasSign { return false }
        weak += 1
        unknown += 1
      } else {
        let cost = model.wordCosts[Int(token.word)]
        if DocumentReading.isRare(cost, length: Int(token.count)) { weak += 1 }
        if cost < Self.common { isCommon = true }
      }
      joined += stretch.symbols(of: token)
    }
    guard weak >= (span.count == 3 ? 2 : 1), joined.count <= 30 else { return false }
    // Pieces that are words themselves, or common ones, or three, or stand in a clean record, were not misread as well.
    return unknown > 0 && span.count == 2 && !isCommon && reading.noise >= Self.clean || isWord(span)
  }

  /// True when the tokens of a span make a word without anything between them.
  private func isWord(_ span: Range<Int>) -> Bool {
    var whole: [UInt8] = []
    for i in span { whole += stretch.symbols(of: stretch.tokens[i]) }
    return model.lexicon.find(WordHash.of(whole)) != nil
  }

  /// What no rule protects: numbers with letters, initials and note digits stay as they are.
  func isEligible(_ token: Stretch.Token, _ symbols: ArraySlice<UInt8>) -> Bool {
    guard token.count >= 2, token.count <= 30 else { return false }
    let text = UnsafeBufferPointer(rebasing: bytes[token.range])
    if token.token.hasDigit {
      let digits = text.count(where: \.isDigit)
      if digits * 2 > token.count { return false }
      // `Nixon1`, `A34`: a word or a letter with a number behind it.
      let tail = text.reversed().prefix { $0.isDigit }.count
      if tail == digits, tail > 0 {
        let head = Array(symbols.dropLast(tail))
        if tail > 1 || model.lexicon.find(WordHash.of(head)) != nil { return false }
      }
    }
    if token.token.hasSign {
      // `Council[0`, `(5)a`: marks of notes and of what an editor added.
      if token.token.hasDigit, text.contains(where: { "[](){}<>|@#$%&*+=\\".utf8.contains($0) }) { return false }
      // `U.S`, `p.m`: letters with stops.
      let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      if parts.count > 1, parts.allSatisfy({ $0.count <= 2 }) { return false }
    }
    if token.count <= 7, Self.isRoman(text) { return false }
    // In a clean record an unknown word with a capital that comes again is a name, and one that is known elsewhere is right.
    if reading.noise < Self.clean, token.token.hasLetter, text[0].isUpper,
      reading.count(ofUnknown: token.hash) > 1
    {
      return false
    }
    return reading.noise >= Self.clean || !model.lexicon.isKnownForm(token.hash)
  }

  private static func isRoman(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.allSatisfy { "IVXLCDM".utf8.contains($0) } || text.allSatisfy { "ivxl".utf8.contains($0) }
  }
}
