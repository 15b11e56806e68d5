import EmendCore

/// The stages once more, one after the other, with other edits.
struct Replay {
  private let review: Review
  private let onlyDecided: Bool
  private(set) var text: [UInt8]
  private(set) var passes: [Pass] = []
  private(set) var places: [Int: (pass: Int, range: Range<Int>, isApplied: Bool)] = [:]
  private(set) var conflicts: [Int: String] = [:]
  /// What the run's text before a stage and the replayed one have in common.
  private var common: Segments

  /// An edit of a stage, and what is to become of it.
  private struct Item {
    let id: Int
    let number: Int
    let edit: Edit
    let isApplied: Bool
    let decision: Decision?
    let hold: UInt8
    let detail: String?

    /// What it puts in, when it is applied.
    var replacement: [UInt8] {
      if case .reading(let text)? = decision?.verdict { Array(text.utf8) } else { edit.replacement }
    }

    /// Decisions come before the pipeline, the later one first.
    func comesBefore(_ other: Item) -> Bool {
      guard let own = decision else { return other.decision == nil && edit.confidence > other.edit.confidence }
      guard let others = other.decision else { return true }
      return own.time > others.time
    }
  }

  init(_ review: Review, onlyDecided: Bool) {
    self.review = review
    self.onlyDecided = onlyDecided
    text = review.run.source
    common = Segments(count: text.count)
  }

  /// Replays a pass of the run on the text as decided so far.
  mutating func pass(_ number: Int) throws(EmendError) {
    let pass = review.run.passes[number]
    let items = items(of: pass, review.numbers[number])
    let chosen = choose(items)
    var draft = Draft()
    for item in items {
      let range = item.edit.range
      let isChosen = chosen.contains(item.id)
      if item.isApplied {
        draft.steps.edits.append(
          Segments.Step(id: item.id, start: range.lowerBound, removed: range.count, inserted: item.edit.replacement.count))
      }
      // What has no place in the text any more stands in `conflicts` alone.
      guard let segment = common.segment(of: range) else { continue }
      var edit = item.edit
      edit.range = range.lowerBound + segment.shift..<range.upperBound + segment.shift
      if item.number > 0 { places[item.number] = (number, edit.range, isChosen) }
      if isChosen {
        draft.apply(item, edit)
      } else {
        draft.withhold(item, edit, conflict: item.number > 0 ? conflicts[item.number] : nil)
      }
    }
    let script = try EditScript(draft.applied, validatedAgainst: text)
    let output = script.isEmpty ? text : script.applied(to: text)
    guard script.turns(text, into: output) else { throw .undoFailed(stage: pass.stage) }
    common = common.behind(draft.steps.edits, draft.steps.others, kept: draft.kept)
    text = output
    passes.append(
      Pass(
        stage: pass.stage, script: script, withheld: draft.withheld, holds: draft.holds, details: draft.details, level: pass.level,
        isDecoding: pass.isDecoding, signatures: draft.signatures))
  }

  /// The edits of a pass as decided, while they are gathered.
  private struct Draft {
    var applied = EditList()
    var withheld = EditList()
    var holds: [UInt8] = []
    var details: [Int: String] = [:]
    var signatures = Pass.Signatures()
    /// What the run applied, and what is applied now, in the order of the run's text.
    var steps: (edits: [Segments.Step], others: [Segments.Step]) = ([], [])
    /// Ids of the edits that both apply alike.
    var kept: Set<Int> = []

    /// - Parameter edit: that of the item at its place in the text as decided.
    mutating func apply(_ item: Item, _ edit: Edit) {
      var edit = edit
      edit.replacement = item.replacement
      if edit.replacement != item.edit.replacement { edit.artifact = nil } else if item.isApplied { kept.insert(item.id) }
      let range = item.edit.range
      steps.others.append(
        Segments.Step(id: item.id, start: range.lowerBound, removed: range.count, inserted: edit.replacement.count))
      // The decision has chosen between the readings.
      if item.decision != nil { edit.alternatives = [] }
      if let decision = item.decision { signatures.applied[applied.count] = decision.signature }
      applied.append(edit)
    }

    /// - Parameters:
    ///   - edit: that of the item at its place in the text as decided.
    ///   - conflict: why it cannot be applied although it should be.
    mutating func withhold(_ item: Item, _ edit: Edit, conflict: String?) {
      if let decision = item.decision { signatures.withheld[withheld.count] = decision.signature }
      let why = conflict ?? item.decision?.signature.description ?? (item.isApplied ? "nobody decided it" : nil)
      holds.append(why == nil ? item.hold : Hold.Reason.recorded.rawValue)
      details[withheld.count] = why ?? item.detail
      withheld.append(edit)
    }
  }

  /// All edits of a stage in the order of their starts.
  private func items(of pass: Pass, _ numbers: (applied: [Int], withheld: [Int])) -> [Item] {
    var items: [Item] = []
    for (index, edit) in pass.script.edits.enumerated() {
      let number = numbers.applied[index]
      items.append(
        Item(id: index, number: number, edit: edit, isApplied: true, decision: review.decisions[number], hold: 0, detail: nil))
    }
    for (index, edit) in pass.withheld.enumerated() {
      let number = numbers.withheld[index]
      items.append(
        Item(
          id: -1 - index, number: number, edit: edit, isApplied: false, decision: review.decisions[number], hold: pass.holds[index],
          detail: pass.details[index]))
    }
    // Of equal starts those that were applied come first, in their own order.
    return items.enumerated().sorted { ($0.element.edit.range.lowerBound, $0.offset) < ($1.element.edit.range.lowerBound, $1.offset) }
      .map(\.element)
  }

  /// The ids of the edits that go into the text.
  private mutating func choose(_ items: [Item]) -> Set<Int> {
    var chosen: Set<Int> = []
    var last: Item?
    for item in items {
      switch item.decision?.verdict {
      case .reject?: continue
      case nil where !item.isApplied || onlyDecided && item.number > 0: continue
      default: break
      }
      if let conflict = obstacle(to: item) {
        conflicts[item.number] = conflict
        continue
      }
      if let before = last, item.edit.range.lowerBound < before.edit.range.upperBound {
        let wins = item.comesBefore(before)
        let (winner, loser) = wins ? (item, before) : (before, item)
        conflicts[loser.number] = "overlaps \(Self.name(winner))"
        if !wins { continue }
        chosen.remove(before.id)
      }
      chosen.insert(item.id)
      last = item
    }
    return chosen
  }

  /// Why an edit has no place in the text as decided.
  private func obstacle(to item: Item) -> String? {
    let range = item.edit.range
    guard let segment = common.segment(of: range) else {
      return "rests on an edit that is not in the text as decided"
    }
    if item.decision != nil { return nil }
    // Beside a place that was decided otherwise: blanks left by what was taken out are there no more, and half of a word is
    // no word.
    if range.lowerBound == segment.start, segment.start > 0, joins(segment.other - 1, item, atStart: true) {
      return "stands right behind an edit that was decided otherwise"
    }
    if range.upperBound == segment.end, segment.other + segment.count < text.count,
      joins(segment.other + segment.count, item, atStart: false)
    {
      return "stands right before an edit that was decided otherwise"
    }
    return nil
  }

  /// True when the byte beside an edit makes it another one than was proposed.
  private func joins(_ neighbour: Int, _ item: Item, atStart: Bool) -> Bool {
    guard text.indices.contains(neighbour) else { return false }
    let edge = atStart ? item.edit.original.first : item.edit.original.last
    guard let edge else { return true }
    return edge.isSpace || edge.isWordByte && text[neighbour].isWordByte
  }

  private static func name(_ item: Item) -> String {
    "\(item.edit.rule) \(Quoted.text(item.edit.original)) → \(Quoted.text(item.replacement))"
      + (item.decision.map { ", \($0.signature.description)" } ?? "")
  }
}

extension UInt8 {
  /// A letter or digit, or a byte of a character beyond ASCII.
  fileprivate var isWordByte: Bool { isLetter || isDigit || self >= 0x80 }
}
