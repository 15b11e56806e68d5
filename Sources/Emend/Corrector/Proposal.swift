/// A correction that the corrector weighs, with all that speaks for and against it.
struct Proposal {
  enum Kind: Int {
    case word, merge, split, realWord
  }

  /// A word beside the place.
  struct Neighbour {
    var range: Range<Int>
    /// What the token stands for, where that is another word; −1 where it is what it says.
    var word: Int
  }

  var range: Range<Int>
  var replacement: [UInt8]
  /// False when the replacement is what stands there.
  var isChange: Bool
  var kind: Kind
  var probability: Double
  var reason = ""
  /// Nil when nobody asks for it.
  var evidence: Evidence?

  /// What a proposal was judged by.
  final class Evidence {
    /// Numbers of the channel's operations; −1 for one that it does not know.
    let operations: [Int16]
    /// Folded, to judge it by.
    let readText: [UInt8]
    let newText: [UInt8]
    /// The next best reading, if any.
    let runnerUp: [UInt8]
    let features: Features
    /// The words on both sides, as the corrector reads them.
    let before: Neighbour?
    let after: Neighbour?

    init(
      operations: [Int16], readText: [UInt8], newText: [UInt8], runnerUp: [UInt8], features: Features, before: Neighbour?, after: Neighbour?
    ) {
      (self.operations, self.readText, self.newText, self.runnerUp) = (operations, readText, newText, runnerUp)
      (self.features, self.before, self.after) = (features, before, after)
    }
  }
}

/// The features by which the acceptance trees judge a proposal; the order is that of the trained trees.
enum Feature: Int, CaseIterable {
  case onPath, gain, margin, rank, channel, channelPerLetter, kind, operations, worstOperation, unknownOperations
  case wordCost, contextCost, contextCostPerWord, keptKnown, keptCost, isKnownForm
  case countOfNew, countOfRead, documentTokens, noise, localNoise
  case strangeness, strangenessPerLetter
  case letterCase, startsSentence, isProper, corpusOnly
  case length, lengthChange, previousKnown, nextKnown, previousOnPath
  case hasDigit, hasSign, hasAccent, gapKind, nextGapKind
  case sameConfusion, confusionShare, candidates, secondGap, shortestPart
}

/// A value for each feature.
struct Features {
  private var values = InlineArray<42, Float>(repeating: 0)

  subscript(feature: Feature) -> Float {
    get { values[feature.rawValue] }
    set { values[feature.rawValue] = newValue }
  }

  subscript(feature: Feature) -> Bool {
    get { values[feature.rawValue] != 0 }
    set { values[feature.rawValue] = newValue ? 1 : 0 }
  }

  subscript(number: Int) -> Float {
    @inline(__always) get { values[number] }
  }

  var all: [Float] { values.indices.map { values[$0] } }
}
