import EmendCore

/// Finds for decisions, made of an earlier run perhaps, the suggestions that they speak of: the same edit with the same words
/// around it, else the edit whose surroundings are most alike.
package struct Placement {
  package private(set) var decisions: [Int: Decision] = [:]
  /// Decisions that no suggestion is there for.
  package private(set) var open: [Decision] = []
  package private(set) var unplaced: [(decision: Decision, why: String)] = []

  package init(_ all: [Decision], _ suggestions: [Suggestion]) {
    var exact: [SuggestionKey: Int] = [:]
    for suggestion in suggestions { exact[suggestion.key] = suggestion.number }
    var rest: [Decision] = []
    for decision in all {
      if let number = exact[decision.key], decisions[number] == nil {
        decisions[number] = decision
      } else {
        rest.append(decision)
      }
    }
    if rest.isEmpty { return }
    let byOriginal = Dictionary(grouping: suggestions.filter { decisions[$0.number] == nil }) { $0.edit.originalText }
    for decision in rest { place(decision, among: byOriginal[decision.key.original] ?? []) }
  }

  private mutating func place(_ decision: Decision, among candidates: [Suggestion]) {
    let free = candidates.filter { decisions[$0.number] == nil }
    let same = free.filter { $0.edit.replacementText == decision.key.replacement }
    let most = ReviewNumbers.mostCandidates
    switch Self.best(same.prefix(most).map { ($0.number, $0.key) }, for: decision.key, from: ReviewNumbers.likenessOfSameEdit) {
    case .one(let number)?:
      decisions[number] = decision
      return
    case .several?:
      unplaced.append((decision, "several places fit it"))
      return
    case nil: break
    }
    // At the same place the pipeline proposes something else now.
    guard
      case .one(let number)? = Self.best(
        free.prefix(most).map { ($0.number, $0.key) }, for: decision.key, from: ReviewNumbers.likenessOfOtherEdit)
    else {
      open.append(decision)
      return
    }
    if decision.verdict == .reject {
      unplaced.append((decision, "another reading is proposed there now"))
    } else {
      decisions[number] = decision
    }
  }

  package enum Match: Equatable {
    case one(Int)
    case several
  }

  /// The candidate whose surroundings are most like those of a key; nil when none is alike.
  package static func best(_ candidates: [(id: Int, key: SuggestionKey)], for key: SuggestionKey, from least: Double) -> Match? {
    var best: (id: Int, likeness: Double)?
    var isTied = false
    for candidate in candidates {
      let likeness = likeness(candidate.key, key)
      if likeness < least { continue }
      if let found = best {
        if likeness < found.likeness { continue }
        isTied = likeness == found.likeness
        if isTied { continue }
      }
      best = (candidate.id, likeness)
    }
    guard let best else { return nil }
    return isTied ? .several : .one(best.id)
  }

  /// How much alike the words around two edits are, 0...1: one less the edit distance over the length. At the ends of a text
  /// there are fewer words; only as many are compared, which counts for a little less.
  package static func likeness(_ a: SuggestionKey, _ b: SuggestionKey) -> Double {
    func side(_ a: [UInt32], _ b: [UInt32]) -> (length: Int, distance: Int) {
      (max(a.count, b.count), EditDistance.between(a, b))
    }
    func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }
    var (before, after) = ((scalars(a.before), scalars(b.before)), (scalars(a.after), scalars(b.after)))
    var shortened = 0.0
    // Only where one of them has hardly any: elsewhere words that came in between are a difference.
    let few = ReviewNumbers.fewCharacters
    if min(before.0.count, before.1.count) < few, max(before.0.count, before.1.count) >= few {
      let count = min(before.0.count, before.1.count)
      before = (Array(before.0.suffix(count)), Array(before.1.suffix(count)))
      shortened += ReviewNumbers.shortenedPenalty
    }
    if min(after.0.count, after.1.count) < few, max(after.0.count, after.1.count) >= few {
      let count = min(after.0.count, after.1.count)
      after = (Array(after.0.prefix(count)), Array(after.1.prefix(count)))
      shortened += ReviewNumbers.shortenedPenalty
    }
    let (one, two) = (side(before.0, before.1), side(after.0, after.1))
    let length = one.length + two.length
    // Nothing on either side of both is the same; nothing left to compare is not.
    if length == 0 { return shortened > 0 ? 0 : 1 }
    return 1 - Double(one.distance + two.distance) / Double(length) - shortened
  }
}
