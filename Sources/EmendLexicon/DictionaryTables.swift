import EmendCore
import EmendDictionaries

/// The tables of the folder Dictionaries as text, and how an image is made of them.
package struct DictionaryTables {
  package var lexicon, compounds, corrections, phrases, names, protected, markings, confusions: TableText
  /// Words that tables of the user's own add, and words that these correct though the lexicon has them.
  package var ownWords: [String] = []
  var ownCorrections: [String] = []

  /// The tables that the program carries.
  package static var embedded: DictionaryTables {
    func table(_ file: String, _ start: UnsafePointer<UInt8>, _ size: UInt) -> TableText {
      TableText(file: file, bytes: UnsafeRawBufferPointer(start: start, count: Int(size)))
    }
    return DictionaryTables(
      lexicon: table("lexicon.txt", emend_lexicon_start(), emend_lexicon_size),
      compounds: table("compounds.txt", emend_compounds_start(), emend_compounds_size),
      corrections: table("corrections.tsv", emend_corrections_start(), emend_corrections_size),
      phrases: table("phrases.tsv", emend_phrases_start(), emend_phrases_size),
      names: table("names.tsv", emend_names_start(), emend_names_size),
      protected: table("protected.tsv", emend_protected_start(), emend_protected_size),
      markings: table("markings.tsv", emend_markings_start(), emend_markings_size),
      confusions: table("confusions.tsv", emend_confusions_start(), emend_confusions_size))
  }

  /// Tables without rows.
  package static var empty: DictionaryTables {
    func table(_ file: String) -> TableText { TableText(file: file, bytes: UnsafeRawBufferPointer(start: nil, count: 0)) }
    return DictionaryTables(
      lexicon: table("lexicon.txt"), compounds: table("compounds.txt"), corrections: table("corrections.tsv"),
      phrases: table("phrases.tsv"), names: table("names.tsv"), protected: table("protected.tsv"), markings: table("markings.tsv"),
      confusions: table("confusions.tsv"))
  }

  /// A number that is another when a table is: an image belongs to the tables of which it has the checksum.
  package var checksum: UInt64 {
    let sum = [lexicon, compounds, corrections, phrases, names, protected, markings, confusions].reduce(0) { sum, table in
      Self.checksum(table.bytes, sum)
    }
    // Words of the user's own stand in none of these texts.
    if ownWords.isEmpty { return sum }
    return Array(ownWords.joined(separator: "\n").utf8).withUnsafeBytes { Self.checksum($0, sum) }
  }

  /// Four sums side by side, because each step waits for the one before it.
  static func checksum(_ bytes: UnsafeRawBufferPointer, _ seed: UInt64) -> UInt64 {
    let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
    var (a, b, c, d) = (seed, seed &+ 1, seed &+ 2, UInt64(bytes.count))
    func word(_ i: Int) -> UInt64 { bytes.loadUnaligned(fromByteOffset: i, as: UInt64.self).littleEndian }
    var i = 0
    while i + 32 <= bytes.count {
      a = (a ^ word(i)) &* factor
      b = (b ^ word(i + 8)) &* factor
      c = (c ^ word(i + 16)) &* factor
      d = (d ^ word(i + 24)) &* factor
      i += 32
    }
    while i < bytes.count {
      a = (a ^ UInt64(bytes[i])) &* factor
      i += 1
    }
    return [b, c, d].reduce(a) { ($0 ^ $0 >> 29) &* factor ^ $1 }
  }

  /// The image of the tables, the same bytes each time.
  /// - Throws: `EmendError` naming file and line of the first row that cannot be.
  package func image() throws(EmendError) -> TableImageWriter {
    var vocabulary = VocabularyBuilder()
    insertWords(into: &vocabulary)
    try insertCompounds(into: &vocabulary)
    let corrections = try corrections(into: &vocabulary)
    let phrases = try phrases(into: &vocabulary)
    let gazetteer = try GazetteerBuilder(TSV(names.bytes, file: names.file, columns: 2), vocabulary: &vocabulary)
    let protections = try protections(into: &vocabulary)
    for word in ownWords { vocabulary.insert(word, word.first?.isUppercase == true ? [.proper, .own] : [.word, .own]) }
    for word in ownCorrections { vocabulary.remove([.word, .proper, .title], from: word) }

    var image = TableImageWriter(checksum: checksum)
    let places = vocabulary.write(to: &image)
    RowIndex.write(corrections.map { (places[$0.word], $0.start) }, to: &image)
    RowIndex.write(
      phrases.map { (Dictionaries.WordPair(first: Int(places[$0.first]), second: Int(places[$0.second])).key, $0.start) }, to: &image)
    gazetteer.write(to: &image, places: places)
    RowIndex.write(protections.map { (places[$0.word], $0.start) }, to: &image)
    let markings = try TSV(markings.bytes, file: markings.file, columns: 2)
    try MarkingTemplates.write(markings, to: &image) { $0 != .boilerplate }
    try MarkingTemplates.write(markings, to: &image) { $0 == .boilerplate }
    return image
  }

  /// The lines of the lexicon that are no comments.
  private func insertWords(into vocabulary: inout VocabularyBuilder) {
    for line in lexicon.bytes.split(separator: .lineFeed) where line.first != UInt8(ascii: "#") {
      // Words with a small first letter are words; those with a capital are names, known as such.
      vocabulary.insert(Array(line), line.first!.isUpper ? .proper : .word)
    }
  }

  /// Compounds and their halves; halves of two letters are syllables as often.
  private func insertCompounds(into vocabulary: inout VocabularyBuilder) throws(EmendError) {
    for row in try TSV(compounds.bytes, file: compounds.file, columns: 1).rows {
      let halves = row[0].split(separator: "-")
      guard halves.count == 2, row[1].isEmpty || row[1] == "either" else {
        throw .dictionary(
          compounds.file, line: row.line, "needs two words with a hyphen between them, and nothing or `either` behind them")
      }
      vocabulary.insert(row[0], row[1].isEmpty ? .compound : [.compound, .either])
      if halves[0].count > 2 { vocabulary.insert(halves[0], .compoundStart) }
      if halves[1].count > 2 { vocabulary.insert(halves[1], .compoundEnd) }
    }
  }

  private func corrections(into vocabulary: inout VocabularyBuilder) throws(EmendError) -> [(word: Int, start: UInt32)] {
    var found: [(word: Int, start: UInt32)] = []
    for row in try TSV(corrections.bytes, file: corrections.file, columns: 2).rows {
      guard let number = vocabulary.insert(row[0], .correction) else {
        throw .dictionary(corrections.file, line: row.line, "\(row.shown(0)) is longer than 64 bytes")
      }
      found.append((number, row.start))
    }
    return found
  }

  private func phrases(into vocabulary: inout VocabularyBuilder) throws(EmendError) -> [(first: Int, second: Int, start: UInt32)] {
    var found: [(first: Int, second: Int, start: UInt32)] = []
    for row in try TSV(phrases.bytes, file: phrases.file, columns: 2).rows {
      let phrase = Dictionaries.Phrase(row.columns)
      guard phrase.wrong.count == phrase.right.count, phrase.wrong.count > 1, phrase.wrong != phrase.right else {
        throw .dictionary(phrases.file, line: row.line, "needs two or more words, as many right as wrong, and a difference")
      }
      guard let first = vocabulary.insert(phrase.wrong[0], .phraseStart), let second = vocabulary.insert(phrase.wrong[1], .phraseSecond)
      else { throw .dictionary(phrases.file, line: row.line, "a word is longer than 64 bytes") }
      found.append((first, second, row.start))
    }
    return found
  }

  private func protections(into vocabulary: inout VocabularyBuilder) throws(EmendError) -> [(word: Int, start: UInt32)] {
    var found: [(word: Int, start: UInt32)] = []
    for row in try TSV(protected.bytes, file: protected.file, columns: 2).rows {
      let isPhrase = row[0].contains { $0 == " " || $0 == "-" || $0 == "." }
      guard let number = vocabulary.insert(row[0], isPhrase ? .protection : [.protection, .protected]) else {
        throw .dictionary(protected.file, line: row.line, "\(row.shown(0)) is longer than 64 bytes")
      }
      found.append((number, row.start))
    }
    return found
  }
}
