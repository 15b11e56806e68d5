import EmendCore

/// UTF-8 that was once read as Windows-1252: `â€œ` for `“`, `Ã©` for `é`.
///
/// A run of characters that all are Windows-1252 bytes from 0x80 is turned back into those bytes and read as UTF-8. Real
/// text hardly ever survives that; how sure a repair is depends on how implausible the characters are as text.
package enum Mojibake {
  /// A character and the bytes of the text that it stands for.
  package struct Item {
    package var scalar: UInt32
    package var range: Range<Int>
    /// Sureness of the repair, nil where nothing was repaired.
    package var confidence: Double?
  }

  /// The repairs in a run of neighbouring non-ASCII characters, in order.
  static func repairs(_ run: [Item]) -> [Item] {
    var items = run
    for _ in 0..<UnicodeNumbers.mostRounds {
      guard let next = decoded(items) else { break }
      items = next
    }
    return items.filter { $0.confidence != nil }
  }

  /// One round, nil when it changes nothing.
  private static func decoded(_ items: [Item]) -> [Item]? {
    let bytes = items.map { Windows1252.byte($0.scalar) ?? 0 }
    let span = bytes.span
    var out: [Item] = []
    var changed = false
    var chain = 0
    var k = 0
    while k < items.count {
      let n = bytes[k] >= 0xC2 ? UTF8Scan.length(span, at: k) : 0
      if n < 2 {
        chain = 0
        // The last byte of a closing quote has no character in Windows-1252 and is often lost.
        if items[k].scalar == 0xE2, k + 1 < items.count, items[k + 1].scalar == 0x20AC,
          k + 2 == items.count || items[k + 2].scalar == 0xFFFD
        {
          let last = min(k + 2, items.count - 1)
          out.append(
            Item(scalar: 0x201D, range: items[k].range.lowerBound..<items[last].range.upperBound, confidence: UnicodeNumbers.cutQuote))
          changed = true
          k = last + 1
          continue
        }
        out.append(items[k])
        k += 1
        continue
      }
      let scalar = UTF8Scan.scalar(span, at: k).value
      let follows = chain > 0
      let leads = k + n < items.count && bytes[k + n] >= 0xC2 && UTF8Scan.length(span, at: k + n) > 1
      guard let sureness = sureness(items[k..<k + n], reads: scalar, chained: follows || leads) else {
        chain = 0
        out.append(items[k])
        k += 1
        continue
      }
      let before = items[k..<k + n].compactMap(\.confidence).min() ?? 1
      out.append(
        Item(
          scalar: scalar, range: items[k].range.lowerBound..<items[k + n - 1].range.upperBound,
          confidence: min(before, sureness)))
      changed = true
      chain += 1
      k += n
    }
    return changed ? out : nil
  }

  /// How sure it is that these characters are one character misread; nil when they may well be text.
  private static func sureness(_ read: ArraySlice<Item>, reads scalar: UInt32, chained: Bool) -> Double? {
    let lead = read.first!.scalar
    if read.count >= 3 { return UnicodeNumbers.threeBytes }
    let second = read.last!.scalar
    if lead == 0xC2 || lead == 0xC3 {
      // `Ã©`, `Â `: a capital letter before a sign. Before a letter (`ÃŠ`) it could be a word.
      if isLetter(second) { return chained ? UnicodeNumbers.capitalBeforeLetterInChain : UnicodeNumbers.capitalBeforeLetter }
      return second == 0x2013 || second == 0x2014 ? UnicodeNumbers.capitalBeforeDash : UnicodeNumbers.capitalBeforeSign
    }
    if chained { return UnicodeNumbers.pairInChain }
    return scalar < 0x250 ? UnicodeNumbers.pair : nil
  }

  private static func isLetter(_ scalar: UInt32) -> Bool {
    Unicode.Scalar(scalar).map { $0.properties.isAlphabetic } ?? false
  }
}
