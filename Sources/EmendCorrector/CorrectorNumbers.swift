import EmendCore

/// The numbers of the corrector that were set by hand, each with its unit and where it comes from.
///
/// A cost is −ln of a probability. Costs of words and operations are stored, and searched by, in steps of a twelfth of a nat
/// (`ChannelModel.step`); where a language model cost is summed up it is in nats. *Prototype* is the corrector's
/// prototype, which was fitted on pairs of 19th-century print and measured on newspapers left out of the fit.
enum CorrectorNumbers {
  // MARK: Tokens

  /// Letters on either side of a sign from which on it divides two words that lost their blank (`Cuba,and`). Letters; chosen,
  /// not measured.
  static let leastLettersBesideSign = 3

  // MARK: Words that may be misread

  /// Up to so many symbols a word is short. Symbols; chosen, not measured.
  static let shortWord = 3
  /// Unigram costs from which on a word is rare, so that it may be a piece of another: of short words and of others, that is
  /// from one word in 1,100 and in 22,000. Steps of 1/12 nat; chosen, not measured.
  static let rareCostOfShortWord: UInt8 = 84
  static let rareCost: UInt8 = 120
  /// Unigram cost below which a word, such as `the` and `for`, stands beside a misread one by chance, not as a piece of it:
  /// one word in 90. Steps of 1/12 nat; chosen, not measured.
  static let commonCost: UInt8 = 54
  /// A longer token is no piece of a word, and longer strings are no words. Symbols; chosen, not measured.
  static let longestPiece = 14
  static let longestWord = 30
  /// By how many nats another word may cost more in the place of a known one before the search, for a frequent word and for
  /// a rare one, which is more likely to be misread itself. Nats; chosen, not measured.
  static let confusionSlack: Float = 1.5
  static let confusionSlackOfRare: Float = 6
  /// Shortest string that may be two words run together. Symbols; chosen, not measured.
  static let shortestSplit = 4
  /// Shortest string that is corrected. Symbols; chosen, not measured.
  static let shortestCorrected = 2
  /// Longest string of `I`, `V`, `X`, `L`, `C`, `D` and `M` that is a Roman numeral. Symbols; chosen, not measured.
  static let longestRomanNumeral = 7
  /// Longest part between full stops that makes a token initials (`U.S`). Bytes; chosen, not measured.
  static let longestInitial = 2

  // MARK: How noisy a record is

  /// Share of unknown words below which a record is clean, so that unknown words in it are mostly names. Share of the
  /// tokens, 0...1; chosen, not measured.
  static let cleanNoise: Float = 0.03
  /// Share of unknown words from which on known words are weighed as well, without a first pass (one in twenty, see
  /// Pipeline.md). Share of the tokens, 0...1; chosen, not measured.
  static let noisyShare: Float = 0.05
  /// Share of likely misreadings, found by a first pass, from which on the known words of any other record are weighed as
  /// well (one in a thousand, see Pipeline.md). Share of the tokens, 0...1; chosen, not measured.
  static let leastMisreadShare = 0.001
  /// Tokens below which a record says too little of how clean it is (see Pipeline.md). Tokens; chosen, not measured.
  static let fewTokens = 300
  /// A token stands in text when no more than two of three around it are unknown: tokens on either side, and the tokens
  /// below which nothing is said. Tokens; chosen, not measured.
  static let textReach = 4
  static let fewestForText = 6

  // MARK: Lattices

  /// Tokens that may lie between two places of one lattice: those of their contexts. Tokens; chosen, not measured.
  static let latticeGap = 5
  /// Tokens from one place of a lattice to another, at most; longer passages are weighed in parts. Tokens; chosen, not measured.
  static let longestLattice = 300
  /// Tokens that a lattice has besides those from its first to its last place: up to three before and three behind, and the
  /// last place itself. Tokens; follows from the reach of a trigram and of the longest merge.
  static let latticeMargin = 7
  /// By how many nats a candidate may cost more than the token as it stands, whatever its neighbours. Nats; chosen, not measured.
  static let candidateSlack: Float = 10
  /// Beginnings of a path that are followed at each place, and by how many nats they may be worse than the best. States and
  /// nats; chosen, not measured (the prototype kept 24 states).
  static let beamWidth = 12
  static let beamWindow: Float = 10

  // MARK: Candidate search

  /// Candidates for a string, at most. Candidates; the prototype's 7, and fewer for the pieces of a word, chosen, not measured.
  static let mostCandidates = 7
  static let mostMergeCandidates = 3
  /// Nodes of the tree of words that a search expands: of those that take one half as it stands, of the one that takes
  /// nothing so, and of those for the pieces of a word, which are seldom misread in both halves. Expansions; chosen, not
  /// measured (in the prototype 500 to 1,000 kept nine of ten right candidates that 8,000 find).
  static let halfExpansions = 40
  static let expansions = 200
  static let mergeHalfExpansions = 60
  /// By how much a candidate may cost more than the best one. Steps of 1/12 nat (8 nats); chosen, not measured.
  static let candidateWindow = 96
  /// Cost of the channel for each symbol up to which the best candidate of the two halves is good enough for the search to
  /// end there. Steps of 1/12 nat (1 nat); chosen, not measured.
  static let goodCostPerSymbol = 12
  /// Most that the channel may cost: a sum for the string, one for each symbol, and a bound. Steps of 1/12 nat; the
  /// prototype's min(28, 6 + 1.9 × symbols) nats.
  static let channelCap = 336
  static let channelCapBase = 72
  static let channelCapPerSymbol = 23
  /// Largest total of a candidate, channel and words. Steps of 1/12 nat (66 nats); chosen, not measured.
  static let mostTotal = 799
  /// Longest string that is searched for. Symbols; chosen, not measured.
  static let longestSearched = 40
  /// Shortest string whose halves are searched for one by one. Symbols; chosen, not measured (the prototype's was 6).
  static let shortestHalved = 5
  /// Estimate of what each symbol still to be read costs. The most frequent word below a node is almost never the one that
  /// is looked for, and without the estimate all beginnings would come before any end. Steps of 1/12 nat (3 nats); chosen,
  /// not measured.
  static let costPerSymbolLeft = 36
  /// States that may wait beyond those that the budget can still expand. States; chosen, not measured.
  static let spareStates = 8
  /// Strings in a generation of the memo of candidates, which then takes some 5 MB. Strings; chosen, not measured.
  static let memoGeneration = 60_000

  // MARK: Models

  /// Operations that no training pair shows: one symbol for another, one too many or too few. Steps of 1/12 nat; the
  /// prototype's 12 and 11 nats.
  static let unseenSubstitution = 144
  static let unseenInsertion = 132
  /// Cost from which on an operation is not kept, for one that was never seen costs no more. Steps of 1/12 nat; chosen, not
  /// measured.
  static let dearestOperation = 150
  /// Cost of an operation that was never seen, as a feature. Nats; that of `unseenSubstitution`.
  static let unseenOperation: Float = 12
  /// Cost of a symbol that no n-gram of characters helps with. Nats; chosen, not measured.
  static let unseenSymbol: Float = 6
  /// Trees of a model from outside, and what a leaf may add: the sum stays a number. Trees and nats of log odds; chosen, not
  /// measured (`Training/acceptance.py` makes 300 trees).
  static let mostTrees = 10_000
  static let largestLeaf: Float = 1e6
  /// Used slots in a row of a hash table from outside, beyond which a look-up would take too long. Slots; chosen, not
  /// measured: the model that is built in has 335 at most.
  static let longestRun = 4096
  /// Neighbours of a word in a model from outside. Words; chosen, not measured (the trainer keeps
  /// `TrainingNumbers.mostNeighbours`).
  static let mostNeighbours = 64

  // MARK: Judgement

  /// Gain over the tokens as they stand below which a reading is not proposed. Nats; chosen, not measured: what costs more
  /// than the text as it stands is never right often enough.
  static let leastGain: Float = 0
  /// Largest margin over the next reading, and the margin where there is none. Nats; chosen, not measured.
  static let largestMargin: Float = 20
  /// Tokens on either side whose share of unknown words is the local noise. Tokens; chosen, not measured.
  static let localReach = 5
  /// Gain and margin beyond which a proposal is clear, so that its confusions count as evidence for others. Nats; chosen,
  /// not measured (the prototype's were 6 and 3).
  static let clearGain: Float = 5
  static let clearMargin: Float = 2
  /// Clear proposals added to those of the document, so that a share of few says little. Proposals; chosen, not measured.
  static let clearPrior = 5
  /// Proposals that are judged together: a long record takes no more memory than a short one. Proposals; chosen, not measured.
  static let batch = 20_000
  /// Gain at which an edit is as likely right as wrong in the eyes of a model without trees. Nats; chosen, not measured.
  static let evenGain: Float = 3

  // MARK: Places

  /// Bytes of a line that are looked at on either side of a place, and words. Bytes and words; chosen, not measured.
  static let longestLine = 240
  static let wordsBeside = 4
  /// Lines whose words are kept for the next places. Lines; chosen, not measured.
  static let linesKept = 4
  /// Unigram cost up to which a word is so common that its capital inside a sentence comes from a misread letter: one word in
  /// 3,000. Steps of 1/12 nat; chosen, not measured.
  static let functionWordCost: UInt8 = 96
  /// Bytes of a part of a record, in which, with the parts beside it, its own use of a capital is counted. Bytes; chosen, not measured.
  static let nearInRecord = 16_384
  /// Words on either side that say whether a word stands among capitals. Words; chosen, not measured.
  static let caseReach = 3

  /// Blanks that part columns. Blanks; chosen, not measured.
  static let columnGap = 3

  // MARK: Edges of redactions

  /// Edges in front of words, different glyphs among them, and times the glyph J, at least. Counts; chosen on six records of
  /// one collection and twelve of another, which have 9 to 154, where others have 4 at most without a J.
  static let fewestEdges = 4
  static let fewestEdgeGlyphs = 2
  static let fewestCertainEdges = 2
  /// Edges in a thousand tokens, at least. Chosen as those.
  static let leastEdgeDensity: Float = 0.5
  /// Unigram cost of the word beside an edge, at most, and by how much another reading must be dearer. Steps of 1/12 nat;
  /// chosen, not measured.
  static let dearestEdgeWord = 150
  /// Unigram cost below which the word may have two letters, and a letter more makes a word by chance: one word in 400. Steps of
  /// 1/12 nat; chosen, not measured.
  static let commonEdgeWord = 72
  static let edgeSlack = 18
  /// Probability that an edge is one. Counted by eye: of 100 drawn from two collections 91 were; narrowed by what the others
  /// showed, the rule finds 84 of these and one of the 9. Claimed is less than that, for it was narrowed on the same 100.
  static let edge = 0.96

  // MARK: The pronoun I (`PronounReader`), in nats

  /// How much likelier the next word must be behind I than by itself, and I behind the word before.
  static let pronounNext: Float = 1
  static let pronounBefore: Float = -0.7
  /// And both together; for a glyph that is seldom an I.
  static let pronounBoth: Float = 2
  static let pronounBothOdd: Float = 4
  /// Bars of a line that is no row of a table, at most, and bytes to either side that are looked at. Chosen, not measured.
  static let mostBars = 4
  static let rowReach = 400
  /// Probability that such a glyph is one; in front of 'm, 'd, 'll and 've.
  static let pronoun = 0.95
  static let contraction = 0.98

  // MARK: Reasons

  /// Longest reason of an edit, and longest word in it. Characters; chosen, not measured.
  static let longestReason = 160
  static let longestReasonWord = 20
  /// Cost in its context less the cost by itself below which a word is said to fit. Nats; chosen, not measured.
  static let fittingCost: Float = -1
  /// Misreadings that a reason names one by one. Operations; chosen, not measured.
  static let mostMisreadingsNamed = 3
}
