import EmendCore

/// Finds the words that a read string may stand for, the most probable first.
///
/// Best-first search over the tree of words, where a step is a character as it stands or an operation of the channel. What is
/// still to come is estimated as the cost of the most frequent word below and a sum for each symbol left; as that may be too
/// much, unlike the estimate of A* (Hart, Nilsson and Raphael 1968), candidates come nearly in their order only. Most misread
/// words are whole in one half: so a first search takes the first half as it stands, a second one, from the end, the last
/// half; only where neither finds a good candidate any character may be misread.
///
/// States and their queue are in `SearchQueue.swift`, the loop and what a state leads to in `SearchExpansion.swift`.
package final class CandidateSearch {
  /// One or two words, and how they became the string.
  package struct Candidate {
    /// −1 for one word.
    package var first: Int
    package var word: Int
    /// Cost of the channel, in its steps.
    package var channel: Int
    /// With the words' own costs.
    package var total: Int
    /// Numbers of the operations; −1 for one that the channel does not know.
    var operations: [Int32]
  }

  /// What limits a search.
  package struct Limits {
    package var results = CorrectorNumbers.mostCandidates
    /// Nodes that are expanded by a search that trusts one half of the string, and by the one that trusts nothing of it.
    var halfExpansions = CorrectorNumbers.halfExpansions
    var expansions = CorrectorNumbers.expansions
    /// How much more than the best a candidate may cost, in steps of the channel.
    package var window = CorrectorNumbers.candidateWindow
    /// Cost of the channel for each symbol up to which the candidates of the halves are good enough to go no further.
    package var good = CorrectorNumbers.goodCostPerSymbol
    /// Totals above this are of no use.
    package var most = CorrectorNumbers.mostTotal
  }

  /// Numbers of steps that are no operation of the channel.
  static let same: Int16 = -1
  static let unknown: Int16 = -2
  /// Buckets of the queue: one for each total, and for totals with the estimate of what is still to be read.
  static let bucketCount =
    CorrectorNumbers.mostTotal + 1 + CorrectorNumbers.longestSearched * CorrectorNumbers.costPerSymbolLeft
  static let stateCount = 1 << 15
  static let visitedCount = 1 << 12

  let tables: SearchTables
  /// The tree of the search that runs.
  @exclusivity(unchecked) var trie: WordTrie
  let wordCosts: UnsafeBufferPointer<UInt8>
  let states = UnsafeMutablePointer<State>.allocate(capacity: stateCount)
  @exclusivity(unchecked) var used = 0
  /// The last state of each total cost.
  let heads = UnsafeMutablePointer<Int32>.allocate(capacity: bucketCount)
  let visited = UnsafeMutablePointer<UInt64>.allocate(capacity: visitedCount)
  @exclusivity(unchecked) var visits: UInt64 = 0
  /// Totals above this are of no use.
  @exclusivity(unchecked) var bound = 0
  /// No bucket below the first and above the second holds a state.
  @exclusivity(unchecked) var lowest = 0
  @exclusivity(unchecked) var highest = 0
  /// States of buckets above this are let go.
  @exclusivity(unchecked) var ceiling = 0
  @exclusivity(unchecked) var queued = 0
  let counts = UnsafeMutablePointer<Int32>.allocate(capacity: bucketCount)

  package init(_ tables: SearchTables) {
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
  ///   - read: symbols; nothing is found for more than `CorrectorNumbers.longestSearched`.
  ///   - splits: whether two words may have been run together.
  package func candidates(for read: [UInt8], splits: Bool, limits: Limits = Limits()) -> [Candidate] {
    let length = read.count
    if length == 0 || length > CorrectorNumbers.longestSearched { return [] }
    var found: [Candidate] = []
    if length >= CorrectorNumbers.shortestHalved {
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
        Frame(read: read, side: side, cap: Self.cap(read.count), splits: splits, trusted: trusted), from: node, limits,
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

  /// The most that the channel may cost for a string, in its steps.
  private static func cap(_ symbols: Int) -> Int {
    min(CorrectorNumbers.channelCap, CorrectorNumbers.channelCapBase + CorrectorNumbers.channelCapPerSymbol * symbols)
  }
}
