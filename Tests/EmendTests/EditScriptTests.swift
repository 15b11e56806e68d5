import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendReports

@Suite struct EditScriptTests {
  /// Random edits that fit a random text, adjacent and empty ones among them.
  private func randomScript(_ random: inout Random, _ input: [UInt8]) throws -> EditScript {
    var list = EditList()
    var position = 0
    while position <= input.count, list.count < 200 {
      position += Int.random(in: 0...3, using: &random)
      if position > input.count { break }
      let length = min(Int.random(in: 0...4, using: &random), input.count - position)
      let replacement = (0..<Int.random(in: 0...4, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      list.append(
        Edit(
          range: position..<position + length, original: Array(input[position..<position + length]), replacement: replacement,
          rule: "test.random", confidence: .likely, reason: "at random"))
      position += length
    }
    return try EditScript(list, validatedAgainst: input)
  }

  private func randomText(_ random: inout Random, upTo count: Int) -> [UInt8] {
    (0..<Int.random(in: 0...count, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  @Test func undoGivesTheInputForRandomEdits() throws {
    var random = Random(1)
    for _ in 0..<3000 {
      let input = randomText(&random, upTo: 120)
      let script = try randomScript(&random, input)
      let output = script.applied(to: input)
      #expect(output.count == script.outputCount)
      #expect(script.inverted().applied(to: output) == input)
      #expect(script.inverted().inverted().applied(to: input) == output)
      #expect(script.turns(input, into: output))
    }
  }

  @Test func aWrongOutputIsNoticed() throws {
    var random = Random(2)
    for _ in 0..<300 {
      let input = randomText(&random, upTo: 80) + [1, 2, 3]
      let script = try randomScript(&random, input)
      var output = script.applied(to: input)
      if output.isEmpty { continue }
      output[Int.random(in: 0..<output.count, using: &random)] ^= 1
      #expect(!script.turns(input, into: output))
    }
  }

  @Test func twoAdjacentDeletionsComeBackInOrder() throws {
    let input = Array("one two three".utf8)
    var list = EditList()
    for (start, text) in [(0, "one "), (4, "two ")] {
      list.append(
        Edit(
          range: start..<start + 4, original: Array(text.utf8), replacement: [], rule: "test.delete", confidence: .certain,
          reason: ""))
    }
    let script = try EditScript(list, validatedAgainst: input)
    let output = script.applied(to: input)
    #expect(output == Array("three".utf8))
    #expect(script.inverted().applied(to: output) == input)
  }

  @Test func overlapsAndForeignTextAreRefused() {
    func list(_ edits: [(Range<Int>, String)]) -> EditList {
      var list = EditList()
      for (range, original) in edits {
        list.append(
          Edit(
            range: range, original: Array(original.utf8), replacement: [], rule: "test.x", confidence: .likely, reason: ""))
      }
      return list
    }
    let text = Array("abcdef".utf8)
    #expect(throws: EmendError.self) { try EditScript(list([(0..<3, "abc"), (2..<4, "cd")]), validatedAgainst: text) }
    #expect(throws: EmendError.self) { try EditScript(list([(4..<8, "efgh")]), validatedAgainst: text) }
    #expect(throws: EmendError.self) { try EditScript(list([(1..<2, "x")]), validatedAgainst: text) }
    #expect(throws: Never.self) { try EditScript(list([(1..<2, "b"), (2..<2, ""), (2..<3, "c")]), validatedAgainst: text) }
  }

  /// The map against a list of what every single byte became.
  @Test func offsetsMapAsTheEditsSay() throws {
    var random = Random(3)
    for _ in 0..<400 {
      let input = randomText(&random, upTo: 400)
      let script = try randomScript(&random, input)
      var shift = 0
      var last = 0
      for edit in script.edits {
        for i in last..<edit.range.lowerBound {
          #expect(script.map.inputRange(ofOutput: i + shift..<i + shift + 1) == i..<i + 1)
          #expect(script.map.outputRange(ofInput: i..<i + 1) == i + shift..<i + shift + 1)
        }
        let output = edit.range.lowerBound + shift..<edit.range.lowerBound + shift + edit.replacement.count
        if !edit.replacement.isEmpty {
          let back = script.map.inputRange(ofOutput: output)
          #expect(back.lowerBound <= edit.range.upperBound && edit.range.lowerBound <= back.upperBound)
          if !edit.original.isEmpty { #expect(back == edit.range) }
        }
        shift += edit.replacement.count - edit.original.count
        last = edit.range.upperBound
      }
      for i in last..<input.count { #expect(script.map.inputRange(ofOutput: i + shift..<i + shift + 1) == i..<i + 1) }
    }
  }

  @Test func anEmptyPlaceMapsToAllThatWasDeletedThere() throws {
    let run = try Pipeline.only("page-markers").run("He agreed.\n- 2 -\nThe President")
    #expect(run.sourceRange(of: 11..<11) == 11..<17)
    #expect(run.sourceRange(of: 11..<14) == 17..<20)
    #expect(run.outputRange(of: 11..<17) == 11..<11)
  }

  @Test func denseEditsAreSmall() throws {
    let text = Array(repeatElement(Array("a\r\n".utf8), count: 20_000).joined())
    var options = StageOptions()
    options.lineEnds = .lf
    let run = try Pipeline.only("decode", options: options).run(text)
    let edits = run.passes[0].script.edits
    #expect(edits.count == 20_000)
    #expect(edits.payloads.count == 1)
    #expect(edits.stream.count <= 2 * edits.count + 8)
    #expect(run.output == Array(repeatElement(Array("a\n".utf8), count: 20_000).joined()))
    #expect(run.undo() == text)
  }

  @Test func composedRegionsAreWhereTheTextsDiffer() throws {
    var random = Random(5)
    for _ in 0..<500 {
      let source = randomText(&random, upTo: 150)
      var text = source
      var scripts: [EditScript] = []
      for _ in 0..<3 {
        let script = try randomScript(&random, text)
        text = script.applied(to: text)
        scripts.append(script)
      }
      let regions = ChangedRegions(scripts)
      var rebuilt: [UInt8] = []
      var position = 0
      for region in regions.regions {
        rebuilt += source[position..<region.source.lowerBound]
        rebuilt += text[region.output]
        position = region.source.upperBound
      }
      rebuilt += source[position...]
      #expect(rebuilt == text)
      for region in regions.lines(source: source, output: text) {
        #expect(region.source.lowerBound == 0 || source[region.source.lowerBound - 1] == .lineFeed)
        #expect(region.output.lowerBound == 0 || text[region.output.lowerBound - 1] == .lineFeed)
      }
    }
  }
}
