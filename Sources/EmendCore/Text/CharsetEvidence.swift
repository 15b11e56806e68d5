/// What the bytes of a text that is not UTF-8 say about the charset that they are in.
///
/// ICU's detector compares the whole text with languages, so that its number says more about the ASCII letters than about the bytes
/// in doubt: of English with two stray bytes it holds 17 % Hungarian. Here these bytes alone are asked.
package struct CharsetEvidence {
  /// Bytes that belong to no UTF-8 sequence.
  package private(set) var bad = 0
  /// Sequences beyond ASCII that are well-formed UTF-8.
  package private(set) var good = 0
  /// Bad bytes that make sense where they stand when they are read as Windows-1252.
  private var western = 0
  /// Stretches of bytes from 0x80 with no ASCII between them, where not all of it is UTF-8.
  private var runs = 0

  /// Looks at the text up to a megabyte behind the first bad byte.
  package init(_ bytes: [UInt8], firstBad: Int) {
    let span = bytes.span
    var i = 0
    let end = min(bytes.count, firstBad + CharsetNumbers.evidence)
    var lastBad = -2
    while i < end, let next = bytes.firstNonASCII(from: i), next < end {
      i = next
      let n = UTF8Scan.length(span, at: i)
      if n > 0 {
        good += 1
      } else {
        bad += 1
        if Self.isWestern(bytes, at: i) { western += 1 }
        if lastBad + 1 < i { runs += 1 }
        lastBad = i
      }
      i += max(n, 1)
    }
  }

  /// True when the text is UTF-8 that was damaged: well-formed sequences outnumber the bytes in doubt.
  var isDamagedUTF8: Bool { good > bad }

  /// True when the bytes bear out what the detector says: enough of them, and in the way in which that charset has them.
  func supports(_ name: String, sureness: Double) -> Bool {
    let isWestern = western * 100 >= bad * CharsetNumbers.western
    if name == "windows-1252" { return isWestern }
    guard bad >= CharsetNumbers.fewest, sureness >= CharsetNumbers.sureness else { return false }
    switch name {
    case "ISO-8859-2", "windows-1250", "ISO-8859-9", "windows-1254":
      // Letters with accents among plain ones. Where all of them read well as Windows-1252, the detector must be surer.
      let isClearlyWestern = western * 100 >= bad * CharsetNumbers.clearlyWestern
      return sureness >= (isClearlyWestern ? CharsetNumbers.surerLatin : CharsetNumbers.latinSureness)
    default:
      // Whole words of another alphabet: these bytes stand side by side.
      return name.hasPrefix("ISO-2022") || bad >= runs * CharsetNumbers.bytesInRow
    }
  }

  /// True when a byte, read as Windows-1252, goes with what stands beside it: a letter in a word, a quotation mark at one.
  package static func isWestern(_ bytes: [UInt8], at place: Int) -> Bool {
    let before = place > 0 ? bytes[place - 1] : .space
    let after = place + 1 < bytes.count ? bytes[place + 1] : .space
    let touchesLetter = isLetter(before) || isLetter(after)
    let isInWord = isLetter(before) && isLetter(after)
    let isWord = isBreak(before) && isBreak(after)
    switch bytes[place] {
    // ÐÞðþÿ: letters of hardly any record, and the bytes that damage has most. × and ÷ are none.
    case 0xD0, 0xD7, 0xDE, 0xF0, 0xF7, 0xFE, 0xFF: return false
    case 0xC0...0xDE, 0x8A, 0x8C, 0x8E, 0x9F: return touchesLetter ? !before.isLower : isWord
    case 0xDF...0xFF, 0x9A, 0x9C, 0x9E: return touchesLetter || isWord
    // Single quotes stand in words, too.
    case 0x91, 0x92, 0x93, 0x94, 0x84, 0x82: return !before.isSpace || !after.isSpace
    // €, …, •, –, —, no-break space, soft hyphen.
    case 0x80, 0x85, 0x95, 0x96, 0x97, 0xA0, 0xAD: return true
    // Signs of print, which stand beside words and not in them.
    case 0xA1, 0xA2, 0xA3, 0xA7, 0xA9, 0xAA, 0xAB, 0xAC, 0xAE, 0xB0, 0xB1, 0xB2, 0xB3, 0xB6, 0xB7, 0xB9, 0xBA, 0xBB, 0xBC...0xBF, 0x99:
      return !isInWord
    default: return false
    }
  }

  /// A blank or a sign, as words have them around them.
  private static func isBreak(_ byte: UInt8) -> Bool { byte.isSpace || byte > .space && byte < 0x7F && !byte.isLetter && !byte.isDigit }

  private static func isLetter(_ byte: UInt8) -> Bool { byte.isLetter || byte >= 0xC0 && byte != 0xD7 && byte != 0xF7 }
}
