import EmendCore
import Foundation

/// Clean text in words: what the tables are counted in.
///
/// A word is a run of letters. Brackets inside a word (`D[ean]`) and endings after an apostrophe (`Bank's`) are removed first.
struct Corpus {
  /// What stands between a word and the one before it.
  enum Gap: UInt8 {
    case space, blanks, hyphen, stop, comma, stopComma, dot, semicolon, apostrophe
    /// Begins as the pages of an index entry do (`, 12n`, `, 12, 45`); `lastReference` ends in a figure and a blank too.
    case reference, lastReference
    /// Ends in a figure and a blank.
    case figures
    case other
  }

  struct Token {
    /// Number of the word as written.
    let form: UInt32
    let gap: Gap
  }

  /// The words as written, each once.
  private(set) var forms: [String] = []
  /// How often each form occurs.
  private(set) var formCounts: [Int] = []
  /// The number of each form's word in small letters.
  private(set) var wordOfForm: [Int] = []
  /// The words in small letters, each once.
  private(set) var words: [String] = []
  /// How often each word occurs, in any case.
  private(set) var counts: [Int] = []
  /// In how many volumes each word occurs.
  private(set) var volumeCounts: [Int] = []
  /// The text, volume by volume.
  private(set) var volumes: [[Token]] = []

  private var formNumbers: [String: UInt32] = [:]
  private var wordNumbers: [String: Int] = [:]
  private var lastVolume: [Int] = []

  /// Reads every `.txt` file of the folders, in the order of the file names: the order of the folders does not matter.
  init(folders: [String]) throws {
    for file in try Files.list(folders, suffix: ".txt") { read([UInt8](try Data(contentsOf: file))) }
  }

  func number(of word: String) -> Int? { wordNumbers[word] }
  func formNumber(of form: String) -> UInt32? { formNumbers[form] }
  func count(_ word: String) -> Int { wordNumbers[word].map { counts[$0] } ?? 0 }
  func volumeCount(_ word: String) -> Int { wordNumbers[word].map { volumeCounts[$0] } ?? 0 }

  /// How many of its occurrences a word has in small letters, from 0 to 1.
  func lowerShare(_ word: String) -> Double {
    guard let number = wordNumbers[word], let form = formNumbers[word] else { return 0 }
    return Double(formCounts[Int(form)]) / Double(counts[number])
  }

  /// The forms of every word, the most frequent first.
  func formsByWord() -> [[String]] {
    var found: [[Int]] = Array(repeating: [], count: words.count)
    for form in forms.indices { found[wordOfForm[form]].append(form) }
    return found.map { list in
      list.sorted { formCounts[$0] != formCounts[$1] ? formCounts[$0] > formCounts[$1] : forms[$0].precedes(forms[$1]) }
        .map { forms[$0] }
    }
  }

  private mutating func read(_ source: [UInt8]) {
    let text = Self.cleaned(source)
    var tokens: [Token] = []
    var gapStart = 0
    var i = 0
    while i < text.count {
      let (length, isLetter) = Self.scalar(text, at: i)
      guard isLetter else {
        i += length
        continue
      }
      let start = i
      while i < text.count {
        let (length, isLetter) = Self.scalar(text, at: i)
        if !isLetter { break }
        i += length
      }
      let form = intern(String(decoding: text[start..<i], as: UTF8.self))
      formCounts[Int(form)] += 1
      let word = wordOfForm[Int(form)]
      counts[word] += 1
      if lastVolume[word] != volumes.count {
        lastVolume[word] = volumes.count
        volumeCounts[word] += 1
      }
      tokens.append(Token(form: form, gap: Self.gap(text, gapStart..<start)))
      gapStart = i
    }
    volumes.append(tokens)
  }

  private mutating func intern(_ form: String) -> UInt32 {
    if let known = formNumbers[form] { return known }
    let number = UInt32(forms.count)
    formNumbers[form] = number
    forms.append(form)
    formCounts.append(0)
    let word = form.lowercased()
    if let known = wordNumbers[word] {
      wordOfForm.append(known)
    } else {
      wordNumbers[word] = words.count
      wordOfForm.append(words.count)
      words.append(word)
      counts.append(0)
      volumeCounts.append(0)
      lastVolume.append(-1)
    }
    return number
  }

  /// Length in bytes and kind of the character at `i`.
  private static func scalar(_ text: [UInt8], at i: Int) -> (length: Int, isLetter: Bool) {
    let byte = text[i]
    if byte < 0x80 { return (1, (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")) }
    let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
    guard byte >= 0xC2, i + length <= text.count else { return (1, false) }
    var value = UInt32(byte) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
    for k in 1..<length { value = value << 6 | UInt32(text[i + k] & 0x3F) }
    switch Unicode.Scalar(value)?.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return (length, true)
    default: return (length, false)
    }
  }

  private static let endings: [[UInt8]] = ["s", "t", "re", "ll", "ve", "d", "m"].map { Array($0.utf8) }

  private static func cleaned(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    var afterLetter = false
    var i = 0
    while i < text.count {
      let (length, isLetter) = scalar(text, at: i)
      if !isLetter {
        let next = i + length < text.count && scalar(text, at: i + length).isLetter
        if text[i] == UInt8(ascii: "[") && afterLetter || text[i] == UInt8(ascii: "]") && next {
          i += 1
          continue
        }
        if afterLetter, next, isApostrophe(text, i, length),
          let ending = endings.first(where: { isEnding($0, text, at: i + length) })
        {
          out.append(UInt8(ascii: " "))
          i += length + ending.count
          afterLetter = false
          continue
        }
      }
      out.append(contentsOf: text[i..<i + length])
      afterLetter = isLetter
      i += length
    }
    return out
  }

  private static func isApostrophe(_ text: [UInt8], _ i: Int, _ length: Int) -> Bool {
    text[i] == UInt8(ascii: "'") || length == 3 && text[i] == 0xE2 && text[i + 1] == 0x80 && text[i + 2] == 0x99
  }

  private static func isEnding(_ ending: [UInt8], _ text: [UInt8], at start: Int) -> Bool {
    let end = start + ending.count
    guard end <= text.count, zip(text[start..<end], ending).allSatisfy({ $0 | 0x20 == $1 }) else { return false }
    return end == text.count || !scalar(text, at: end).isLetter
  }

  private static func gap(_ text: [UInt8], _ range: Range<Int>) -> Gap {
    let gap = text[range]
    switch String(decoding: gap.prefix(4), as: UTF8.self) {
    case " " where gap.count == 1: return .space
    case "-", "- ": return .hyphen
    case ". ": return .stop
    case ", ": return .comma
    case "., ": return .stopComma
    case ".": return .dot
    case "; ": return .semicolon
    case "'", "’": return .apostrophe
    default:
      if gap.allSatisfy({ $0 == UInt8(ascii: " ") }) { return .blanks }
      let endsInFigure = gap.last == UInt8(ascii: " ") && gap.dropLast().last.map(isFigure) == true
      let pages = gap.drop { $0 == UInt8(ascii: ".") }
      guard pages.starts(with: ", ".utf8), let first = pages.dropFirst(2).first, isFigure(first) else {
        return endsInFigure ? .figures : .other
      }
      let behind = pages.dropFirst(2).drop(while: isFigure).first ?? (range.upperBound < text.count ? text[range.upperBound] : 0)
      // A comma, a semicolon, a dash or the n of a note.
      guard [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "-"), UInt8(ascii: "n"), 0xE2].contains(behind) else {
        return endsInFigure ? .figures : .other
      }
      return endsInFigure ? .lastReference : .reference
    }
  }

  private static func isFigure(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}
