import EmendCore

/// Decisions that stand where the pipeline proposes nothing: readings that an editor set in the text, or accepted from a
/// dictionary that has changed since. They become a pass of their own behind the stages.
package struct OwnReadings {
  /// A reading and its place in the run's output.
  package struct Reading {
    package let decision: Decision
    package let range: Range<Int>
    package let original: [UInt8]
    package let replacement: [UInt8]
  }

  /// In the order of the output.
  package private(set) var readings: [Reading] = []
  package private(set) var unplaced: [(decision: Decision, why: String)] = []

  package init(_ decisions: [Decision], in run: Run, _ text: [UInt8]) {
    if decisions.isEmpty { return }
    let surroundings = Surroundings(text: text)
    let isDecoded = text.count != run.source.count || text != run.source
    var found: [Reading] = []
    var comparisons = 0
    for decision in decisions {
      let replacement: String
      switch decision.verdict {
      case .reject: replacement = decision.key.original
      case .accept: replacement = decision.key.replacement
      case .reading(let reading): replacement = reading
      }
      let original = Array(decision.key.original.utf8)
      if original.allSatisfy(\.isSpace) {
        // Blanks and line ends are everywhere, so that no place is told from another.
        unplaced.append((decision, "nothing is proposed there any more"))
        continue
      }
      switch Self.place(original, like: decision.key, in: surroundings, &comparisons) {
      case .success(let range):
        // What was rejected stays as it is, for nobody proposes anything there.
        if decision.verdict == .reject { continue }
        let place = isDecoded ? run.outputRange(of: range, inputOf: 1) : run.outputRange(of: range)
        guard place.upperBound <= run.output.count, equal(run.output, place, original, 0..<original.count) else {
          unplaced.append((decision, "other edits stand there now"))
          continue
        }
        found.append(Reading(decision: decision, range: place, original: original, replacement: Array(replacement.utf8)))
      case .failure(let failure):
        // The text may have come to read so by itself.
        if decision.verdict != .reject,
          case .success = Self.place(Array(replacement.utf8), like: decision.key, in: surroundings, &comparisons)
        {
          continue
        }
        unplaced.append((decision, failure.why))
      }
    }
    for reading in found.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      if let last = readings.last, reading.range.lowerBound < last.range.upperBound {
        unplaced.append((reading.decision, "overlaps another reading"))
      } else {
        readings.append(reading)
      }
    }
  }

  /// The pass that holds the readings back until the decisions let them in.
  package func pass(behind run: Run) -> Pass {
    var withheld = EditList()
    for reading in readings {
      withheld.append(
        Edit(
          range: reading.range, original: reading.original, replacement: reading.replacement, rule: Review.rule,
          confidence: Confidence(1), reason: "set by \(reading.decision.editor)"))
    }
    let count = readings.count
    return Pass(
      stage: Review.stage, script: EditScript(inputCount: run.output.count), withheld: withheld,
      holds: Array(repeating: Hold.Reason.recorded.rawValue, count: count),
      details: Dictionary(uniqueKeysWithValues: (0..<count).map { ($0, "no stage proposes it") }), level: .likely, isDecoding: false)
  }

  private struct NoPlace: Error { let why: String }

  private static func place(_ text: [UInt8], like key: SuggestionKey, in surroundings: Surroundings, _ comparisons: inout Int) -> Result<
    Range<Int>, NoPlace
  > {
    if text.allSatisfy(\.isSpace) { return .failure(NoPlace(why: "nothing is proposed there any more")) }
    var candidates: [(id: Int, key: SuggestionKey)] = []
    var exact: [Int] = []
    var start = 0
    while let place = surroundings.text.firstIndex(of: text, in: start..<surroundings.text.count) {
      let end = place + text.count
      start = end
      comparisons += 1
      if comparisons > ReviewNumbers.mostComparisons { return .failure(NoPlace(why: "its words stand too often in the record")) }
      let (before, after) = (surroundings.before(place), surroundings.after(end))
      if before == key.before, after == key.after { exact.append(place) }
      if candidates.count <= ReviewNumbers.mostPlaces {
        candidates.append(
          (
            place,
            SuggestionKey(
              rule: key.rule, original: key.original, replacement: key.replacement, before: before, after: after, occurrence: 1)
          ))
      }
    }
    if exact.count == 1 { return .success(exact[0]..<exact[0] + text.count) }
    if candidates.count > ReviewNumbers.mostPlaces { return .failure(NoPlace(why: "its words stand too often in the record")) }
    switch Placement.best(candidates, for: key, from: ReviewNumbers.likenessOfWords) {
    case .one(let place)?: return .success(place..<place + text.count)
    case .several?: return .failure(NoPlace(why: "several places fit it"))
    case nil: return .failure(NoPlace(why: "its words stand in the record no more"))
    }
  }
}
