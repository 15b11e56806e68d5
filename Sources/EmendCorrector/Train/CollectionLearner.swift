import EmendCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Learns from a collection without truth how it was misread: the surest edits of a first pass stand for pairs of OCR and
/// truth, and their confusions, against how often the true characters occur, join those that the model knows.
///
/// All counts are whole numbers, so the order of the files makes no difference.
package struct CollectionLearner {
  private let model: CorrectorModel
  /// In thousandths: each edit counts by its probability.
  private var operations: [ChannelLearner.Key: Int] = [:]
  private var occurrences = Occurrences()
  package private(set) var texts = 0
  /// Edits that were sure enough to learn from.
  package private(set) var edits = 0

  /// - Parameter model: the one that the runs were made with.
  package init(_ model: CorrectorModel) { self.model = model }

  /// Edits of a smaller probability teach nothing; found by trial, as those of `TrainingNumbers` for collections are.
  private static let sure = Confidence.Level.likely.threshold

  /// Takes in what a pipeline did to a text.
  package mutating func add(_ run: Run) {
    guard let number = run.passes.firstIndex(where: { $0.stage == CorrectorStage.info.id }) else { return }
    let text = Run.undo(run.output, scripts: run.passes[number...].map(\.script))
    let pass = run.passes[number]
    texts += 1
    for edit in pass.script.edits { learn(edit, in: text) }
    // A higher level makes no edit less likely to be right; protection does.
    for (edit, hold) in zip(pass.withheld, pass.holds) where hold == Hold.Reason.belowConfidence.rawValue { learn(edit, in: text) }
    occurrences.add(ReadSymbols.of(text, model.alphabet))
  }

  private mutating func learn(_ edit: Edit, in text: [UInt8]) {
    guard edit.confidence.probability >= Self.sure else { return }
    // The characters around it, for those that were lost or came in at its ends.
    let before = edit.range.lowerBound > 0 ? text[edit.range.lowerBound - 1..<edit.range.lowerBound] : []
    let after = edit.range.upperBound < text.count ? text[edit.range.upperBound..<edit.range.upperBound + 1] : []
    func symbols(_ middle: [UInt8]) -> [UInt8] {
      ReadSymbols.of(Array(before.filter { $0 < 0x80 }) + middle + after.filter { $0 < 0x80 }, model.alphabet)
    }
    let read = symbols(edit.original)
    let truth = ReadSymbols.inOneLine(symbols(edit.replacement))
    let steps = TextAlignment.steps(truth, ReadSymbols.inOneLine(read))
    let weight = Int((edit.confidence.probability * 1000).rounded())
    edits += 1
    ChannelLearner.forEachOperation(truth, read, steps) { truth, read in
      operations[ChannelLearner.Key(truth: ChannelLearner.packed(truth), read: ChannelLearner.packed(read)), default: 0] += weight
    }
  }

  /// A confusion, with how often its true characters are misread so.
  private struct Change {
    let truth: [UInt8]
    let read: [UInt8]
    let before: Double
    let after: Double
    let count: Double

    /// How much it matters: how often it was seen, times how much its cost changed.
    var weight: Double { count * abs(log(after) - log(max(before, TrainingNumbers.leastReported))) }
  }

  /// The model with the collection's confusions as a further family, and in words what changed most.
  package func learned() -> (model: [UInt8], report: [String]) {
    var probabilities: [ChannelLearner.Key: Double] = [:]
    for operation in model.channel.operations {
      let key = ChannelLearner.Key(truth: ChannelLearner.packed(operation.trueSymbols), read: ChannelLearner.packed(operation.readSymbols))
      probabilities[key] = exp(-Double(operation.cost) * Double(ChannelModel.step))
    }
    var (expected, seen) = (0.0, 0.0)
    // By key, for sums depend on their order.
    for (key, p) in probabilities.sorted(by: { ($0.key.truth, $0.key.read) < ($1.key.truth, $1.key.read) }) {
      expected += p * Double(occurrences.count(of: ChannelLearner.unpacked(key.truth)))
      seen += Double(operations[key] ?? 0) / 1000
    }
    let scale = min(TrainingNumbers.shareOfExpected * expected / max(seen, 1), TrainingNumbers.mostRaised)
    let weight = TrainingNumbers.collectionWeight * Double(edits) / (Double(edits) + TrainingNumbers.editsOfHalfWeight)
    var changes: [Change] = []
    let keys = Set(probabilities.keys).union(operations.filter { Double($0.value) >= TrainingNumbers.leastOfCollection * 1000 }.keys)
    let learned = keys.compactMap { key -> ChannelModel.Operation? in
      let truth = ChannelLearner.unpacked(key.truth)
      let read = ChannelLearner.unpacked(key.read)
      if truth.contains(Alphabet.unknown) || truth == read { return nil }
      let before = probabilities[key] ?? 0
      let n = Double(operations[key] ?? 0) / 1000
      let seenHere = max(n - TrainingNumbers.operationDiscount, 0) * scale
      let here = min(
        seenHere / (Double(occurrences.count(of: truth)) + TrainingNumbers.occurrencePrior), TrainingNumbers.largestLearned)
      let after = (1 - weight) * before + weight * here
      guard let operation = ChannelModel.Operation(truth: truth, read: read, probability: after) else { return nil }
      if n >= 1 { changes.append(Change(truth: truth, read: read, before: before, after: after, count: n)) }
      return operation
    }
    return (ModelTrainer.model(model, operations: learned), report(changes))
  }

  private func report(_ changes: [Change]) -> [String] {
    func shown(_ symbols: [UInt8]) -> String {
      if symbols.isEmpty { return "nothing" }
      return symbols.map { symbol in
        switch symbol {
        case Alphabet.blank: "␣"
        case Alphabet.lineEnd: "⏎"
        case Alphabet.hyphenBlank: "-␣"
        case Alphabet.hyphenLineEnd: "-⏎"
        default: String(alphabet.scalar(symbol))
        }
      }.joined()
    }
    func rate(_ p: Double) -> String { p < TrainingNumbers.leastReported ? "not known" : "1 in \(Int((1 / p).rounded()))" }
    let head = "learned from \(edits) sure edit\(edits == 1 ? "" : "s") in \(texts) text\(texts == 1 ? "" : "s")"
    let order = changes.sorted { a, b in
      if a.weight != b.weight { return a.weight > b.weight }
      return (a.truth + [0] + a.read).lexicographicallyPrecedes(b.truth + [0] + b.read)
    }
    return [order.isEmpty ? head : head + "; what changed most (␣ is a blank, ⏎ a line end):"]
      + order.prefix(TrainingNumbers.mostReported).map {
        "  \(shown($0.truth)) read as \(shown($0.read)): \(rate($0.after)), was \(rate($0.before)); \(Int($0.count.rounded())) seen"
      }
  }

  private var alphabet: Alphabet { model.alphabet }
}

/// How often strings of up to three symbols occur.
private struct Occurrences {
  /// Symbols from here on are too rare to be counted by threes.
  private static let size = 128
  private var ones = [Int](repeating: 0, count: 256)
  private var twos = [Int](repeating: 0, count: 1 << 16)
  private var threes = [Int32](repeating: 0, count: size * size * size)
  private var total = 0

  mutating func add(_ symbols: [UInt8]) {
    var (a, b) = (-1, -1)
    total += symbols.count
    for symbol in symbols {
      let c = symbol == Alphabet.lineEnd ? Int(Alphabet.blank) : Int(symbol)
      ones[c] += 1
      if b >= 0 { twos[b << 8 | c] += 1 }
      if a >= 0, a < Self.size, b < Self.size, c < Self.size { threes[(a * Self.size + b) * Self.size + c] += 1 }
      (a, b) = (b, c)
    }
  }

  func count(of symbols: [UInt8]) -> Int {
    switch symbols.count {
    case 0: total
    case 1: ones[Int(symbols[0])]
    case 2: twos[Int(symbols[0]) << 8 | Int(symbols[1])]
    default:
      symbols.allSatisfy { $0 < Self.size }
        ? Int(threes[(Int(symbols[0]) * Self.size + Int(symbols[1])) * Self.size + Int(symbols[2])]) : 0
    }
  }
}
