import EmendCore

/// A line of `markings.tsv`: literal text that OCR may have damaged, and places where a reading stands.
///
/// `NLK-{review:id} BY {by:person}` has the letters of NLK and BY to match and two fields to fill. Case, blanks and, for
/// a small price, punctuation do not count.
package final class MarkingTemplate: Sendable {
  package enum Atom: Sendable {
    /// A capital letter or digit that must stand there.
    case glyph(UInt8)
    /// Punctuation, nearly free to miss.
    case mark(UInt8)
    case field(Int)
  }

  package let text: String
  package let kind: Artifact.Kind
  /// Id of the rule that strips it.
  package let rule: String
  /// Kind and text, for reasons.
  package let name: String
  let atoms: [Atom]
  /// Name and class of each field, in order.
  package let fields: [(name: String, kind: FieldClass)]
  /// For each field whether it stands right behind a letter or digit of the text: `CIA-RDP{docid:id}`.
  package let isGlued: [Bool]
  /// What the marking says by itself: `level` = `SECRET`.
  package let constants: [Artifact.Field]
  /// Letters and digits to match.
  package let glyphs: [UInt8]
  /// Stripped only beside other markings: its words could be text.
  package let needsNeighbour: Bool
  /// Not matched in small letters, where its words are ordinary text.
  let capitalsOnly: Bool
  /// What the whole line looks like, 9 for any digit: `999-99999-99999`. Empty for a template of words.
  package let picture: [UInt8]
  /// `head` or `foot`: only the first or the last lines of a text. `edge`: by itself only near an edge of a page.
  package let position: String?

  /// The code of a deletion: `(b)(1)`, `25X1`.
  package let isDeletion: Bool
  /// That, or a number that is known by its picture: short lines, which need company.
  package let isTag: Bool

  static let glyphKind: UInt8 = 0
  static let markKind: UInt8 = 1
  static let fieldKind: UInt8 = 2
  /// The atoms once more, flat for the inner loop: what each is, and its glyph, its mark, or the class of the field.
  package let kinds: [UInt8]
  package let codes: [UInt8]
  /// Cost in hundredths of a letter up to which a damaged line is still this marking.
  let tolerance: Int
  /// Letters and digits that a line must have, at least and at most.
  let shortestLine: Int
  package let longestLine: Int
  let hasSmallLetters: Bool

  /// - Throws: `EmendError` for an unknown kind, an unknown class, or too little literal text.
  package init(_ row: TSV.Row, file: String) throws(EmendError) {
    guard let kind = Artifact.Kind(rawValue: row[1]) else {
      throw .dictionary(file, line: row.line, "unknown kind \(row.shown(1))")
    }
    text = row[0]
    rule = "markings.\(row[1])"
    name = "\(row[1]) \(row[0])"
    self.kind = kind
    let attributes = try MarkingAttributes(row, file: file)
    (constants, needsNeighbour) = (attributes.constants, attributes.needsNeighbour)
    (position, capitalsOnly) = (attributes.position, attributes.capitalsOnly)
    let literal = try MarkingLiteral(row, file: file)
    (atoms, fields, isGlued) = (literal.atoms, literal.fields, literal.isGlued)
    (glyphs, picture, hasSmallLetters) = (literal.glyphs, literal.picture, literal.hasSmallLetters)
    kinds = literal.atoms.map {
      switch $0 {
      case .glyph: Self.glyphKind
      case .mark: Self.markKind
      case .field: Self.fieldKind
      }
    }
    codes = literal.atoms.map {
      switch $0 {
      case .glyph(let byte), .mark(let byte): byte
      case .field(let number): literal.fields[number].kind.number
      }
    }
    tolerance = Self.tolerance(letters: glyphs.count)
    let slack = tolerance / 100 + 1
    shortestLine = max(3, glyphs.count - slack)
    longestLine =
      glyphs.count + slack
      + fields.reduce(0) { $0 + ($1.kind == .text ? MarkingMatchNumbers.longestFreeText : MarkingMatchNumbers.longestField) }
    isDeletion = constants.contains { $0.name == "redaction" } || fields.contains { $0.name == "redaction" }
    isTag = !picture.isEmpty || isDeletion
  }

  /// Cost in hundredths of a letter, up to which a damaged line is still this marking: less for short ones, which have near
  /// neighbours among words.
  static func tolerance(letters: Int) -> Int {
    switch letters {
    case ..<MarkingMatchNumbers.fewestTolerant: 0
    case ..<MarkingMatchNumbers.moreTolerant: letters * MarkingMatchNumbers.leastTolerance
    case ..<MarkingMatchNumbers.mostTolerant: letters * MarkingMatchNumbers.middleTolerance
    default: letters * MarkingMatchNumbers.mostTolerance
    }
  }

  /// Whether a line is a picture: digits where it has 9, else its own glyphs, any hyphen or stop for its hyphens, specks
  /// at the ends apart.
  package func shows(_ core: [UInt8]) -> Bool {
    core.count == picture.count
      && zip(core, picture).allSatisfy { byte, place in
        switch place {
        case UInt8(ascii: "9"): byte.isDigit
        case UInt8(ascii: "-"): byte.isAny(of: "-.,~")
        case let digit where digit.isDigit: GlyphClass.of(byte) == GlyphClass.of(digit)
        default: byte == place
        }
      }
  }

  /// From the first letter or digit to the last.
  package static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
    func isGlyph(_ byte: UInt8) -> Bool { byte.isLetter || byte.isDigit }
    guard let first = bytes.firstIndex(where: isGlyph), let last = bytes.lastIndex(where: isGlyph) else { return [] }
    return Array(bytes[first...last])
  }

  /// Names of the constants that have another value in `other`, or none.
  package func differences(from other: MarkingTemplate) -> Set<String> {
    Set((constants + other.constants).filter { !(constants.contains($0) && other.constants.contains($0)) }.map(\.name))
  }
}
