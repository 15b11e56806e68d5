import EmendCore

/// Which templates have a run of three or four glyph classes, by a hash of the run. Two runs that share a slot only make
/// a template look nearer than it is, which the later steps find out.
package struct GramIndex: Sendable {
  /// Neighbouring letters of a template, five bits each.
  package struct Run: Hashable {
    package let classes: Int
    package let length: Int
  }

  private static let slots = 1 << 16
  /// The runs by which a template is found: its rarest. TION is in hundreds of markings and in every line of prose.
  private static let runsPerTemplate = 8

  /// One bit for each slot that is in use: small enough to stay in the first cache.
  private let bits: ImageArray<UInt64>
  private let starts: ImageArray<UInt16>
  private let numbers: ImageArray<UInt16>

  package init(_ image: inout TableImage) {
    bits = image.next()
    starts = image.next()
    numbers = image.next()
  }

  /// Writes the index; `runs` holds those of each template.
  package static func write(_ runs: [[Run]], to image: inout TableImageWriter) {
    let slots = runs.map { own in own.map { Self.slot($0.classes, length: $0.length) } }
    var frequency = [Int32](repeating: 0, count: Self.slots)
    for slot in slots.joined() { frequency[slot] += 1 }
    let rarest = slots.map { own in
      own.sorted { (frequency[$0], $0) < (frequency[$1], $1) }.prefix(Self.runsPerTemplate)
    }
    // Counting sort by slot: how many each holds, where each starts, then the numbers in their places.
    var starts = [UInt16](repeating: 0, count: Self.slots + 1)
    for slot in rarest.joined() { starts[slot + 1] += 1 }
    var bits = [UInt64](repeating: 0, count: Self.slots / 64)
    for slot in 0..<Self.slots {
      if starts[slot + 1] > 0 { bits[slot >> 6] |= 1 << UInt64(slot & 63) }
      starts[slot + 1] += starts[slot]
    }
    var next = starts
    var numbers = [UInt16](repeating: 0, count: Int(starts[Self.slots]))
    for (number, own) in rarest.enumerated() {
      for slot in own {
        numbers[Int(next[slot])] = UInt16(number)
        next[slot] += 1
      }
    }
    image.append(bits)
    image.append(starts)
    image.append(numbers)
  }

  @inline(__always)
  package static func slot(_ classes: Int, length: Int) -> Int {
    let key = UInt32(truncatingIfNeeded: classes | length << 20)
    return Int((key &* 0x9E37_79B1) >> 16)
  }

  /// Adds `weight` to each template of a slot. `board` holds the counts, and behind them the templates counted so far.
  @inline(__always)
  package func count(_ slot: Int, _ weight: Int32, on board: UnsafeMutablePointer<Int32>, templates: Int, _ touched: inout Int) {
    if bits[unchecked: slot >> 6] >> UInt64(slot & 63) & 1 == 0 { return }
    for p in Int(starts[slot])..<Int(starts[slot + 1]) {
      let number = Int(numbers[p])
      precondition(number < templates)
      if board[number] == 0 {
        board[templates + touched] = Int32(number)
        touched += 1
      }
      board[number] += weight
    }
  }
}
