import EmendCore

/// The queue of a candidate search: states in buckets by their total cost, and the marks of those that were expanded.
extension CandidateSearch {
  /// A node of the tree of words and a place in the string, in 24 bytes.
  struct State {
    var node: Int32
    /// The first of two words, −1 where there is none, and its cost.
    var first: Int32
    var firstCost: UInt16
    /// Cost of the channel up to here.
    var cost: UInt16
    /// Symbols of the string that were read.
    var place: UInt8
    var phase: Phase
    /// Number of the operation that led here, or `same` or `unknown`.
    var operation: Int16
    /// The state that led here, and the next one in the same bucket; −1 where there is none.
    var parent: Int32
    var next: Int32
  }

  enum Phase: UInt8 {
    case open
    /// What follows are steps that the channel does not know: they wait until nothing cheaper is left.
    case unknownSteps
    /// At the end of the string and of a word.
    case end
  }

  /// States that will not be looked at any more, because enough better ones wait, need not be kept.
  @inline(__always)
  func lowerCeiling(_ left: Int) {
    ceiling = min(ceiling, max(highest, lowest))
    while ceiling > lowest, queued - Int(counts[ceiling]) > left + CorrectorNumbers.spareStates {
      queued -= Int(counts[ceiling])
      counts[ceiling] = 0
      heads[ceiling] = -1
      ceiling -= 1
    }
    highest = ceiling
    if queued <= left { ceiling = Self.bucketCount - 1 }
  }

  /// Adds a state to the bucket of its total cost, with the estimate for `left` symbols still to be read.
  @inline(__always)
  func push(_ state: State, _ total: Int, left: Int = 0) {
    guard total <= bound, used < Self.stateCount else { return }
    let bucket = min(total + left * CorrectorNumbers.costPerSymbolLeft, Self.bucketCount - 1)
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

  /// True when a state of that cost may still be looked at.
  @inline(__always)
  func isOpen(_ guess: Int, left: Int) -> Bool { guess <= bound && guess + left * CorrectorNumbers.costPerSymbolLeft <= ceiling }

  /// Marks of earlier searches count no more. Their number has twelve bits, so now and then all marks are taken away: what a
  /// search finds must not depend on those before it.
  @inline(__always)
  func startVisits() {
    visits += 1
    if visits > 0xFFF {
      visited.update(repeating: 0, count: Self.visitedCount)
      visits = 1
    }
  }

  /// True when the same node was expanded at the same place, behind the same first word.
  @inline(__always)
  func isRepeated(_ state: State) -> Bool {
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

  /// The candidate that a state at an end stands for, with the operations on the way to it.
  @inline(__always)
  func candidate(_ index: Int, total: Int) -> Candidate {
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
