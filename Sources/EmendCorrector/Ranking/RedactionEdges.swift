import EmendCore

/// The edges of redaction boxes, which OCR reads as a letter or a bar glued to the word beside the box: `Jadvised`, `lwas`, `thel`.
///
/// A single one may be any misreading. Where a record has many, by different glyphs, they are what they seem.
struct RedactionEdges {
  /// A glyph to be taken out, with the word that is left.
  struct Edge {
    let range: Range<Int>
    let word: Range<Int>
  }

  private(set) var edges: [Edge] = []
  /// Edges for each thousand tokens.
  private(set) var density: Float = 0

  private static let before = Array("IlJTL".utf8)
  private static let behind = Array("lJI".utf8)

  /// - Parameter reading: of the same bytes; its unknown tokens are looked at.
  init(_ bytes: UnsafeBufferPointer<UInt8>, _ reading: DocumentReading, _ model: CorrectorModel) {
    var glyphs: [UInt8: Int] = [:]
    for site in reading.sites where site.kind == .unknown {
      var reader = TokenReader(bytes, from: site.start)
      guard let token = reader.next(), !token.hasDigit, !token.hasSign, token.range.count > 2 else { continue }
      let (first, last) = (token.start, token.end - 1)
      if Self.before.contains(bytes[first]), Self.isWord(first + 1..<token.end, beside: first, bytes, model) {
        glyphs[bytes[first], default: 0] += 1
        edges.append(Edge(range: token.range, word: first + 1..<token.end))
      } else if Self.behind.contains(bytes[last]), token.gap != .hyphen,
        token.gap != .other,
        Self.isWord(first..<last, beside: last, bytes, model)
      {
        edges.append(Edge(range: token.range, word: first..<last))
      }
    }
    let leading = glyphs.values.reduce(0, +)
    density = Float(leading) * 1000 / Float(max(reading.tokens, 1))
    // A J is read nowhere else in front of a word in small letters.
    let isCommon =
      leading >= CorrectorNumbers.fewestEdges && glyphs.count >= CorrectorNumbers.fewestEdgeGlyphs
      && (glyphs[UInt8(ascii: "J")] ?? 0) >= CorrectorNumbers.fewestCertainEdges && density >= CorrectorNumbers.leastEdgeDensity
    if !isCommon { edges = [] }
  }

  /// True for a word in small letters that is common enough, where no other letter in the place of one makes a commoner word, and no letter more.
  private static func isWord(_ word: Range<Int>, beside glyph: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ model: CorrectorModel) -> Bool {
    guard word.count > 1, bytes[word].allSatisfy({ $0.isLetter && !$0.isUpper }) else { return false }
    guard let cost = cost(Array(bytes[word]), model), cost <= CorrectorNumbers.dearestEdgeWord else { return false }
    let whole = bytes[min(word.lowerBound, glyph)..<max(word.upperBound, glyph + 1)].map(\.lowered)
    for place in whole.indices {
      let isGlyph = place == (glyph < word.lowerBound ? 0 : whole.count - 1)
      let most = isGlyph ? cost + CorrectorNumbers.edgeSlack : cost
      var other = whole
      for letter in UInt8(ascii: "a")...UInt8(ascii: "z") {
        other[place] = letter
        if let other = self.cost(other, model), other < most { return false }
      }
    }
    return cost < CorrectorNumbers.commonEdgeWord || word.count > 2 && !isCut(whole, model)
  }

  /// True where a letter more would make a word: `reportedl` lacks its y.
  private static func isCut(_ whole: [UInt8], _ model: CorrectorModel) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains { cost(whole + [$0], model) != nil }
  }

  private static func cost(_ word: [UInt8], _ model: CorrectorModel) -> Int? {
    model.number(of: word).map { Int(model.wordCosts[$0]) }
  }

  /// As proposals; the probability is that of the judged ones.
  func proposals(_ bytes: UnsafeBufferPointer<UInt8>) -> [Proposal] {
    edges.map { edge in
      let glyph = edge.word.lowerBound > edge.range.lowerBound ? bytes[edge.range.lowerBound] : bytes[edge.range.upperBound - 1]
      return Proposal(
        range: edge.range, replacement: Array(bytes[edge.word]), isChange: true, kind: .edge, probability: CorrectorNumbers.edge,
        reason: "\(Character(Unicode.Scalar(glyph))) is the edge of a redaction, as at \(edges.count - 1) other places of the record")
    }
  }
}
