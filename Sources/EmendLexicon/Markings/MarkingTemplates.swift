import EmendCore

/// All markings, indexed so that a line of body text is dismissed after a prefilter.
///
/// Letters count as classes of look-alike glyphs. A line must have two runs of four letters of a template (short ones:
/// one of three), then enough of its triples, then the weighted edit distance decides.
package final class MarkingTemplates: Sendable {
  /// Each read from its row when it is first looked at: a line of text is dismissed without most of them.
  package let all: LazyArray<MarkingTemplate>
  package let glyphs: GlyphCosts
  /// All templates by how they start; those with fields are found by that alone.
  let heads: GramIndex
  /// Templates without fields by their rarest runs.
  let grams: GramIndex
  /// All distinct triples of each template's literal text.
  let triples: ImageLists<UInt16>
  /// What a prefilter at a line needs of each template.
  let outlines: ImageArray<Outline>
  /// The glyph classes of each template's letters and digits.
  package let classes: ImageLists<UInt8>
  package let hasFields: ImageArray<Bool>
  /// Where in each template a letter may stand; made for templates that a line is compared with.
  private let profiles: LazyArray<GlyphProfile>
  let hasPictures: Bool
  /// Templates that are pictures, made when a line may be one.
  let pictures: LazyArray<Pictures>
  /// For each case of `Expected` the templates that it admits.
  package let pairs: [PairIndex]

  /// What `GluedStamp` looks for.
  let gluedHeads: [UInt32: [Int]]
  let gluedBits: [Bool]

  /// The little of a template that decides for most lines.
  package struct Outline: BitwiseCopyable {
    /// Indexed runs that a line must have to be looked at.
    package let needed: Int32
    /// Letters and digits of a line, at least and at most.
    package let shortest: UInt16
    package let longest: UInt16
    /// The first three glyph classes, when the template has fields and starts with letters, else -1: a line that fills
    /// fields must at least start like the template.
    package let head: Int32
  }

  /// Bytes beyond which a line is no marking.
  package static let longestLine = 400

  package init(_ image: inout TableImage, _ text: TableText, glyphs: GlyphCosts) {
    self.glyphs = glyphs
    let rows: ImageArray<UInt32> = image.next()
    all = LazyArray(count: rows.count) { number in
      let row = TSV.Row(line: 0, start: rows[number], columns: text.columns(at: rows[number]))
      guard let template = try? MarkingTemplate(row, file: text.file) else { preconditionFailure("the image was made of this row") }
      return template
    }
    outlines = image.next()
    heads = GramIndex(&image)
    grams = GramIndex(&image)
    triples = ImageLists(&image)
    classes = ImageLists(&image)
    hasFields = image.next()
    let pictures = image.next(UInt16.self).map(Int.init)
    hasPictures = !pictures.isEmpty
    self.pictures = LazyArray(count: 1) { [all] _ in Pictures(pictures, all) }
    let alike = GlyphProfile.alike(glyphs)
    profiles = LazyArray(count: rows.count) { [all] number in GlyphProfile(all[number], alike) }
    pairs = Expected.allCases.map { _ in PairIndex(&image) }
    gluedHeads = GluedStamp.heads(image.next(), image.next())
    gluedBits = GluedStamp.bits(of: gluedHeads)
  }

  /// The best template for a line, nil when none is near enough. `range` holds the line without blanks at its ends.
  package func match(_ text: [UInt8], _ range: Range<Int>, _ scratch: inout Scratch) -> Match? {
    match(text, range, &scratch) { _ in true }
  }

  /// The same; a line that matches nothing is remembered as such only if it `isPlain`, so that the question is asked
  /// once for all its like.
  package func match(
    _ text: [UInt8], _ range: Range<Int>, _ scratch: inout Scratch, isPlain: (inout Scratch) -> Bool
  ) -> Match? {
    guard range.count <= Self.longestLine, range.count >= 2 else { return nil }
    // Banners, stamps and form lines recur on every page, damage and all.
    switch scratch.memo.find(text, range) {
    case .known(let match): return match
    case .new(let slot):
      let match = search(text, range, &scratch)
      if match != nil || isPlain(&scratch) { scratch.memo.remember(match, range, in: slot) }
      return match
    }
  }

  private func search(_ text: [UInt8], _ range: Range<Int>, _ scratch: inout Scratch) -> Match? {
    if let match = picture(text, range, &scratch) { return match }
    guard prefilter(text, range, &scratch) else { return nil }
    let near = nearest(&scratch)
    if near.isEmpty { return nil }
    scratch.line.fill(from: text, range)
    let line = scratch.line
    var found: [(number: Int, cost: Int)] = []
    var least = Int.max
    for (share, number) in near.prefix(MarkingMatchNumbers.mostAligned) {
      let template = all[number]
      guard suits(template, line, share: share) else { continue }
      // A rival matters up to half a letter behind the best.
      let limit = min(
        template.tolerance, least > .max - MarkingMatchNumbers.rivalLead ? .max : least + MarkingMatchNumbers.rivalLead)
      guard let cost = cost(of: number, line, limit: limit, &scratch.rows) else { continue }
      found.append((number, cost))
      least = min(least, cost)
      // Undamaged, so nothing else can be nearer or in doubt.
      if cost == 0, template.fields.isEmpty { break }
    }
    found.sort { ($0.cost, -classes[$0.number].count) < ($1.cost, -classes[$1.number].count) }
    return reading(found, line, text) { number in Alignment(line, all[number], glyphs: glyphs, limit: all[number].tolerance) }
  }

  /// What it costs to read a line as a template, nil when that is more than `limit`.
  @inline(__always)
  package func cost(of number: Int, _ line: FoldedLine, limit: Int, _ rows: inout [Int32]) -> Int? {
    guard profiles[number].mayCost(line, atMost: limit) else { return nil }
    return Alignment.cost(line.bytes, all[number], glyphs, limit: limit, &rows)
  }
}
