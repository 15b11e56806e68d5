import EmendDictionaries

/// Everything that an archivist can edit: the tables of the folder Dictionaries, read and checked.
public final class Dictionaries: Sendable {
  let vocabulary: Vocabulary
  let glyphs: GlyphCosts
  let markings: MarkingTemplates
  /// Lines that sites put around texts; a table of their own, so that both look-ups stay quick.
  let siteLines: MarkingTemplates
  let gazetteer: Gazetteer

  /// The right form of a word that is always wrong, by its number in the vocabulary.
  let corrections: [Int: Correction]
  /// Wrong phrases, by the numbers of their first two words in the vocabulary.
  let phrases: [WordPair: [Phrase]]
  /// Why words or phrases are never touched, by the folded text.
  private let protections: [String: String]

  struct Correction: Sendable {
    let right: String
    let note: String
  }

  struct WordPair: Hashable {
    let first: Int
    let second: Int
  }

  struct Phrase: Sendable {
    let wrong: [[UInt8]]
    let right: [[UInt8]]
    let note: String
  }

  /// The tables in the order of the initialiser, as bytes.
  struct Tables {
    var lexicon, compounds, corrections, phrases, names, protected, markings, confusions: UnsafeRawBufferPointer
  }

  /// The tables that the program carries.
  public static let embedded: Dictionaries = {
    func table(_ start: UnsafePointer<UInt8>, _ size: UInt) -> UnsafeRawBufferPointer {
      UnsafeRawBufferPointer(start: start, count: Int(size))
    }
    do {
      return try Dictionaries(
        Tables(
          lexicon: table(emend_lexicon_start(), emend_lexicon_size),
          compounds: table(emend_compounds_start(), emend_compounds_size),
          corrections: table(emend_corrections_start(), emend_corrections_size),
          phrases: table(emend_phrases_start(), emend_phrases_size),
          names: table(emend_names_start(), emend_names_size),
          protected: table(emend_protected_start(), emend_protected_size),
          markings: table(emend_markings_start(), emend_markings_size),
          confusions: table(emend_confusions_start(), emend_confusions_size)))
    } catch {
      let message = "a dictionary that was built in is not valid: \(error)"
      fatalError(message)
    }
  }()

  init(_ tables: Tables) throws(EmendError) {
    var vocabulary = Vocabulary(capacity: tables.lexicon.count / 7)
    Self.readWords(tables.lexicon) { text, word in
      // Words with a small first letter are words; those with a capital are names, known as such.
      let isName = text.unsafeLoad(fromByteOffset: word.lowerBound, as: UInt8.self).isUpper
      vocabulary.insert(text, word, isName ? .proper : .word)
    }
    try Self.readCompounds(tables.compounds, into: &vocabulary)

    var corrections: [Int: Correction] = [:]
    let correctionTable = try TSV(tables.corrections, file: "corrections.tsv", columns: 2)
    for row in correctionTable.rows {
      guard let number = vocabulary.insert(row[0], .correction) else {
        throw .dictionary(correctionTable.file, line: row.line, "\(row[0]) is longer than 64 bytes")
      }
      corrections[number] = Correction(right: row[1], note: row[2])
    }

    var phrases: [WordPair: [Phrase]] = [:]
    let phraseTable = try TSV(tables.phrases, file: "phrases.tsv", columns: 2)
    for row in phraseTable.rows {
      let wrong = row[0].utf8.split(separator: .space).map(Array.init)
      let right = row[1].utf8.split(separator: .space).map(Array.init)
      guard wrong.count == right.count, wrong.count > 1, wrong != right else {
        throw .dictionary(phraseTable.file, line: row.line, "needs two or more words, as many right as wrong, and a difference")
      }
      let numbers = wrong.prefix(2).enumerated().compactMap { index, word in
        vocabulary.insert(String(decoding: word, as: UTF8.self), index == 0 ? .phraseStart : .phraseSecond)
      }
      guard numbers.count == 2 else {
        throw .dictionary(phraseTable.file, line: row.line, "a word is longer than 64 bytes")
      }
      phrases[WordPair(first: numbers[0], second: numbers[1]), default: []].append(
        Phrase(wrong: wrong, right: right, note: row[2]))
    }

    gazetteer = try Gazetteer(TSV(tables.names, file: "names.tsv", columns: 2), vocabulary: &vocabulary)

    var protections: [String: String] = [:]
    let protectedTable = try TSV(tables.protected, file: "protected.tsv", columns: 2)
    for row in protectedTable.rows {
      protections[row[0].lowercased()] = row[1]
      if !row[0].contains(where: { $0 == " " || $0 == "-" || $0 == "." }) {
        vocabulary.insert(row[0], .protected)
      }
    }

    glyphs = try GlyphCosts(TSV(tables.confusions, file: "confusions.tsv", columns: 3))
    let markingTable = try TSV(tables.markings, file: "markings.tsv", columns: 2)
    markings = try MarkingTemplates(markingTable, glyphs: glyphs) { $0 != .boilerplate }
    siteLines = try MarkingTemplates(markingTable, glyphs: glyphs) { $0 == .boilerplate }
    self.vocabulary = vocabulary
    self.corrections = corrections
    self.phrases = phrases
    self.protections = protections
  }

  /// Compounds and their halves; halves of two letters are syllables as often.
  private static func readCompounds(_ text: UnsafeRawBufferPointer, into vocabulary: inout Vocabulary) throws(EmendError) {
    for row in try TSV(text, file: "compounds.txt", columns: 1).rows {
      let halves = row[0].split(separator: "-")
      guard halves.count == 2, row[1].isEmpty || row[1] == "either" else {
        throw .dictionary(
          "compounds.txt", line: row.line, "needs two words with a hyphen between them, and nothing or `either` behind them")
      }
      vocabulary.insert(row[0], row[1].isEmpty ? .compound : [.compound, .either])
      if halves[0].count > 2 { vocabulary.insert(String(halves[0]), .compoundStart) }
      if halves[1].count > 2 { vocabulary.insert(String(halves[1]), .compoundEnd) }
    }
  }

  /// The lines of a list of words that are no comments.
  private static func readWords(_ text: UnsafeRawBufferPointer, _ body: (RawSpan, Range<Int>) -> Void) {
    let span = unsafe RawSpan(_unsafeBytes: text)
    var start = 0
    for i in 0..<span.byteCount where span.unsafeLoad(fromByteOffset: i, as: UInt8.self) == .lineFeed {
      if i > start, span.unsafeLoad(fromByteOffset: start, as: UInt8.self) != UInt8(ascii: "#") { body(span, start..<i) }
      start = i + 1
    }
  }

  /// Why the words that `range` touches may not be changed; nil when they may.
  ///
  /// Entries of up to four words are found wherever they overlap the range. What stands before `[sic]`, and a word
  /// farther for phrases, is as the source has it.
  public func protection(of range: Range<Int>, in bytes: [UInt8]) -> String? {
    let words = Words.around(range, in: bytes, reach: 3)
    for word in words.filter({ $0.lowerBound >= range.upperBound }).prefix(2)
    where word.count == 3 && bytes[word].elementsEqual("sic".utf8) && word.lowerBound > 0 && "[(".utf8.contains(bytes[word.lowerBound - 1])
    {
      return "[sic]: the source has it so"
    }
    for first in words.indices {
      var phrase = ""
      for last in first..<Swift.min(words.count, first + 4) {
        if last > first { phrase += " " }
        phrase += bytes.text(words[last]).lowercased()
        guard words[last].upperBound > range.lowerBound, words[first].lowerBound < range.upperBound
        else { continue }
        if let reason = protections[phrase] { return "\(bytes.text(words[first].lowerBound..<words[last].upperBound)): \(reason)" }
      }
    }
    return nil
  }
}
