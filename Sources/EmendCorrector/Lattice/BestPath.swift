import EmendCore

/// The cheapest path through a lattice, token by token, found by Viterbi search within a beam: a state is the last two words, as
/// trigrams ask for no more.
package struct BestPath {
  package typealias Word = LanguageModel.Word

  private struct State: BitwiseCopyable {
    /// The last two words.
    var a: Word
    var b: Word
    /// Of the path up to here, in nats.
    var cost: Float
    /// The edge that led here and the state before it; −1 at the start.
    var edge: Int32
    var parent: Int32
    /// The state that was added to the same column after this one.
    var next: Int32
  }

  /// For each token the edge that the path takes there, −1 where none starts.
  package private(set) var edges: [Int32] = []
  /// For each place the edge of the path that ends there, −1 where none does.
  private var ends: [Int32] = []
  private var states: [State] = []
  /// For each place, and the end, the first and the last of its states; −1 where there is none.
  private var heads: [Int32] = []
  private var tails: [Int32] = []
  /// The states of the place that is being expanded.
  private var column: [Int32] = []
  /// The last place that a state stands at.
  private var farthest = 0

  package mutating func find(in lattice: borrowing Lattice, _ language: LanguageModel) {
    let count = lattice.tokens.count
    states.removeAll(keepingCapacity: true)
    Self.reset(&heads, count + 1)
    Self.reset(&tails, count + 1)
    farthest = 0
    add(State(a: language.start, b: language.start, cost: 0, edge: -1, parent: -1, next: -1), at: 0)
    for place in 0..<count where heads[place] >= 0 {
      gather(place)
      let edges = lattice.edges(at: place)
      // Where all paths meet and a single edge goes on, its cost is the same for all.
      if column.count == 1, edges.count == 1, farthest <= place {
        let state = states[Int(column[0])]
        let word = lattice.edges[edges.lowerBound].last
        add(
          State(
            a: lattice.startsParagraph(place) ? language.start : state.b, b: word, cost: state.cost, edge: Int32(edges.lowerBound),
            parent: column[0], next: -1), at: place + 1)
        continue
      }
      let isStart = lattice.startsParagraph(place)
      for parent in column {
        let state = states[Int(parent)]
        let (a, b) = isStart ? (language.start, language.start) : (state.a, state.b)
        let history = language.history(a, b)
        for number in edges {
          let edge = lattice.edges[number]
          let total = state.cost + language.cost(edge, after: history)
          add(
            State(a: edge.isSplit ? edge.first : b, b: edge.last, cost: total, edge: Int32(number), parent: parent, next: -1),
            at: Int(edge.to))
        }
      }
    }
    trace(lattice, to: count)
  }

  private static func reset(_ table: inout [Int32], _ count: Int) {
    table.removeAll(keepingCapacity: true)
    for _ in 0..<count { table.append(-1) }
  }

  /// Adds a state to a column, unless a cheaper one with the same two words stands there.
  private mutating func add(_ state: State, at place: Int) {
    farthest = max(farthest, place)
    var at = heads[place]
    while at >= 0 {
      let same = states[Int(at)]
      if same.a == state.a, same.b == state.b {
        if same.cost > state.cost {
          states[Int(at)] = state
          states[Int(at)].next = same.next
        }
        return
      }
      at = same.next
    }
    let number = Int32(states.count)
    states.append(state)
    if heads[place] < 0 { heads[place] = number } else { states[Int(tails[place])].next = number }
    tails[place] = number
  }

  /// The states of a place that are within the beam: no words that follow make up for more.
  private mutating func gather(_ place: Int) {
    column.removeAll(keepingCapacity: true)
    var at = heads[place]
    while at >= 0 {
      column.append(at)
      at = states[Int(at)].next
    }
    if column.count == 1 { return }
    let states = states
    let most = column.reduce(Float.infinity) { min($0, states[Int($1)].cost) } + CorrectorNumbers.beamWindow
    column.removeAll { states[Int($0)].cost > most }
    guard column.count > CorrectorNumbers.beamWidth else { return }
    column.sort { (states[Int($0)].cost, $0) < (states[Int($1)].cost, $1) }
    column.removeLast(column.count - CorrectorNumbers.beamWidth)
  }

  private mutating func trace(_ lattice: borrowing Lattice, to end: Int) {
    Self.reset(&edges, end)
    Self.reset(&ends, end + 1)
    var best: Int32 = -1
    var at = heads[end]
    while at >= 0 {
      if best < 0 || states[Int(at)].cost < states[Int(best)].cost { best = at }
      at = states[Int(at)].next
    }
    while best >= 0, states[Int(best)].edge >= 0 {
      let state = states[Int(best)]
      let edge = lattice.edges[Int(state.edge)]
      edges[Int(edge.from)] = state.edge
      ends[Int(edge.to)] = state.edge
      best = state.parent
    }
  }

  // MARK: Context

  /// The two words before a place, as the path reads them.
  package func wordsBefore(_ place: Int, in lattice: borrowing Lattice, _ language: LanguageModel) -> (Word, Word) {
    var words = (language.start, language.start)
    var found = 0
    var at = place
    while found < 2, at > 0, !lattice.startsParagraph(at) {
      // Where no edge of the path ends, the token as it stands.
      let edge = lattice.edges[ends[at] >= 0 ? Int(ends[at]) : lattice.edges(at: at - 1).lowerBound]
      if found == 0 { words.1 = edge.last } else { words.0 = edge.last }
      found += 1
      if edge.isSplit, found < 2 {
        words.0 = edge.first
        found += 1
      }
      at = Int(edge.from)
    }
    return words
  }

  /// Up to two words from a place on, as the path reads them.
  package struct Words {
    package var first: Word = 0
    package var second: Word = 0
    package var count = 0

    fileprivate mutating func append(_ word: Word) {
      if count == 0 { first = word } else if count == 1 { second = word }
      count = min(count + 1, 2)
    }
  }

  package func wordsAfter(_ place: Int, in lattice: borrowing Lattice) -> Words {
    var words = Words()
    var at = place
    while words.count < 2, at < lattice.tokens.count, lattice.tokens[at].token.gap != .paragraph {
      let edge = lattice.edges[edges[at] >= 0 ? Int(edges[at]) : lattice.edges(at: at).lowerBound]
      if edge.isSplit { words.append(edge.first) }
      words.append(edge.last)
      at = Int(edge.to)
    }
    return words
  }
}

extension LanguageModel {
  /// Cost of an edge after two words, without what follows.
  @inline(__always)
  package func cost(_ edge: Lattice.Edge, after history: History) -> Float {
    if edge.isSplit { return edge.cost + cost(edge.first, after: history) + cost(edge.last, after: self.history(history.b, edge.first)) }
    return edge.cost + cost(edge.last, after: history)
  }

  /// Cost of `words` after `a` and `b`, added to `total`.
  @inline(__always)
  package func cost(_ words: BestPath.Words, after a: Word, _ b: Word, adding total: Float) -> Float {
    if words.count == 0 { return total }
    let first = total + cost(words.first, after: history(a, b))
    return words.count == 1 ? first : first + cost(words.second, after: history(b, words.first))
  }
}
