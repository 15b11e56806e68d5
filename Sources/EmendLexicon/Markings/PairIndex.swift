import EmendCore

/// Which templates have which pairs of neighbouring glyph classes: finds those that a badly damaged line may be.
///
/// A damaged letter spoils two pairs. Lines that a reader still recognises keep more than a quarter of them.
package struct PairIndex: Sendable {
  private static let classes = 32
  /// Share of a template's pairs that a line must have, in hundredths.
  private static let share = 28

  /// The one sheet, made when a line is first looked up.
  private let sheet: LazyArray<PairSheet>
  /// Templates that a line is compared with, at most.
  private static let most = 16

  /// Memory to use again for each line.
  package struct Scratch {
    fileprivate var seen = [UInt64](repeating: 0, count: PairIndex.classes * PairIndex.classes / 64)
    /// The distinct pairs of the line.
    fileprivate var pairs: [Int] = []
  }

  package init(_ image: inout TableImage) {
    let starts: ImageArray<UInt32> = image.next()
    let numbers: ImageArray<UInt16> = image.next()
    // How many distinct pairs each template has, 0 for one that is not in the index.
    let sizes: ImageArray<UInt16> = image.next()
    sheet = LazyArray(count: 1) { _ in
      PairSheet(sizes: sizes, share: Self.share, pairs: starts.count - 1) { pair in
        numbers.part(Int(starts[pair])..<Int(starts[pair + 1]))
      }
    }
  }

  /// Writes the index; `glyphs` holds the letters and digits of each template, empty for one that is not to be found.
  package static func write(_ glyphs: [[UInt8]], to image: inout TableImageWriter) {
    let pairs = glyphs.map { Self.pairs($0) }
    var lists = Array(repeating: [UInt16](), count: Self.classes * Self.classes)
    for (number, own) in pairs.enumerated() {
      for pair in own { lists[pair].append(UInt16(number)) }
    }
    image.append(lists: lists)
    image.append(pairs.map { UInt16($0.count) })
  }

  private static func pairs(_ bytes: some Sequence<UInt8>) -> Set<Int> {
    var found: Set<Int> = []
    var last: Int?
    for byte in bytes {
      let glyph = GlyphClass.of(byte)
      if glyph == GlyphClass.none { continue }
      if let last { found.insert(last * classes + Int(glyph)) }
      last = Int(glyph)
    }
    return found
  }

  /// The few templates of which `line` has most, those that share most first.
  package func candidates(_ line: [UInt8], _ scratch: inout Scratch) -> [Int] {
    scratch.pairs.removeAll(keepingCapacity: true)
    var last = -1
    let table = GlyphClass.table
    for byte in line {
      let glyph = table[Int(byte)]
      if glyph == GlyphClass.none { continue }
      if last >= 0 {
        let pair = last * Self.classes + Int(glyph)
        if scratch.seen[pair >> 6] >> UInt64(pair & 63) & 1 == 0 {
          scratch.seen[pair >> 6] |= 1 << UInt64(pair & 63)
          scratch.pairs.append(pair)
        }
      }
      last = Int(glyph)
    }
    for pair in scratch.pairs { scratch.seen[pair >> 6] = 0 }
    // The best so far, by share and then by number: insertion into a list that stays short.
    var found: [(share: Int, number: Int)] = []
    sheet[0].count(scratch.pairs) { number, count, size in
      let share = count * 100 / size
      var place = found.count
      while place > 0, (found[place - 1].share, -found[place - 1].number) < (share, -number) { place -= 1 }
      if place == Self.most { return }
      if found.count == Self.most { found.removeLast() }
      found.insert((share, number), at: place)
    }
    return found.map(\.number)
  }
}

/// The pairs of all templates as a sheet of bits: a row a pair, a column a template.
///
/// The templates are counted 64 at a time: a word of each row is added to counters that lie across eight words, one for
/// each digit of the counts (bit slicing).
private final class PairSheet: Sendable {
  /// The template of each column, ascending, and how many distinct pairs it has.
  private let columns: [(number: Int, size: Int)]
  private let words: Int
  /// The rows, one behind the other.
  private let bits: [UInt64]
  /// The least count of each column that is enough, in eight slices a word, the lowest digit first.
  private let least: [UInt64]

  private typealias Slices = (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)

  init(sizes: ImageArray<UInt16>, share: Int, pairs: Int, templates: (Int) -> ImageArray<UInt16>) {
    // A template of more pairs than a counter holds would fill most of the longest line that is looked at.
    columns = sizes.indices.filter { (1...255).contains(sizes[$0]) }.map { ($0, Int(sizes[$0])) }
    words = (columns.count + 63) / 64
    var places = Array(repeating: -1, count: sizes.count)
    for (place, column) in columns.enumerated() { places[column.number] = place }
    var bits = [UInt64](repeating: 0, count: pairs * words)
    for pair in 0..<pairs {
      for number in templates(pair) where places[Int(number)] >= 0 {
        let place = places[Int(number)]
        bits[pair * words + place >> 6] |= 1 << UInt64(place & 63)
      }
    }
    var least = [UInt64](repeating: 0, count: words * 8)
    for place in 0..<words * 64 {
      // No count is enough for a column that is not there.
      let wanted = place < columns.count ? (columns[place].size * share + 99) / 100 : 255
      for digit in 0..<8 where wanted >> digit & 1 == 1 { least[place >> 6 * 8 + digit] |= 1 << UInt64(place & 63) }
    }
    self.bits = bits
    self.least = least
  }

  /// Calls `found` with each template of which a line with these pairs has enough, in ascending order: its number, how
  /// many of its pairs the line has, and how many it has itself.
  @inline(__always)
  func count(_ pairs: [Int], found: (_ number: Int, _ count: Int, _ size: Int) -> Void) {
    bits.withUnsafeBufferPointer { bits in
      for word in 0..<words {
        let counts = Self.sum(bits.baseAddress! + word, stride: words, pairs)
        var enough = Self.reached(counts, least, word * 8)
        while enough != 0 {
          let place = enough.trailingZeroBitCount
          enough &= enough &- 1
          let column = columns[word * 64 + place]
          found(column.number, Self.count(counts, at: UInt64(place)), column.size)
        }
      }
    }
  }

  @inline(__always)
  private static func sum(_ column: UnsafePointer<UInt64>, stride: Int, _ pairs: [Int]) -> Slices {
    var sum: Slices = (0, 0, 0, 0, 0, 0, 0, 0)
    @inline(__always)
    func add(_ slice: inout UInt64, _ carry: inout UInt64) {
      let both = slice & carry
      slice ^= carry
      carry = both
    }
    for pair in pairs {
      var carry = column[pair * stride]
      add(&sum.0, &carry)
      add(&sum.1, &carry)
      if carry == 0 { continue }
      add(&sum.2, &carry)
      add(&sum.3, &carry)
      if carry == 0 { continue }
      add(&sum.4, &carry)
      add(&sum.5, &carry)
      add(&sum.6, &carry)
      add(&sum.7, &carry)
    }
    return sum
  }

  /// The columns whose count is at least what `least` wants from slice `first` on.
  @inline(__always)
  private static func reached(_ counts: Slices, _ least: [UInt64], _ first: Int) -> UInt64 {
    var more: UInt64 = 0
    var same = ~UInt64(0)
    @inline(__always)
    func compare(_ count: UInt64, _ least: UInt64) {
      more |= same & count & ~least
      same &= ~(count ^ least)
    }
    compare(counts.7, least[first + 7])
    compare(counts.6, least[first + 6])
    compare(counts.5, least[first + 5])
    compare(counts.4, least[first + 4])
    compare(counts.3, least[first + 3])
    compare(counts.2, least[first + 2])
    compare(counts.1, least[first + 1])
    compare(counts.0, least[first])
    return more | same
  }

  @inline(__always)
  private static func count(_ counts: Slices, at place: UInt64) -> Int {
    let low = counts.0 >> place & 1 | (counts.1 >> place & 1) << 1 | (counts.2 >> place & 1) << 2 | (counts.3 >> place & 1) << 3
    let high = counts.4 >> place & 1 | (counts.5 >> place & 1) << 1 | (counts.6 >> place & 1) << 2 | (counts.7 >> place & 1) << 3
    return Int(low | high << 4)
  }
}
