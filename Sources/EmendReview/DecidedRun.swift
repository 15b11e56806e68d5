import EmendCore

/// The run that follows from the decisions: its output, and what became of each suggestion.
package struct DecidedRun: Sendable {
  package let run: Run
  /// Numbers of the suggestions whose edits are in the output.
  package let applied: Set<Int>
  /// Suggestions that should be in the output and cannot be, each with why.
  package let conflicts: [Int: String]
  /// Where the edit of each suggestion stands, in the input of its pass, and whether it is applied; those of `conflicts` may
  /// have no place.
  package let places: [Int: (pass: Int, range: Range<Int>, isApplied: Bool)]

  /// How many of its edits nobody decided.
  package func undecided(_ review: Review) -> Int { applied.count { review.decisions[$0] == nil } }

  /// - Parameter onlyDecided: edits that nobody accepted stay out, also those that the pipeline applies. How the bytes are
  ///   read (`decode`) is none of them where they are no UTF-8.
  package init(_ review: Review, onlyDecided: Bool = false) throws(EmendError) {
    var replay = Replay(review, onlyDecided: onlyDecided)
    for number in review.run.passes.indices { try replay.pass(number) }
    run = Run(
      source: review.run.source, passes: replay.passes, output: replay.text, settings: review.run.settings,
      stages: review.run.stages)
    conflicts = replay.conflicts
    places = replay.places
    applied = Set(replay.places.lazy.filter { $0.value.isApplied }.map(\.key))
  }
}
