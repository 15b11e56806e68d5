import EmendCore

/// The cheapest way to read a line as a template: a weighted edit distance in which a field swallows what it admits.
package struct Alignment {
  /// In hundredths of a letter.
  package let cost: Int
  /// For each field the folded bytes that it took, as a range of indices into the line.
  private let taken: [Range<Int>]

  /// In hundredths of a letter. Chosen, not measured.
  enum Cost {
    static let missing = 100
    static let extra = 100
    /// Letter-spaced banners have a hyphen between any two letters.
    static let punctuation = 3
    static let foreign = 100
  }

  /// The cost alone, nil when it is above `limit`: two rows instead of a table, and most lines are given up after a few
  /// of them. `rows` is memory to use again.
  package static func cost(
    _ bytes: [UInt8], _ template: MarkingTemplate, _ glyphs: GlyphCosts, limit: Int, _ rows: inout [Int32]
  ) -> Int? {
    let width = template.codes.count + 1
    if rows.count < 2 * width { rows = Array(repeating: 0, count: 2 * width) }
    let limit = Int32(clamping: limit)
    let cost = rows.withUnsafeMutableBufferPointer { rows in
      withTables(template, glyphs) { codes, kinds, single, admitted in
        var above = rows.baseAddress!
        var here = above + width
        fillFirst(above, codes, kinds)
        for byte in bytes {
          if fill(here, below: above, byte, codes, kinds, single, admitted) > limit { return Int32.max }
          swap(&above, &here)
        }
        return above[width - 1]
      }
    }
    return cost <= limit ? Int(cost) : nil
  }

  /// All rows, that of the empty line first.
  private static func table(_ bytes: [UInt8], _ template: MarkingTemplate, _ glyphs: GlyphCosts) -> [Int32] {
    let width = template.codes.count + 1
    return [Int32](unsafeUninitializedCapacity: (bytes.count + 1) * width) { table, count in
      count = table.count
      withTables(template, glyphs) { codes, kinds, single, admitted in
        var above = table.baseAddress!
        fillFirst(above, codes, kinds)
        for byte in bytes {
          _ = fill(above + width, below: above, byte, codes, kinds, single, admitted)
          above += width
        }
      }
    }
  }

  private typealias Bytes = UnsafeBufferPointer<UInt8>

  private static func withTables<T>(
    _ template: MarkingTemplate, _ glyphs: GlyphCosts, _ body: (_ codes: Bytes, _ kinds: Bytes, _ single: Bytes, _ admitted: Bytes) -> T
  ) -> T {
    template.codes.withUnsafeBufferPointer { codes in
      template.kinds.withUnsafeBufferPointer { kinds in
        glyphs.single.withUnsafeBufferPointer { single in
          MarkingTemplate.FieldClass.table.withUnsafeBufferPointer { admitted in body(codes, kinds, single, admitted) }
        }
      }
    }
  }

  /// Fills the row of a byte from the row before it and returns its least cost. The innermost loop of the program, so it
  /// reads its tables by pointer.
  @inline(__always)
  private static func fill(
    _ here: UnsafeMutablePointer<Int32>, below above: UnsafeMutablePointer<Int32>, _ byte: UInt8, _ codes: Bytes, _ kinds: Bytes,
    _ single: Bytes, _ admitted: Bytes
  ) -> Int32 {
    let extra = Int32(byte.isLetter || byte.isDigit || byte >= 0x80 ? Cost.extra : Cost.punctuation)
    let costs = single.baseAddress! + Int(byte & 0x7F) * 128
    var left = above[0] &+ extra
    var least = left
    var diagonal = above[0]
    here[0] = left
    for j in 0..<codes.count {
      let upper = above[j + 1]
      let code = codes[j]
      var best = upper &+ extra
      switch kinds[j] {
      case MarkingTemplate.glyphKind:
        let change = byte < 0x80 ? Int32(costs[Int(code)]) : 100
        best = min(best, left &+ Int32(Cost.missing), diagonal &+ change)
      case MarkingTemplate.markKind:
        best = min(best, left &+ Int32(Cost.punctuation))
        if byte == code { best = min(best, diagonal) }
      default:
        let price = admitted[Int(byte)] >> code & 1 == 1 ? 0 : Int32(Cost.foreign)
        best = min(best, upper &+ price, diagonal &+ price)
      }
      left = best
      diagonal = upper
      here[j + 1] = best
      if best < least { least = best }
    }
    return least
  }

  /// More than any cost.
  private static let unreachable = Int32.max / 4

  /// The row of an empty line: literal text is missing, and a field cannot be empty.
  private static func fillFirst(
    _ row: UnsafeMutablePointer<Int32>, _ codes: UnsafeBufferPointer<UInt8>, _ kinds: UnsafeBufferPointer<UInt8>
  ) {
    var sum: Int32 = 0
    row[0] = 0
    for j in codes.indices {
      switch kinds[j] {
      case MarkingTemplate.glyphKind: sum += Int32(Cost.missing)
      case MarkingTemplate.markKind: sum += Int32(Cost.punctuation)
      default: sum = unreachable
      }
      sum = min(sum, unreachable)
      row[j + 1] = sum
    }
  }

  /// nil when even the cheapest reading leaves a field empty or costs more than the template tolerates.
  /// `limit` is the highest cost, `share` the highest for each stretch of literal text, in hundredths of a letter.
  package init?(
    _ line: FoldedLine, _ template: MarkingTemplate, glyphs: GlyphCosts, limit: Int,
    share: Int = MarkingMatchNumbers.segmentCostPerLetter
  ) {
    let bytes = line.bytes
    let table = Self.table(bytes, template, glyphs)
    cost = Int(table.last!)
    guard cost <= limit else { return nil }
    let trace = Trace(table, bytes, template, glyphs)
    guard trace.taken.allSatisfy({ !$0.isEmpty }) else { return nil }
    for (cost, glyphs) in zip(trace.costs, template.segmentGlyphs) where cost > max(MarkingMatchNumbers.leastForSegment, glyphs * share) {
      return nil
    }
    taken = trace.taken
  }

  /// The readings, exactly as they stand in the text; nil when one of them cannot be what its field holds.
  package func fields(of template: MarkingTemplate, _ line: FoldedLine, in text: [UInt8]) -> [Artifact.Field]? {
    var found: [Artifact.Field] = []
    for (number, (field, range)) in zip(template.fields, taken).enumerated() {
      let first = line.place(range.lowerBound, in: text)
      let last = line.place(range.upperBound - 1, in: text)
      // A field does not start inside a word: `Dated` is not the start of `DATE: December`.
      if !template.isGlued[number], first > 0, text[first].isLetter, text[first - 1].isLetter { return nil }
      let read = text.text(first..<last + 1)
      guard field.kind.accepts(read) else { return nil }
      found.append(Artifact.Field(field.name, read.trimmingPunctuation()))
    }
    return found
  }
}

extension String {
  /// Without blanks, commas and colons at the ends.
  fileprivate func trimmingPunctuation() -> String {
    let drop: (Character) -> Bool = { $0 == "," || $0 == ":" || $0 == ";" || $0.isWhitespace }
    return String(drop(first ?? "a") || drop(last ?? "a") ? self[...].trimming(drop) : self[...])
  }
}

extension Substring {
  fileprivate func trimming(_ drop: (Character) -> Bool) -> Substring {
    var rest = self
    while let first = rest.first, drop(first) { rest = rest.dropFirst() }
    while let last = rest.last, drop(last) { rest = rest.dropLast() }
    return rest
  }
}
