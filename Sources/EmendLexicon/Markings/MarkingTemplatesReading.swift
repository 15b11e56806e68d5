import EmendCore

/// What a line says as the templates that it is near.
extension MarkingTemplates {
  /// The first of the templates found, likest first, whose fields read.
  package func reading(
    _ found: [(number: Int, cost: Int)], _ line: FoldedLine, _ text: [UInt8], align: (Int) -> Alignment?
  ) -> Match? {
    for (number, cost) in found {
      let template = all[number]
      var fields: [Artifact.Field] = []
      if hasFields[number] {
        guard let read = align(number)?.fields(of: template, line, in: text) else { continue }
        fields = read
      }
      return Match(
        template: number, template, cost: cost, open: open(template, cost: cost, rivals: found, line), fields: fields,
        sameCase: sameCase(line, template))
    }
    return nil
  }

  /// Names of the constants that a damaged line does not settle.
  private func open(
    _ template: MarkingTemplate, cost: Int, rivals: [(number: Int, cost: Int)], _ line: FoldedLine
  ) -> Set<String> {
    if cost < MarkingMatchNumbers.exact { return [] }
    var open = unseen(template, in: line.bytes)
    for rival in rivals where rival.cost < cost + MarkingMatchNumbers.rivalLead {
      open.formUnion(template.differences(from: all[rival.number]))
    }
    return open
  }

  /// Constants of the template with a word that a damaged line does not show: it may have been another.
  private func unseen(_ template: MarkingTemplate, in line: [UInt8]) -> Set<String> {
    let shown = Set(Self.pairs(line))
    var found: Set<String> = []
    for constant in template.constants where ["level", "caveat"].contains(constant.name) {
      for word in constant.value.utf8.split(whereSeparator: { !$0.isLetter }) where word.count >= MarkingMatchNumbers.tellingWord {
        let own = Self.pairs(Array(word))
        if own.count(where: shown.contains) * 2 < own.count { found.insert(constant.name) }
      }
    }
    // A letter or two make DECLASSIFIED of CLASSIFIED.
    if template.glyphs.count < MarkingMatchNumbers.settledStatus, template.constants.contains(where: { $0.name == "status" }) {
      found.insert("status")
    }
    return found
  }

  /// Neighbouring glyph classes.
  private static func pairs(_ bytes: [UInt8]) -> [Int] {
    let classes = bytes.map(GlyphClass.of).filter { $0 != GlyphClass.none }.map(Int.init)
    return classes.count < 2 ? [] : (1..<classes.count).map { classes[$0 - 1] << 5 | classes[$0] }
  }

  /// In small letters a marking that is written in capitals must be nearly whole.
  func suits(_ template: MarkingTemplate, _ line: FoldedLine, share: Double) -> Bool {
    if template.capitalsOnly && line.uppers <= line.lowers * 2 { return false }
    return share >= MarkingMatchNumbers.inOtherCase || sameCase(line, template)
  }

  private func sameCase(_ line: FoldedLine, _ template: MarkingTemplate) -> Bool {
    line.uppers >= line.lowers || template.hasSmallLetters || line.uppers + line.lowers <= MarkingMatchNumbers.casualLetters
  }
}
