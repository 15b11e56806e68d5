import EmendCore

/// Looks a model that comes from outside through, every number in it. What was in bounds then stays so, which is why the
/// look-ups need not ask: the checksum alone only says that the file is as its maker left it, whoever that was.
package struct ModelCheck {
  private let file: ModelFile
  /// Words of the lexicon.
  private let words: Int

  /// - Throws: `EmendError` that names the file and what in it cannot be. The sizes were checked before.
  package static func run(_ file: ModelFile) throws(EmendError) {
    let check = ModelCheck(file)
    try check.alphabet()
    try check.lexicon()
    try check.neighbours()
    for section in [ModelFile.Section.bigrams, .trigrams, .characters] {
      try check.require(hasRoom(file.table(section, of: UInt32.self)), "its table of \(section) has no free places")
    }
    try check.tree(.trieNodes, .trieRanks, "its tree of words")
    try check.tree(.backwardNodes, .backwardRanks, "its tree of words read backwards")
    let backward = file.table(.backwardWords, of: UInt32.self)
    try check.require(backward.allSatisfy { $0 < check.words }, "its tree of words read backwards names words that are not there")
    try check.operations(.operations, .operationIndex)
    try check.operations(.backwardOperations, .backwardIndex)
  }

  private init(_ file: ModelFile) {
    self.file = file
    words = file.table(.wordFlags, of: UInt8.self).count
  }

  private func require(_ isRight: Bool, _ what: @autoclosure () -> String) throws(EmendError) {
    if !isRight { throw .model(file.name, "is no sound model: \(what()); copy it again, or make it again with emend train") }
  }

  private func alphabet() throws(EmendError) {
    let table = file.table(.alphabet, of: UInt32.self)
    let lowers = table[Alphabet.directCount / 4..<Alphabet.directCount / 4 + 256]
    try require(lowers.allSatisfy { Unicode.Scalar($0) != nil }, "its alphabet holds what is no character")
    let rest = table[(Alphabet.directCount / 4 + 256)...]
    try require(zip(rest, rest.dropFirst()).allSatisfy { $0 >> 8 < $1 >> 8 }, "its alphabet is out of order")
  }

  private func lexicon() throws(EmendError) {
    let slots = file.table(.slots, of: UInt64.self)
    // The number is in the lower bits, plus one, so that 0 wraps around and is refused too.
    let isWord = slots.allSatisfy { $0 == 0 || $0 & ModelLexicon.numberMask &- 1 < UInt64(words) }
    try require(isWord, "its lexicon names words that are not there")
    try require(Self.hasRoom(slots), "its lexicon has no free places")
    let offsets = file.table(.wordOffsets, of: UInt32.self)
    let symbols = file.table(.wordBytes, of: UInt8.self)
    for word in 0..<words {
      let isSpelled = offsets[word] < offsets[word + 1] && offsets[word + 1] - offsets[word] <= CorrectorNumbers.longestWord
      try require(isSpelled, "word \(word) is empty or longer than \(CorrectorNumbers.longestWord) letters")
    }
    try require(offsets[0] == 0 && offsets[words] == symbols.count, "its words are not as long as their letters")
    try require(
      symbols.allSatisfy { $0 >= Alphabet.firstLetter && $0 < Alphabet.firstSign }, "its words hold what words cannot")
  }

  /// True when no look-up runs on for ever, or nearly so.
  private static func hasRoom<T: FixedWidthInteger>(_ table: UnsafeBufferPointer<T>) -> Bool {
    if table.isEmpty { return true }
    // The run at the start goes on from the one at the end.
    var (first, run, longest) = (-1, 0, 0)
    for entry in table {
      if entry != 0 {
        run += 1
        continue
      }
      if first < 0 { first = run }
      longest = max(longest, run)
      run = 0
    }
    return first >= 0 && max(longest, run + first) <= CorrectorNumbers.longestRun
  }

  private func neighbours() throws(EmendError) {
    let table = file.table(.neighbours, of: UInt32.self)
    var (last, count) = (-1, 0)
    for place in stride(from: 0, to: table.count, by: 2) {
      let word = Int(table[place])
      count = word == last ? count + 1 : 1
      try require(
        word >= last && word < words && Int(table[place + 1] >> 8) < words && count <= CorrectorNumbers.mostNeighbours,
        "neighbour \(place / 2) of its words is none")
      last = word
    }
  }

  /// The nodes stand in order of depth, so that each family of children begins where the one before it ends, behind its
  /// parent: no way through such a tree comes back.
  private func tree(_ nodesSection: ModelFile.Section, _ ranksSection: ModelFile.Section, _ name: String) throws(EmendError) {
    let nodes = file.table(nodesSection, of: UInt32.self)
    let ranks = file.table(ranksSection, of: UInt32.self)
    var (next, ends) = (1, 0)
    for node in nodes.indices {
      let bits = nodes[node]
      try require(node < next && (node % 64 != 0 || ranks[node / 64] == ends), "\(name) is broken at node \(node)")
      ends += Int(bits >> 1 & 1)
      let first = Int(bits >> 10)
      if first == 0 { continue }
      try require(first == next, "\(name) has the children of node \(node) in no place of theirs")
      var symbol = UInt32(Alphabet.firstLetter) - 1
      var isLast = false
      while !isLast {
        let isChild = next < nodes.count && nodes[next] >> 2 & 0xFF > symbol && nodes[next] >> 2 & 0xFF < Alphabet.firstSign
        try require(isChild, "\(name) has children of node \(node) that are none")
        symbol = nodes[next] >> 2 & 0xFF
        isLast = nodes[next] & 1 != 0
        next += 1
      }
    }
    try require(next == nodes.count && ends == words && nodes[0] & 2 == 0, "\(name) ends other words than the lexicon has")
  }

  private func operations(_ section: ModelFile.Section, _ indexSection: ModelFile.Section) throws(EmendError) {
    let operations = file.table(section, of: ChannelModel.Operation.self)
    let index = file.table(indexSection, of: UInt32.self)
    try require(operations.count <= ChannelModel.most, "it has more than \(ChannelModel.most) ways to misread")
    let isAscending = index[0] == 0 && index[256] == operations.count && zip(index, index.dropFirst()).allSatisfy { $0 <= $1 }
    try require(isAscending, "the index of its misreadings is broken")
    for (number, operation) in operations.enumerated() {
      let first = operation.readCount == 0 ? 0 : Int(operation.read.0)
      let isRight =
        operation.lengths != 0 && operation.trueCount <= ChannelModel.longest && operation.readCount <= ChannelModel.longest
        && index[first] <= number && number < index[first + 1]
      try require(isRight, "misreading \(number) is none")
    }
  }
}
