import Foundation
import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendReports
@testable import EmendReview

/// What decisions make of a run: nothing but what was decided.
@Suite struct ReviewTests {
  private static func runs() throws -> [Run] {
    let folder = repository.appending(path: "Fixtures/Documents")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    try #require(names.count >= 5)
    return try names.map { try Pipeline.standard().run(bytes(of: "Fixtures/Documents/\($0)/input.txt")) }
  }

  private func decide(_ review: Review, _ verdict: (Suggestion) -> Decision.Verdict?) -> Review {
    var decisions: [Int: Decision] = [:]
    for suggestion in review.suggestions {
      if let verdict = verdict(suggestion) {
        decisions[suggestion.number] = Decision(suggestion.key, verdict, by: "A. Reader", at: "2026-11-22T10:00:00Z")
      }
    }
    return review.deciding(decisions)
  }

  @Test func nothingDecidedIsTheRunItself() throws {
    for run in try Self.runs() {
      let review = Review(run)
      let decided = try DecidedRun(review)
      #expect(decided.run.output == run.output)
      #expect(decided.conflicts.isEmpty)
      #expect(decided.applied.count == review.suggestions.count { $0.why == nil })
      #expect(Set(review.suggestions.map(\.key)).count == review.suggestions.count, "no two of one key")
    }
  }

  @Test func allRejectedIsTheSource() throws {
    for run in try Self.runs() {
      let decided = try DecidedRun(decide(Review(run)) { _ in .reject })
      #expect(decided.run.output == run.source)
      #expect(decided.run.passes.allSatisfy { $0.signatures.withheld.count == $0.withheld.count })
    }
  }

  @Test func onlyDecidedAppliesNothingElse() throws {
    var count = 0
    for run in try Self.runs() {
      let review = decide(Review(run)) { $0.stage == "spelling" ? .accept : nil }
      let decided = try DecidedRun(review, onlyDecided: true)
      count += review.decisions.count
      #expect(decided.applied.isSubset(of: review.decisions.keys))
      #expect(decided.run.undo() == run.source)
    }
    #expect(count > 0, "nothing was decided")
  }

  /// Whatever is decided, the result is the source with exactly the edits that say so, and undoes to the byte.
  @Test func randomDecisionsHoldAndUndo() throws {
    var random = Random(6)
    for run in try Self.runs() {
      let base = Review(run)
      for round in 0..<12 {
        let review = decide(base) { suggestion in
          switch Int.random(in: 0..<(round % 2 == 0 ? 4 : 12), using: &random) {
          case 0: .reject
          case 1: .accept
          case 2: .reading("<\(suggestion.number)>")
          default: nil
          }
        }
        let decided = try DecidedRun(review)
        #expect(decided.run.undo() == run.source)
        for (number, decision) in review.decisions {
          switch decision.verdict {
          case .reject: #expect(!decided.applied.contains(number))
          case .accept, .reading: #expect(decided.applied.contains(number) != (decided.conflicts[number] != nil))
          }
        }
        let readings = review.decisions.filter { decided.applied.contains($0.key) }.compactMap { number, decision in
          if case .reading(let text) = decision.verdict { text } else { nil }
        }
        let text = String(decoding: decided.run.output, as: UTF8.self)
        // A reading may be changed again by a later edit that somebody accepted.
        let missing = readings.filter { !text.contains($0) }
        #expect(missing.count * 50 <= readings.count)
        // Written down and read back it is the same run.
        let json = try ByteWriter.collect { try JSONReport(decided.run, source: "a", output: "a").write(to: &$0) }
        if round == 0 { #expect(try JSONSchema(bytes(of: "Schemas/report-1.schema.json")).problems(in: json) == []) }
        let ledger = try Ledger(json)
        #expect(try ledger.undo(decided.run.output) == run.source)
        #expect(ledger.passes.map(\.signatures) == decided.run.passes.map(\.signatures))
      }
    }
  }

  @Test func aRejectedEditTakesWhatRestsOnItAlong() throws {
    // The banner is taken out and tidy closes the gap: without the one there is no place for the other.
    let run = try Pipeline.standard().run("He agreed.\n\nTOP SECRET\n\nThe President left.\n")
    let review = decide(Review(run)) { $0.stage == "markings" ? .reject : nil }
    #expect(review.decisions.count == 1)
    let decided = try DecidedRun(review)
    #expect(decided.run.output == run.source)
    #expect(!decided.conflicts.isEmpty)
  }

  @Test func aTypedReadingStandsInTheResult() throws {
    let run = try Pipeline.standard().run("the SINSITIVE paper was read\n")
    let review = decide(Review(run)) { $0.edit.originalText == "SINSITIVE" ? .reading("SENSIBLE") : nil }
    #expect(String(decoding: try DecidedRun(review).run.output, as: UTF8.self) == "the SENSIBLE paper was read\n")
  }

  @Test func aWithheldSuggestionCanBeAccepted() throws {
    let pipeline = try Pipeline.only("spelling", level: .certain)
    var count = 0
    for run in try Self.runs().map({ try pipeline.run($0.source) }) {
      let review = decide(Review(run)) { $0.why != nil ? .accept : nil }
      let decided = try DecidedRun(review)
      for number in review.decisions.keys { #expect(decided.applied.contains(number) || decided.conflicts[number] != nil) }
      count += review.decisions.count
    }
    #expect(count > 0, "nothing was withheld")
  }

  // MARK: Decisions and later runs

  @Test func decisionsSurviveOtherOCR() throws {
    let first = try Pipeline.standard().run("One line of it.\nThe Committee read the SINSITIVE paper again that day.\n")
    let decisions = decide(Review(first)) { _ in .reading("SENSIBLE") }.decisions.values
    // Another line before it, other line ends, a word read otherwise.
    let second = try Pipeline.standard().run("A new head\n\nOne line of it. The\nCornmittee read the SINSITIVE paper\nagain that day.\n")
    let review = Review(second, decisions: Array(decisions))
    #expect(review.unplaced.isEmpty)
    #expect(String(decoding: try DecidedRun(review).run.output, as: UTF8.self).contains("the SENSIBLE paper"))
  }

  @Test func aDecisionWithoutAPlaceIsListed() throws {
    let first = try Pipeline.standard().run("The Committee read the SINSITIVE paper again that day.\n")
    let decisions = Array(decide(Review(first)) { _ in .accept }.decisions.values)
    let review = Review(try Pipeline.standard().run("Quite another record.\n"), decisions: decisions)
    #expect(review.unplaced.count == 1)
    #expect(review.decisions.isEmpty)
  }

  @Test func anAcceptedReadingStaysWhenNobodyProposesItAnyMore() throws {
    let text = "The Committee read the SINSITIVE paper again that day.\n"
    let decisions = Array(decide(Review(try Pipeline.standard().run(text))) { _ in .accept }.decisions.values)
    let review = Review(try Pipeline.only("unicode").run(text), decisions: decisions)
    #expect(review.unplaced.isEmpty)
    #expect(String(decoding: try DecidedRun(review).run.output, as: UTF8.self) == text.replacing("SINSITIVE", with: "SENSITIVE"))
    // And when the text has come to read so by itself, there is nothing to do.
    let settled = Review(try Pipeline.only("unicode").run(text.replacing("SINSITIVE", with: "SENSITIVE")), decisions: decisions)
    #expect(settled.unplaced.isEmpty && settled.suggestions.isEmpty)
  }

  @Test func anAcceptedReadingCountsWhateverIsProposedNow() throws {
    let text = "The Committee read the SINSITIVE paper again that day.\n"
    let review = Review(try Pipeline.standard().run(text))
    let key = try #require(review.suggestions.first?.key)
    // As an earlier dictionary had it.
    let other = SuggestionKey(
      rule: key.rule, original: key.original, replacement: "SENSIBLE", before: key.before, after: key.after, occurrence: 1)
    let decision = Decision(other, .accept, by: "A. Reader", at: "2026-11-22T10:00:00Z")
    for decided in [Review(review.run, decisions: [decision]), review.deciding([1: decision])] {
      #expect(String(decoding: try DecidedRun(decided).run.output, as: UTF8.self) == text.replacing("SINSITIVE", with: "SENSIBLE"))
      #expect(decided.unplaced.isEmpty)
    }
    let rejected = Decision(other, .reject, by: "A. Reader", at: "2026-11-22T10:00:00Z")
    #expect(Review(review.run, decisions: [rejected]).unplaced.count == 1)
  }

  @Test func decisionsAsJSONLinesComeBack() throws {
    let key = SuggestionKey(
      rule: "spelling.correction", original: "a\"\n", replacement: "b\\", before: "é ", after: "\u{202E}", occurrence: 3)
    let entries = [Decision.Verdict.accept, .reject, .reading("x\ty")].enumerated().map { index, verdict in
      DecisionsFile.Entry(path: "box \(index)/r.txt", decision: Decision(key, verdict, by: "Ü. Editor", at: "2026-11-22T10:00:00Z"))
    }
    let json = try ByteWriter.collect { try DecisionsFile(entries.reversed()).write(to: &$0) }
    #expect(try DecisionsFile(json).entries == entries)
    #expect(throws: EmendError.self) { try DecisionsFile(Array("{\"path\": \"a\"}\n".utf8)) }
  }

  // MARK: Rows

  @Test func rowsShowEverySuggestionOnceAndEscapeTheText() throws {
    let texts = try Self.runs().map(\.source) + [Array("<script>alert(1)</script> SINSITIVE \u{202E}txet\n".utf8)]
    for text in texts {
      let review = Review(try Pipeline.standard().run(text))
      let rows = ReviewRows(review, try DecidedRun(review))
      let parts = ReviewRows.parts(of: review)
      let html = parts.map(rows.html).joined()
      #expect(!html.contains("<script>") && !html.contains("\u{202E}"))
      for suggestion in review.suggestions {
        #expect(html.ranges(of: " id=\"e\(suggestion.number)\"").count == 1, "e\(suggestion.number) \(suggestion.edit.rule)")
      }
      #expect(parts.first?.range.lowerBound == 0 && parts.last?.range.upperBound == review.text.count)
      #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.range.upperBound == $1.range.lowerBound })
    }
  }

  @Test func aLongLineStandsInRowsOfItsOwn() throws {
    let text = String(repeating: "the SINSITIVE paper was read by all of them ", count: 3_000) + "\n"
    let review = Review(try Pipeline.only("spelling").run(text))
    let decided = try DecidedRun(review)
    let parts = ReviewRows.parts(of: review)
    #expect(review.suggestions.count == 3_000 && parts.count > 10)
    let html = parts.map { ReviewRows(review, decided).html($0) }
    #expect(html.allSatisfy { $0.utf8.count < 200_000 })
    #expect(html.joined().ranges(of: "data-s=").count >= 6_000)
  }
}
