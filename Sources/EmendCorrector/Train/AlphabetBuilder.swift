import EmendCore

/// Chooses the characters of a model from the texts that it is trained on.
package struct AlphabetBuilder {
  private var counts: [UInt32: Int] = [:]

  package mutating func add(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { bytes in
      var ascii = [Int](repeating: 0, count: 128)
      var i = 0
      while i < bytes.count {
        if bytes[i] < 0x80 {
          ascii[Int(bytes[i])] += 1
          i += 1
        } else {
          let (scalar, length) = Alphabet.scalar(bytes, at: i, before: bytes.count)
          counts[scalar, default: 0] += 1
          i += length
        }
      }
      for (byte, count) in ascii.enumerated() where count > 0 { counts[UInt32(byte), default: 0] += count }
    }
  }

  /// The small form that stands for a character: `S` and long s become `s`.
  package static func folded(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0x17F: return 0x73
    case 0x2019, 0x2018, 0x2BC: return 0x27
    case 0x201C, 0x201D, 0x201E: return 0x22
    case 0x2010, 0x2011: return 0x2D
    default:
      guard let known = Unicode.Scalar(scalar) else { return scalar }
      let lower = known.properties.lowercaseMapping.unicodeScalars
      return lower.count == 1 ? lower.first!.value : scalar
    }
  }

  /// The section: letters that occur once in a million letters get symbols of words, the most frequent others those of signs.
  package func table() -> [UInt32] {
    var folded: [UInt32: Int] = [:]
    for (scalar, count) in counts { folded[Self.folded(scalar), default: 0] += count }
    let order = folded.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.map(\.key)
    let letters = order.filter { $0 == 0x27 || Unicode.Scalar($0)?.properties.isAlphabetic == true }
    let total = letters.reduce(0) { $0 + folded[$1]! }
    let words = letters.filter { folded[$0]! * TrainingNumbers.lettersForOne >= total }.prefix(
      Int(Alphabet.firstSign - Alphabet.firstLetter))
    let isWord = Set(words)
    let signs = order.filter { $0 > 0x20 && $0 != 0x2D && !isWord.contains($0) }.prefix(254 - Int(Alphabet.firstSign))
    var lowers = [UInt32](repeating: 0xFFFD, count: 256)
    for special in [Alphabet.blank, Alphabet.lineEnd, Alphabet.hyphenLineEnd, Alphabet.hyphenBlank] { lowers[Int(special)] = 0x20 }
    lowers[Int(Alphabet.hyphen)] = 0x2D
    var symbols: [UInt32: UInt8] = [0x2D: Alphabet.hyphen]
    // In the order of code points, so that the tree of words stands in the order of the alphabet.
    for (index, scalar) in words.sorted().enumerated() { symbols[scalar] = Alphabet.firstLetter + UInt8(index) }
    for (index, scalar) in signs.enumerated() { symbols[scalar] = Alphabet.firstSign + UInt8(index) }
    for (scalar, symbol) in symbols { lowers[Int(symbol)] = scalar }

    var direct = [UInt8](repeating: Alphabet.unknown, count: Alphabet.directCount)
    for scalar in 0..<UInt32(Alphabet.directCount) {
      if let symbol = symbols[Self.folded(scalar)] { direct[Int(scalar)] = symbol }
    }
    for space in [0x20, 0x09, 0xA0] { direct[space] = Alphabet.blank }
    direct[0x0A] = Alphabet.lineEnd
    var rest: [UInt32] = []
    let others = Set(counts.keys).union(symbols.keys).union([0x2018, 0x2019, 0x201C, 0x201D])
    for scalar in others.sorted() where scalar >= UInt32(Alphabet.directCount) {
      if let symbol = symbols[Self.folded(scalar)] { rest.append(scalar << 8 | UInt32(symbol)) }
    }
    return direct.withUnsafeBytes { Array($0.bindMemory(to: UInt32.self)) } + lowers + rest
  }
}
