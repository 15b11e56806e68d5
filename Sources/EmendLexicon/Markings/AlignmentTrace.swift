import EmendCore

extension Alignment {
  /// The walk back along a cheapest way through the table of an alignment, which shows what the fields took.
  struct Trace {
    /// For each field the bytes that it took, as a range of indices into the line.
    private(set) var taken: [Range<Int>]
    /// What the literal text before each field, and behind the last, cost: BY between two fields must be there itself, and
    /// not live on the tolerance of the rest.
    private(set) var costs: [Int]

    private let table: [Int32]
    private let bytes: [UInt8]
    private let atoms: [MarkingTemplate.Atom]
    private let glyphs: GlyphCosts
    /// Bytes of the line and atoms of the template that are still to be walked over.
    private var i: Int
    private var j: Int

    /// `table` holds a row for the empty line and one for each byte, each with a cost before the first atom and behind each.
    @inline(__always)
    init(_ table: [Int32], _ bytes: [UInt8], _ template: MarkingTemplate, _ glyphs: GlyphCosts) {
      (self.table, self.bytes, atoms, self.glyphs) = (table, bytes, template.atoms, glyphs)
      taken = Array(repeating: 0..<0, count: template.fields.count)
      costs = Array(repeating: 0, count: template.fields.count + 1)
      i = bytes.count
      j = atoms.count
      var segment = template.fields.count
      while i > 0 || j > 0 {
        let here = cost(i, j)
        if j > 0, case .field(let number) = atoms[j - 1] { segment = number } else if j == 0 { segment = 0 }
        if !stepsIntoField(here, template) && !stepsOverEqual(here) { stepOverMissingOrExtra(here) }
        costs[segment] += here - cost(i, j)
      }
    }

    /// The cost of reading so many bytes as so many atoms, in hundredths of a letter.
    @inline(__always)
    private func cost(_ bytes: Int, _ atoms: Int) -> Int { Int(table[bytes * (self.atoms.count + 1) + atoms]) }

    /// Steps over a byte that a field took, if the way goes through one.
    @inline(__always)
    private mutating func stepsIntoField(_ here: Int, _ template: MarkingTemplate) -> Bool {
      guard j > 0, case .field(let number) = atoms[j - 1], i > 0 else { return false }
      let price = template.fields[number].kind.admits(bytes[i - 1]) ? 0 : Cost.foreign
      let stays = here == cost(i - 1, j) + price
      guard stays || here == cost(i - 1, j - 1) + price else { return false }
      taken[number] = i - 1..<(taken[number].isEmpty ? i : taken[number].upperBound)
      i -= 1
      if !stays { j -= 1 }
      return true
    }

    /// Steps over a byte that was read as an atom.
    @inline(__always)
    private mutating func stepsOverEqual(_ here: Int) -> Bool {
      guard i > 0, j > 0 else { return false }
      let diagonal = cost(i - 1, j - 1)
      switch atoms[j - 1] {
      case .glyph(let wanted): guard here == diagonal + glyphs.substitution(bytes[i - 1], wanted) else { return false }
      case .mark(let wanted): guard bytes[i - 1] == wanted, here == diagonal else { return false }
      case .field: return false
      }
      i -= 1
      j -= 1
      return true
    }

    /// Steps over an atom that the line does not have, else over a byte that the template does not have.
    @inline(__always)
    private mutating func stepOverMissingOrExtra(_ here: Int) {
      if j > 0 {
        let price: Int
        switch atoms[j - 1] {
        case .field:
          // Neither way in: only an extra byte is left.
          i -= 1
          return
        case .mark: price = Cost.punctuation
        case .glyph: price = Cost.missing
        }
        if here == cost(i, j - 1) + price {
          j -= 1
          return
        }
      }
      i -= 1
    }
  }
}
