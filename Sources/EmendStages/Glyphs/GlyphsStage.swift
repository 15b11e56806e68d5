import EmendCore
import EmendLexicon

/// Reads glyphs as what they stand for where the type, the font table or the shape of the word leaves no doubt: doubled and
/// letter-spaced type, shifted glyph numbers, I and l, letters in numbers.
package struct GlyphsStage: CataloguedStage {
  package static let info = StageInfo(
    "glyphs",
    summary: "reads doubled, letter-spaced and shifted type, I for l, and digits that were read as letters",
    keeps: "known words, codes and serial numbers, letter-spaced classifications of cables",
    role: .words(ownWords: false), mark: StageInfo.Mark("G", light: "#0b7285", dark: "#66d9e8"), rules: GlyphRules.all)

  private let dictionaries: Dictionaries

  package init(dictionaries: Dictionaries = .embedded) { self.dictionaries = dictionaries }

  package func edits(in document: Document) -> EditList {
    let bytes = document.bytes
    var edits = EditGatherer()
    var types = TypeReader(bytes, dictionaries.vocabulary)
    var capitals = CapitalReader(bytes, dictionaries.vocabulary)
    let numbers = NumberReader(bytes)
    var initials = DropCapitals(bytes, dictionaries.vocabulary)
    var start = 0
    while start < bytes.count {
      let end = bytes.firstIndex(of: .lineFeed, from: start) ?? bytes.count
      if end > start {
        let line = start..<end
        let signs = GlyphSigns(bytes.span, line)
        initials.read(line, &edits)
        if !types.read(line, signs, &edits) {
          if signs.contains(.capital) { capitals.read(line, &edits) }
          if signs.contains(.number) { numbers.read(line, &edits) }
        }
      }
      start = end + 1
    }
    return edits.list()
  }
}

extension EditGatherer {
  /// One reading of glyphs.
  mutating func glyph(_ range: Range<Int>, _ replacement: [UInt8], in bytes: [UInt8], _ rule: String, _ p: Double, _ reason: String) {
    append(
      Edit(
        range: range, original: Array(bytes[range]), replacement: replacement, rule: rule, confidence: Confidence(p), reason: reason))
  }
}
