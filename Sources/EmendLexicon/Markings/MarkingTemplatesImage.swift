import EmendCore

/// Making the image of the markings of some kinds.
extension MarkingTemplates {
  /// Writes what `init` takes, in the same order.
  /// - Throws: `EmendError` for a row that is no template.
  package static func write(_ table: TSV, to image: inout TableImageWriter, of kinds: (Artifact.Kind) -> Bool) throws(EmendError) {
    var all: [MarkingTemplate] = []
    var rows: [UInt32] = []
    for row in table.rows {
      let template = try MarkingTemplate(row, file: table.file)
      if !kinds(template.kind) { continue }
      all.append(template)
      rows.append(row.start)
    }
    var outlines: [Outline] = []
    var heads: [[GramIndex.Run]] = []
    var runs: [[GramIndex.Run]] = []
    for template in all {
      let fours = template.literalGrams(4)
      let isShort = template.glyphs.count < MarkingMatchNumbers.runsOfFour || fours.count < 2
      let length = isShort ? 3 : 4
      heads.append(template.headGrams(4).isEmpty ? template.headGrams(3) : template.headGrams(4))
      let found = !template.fields.isEmpty && !heads.last!.isEmpty
      runs.append(
        found ? [] : (isShort ? template.literalGrams(3) : fours).map { GramIndex.Run(classes: $0, length: length) })
      let head = template.fields.isEmpty ? nil : template.head
      outlines.append(
        Outline(
          needed: isShort ? 1 : 2, shortest: UInt16(template.shortestLine), longest: UInt16(template.longestLine),
          head: head.map(Int32.init) ?? -1))
    }
    image.append(rows)
    image.append(outlines)
    GramIndex.write(heads, to: &image)
    GramIndex.write(runs, to: &image)
    image.append(lists: all.map { $0.literalGrams(3).sorted().map(UInt16.init) })
    image.append(lists: all.map { $0.glyphs.map(GlyphClass.of) })
    image.append(all.map { !$0.fields.isEmpty })
    image.append(all.indices.filter { !all[$0].picture.isEmpty }.map(UInt16.init))
    for expected in Expected.allCases {
      let glyphs = all.map { template in
        // Free text makes a short template out of any line.
        let isOpen = template.glyphs.count < MarkingMatchNumbers.closedTemplate && template.fields.contains { $0.kind == .text }
        return expected.admits(template.kind) && template.picture.isEmpty && !isOpen ? template.glyphs : []
      }
      PairIndex.write(glyphs, to: &image)
    }
    GluedStamp.writeHeads(of: all, to: &image)
  }
}
