#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Corrects one document: reads it once for what it knows, then weighs the places that may be misread, stretch by stretch.
final class Corrector {
  let model: CorrectorModel
  private let bytes: UnsafeBufferPointer<UInt8>
  let reading: DocumentReading
  private let search: CandidateSearch
  /// Candidates by the hash of what was read.
  private var memo: [UInt64: [CandidateSearch.Candidate]] = [:]
  private(set) var proposals: [Proposal] = []
  /// Bytes whose contests are kept.
  var watched: Range<Int>?
  private(set) var contests: [Contest] = []
  /// How many proposals of the document that gain clearly rest on each operation.
  private var confusions: [Int32: Int] = [:]
  private var clear = 0
  /// So many of the proposals have their probabilities.
  private var judged = 0
  /// Proposals are judged by so many, so that a long record takes no more memory than a short one.
  private static let batch = 20_000

  /// A record with a smaller share of unknown words is clean.
  private static let clean: Float = 0.03

  /// What costs more than the tokens as they stand is never right often enough.
  private static let leastGain: Float = 0

  /// Pieces of a word are seldom misread in both halves too.
  private static let mergeLimits: CandidateSearch.Limits = {
    var limits = CandidateSearch.Limits()
    limits.results = 3
    limits.halfExpansions = 60
    limits.expansions = 0
    return limits
  }()

  /// More tokens than this are weighed in parts.
  private static let longestStretch = 300

  init(_ bytes: UnsafeBufferPointer<UInt8>, model: CorrectorModel) {
    self.bytes = bytes
    self.model = model
    reading = DocumentReading(bytes, model)
    search = model.search()
  }

  /// All proposals with their probabilities, ascending by place; they may overlap.
  /// - Parameter least: proposals of a smaller probability are let go, and the features of the others.
  func run(least: Double = 0) -> [Proposal] {
    let sites = reading.sites
    var start = 0
    while start < sites.count {
      var end = start + 1
      // Sites that stand in each other's context are weighed together.
      while end < sites.count, sites[end].number - sites[end - 1].number <= 5,
        sites[end].number - sites[start].number < Self.longestStretch
      { end += 1 }
      weigh(from: sites[start].context, tokens: sites[end - 1].number - sites[start].number + 7)
      start = end
      if proposals.count - judged >= Self.batch { judge(least) }
    }
    judge(least)
    return proposals
  }

  // MARK: Stretches

  private func weigh(from start: Int, tokens count: Int) {
    var reader = TokenReader(bytes, from: start)
    var tokens: [Lattice.Token] = []
    while tokens.count < count, let token = reader.next() {
      var token = token
      if tokens.isEmpty { token.gap = start == 0 ? .start : .blank }
      tokens.append(read(token))
    }
    var lattice = Lattice(tokens, model.language)
    let isText = readable(tokens)
    addWords(&lattice, where: isText)
    addMerges(&lattice, where: isText)
    let path = lattice.bestPath()
    propose(lattice, path)
  }

  private func read(_ token: TokenReader.Token) -> Lattice.Token {
    var symbols: [UInt8] = []
    model.alphabet.append(bytes, token.range, to: &symbols)
    let hash = WordHash.of(symbols)
    if token.isNumber { return .init(token: token, symbols: symbols, hash: hash, word: model.language.number, strangeness: 0) }
    if let word = model.lexicon.find(hash) {
      return .init(token: token, symbols: symbols, hash: hash, word: LanguageModel.Word(word), strangeness: 0)
    }
    let strangeness = symbols.withUnsafeBufferPointer { model.characters.cost($0) }
    return .init(token: token, symbols: symbols, hash: hash, word: model.language.unknown, strangeness: strangeness)
  }

  private func candidates(_ symbols: [UInt8], splits: Bool, limits: CandidateSearch.Limits) -> [CandidateSearch.Candidate] {
    let key = WordHash.mixed(WordHash.of(symbols), splits ? 7 : 3)
    if let known = memo[key] { return known }
    if let shared = model.memo.candidates(key) {
      memo[key] = shared
      return shared
    }
    let found = search.candidates(for: symbols, splits: splits, limits: limits)
    memo[key] = found
    model.memo.note(key, found)
    return found
  }

  private func addWords(_ lattice: inout Lattice, where isText: [Bool]) {
    for (i, token) in lattice.tokens.enumerated() {
      if token.word == model.language.unknown {
        guard isText[i], isEligible(token) else { continue }
        var limits = CandidateSearch.Limits()
        // A reading that costs much more than the token as it stands will not win by its neighbours.
        limits.most = Int((model.language.cost(token.word) + token.strangeness + 10) / ChannelModel.step)
        for candidate in candidates(token.symbols, splits: token.symbols.count >= 4, limits: limits) {
          lattice.add(edge(candidate, i..<i + 1))
        }
      } else if token.word < model.language.unknown {
        let isName = isNameInside(token)
        for neighbour in model.lexicon.neighbours(Int(token.word)) {
          if isName, !model.lexicon.flags(neighbour.word).contains(.proper) { continue }
          let candidate = CandidateSearch.Candidate(
            first: -1, word: neighbour.word, channel: neighbour.cost, total: neighbour.cost + Int(model.wordCosts[neighbour.word]),
            operations: [])
          var edge = edge(candidate, i..<i + 1)
          edge.isRealWord = true
          lattice.add(edge)
        }
      }
    }
  }

  /// `Che`, `Moro`: in a clean record a known word with a capital inside a sentence is a name, and no other word misread.
  private func isNameInside(_ token: Lattice.Token) -> Bool {
    let range = token.range
    return reading.noise < Self.clean && !token.token.startsSentence && range.count > 1 && bytes[range.lowerBound].isUpper
      && !bytes[range.lowerBound + 1].isUpper
  }

  private func edge(_ candidate: CandidateSearch.Candidate, _ span: Range<Int>) -> Lattice.Edge {
    Lattice.Edge(
      from: span.lowerBound, to: span.upperBound,
      first: LanguageModel.Word(candidate.first >= 0 ? candidate.first : candidate.word), last: LanguageModel.Word(candidate.word),
      isSplit: candidate.first >= 0, cost: Float(candidate.channel) * ChannelModel.step, candidate: candidate)
  }

  /// Which tokens stand among words: where two of three around are unknown there is another language, a table or noise.
  private func readable(_ tokens: [Lattice.Token]) -> [Bool] {
    var sums = [0]
    for token in tokens { sums.append(sums.last! + (token.word == model.language.unknown ? 1 : 0)) }
    return tokens.indices.map { i in
      let (start, end) = (max(0, i - 4), min(tokens.count, i + 5))
      return end - start < 6 || (sums[end] - sums[start]) * 3 <= (end - start) * 2
    }
  }

  /// Two or three tokens that may be the pieces of one word.
  private func addMerges(_ lattice: inout Lattice, where isText: [Bool]) {
    let tokens = lattice.tokens
    for i in tokens.indices.dropLast() where isText[i] {
      for count in 2...3 where i + count <= tokens.count {
        let span = i..<i + count
        guard let joined = joined(tokens[span]) else { continue }
        for candidate in candidates(joined, splits: false, limits: Self.mergeLimits) { lattice.add(edge(candidate, span)) }
      }
    }
  }

  /// The symbols of tokens with what stands between them, if they may belong together: one of them at least is weak.
  private func joined(_ tokens: ArraySlice<Lattice.Token>) -> [UInt8]? {
    var symbols: [UInt8] = []
    var weak = 0
    var unknown = 0
    for token in tokens {
      if token.token.isNumber || token.symbols.count > 14 { return nil }
      if token.range != tokens.first!.range {
        switch token.token.gap {
        case .blank: symbols.append(Alphabet.blank)
        case .lineEnd: symbols.append(Alphabet.lineEnd)
        case .hyphenLineEnd:
          symbols.append(Alphabet.hyphenLineEnd)
          weak += 1
        case .hyphenBlank:
          symbols.append(Alphabet.hyphenBlank)
          weak += 1
        case .hyphen: symbols.append(Alphabet.hyphen)
        default: return nil
        }
      }
      if token.word == model.language.unknown {
        if !isMergeable(token) { return nil }
        weak += 1
        unknown += 1
      } else if DocumentReading.isRare(model.wordCosts[Int(token.word)], length: token.symbols.count) {
        weak += 1
      }
      symbols += token.symbols
    }
    guard weak >= (tokens.count == 3 ? 2 : 1), symbols.count <= 30 else { return nil }
    // Pieces that are words themselves, and three of them, were not misread as well.
    if unknown == 0 || tokens.count == 3, model.lexicon.find(WordHash.of(Array(tokens.map(\.symbols).joined()))) == nil { return nil }
    return symbols
  }

  private func isMergeable(_ token: Lattice.Token) -> Bool { !token.token.hasDigit && !token.token.hasSign }

  /// What no rule protects: numbers with letters, initials and note digits stay as they are.
  private func isEligible(_ token: Lattice.Token) -> Bool {
    let symbols = token.symbols
    guard symbols.count >= 2, symbols.count <= 30 else { return false }
    let range = token.range
    if token.token.hasDigit {
      let digits = bytes[range].count(where: \.isDigit)
      if digits * 2 > symbols.count { return false }
      // `Nixon1`, `A34`: a word or a letter with a number behind it.
      let tail = bytes[range].reversed().prefix { $0.isDigit }.count
      if tail == digits, tail > 0 {
        let head = Array(symbols.dropLast(tail))
        if tail > 1 || model.lexicon.find(WordHash.of(head)) != nil { return false }
      }
    }
    if token.token.hasSign {
      // `Council[0`, `(5)a`: marks of notes and of what an editor added.
      if bytes[range].contains(where: { "[](){}<>|@#$%&*+=\\".utf8.contains($0) }) && token.token.hasDigit { return false }
      // `U.S`, `p.m`: letters with stops.
      let parts = bytes[range].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      if parts.count > 1, parts.allSatisfy({ $0.count <= 2 }) { return false }
    }
    if symbols.count <= 7, isRoman(range) { return false }
    // In a clean record an unknown word with a capital that is known elsewhere, or comes again, is a name.
    if reading.noise < Self.clean, token.token.hasLetter, bytes[range.lowerBound].isUpper,
      reading.count(ofUnknown: token.hash) > 1 || model.lexicon.isKnownForm(token.hash)
    {
      return false
    }
    return true
  }

  private func isRoman(_ range: Range<Int>) -> Bool {
    bytes[range].allSatisfy { "IVXLCDM".utf8.contains($0) } || bytes[range].allSatisfy { "ivxl".utf8.contains($0) }
  }

  // MARK: Proposals

  private func propose(_ lattice: Lattice, _ path: [Int]) {
    struct Choice {
      var edge: Lattice.Edge
      var cost: Float
      var number: Int
    }
    for i in lattice.tokens.indices {
      let edges = lattice.edges[i]
      let isWatched = watched.map { lattice.tokens[i].range.overlaps($0) } ?? false
      if edges.count == 1 {
        if isWatched, lattice.tokens[i].word == model.language.unknown { contests.append(contestWithoutCandidates(lattice, i, path)) }
        continue
      }
      // Edges of the same span compete; those of different spans are proposals of their own.
      for span in 1...3 {
        let choices = edges.enumerated().filter { !$1.isKept && $1.to == i + span }
          .map { Choice(edge: $1, cost: lattice.contextCost($1, path), number: $0) }
          .sorted { $0.cost != $1.cost ? $0.cost < $1.cost : $0.number < $1.number }
        guard let best = choices.first else { continue }
        let kept = lattice.keptCost(i..<i + span, path)
        let gain = kept - best.cost
        let isOpen = gain >= Self.leastGain
        // What the known words around it rule out is no question.
        if isWatched, isOpen || span == 1 && lattice.tokens[i].word == model.language.unknown {
          contests.append(contest(lattice, i..<i + span, path, choices.map { ($0.edge, $0.cost) }, isOpen: isOpen))
        }
        if !isOpen { continue }
        let onPath = path[i] == best.number
        let second = choices.count > 1 ? choices[1].cost - best.cost : 20
        proposals.append(
          proposal(
            lattice, path, best.edge, gain: gain, margin: min(second, 20), onPath: onPath, rank: best.number,
            runnerUp: choices.dropFirst().first?.edge, choices.count))
      }
    }
  }

  private func proposal(
    _ lattice: Lattice, _ path: [Int], _ edge: Lattice.Edge, gain: Float, margin: Float, onPath: Bool, rank: Int,
    runnerUp: Lattice.Edge?, _ candidates: Int
  ) -> Proposal {
    let tokens = lattice.tokens[edge.from..<edge.to]
    let candidate = edge.candidate!
    let range = tokens.first!.range.lowerBound..<tokens.last!.range.upperBound
    let original = Array(bytes[range])
    let read = readText(tokens)
    let new = newText(edge)
    let kind: Proposal.Kind = edge.isRealWord ? .realWord : edge.isSplit ? .split : tokens.count > 1 ? .merge : .word
    var features = [Float](repeating: 0, count: Feature.allCases.count)
    func set(_ feature: Feature, _ value: Float) { features[feature.rawValue] = value }
    func set(_ feature: Feature, _ value: Bool) { features[feature.rawValue] = value ? 1 : 0 }

    let (a, b) = lattice.wordsBefore(edge.from, path)
    let words = edge.isSplit ? [edge.first, edge.last] : [edge.last]
    let contextCost = lattice.cost(edge, after: a, b) - edge.cost
    let letters = Float(tokens.reduce(0) { $0 + $1.symbols.count })
    set(.onPath, onPath)
    set(.gain, gain)
    set(.margin, margin)
    set(.rank, Float(rank))
    set(.channel, edge.cost)
    set(.channelPerLetter, edge.cost / letters)
    set(.kind, Float(kind.rawValue))
    set(.operations, Float(candidate.operations.count))
    set(
      .worstOperation,
      candidate.operations.map { $0 < 0 ? 12 : Float(model.channel.operations[Int($0)].cost) * ChannelModel.step }.max() ?? 0)
    set(.unknownOperations, Float(candidate.operations.count { $0 < 0 }))
    set(.wordCost, words.map { model.language.cost($0) }.max()!)
    set(.contextCost, contextCost)
    set(.contextCostPerWord, contextCost - words.reduce(0) { $0 + model.language.cost($1) })
    set(.keptKnown, Float(tokens.count { $0.word != model.language.unknown }))
    set(.keptCost, tokens.map { model.language.cost($0.word) }.max()!)
    set(.isKnownForm, tokens.contains { $0.word == model.language.unknown && model.lexicon.isKnownForm($0.hash) })
    set(.countOfNew, words.map { log(1 + Float(reading.count(ofWord: Int($0)))) }.min()!)
    set(
      .countOfRead,
      tokens.map {
        $0.word == model.language.unknown
          ? Float(reading.count(ofUnknown: $0.hash)) : $0.word < model.language.unknown ? Float(reading.count(ofWord: Int($0.word))) : 0
      }
      .map { log(1 + $0) }.min()!)
    set(.documentTokens, log(1 + Float(reading.tokens)))
    set(.noise, reading.noise)
    let near = lattice.tokens[max(0, edge.from - 5)..<min(lattice.tokens.count, edge.to + 5)]
    set(.localNoise, Float(near.count { $0.word == model.language.unknown }) / Float(near.count))
    let strangeness = tokens.reduce(Float(0)) { $0 + $1.strangeness }
    set(.strangeness, strangeness)
    set(.strangenessPerLetter, strangeness / letters)
    let letterCase = LetterCase(original)
    set(.letterCase, letterCase == .lower ? 0 : letterCase == .capitalised ? 1 : 2)
    set(.startsSentence, tokens.first!.token.startsSentence)
    set(.isProper, words.contains { model.lexicon.flags(Int($0)).contains(.proper) })
    set(.corpusOnly, words.contains { model.lexicon.flags(Int($0)).contains(.corpusOnly) })
    set(.length, letters)
    set(.lengthChange, Float(new.count) - Float(read.count))
    set(.previousKnown, edge.from > 0 && lattice.tokens[edge.from - 1].word != model.language.unknown)
    set(.nextKnown, edge.to < lattice.tokens.count && lattice.tokens[edge.to].word != model.language.unknown)
    set(.previousOnPath, edge.from > 0 && path[edge.from - 1] == 0)
    set(.hasDigit, tokens.contains { $0.token.hasDigit })
    set(.hasSign, tokens.contains { $0.token.hasSign })
    set(.hasAccent, original.contains { $0 >= 0x80 })
    set(.gapKind, Float(tokens.first!.token.gap.rawValue))
    set(.nextGapKind, edge.to < lattice.tokens.count ? Float(lattice.tokens[edge.to].token.gap.rawValue) : 0)
    set(.candidates, Float(candidates))
    set(.secondGap, tokens.count > 1 ? Float(tokens.dropFirst().first!.token.gap.rawValue) : 0)
    set(.shortestPart, Float(tokens.map(\.symbols.count).min()!))
    return Proposal(
      range: range, original: original, replacement: written(edge, letterCase), kind: kind, gain: gain, margin: margin,
      candidate: candidate,
      readText: read, newText: new, runnerUp: runnerUp.map { newText($0) } ?? [], features: features,
      before: neighbour(lattice, edge.from - 1, behind: edge.from, reading: b),
      after: neighbour(lattice, edge.to, behind: edge.to, reading: lattice.wordsAfter(edge.to, path).first))
  }

  /// The token at `place`, unless a paragraph starts at `behind`.
  private func neighbour(_ lattice: Lattice, _ place: Int, behind start: Int, reading word: LanguageModel.Word?) -> Proposal.Neighbour? {
    guard let word, place >= 0, place < lattice.tokens.count, lattice.tokens[start].token.gap != .paragraph else { return nil }
    let isRead = word != lattice.tokens[place].word && word < model.language.unknown
    return Proposal.Neighbour(range: lattice.tokens[place].range, word: isRead ? Int(word) : -1)
  }

  private func readText(_ tokens: ArraySlice<Lattice.Token>) -> [UInt8] {
    Array(model.alphabet.text(tokens.map(\.symbols).joined(separator: [Alphabet.blank])).utf8)
  }

  private func newText(_ edge: Lattice.Edge) -> [UInt8] {
    var symbols: [UInt8] = []
    if edge.isSplit { symbols = Array(model.lexicon.symbols(Int(edge.first))) + [Alphabet.blank] }
    symbols += model.lexicon.symbols(Int(edge.last))
    return Array(model.alphabet.text(symbols).utf8)
  }

  /// The new words in the case of the old ones; names get their capital.
  private func written(_ edge: Lattice.Edge, _ letterCase: LetterCase) -> [UInt8] {
    let words = edge.isSplit ? [edge.first, edge.last] : [edge.last]
    return Array(
      words.enumerated().map { index, word in
        let text = Array(model.text(Int(word)).utf8)
        let isProper = model.lexicon.flags(Int(word)).contains(.proper)
        let form: LetterCase = letterCase == .upper ? .upper : index == 0 && letterCase == .capitalised || isProper ? .capitalised : .lower
        return form.applied(to: text)
      }.joined(separator: [UInt8.space]))
  }

  // MARK: Contests

  private func contest(
    _ lattice: Lattice, _ span: Range<Int>, _ path: [Int], _ choices: [(edge: Lattice.Edge, cost: Float)], isOpen: Bool
  ) -> Contest {
    let tokens = lattice.tokens[span]
    let range = tokens.first!.range.lowerBound..<tokens.last!.range.upperBound
    let keptCost = lattice.keptCost(span, path)
    let strangeness = tokens.reduce(Float(0)) { $0 + $1.strangeness }
    func entry(_ text: [UInt8], _ channel: Float, _ cost: Float, _ verdict: String) -> Contest.Entry {
      Contest.Entry(
        text: String(decoding: text, as: UTF8.self), channel: Double(channel), context: Double(cost - channel),
        gain: Double(keptCost - cost), verdict: verdict)
    }
    let entries = choices.enumerated().map { rank, choice in
      entry(
        newText(choice.edge), choice.edge.cost, choice.cost,
        rank > 0 ? "dearer than the first reading" : isOpen ? "" : "the text as it stands is far likelier")
    }
    return Contest(
      range: range, read: String(decoding: bytes[range], as: UTF8.self), entries: entries,
      kept: entry(readText(tokens), strangeness, keptCost, "as it stands"), proposal: isOpen ? proposals.count : nil)
  }

  private func contestWithoutCandidates(_ lattice: Lattice, _ place: Int, _ path: [Int]) -> Contest {
    var contest = contest(lattice, place..<place + 1, path, [], isOpen: false)
    contest.kept.verdict =
      isEligible(lattice.tokens[place])
      ? "unknown, and no word is near enough" : "unknown, and left alone: a single letter, initials, a Roman numeral, or digits in it"
    return contest
  }

  // MARK: Judgement

  /// Gives each open proposal its probability, with what the document up to here says about its confusion.
  private func judge(_ least: Double) {
    for proposal in proposals[judged...] where proposal.gain > 5 && proposal.margin > 2 {
      clear += 1
      for operation in proposal.candidate.operations where operation >= 0 { confusions[operation, default: 0] += 1 }
    }
    for i in proposals.indices[judged...] {
      let proposal = proposals[i]
      let isClear = proposal.gain > 5 && proposal.margin > 2
      let counts = proposal.candidate.operations.map { $0 < 0 ? 0 : (confusions[$0] ?? 0) - (isClear ? 1 : 0) }
      let same = Float(counts.min() ?? 0)
      proposals[i].features[Feature.sameConfusion.rawValue] = log(1 + max(same, 0))
      proposals[i].features[Feature.confusionShare.rawValue] = max(same, 0) / Float(clear + 5)
      proposals[i].probability =
        model.trees.isEmpty
        ? 1 / (1 + exp(-Double(proposal.gain - 3))) : model.trees.probability(proposals[i].features)
      // Most proposals stay far below: their reasons nobody reads.
      if proposals[i].probability >= Confidence.Level.suggested.threshold {
        proposals[i].reason = CorrectorReason(model: model, bytes: bytes).text(proposals[i])
      }
    }
    if least > 0 {
      let kept = proposals[judged...].filter { $0.probability >= least }
      proposals.replaceSubrange(judged..., with: kept)
      for i in proposals.indices[judged...] { proposals[i].features = [] }
    }
    judged = proposals.count
  }
}
