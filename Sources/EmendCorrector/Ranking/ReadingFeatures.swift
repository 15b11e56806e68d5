import EmendCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the acceptance trees judge a reading by.
extension Corrector {
  /// The features of the best reading of a span; those of the whole document the judgement adds.
  @inline(__always)
  func features(_ choices: Choices, gain: Float, _ kind: Proposal.Kind, _ letterCase: LetterCase, _ range: Range<Int>) -> Features {
    let edge = lattice.edges[choices.best]
    var features = Features()
    features[.gain] = gain
    features[.kind] = Float(kind.rawValue)
    features[.letterCase] = letterCase == .lower ? 0 : letterCase == .capitalised ? 1 : 2
    features[.hasAccent] = bytes[range].contains { $0 >= 0x80 }
    noteReading(choices, edge, in: &features)
    let newLength = noteNewWords(choices, edge, in: &features)
    let readLength = noteTokens(choices, edge, in: &features)
    features[.lengthChange] = Float(newLength) - Float(readLength)
    noteSurroundings(choices, in: &features)
    return features
  }

  /// What the reading costs.
  @inline(__always)
  private func noteReading(_ choices: Choices, _ edge: Lattice.Edge, in features: inout Features) {
    let from = choices.span.lowerBound
    let entry = lattice.candidates.entries[Int(edge.candidate)]
    features[.onPath] = Int(path.edges[from]) == choices.best
    features[.margin] = choices.margin
    features[.rank] = Float(choices.best - lattice.edges(at: from).lowerBound)
    features[.channel] = edge.cost
    features[.candidates] = Float(choices.count)
    var (worst, unknownOperations) = (Float(0), 0)
    for operation in lattice.candidates.operations(of: entry) {
      if operation < 0 { unknownOperations += 1 }
      worst = max(
        worst,
        operation < 0
          ? CorrectorNumbers.unseenOperation : Float(model.channel.operations[Int(operation)].cost) * ChannelModel.step)
    }
    features[.operations] = Float(entry.count)
    features[.worstOperation] = worst
    features[.unknownOperations] = Float(unknownOperations)
  }

  /// The new words: their length is returned, in bytes with the blank between them.
  @inline(__always)
  private func noteNewWords(_ choices: Choices, _ edge: Lattice.Edge, in features: inout Features) -> Int {
    let language = model.language
    func forEachWord(_ body: (LanguageModel.Word) -> Void) {
      if edge.isSplit { body(edge.first) }
      body(edge.last)
    }
    var (wordCost, wordCosts, countOfNew, length) = (-Float.infinity, Float(0), Float.infinity, edge.isSplit ? 1 : 0)
    forEachWord { word in
      let cost = language.cost(word)
      wordCost = max(wordCost, cost)
      wordCosts += cost
      countOfNew = min(countOfNew, log(1 + Float(reading.count(ofWord: Int(word)))))
      length += model.alphabet.byteCount(model.lexicon.symbols(Int(word)))
      let flags = model.lexicon.flags(Int(word))
      if flags.contains(.proper) { features[.isProper] = true }
      if flags.contains(.corpusOnly) { features[.corpusOnly] = true }
    }
    let contextCost = language.cost(edge, after: choices.history) - edge.cost
    features[.contextCost] = contextCost
    features[.wordCost] = wordCost
    features[.contextCostPerWord] = contextCost - wordCosts
    features[.countOfNew] = countOfNew
    return length
  }

  /// The tokens as they stand: their length is returned, in bytes with a blank between any two.
  @inline(__always)
  private func noteTokens(_ choices: Choices, _ edge: Lattice.Edge, in features: inout Features) -> Int {
    let language = model.language
    var (letters, known, keptCost, oovCost, shortest, length) = (0, 0, -Float.infinity, Float(0), Int.max, choices.span.count - 1)
    var countOfRead = Float.infinity
    for token in lattice.tokens[choices.span] {
      let isUnknown = token.word == language.unknown
      letters += Int(token.count)
      shortest = min(shortest, Int(token.count))
      oovCost += token.oovCost
      keptCost = max(keptCost, language.cost(token.word))
      length += model.alphabet.byteCount(lattice.symbols(of: token))
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
    features[.oovCost] = oovCost
    features[.oovCostPerLetter] = oovCost / Float(letters)
    features[.length] = Float(letters)
    features[.shortestPart] = Float(shortest)
    return length
  }

  /// What stands around the tokens.
  @inline(__always)
  private func noteSurroundings(_ choices: Choices, in features: inout Features) {
    let tokens = lattice.tokens
    let unknown = model.language.unknown
    let (from, to) = (choices.span.lowerBound, choices.span.upperBound)
    let near = max(0, from - CorrectorNumbers.localReach)..<min(tokens.count, to + CorrectorNumbers.localReach)
    features[.documentTokens] = log(1 + Float(reading.tokens))
    features[.noise] = reading.noise
    features[.localNoise] = Float(tokens[near].count { $0.word == unknown }) / Float(near.count)
    features[.startsSentence] = tokens[from].token.startsSentence
    features[.previousKnown] = from > 0 && tokens[from - 1].word != unknown
    features[.nextKnown] = to < tokens.count && tokens[to].word != unknown
    features[.previousOnPath] = from > 0 && Int(path.edges[from - 1]) == lattice.edges(at: from - 1).lowerBound
    features[.gapKind] = Float(tokens[from].token.gap.rawValue)
    features[.nextGapKind] = to < tokens.count ? Float(tokens[to].token.gap.rawValue) : 0
    features[.secondGap] = choices.span.count > 1 ? Float(tokens[from + 1].token.gap.rawValue) : 0
  }
}
