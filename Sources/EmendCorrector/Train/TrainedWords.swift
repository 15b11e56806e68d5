import EmendCore

/// The words of a model that is trained, and the texts in their numbers.
extension ModelTrainer {
  /// A word of the lexicon.
  struct Word {
    var symbols: [UInt8]
    var hash: UInt64
    var count: Int
    var flags: ModelLexicon.Flags
  }

  /// The words of a list, one a line; `#` starts a comment line.
  package static func words(in list: [UInt8]) -> [[UInt8]] {
    list.split(separator: .lineFeed).map { Array(list[list.trimmed($0.startIndex..<$0.endIndex)]) }
      .filter { !$0.isEmpty && $0[0] != UInt8(ascii: "#") }
  }

  /// Calls `body` with each token of a text and its symbols.
  private func forEachToken(
    _ text: [UInt8], _ alphabet: Alphabet, _ body: (TokenReader.Token, [UInt8], UnsafeBufferPointer<UInt8>) -> Void
  ) {
    text.withUnsafeBufferPointer { bytes in
      var reader = TokenReader(bytes)
      var symbols: [UInt8] = []
      while let token = reader.next() {
        symbols.removeAll(keepingCapacity: true)
        alphabet.append(bytes, token.range, to: &symbols)
        body(token, symbols, bytes)
      }
    }
  }

  /// How often the forms of the texts occur.
  func count(_ alphabet: Alphabet) -> WordCounts {
    var counts = WordCounts()
    for (number, text) in texts.enumerated() {
      forEachToken(text, alphabet) { token, symbols, bytes in
        if token.hasDigit || symbols.count > CorrectorNumbers.longestWord { return }
        counts.add(
          symbols, hash: WordHash.of(symbols), text: number, isCapital: !(bytes[token.start] | 0x20 == bytes[token.start]),
          isInside: !token.startsSentence && token.gap != .hyphenLineEnd)
      }
    }
    return counts
  }

  /// The listed words, and those of the texts that are often enough there to be no misprint.
  func lexicon(_ counts: WordCounts, _ alphabet: Alphabet) -> [Word] {
    var words: [UInt64: Word] = [:]
    for word in listed {
      var symbols: [UInt8] = []
      word.withUnsafeBufferPointer { alphabet.append($0, 0..<$0.count, to: &symbols) }
      guard isSpelled(symbols) else { continue }
      let hash = WordHash.of(symbols)
      let isProper = word[0] >= UInt8(ascii: "A") && word[0] <= UInt8(ascii: "Z")
      if let known = words[hash] {
        if !isProper { words[hash]!.flags = known.flags.subtracting(.proper) }
      } else {
        words[hash] = Word(symbols: symbols, hash: hash, count: 0, flags: isProper ? .proper : [])
      }
    }
    let isSmall = texts.count < TrainingNumbers.fewTexts
    for entry in counts.entries {
      let isCapital =
        entry.inside >= TrainingNumbers.leastInside && entry.capitals * 10 >= entry.inside * TrainingNumbers.capitalsOfTen
      if words[entry.hash] != nil {
        words[entry.hash]!.count = entry.count
        if entry.inside >= TrainingNumbers.leastInsideOfListed {
          if isCapital { words[entry.hash]!.flags.insert(.proper) } else { words[entry.hash]!.flags.remove(.proper) }
        }
        continue
      }
      guard entry.count >= TrainingNumbers.leastOccurrences, isSmall || entry.texts >= TrainingNumbers.leastTexts else { continue }
      let symbols = counts.symbols(entry)
      guard symbols.count >= TrainingNumbers.shortestForm, isSpelled(symbols), !isRunOn(symbols, entry.count, counts) else { continue }
      words[entry.hash] = Word(
        symbols: symbols, hash: entry.hash, count: entry.count, flags: isCapital ? [.proper, .corpusOnly] : .corpusOnly)
    }
    return words.values.sorted { $0.symbols.lexicographicallyPrecedes($1.symbols) }
  }

  private func isSpelled(_ symbols: [UInt8]) -> Bool {
    !symbols.isEmpty && symbols.count <= CorrectorNumbers.longestWord
      && symbols.allSatisfy { $0 >= Alphabet.firstLetter && $0 < Alphabet.firstSign }
  }

  /// `ofthe`: two common words without the blank.
  private func isRunOn(_ symbols: [UInt8], _ count: Int, _ counts: WordCounts) -> Bool {
    guard symbols.count >= TrainingNumbers.shortestRunOn else { return false }
    return (1..<symbols.count).contains { cut in
      guard let left = counts.find(WordHash.of(Array(symbols[..<cut]))), let right = counts.find(WordHash.of(Array(symbols[cut...]))) else {
        return false
      }
      let least = min(cut, symbols.count - cut)
      let ratio = least < TrainingNumbers.shortPart ? TrainingNumbers.runOnRatioOfShort : TrainingNumbers.runOnRatio
      return min(left.count, right.count) > count * ratio
    }
  }

  /// The texts in word numbers, with `start` before each paragraph, and how often each class occurs.
  func numbered(_ alphabet: Alphabet, _ words: Int, _ slots: [UInt64]) -> ([UInt32], [Int]) {
    let (unknown, number, start) = (UInt32(words), UInt32(words + 1), UInt32(words + 2))
    var classes = [0, 0, 0]
    var numbers: [UInt32] = [start, start]
    for text in texts {
      numbers.append(start)
      forEachToken(text, alphabet) { token, symbols, _ in
        if token.gap == .paragraph, numbers.last != start { numbers.append(start) }
        if token.isNumber {
          classes[1] += 1
          numbers.append(number)
        } else if let word = slots.withUnsafeBufferPointer({ ModelLexicon.find(WordHash.of(symbols), in: $0) }) {
          numbers.append(UInt32(word))
        } else {
          classes[0] += 1
          numbers.append(unknown)
        }
      }
    }
    return (numbers, classes)
  }
}
