import EmendCore

/// Corrects one document: reads it once to count its words and find the places that may be misread, then weighs these, a
/// lattice for each passage.
package struct Corrector {
  package let model: CorrectorModel
  package let bytes: UnsafeBufferPointer<UInt8>
  package private(set) var reading: DocumentReading
  /// Made when a string is met that no record had before.
  private lazy var search = model.search()
  package var lattice = Lattice()
  package var path = BestPath()
  /// The symbols of some tokens with what stands between them, to be searched for as one word.
  private var joined: [UInt8] = []
  var judgement: Judgement
  private let least: Double
  private let edges: RedactionEdges
  /// Whether a word has a capital mostly, by part of the record and word.
  var namesOfTheRecord: [Int: Bool] = [:]
  /// Bytes of the text whose n-best lists are kept; nil for none.
  var watched: Range<Int>?
  /// The lists at the places that touch `watched`.
  var nBest: [NBest] = []

  /// What limits the search for a word that was cut into pieces, which are seldom misread in both halves as well.
  private static let mergeLimits: CandidateSearch.Limits = {
    var limits = CandidateSearch.Limits()
    limits.results = CorrectorNumbers.mostMergeCandidates
    limits.halfExpansions = CorrectorNumbers.mergeHalfExpansions
    limits.expansions = 0
    return limits
  }()

  /// - Parameter least: proposals of a smaller probability are let go.
  package init(_ bytes: UnsafeBufferPointer<UInt8>, model: CorrectorModel, least: Double = 0) {
    self.bytes = bytes
    self.model = model
    reading = DocumentReading(bytes, model)
    self.least = least
    edges = RedactionEdges(bytes, reading, model)
    judgement = Judgement(model: model, bytes: bytes, least: least, edges: edges.density)
  }

  /// All proposals with their probabilities, ascending by place, and then the edges of redactions and pronouns; they may overlap.
  ///
  /// Known words of a noisy record are weighed at once. Those of another one only where a first pass finds enough of its
  /// tokens likely misread: in clean text known words are right, whatever fits better.
  package mutating func run() -> [Proposal] {
    if reading.noise < CorrectorNumbers.noisyShare, reading.tokens >= CorrectorNumbers.fewTokens {
      let proposals = weighAll()
      let likely = proposals.count { $0.probability >= Confidence.Level.likely.threshold }
      if Double(likely) < CorrectorNumbers.leastMisreadShare * Double(reading.tokens) { return proposals }
      nBest = []
      judgement = Judgement(model: model, bytes: bytes, least: least, edges: edges.density)
    }
    reading.addConfusionCandidates(bytes, model)
    return weighAll()
  }

  private mutating func weighAll() -> [Proposal] {
    let sites = isClean ? reading.sites.filter { isOpen($0) } : reading.sites
    var start = 0
    while start < sites.count {
      var end = start + 1
      // Places that stand in each other's context are weighed in one lattice.
      while end < sites.count, sites[end].number - sites[end - 1].number <= CorrectorNumbers.latticeGap,
        sites[end].number - sites[start].number < CorrectorNumbers.longestLattice
      { end += 1 }
      weigh(sites[start..<end])
      start = end
    }
    return judgement.finish() + edges.proposals(bytes) + PronounReader(bytes, model).proposals()
  }

  /// A record with few unknown words is clean: most of these are names.
  private var isClean: Bool { reading.noise < CorrectorNumbers.cleanNoise }

  /// True when a place of a clean record is to be weighed: an unknown word only where it may be corrected.
  private func isOpen(_ site: DocumentReading.Site) -> Bool {
    guard site.kind == .unknown else { return true }
    var reader = TokenReader(bytes, from: site.start)
    guard let token = reader.next() else { return false }
    var one = Lattice()
    one.append(token, bytes, model)
    return isEligible(one.tokens[0], one.symbols[...])
  }

  // MARK: Lattices

  /// Builds the lattice of a passage around its places, finds the cheapest path and makes proposals.
  private mutating func weigh(_ sites: ArraySlice<DocumentReading.Site>) {
    let (first, last) = (sites.first!, sites.last!)
    var reader = TokenReader(bytes, from: first.context)
    lattice.removeAll()
    while lattice.tokens.count < last.number - first.number + CorrectorNumbers.latticeMargin, var token = reader.next() {
      if lattice.tokens.isEmpty { token.gap = first.context == 0 ? .start : .blank }
      lattice.append(token, bytes, model)
    }
    lattice.findText(unknown: model.language.unknown)
    var confusionCandidates = sites.lazy.filter { $0.kind == .confusionCandidate }.makeIterator()
    var confusionCandidate = confusionCandidates.next()
    for i in lattice.tokens.indices {
      let token = lattice.tokens[i]
      lattice.add(
        Lattice.Edge(from: Int32(i), to: Int32(i + 1), first: token.word, last: token.word, cost: token.oovCost, candidate: -1))
      if token.word == model.language.unknown {
        addWords(at: i)
      } else if confusionCandidate?.start == token.token.start {
        addNeighbours(at: i)
        confusionCandidate = confusionCandidates.next()
      }
      addMerges(at: i)
      lattice.closeEdges()
    }
    path.find(in: lattice, model.language)
    propose()
  }

  /// Adds what an unknown token may stand for: the candidates of the search.
  private mutating func addWords(at place: Int) {
    let token = lattice.tokens[place]
    guard token.isText, isEligible(token, lattice.symbols(of: token)) else { return }
    var limits = CandidateSearch.Limits()
    // A reading that costs much more than the token as it stands will not win by its neighbours.
    limits.most = Int((model.language.cost(token.word) + token.oovCost + CorrectorNumbers.candidateSlack) / ChannelModel.step)
    addCandidates(
      for: lattice.symbols(of: token), hash: token.hash, splits: token.count >= CorrectorNumbers.shortestSplit, limits: limits,
      place..<place + 1)
  }

  /// Adds what a known word may be a misreading of: its neighbours in the model's table, as far as they fit.
  private mutating func addNeighbours(at place: Int) {
    let token = lattice.tokens[place]
    let isName = isNameInside(token)
    let (a, b) = lattice.wordsBefore(place, model.language)
    let history = model.language.history(a, b)
    let next = place + 1 < lattice.tokens.count && !lattice.startsParagraph(place + 1) ? lattice.tokens[place + 1].word : nil
    let most = model.language.cost(token.word, after: history, before: next) + CorrectorNumbers.confusionSlackOfRare
    for neighbour in model.lexicon.neighbours(Int(token.word)) {
      if isName, !model.lexicon.flags(neighbour.word).contains(.proper) { continue }
      // What fits far worse beside the tokens as they stand will not win beside what these may stand for.
      guard DocumentReading.fits(neighbour, history, before: next, upTo: most, model) else { continue }
      lattice.candidates.append(word: neighbour.word, channel: neighbour.cost)
      addEdges(from: lattice.candidates.entries.count - 1, place..<place + 1, isRealWord: true)
    }
  }

  private mutating func addCandidates(
    for symbols: ArraySlice<UInt8>, hash: UInt64, splits: Bool, limits: @autoclosure () -> CandidateSearch.Limits, _ span: Range<Int>
  ) {
    let key = WordHash.mixed(hash, splits ? 7 : 3)
    let first = lattice.candidates.entries.count
    if !model.memo.append(key, to: &lattice.candidates) {
      for candidate in search.candidates(for: Array(symbols), splits: splits, limits: limits()) { lattice.candidates.append(candidate) }
      model.memo.note(key, from: first, of: lattice.candidates)
    }
    addEdges(from: first, span)
  }

  /// Adds edges for the candidates of the lattice from a number on.
  private mutating func addEdges(from first: Int, _ span: Range<Int>, isRealWord: Bool = false) {
    for number in first..<lattice.candidates.entries.count {
      let candidate = lattice.candidates.entries[number]
      lattice.add(
        Lattice.Edge(
          from: Int32(span.lowerBound), to: Int32(span.upperBound),
          first: Lattice.Word(candidate.first >= 0 ? candidate.first : candidate.word), last: Lattice.Word(candidate.word),
          cost: Float(candidate.channel) * ChannelModel.step, candidate: Int32(number), isSplit: candidate.first >= 0,
          isRealWord: isRealWord
        ))
    }
  }

  /// `Che`, `Moro`: in a clean record a known word with a capital inside a sentence is a name, and no other word misread.
  private func isNameInside(_ token: Lattice.Token) -> Bool {
    let range = token.range
    return isClean && !token.token.startsSentence && range.count > 1 && bytes[range.lowerBound].isUpper
      && !bytes[range.lowerBound + 1].isUpper
  }

  /// Adds what two or three tokens, as the pieces of one word, may stand for.
  private mutating func addMerges(at place: Int) {
    guard lattice.tokens[place].isText else { return }
    for count in 2...3 where place + count <= lattice.tokens.count {
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
      let token = lattice.tokens[i]
      if token.token.isNumber || token.count > CorrectorNumbers.longestPiece { return false }
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
        if cost < CorrectorNumbers.commonCost { isCommon = true }
      }
      joined += lattice.symbols(of: token)
    }
    guard weak >= (span.count == 3 ? 2 : 1), joined.count <= CorrectorNumbers.longestWord else { return false }
    // Pieces that are words themselves, or common ones, or three, or stand in a clean record, were not misread as well.
    return unknown > 0 && span.count == 2 && !isCommon && !isClean || isWord(span)
  }

  /// True when the tokens of a span make a word without anything between them.
  private func isWord(_ span: Range<Int>) -> Bool {
    var whole: [UInt8] = []
    for i in span { whole += lattice.symbols(of: lattice.tokens[i]) }
    return model.lexicon.find(WordHash.of(whole)) != nil
  }

  /// What no rule protects: numbers with letters, initials and note digits stay as they are.
  func isEligible(_ token: Lattice.Token, _ symbols: ArraySlice<UInt8>) -> Bool {
    guard token.count >= CorrectorNumbers.shortestCorrected, token.count <= CorrectorNumbers.longestWord else { return false }
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
      // `target(s`: a plural that the author left open.
      if let open = text.lastIndex(of: UInt8(ascii: "(")), open > 0, text[open...].dropFirst().elementsEqual("s".utf8) { return false }
      // `U.S`, `p.m`: letters with stops.
      let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      if parts.count > 1, parts.allSatisfy({ $0.count <= CorrectorNumbers.longestInitial }) { return false }
    }
    if token.count <= CorrectorNumbers.longestRomanNumeral, Self.isRoman(text) { return false }
    // In a clean record an unknown word with a capital that comes again is a name, and one that is known elsewhere is right.
    if isClean, token.token.hasLetter, text[0].isUpper,
      reading.count(ofUnknown: token.hash) > 1
    {
      return false
    }
    return !isClean || !model.lexicon.isKnownForm(token.hash)
  }

  private static func isRoman(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.allSatisfy { "IVXLCDM".utf8.contains($0) } || text.allSatisfy { "ivxl".utf8.contains($0) }
  }
}
