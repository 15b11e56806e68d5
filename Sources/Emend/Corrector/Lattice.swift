/// A stretch of tokens with everything that they may stand for, and the cheapest way through it.
struct Lattice {
  typealias Word = LanguageModel.Word

  /// A token with what the model knows about it.
  struct Token {
    var token: TokenReader.Token
    var symbols: [UInt8]
    var hash: UInt64
    /// Its number in the language model: a word, the class of unknown ones, or of numbers.
    var word: Word
    /// What an unknown word costs beyond its class: how little it looks like one.
    var strangeness: Float

    var range: Range<Int> { token.range }
  }

  /// One or two words in the place of one to three tokens.
  struct Edge {
    var from: Int
    var to: Int
    /// Equal to `last` where there is one word.
    var first: Word
    var last: Word
    var isSplit: Bool
    /// Cost of the channel, and of an unknown word.
    var cost: Float
    /// Nil when the tokens stay as they are.
    var candidate: CandidateSearch.Candidate?
    /// From the table of neighbours of a known word.
    var isRealWord = false

    var isKept: Bool { candidate == nil }
  }

  let tokens: [Token]
  /// Edges by the token that they start at; the first of each keeps the token.
  private(set) var edges: [[Edge]]
  private let language: LanguageModel

  init(_ tokens: [Token], _ language: LanguageModel) {
    self.tokens = tokens
    self.language = language
    edges = tokens.indices.map { i in
      let word = tokens[i].word
      return [Edge(from: i, to: i + 1, first: word, last: word, isSplit: false, cost: tokens[i].strangeness, candidate: nil)]
    }
  }

  mutating func add(_ edge: Edge) { edges[edge.from].append(edge) }

  /// Cost of an edge after two words, without what follows.
  @inline(__always)
  func cost(_ edge: Edge, after a: Word, _ b: Word) -> Float {
    if edge.isSplit { return edge.cost + language.cost(edge.first, after: a, b) + language.cost(edge.last, after: b, edge.first) }
    return edge.cost + language.cost(edge.last, after: a, b)
  }

  private struct State {
    var a: Word
    var b: Word
    var cost: Float
    var edge: Int
    var from: Int
    var parent: Int
  }

  /// For each token the number of the edge that the cheapest path takes there, −1 where none starts.
  func bestPath(beam: Int = 12) -> [Int] {
    let count = tokens.count
    var columns: [[State]] = Array(repeating: [], count: count + 1)
    columns[0] = [State(a: language.start, b: language.start, cost: 0, edge: -1, from: -1, parent: -1)]
    for place in 0..<count {
      if columns[place].isEmpty { continue }
      if columns[place].count > beam {
        columns[place].sort { $0.cost < $1.cost }
        columns[place].removeLast(columns[place].count - beam)
      }
      let isStart = tokens[place].token.gap == .paragraph || tokens[place].token.gap == .start
      for (parent, state) in columns[place].enumerated() {
        let (a, b) = isStart ? (language.start, language.start) : (state.a, state.b)
        for (number, edge) in edges[place].enumerated() {
          let total = state.cost + cost(edge, after: a, b)
          let next = State(
            a: edge.isSplit ? edge.first : b, b: edge.last, cost: total, edge: number, from: place, parent: parent)
          if let same = columns[edge.to].firstIndex(where: { $0.a == next.a && $0.b == next.b }) {
            if columns[edge.to][same].cost > total { columns[edge.to][same] = next }
          } else {
            columns[edge.to].append(next)
          }
        }
      }
    }
    var path = Array(repeating: -1, count: count)
    var place = count
    var index = columns[count].indices.min { columns[count][$0].cost < columns[count][$1].cost } ?? -1
    while place > 0, index >= 0 {
      let state = columns[place][index]
      path[state.from] = state.edge
      (place, index) = (state.from, state.parent)
    }
    return path
  }

  /// Cost of `edge` with the words of `path` around it, two on each side; comparable between edges of the same span.
  func contextCost(_ edge: Edge, _ path: [Int]) -> Float {
    let (a, b) = wordsBefore(edge.from, path)
    var total = cost(edge, after: a, b)
    var (first, second) = (edge.isSplit ? edge.first : b, edge.last)
    for word in wordsAfter(edge.to, path) {
      total += language.cost(word, after: first, second)
      (first, second) = (second, word)
    }
    return total
  }

  /// Cost of the tokens of a span as they stand, with the same context.
  func keptCost(_ span: Range<Int>, _ path: [Int]) -> Float {
    var (a, b) = wordsBefore(span.lowerBound, path)
    var total: Float = 0
    for i in span {
      total += cost(edges[i][0], after: a, b)
      (a, b) = (b, tokens[i].word)
    }
    for word in wordsAfter(span.upperBound, path) {
      total += language.cost(word, after: a, b)
      (a, b) = (b, word)
    }
    return total
  }

  func wordsBefore(_ place: Int, _ path: [Int]) -> (Word, Word) {
    var found: [Word] = []
    var at = place
    while found.count < 2, at > 0, tokens[at].token.gap != .paragraph, tokens[at].token.gap != .start {
      // The edge of the path that ends here; where the path has none, the token as it stands.
      var edge = edges[at - 1][0]
      for start in max(0, at - 3)..<at where path[start] >= 0 && edges[start][path[start]].to == at { edge = edges[start][path[start]] }
      found.append(edge.last)
      if edge.isSplit { found.append(edge.first) }
      at = edge.from
    }
    while found.count < 2 { found.append(language.start) }
    return (found[1], found[0])
  }

  func wordsAfter(_ place: Int, _ path: [Int]) -> [Word] {
    var found: [Word] = []
    var at = place
    while found.count < 2, at < tokens.count, tokens[at].token.gap != .paragraph {
      let edge = path[at] >= 0 ? edges[at][path[at]] : edges[at][0]
      if edge.isSplit { found.append(edge.first) }
      found.append(edge.last)
      at = edge.to
    }
    return Array(found.prefix(2))
  }
}
