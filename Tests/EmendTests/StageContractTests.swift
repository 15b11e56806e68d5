import Testing

@testable import Emend
@testable import EmendCore

/// What every stage and every rule owes, now and when new ones come.
@Suite struct StageContractTests {
  private static let stages = Pipeline.standard().stages
  private static let rules = stages.flatMap { stage in stage.rules.map { (stage.id, $0) } }

  @Test func idsAreUniqueAndNamedAfterTheirStage() {
    #expect(Self.stages.count >= 11 && Self.rules.count >= 50)
    #expect(Set(Self.stages.map(\.id)).count == Self.stages.count)
    let ids = Self.rules.map(\.1.id)
    #expect(Set(ids).count == ids.count)
    for (stage, rule) in Self.rules { #expect(rule.id.hasPrefix(stage + "."), "\(rule.id) is not of stage \(stage)") }
  }

  @Test func everyRuleSaysWhyAndWhatKeepsItSafe() {
    for (_, rule) in Self.rules {
      #expect(rule.summary.count > 15 && !rule.summary.hasSuffix("."), "\(rule.id): summary")
      #expect(rule.rationale.count > 15, "\(rule.id): rationale")
      #expect(rule.safety.count > 15, "\(rule.id): safety")
      #expect(!rule.examples.isEmpty, "\(rule.id): no example")
    }
    for stage in Self.stages { #expect(!stage.info.summary.isEmpty && !stage.info.keeps.isEmpty) }
  }

  @Test func everyEditNamesARuleOfItsStage() throws {
    var count = 0
    for (stage, rule) in Self.rules {
      let known = Set(Self.stages.first { $0.id == stage }!.rules.map(\.id))
      for example in rule.examples {
        for pass in try pipeline(stage, example).run(example.before).passes where pass.stage == stage {
          for edit in pass.script.edits {
            count += 1
            #expect(known.contains(edit.rule))
            #expect(!edit.reason.isEmpty)
          }
        }
      }
    }
    #expect(count >= Self.rules.count, "each rule has an example that changes something")
  }

  private func pipeline(_ stage: String, _ example: Rule.Example) throws -> Pipeline {
    try Pipeline.standard(options: example.options, level: .suggested).selecting(only: example.following + [stage])
  }

  @Test(arguments: rules.map(\.1.id)) func examplesHold(id: String) throws {
    let (stage, rule) = Self.rules.first { $0.1.id == id }!
    for example in rule.examples {
      let pipeline = try pipeline(stage, example)
      let run = try pipeline.run(example.before)
      #expect(run.output == example.after, "\(id): \(String(decoding: run.output, as: UTF8.self).debugDescription)")
      if example.before != example.after {
        #expect(run.passes.contains { $0.script.edits.contains { $0.rule == id } }, "\(id) had no part in its example")
      }
      #expect(run.undo() == example.before)
      // Twice: nothing is left to do.
      let again = try pipeline.run(run.output)
      #expect(again.output == run.output, "\(id) goes on working on its own output")
      let utf8 = UTF8Scan.firstBroken(example.before) == nil && !example.before.contains(0)
      if !example.atStart, utf8 { try withEmojiBefore(example, pipeline, id) }
      if utf8, example.options.lineEnds == .keep { try withCRLF(example, pipeline, id) }
    }
  }

  private func withEmojiBefore(_ example: Rule.Example, _ pipeline: Pipeline, _ id: String) throws {
    let prefix = Array("🗂️👩‍🚀 Zażółć.\n\n".utf8)
    let run = try pipeline.run(prefix + example.before)
    #expect(run.output == prefix + example.after, "\(id) after emoji: \(String(decoding: run.output, as: UTF8.self).debugDescription)")
    #expect(run.undo() == prefix + example.before)
  }

  private func withCRLF(_ example: Rule.Example, _ pipeline: Pipeline, _ id: String) throws {
    func crlf(_ bytes: [UInt8]) -> [UInt8] { bytes.flatMap { $0 == .lineFeed ? [.carriageReturn, .lineFeed] : [$0] } }
    let run = try pipeline.run(crlf(example.before))
    #expect(run.output == crlf(example.after), "\(id) with CRLF: \(String(decoding: run.output, as: UTF8.self).debugDescription)")
    #expect(run.undo() == crlf(example.before))
  }

  @Test func anUnknownStageIsNamedWithTheKnownOnes() {
    #expect { try Pipeline.standard().selecting(only: ["speling"]) } throws: { error in
      "\(error)".contains("speling") && "\(error)".contains("spelling")
    }
  }
}
