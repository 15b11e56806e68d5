import EmendCore

/// Reads the parts of a marker from left to right.
package struct MarkScanner {
  package let bytes: [UInt8]
  package var i: Int
  package let end: Int

  package init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    i = range.lowerBound
    end = range.upperBound
  }

  package var isAtEnd: Bool { i == end }

  package mutating func take(_ byte: UInt8) -> Bool {
    guard i < end, bytes[i] == byte else { return false }
    i += 1
    return true
  }

  package mutating func run(of byte: UInt8) -> Int {
    let start = i
    while i < end, bytes[i] == byte { i += 1 }
    return i - start
  }

  package mutating func blanks() -> Int {
    let start = i
    while i < end, bytes[i].isBlank { i += 1 }
    return i - start
  }

  /// Blanks and punctuation, as specks leave them between words.
  package mutating func separators() -> Int {
    let start = i
    while i < end, bytes[i] < 0x80, !bytes[i].isLetter, !bytes[i].isDigit { i += 1 }
    return i - start
  }

  /// Letters, digits, and what is no ASCII.
  package mutating func glyphs() -> String? { glyphRange().map { bytes.text($0) } }

  mutating func glyphRange() -> Range<Int>? {
    let start = i
    while i < end, bytes[i].isLetter || bytes[i].isDigit || bytes[i] >= 0x80 { i += 1 }
    return i > start ? start..<i : nil
  }

  /// What stands on one side of a number.
  package struct Punctuation {
    package var count = 0
    package var dashes = 0
    package var like = 0

    package var isEmpty: Bool { count == 0 }
    var isOnlyDashes: Bool { dashes > 0 && dashes == count }
    /// A dash, or a mark that a dash is read as.
    var hasDash: Bool { dashes + like > 0 }
  }

  /// Blanks, dashes and other marks up to a letter or digit; blanks do not count.
  package mutating func punctuation() -> Punctuation {
    var found = Punctuation()
    while i < end, !bytes[i].isLetter, !bytes[i].isDigit {
      let dashed = dashes()
      if dashed > 0 {
        found.dashes += dashed
        found.count += dashed
        continue
      }
      if !bytes[i].isBlank { found.count += 1 }
      if bytes[i].isAny(of: "~=_+«»") { found.like += 1 }
      i += 1
    }
    return found
  }

  /// Hyphens and dashes in a row.
  package mutating func dashes() -> Int {
    var count = 0
    while i < end {
      if bytes[i] == UInt8(ascii: "-") {
        i += 1
      } else if i + 2 < end, bytes[i] == 0xE2, bytes[i + 1] == 0x80, (0x90...0x95).contains(bytes[i + 2]) {
        i += 3
      } else {
        break
      }
      count += 1
    }
    return count
  }

  /// The letters of a word in any case, whatever follows them.
  mutating func takePrefix(_ word: String) -> Bool {
    let wanted = word.utf8
    guard i + wanted.count < end, bytes[i..<i + wanted.count].lazy.map(\.lowered).elementsEqual(wanted),
      bytes[i + wanted.count].isDigit
    else { return false }
    i += wanted.count
    return true
  }

  /// A word of small letters in any case, not followed by a letter.
  mutating func takeWord(_ word: String) -> Bool {
    let wanted = word.utf8
    guard i + wanted.count <= end, bytes[i..<i + wanted.count].lazy.map(\.lowered).elementsEqual(wanted),
      i + wanted.count == end || !bytes[i + wanted.count].isLetter
    else { return false }
    i += wanted.count
    return true
  }

  /// A word with one glyph of it misread: `Fage`, `Pag>`.
  mutating func takeDamaged(_ word: String) -> Bool {
    let wanted = Array(word.utf8)
    guard i + wanted.count < end, bytes[i + wanted.count].isBlank else { return false }
    let equal = zip(bytes[i..<i + wanted.count], wanted).count { $0.lowered == $1 }
    guard equal >= wanted.count - 1 else { return false }
    i += wanted.count
    return true
  }

  /// The number of `20f`, in which `2 of` ran together; what is left reads as of.
  mutating func numberBeforeOf() -> String? {
    var end = i
    while end < self.end, bytes[end].isDigit { end += 1 }
    guard end > i + 1, end < self.end, bytes[end] == UInt8(ascii: "f"), bytes[end - 1] == UInt8(ascii: "0") else { return nil }
    defer { i = end - 1 }
    return bytes.text(i..<end - 1)
  }

  /// The word of, or what OCR makes of it: `cf`, `uf`, `0of`, `¢f`, `or`.
  mutating func takeOf() -> String? {
    let start = i
    guard let read = glyphs() else { return nil }
    let glyphs = Array(read.lowercased().utf8)
    // The last byte of the pound sign is 0xA3.
    let hasF = glyphs.count <= PageMarkersNumbers.longestOf && (glyphs.contains(UInt8(ascii: "f")) || glyphs.last == 0xA3)
    let looks = hasF || glyphs.count == 2 && glyphs[0].isAny(of: "oc0u") && glyphs[1].isAny(of: "rti")
    if looks { return read }
    i = start
    return nil
  }

  /// True when blanks and the word of come next, undamaged.
  var readsOf: Bool {
    var copy = self
    _ = copy.blanks()
    return copy.takeWord("of")
  }

  package mutating func digits() -> String? {
    let start = i
    while i < end, bytes[i].isDigit { i += 1 }
    return i > start && i - start <= PageMarkersNumbers.longestDigits ? bytes.text(start..<i) : nil
  }

  /// A number in digits or in Roman numerals.
  package mutating func number() -> String? {
    if let digits = digits() { return digits }
    let start = i
    while i < end, bytes[i].isAny(of: "ivxlcIVXLC") { i += 1 }
    guard i > start, i - start <= PageMarkersNumbers.longestRoman, i == end || !bytes[i].isLetter else {
      i = start
      return nil
    }
    return bytes.text(start..<i)
  }
}
