/// Finds the words that a read string may stand for, the most probable first.
///
/// Best-first over the tree of words, where a step is a character as it stands or an operation of the channel, and what is
/// still to come costs at least the most frequent word below. Most misread words are whole in one half: so a first search
/// takes the beginning as it stands, a second one, from the end, the end; only where both find nothing good every
/// character is doubted at once.
final class CandidateSearch {
  /// One or two words, and how they became the string.
  struct Candidate {
    /// −1 for one word.
    var first: Int
    var word: Int
    /// Cost of the channel, in its steps.
    var channel: Int
    /// With the words' own costs.
    var total: Int
    /// Numbers of the operations; −1 for one that the channel does not know.
    var operations: [Int32]
  }

  private struct State {
    var node: Int32
    var first: Int32
    var firstCost: UInt16
    var cost: UInt16
    var place: UInt8
    var phase: Phase
    var operation: Int16
    var parent: Int32
    var next: Int32
  }

  private enum Phase: UInt8 {
    case open
    /// What follows are steps that the channel does not know: they wait until nothing cheaper is left.
    case unknownSteps
    /// At the end of the string and of a word.
    case end
  }

  /// What limits a search.
  struct Limits {
    var results = 7
    /// Of the searches that trust one half, and of the one that trusts nothing.
    var halfExpansions = 40
    var expansions = 200
    /// How much worse than the best a result may be.
    var window = 96
    /// Results up to this cost a letter are good enough to doubt no further.
    var good = 12
    /// Totals above this are of no use.
    var most = CandidateSearch.mostTotal
  }

  /// Numbers of steps that are no operation of the channel.
  private static let same: Int16 = -1
  private static let unknown: Int16 = -2
  private static let longest = 40
  fileprivate static let mostTotal = 799
  private static let bucketCount = mostTotal + 1 + longest * stride
  private static let stateCount = 1 << 15
  private static let visitedCount = 1 << 12

  private let tables: SearchTables
  /// The tree of the search that runs.
  private var trie: WordTrie
  private let wordCosts: UnsafeBufferPointer<UInt8>
  private let states = UnsafeMutablePointer<State>.allocate(capacity: stateCount)
  private var used = 0
  /// The last state of each total cost.
  private let heads = UnsafeMutablePointer<Int32>.allocate(capacity: bucketCount)
  private let visited = UnsafeMutablePointer<UInt64>.allocate(capacity: visitedCount)
  private var visits: UInt64 = 0
  /// Totals above this are of no use.
  private var bound = 0
  /// No bucket below the first and above the second holds a state.
  private var lowest = 0
  private var highest = 0
  /// States of buckets above this are let go.
  private var ceiling = 0
  private var queued = 0
  private let counts = UnsafeMutablePointer<Int32>.allocate(capacity: bucketCount)

  init(_ tables: SearchTables) {
    self.tables = tables
    trie = tables.forward.trie
    wordCosts = tables.wordCosts
    visited.initialize(repeating: 0, count: Self.visitedCount)
  }

  deinit {
    states.deallocate()
    heads.deallocate()
    counts.deallocate()
    visited.deallocate()
  }

  /// - Parameters:
  ///   - read: symbols, at most 40.
  ///   - splits: whether two words may have been run together.
  func candidates(for read: [UInt8], splits: Bool, limits: Limits = Limits()) -> [Candidate] {
    let length = read.count
    if length == 0 || length > Self.longest { return [] }
    var found: [Candidate] = []
    if length >= 5 {
      let trusted = (length - 1) / 2
      add(search(read, tables.forward, trusting: trusted, splits, limits), to: &found)
      add(search(read, tables.backward, trusting: trusted, splits, limits), to: &found)
    }
    if limits.expansions > 0, found.isEmpty || found.map(\.channel).min()! > limits.good * length {
      add(search(read, tables.forward, trusting: 0, splits, limits), to: &found)
    }
    found.sort { ($0.total, $0.word, $0.first) < ($1.total, $1.word, $1.first) }
    guard let best = found.first?.total else { return [] }
    return Array(found.prefix(limits.results).prefix { $0.total <= best + limits.window })
  }

  private func add(_ candidates: [Candidate], to found: inout [Candidate]) {
    for candidate in candidates {
      if let same = found.firstIndex(where: { $0.word == candidate.word && $0.first == candidate.first }) {
        if candidate.channel < found[same].channel { found[same] = candidate }
      } else {
        found.append(candidate)
      }
    }
  }

  private func search(_ read: [UInt8], _ side: SearchTables.Side, trusting trusted: Int, _ splits: Bool, _ limits: Limits) -> [Candidate] {
    trie = side.trie
    let read = side.isBackward ? read.reversed() : read
    // Most pieces of words begin no word.
    var node = WordTrie.root
    for symbol in read.prefix(trusted) {
      guard symbol < Alphabet.firstSign, let child = trie.child(node, symbol) else { return [] }
      node = child
    }
    let found = read.withUnsafeBufferPointer { read in
      run(
        Frame(read: read, side: side, cap: min(336, 72 + 23 * read.count), splits: splits, trusted: trusted), from: node, limits,
        expansions: trusted > 0 ? limits.halfExpansions : limits.expansions)
    }
    if !side.isBackward { return found }
    return found.map { candidate in
      var turned = candidate
      if candidate.first >= 0 { (turned.first, turned.word) = (candidate.word, candidate.first) }
      turned.operations = candidate.operations.reversed().map { $0 < 0 ? $0 : tables.forwardNumbers[Int($0)] }
      return turned
    }
  }

  /// What stays the same while a string is looked at.
  private struct Frame {
    let read: UnsafeBufferPointer<UInt8>
    let side: SearchTables.Side
    /// The most that the channel may cost.
    let cap: Int
    let splits: Bool
    /// So many first symbols are taken as they stand.
    let trusted: Int
  }

  private func run(_ frame: Frame, from node: Int, _ limits: Limits, expansions most: Int) -> [Candidate] {
    var results: [Candidate] = []
    used = 0
    bound = min(limits.most, Self.mostTotal)
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

  /// States that will not be looked at any more, because enough better ones wait, need not be kept.
  private func lowerCeiling(_ left: Int) {
    ceiling = min(ceiling, max(highest, lowest))
    while ceiling > lowest, queued - Int(counts[ceiling]) > left + 8 {
      queued -= Int(counts[ceiling])
      counts[ceiling] = 0
      heads[ceiling] = -1
      ceiling -= 1
    }
    highest = ceiling
    if queued <= left { ceiling = Self.bucketCount - 1 }
  }

  /// What a character that is still to come costs by guess: the most frequent word below a node is almost never the one,
  /// and without this the search would look at all beginnings before it looked at one end.
  private static let stride = 36

  @inline(__always)
  private func push(_ state: State, _ total: Int, left: Int = 0) {
    guard total <= bound, used < Self.stateCount else { return }
    let bucket = min(total + left * Self.stride, Self.bucketCount - 1)
    guard bucket <= ceiling else { return }
    counts[bucket] += 1
    queued += 1
    if bucket > highest { highest = bucket }
    states[used] = state
    states[used].next = heads[bucket]
    heads[bucket] = Int32(used)
    used += 1
    if bucket < lowest { lowest = bucket }
  }

  /// Marks of earlier searches count no more. Their number has twelve bits, so now and then all marks are taken away: what a
  /// search finds must not depend on those before it.
  private func startVisits() {
    visits += 1
    if visits > 0xFFF {
      visited.update(repeating: 0, count: Self.visitedCount)
      visits = 1
    }
  }

  private func isRepeated(_ state: State) -> Bool {
    let key =
      UInt64(UInt32(bitPattern: state.node)) << 8 | UInt64(state.place) | UInt64(UInt32(bitPattern: state.first &+ 1) & 0xF_FFFF) << 40
    let mark = WordHash.mixed(key, 0x1234_5678_9ABC_DEF1) & ~0xFFF | visits
    var slot = Int(truncatingIfNeeded: mark >> 20) & (Self.visitedCount - 1)
    // A full neighbourhood forgets the oldest: a state is then looked at twice, no more.
    for _ in 0..<4 {
      if visited[slot] == mark { return true }
      if visited[slot] & 0xFFF != visits {
        visited[slot] = mark
        return false
      }
      slot = (slot + 1) & (Self.visitedCount - 1)
    }
    visited[slot] = mark
    return false
  }

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
    func limit(_ nodeCost: Int, _ left: Int) -> Int { min(room, min(bound, ceiling - left * Self.stride) - before - nodeCost) }
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
    if cost + ChannelModel.insertion <= frame.cap {
      var later = state
      later.phase = .unknownSteps
      later.parent = Int32(parent)
      push(
        later, cost + Int(state.firstCost) + trie.cost(Int(state.node)) + ChannelModel.insertion, left: frame.read.count - place)
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
    let cost = Int(state.cost) + ChannelModel.insertion
    if place < frame.read.count { step(state, parent, Int(state.node), place + 1, cost, Self.unknown, frame) }
    let substitution = Int(state.cost) + ChannelModel.substitution
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

  /// True when a state of that cost may still be looked at.
  @inline(__always)
  private func isOpen(_ guess: Int, left: Int) -> Bool { guess <= bound && guess + left * Self.stride <= ceiling }

  private func candidate(_ index: Int, total: Int) -> Candidate {
    let state = states[index]
    var operations: [Int32] = []
    var at = index
    while at >= 0 {
      if states[at].operation != Self.same { operations.append(max(Int32(states[at].operation), -1)) }
      at = Int(states[at].parent)
    }
    operations.reverse()
    // An unknown step stands as −2 among the states and as −1 here.
    return Candidate(
      first: Int(state.first), word: trie.word(Int(state.node)), channel: Int(state.cost), total: total, operations: operations)
  }
}
