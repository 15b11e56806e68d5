import EmendCore

/// Proposals from the cheapest path through a lattice: each reading in its context against the tokens as they stand.
extension Corrector {
  /// The edges of a span, which compete; costs are in nats.
  package struct Choices {
    /// The tokens that the edges replace.
    package let span: Range<Int>
    /// The words before the span, and those after it.
    package let history: LanguageModel.History
    package let after: BestPath.Words
    package private(set) var count = 0
    /// The edge that costs least in its context, and the next one; of two that cost the same the first is the better.
    package private(set) var best = -1
    package private(set) var second = -1
    private(set) var bestCost: Float = .infinity
    private(set) var secondCost: Float = .infinity

    package init(_ span: Range<Int>, _ history: LanguageModel.History, _ after: BestPath.Words) {
      (self.span, self.history, self.after) = (span, history, after)
    }

    package mutating func add(_ edge: Int, _ cost: Float) {
      count += 1
      if cost < bestCost {
        (second, secondCost) = (best, bestCost)
        (best, bestCost) = (edge, cost)
      } else if cost < secondCost {
        (second, secondCost) = (edge, cost)
      }
    }

    /// How much cheaper the best is than the next.
    var margin: Float {
      min(second < 0 ? CorrectorNumbers.largestMargin : secondCost - bestCost, CorrectorNumbers.largestMargin)
    }
  }

  package mutating func propose() {
    for i in lattice.tokens.indices {
      let edges = lattice.edges(at: i).dropFirst()
      let isWatched = watched.map { lattice.tokens[i].range.overlaps($0) } ?? false
      if edges.isEmpty {
        if isWatched, lattice.tokens[i].word == model.language.unknown { nBest.append(listWithoutCandidates(i)) }
        continue
      }
      let (a, b) = path.wordsBefore(i, in: lattice, model.language)
      let history = model.language.history(a, b)
      // Edges of the same span compete; those of different spans are proposals of their own.
      for length in 1...3 where i + length <= lattice.tokens.count {
        var choices = Choices(i..<i + length, history, path.wordsAfter(i + length, in: lattice))
        for number in edges where Int(lattice.edges[number].to) == i + length { choices.add(number, contextCost(number, choices)) }
        if choices.count == 0 { continue }
        let gain = keptCost(choices) - choices.bestCost
        let isOpen = gain >= CorrectorNumbers.leastGain
        // Of a known word that fits better than its neighbours there is nothing to tell.
        if isWatched, isOpen || length == 1 && lattice.tokens[i].word == model.language.unknown {
          nBest.append(list(choices, isOpen: isOpen))
        }
        if isOpen { propose(choices, gain: gain) }
      }
    }
  }

  /// Cost of an edge with the words of the path around it; comparable between edges of the same span.
  func contextCost(_ number: Int, _ choices: Choices) -> Float {
    let edge = lattice.edges[number]
    return model.language.cost(
      choices.after, after: edge.isSplit ? edge.first : choices.history.b, edge.last,
      adding: model.language.cost(edge, after: choices.history))
  }

  /// Cost of the tokens of a span as they stand, with the same context.
  func keptCost(_ choices: Choices) -> Float {
    var history = choices.history
    var total: Float = 0
    for i in choices.span {
      if i > choices.span.lowerBound { history = model.language.history(history.b, lattice.tokens[i - 1].word) }
      total += model.language.cost(lattice.edges[lattice.edges(at: i).lowerBound], after: history)
    }
    return model.language.cost(choices.after, after: history.b, lattice.tokens[choices.span.upperBound - 1].word, adding: total)
  }

  // MARK: Proposals

  private mutating func propose(_ choices: Choices, gain: Float) {
    let edge = lattice.edges[choices.best]
    let tokens = lattice.tokens[choices.span]
    let range = tokens.first!.range.lowerBound..<tokens.last!.range.upperBound
    let kind: Proposal.Kind = edge.isRealWord ? .realWord : edge.isSplit ? .split : tokens.count > 1 ? .merge : .word
    let letterCase = letterCase(choices, edge, range)
    let runnerUp = choices.second < 0 ? nil : lattice.edges[choices.second]
    judgement.add(
      OpenProposal(
        range: range, kind: kind, words: OpenProposal.Words(edge), runnerUp: runnerUp.map(OpenProposal.Words.init), letterCase: letterCase,
        gain: gain, margin: choices.margin,
        before: neighbour(choices.span.lowerBound - 1, behind: choices.span.lowerBound, reading: choices.history.b),
        after: neighbour(
          choices.span.upperBound, behind: choices.span.upperBound, reading: choices.after.count > 0 ? choices.after.first : nil)),
      operations: lattice.candidates.operations(of: lattice.candidates.entries[Int(edge.candidate)]),
      features: features(choices, gain: gain, kind, letterCase, range))
    if judgement.isFull { judgement.judge() }
  }

  /// The token at `place`, unless a paragraph starts at `behind`.
  private func neighbour(_ place: Int, behind start: Int, reading word: LanguageModel.Word?) -> Proposal.Neighbour? {
    guard let word, place >= 0, place < lattice.tokens.count, lattice.tokens[start].token.gap != .paragraph else { return nil }
    let isRead = word != lattice.tokens[place].word && word < model.language.unknown
    return Proposal.Neighbour(range: lattice.tokens[place].range, word: isRead ? Int(word) : -1)
  }
}

// MARK: N-best lists

extension Corrector {
  /// The n-best list of a span.
  private func list(_ choices: Choices, isOpen: Bool) -> NBest {
    let tokens = lattice.tokens[choices.span]
    let range = tokens.first!.range.lowerBound..<tokens.last!.range.upperBound
    let keptCost = keptCost(choices)
    func entry(_ text: [UInt8], _ channel: Float, _ cost: Float, _ verdict: String) -> NBest.Entry {
      NBest.Entry(
        text: String(decoding: text, as: UTF8.self), channel: Double(channel), context: Double(cost - channel),
        gain: Double(keptCost - cost), verdict: verdict)
    }
    let entries = lattice.edges(at: choices.span.lowerBound).dropFirst()
      .filter { Int(lattice.edges[$0].to) == choices.span.upperBound }
      .map { (edge: lattice.edges[$0], cost: contextCost($0, choices), number: $0) }
      .sorted { ($0.cost, $0.number) < ($1.cost, $1.number) }
      .enumerated().map { rank, choice in
        entry(
          OpenProposal.Words(choice.edge).folded(model), choice.edge.cost, choice.cost,
          rank > 0 ? "dearer than the first reading" : isOpen ? "" : "the text as it stands is far likelier")
      }
    let oovCost = tokens.reduce(Float(0)) { $0 + $1.oovCost }
    return NBest(
      range: range, read: String(decoding: bytes[range], as: UTF8.self), entries: entries,
      kept: entry(judgement.folded(range), oovCost, keptCost, "as it stands"), proposal: isOpen ? judgement.count : nil)
  }

  /// The list of an unknown token that nothing came into question for, with the reason why.
  private func listWithoutCandidates(_ place: Int) -> NBest {
    var list = list(
      Choices(place..<place + 1, model.language.history(model.language.start, model.language.start), .init()), isOpen: false)
    list.kept.verdict =
      isEligible(lattice.tokens[place], lattice.symbols(of: lattice.tokens[place]))
      ? "unknown, and no word is near enough" : "unknown, and left alone: a single letter, initials, a Roman numeral, or digits in it"
    return list
  }
}
