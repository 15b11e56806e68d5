import EmendCore

/// How likely a string is as a word of the language: five-grams of characters over the words of the lexicon.
package struct CharacterModel {
  package static let order = 5
  private let grams: NgramTable

  package init(_ file: ModelFile) { grams = NgramTable(file.table(.characters)) }

  /// Key of the gram that ends before `end`, `length` symbols long; 0 pads in front of the word.
  @inline(__always)
  package static func key(_ symbols: UnsafeBufferPointer<UInt8>, end: Int, length: Int) -> UInt64 {
    var value = UInt64(length)
    for i in end - length..<end { value = value << 8 | UInt64(i < 0 ? 0 : i >= symbols.count ? 255 : symbols[i]) }
    return WordHash.mixed(0x9FB2_1C65_1E98_DF25, value)
  }

  /// −ln p of the string with its end.
  package func cost(_ symbols: UnsafeBufferPointer<UInt8>) -> Float {
    var total: Float = 0
    for end in 1...symbols.count + 1 { total += cost(symbols, end: end) }
    return total
  }

  private func cost(_ symbols: UnsafeBufferPointer<UInt8>, end: Int) -> Float {
    var length = Self.order
    var weight: Float = 0
    while length >= 1 {
      if let found = grams.find(Self.key(symbols, end: end, length: length)) { return found.cost - weight }
      length -= 1
      if length >= 1, let context = grams.find(Self.key(symbols, end: end - 1, length: length)) { weight += context.backoff }
    }
    return CorrectorNumbers.unseenSymbol - weight
  }
}
