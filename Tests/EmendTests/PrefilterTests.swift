import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendCorrector
@testable import EmendLexicon

/// Looks that spare work must never change what comes of it.
@Suite struct PrefilterTests {
  /// Lines made of templates, damaged at random: whatever is dismissed would have cost more than the limit.
  @Test func profilesDismissNothingThatAligns() {
    let list = Dictionaries.embedded.markings
    var random = SplitMix(seed: 7)
    var rows: [Int32] = []
    var line = FoldedLine()
    var dismissed = 0
    let alike = GlyphProfile.alike(list.glyphs)
    for round in 0..<6000 {
      let template = list.all[random.below(list.all.count)]
      if !template.picture.isEmpty { continue }
      let other = round % 3 == 0 ? list.all[random.below(list.all.count)] : template
      var text = Array(other.text.utf8).filter { $0 < 0x80 }
      for _ in 0..<random.below(8) where !text.isEmpty {
        let place = random.below(text.count)
        let byte = Array("OSIl1;-.TEÉ 0".utf8)[random.below(14)]
        switch random.below(3) {
        case 0: text[place] = byte
        case 1: text.remove(at: place)
        default: text.insert(byte, at: place)
        }
      }
      guard (3...MarkingTemplates.longestLine).contains(text.count) else { continue }
      line.fill(from: text, 0..<text.count)
      let limit = random.below(40) * max(template.glyphs.count, 1)
      if GlyphProfile(template, alike).mayCost(line, atMost: limit) { continue }
      dismissed += 1
      #expect(
        Alignment.cost(line.bytes, template, list.glyphs, limit: limit, &rows) == nil,
        "\(String(decoding: text, as: UTF8.self)) as \(template.text) at \(limit)")
    }
    #expect(dismissed > 500)
  }

  /// Runs by blocks of 64 bytes are those found byte by byte, wherever blocks end.
  @Test func runsAreThoseReadByteByByte() {
    var random = SplitMix(seed: 11)
    for _ in 0..<300 {
      let bytes = (0..<random.below(300)).map { _ in Array("ab1- é\n".utf8)[random.below(8)] }
      var expected: [Int] = []
      for i in bytes.indices where RunStarts.isPart(bytes[i]) && (i == 0 || !RunStarts.isPart(bytes[i - 1])) { expected.append(i) }
      #expect(starts(bytes, atLeast: 1) == expected)
      let long = starts(bytes, atLeast: 3)
      #expect(Set(long).isSubset(of: expected))
      for start in expected {
        let isLong = bytes[start...].prefix(while: RunStarts.isPart).count >= 3
        let isSecond = start > 0 && bytes[start - 1] == UInt8(ascii: "-")
        if isLong || isSecond { #expect(long.contains(start)) }
      }
      #expect(Array(BytePlaces(of: .lineFeed, in: bytes)) == bytes.indices.filter { bytes[$0] == .lineFeed })
      #expect(bytes.firstNonASCII(from: 3) == bytes.indices.first { $0 >= 3 && bytes[$0] >= 0x80 })
    }
  }

  private func starts(_ bytes: [UInt8], atLeast: Int) -> [Int] {
    var runs = RunStarts(bytes, atLeast: atLeast)
    var found: [Int] = []
    while let start = runs.next() { found.append(start) }
    return found
  }

  /// Many ranges moved in one pass are where each is moved to by itself.
  @Test func rangesMoveTogetherAsEachByItself() throws {
    var random = SplitMix(seed: 3)
    for _ in 0..<200 {
      let input = (0..<120).map { _ in UInt8(random.below(26)) + UInt8(ascii: "a") }
      var edits = EditList()
      var place = random.below(6)
      while place < 110 {
        let end = place + random.below(4)
        edits.append(
          Edit(
            range: place..<end, original: Array(input[place..<end]), replacement: Array("xyz".utf8.prefix(random.below(4))), rule: "test",
            confidence: .certain, reason: ""))
        place = end + random.below(7)
      }
      let map = try EditScript(edits, validatedAgainst: input).map
      let ranges = (0..<30).map { _ in random.below(100) }.sorted().map { $0..<$0 + random.below(20) }
      #expect(map.outputRanges(ofInput: ranges) == ranges.map { map.outputRange(ofInput: $0) })
    }
  }

  private struct SplitMix {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func below(_ bound: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
      return bound == 0 ? 0 : Int((z ^ z >> 31) % UInt64(bound))
    }
  }
}
