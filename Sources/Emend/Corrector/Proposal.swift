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
  var original: [UInt8]
  var replacement: [UInt8]
  var kind: Kind
  /// How much cheaper than the tokens as they stand, in nats.
  var gain: Float
  /// How much cheaper than the next best other reading.
  var margin: Float
  var candidate: CandidateSearch.Candidate
  /// Folded, to judge it by.
  var readText: [UInt8]
  var newText: [UInt8]
  /// The next best reading, if any.
  var runnerUp: [UInt8]
  var features: [Float]
  /// The words on both sides, as the corrector reads them.
  var before: Neighbour?
  var after: Neighbour?
  var probability: Double = 0
  var reason = ""
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
