import EmendCore
import EmendDictionaries

/// Tells sentences of other languages by their function words, `languages.tsv`. Where they say nothing the answer is nothing:
/// a list of names is in no language.
package struct Passages: Sendable {
  /// The rows of the table; the first one is that of the language whose words are corrected.
  private let languages: [String]
  /// By the key of a word, a bit for each language that has it.
  private let words: [UInt64: UInt16]
  /// The function words of the first language.
  package let ownWords: [[UInt8]]

  private static var table: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: emend_languages_start(), count: Int(emend_languages_size))
  }

  /// Another number where the table is another. It is asked at every start, when nobody has asked for a language yet.
  static let checksum = DictionaryTables.checksum(table, 0)

  package static let embedded: Passages = {
    do { return try Passages(table) } catch {
      let message = "a dictionary that was built in is not valid: \(error)"
      fatalError(message)
    }
  }()

  /// - Throws: `EmendError` naming file and line of a row that cannot be.
  init(_ text: UnsafeRawBufferPointer) throws(EmendError) {
    let table = try TSV(text, file: "languages.tsv", columns: 2)
    if table.rows.count > 16 { throw .dictionary("languages.tsv", line: table.rows[16].line, "has more than 16 languages") }
    var words: [UInt64: UInt16] = [:]
    for (number, row) in table.rows.enumerated() {
      for word in row[1].split(separator: " ") {
        let bytes = Array(word.utf8)
        if bytes.count > PassageNumbers.longestWord { throw .dictionary("languages.tsv", line: row.line, "\(word) is too long") }
        words[Self.key(bytes.span, 0..<bytes.count), default: 0] |= 1 << number
      }
    }
    languages = table.rows.map(\.columns[0])
    ownWords = table.rows.first.map { $0[1].split(separator: " ").map { Array($0.utf8) } } ?? []
    self.words = words
  }

  /// True for a function word of the language of the dictionaries, in small letters.
  package func isOwn(_ word: [UInt8]) -> Bool { words[Self.key(word.span, 0..<word.count)].map { $0 & 1 == 1 } ?? false }

  /// A number for a word of at most `PassageNumbers.longestWord` bytes, the same in capitals.
  private static func key(_ bytes: Span<UInt8>, _ word: Range<Int>) -> UInt64 {
    var (low, high): (UInt64, UInt64) = (0, 0)
    for i in word {
      high = high << 8 | low >> 56
      low = low << 8 | UInt64(bytes[i].lowered)
    }
    return WordHash.mixed(low, high)
  }

  /// The language of the sentence that a range lies in, when it is another one than that of the dictionaries.
  package func language(of range: Range<Int>, in bytes: [UInt8]) -> String? {
    let own = counts(of: bytes.span, Self.sentence(around: range, in: bytes.span), without: range)
    if own.total >= PassageNumbers.telling || own.isOwn { return own.language.map { languages[$0] } }
    // A short sentence is of the language of those around it, when that is clear.
    let wide = counts(of: bytes.span, Self.paragraph(around: range, in: bytes.span), without: range)
    return wide.total >= PassageNumbers.wideTelling ? wide.language.map { languages[$0] } : nil
  }

  /// What the function words of a part say.
  private struct Counts {
    /// Another language than the first, if it is one.
    var language: Int?
    var total = 0
    /// More words speak for the first language than for any other.
    var isOwn = false
  }

  private func counts(of span: Span<UInt8>, _ part: Range<Int>, without range: Range<Int>) -> Counts {
    var counts = InlineArray<16, Int>(repeating: 0)
    var different = InlineArray<16, Int>(repeating: 0)
    var seen: [UInt64] = []
    var total = 0
    var position = part.lowerBound
    while let word = Words.next(in: span, position..<part.upperBound) {
      position = word.upperBound
      // The word in question is no witness.
      if word.count > PassageNumbers.longestWord || word.overlaps(range) { continue }
      let key = Self.key(span, word)
      guard let mask = words[key] else { continue }
      total += 1
      // What English has, too, speaks for nobody else.
      let isNew = mask & 1 == 0 && !seen.contains(key)
      if isNew { seen.append(key) }
      for language in languages.indices where mask >> language & 1 == 1 {
        counts[language] += 1
        if isNew { different[language] += 1 }
      }
    }
    guard let best = languages.indices.dropFirst().max(by: { counts[$0] < counts[$1] }) else { return Counts() }
    let isOther = different[best] >= PassageNumbers.leastDistinct && counts[best] > counts[0]
    return Counts(language: isOther ? best : nil, total: total, isOwn: counts[0] > counts[best])
  }

  /// True for the place of a line end beside a blank line, or beside the end of the text.
  private static func isBlankLine(_ bytes: Span<UInt8>, _ i: Int) -> Bool {
    bytes[i] == .lineFeed && (i == 0 || i + 1 == bytes.count || bytes[i - 1] == .lineFeed || bytes[i + 1] == .lineFeed)
  }

  /// To the blank lines around a range, but not farther than a screen.
  private static func paragraph(around range: Range<Int>, in bytes: Span<UInt8>) -> Range<Int> {
    var start = range.lowerBound
    let least = max(0, start - PassageNumbers.reach)
    while start > least, !isBlankLine(bytes, start - 1) { start -= 1 }
    var end = range.upperBound
    let most = min(bytes.count, end + PassageNumbers.reach)
    while end < most, !isBlankLine(bytes, end) { end += 1 }
    return start..<end
  }

  /// To the signs that end a sentence or hold a quotation, or to the end of the paragraph.
  private static func sentence(around range: Range<Int>, in bytes: Span<UInt8>) -> Range<Int> {
    func ends(_ i: Int) -> Bool {
      switch bytes[i] {
      case .lineFeed: isBlankLine(bytes, i)
      case UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: "\""), UInt8(ascii: ";"), UInt8(ascii: "("), UInt8(ascii: ")"): true
      // Behind a short word it is an abbreviation.
      case UInt8(ascii: "."):
        i + 1 < bytes.count && bytes[i + 1].isSpace && i > 2 && bytes[i - 1].isLetter && bytes[i - 2].isLetter && bytes[i - 3].isLetter
      case 0xE2: i + 2 < bytes.count && bytes[i + 1] == 0x80 && (bytes[i + 2] == 0x9C || bytes[i + 2] == 0x9D)
      default: false
      }
    }
    var start = range.lowerBound
    let least = max(0, start - PassageNumbers.reach)
    while start > least, !ends(start - 1) { start -= 1 }
    var end = range.upperBound
    let most = min(bytes.count, end + PassageNumbers.reach)
    while end < most, !ends(end) { end += 1 }
    return start..<end
  }
}

/// From `Passages` on texts of eleven languages, by hand.
enum PassageNumbers {
  /// Function words from which a sentence says its language by itself.
  static let telling = 3
  /// And those of what stands around it.
  static let wideTelling = 5
  /// Different words of another language at least.
  static let leastDistinct = 2
  /// Bytes to either side that are looked at.
  static let reach = 600
  static let longestWord = 12
}
