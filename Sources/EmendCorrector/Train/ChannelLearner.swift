import EmendCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Learns from pairs of OCR and truth how characters are misread.
///
/// Pairs come in families, one for each kind of scan. The probability of an operation is the mean of what the families
/// say, so that a kind with many pairs does not drown another.
package struct ChannelLearner {
  private struct Family {
    var operations: [Key: Int] = [:]
    /// Occurrences of each true string of one to three symbols.
    var occurrences: [UInt32: Int] = [:]
    var positions = 0
  }

  package struct Key: Hashable {
    package var truth: UInt32
    package var read: UInt32
  }

  private let alphabet: Alphabet
  private var families: [Family] = []

  package init(_ alphabet: Alphabet) { self.alphabet = alphabet }

  mutating func startFamily() { families.append(Family()) }

  /// A string of up to three symbols in one number.
  static func packed(_ symbols: some Sequence<UInt8>) -> UInt32 {
    symbols.reduce(1) { $0 << 8 | UInt32($1) } & 0xFFFF_FFFF
  }

  static func unpacked(_ key: UInt32) -> [UInt8] {
    var symbols: [UInt8] = []
    var rest = key
    while rest > 1 {
      symbols.append(UInt8(rest & 0xFF))
      rest >>= 8
    }
    return symbols.reversed()
  }

  package mutating func add(_ pair: TextPair) {
    let read = ReadSymbols.of(pair.ocr, alphabet)
    let truth = ReadSymbols.inOneLine(ReadSymbols.of(pair.truth, alphabet))
    add(read: read, truth: truth)
  }

  private mutating func add(read: [UInt8], truth: [UInt8]) {
    let steps = TextAlignment.steps(truth, ReadSymbols.inOneLine(read))
    // A text that is mostly another teaches nothing.
    if steps.count(where: { $0 != .match }) * 2 > steps.count { return }
    let last = families.count - 1
    for i in truth.indices {
      for length in 1...3 where i + length <= truth.count {
        families[last].occurrences[Self.packed(truth[i..<i + length]), default: 0] += 1
      }
    }
    families[last].positions += truth.count
    Self.forEachOperation(truth, read, steps) { truth, read in
      families[last].operations[Key(truth: Self.packed(truth), read: Self.packed(read)), default: 0] += 1
    }
  }

  /// Calls `body` with what was misread and as what, up to three symbols each. An insertion or deletion stands by itself and
  /// with each of its neighbours.
  static func forEachOperation(
    _ truth: [UInt8], _ read: [UInt8], _ steps: [TextAlignment.Step], _ body: (ArraySlice<UInt8>, ArraySlice<UInt8>) -> Void
  ) {
    func note(_ t: Range<Int>, _ r: Range<Int>) { if t.count <= 3, r.count <= 3 { body(truth[t], read[r]) } }
    var (i, j, at) = (0, 0, 0)
    while at < steps.count {
      if steps[at] == .match {
        i += 1
        j += 1
        at += 1
        continue
      }
      let (fromTruth, fromRead) = (i, j)
      while at < steps.count, steps[at] != .match {
        if steps[at] != .insertion { i += 1 }
        if steps[at] != .deletion { j += 1 }
        at += 1
      }
      note(fromTruth..<i, fromRead..<j)
      if i == fromTruth || j == fromRead {
        if fromTruth > 0, fromRead > 0 { note(fromTruth - 1..<i, fromRead - 1..<j) }
        if i < truth.count, j < read.count { note(fromTruth..<i + 1, fromRead..<j + 1) }
      }
    }
  }

  /// The operations that enough pairs show.
  func operations() -> [ChannelModel.Operation] {
    var keys = Set<Key>()
    for family in families {
      for (key, count) in family.operations where count >= TrainingNumbers.leastOfOperation { keys.insert(key) }
    }
    let total = Double(families.count)
    return keys.compactMap { key in
      let truth = Self.unpacked(key.truth)
      let read = Self.unpacked(key.read)
      if truth.contains(Alphabet.unknown) || truth == read { return nil }
      var p = 0.0
      for family in families {
        let n = Double(family.operations[key] ?? 0)
        let occurrences = truth.isEmpty ? family.positions : family.occurrences[key.truth] ?? 0
        if n >= 1 {
          p += (n - TrainingNumbers.operationDiscount) / (Double(occurrences) + TrainingNumbers.occurrencePrior) / total
        }
      }
      return ChannelModel.Operation(truth: truth, read: read, probability: p)
    }
  }
}

/// A text in symbols as the channel sees it: white space as one blank or line end, a hyphen before white space with it.
package enum ReadSymbols {
  /// With blanks for line ends.
  static func inOneLine(_ symbols: [UInt8]) -> [UInt8] { symbols.map { $0 == Alphabet.lineEnd ? Alphabet.blank : $0 } }

  package static func of(_ bytes: [UInt8], _ alphabet: Alphabet) -> [UInt8] {
    var raw: [UInt8] = []
    raw.reserveCapacity(bytes.count)
    bytes.withUnsafeBufferPointer { alphabet.append($0, 0..<$0.count, to: &raw) }
    var symbols: [UInt8] = []
    symbols.reserveCapacity(raw.count)
    for symbol in raw {
      let last = symbols.last
      switch symbol {
      case Alphabet.blank:
        if last == Alphabet.hyphen, symbols.count > 1, symbols[symbols.count - 2] >= Alphabet.firstLetter {
          symbols[symbols.count - 1] = Alphabet.hyphenBlank
        } else if let last, last > Alphabet.hyphenBlank {
          symbols.append(symbol)
        }
      case Alphabet.lineEnd:
        if last == Alphabet.hyphen || last == Alphabet.hyphenBlank {
          symbols[symbols.count - 1] = Alphabet.hyphenLineEnd
        } else if last == Alphabet.blank {
          symbols[symbols.count - 1] = Alphabet.lineEnd
        } else if let last, last > Alphabet.hyphenBlank {
          symbols.append(symbol)
        }
      default: symbols.append(symbol)
      }
    }
    while let last = symbols.last, last <= Alphabet.hyphenBlank, last > Alphabet.unknown { symbols.removeLast() }
    return symbols
  }
}
