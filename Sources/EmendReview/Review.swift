import EmendCore

/// A run before its editors: what the pipeline proposed, applied or withheld, numbered in the order of the source, and what
/// was decided of it.
///
/// A decision never runs the pipeline again. What comes out is the run's own edits without those that were rejected, with
/// those that were accepted, and with the readings that editors typed; so nothing changes but what was decided, and
/// what rests on a rejected edit falls with it and says so.
package struct Review: Sendable {
  /// As the pipeline made it; behind its stages stands `review` where editors set readings that no stage proposes.
  package let run: Run
  /// The text that lines and ranges are counted in: the source as decoded.
  package let text: [UInt8]
  package let suggestions: [Suggestion]
  /// What was decided, by number of the suggestion.
  package let decisions: [Int: Decision]
  /// Decisions that have no place in this run, each with why.
  package let unplaced: [(decision: Decision, why: String)]

  /// For each pass, the number of the suggestion behind each applied edit and each withheld one; 0 for edits that are not
  /// put before editors.
  package let numbers: [(applied: [Int], withheld: [Int])]

  /// The id of the pass that holds readings set by editors where no stage proposes anything.
  package static let stage = "review"
  package static let rule = "review.reading"

  package init(_ run: Run, decisions: [Decision] = []) {
    let first = Numbered(run)
    let placement = Placement(decisions, first.suggestions)
    let own = OwnReadings(placement.open, in: run, first.text)
    let unplaced = placement.unplaced + own.unplaced
    if own.readings.isEmpty {
      self.init(run, first, placement.decisions, unplaced)
      return
    }
    let extended = Run(
      source: run.source, passes: run.passes + [own.pass(behind: run)], output: run.output, settings: run.settings, stages: run.stages)
    let numbered = Numbered(extended)
    // The suggestions of the stages got other numbers.
    var decided: [Int: Decision] = [:]
    for (old, new) in zip(first.numbers, numbered.numbers) {
      for (old, new) in zip(old.applied, new.applied) where old > 0 { decided[new] = placement.decisions[old] }
      for (old, new) in zip(old.withheld, new.withheld) where old > 0 { decided[new] = placement.decisions[old] }
    }
    for (number, reading) in zip(numbered.numbers.last?.withheld ?? [], own.readings) { decided[number] = reading.decision }
    self.init(extended, numbered, decided, unplaced)
  }

  private init(
    _ run: Run, _ numbered: Numbered, _ decisions: [Int: Decision], _ unplaced: [(decision: Decision, why: String)]
  ) {
    self.run = run
    text = numbered.text
    suggestions = numbered.suggestions
    numbers = numbered.numbers
    let meant = decisions.map { number, decision in
      (number, numbered.suggestions.indices.contains(number - 1) ? decision.about(numbered.suggestions[number - 1]) : decision)
    }
    self.decisions = Dictionary(uniqueKeysWithValues: meant)
    self.unplaced = unplaced
  }

  /// A reading as it goes into the text: with the line ends of the record, and with the white space at the edges of what the
  /// suggestion puts in, which nobody sees and without which two words would become one. An empty one stays empty.
  /// - Parameter number: that of the suggestion; 0 for words that stand in none.
  package func reading(_ typed: String, of number: Int = 0) -> String {
    if typed.isEmpty { return "" }
    var bytes = Array(typed.utf8)
    if suggestions.indices.contains(number - 1) {
      let replacement = suggestions[number - 1].edit.replacement
      if bytes.first?.isSpace != true { bytes = replacement.prefix(while: \.isSpace) + bytes }
      if bytes.last?.isSpace != true { bytes += replacement.reversed().prefix(while: \.isSpace).reversed() }
    }
    let isCRLF = text.firstIndex(of: .lineFeed, from: 0).map { $0 > 0 && text[$0 - 1] == .carriageReturn } ?? false
    let reading = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
    return isCRLF ? reading.replacing("\n", with: "\r\n") : reading
  }

  /// The key of a reading that an editor sets at a place where nothing is proposed.
  /// - Parameter range: bytes of `text`.
  package func key(of range: Range<Int>, reading: String) -> SuggestionKey {
    let surroundings = Surroundings(text: text)
    return SuggestionKey(
      rule: Self.rule, original: String(decoding: text[range], as: UTF8.self), replacement: reading,
      before: surroundings.before(range.lowerBound), after: surroundings.after(range.upperBound), occurrence: 1)
  }

  /// The same run with other decisions of its suggestions.
  package func deciding(_ decisions: [Int: Decision]) -> Review {
    Review(run, Numbered(text: text, suggestions: suggestions, numbers: numbers), decisions, unplaced)
  }
}

/// The suggestions of a run in the order of the source.
package struct Numbered {
  package let text: [UInt8]
  package let suggestions: [Suggestion]
  package let numbers: [(applied: [Int], withheld: [Int])]

  package init(text: [UInt8], suggestions: [Suggestion], numbers: [(applied: [Int], withheld: [Int])]) {
    self.text = text
    self.suggestions = suggestions
    self.numbers = numbers
  }

  package init(_ run: Run) {
    let text = run.legible.source
    let hidden = run.passes.count - run.legible.passes.count
    var found: [(range: Range<Int>, change: Change)] = []
    for pass in hidden..<max(hidden, run.passes.count) {
      for change in run.passes[pass].changes(pass) {
        let range =
          hidden == 0 ? run.sourceRange(of: change.edit.range, inputOf: pass) : run.readableRange(of: change.edit.range, inputOf: pass)
        found.append((range, change))
      }
    }
    let order = found.indices.sorted {
      (found[$0].range.lowerBound, found[$0].range.upperBound, $0) < (found[$1].range.lowerBound, found[$1].range.upperBound, $1)
    }
    var numbers = run.passes.map { pass in
      (applied: [Int](repeating: 0, count: pass.script.edits.count), withheld: [Int](repeating: 0, count: pass.withheld.count))
    }
    let surroundings = Surroundings(text: text)
    var lines = PlaceCounter(text)
    var counts: [SuggestionKey: Int] = [:]
    suggestions = order.enumerated().map { position, index in
      let (range, change) = found[index]
      if change.isApplied {
        numbers[change.pass].applied[change.index] = position + 1
      } else {
        numbers[change.pass].withheld[change.index] = position + 1
      }
      let key = surroundings.key(of: change.edit, at: range)
      let occurrence = counts[key, default: 0] + 1
      counts[key] = occurrence
      return Suggestion(
        number: position + 1, change: change, key: occurrence == 1 ? key : key.numbered(occurrence), range: range,
        line: lines.place(of: range.lowerBound).line)
    }
    self.numbers = numbers
    self.text = text
  }
}

extension Run {
  /// The run of the stages alone, without the readings that editors set.
  package var withoutReview: Run {
    Run(source: source, passes: passes.filter { $0.stage != Review.stage }, output: output, settings: settings, stages: stages)
  }
}
