import EmendCore
import EmendLexicon

/// A place in the text that may refer to a note: `Nixon1`, `could.2`, `19623`, `reply(1)`.
package struct NoteReference {
  package enum Form: Sendable {
    /// `reply(1)`
    case parentheses
    /// `reply[1]`: what the stage itself writes.
    case brackets
    /// `could.2`
    case punctuation
    /// `19623`
    case year
    /// `Nixon1`
    case word
    /// `KW7`, `Smith 3`: may be a number of another kind.
    case doubtful
  }

  package let number: Int
  /// What the mark takes the place of: the digits, with their parentheses or the blank before them.
  package let range: Range<Int>
  package var form: Form
  /// What the number is glued to, as text: for finding enumerations such as `Title1`, `Title2`.
  package let host: String

  /// The references in a range of the text to numbers up to `last`, by place.
  package static func all(in bytes: [UInt8], _ range: Range<Int>, upTo last: Int, _ vocabulary: Vocabulary) -> [NoteReference] {
    var found: [NoteReference] = []
    var i = max(range.lowerBound, 1)
    while i < range.upperBound {
      guard bytes[i].isDigit else {
        i += 1
        continue
      }
      var end = i + 1
      while end < bytes.count, bytes[end].isDigit { end += 1 }
      if end - i <= NoteNumbers.yearDigits + NoteNumbers.noteDigits,
        let reference = reference(bytes, i..<end, vocabulary), reference.number <= last,
        reference.range.lowerBound > range.lowerBound
      {
        found.append(reference)
      }
      i = end
    }
    return demoted(found)
  }

  /// A name with two numbers, or the same twice, is an identifier: a note is referred to once.
  private static func demoted(_ found: [NoteReference]) -> [NoteReference] {
    var hosts: [String: Int] = [:]
    for reference in found where reference.form == .word || reference.form == .punctuation { hosts[reference.host, default: 0] += 1 }
    return found.map { reference in
      var copy = reference
      let isGlued = reference.form == .word || reference.form == .punctuation && reference.host.utf8.count < NoteNumbers.shortestHost
      if isGlued, hosts[reference.host] ?? 0 > 1 { copy.form = .doubtful }
      return copy
    }
  }

  private static func reference(_ bytes: [UInt8], _ digits: Range<Int>, _ vocabulary: Vocabulary) -> NoteReference? {
    let before = bytes[digits.lowerBound - 1]
    let isFramed = digits.upperBound < bytes.count && digits.lowerBound > 1
    if isFramed, before == UInt8(ascii: "("), bytes[digits.upperBound] == UInt8(ascii: ")") {
      return framed(bytes, digits, .parentheses)
    }
    if isFramed, before == UInt8(ascii: "["), bytes[digits.upperBound] == UInt8(ascii: "]") { return framed(bytes, digits, .brackets) }
    guard endsToken(bytes, digits.upperBound) else { return nil }
    if digits.count > NoteNumbers.noteDigits { return year(bytes, digits) }
    guard let number = number(bytes, digits) else { return nil }
    if CutWord.isWordByte(bytes, digits.lowerBound - 1) { return glued(bytes, digits, number, vocabulary) }
    if before.isAny(of: ".,;!?\"')") || isClosingQuote(bytes, endingAt: digits.lowerBound) { return behindMark(bytes, digits, number) }
    if before == .space, digits.upperBound == bytes.count || bytes[digits.upperBound].isLineEnd, digits.lowerBound > 1,
      bytes[digits.lowerBound - 2].isLetter
    {
      return NoteReference(number: number, range: digits.lowerBound - 1..<digits.upperBound, form: .doubtful, host: "")
    }
    return nil
  }

  /// The number of one to three digits, nil with a zero before others.
  private static func number(_ bytes: [UInt8], _ digits: Range<Int>) -> Int? {
    guard digits.count <= NoteNumbers.noteDigits, digits.count == 1 || bytes[digits.lowerBound] != UInt8(ascii: "0") else {
      return nil
    }
    return bytes[digits].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  /// `(1)` behind a word, a stop or a year, without a blank.
  private static func framed(_ bytes: [UInt8], _ digits: Range<Int>, _ form: Form) -> NoteReference? {
    guard let number = number(bytes, digits) else { return nil }
    let range = digits.lowerBound - 1..<digits.upperBound + 1
    let host = bytes[range.lowerBound - 1]
    let isYear = host.isDigit && isYear(bytes, endingAt: range.lowerBound)
    guard
      isYear || CutWord.isWordByte(bytes, range.lowerBound - 1) || host.isAny(of: ".,;!?\"')")
        || isClosingQuote(bytes, endingAt: range.lowerBound),
      endsToken(bytes, range.upperBound)
    else { return nil }
    return NoteReference(number: number, range: range, form: form, host: "")
  }

  /// `Nixon1`, `11:00 AM1`.
  private static func glued(_ bytes: [UInt8], _ digits: Range<Int>, _ number: Int, _ vocabulary: Vocabulary) -> NoteReference? {
    var start = digits.lowerBound
    while start > 0, digits.lowerBound - start <= CutWord.longestWord, CutWord.isWordByte(bytes, start - 1) { start -= 1 }
    let word = Array(bytes[start..<digits.lowerBound])
    if start > 0, bytes[start - 1].isDigit || bytes[start - 1].isAny(of: "-/_.@#\\=&+*") { return nil }
    let isKnown = !vocabulary.flags(of: word).isDisjoint(with: .known)
    let isPlain = word.dropFirst().allSatisfy { !$0.isUpper }
    let isTime =
      (word.elementsEqual("AM".utf8) || word.elementsEqual("PM".utf8)) && start > 1 && bytes[start - 1] == .space
      && bytes[start - 2].isDigit
    let isWord =
      isTime
      || isPlain && word.count >= NoteNumbers.shortestWord
        && (isKnown || word[0].isUpper && word.count >= NoteNumbers.shortestName)
    return NoteReference(
      number: number, range: digits, form: isWord ? .word : .doubtful, host: String(decoding: word.map(\.lowered), as: UTF8.self))
  }

  /// `could.2`, `Cuba,”3`; not `No.5`.
  private static func behindMark(_ bytes: [UInt8], _ digits: Range<Int>, _ number: Int) -> NoteReference? {
    var end = digits.lowerBound
    while end > 0, digits.lowerBound - end < NoteNumbers.longestPunctuation, !CutWord.isWordByte(bytes, end - 1) {
      if bytes[end - 1].isSpace || bytes[end - 1].isDigit { return nil }
      end -= 1
    }
    guard end > 0, digits.lowerBound - end < NoteNumbers.longestPunctuation else { return nil }
    var start = end
    while start > 0, end - start <= NoteNumbers.longestHost, CutWord.isWordByte(bytes, start - 1) { start -= 1 }
    let host = String(decoding: bytes[start..<end].map(\.lowered), as: UTF8.self)
    if bytes[digits.lowerBound - 1] == UInt8(ascii: "."), abbreviations.contains(host) { return nil }
    if start > 0, bytes[start - 1].isDigit || bytes[start - 1].isAny(of: "-/_@#\\="), host.utf8.count < NoteNumbers.shortestHost {
      return nil
    }
    // Behind `Tab B.6 is` no sentence starts: the stop is part of a name.
    var next = digits.upperBound
    while next < bytes.count, bytes[next].isBlank { next += 1 }
    let goesOn = bytes[digits.lowerBound - 1] == UInt8(ascii: ".") && next < bytes.count && bytes[next].isLower
    return NoteReference(number: number, range: digits, form: goesOn ? .doubtful : .punctuation, host: host)
  }

  /// Words that a number of another kind follows.
  private static let abbreviations: Set<String> = [
    "p", "pp", "no", "nos", "nr", "vol", "vols", "art", "arts", "par", "para", "paras", "sec", "secs", "sect", "ch", "chap", "fig", "figs",
    "tab", "doc", "docs", "ser", "res", "ed", "app", "appx", "col", "pt", "rept", "rev", "ref", "refs", "item", "att", "attach", "encl",
    "ext", "tel",
    "box", "rm", "room", "v", "vs", "s", "ss", "c", "ca", "approx", "ver", "version", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sep", "sept",
    "oct", "nov", "dec",
  ]

  /// `October 26, 19623` and `26 October 19623`: a year and a note number.
  private static func year(_ bytes: [UInt8], _ digits: Range<Int>) -> NoteReference? {
    let end = digits.lowerBound + NoteNumbers.yearDigits
    guard isYear(bytes, endingAt: end), let number = number(bytes, end..<digits.upperBound), number > 0 else { return nil }
    return NoteReference(
      number: number, range: end..<digits.upperBound, form: isDate(bytes, before: digits.lowerBound) ? .year : .doubtful, host: "")
  }

  /// Four digits of 1700 to 2099, no more.
  private static func isYear(_ bytes: [UInt8], endingAt end: Int) -> Bool {
    guard end >= 4, end == 4 || !bytes[end - 5].isDigit else { return false }
    let head = bytes.text(end - 4..<end - 2)
    return ["17", "18", "19", "20"].contains(head) && bytes[end - 2..<end].allSatisfy(\.isDigit)
  }

  /// A day and a comma, or a month, before the year.
  private static func isDate(_ bytes: [UInt8], before year: Int) -> Bool {
    guard year > 3, bytes[year - 1] == .space else { return false }
    if bytes[year - 2] == UInt8(ascii: ",") { return bytes[year - 3].isDigit }
    let months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
    return months.contains { bytes[..<(year - 1)].suffix($0.utf8.count).elementsEqual($0.utf8) }
  }

  /// True when nothing follows that would make the digits part of a longer number or name.
  private static func endsToken(_ bytes: [UInt8], _ end: Int) -> Bool {
    guard end < bytes.count else { return true }
    let byte = bytes[end]
    if byte.isSpace { return true }
    if byte == 0xE2 { return !CutWord.isWordByte(bytes, end) }
    guard byte.isAny(of: ".,;:!?)]\"'") else { return false }
    return end + 1 == bytes.count || !bytes[end + 1].isDigit && (bytes[end + 1].isSpace || !bytes[end + 1].isLetter)
  }

  private static func isClosingQuote(_ bytes: [UInt8], endingAt end: Int) -> Bool {
    end > 2 && bytes[end - 3] == 0xE2 && bytes[end - 2] == 0x80 && (bytes[end - 1] == 0x99 || bytes[end - 1] == 0x9D)
  }
}
