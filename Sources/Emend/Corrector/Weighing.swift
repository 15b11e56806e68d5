#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Proposals from the cheapest way through a stretch, with all that speaks for and against them.
extension Corrector {
  /// What costs more than the tokens as they stand is never right often enough.
  private static let leastGain: Float = 0

  /// Edges of the same span.
  struct Choices {
    /// The tokens that the edges replace.
    let span: Range<Int>
    /// The words before the span, and those after it.
    let history: LanguageModel.History
    let after: BestPath.Words
    private(set) var count = 0
    /// The edge that costs least in its context, and the next one; of two that cost the same the first is the better.
    private(set) var best = -1
    private(set) var second = -1
    private(set) var bestCost: Float = .infinity
    private(set) var secondCost: Float = .infinity

    init(_ span: Range<Int>, _ history: LanguageModel.History, _ after: BestPath.Words) {
      (self.span, self.history, self.after) = (span, history, after)
    }

    mutating func add(_ edge: Int, _ cost: Float) {
      count += 1
      if cost < bestCost {
        (second, secondCost) = (best, bestCost)
        (best, bestCost) = (edge, cost)
      } else if cost < secondCost {
        (second, secondCost) = (edge, cost)
      }
    }

    /// How much cheaper the best is than the next.
    var margin: Float { min(second < 0 ? 20 : secondCost - bestCost, 20) }
  }

  mutating func propose() {
    for i in stretch.tokens.indices {
      let edges = stretch.edges(at: i).dropFirst()
      let isWatched = watched.map { stretch.tokens[i].range.overlaps($0) } ?? false
      if edges.isEmpty {
        if isWatched, stretch.tokens[i].word == model.language.unknown { contests.append(contestWithoutCandidates(i)) }
        continue
      }
      let (a, b) = path.wordsBefore(i, in: stretch, model.language)
      let history = model.language.history(a, b)
      // Edges of the same span compete; those of different spans are proposals of their own.
      for length in 1...3 where i + length <= stretch.tokens.count {
        var choices = Choices(i..<i + length, history, path.wordsAfter(i + length, in: stretch))
        for number in edges where Int(stretch.edges[number].to) == i + length { choices.add(number, contextCost(number, choices)) }
        if choices.count == 0 { continue }
        let gain = keptCost(choices) - choices.bestCost
        let isOpen = gain >= Self.leastGain
        // What the known words around it rule out is no question.
        if isWatched, isOpen || length == 1 && stretch.tokens[i].word == model.language.unknown {
          contests.append(contest(choices, isOpen: isOpen))
        }
        if isOpen { propose(choices, gain: gain) }
      }
    }
  }

  /// Cost of an edge with the words of the path around it; comparable between edges of the same span.
  func contextCost(_ number: Int, _ choices: Choices) -> Float {
    let edge = stretch.edges[number]
    return model.language.cost(
      choices.after, after: edge.isSplit ? edge.first : choices.history.b, edge.last,
      adding: model.language.cost(edge, after: choices.history))
  }

  /// Cost of the tokens of a span as they stand, with the same context.
  func keptCost(_ choices: Choices) -> Float {
    var history = choices.history
    var total: Float = 0
    for i in choices.span {
      if i > choices.span.lowerBound { history = model.language.history(history.b, stretch.tokens[i - 1].word) }
      total += model.language.cost(stretch.edges[stretch.edges(at: i).lowerBound], after: history)
    }
    return model.language.cost(choices.after, after: history.b, stretch.tokens[choices.span.upperBound - 1].word, adding: total)
  }

  // MARK: Features

  private mutating func propose(_ choices: Choices, gain: Float) {
    let edge = stretch.edges[choices.best]
    let tokens = stretch.tokens[choices.span]
    let range = tokens.first!.range.lowerBound..<tokens.last!.range.upperBound
    let kind: Proposal.Kind = edge.isRealWord ? .realWord : edge.isSplit ? .split : tokens.count > 1 ? .merge : .word
    let letterCase = LetterCase(Array(bytes[range]))
    let runnerUp = choices.second < 0 ? nil : stretch.edges[choices.second]
    judgement.add(
      OpenProposal(
        range: range, kind: kind, words: OpenProposal.Words(edge), runnerUp: runnerUp.map(OpenProposal.Words.init), letterCase: letterCase,
        gain: gain, margin: choices.margin,
        before: neighbour(choices.span.lowerBound - 1, behind: choices.span.lowerBound, reading: choices.history.b),
        after: neighbour(
          choices.span.upperBound, behind: choices.span.upperBound, reading: choices.after.count > 0 ? choices.after.first : nil)),
      operations: stretch.candidates.operations(of: stretch.candidates.entries[Int(edge.candidate)]),
      features: features(choices, gain: gain, kind, letterCase, range))
    if judgement.isFull { judgement.judge() }
  }

  /// The token at `place`, unless a paragraph starts at `behind`.
  private func neighbour(_ place: Int, behind start: Int, reading word: LanguageModel.Word?) -> Proposal.Neighbour? {
    guard let word, place >= 0, place < stretch.tokens.count, stretch.tokens[start].token.gap != .paragraph else { return nil }
    let isRead = word != stretch.tokens[place].word && word < model.language.unknown
    return Proposal.Neighbour(range: stretch.tokens[place].range, word: isRead ? Int(word) : -1)
  }

  private func features(_ choices: Choices, gain: Float, _ kind: Proposal.Kind, _ letterCase: LetterCase, _ range: Range<Int>) -> Features {
    let language = model.language
    let edge = stretch.edges[choices.best]
    let (from, to) = (choices.span.lowerBound, choices.span.upperBound)
    let entry = stretch.candidates.entries[Int(edge.candidate)]
    var features = Features()
    func forEachWord(_ body: (LanguageModel.Word) -> Void) {
      if edge.isSplit { body(edge.first) }
      body(edge.last)
    }

    // What the reading costs.
    features[.onPath] = Int(path.edges[from]) == choices.best
    features[.gain] = gain
    features[.margin] = choices.margin
    features[.rank] = Float(choices.best - stretch.edges(at: from).lowerBound)
    features[.channel] = edge.cost
    features[.kind] = Float(kind.rawValue)
    features[.candidates] = Float(choices.count)
    var (worst, unknownOperations) = (Float(0), 0)
    for operation in stretch.candidates.operations(of: entry) {
      if operation < 0 { unknownOperations += 1 }
      worst = max(worst, operation < 0 ? 12 : Float(model.channel.operations[Int(operation)].cost) * ChannelModel.step)
    }
    features[.operations] = Float(entry.count)
    features[.worstOperation] = worst
    features[.unknownOperations] = Float(unknownOperations)
    let contextCost = language.cost(edge, after: choices.history) - edge.cost
    features[.contextCost] = contextCost

    // The new words.
    var (wordCost, wordCosts, countOfNew, newLength) = (-Float.infinity, Float(0), Float.infinity, edge.isSplit ? 1 : 0)
    forEachWord { word in
      let cost = language.cost(word)
      wordCost = max(wordCost, cost)
      wordCosts += cost
      countOfNew = min(countOfNew, log(1 + Float(reading.count(ofWord: Int(word)))))
      newLength += model.alphabet.byteCount(model.lexicon.symbols(Int(word)))
      let flags = model.lexicon.flags(Int(word))
      if flags.contains(.proper) { features[.isProper] = true }
      if flags.contains(.corpusOnly) { features[.corpusOnly] = true }
    }
    features[.wordCost] = wordCost
    features[.contextCostPerWord] = contextCost - wordCosts
    features[.countOfNew] = countOfNew

    // The tokens as they stand.
    var (letters, known, keptCost, strangeness, shortest, readLength) = (0, 0, -Float.infinity, Float(0), Int.max, choices.span.count - 1)
    var countOfRead = Float.infinity
    for token in stretch.tokens[choices.span] {
      let isUnknown = token.word == language.unknown
      letters += Int(token.count)
      shortest = min(shortest, Int(token.count))
      strangeness += token.strangeness
      keptCost = max(keptCost, language.cost(token.word))
      readLength += model.alphabet.byteCount(stretch.symbols(of: token))
      if !isUnknown { known += 1 }
      if isUnknown, model.lexicon.isKnownForm(token.hash) { features[.isKnownForm] = true }
      let count =
        isUnknown ? reading.count(ofUnknown: token.hash) : token.word < language.unknown ? reading.count(ofWord: Int(token.word)) : 0
      countOfRead = min(countOfRead, log(1 + Float(count)))
      if token.token.hasDigit { features[.hasDigit] = true }
      if token.token.hasSign { features[.hasSign] = true }
    }
    features[.channelPerLetter] = edge.cost / Float(letters)
    features[.keptKnown] = Float(known)
    features[.keptCost] = keptCost
    features[.countOfRead] = countOfRead
    features[.strangeness] = strangeness
    features[.strangenessPerLetter] = strangeness / Float(letters)
    features[.length] = Float(letters)
    features[.lengthChange] = Float(newLength) - Float(readLength)
    features[.shortestPart] = Float(shortest)
    features[.letterCase] = letterCase == .lower ? 0 : letterCase == .capitalised ? 1 : 2
    features[.hasAccent] = bytes[range].contains { $0 >= 0x80 }

    // What stands around them.
    let tokens = stretch.tokens
    let near = max(0, from - 5)..<min(tokens.count, to + 5)
    features[.documentTokens] = log(1 + Float(reading.tokens))
    features[.noise] = reading.noise
    features[.localNoise] = Float(tokens[near].count { $0.word == language.unknown }) / Float(near.count)
    features[.startsSentence] = tokens[from].token.startsSentence
    features[.previousKnown] = from > 0 && tokens[from - 1].word != language.unknown
    features[.nextKnown] = to < tokens.count && tokens[to].word != language.unknown
    features[.previousOnPath] = from > 0 && Int(path.edges[from - 1]) == stretch.edges(at: from - 1).lowerBound
    features[.gapKind] = Float(tokens[from].token.gap.rawValue)
    features[.nextGapKind] = to < tokens.count ? Float(tokens[to].token.gap.rawValue) : 0
    features[.secondGap] = choices.span.count > 1 ? Float(tokens[from + 1].token.gap.rawValue) : 0
    return features
  }
}

// MARK: Contests

extension Corrector {
  private func contest(_ choices: Choices, isOpen: Bool) -> Contest {
    let tokens = stretch.tokens[choices.span]
    let range = tokens.first!.range.lowerBound..<tokens.last!.range.upperBound
    let keptCost = keptCost(choices)
    func entry(_ text: [UInt8], _ channel: Float, _ cost: Float, _ verdict: String) -> Contest.Entry {
      Contest.Entry(
        text: String(decoding: text, as: UTF8.self), channel: Double(channel), context: Double(cost - channel),
        gain: Double(keptCost - cost), verdict: verdict)
    }
    let entries = stretch.edges(at: choices.span.lowerBound).dropFirst()
      .filter { Int(stretch.edges[$0].to) == choices.span.upperBound }
      .map { (edge: stretch.edges[$0], cost: contextCost($0, choices), number: $0) }
      .sorted { ($0.cost, $0.number) < ($1.cost, $1.number) }
      .enumerated().map { rank, choice in
        entry(
          OpenProposal.Words(choice.edge).folded(model), choice.edge.cost, choice.cost,
          rank > 0 ? "dearer than the first reading" : isOpen ? "" : "the text as it stands is far likelier")
      }
    let strangeness = tokens.reduce(Float(0)) { $0 + $1.strangeness }
    return Contest(
      range: range, read: String(decoding: bytes[range], as: UTF8.self), entries: entries,
      kept: entry(judgement.folded(range), strangeness, keptCost, "as it stands"), proposal: isOpen ? judgement.count : nil)
  }

  private func contestWithoutCandidates(_ place: Int) -> Contest {
    var contest = contest(
      Choices(place..<place + 1, model.language.history(model.language.start, model.language.start), .init()), isOpen: false)
    contest.kept.verdict =
      isEligible(stretch.tokens[place], stretch.symbols(of: stretch.tokens[place]))
      ? "unknown, and no word is near enough" : "unknown, and left alone: a single letter, initials, a Roman numeral, or digits in it"
    return contest
  }
}
