import EmendCore

/// The loop of a candidate search, and what a state leads to: steps that the channel knows, and steps that it does not.
///
/// The functions that are called once are private, so that the optimizer puts them into the loop.
extension CandidateSearch {
  /// What stays the same while a string is searched for.
  struct Frame {
    let read: UnsafeBufferPointer<UInt8>
    let side: SearchTables.Side
    /// The most that the channel may cost.
    let cap: Int
    let splits: Bool
    /// So many first symbols are taken as they stand.
    let trusted: Int
  }

  /// Expands states, the cheapest first, until enough candidates are found or the budget is spent.
  @inline(__always)
  func run(_ frame: Frame, from node: Int, _ limits: Limits, expansions most: Int) -> [Candidate] {
    var results: [Candidate] = []
    used = 0
    bound = min(limits.most, CorrectorNumbers.mostTotal)
    heads.update(repeating: -1, count: Self.bucketCount)
    counts.update(repeating: 0, count: Self.bucketCount)
    (queued, highest, ceiling) = (0, 0, Self.bucketCount - 1)
    startVisits()
    push(
      State(
        node: Int32(node), first: -1, firstCost: 0, cost: 0, place: UInt8(frame.trusted), phase: .open, operation: Self.same, parent: -1,
        next: -1),
      trie.cost(node), left: frame.read.count - frame.trusted)
    lowest = 0
    var expansions = 0
    while lowest < Self.bucketCount {
      let bucket = lowest
      let current = Int(heads[bucket])
      if current < 0 {
        lowest += 1
        continue
      }
      let state = states[current]
      heads[bucket] = state.next
      counts[bucket] -= 1
      queued -= 1
      switch state.phase {
      case .end:
        let candidate = candidate(current, total: bucket)
        if results.contains(where: { $0.first == candidate.first && $0.word == candidate.word }) { continue }
        bound = min(bound, bucket + limits.window)
        results.append(candidate)
        if results.count == limits.results { return results }
      case .unknownSteps: expandUnknown(state, current, frame)
      case .open:
        if isRepeated(state) { continue }
        expansions += 1
        if expansions > most { return results }
        expand(state, current, frame)
        lowerCeiling(most - expansions)
      }
    }
    return results
  }

  /// Pushes what the operations that the channel knows lead to.
  private func expand(_ state: State, _ parent: Int, _ frame: Frame) {
    let place = Int(state.place)
    let cost = Int(state.cost)
    let family = trie.family(Int(state.node))
    if place < frame.read.count {
      let symbol = frame.read[place]
      if symbol < Alphabet.firstSign, family.symbols >> UInt64(symbol) & 1 == 1 {
        step(state, parent, Self.child(family, symbol), place + 1, cost, Self.same, frame)
      }
    }
    // Only the operations whose truth goes on as some word does, and only while what they lead to may be looked at.
    let left = frame.read.count - place
    let room = frame.cap - cost
    let before = cost + Int(state.firstCost)
    /// The most that an operation may cost which leads to a node of that cost, with so many symbols left behind it.
    @inline(__always)
    func limit(_ nodeCost: Int, _ left: Int) -> Int {
      min(room, min(bound, ceiling - left * CorrectorNumbers.costPerSymbolLeft) - before - nodeCost)
    }
    let read = left == 0 ? 0 : Int(frame.read[place]) << 6
    let (single, silent) = (frame.side.single, frame.side.silent)
    var open = family.symbols | 1
    while open != 0 {
      let group = open.trailingZeroBitCount
      open &= open - 1
      var branch = Branch(group, group == 0 ? Int(state.node) : Self.child(family, UInt8(group)))
      let nodeCost = trie.cost(branch.node)
      if left > 0 {
        let most = limit(nodeCost, left - 1)
        for step in single[read | group] {
          if step.cost > most { break }
          apply(step, &branch, state, parent, place + 1, cost, frame)
        }
      }
      let most = limit(nodeCost, left)
      for step in silent[group] {
        if step.cost > most { break }
        apply(step, &branch, state, parent, place, cost, frame)
      }
    }
    if left >= 2 {
      let most = limit(trie.cost(Int(state.node)), max(left - ChannelModel.longest, 0))
      for step in frame.side.long(frame.read[place], frame.read[place + 1]) {
        if step.cost > most { break }
        let group = step.group
        let count = step.readCount
        guard (family.symbols | 1) >> UInt64(group) & 1 == 1, count <= left else { continue }
        if count > 2, frame.side.third(step) != frame.read[place + 2] { continue }
        var branch = Branch(group, group == 0 ? Int(state.node) : Self.child(family, UInt8(group)))
        apply(step, &branch, state, parent, place + count, cost, frame)
      }
    }
    if cost + CorrectorNumbers.unseenInsertion <= frame.cap {
      var later = state
      later.phase = .unknownSteps
      later.parent = Int32(parent)
      push(
        later, cost + Int(state.firstCost) + trie.cost(Int(state.node)) + CorrectorNumbers.unseenInsertion, left: frame.read.count - place)
    }
  }

  /// The child with a symbol that one of them has: they stand in the order of their symbols.
  @inline(__always)
  private static func child(_ family: (first: Int, symbols: UInt64), _ symbol: UInt8) -> Int {
    family.first + (family.symbols & (1 << UInt64(symbol) - 1)).nonzeroBitCount
  }

  /// A character too many, one too few, one for another. The parent of the waiting state is the state itself.
  private func expandUnknown(_ state: State, _ index: Int, _ frame: Frame) {
    var state = state
    state.phase = .open
    let parent = Int(state.parent)
    let place = Int(state.place)
    let cost = Int(state.cost) + CorrectorNumbers.unseenInsertion
    if place < frame.read.count { step(state, parent, Int(state.node), place + 1, cost, Self.unknown, frame) }
    let substitution = Int(state.cost) + CorrectorNumbers.unseenSubstitution
    for node in trie.children(Int(state.node)) {
      step(state, parent, node, place, cost, Self.unknown, frame)
      if place < frame.read.count, substitution <= frame.cap { step(state, parent, node, place + 1, substitution, Self.unknown, frame) }
    }
  }

  /// A child to go on to, and its own children once they are asked for.
  private struct Branch {
    /// Its symbol; 0 for the node itself.
    let group: Int
    let node: Int
    var family: (first: Int, symbols: UInt64) = (-1, 0)

    init(_ group: Int, _ node: Int) { (self.group, self.node) = (group, node) }
  }

  @inline(__always)
  private func apply(
    _ operation: SearchTables.Step, _ branch: inout Branch, _ state: State, _ parent: Int, _ place: Int, _ cost: Int, _ frame: Frame
  ) {
    let cost = cost + operation.cost
    let direct = branch.group == 0 ? 0 : 1
    if operation.trueCount == direct {
      step(state, parent, branch.node, place, cost, operation.number, frame)
      return
    }
    // Most operations end here: no word goes on so.
    let second = operation.truth(direct)
    if second < Alphabet.firstLetter {
      guard frame.splits, second == Alphabet.blank, state.first < 0, trie.endsWord(branch.node),
        isOpen(cost + trie.cost(branch.node) + trie.cost(WordTrie.root), left: frame.read.count - place)
      else { return }
    } else {
      if branch.family.first < 0 { branch.family = trie.family(branch.node) }
      guard second < Alphabet.firstSign, branch.family.symbols >> UInt64(second) & 1 == 1 else { return }
      if operation.trueCount == direct + 1 {
        step(state, parent, Self.child(branch.family, second), place, cost, operation.number, frame)
        return
      }
    }
    applyLong(operation, state, parent, place, cost, frame)
  }

  /// Symbol by symbol, and over the end of a word where its truth has a blank.
  @inline(never)
  private func applyLong(
    _ operation: SearchTables.Step, _ state: State, _ parent: Int, _ place: Int, _ cost: Int, _ frame: Frame
  ) {
    var state = state
    var node = Int(state.node)
    for k in 0..<operation.trueCount {
      let symbol = operation.truth(k)
      if symbol >= Alphabet.firstLetter {
        guard symbol < Alphabet.firstSign, let child = trie.child(node, symbol) else { return }
        node = child
      } else {
        guard frame.splits, symbol == Alphabet.blank, state.first < 0, trie.endsWord(node) else { return }
        let word = trie.word(node)
        state.first = Int32(word)
        state.firstCost = UInt16(wordCosts[word])
        node = WordTrie.root
      }
    }
    step(state, parent, node, place, cost, operation.number, frame)
  }

  @inline(__always)
  private func step(_ state: State, _ parent: Int, _ node: Int, _ place: Int, _ cost: Int, _ operation: Int16, _ frame: Frame) {
    let total = cost + Int(state.firstCost)
    let guess = total + trie.cost(node)
    // Most steps lead nowhere that will be looked at.
    guard isOpen(guess, left: frame.read.count - place) else { return }
    var next = state
    next.node = Int32(node)
    next.place = UInt8(place)
    next.cost = UInt16(cost)
    next.parent = Int32(parent)
    next.operation = operation
    push(next, guess, left: frame.read.count - place)
    if place == frame.read.count, trie.endsWord(node) {
      next.phase = .end
      push(next, total + Int(wordCosts[trie.word(node)]))
    }
  }
}
