@testable import EmendCore
@testable import EmendCorrector

/// A model of some twenty words, with something in every section: small enough to change each of its bytes.
enum TinyModel {
  private static let words = [
    "a", "an", "government", "in", "is", "known", "not", "of", "state", "states", "that", "the", "told", "united", "was", "which",
  ]

  static let bytes: [UInt8] = writer().bytes()

  /// - Parameter other: sections in the place of those that belong there.
  static func bytes(_ section: ModelFile.Section, _ other: [UInt8]) -> [UInt8] {
    var writer = ModelWriter(file, without: section)
    writer.add(section, other)
    return writer.bytes()
  }

  static var file: ModelFile {
    do {
      let memory = ModelFile.memory(byteCount: bytes.count)
      memory.copyBytes(from: bytes)
      return try ModelFile(owning: memory, count: bytes.count, name: "tiny.model")
    } catch { fatalError("\(error)") }
  }

  private static func writer() -> ModelWriter {
    var builder = AlphabetBuilder()
    for word in words { builder.add(Array((word + " 1 ,.").utf8)) }
    let table = builder.table()
    return table.withUnsafeBufferPointer { writer(Alphabet($0), table) }
  }

  private static func writer(_ alphabet: Alphabet, _ alphabetTable: [UInt32]) -> ModelWriter {
    func symbols(_ text: String) -> [UInt8] {
      var symbols: [UInt8] = []
      Array(text.utf8).withUnsafeBufferPointer { alphabet.append($0, 0..<$0.count, to: &symbols) }
      return symbols
    }
    let sorted = words.map(symbols).sorted { $0.lexicographicallyPrecedes($1) }
    let costs = sorted.indices.map { UInt8(40 + $0 * 5) }
    let trie = WordTrie.build(sorted, costs: costs)
    var own = Array(repeating: [UInt8](), count: sorted.count)
    for (index, number) in trie.numbers.enumerated() { own[number] = sorted[index] }
    let turned = own.indices.map { (Array(own[$0].reversed()), $0) }.sorted { $0.0.lexicographicallyPrecedes($1.0) }
    let backward = WordTrie.build(turned.map(\.0), costs: costs)
    var backwardWords = [UInt32](repeating: 0, count: own.count)
    for (index, number) in backward.numbers.enumerated() { backwardWords[number] = UInt32(turned[index].1) }
    func number(_ word: String) -> UInt32 { UInt32(own.firstIndex(of: symbols(word))!) }
    let operations = [("n", "rn"), ("e", "c"), ("h", "b"), ("l", "I"), ("", "i"), ("t", ""), ("f t", "ft"), ("nm", "m")].map {
      ChannelModel.Operation(truth: symbols($0.0), read: symbols($0.1), cost: 50)
    }

    var writer = ModelWriter()
    writer.add(.alphabet, alphabetTable)
    // Two in three are free.
    var slots = [UInt64](repeating: 0, count: 64)
    for (number, word) in own.enumerated() {
      let hash = WordHash.of(word)
      var slot = Int(truncatingIfNeeded: hash >> 3) & 63
      while slots[slot] != 0 { slot = (slot + 1) & 63 }
      slots[slot] = hash & ~ModelLexicon.numberMask | UInt64(number + 1)
    }
    writer.add(.slots, slots)
    let neighbours = [[number("of"), number("a") << 8 | 60], [number("that"), number("the") << 8 | 70]].sorted { $0[0] < $1[0] }.flatMap(
      \.self)
    writer.add(.wordFlags, own.indices.map { [number("of"), number("that")].contains(UInt32($0)) ? UInt8(2) : 0 })
    writer.add(.wordCosts, own.indices.map { UInt8(60 + $0 * 4) } + [100, 110, 120])
    writer.add(.wordBackoffs, [UInt8](repeating: 180, count: own.count + 3))
    writer.add(.wordOffsets, own.reduce(into: [UInt32(0)]) { $0.append($0.last! + UInt32($1.count)) })
    writer.add(.wordBytes, Array(own.joined()))
    writer.add(.trieNodes, trie.nodes)
    writer.add(.trieCosts, trie.costs)
    writer.add(.trieRanks, trie.ranks)
    let (of, the, united, states) = (number("of"), number("the"), number("united"), number("states"))
    writer.add(.bigrams, NgramTable.entries([(WordHash.of(of, the), 1, -0.5), (WordHash.of(united, states), 0.5, 0)]))
    writer.add(.trigrams, NgramTable.entries([(WordHash.of(of, the, united), 1, 0), (WordHash.of(the, united, states), 0.2, 0)]))
    writer.add(.characters, NgramTable.entries([(CharacterModel.key(UnsafeBufferPointer(start: nil, count: 0), end: 1, length: 1), 2, 0)]))
    for (section, index, list) in [
      (ModelFile.Section.operations, ModelFile.Section.operationIndex, operations),
      (.backwardOperations, .backwardIndex, operations.map(\.reversed)),
    ] {
      let made = ChannelModel.sections(list)
      writer.add(section, made.operations)
      writer.add(index, made.index)
    }
    writer.add(.neighbours, neighbours)
    writer.add(.forms, ModelLexicon.forms([WordHash.of(symbols("thee"))]))
    writer.add(.backwardNodes, backward.nodes)
    writer.add(.backwardCosts, backward.costs)
    writer.add(.backwardRanks, backward.ranks)
    writer.add(.backwardWords, backwardWords)
    writer.add(.trees, trees)
    return writer
  }

  /// One tree of three leaves.
  private static var trees: [UInt8] {
    var bytes: [UInt8] = []
    func add(_ values: [Int32]) { for value in values { withUnsafeBytes(of: value.littleEndian) { bytes += Array($0) } } }
    func bits(_ value: Float) -> Int32 { Int32(bitPattern: value.bitPattern) }
    add([1, 2, 3, 0])
    add([1, bits(0.5), 1, -3] + [4, bits(6), -1, -2])
    add([bits(2), bits(-1), bits(4), 0])
    return bytes
  }
}
