import EmendCore

/// Says whether a damaged word is near a known one.
package struct Neighbours {
  private let vocabulary: Vocabulary
  private let glyphs: GlyphCosts
  /// Words that were looked at before: noise repeats itself.
  private var near: [[UInt8]: Bool] = [:]

  package init(_ dictionaries: Dictionaries) {
    vocabulary = dictionaries.vocabulary
    glyphs = dictionaries.glyphs
  }

  /// Bytes of a word that is compared: a shorter one is near to many, and a longer one is hardly a word. Chosen, not measured.
  private static let lengths = 6...24

  /// True when one letter changed, added or taken out makes a known word of it: the line end cut a word that OCR damaged.
  package mutating func isNear(_ word: [UInt8]) -> Bool {
    guard Self.lengths.contains(word.count) else { return false }
    if let known = near[word] { return known }
    let found = hasNeighbour(word)
    near[word] = found
    return found
  }

  /// True when one letter read for another that looks like it makes a known word of it.
  package func looksLikeWord(_ word: [UInt8]) -> Bool {
    guard Self.lengths.contains(word.count) else { return false }
    var changed = word.map(\.lowered)
    for i in changed.indices {
      let read = changed[i]
      for letter in Self.alphabet where letter != read && glyphs.substitution(read, letter) < 100 {
        changed[i] = letter
        if isWord(changed) { return true }
      }
      changed[i] = read
    }
    return false
  }

  private func hasNeighbour(_ word: [UInt8]) -> Bool {
    var changed = word
    var longer = [word[0]] + word
    var shorter = Array(word.dropFirst())
    for i in word.indices {
      for letter in Self.alphabet {
        changed[i] = letter
        longer[i] = letter
        if isWord(changed) || isWord(longer) { return true }
      }
      changed[i] = word[i]
      longer[i] = word[i]
      if isWord(shorter) { return true }
      if i < shorter.count { shorter[i] = word[i] }
    }
    return false
  }

  private func isWord(_ word: [UInt8]) -> Bool { vocabulary.flags(of: word).contains(.word) }

  private static let alphabet = UInt8(ascii: "a")...UInt8(ascii: "z")
}
