/// Which templates have which pairs of neighbouring glyph classes: finds those that a badly damaged line may be.
///
/// A damaged letter spoils two pairs. Lines that a reader still recognises keep more than a quarter of them.
struct PairIndex: Sendable {
  private static let classes = 32
  /// Share of a template's pairs that a line must have, in hundredths.
  private static let share: Int32 = 28

  private let starts: ImageArray<UInt32>
  private let numbers: ImageArray<UInt16>
  /// How many distinct pairs each template has, 0 for one that is not in the index.
  private let sizes: ImageArray<UInt16>
  /// Candidates are looked at up to the number of these.
  private static let most = 16

  /// Memory to use again for each line.
  struct Scratch {
    fileprivate var counts: [Int32]
    fileprivate var touched: [Int32] = []
    fileprivate var seen = [UInt64](repeating: 0, count: PairIndex.classes * PairIndex.classes / 64)
  }

  func scratch() -> Scratch { Scratch(counts: Array(repeating: 0, count: sizes.count)) }

  init(_ image: inout TableImage) {
    starts = image.next()
    numbers = image.next()
    sizes = image.next()
  }

  /// Writes the index; `glyphs` holds the letters and digits of each template, empty for one that is not to be found.
  static func write(_ glyphs: [[UInt8]], to image: inout TableImageWriter) {
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
  func candidates(_ line: [UInt8], _ scratch: inout Scratch) -> [Int] {
    var last = -1
    for byte in line {
      let glyph = GlyphClass.of(byte)
      if glyph == GlyphClass.none { continue }
      if last >= 0 {
        let pair = last * Self.classes + Int(glyph)
        if scratch.seen[pair >> 6] >> UInt64(pair & 63) & 1 == 0 {
          scratch.seen[pair >> 6] |= 1 << UInt64(pair & 63)
          for p in Int(starts[pair])..<Int(starts[pair + 1]) {
            let number = Int32(numbers[p])
            if scratch.counts[Int(number)] == 0 { scratch.touched.append(number) }
            scratch.counts[Int(number)] += 1
          }
        }
      }
      last = Int(glyph)
    }
    // The best so far, by share and then by number: insertion into a list that stays short.
    var found: [(share: Int32, number: Int32)] = []
    for number in scratch.touched {
      let share = scratch.counts[Int(number)] * 100 / Int32(sizes[Int(number)])
      scratch.counts[Int(number)] = 0
      if share < Self.share { continue }
      var place = found.count
      while place > 0, (found[place - 1].share, -found[place - 1].number) < (share, -number) { place -= 1 }
      if place == Self.most { continue }
      if found.count == Self.most { found.removeLast() }
      found.insert((share, number), at: place)
    }
    scratch.touched.removeAll(keepingCapacity: true)
    for i in scratch.seen.indices { scratch.seen[i] = 0 }
    return found.map { Int($0.number) }
  }
}
