import EmendCore

/// Gathers words and what they are, and lays them out as the table in which `Vocabulary` finds them.
package struct VocabularyBuilder {
  private var entries: [Vocabulary.Entry] = []
  private var hashes: [UInt64] = []
  private var pool: [UInt64] = []
  /// Open addressing: the number of an entry + 1; 0 is free.
  private var slots: [UInt32] = Array(repeating: 0, count: 1 << 16)

  /// Adds flags to a word, which is made known if it was not. Returns its number, nil for a word too long to know.
  @discardableResult
  package mutating func insert(_ word: [UInt8], _ flags: Vocabulary.Flags) -> Int? {
    guard !word.isEmpty, word.count <= Vocabulary.longestWord else { return nil }
    let text = word.span.bytes
    let hash = Vocabulary.hash(text, 0..<word.count)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    let rest = stride(from: 8, to: word.count, by: 8).map { Vocabulary.load(text, $0, word.count) }
    while slots[slot] != 0 {
      let number = Int(slots[slot]) - 1
      let start = Int(entries[number].pool)
      if hashes[number] == hash, Int(entries[number].length) == word.count,
        entries[number].head == Vocabulary.load(text, 0, word.count), pool[start..<start + rest.count].elementsEqual(rest)
      {
        entries[number].flags |= flags.rawValue
        return number
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    entries.append(
      Vocabulary.Entry(
        head: Vocabulary.load(text, 0, word.count), pool: UInt32(pool.count), length: UInt16(word.count), flags: flags.rawValue))
    hashes.append(hash)
    pool += rest
    slots[slot] = UInt32(entries.count)
    if entries.count * 2 > slots.count { grow() }
    return entries.count - 1
  }

  @discardableResult
  package mutating func insert(_ word: some StringProtocol, _ flags: Vocabulary.Flags) -> Int? { insert(Array(word.utf8), flags) }

  /// Takes flags from a word, which stays in the table.
  package mutating func remove(_ flags: Vocabulary.Flags, from word: some StringProtocol) {
    if let number = insert(word, []) { entries[number].flags &= ~flags.rawValue }
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(number + 1)
    }
  }

  /// Writes the table. Returns for each number of a word the one that `Vocabulary` will know it by.
  package func write(to image: inout TableImageWriter) -> [UInt64] {
    // Three places in five are taken: near enough to full to be small, and most words stand at home or next to it.
    let homes = UInt64(entries.count * 5 / 3 + 1)
    var table = Array(repeating: Vocabulary.Entry(), count: Int(homes))
    var places: [UInt64] = []
    for (entry, hash) in zip(entries, hashes) {
      var place = Vocabulary.home(hash, homes)
      while place < table.count, table[place].length > 0 { place += 1 }
      if place == table.count { table.append(entry) } else { table[place] = entry }
      places.append(UInt64(place))
    }
    table.append(Vocabulary.Entry())
    image.append([homes])
    image.append(table)
    image.append(pool)
    return places
  }
}
