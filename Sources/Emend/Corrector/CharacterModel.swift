/// How much a string looks like a word of the language: five-grams of characters over the words of the lexicon.
struct CharacterModel {
  static let order = 5
  private let grams: NgramTable
  /// For strings that no gram helps with.
  static let floor: Float = 6

  init(_ file: ModelFile) { grams = NgramTable(file.table(.characters)) }

  /// Key of the gram that ends before `end`, `length` symbols long; 0 pads in front of the word.
  @inline(__always)
  static func key(_ symbols: UnsafeBufferPointer<UInt8>, end: Int, length: Int) -> UInt64 {
    var value = UInt64(length)
    for i in end - length..<end { value = value << 8 | UInt64(i < 0 ? 0 : i >= symbols.count ? 255 : symbols[i]) }
    return WordHash.mixed(0x9FB2_1C65_1E98_DF25, value)
  }

  /// −ln p of the string with its end.
  func cost(_ symbols: UnsafeBufferPointer<UInt8>) -> Float {
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
    return Self.floor - weight
  }
}
