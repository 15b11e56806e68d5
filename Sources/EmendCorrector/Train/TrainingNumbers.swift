import EmendCore

/// The numbers by which models are trained, each with its unit and where it comes from. They were set by hand; *prototype* is
/// that of `CorrectorNumbers`.
enum TrainingNumbers {
  // MARK: What is enough to learn from

  /// Fewer words of text than this give no counts to go by. Tokens; chosen, not measured.
  static let leastWords = 20_000
  /// Fewer operations than this come from pairs that are too few, too good, or no pairs. Operations; chosen, not measured.
  static let leastOperations = 20

  // MARK: Lexicon

  /// Occurrences of a form in the texts, and texts that have it, from which on it is no misprint. Occurrences and texts; the
  /// prototype's 4 in 3 documents.
  static let leastOccurrences = 4
  static let leastTexts = 3
  /// Texts below which a form need not stand in several of them. Texts; chosen, not measured.
  static let fewTexts = 20
  /// Shortest form that the texts alone make a word. Symbols; chosen, not measured.
  static let shortestForm = 3
  /// Occurrences inside sentences from which on a capital tells: of a form, and of a word that is listed with the other
  /// case. Occurrences; chosen, not measured.
  static let leastInside = 3
  static let leastInsideOfListed = 5
  /// Of ten occurrences inside sentences so many have a capital in a proper name. Chosen, not measured.
  static let capitalsOfTen = 9
  /// Shortest form that may be two words run together. Symbols; chosen, not measured.
  static let shortestRunOn = 4
  /// How many times as often as a run-on the rarer of its two words occurs: with a part of one or two letters, which stands
  /// in many words by chance, and otherwise. Ratio of counts; chosen, not measured.
  static let runOnRatioOfShort = 500
  static let runOnRatio = 50
  /// A part of a run-on below this length is short. Symbols; chosen, not measured.
  static let shortPart = 3
  /// Occurrences from which on a form outside the lexicon is held to be known. Occurrences; chosen, not measured.
  static let leastOfKnownForm = 2
  /// Occurrences of all letters for which one of a letter of words must stand. Letters; chosen, not measured.
  static let lettersForOne = 1_000_000

  // MARK: N-grams

  /// Added to the count of each word of the lexicon. Occurrences; chosen, not measured.
  static let unigramPrior = 0.15
  /// Absolute discounts (Ney, Essen and Kneser 1994). Occurrences; the prototype's .7 and .8, and for characters chosen, not
  /// measured.
  static let bigramDiscount = 0.7
  static let trigramDiscount = 0.8
  static let characterDiscount = 0.6
  /// Occurrences below which an n-gram is not kept: of words, and of four and five characters. Occurrences; chosen, not measured.
  static let leastOfGram = 2
  static let leastOfFourCharacters = 3.0
  static let leastOfFiveCharacters = 5.0
  /// N-grams of words that are kept. N-grams; near the prototype's 1.3 and 1.2 million, which take 10 MB: a model of 60 MB
  /// lowered cMER by .0004 only.
  static let bigrams = 1_200_000
  static let trigrams = 1_100_000
  /// Least probability that is left over for shorter histories, so that its logarithm is a number: of words and of
  /// characters. Probability; chosen, not measured.
  static let leastLeftOver = 1e-4
  static let leastLeftOverOfCharacters = 1e-3
  /// Least probability of a shorter history, and least count of characters after the discount, for the same reason. Probability
  /// and occurrences; chosen, not measured.
  static let leastShorter = 1e-12
  static let leastDiscounted = 0.1

  // MARK: Channel

  /// Occurrences in a family of pairs below which an operation is chance. Occurrences; chosen, not measured (the prototype's
  /// was 5).
  static let leastOfOperation = 4
  /// Probability of an operation in a family: (n − discount) / (occurrences of its true symbols + prior). Occurrences; the
  /// prototype's .5 and 30.
  static let operationDiscount = 0.5
  static let occurrencePrior = 30.0

  // MARK: Neighbours of known words

  /// Nodes of the tree of words that the search for the neighbours of a known word expands. Expansions; chosen, not measured.
  static let neighbourExpansions = 500
  /// Unigram cost below which a word has no neighbours: it stands once in 150 words, and no context could tell that it was
  /// misread. Steps of 1/12 nat; chosen, not measured.
  static let leastCostOfMisread: Int = 60
  /// By how much a neighbour, with its misreading, may cost more than the word. Steps of 1/12 nat (8 nats); chosen, not measured.
  static let neighbourWindow = 96
  /// Neighbours kept for a word. Words; chosen, not measured.
  static let mostNeighbours = 6

  // MARK: Collections without truth

  // All found by trial on collections that were read by other engines than those the model was trained on.
  /// Most that the collection's own confusions weigh against those of the model, 0...1, and the edits at which they weigh half
  /// of that.
  static let collectionWeight = 0.7
  static let editsOfHalfWeight = 300.0
  /// The sure edits are a part of the errors. Their counts are raised to this share of the errors that the model expects in
  /// such a text, so that one confusion gains on another and the whole becomes no rarer; but not by more than this factor.
  static let shareOfExpected = 1.5
  static let mostRaised = 30.0
  /// Confusions that the model does not know, and that were seen less often, are chance. Occurrences.
  static let leastOfCollection = 3.0
  /// Largest probability of an operation that a collection teaches. Probability; chosen, not measured.
  static let largestLearned = 0.5
  /// Probability below which a report calls an operation not known. Probability; chosen, not measured: below what any
  /// stored cost stands for.
  static let leastReported = 1e-6
  /// Confusions that a report names. Lines; chosen, not measured.
  static let mostReported = 15

  // MARK: The judge

  /// Shares of a text's errors that are kept to train the judge on mildly noisy and on clean records, one drawn for each text.
  /// Shares of the segments, 0...1; the prototype's .02 to .35, without which a mildly noisy record got no edits at all.
  static let sharesOfErrorsKept = [0.02, 0.05, 0.1, 0.2, 0.35, 0]
  /// Borders of the bins of calibration, the last above 1; the levels of confidence start where bins do. Probability; chosen,
  /// not measured.
  static let calibrationBorders = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.85, 0.95, 0.98, 1.001]
}
