/// Where each symbol stands in a pattern, as bits, 64 to a block. A frequent symbol has a row of bits of its own, of which there can
/// be 64 at most; a rare one has a list of its places. So memory is linear, and a look-up takes no longer than a row.
package struct PatternPlaces {
  private var rows: [UInt32: [UInt64]] = [:]
  private var lists: [UInt32: [Int]] = [:]

  package init(_ pattern: ArraySlice<UInt32>) {
    let blocks = (pattern.count + 63) / 64
    for (place, symbol) in pattern.enumerated() { lists[symbol, default: []].append(place) }
    for (symbol, places) in lists where places.count > blocks {
      var row = [UInt64](repeating: 0, count: blocks)
      for place in places { row[place / 64] |= 1 << UInt64(place % 64) }
      rows[symbol] = row
    }
    for symbol in rows.keys { lists[symbol] = nil }
  }

  /// Sets the bits of a symbol in some blocks of `bits`; true when `unmark` can clear them one by one.
  package func mark(_ symbol: UInt32, in bits: inout [UInt64], _ blocks: Range<Int>) -> Bool {
    if let row = rows[symbol] {
      for k in blocks { bits[k] = row[k] }
      return false
    }
    guard let places = lists[symbol] else { return true }
    for place in places[Self.first(places, in: blocks)...] {
      if place / 64 >= blocks.upperBound { break }
      bits[place / 64] |= 1 << UInt64(place % 64)
    }
    return true
  }

  func unmark(_ rare: Bool, _ symbol: UInt32, in bits: inout [UInt64], _ blocks: Range<Int>) {
    if rare {
      guard let places = lists[symbol] else { return }
      for place in places[Self.first(places, in: blocks)...] {
        if place / 64 >= blocks.upperBound { break }
        bits[place / 64] = 0
      }
    } else {
      for k in blocks { bits[k] = 0 }
    }
  }

  /// The first of the places that lies in the blocks or behind them.
  private static func first(_ places: [Int], in blocks: Range<Int>) -> Int {
    var low = 0
    var high = blocks.lowerBound == 0 ? 0 : places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle] < blocks.lowerBound * 64 { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
