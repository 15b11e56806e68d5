import EmendCore
import EmendLexicon

/// The words of a model by number: whether a string is a word, how often it stands in running text, how it is written.
package struct ModelLexicon {
  package struct Flags: OptionSet {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Written with a capital almost always.
    package static let proper = Flags(rawValue: 1)
    /// There are words that it may be misread for: `tho`, the.
    static let hasNeighbours = Flags(rawValue: 2)
    /// From the corpora alone, in no list of words.
    static let corpusOnly = Flags(rawValue: 4)
  }

  /// Upper forty bits of the hash, then the number + 1; 0 is free. A power of two.
  private let slots: UnsafeBufferPointer<UInt64>
  private let flagBytes: UnsafeBufferPointer<UInt8>
  private let offsets: UnsafeBufferPointer<UInt32>
  private let pool: UnsafeBufferPointer<UInt8>
  /// Forms met in the corpora that are no words of the lexicon: ten bits each of a Bloom filter.
  private let forms: UnsafeBufferPointer<UInt64>
  /// Word, neighbour and channel cost, by word.
  private let neighbourTable: UnsafeBufferPointer<UInt32>

  static let numberMask: UInt64 = 0xFF_FFFF

  package var count: Int { flagBytes.count }

  package init(_ file: ModelFile) {
    slots = file.table(.slots)
    flagBytes = file.table(.wordFlags)
    offsets = file.table(.wordOffsets)
    pool = file.table(.wordBytes)
    forms = file.table(.forms)
    neighbourTable = file.table(.neighbours)
  }

  @inline(__always)
  package func find(_ hash: UInt64) -> Int? { Self.find(hash, in: slots) }

  @inline(__always)
  package static func find(_ hash: UInt64, in slots: UnsafeBufferPointer<UInt64>) -> Int? {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash >> 3) & mask
    while true {
      let entry = slots[slot]
      if entry == 0 { return nil }
      if (entry ^ hash) & ~Self.numberMask == 0 { return Int(entry & Self.numberMask) - 1 }
      slot = (slot + 1) & mask
    }
  }

  package static func slots(_ hashes: [UInt64]) -> [UInt64] {
    var size = 1024
    while size * 5 < hashes.count * 8 { size *= 2 }
    var table = [UInt64](repeating: 0, count: size)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash >> 3) & (size - 1)
      while table[slot] != 0 { slot = (slot + 1) & (size - 1) }
      table[slot] = hash & ~numberMask | UInt64(number + 1)
    }
    return table
  }

  @inline(__always)
  package func flags(_ number: Int) -> Flags { Flags(rawValue: flagBytes[number]) }

  /// The word in symbols.
  package func symbols(_ number: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: pool[Int(offsets[number])..<Int(offsets[number + 1])])
  }

  /// True for most forms that no corpus has, never for one that is known: about one in a hundred is taken for known.
  func isKnownForm(_ hash: UInt64) -> Bool {
    if forms.isEmpty { return false }
    return Self.probes(hash, count: forms.count * 64).allSatisfy { forms[$0 >> 6] >> UInt64($0 & 63) & 1 == 1 }
  }

  static func probes(_ hash: UInt64, count: Int) -> [Int] {
    (0..<6).map { k in
      Int(truncatingIfNeeded: WordHash.mixed(hash, UInt64(k) &* 0xD6E8_FEB8_6659_FD93).multipliedFullWidth(by: UInt64(count)).high)
    }
  }

  package static func forms(_ hashes: [UInt64]) -> [UInt64] {
    var table = [UInt64](repeating: 0, count: max(hashes.count * 10 / 64, 1))
    for hash in hashes {
      for probe in probes(hash, count: table.count * 64) { table[probe >> 6] |= 1 << UInt64(probe & 63) }
    }
    return table
  }

  /// The words that a known word may have been, with the cost of reading them so.
  package func neighbours(_ number: Int) -> Neighbours {
    guard flags(number).contains(.hasNeighbours) else {
      return Neighbours(table: neighbourTable, word: UInt32(number), at: neighbourTable.count)
    }
    var (low, high) = (0, neighbourTable.count / 2)
    while low < high {
      let middle = (low + high) / 2
      if Int(neighbourTable[middle * 2]) < number { low = middle + 1 } else { high = middle }
    }
    return Neighbours(table: neighbourTable, word: UInt32(number), at: low * 2)
  }

  package struct Neighbours: Sequence, IteratorProtocol {
    fileprivate let table: UnsafeBufferPointer<UInt32>
    fileprivate let word: UInt32
    fileprivate var at: Int

    @inline(__always)
    package mutating func next() -> (word: Int, cost: Int)? {
      guard at < table.count, table[at] == word else { return nil }
      let packed = table[at + 1]
      at += 2
      return (Int(packed >> 8), Int(packed & 0xFF))
    }
  }
}
