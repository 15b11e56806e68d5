/// How text divides into words: letters, everything else divides.
///
/// Bytes from 0x80 count as letters, so words of any script hold together, but for the punctuation of U+2000...U+206F
/// (curly quotes, dashes, ellipsis) and the signs of U+0080...U+00BF.
public enum Words {
  /// Length in bytes of the separator that a non-ASCII byte starts, 0 if it belongs to a word.
  @inlinable @inline(__always)
  public static func separatorLength(_ bytes: Span<UInt8>, at i: Int) -> Int {
    let byte = bytes[i]
    if byte == 0xE2, i + 2 < bytes.count, bytes[i + 1] == 0x80 || bytes[i + 1] == 0x81 { return 3 }
    if byte == 0xC2, i + 1 < bytes.count { return 2 }
    return 0
  }

  /// The next word at or after `start`.
  @inlinable @inline(__always)
  public static func next(in bytes: Span<UInt8>, from start: Int) -> Range<Int>? { next(in: bytes, start..<bytes.count) }

  /// The first word of a part of a text; one that goes on behind it is cut there.
  @inlinable @inline(__always)
  public static func next(in bytes: Span<UInt8>, _ part: Range<Int>) -> Range<Int>? {
    var i = part.lowerBound
    let end = part.upperBound
    while i < end {
      let byte = bytes[i]
      if byte.isLetter { break }
      if byte < 0x80 {
        i += 1
      } else {
        let skip = separatorLength(bytes, at: i)
        if skip == 0 { break }
        i += skip
      }
    }
    guard i < end else { return nil }
    let first = i
    while i < end {
      let byte = bytes[i]
      if byte.isLetter {
        i += 1
      } else if byte < 0x80 || separatorLength(bytes, at: i) > 0 {
        break
      } else {
        i += 1
      }
    }
    return first..<i
  }

  /// The words that `range` touches, and up to `reach` before and after it.
  public static func around(_ range: Range<Int>, in bytes: [UInt8], reach: Int) -> [Range<Int>] {
    // Far enough for the words wanted, near enough to cost nothing on a line of 100 MB.
    let window = (reach + 1) * 32
    var start = Swift.max(0, range.lowerBound - window)
    while start > 0, start < range.lowerBound, !bytes[start - 1].isSpace { start += 1 }
    let end = Swift.min(bytes.count, range.upperBound + window)
    let span = bytes.span
    var before: [Range<Int>] = []
    var inside: [Range<Int>] = []
    var after: [Range<Int>] = []
    var position = start
    while position < end, after.count < reach, let word = next(in: span, from: position) {
      if word.lowerBound >= end { break }
      if word.upperBound <= range.lowerBound {
        before.append(word)
      } else if word.lowerBound < range.upperBound {
        inside.append(word)
      } else {
        after.append(word)
      }
      position = word.upperBound
    }
    return Array(before.suffix(reach)) + inside + after
  }
}

/// The words of a text one after the other, as `Words.next` finds them: runs of ASCII letters as they stand, others read
/// byte by byte.
public struct WordReader {
  @usableFromInline let bytes: [UInt8]
  @usableFromInline var runs: ByteRuns
  /// What is still to be read of a run that has bytes from 0x80 in it. Words of such a run are told apart by dashes and quotes,
  /// and the run is looked at once, however many there are.
  @usableFromInline var rest = 0..<0

  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    runs = ByteRuns(bytes)
  }

  public mutating func next() -> Range<Int>? {
    if rest.isEmpty {
      guard let run = runs.next() else { return nil }
      if runs.isASCII(run) { return run }
      rest = run
    }
    return nextMixed()
  }

  @usableFromInline mutating func nextMixed() -> Range<Int>? {
    while true {
      if let word = Words.next(in: bytes.span, rest) {
        rest = word.upperBound..<rest.upperBound
        return word
      }
      // Nothing but dashes and quotes was left.
      rest = 0..<0
      guard let run = runs.next() else { return nil }
      if runs.isASCII(run) { return run }
      rest = run
    }
  }
}

/// Letter case as a word carries it, so that a correction keeps it.
public enum LetterCase {
  case lower, capitalised, upper

  public init(_ word: [UInt8]) { self.init(word, 0..<word.count) }

  /// The case of a part of a text.
  public init(_ bytes: [UInt8], _ range: Range<Int>) {
    let span = bytes.span
    var letters = 0
    var uppers = 0
    var startsUpper = false
    for place in range where span[place].isLetter {
      let isUpper = span[place].isUpper
      if letters == 0 { startsUpper = isUpper }
      letters += 1
      if isUpper { uppers += 1 }
    }
    if uppers == 0 {
      self = .lower
    } else if letters == uppers ? letters > 1 : uppers * 2 > letters && letters > 2 {
      // `NESSaGE`: OCR took a capital for a small letter.
      self = .upper
    } else {
      self = startsUpper ? .capitalised : .lower
    }
  }

  /// `word` in this case. A word written with a capital in the dictionary keeps it in running text.
  public func applied(to word: [UInt8]) -> [UInt8] {
    switch self {
    case .lower: word
    case .upper: Array(String(decoding: word, as: UTF8.self).uppercased().utf8)
    case .capitalised: [word[0].uppered] + word.dropFirst()
    }
  }
}
