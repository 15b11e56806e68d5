import EmendCore
import EmendDictionaries

/// Everything that an archivist can edit: the tables of the folder Dictionaries, checked and ready to look things up in.
package final class Dictionaries: WordProtection {
  package let vocabulary: Vocabulary
  package let glyphs: GlyphCosts
  package let markings: MarkingTemplates
  /// Lines that sites put around texts; a table of their own, so that both look-ups stay quick.
  package let siteLines: MarkingTemplates
  package let gazetteer: Gazetteer
  package let corrections: Corrections
  package let phrases: Phrases
  private let protections: RowIndex
  private let hasOwnWords: Bool
  /// The image, where it was made for these tables: what is looked up lies in it.
  private let memory: TableMemory?
  /// Another number where a table is another.
  package let checksum: UInt64

  /// The tables that the program carries, from their image. Where a table was changed and the image was not made again,
  /// it is made now, which takes a tenth of a second.
  package static let embedded: Dictionaries = {
    let image = UnsafeRawBufferPointer(start: emend_image_start(), count: Int(emend_image_size))
    do {
      return try Dictionaries(.embedded, image: image)
    } catch {
      let message = "a dictionary that was built in is not valid: \(error)"
      fatalError(message)
    }
  }()

  /// The image of the embedded tables, `tables.image`: the same bytes for the same tables.
  /// - Throws: `EmendError` naming file and line of a row that cannot be.
  package static func image() throws(EmendError) -> [UInt8] { try DictionaryTables.embedded.image().bytes }

  /// The embedded tables with tables of the user's own. Building them takes a tenth of a second.
  /// - Throws: `EmendError` naming file and line of a row that cannot be.
  package convenience init(adding tables: [UserDictionary]) throws(EmendError) {
    try self.init(.embedded.adding(tables), image: UnsafeRawBufferPointer(start: nil, count: 0))
  }

  /// Tables of the user's own by themselves.
  /// - Throws: `EmendError` naming file and line of a row that cannot be.
  package convenience init(onlyOf tables: [UserDictionary]) throws(EmendError) {
    try self.init(.empty.adding(tables), image: UnsafeRawBufferPointer(start: nil, count: 0))
  }

  /// - Throws: `EmendError` for a row that cannot be; only when the image is not that of the tables.
  package init(_ tables: DictionaryTables, image: UnsafeRawBufferPointer) throws(EmendError) {
    let checksum = tables.checksum
    self.checksum = checksum ^ Passages.checksum
    var found = TableImage(image, checksum: checksum)
    var memory: TableMemory?
    if found == nil {
      let own = TableMemory(try tables.image().bytes)
      found = TableImage(own.bytes, checksum: checksum)
      memory = own
    }
    self.memory = memory
    guard var image = found else { preconditionFailure("an image belongs to the tables that it was made of") }
    hasOwnWords = !tables.ownWords.isEmpty
    vocabulary = Vocabulary(&image)
    corrections = Corrections(rows: RowIndex(&image, tables.corrections))
    phrases = Phrases(RowIndex(&image, tables.phrases))
    gazetteer = Gazetteer(&image, tables.names, vocabulary: vocabulary)
    protections = RowIndex(&image, tables.protected)
    glyphs = try GlyphCosts(TSV(tables.confusions.bytes, file: tables.confusions.file, columns: 3))
    markings = MarkingTemplates(&image, tables.markings, glyphs: glyphs)
    siteLines = MarkingTemplates(&image, tables.markings, glyphs: glyphs)
  }

  /// Why the words that `range` touches may not be changed; nil when they may.
  ///
  /// Entries of up to four words are found wherever they overlap the range. With `ownWords` the words that the user's own
  /// tables add are protected, too.
  package func protection(of range: Range<Int>, in bytes: [UInt8], ownWords: Bool) -> String? {
    protectionOfWords(range, in: bytes, ownWords: ownWords)
      ?? Passages.embedded.language(of: range, in: bytes).map { "stands in a sentence that is \($0)" }
  }

  /// The same where a model corrects another language than the tables are of: no sentence is foreign then.
  package final class AnyLanguage: WordProtection {
    private let dictionaries: Dictionaries

    package init(_ dictionaries: Dictionaries) { self.dictionaries = dictionaries }

    package var checksum: UInt64 { dictionaries.checksum ^ 1 }

    package func protection(of range: Range<Int>, in bytes: [UInt8], ownWords: Bool) -> String? {
      dictionaries.protectionOfWords(range, in: bytes, ownWords: ownWords)
    }
  }

  private func protectionOfWords(_ range: Range<Int>, in bytes: [UInt8], ownWords: Bool) -> String? {
    let words = Words.around(range, in: bytes, reach: 3)
    if ownWords, hasOwnWords {
      let touched = words.filter { $0.upperBound > range.lowerBound && $0.lowerBound < range.upperBound }
      if let own = touched.first(where: { vocabulary.flags(of: bytes.span.bytes, $0).contains(.own) }) {
        return "\(bytes.text(own)): a word of the tables that were added"
      }
    }
    var phrase: [UInt8] = []
    for first in words.indices where words[first].lowerBound < range.upperBound {
      phrase.removeAll(keepingCapacity: true)
      for last in first..<Swift.min(words.count, first + 4) {
        if last > first { phrase.append(.space) }
        phrase += bytes[words[last]]
        guard words[last].upperBound > range.lowerBound else { continue }
        if let number = vocabulary.find(phrase), vocabulary.flags(number).contains(.protection),
          let row = protections.places(of: UInt64(number)).last
        {
          return "\(bytes.text(words[first].lowerBound..<words[last].upperBound)): \(protections.columns(row)[1])"
        }
      }
    }
    if losesSign(range, in: bytes) { return "has a sign that something was lost" }
    return Addresses.around(range, in: bytes).map { "part of \(Excerpt.of(bytes.text($0))), which programs read" }
  }

  /// True where U+FFFD or NUL stands at an end of the word: between letters it may be read as one, there nothing says what it was.
  private func losesSign(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    guard range.count > 2 else { return false }
    let word = bytes[range]
    return word.first == 0 || word.last == 0 || word.starts(with: [0xEF, 0xBF, 0xBD]) || word.suffix(3).elementsEqual([0xEF, 0xBF, 0xBD])
  }
}
