import EmendCore

/// The words of a model as a tree of symbols, each node with the cost of the most frequent word below it.
///
/// Nodes stand in order of depth, the children of one side by side. A node's word is numbered by its place among the nodes
/// that end one, so no numbers are stored; a tree of the words read backwards has a table for that.
package struct WordTrie {
  package typealias Node = Int

  /// First child << 10 | symbol << 2 | ends a word << 1 | last of its parent's children.
  private let nodes: UnsafeBufferPointer<UInt32>
  private let costs: UnsafeBufferPointer<UInt8>
  /// Words before each 64th node.
  private let ranks: UnsafeBufferPointer<UInt32>
  /// The number of each word in the order of the nodes; empty when that is its number.
  private let words: UnsafeBufferPointer<UInt32>

  package init(_ file: ModelFile) {
    nodes = file.table(.trieNodes)
    costs = file.table(.trieCosts)
    ranks = file.table(.trieRanks)
    words = UnsafeBufferPointer(start: nil, count: 0)
  }

  /// The words read from their ends.
  package init(backwards file: ModelFile) {
    nodes = file.table(.backwardNodes)
    costs = file.table(.backwardCosts)
    ranks = file.table(.backwardRanks)
    words = file.table(.backwardWords)
  }

  package static let root: Node = 0

  @inline(__always)
  func endsWord(_ node: Node) -> Bool { nodes[node] & 2 != 0 }

  @inline(__always)
  package func symbol(_ node: Node) -> UInt8 { UInt8(truncatingIfNeeded: nodes[node] >> 2) }

  /// Cost of the cheapest word at or below the node.
  @inline(__always)
  package func cost(_ node: Node) -> Int { Int(costs[node]) }

  @inline(__always)
  package func child(_ node: Node, _ symbol: UInt8) -> Node? {
    var at = Int(nodes[node] >> 10)
    if at == 0 { return nil }
    while true {
      let child = nodes[at]
      let found = UInt8(truncatingIfNeeded: child >> 2)
      if found == symbol { return at }
      if found > symbol || child & 1 != 0 { return nil }
      at += 1
    }
  }

  /// The children of a node.
  @inline(__always)
  package func children(_ node: Node) -> Range<Node> {
    let first = Int(nodes[node] >> 10)
    if first == 0 { return 0..<0 }
    var end = first
    while nodes[end] & 1 == 0 { end += 1 }
    return first..<end + 1
  }

  /// The children of a node: where the first stands, and which symbols they have, one bit each.
  @inline(__always)
  package func family(_ node: Node) -> (first: Node, symbols: UInt64) {
    let first = Int(nodes[node] >> 10)
    if first == 0 { return (0, 0) }
    var symbols: UInt64 = 0
    var at = first
    while true {
      let child = nodes[at]
      symbols |= 1 << UInt64(child >> 2 & 63)
      if child & 1 != 0 { return (first, symbols) }
      at += 1
    }
  }

  /// The number of the word that ends here.
  package func word(_ node: Node) -> Int {
    var rank = Int(ranks[node / 64])
    for other in node / 64 * 64..<node where nodes[other] & 2 != 0 { rank += 1 }
    return words.isEmpty ? rank : Int(words[rank])
  }

  /// The tree of words, sorted by their symbols and each once, with the cost of each. Returns the sections, and for each
  /// word its number.
  package static func build(_ words: [[UInt8]], costs wordCosts: [UInt8]) -> (
    nodes: [UInt32], costs: [UInt8], ranks: [UInt32], numbers: [Int]
  ) {
    var nodes: [UInt32] = [0b01]
    var costs: [UInt8] = [wordCosts.min() ?? 255]
    var numbers = Array(repeating: -1, count: words.count)
    var ends: [(node: Int, word: Int)] = []
    var level: [(node: Int, words: Range<Int>)] = [(0, words.indices)]
    var depth = 0
    while !level.isEmpty {
      var next: [(node: Int, words: Range<Int>)] = []
      for (node, range) in level {
        var start = range.lowerBound
        while start < range.upperBound, words[start].count == depth { start += 1 }
        if start == range.upperBound { continue }
        nodes[node] |= UInt32(nodes.count) << 10
        while start < range.upperBound {
          let symbol = words[start][depth]
          var end = start
          var least: UInt8 = 255
          while end < range.upperBound, words[end][depth] == symbol {
            least = min(least, wordCosts[end])
            end += 1
          }
          var bits = UInt32(symbol) << 2
          if words[start].count == depth + 1 {
            bits |= 2
            ends.append((nodes.count, start))
          }
          if end == range.upperBound { bits |= 1 }
          next.append((nodes.count, start..<end))
          nodes.append(bits)
          costs.append(least)
          start = end
        }
      }
      level = next
      depth += 1
    }
    for (number, end) in ends.enumerated() { numbers[end.word] = number }
    var ranks: [UInt32] = []
    var rank: UInt32 = 0
    for (index, node) in nodes.enumerated() {
      if index % 64 == 0 { ranks.append(rank) }
      if node & 2 != 0 { rank += 1 }
    }
    return (nodes, costs, ranks, numbers)
  }
}
