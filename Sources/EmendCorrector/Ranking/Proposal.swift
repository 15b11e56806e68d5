import EmendCore

/// A correction that the corrector weighs, with all that speaks for and against it.
package struct Proposal {
  package enum Kind: Int {
    case word, merge, split, realWord, edge, pronoun
  }

  /// A word beside the place.
  package struct Neighbour {
    package var range: Range<Int>
    /// What the token stands for, where that is another word; −1 where it is what it says.
    package var word: Int
  }

  package var range: Range<Int>
  package var replacement: [UInt8]
  /// False when the replacement is what stands there.
  var isChange: Bool
  package var kind: Kind
  package var probability: Double
  package var reason = ""
  /// Nil when nobody asks for it.
  package var evidence: Evidence?

  /// What a proposal was judged by.
  package final class Evidence {
    /// Numbers of the channel's operations; −1 for one that it does not know.
    let operations: [Int16]
    /// Folded, to judge it by.
    let readText: [UInt8]
    package let newText: [UInt8]
    /// The next best reading, if any.
    let runnerUp: [UInt8]
    package let features: Features
    /// What the judge of places saw; nil for what the first judge found unlikely.
    package let place: PlaceRow?
    /// The words on both sides, as the corrector reads them.
    package let before: Neighbour?
    package let after: Neighbour?

    package init(
      operations: [Int16], readText: [UInt8], newText: [UInt8], runnerUp: [UInt8], features: Features, place: PlaceRow?,
      before: Neighbour?, after: Neighbour?
    ) {
      (self.operations, self.readText, self.newText, self.runnerUp) = (operations, readText, newText, runnerUp)
      (self.features, self.place, self.before, self.after) = (features, place, before, after)
    }
  }
}

/// The features by which the acceptance trees judge a proposal; the order is that of the trained trees.
package enum Feature: Int, CaseIterable {
  case onPath, gain, margin, rank, channel, channelPerLetter, kind, operations, worstOperation, unknownOperations
  case wordCost, contextCost, contextCostPerWord, keptKnown, keptCost, isKnownForm
  case countOfNew, countOfRead, documentTokens, noise, localNoise
  case oovCost, oovCostPerLetter
  case letterCase, startsSentence, isProper, corpusOnly
  case length, lengthChange, previousKnown, nextKnown, previousOnPath
  case hasDigit, hasSign, hasAccent, gapKind, nextGapKind
  case sameConfusion, confusionShare, candidates, secondGap, shortestPart
}

/// What trees judge: a value for each feature, by number.
package protocol FeatureRow {
  subscript(number: Int) -> Float { get }
}

/// A value for each feature.
package struct Features: FeatureRow {
  private var values = InlineArray<42, Float>(repeating: 0)

  package subscript(feature: Feature) -> Float {
    get { values[feature.rawValue] }
    set { values[feature.rawValue] = newValue }
  }

  package subscript(feature: Feature) -> Bool {
    get { values[feature.rawValue] != 0 }
    set { values[feature.rawValue] = newValue ? 1 : 0 }
  }

  package subscript(number: Int) -> Float {
    @inline(__always) get { values[number] }
  }

  package var all: [Float] { values.indices.map { values[$0] } }
}
