import EmendCore

/// N-grams with their probability and backoff weight, in four bytes each.
///
/// Open addressing over a table of any size. An entry is sixteen bits of the n-gram's hash, eight of its cost and eight of
/// its backoff weight; 0 is free. A look-up for an n-gram that is not there finds one in about one of ten thousand cases.
package struct NgramTable {
  private let entries: UnsafeBufferPointer<UInt32>

  package init(_ entries: UnsafeBufferPointer<UInt32>) { self.entries = entries }

  /// Sixteenths of a nat would end at 16; twelfths reach 21.
  static let costStep: Float = 1 / 12
  static let backoffStep: Float = 1 / 24
  static let leastBackoff: Float = -8

  package struct Entry {
    /// −ln p of the last word after the others.
    package let cost: Float
    /// ln of the weight of shorter histories after this n-gram.
    let backoff: Float
  }

  @inline(__always)
  package static func slot(_ hash: UInt64, count: Int) -> Int {
    Int(truncatingIfNeeded: (hash & 0xFFFF_FFFF).multipliedFullWidth(by: UInt64(count) << 32).high)
  }

  @inline(__always)
  package static func print(_ hash: UInt64) -> UInt32 {
    let print = UInt32(truncatingIfNeeded: hash >> 48)
    return print == 0 ? 1 : print
  }

  @inline(__always)
  package func find(_ hash: UInt64) -> Entry? {
    let count = entries.count
    if count == 0 { return nil }
    let print = Self.print(hash)
    var slot = Self.slot(hash, count: count)
    while true {
      let entry = entries[slot]
      if entry == 0 { return nil }
      if entry >> 16 == print {
        return Entry(
          cost: Float(entry >> 8 & 0xFF) * Self.costStep, backoff: Float(entry & 0xFF) * Self.backoffStep + Self.leastBackoff)
      }
      slot += 1
      if slot == count { slot = 0 }
    }
  }

  /// A backoff weight as stored.
  package static func stored(backoff: Float) -> UInt8 { UInt8(min(max(((backoff - leastBackoff) / backoffStep).rounded(), 0), 255)) }

  /// The table of n-grams by hash; equal hashes keep the first.
  package static func entries(_ grams: [(hash: UInt64, cost: Float, backoff: Float)]) -> [UInt32] {
    if grams.isEmpty { return [] }
    let count = max(grams.count * 5 / 4, 16)
    var table = [UInt32](repeating: 0, count: count)
    for gram in grams {
      var slot = slot(gram.hash, count: count)
      while table[slot] != 0 { slot = slot + 1 == count ? 0 : slot + 1 }
      let cost = UInt32(min(max((gram.cost / costStep).rounded(), 0), 255))
      table[slot] = print(gram.hash) << 16 | cost << 8 | UInt32(stored(backoff: gram.backoff))
    }
    return table
  }
}
