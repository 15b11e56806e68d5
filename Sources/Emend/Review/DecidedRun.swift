/// The run that follows from the decisions: its output, and what became of each suggestion.
public struct DecidedRun: Sendable {
  public let run: Run
  /// Numbers of the suggestions whose edits are in the output.
  public let applied: Set<Int>
  /// Suggestions that should be in the output and cannot be, each with why.
  public let conflicts: [Int: String]
  /// Where the edit of each suggestion stands, in the input of its pass, and whether it is applied; those of `conflicts` may
  /// have no place.
  let places: [Int: (pass: Int, range: Range<Int>, isApplied: Bool)]

  /// How many of its edits nobody decided.
  public func undecided(_ review: Review) -> Int { applied.count { review.decisions[$0] == nil } }

  /// - Parameter onlyDecided: edits that nobody accepted stay out, also those that the pipeline applies. How the bytes are
  ///   read (`decode`) is none of them where they are no UTF-8.
  public init(_ review: Review, onlyDecided: Bool = false) throws(EmendError) {
    var replay = Replay(review, onlyDecided: onlyDecided)
    for number in review.run.passes.indices { try replay.pass(number) }
    run = Run(
      source: review.run.source, passes: replay.passes, output: replay.text, settings: review.run.settings)
    conflicts = replay.conflicts
    places = replay.places
    applied = Set(replay.places.lazy.filter { $0.value.isApplied }.map(\.key))
  }
}

/// The stages once more, one after the other, with other edits.
private struct Replay {
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

  mutating func pass(_ number: Int) throws(EmendError) {
    let pass = review.run.passes[number]
    let items = items(of: pass, review.numbers[number])
    let chosen = choose(items)
    let level = pass.level

    var applied = EditList()
    var withheld = EditList()
    var holds: [UInt8] = []
    var details: [Int: String] = [:]
    var signatures = Pass.Signatures()
    var steps: (edits: [Segments.Step], others: [Segments.Step]) = ([], [])
    var kept: Set<Int> = []
    for item in items {
      let range = item.edit.range
      let isChosen = chosen.contains(item.id)
      if item.isApplied {
        steps.edits.append(
          Segments.Step(id: item.id, start: range.lowerBound, removed: range.count, inserted: item.edit.replacement.count))
      }
      // What has no place in the text any more stands in `conflicts` alone.
      guard let segment = common.segment(of: range) else { continue }
      var edit = item.edit
      edit.range = range.lowerBound + segment.shift..<range.upperBound + segment.shift
      if item.number > 0 { places[item.number] = (number, edit.range, isChosen) }
      if isChosen {
        edit.replacement = item.replacement
        if edit.replacement != item.edit.replacement { edit.artifact = nil } else if item.isApplied { kept.insert(item.id) }
        steps.others.append(
          Segments.Step(id: item.id, start: range.lowerBound, removed: range.count, inserted: edit.replacement.count))
        // The decision has chosen between the readings.
        if item.decision != nil { edit.alternatives = [] }
        if let decision = item.decision { signatures.applied[applied.count] = decision.signature }
        applied.append(edit)
      } else {
        if let decision = item.decision { signatures.withheld[withheld.count] = decision.signature }
        if let detail = item.detail { details[withheld.count] = detail }
        holds.append(item.hold)
        if let conflict = conflicts[item.number], item.number > 0 {
          holds[holds.count - 1] = Pass.Hold.recorded.rawValue
          details[withheld.count] = conflict
        } else if let decision = item.decision {
          holds[holds.count - 1] = Pass.Hold.recorded.rawValue
          details[withheld.count] = decision.signature.description
        } else if item.isApplied {
          holds[holds.count - 1] = Pass.Hold.recorded.rawValue
          details[withheld.count] = "nobody decided it"
        }
        withheld.append(edit)
      }
    }
    let script = try EditScript(applied, validatedAgainst: text)
    let output = script.isEmpty ? text : script.applied(to: text)
    guard script.turns(text, into: output) else { throw .undoFailed(stage: pass.stage) }
    common = common.behind(steps.edits, steps.others, kept: kept)
    text = output
    passes.append(
      Pass(stage: pass.stage, script: script, withheld: withheld, holds: holds, details: details, level: level, signatures: signatures))
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
    "\(item.edit.rule) \(Summary.shown(item.edit.original)) → \(Summary.shown(item.replacement))"
      + (item.decision.map { ", \($0.signature.description)" } ?? "")
  }
}

extension UInt8 {
  /// A letter or digit, or a byte of a character beyond ASCII.
  fileprivate var isWordByte: Bool { isLetter || isDigit || self >= 0x80 }
}
