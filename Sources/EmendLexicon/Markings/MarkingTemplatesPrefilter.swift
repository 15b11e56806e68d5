import EmendCore
import EmendScan

/// Which templates a line may be, by the runs of letters that it shares with them.
extension MarkingTemplates {
  /// Counts the indexed runs of the line by template. False when no template has enough.
  func prefilter(_ text: [UInt8], _ range: Range<Int>, _ scratch: inout Scratch) -> Bool {
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
      while i < range.upperBound, length < MarkingMatchNumbers.headLetters {
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
      if k >= 2, k < MarkingMatchNumbers.shortLine {
        grams.count(GramIndex.slot(run & 0x7FFF, length: 3), 1, on: board, templates: templates, &touched)
      }
      if k >= 3 { grams.count(GramIndex.slot(run, length: 4), 1, on: board, templates: templates, &touched) }
    }
    return (length, touched, head)
  }

  private func mostlyLower(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    let span = text.span
    let head: UInt64 = 1 << UInt64(min(range.count, MarkingMatchNumbers.caseHead)) - 1
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

  /// Of the templates that a prefilter left, those that share enough with the line, the likest first.
  func nearest(_ scratch: inout Scratch) -> [(share: Double, number: Int)] {
    var near: [(share: Double, number: Int)] = []
    var marked = false
    for k in 0..<scratch.kept {
      let number = Int(scratch.board[all.count + k])
      let own = classes[number]
      if own.count < MarkingMatchNumbers.shortTemplate, !hasFields[number] {
        let share = Double(agreement(own, scratch)) / Double(own.count)
        if share >= MarkingMatchNumbers.agreement { near.append((share, number)) }
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
      if share >= (hasFields[number] ? MarkingMatchNumbers.triplesBesideFields : MarkingMatchNumbers.triples) {
        near.append((share, number))
      }
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
}
