import EmendCore

/// How often each form of the texts occurs, in how many texts, and how often with a capital inside a sentence.
package struct WordCounts {
  package struct Entry {
    package var hash: UInt64
    package var count: Int
    package var texts: Int
    var lastText: Int32
    package var capitals: Int
    package var inside: Int
    package var start: Int
    package var length: Int
  }

  package private(set) var entries: [Entry] = []
  package private(set) var total = 0
  private var slots = [Int32](repeating: -1, count: 1 << 16)
  private var pool: [UInt8] = []

  package func symbols(_ entry: Entry) -> [UInt8] { Array(pool[entry.start..<entry.start + entry.length]) }

  package mutating func add(_ symbols: [UInt8], hash: UInt64, text: Int, isCapital: Bool, isInside: Bool) {
    let number = number(symbols, hash)
    total += 1
    entries[number].count += 1
    if isInside {
      entries[number].inside += 1
      if isCapital { entries[number].capitals += 1 }
    }
    if entries[number].lastText != Int32(text) {
      entries[number].lastText = Int32(text)
      entries[number].texts += 1
    }
  }

  package func find(_ hash: UInt64) -> Entry? {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] >= 0 {
      if entries[Int(slots[slot])].hash == hash { return entries[Int(slots[slot])] }
      slot = (slot + 1) & mask
    }
    return nil
  }

  private mutating func number(_ symbols: [UInt8], _ hash: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if entries[number].hash == hash { return number }
      slot = (slot + 1) & mask
    }
    slots[slot] = Int32(entries.count)
    entries.append(
      Entry(
        hash: hash, count: 0, texts: 0, lastText: -1, capitals: 0, inside: 0, start: pool.count, length: symbols.count))
    pool += symbols
    if entries.count * 2 > slots.count { grow() }
    return entries.count - 1
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    let mask = slots.count - 1
    for (number, entry) in entries.enumerated() {
      var slot = Int(truncatingIfNeeded: entry.hash) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(number)
    }
  }
}
