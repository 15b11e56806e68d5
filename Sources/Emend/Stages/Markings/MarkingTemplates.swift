import EmendScan

/// All markings, indexed so that a line of body text is dismissed after a glance.
///
/// Letters count as classes of look-alike glyphs. A line must have two runs of four letters of a template (short ones:
/// one of three), then enough of its triples, then the weighted edit distance decides.
final class MarkingTemplates: Sendable {
  /// Each read from its row when it is first looked at: a line of text is dismissed without most of them.
  let all: LazyArray<MarkingTemplate>
  let glyphs: GlyphCosts
  /// All templates by how they start; those with fields are found by that alone.
  private let heads: GramIndex
  /// Templates without fields by their rarest runs.
  private let grams: GramIndex
  /// All distinct triples of each template's literal text.
  private let triples: ImageLists<UInt16>
  /// What a glance at a line needs of each template.
  let outlines: ImageArray<Outline>
  /// The glyph classes of each template's letters and digits.
  let classes: ImageLists<UInt8>
  let hasFields: ImageArray<Bool>
  /// Where in each template a letter may stand; made for templates that a line is compared with.
  private let profiles: LazyArray<GlyphProfile>
  private let hasPictures: Bool
  /// Templates that are pictures, made when a line may be one.
  private let pictures: LazyArray<Pictures>
  /// For each case of `Due` the templates that it admits.
  let pairs: [PairIndex]

  /// What `GluedStamp` looks for.
  let gluedHeads: [UInt32: [Int]]
  let gluedBits: [Bool]

  /// The little of a template that decides for most lines.
  struct Outline: BitwiseCopyable {
    /// Indexed runs that a line must have to be looked at.
    let needed: Int32
    /// Letters and digits of a line, at least and at most.
    let shortest: UInt16
    let longest: UInt16
    /// The first three glyph classes, when the template has fields and starts with letters, else -1: a line that fills
    /// fields must at least start like the template.
    let head: Int32
  }

  /// Letters in which a line must show how its template starts. Markings in small letters are found by that alone, so
  /// that prose costs nothing.
  private static let headLetters = 6
  /// Letters up to which a line may be a short template.
  private static let shortLine = 12
  /// Bytes beyond which a line is no marking.
  static let longestLine = 400

  init(_ image: inout TableImage, _ text: TableText, glyphs: GlyphCosts) {
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
    pairs = Due.allCases.map { _ in PairIndex(&image) }
    gluedHeads = GluedStamp.heads(image.next(), image.next())
    gluedBits = GluedStamp.bits(of: gluedHeads)
  }

  /// A template that a line matches.
  final class Match: Sendable {
    let template: Int
    /// Weighted edit cost in hundredths of a letter.
    let cost: Int
    /// Names of the constants for which another marking, about as near, has another value.
    let open: Set<String>
    let fields: [Artifact.Field]
    /// False for a line that has the letters of the template but not its capitals.
    let sameCase: Bool
    /// What is asked of the template time and again.
    let kind: Artifact.Kind
    let isTag: Bool
    let needsCompany: Bool

    init(template: Int, _ marking: MarkingTemplate, cost: Int, open: Set<String>, fields: [Artifact.Field], sameCase: Bool) {
      (self.template, self.cost, self.open, self.fields, self.sameCase) = (template, cost, open, fields, sameCase)
      kind = marking.kind
      isTag = marking.isTag
      needsCompany = marking.needsNeighbour || marking.position == "edge"
    }

    /// The same line with constants that it does not settle.
    init(_ other: Match, open: Set<String>) {
      (template, cost, fields, sameCase) = (other.template, other.cost, other.fields, other.sameCase)
      (kind, isTag, needsCompany) = (other.kind, other.isTag, other.needsCompany)
      self.open = open
    }

    /// Cost in proportion to the letters, 0...1.
    func damage(_ template: MarkingTemplate) -> Double {
      Double(cost) / 100 / Double(max(template.glyphs.count, 1))
    }
  }

  /// Memory that the search uses again for each line of a text.
  struct Scratch {
    /// For each template the runs counted so far; behind that, in the order met, the templates that have any; behind
    /// that the glyph classes of the line. One array, because the inner loop writes all three.
    var board: [Int32]
    /// Where the classes start.
    let classes: Int
    /// How many of them may fit the line.
    var kept = 0
    var present: [Int32] = Array(repeating: -1, count: 1 << 15)
    var round: Int32 = 0
    var line = FoldedLine()
    /// Letters and digits of the line.
    var length = 0
    var rows: [Int32] = []
    var memo: LineMemo
    /// What lines were found to be where something was due.
    var due: [LineMemo]
    var pairs: PairIndex.Scratch

    /// Notes which triples the line has.
    mutating func markTriples() {
      round += 1
      var triple = 0
      for k in 0..<length {
        triple = (triple << 5 | Int(board[classes + k])) & 0x7FFF
        if k >= 2 { present[triple] = round }
      }
    }
  }

  /// Memory for a text of `count` bytes.
  func scratch(count: Int) -> Scratch {
    Scratch(
      board: Array(repeating: 0, count: all.count * 2 + Self.longestLine + 1), classes: all.count * 2,
      memo: LineMemo(count: count), due: Due.allCases.map { _ in LineMemo(count: count / 16) },
      pairs: PairIndex.Scratch())
  }

  /// The best template for a line, nil when none is near enough. `range` holds the line without blanks at its ends.
  func match(_ text: [UInt8], _ range: Range<Int>, _ scratch: inout Scratch) -> Match? {
    match(text, range, &scratch) { _ in true }
  }

  /// The same; a line that matches nothing is remembered as such only if it `isPlain`, so that the question is asked
  /// once for all its like.
  func match(
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
    guard glance(text, range, &scratch) else { return nil }
    let near = nearest(&scratch)
    if near.isEmpty { return nil }
    scratch.line.fill(from: text, range)
    let line = scratch.line
    var found: [(number: Int, cost: Int)] = []
    var least = Int.max
    for (share, number) in near.prefix(6) {
      let template = all[number]
      guard suits(template, line, share: share) else { continue }
      // A rival matters up to half a letter behind the best.
      let limit = min(template.tolerance, least > .max - 50 ? .max : least + 50)
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
  func cost(of number: Int, _ line: FoldedLine, limit: Int, _ rows: inout [Int32]) -> Int? {
    guard profiles[number].mayCost(line, atMost: limit) else { return nil }
    return Alignment.cost(line.bytes, all[number], glyphs, limit: limit, &rows)
  }

  /// The first of the templates found, likest first, whose fields read.
  func reading(
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
    if cost < 25 { return [] }
    var open = unseen(template, in: line.bytes)
    for rival in rivals where rival.cost < cost + 50 { open.formUnion(template.differences(from: all[rival.number])) }
    return open
  }

  /// Bytes beyond which a line is no picture.
  private static let longestPicture = 24

  /// The templates that are pictures, and one bit for each length that one of them has.
  private final class Pictures: Sendable {
    let templates: [(number: Int, template: MarkingTemplate)]
    let lengths: UInt64

    init(_ numbers: [Int], _ all: LazyArray<MarkingTemplate>) {
      templates = numbers.map { ($0, all[$0]) }
      lengths = templates.reduce(0) { $0 | 1 << UInt64(min($1.template.picture.count, 63)) }
    }
  }

  private func picture(_ text: [UInt8], _ range: Range<Int>, _ scratch: inout Scratch) -> Match? {
    guard hasPictures, range.count <= Self.longestPicture else { return nil }
    let span = text.span
    var hasDigit = false
    for i in range where span[i].isDigit { hasDigit = true }
    guard hasDigit else { return nil }
    scratch.line.fill(from: text, range)
    let core = MarkingTemplate.trimmed(scratch.line.bytes)
    let pictures = pictures[0]
    if pictures.lengths >> UInt64(core.count) & 1 == 0 { return nil }
    for (number, template) in pictures.templates where template.shows(core) {
      let read = text.text(range).trimmingSpecks()
      return Match(template: number, template, cost: 0, open: [], fields: [Artifact.Field(template.fields[0].name, read)], sameCase: true)
    }
    return nil
  }

  /// Constants of the template with a word that a damaged line does not show: it may have been another.
  private func unseen(_ template: MarkingTemplate, in line: [UInt8]) -> Set<String> {
    let shown = Set(Self.pairs(line))
    var found: Set<String> = []
    for constant in template.constants where ["level", "caveat"].contains(constant.name) {
      for word in constant.value.utf8.split(whereSeparator: { !$0.isLetter }) where word.count >= 4 {
        let own = Self.pairs(Array(word))
        if own.count(where: shown.contains) * 2 < own.count { found.insert(constant.name) }
      }
    }
    // A letter or two make DECLASSIFIED of CLASSIFIED.
    if template.glyphs.count < 20, template.constants.contains(where: { $0.name == "status" }) { found.insert("status") }
    return found
  }

  /// Neighbouring glyph classes.
  private static func pairs(_ bytes: [UInt8]) -> [Int] {
    let classes = bytes.map(GlyphClass.of).filter { $0 != GlyphClass.none }.map(Int.init)
    return classes.count < 2 ? [] : (1..<classes.count).map { classes[$0 - 1] << 5 | classes[$0] }
  }

  /// Counts the indexed runs of the line by template. False when no template has enough.
  private func glance(_ text: [UInt8], _ range: Range<Int>, _ scratch: inout Scratch) -> Bool {
    let isLower = mostlyLower(text, range)
    let list = all.count
    let (length, touched, head) = scratch.board.withUnsafeMutableBufferPointer { board in
      count(text, range, isLower: isLower, on: board.baseAddress!, templates: list)
    }
    scratch.length = length
    var kept = 0
    for k in 0..<touched {
      let number = Int(scratch.board[list + k])
      let outline = outlines[number]
      let enough =
        scratch.board[number] >= outline.needed && length >= Int(outline.shortest) && length <= Int(outline.longest)
        && (outline.head < 0 || startsAlike(head, Int(outline.head)))
      scratch.board[number] = 0
      if enough {
        scratch.board[list + kept] = Int32(number)
        kept += 1
      }
    }
    scratch.kept = kept
    return kept > 0
  }

  /// Counts on `board`, which has room for two entries a template and for the longest line: how many letters the line has,
  /// how many templates have a count, and the first three letters. Nothing has a count where small letters start as no
  /// marking does.
  private func count(
    _ text: [UInt8], _ range: Range<Int>, isLower: Bool, on board: UnsafeMutablePointer<Int32>, templates: Int
  ) -> (length: Int, touched: Int, head: Int) {
    let span = text.span
    let line = board + 2 * templates
    var touched = 0
    var run = 0
    var length = 0
    var head = 0
    let mayBeMarking = GlyphClass.table.withUnsafeBufferPointer { table in
      var i = range.lowerBound
      while i < range.upperBound, length < Self.headLetters {
        let glyph = table[Int(span[i])]
        i += 1
        if glyph == GlyphClass.none { continue }
        run = (run << 5 | Int(glyph)) & 0xF_FFFF
        line[length] = Int32(glyph)
        length += 1
        if length < 3 { continue }
        if length == 3 { head = run }
        // A start in common is worth two runs elsewhere.
        heads.count(GramIndex.slot(run & 0x7FFF, length: 3), 2, on: board, templates: templates, &touched)
        if length >= 4 { heads.count(GramIndex.slot(run, length: 4), 2, on: board, templates: templates, &touched) }
      }
      if isLower, touched == 0 { return false }
      while i < range.upperBound {
        let glyph = table[Int(span[i])]
        line[length] = Int32(glyph)
        if glyph != GlyphClass.none { length += 1 }
        i += 1
      }
      return true
    }
    if !mayBeMarking || isLower { return (length, touched, head) }
    run = 0
    for k in 0..<length {
      run = (run << 5 | Int(line[k])) & 0xF_FFFF
      if k >= 2, k < Self.shortLine {
        grams.count(GramIndex.slot(run & 0x7FFF, length: 3), 1, on: board, templates: templates, &touched)
      }
      if k >= 3 { grams.count(GramIndex.slot(run, length: 4), 1, on: board, templates: templates, &touched) }
    }
    return (length, touched, head)
  }

  private func mostlyLower(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    let span = text.span
    let head: UInt64 = 1 << UInt64(min(range.count, 24)) - 1
    let lowers = blockBits(span.bytes, from: range.lowerBound, emend_scan_lower) & head
    let uppers = blockBits(span.bytes, from: range.lowerBound, emend_scan_upper) & head
    // `NW 64937 DocId: …` is a stamp for all its small letters.
    let startsInCapitals = span[range.lowerBound].isUpper && range.count > 1 && span[range.lowerBound + 1].isUpper
    return lowers.nonzeroBitCount > uppers.nonzeroBitCount && !startsInCapitals
  }

  /// True when two of the first three letters agree, in place or one letter off.
  private func startsAlike(_ line: Int, _ template: Int) -> Bool {
    func agreeing(_ a: Int, _ b: Int) -> Int {
      (a >> 10 == b >> 10 ? 1 : 0) + (a >> 5 & 31 == b >> 5 & 31 ? 1 : 0) + (a & 31 == b & 31 ? 1 : 0)
    }
    return agreeing(line, template) >= 2 || line & 0x3FF == template >> 5 || line >> 5 == template & 0x3FF
  }

  /// Of the templates that a glance left, those that share enough with the line, the likest first.
  private func nearest(_ scratch: inout Scratch) -> [(share: Double, number: Int)] {
    var near: [(share: Double, number: Int)] = []
    var marked = false
    for k in 0..<scratch.kept {
      let number = Int(scratch.board[all.count + k])
      let own = classes[number]
      if own.count < 12, !hasFields[number] {
        let share = Double(agreement(own, scratch)) / Double(own.count)
        if share >= 0.6 { near.append((share, number)) }
        continue
      }
      if !marked {
        marked = true
        scratch.markTriples()
      }
      let triples = triples[number]
      let present = scratch.present.span
      var shared = 0
      for k in 0..<triples.count where present[Int(triples[unchecked: k])] == scratch.round { shared += 1 }
      let share = Double(shared) / Double(triples.count)
      // Each damaged letter spoils three triples, so two fifths are what a badly damaged line keeps. Beside fields there
      // is less text to go by.
      if share >= (hasFields[number] ? 0.6 : 0.4) { near.append((share, number)) }
    }
    if near.count > 1 {
      near.sort { ($0.share, classes[$0.number].count, $1.number) > ($1.share, classes[$1.number].count, $0.number) }
    }
    return near
  }

  /// Letters that agree: in their places, or at both ends around a gap, whichever is more.
  private func agreement(_ own: ImageArray<UInt8>, _ scratch: Scratch) -> Int {
    func line(_ k: Int) -> UInt8 { UInt8(scratch.board[scratch.classes + k]) }
    let shorter = min(own.count, scratch.length)
    var inPlace = 0
    for k in 0..<shorter where own[k] == line(k) { inPlace += 1 }
    var head = 0
    while head < shorter, own[head] == line(head) { head += 1 }
    var tail = 0
    while tail < shorter - head, own[own.count - 1 - tail] == line(scratch.length - 1 - tail) { tail += 1 }
    return max(inPlace, head + tail)
  }

  /// In small letters a marking that is written in capitals must be nearly whole.
  private func suits(_ template: MarkingTemplate, _ line: FoldedLine, share: Double) -> Bool {
    if template.capitalsOnly && line.uppers <= line.lowers * 2 { return false }
    return share >= 0.8 || sameCase(line, template)
  }

  private func sameCase(_ line: FoldedLine, _ template: MarkingTemplate) -> Bool {
    line.uppers >= line.lowers || template.hasSmallLetters || line.uppers + line.lowers <= 3
  }
}

extension String {
  /// From the first letter, digit or bracket to the last.
  fileprivate func trimmingSpecks() -> String {
    func isGlyph(_ c: Character) -> Bool { c.isLetter || c.isNumber || "()".contains(c) }
    guard let first = firstIndex(where: isGlyph), let last = lastIndex(where: isGlyph) else { return self }
    return String(self[first...last])
  }
}
