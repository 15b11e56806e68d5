/// A line of `markings.tsv`: literal text that OCR may have damaged, and places where a reading stands.
///
/// `NLK-{review:id} BY {by:person}` has the letters of NLK and BY to match and two fields to fill. Case, blanks and, for
/// a small price, punctuation do not count.
final class MarkingTemplate: Sendable {
  enum Atom: Sendable {
    /// A capital letter or digit that must stand there.
    case glyph(UInt8)
    /// Punctuation, nearly free to miss.
    case mark(UInt8)
    case field(Int)
  }

  /// What may stand in a field.
  enum FieldClass: String, Sendable {
    case id, number, date, person, text

    func admits(_ byte: UInt8) -> Bool { Self.table[Int(byte)] >> number & 1 == 1 }

    /// False for prose that consists of the right characters.
    func accepts(_ read: String) -> Bool {
      let words = read.split(whereSeparator: \.isWhitespace).count
      let hasDigit = read.utf8.contains(where: \.isDigit)
      if self != .text, !hasDigit, !read.utf8.contains(where: \.isLetter) { return false }
      return switch self {
      case .id: words <= 6 && (hasDigit || words == 1)
      case .number: words <= 2 && hasDigit && read.utf8.allSatisfy { admits($0) || $0.isBlank || $0 == UInt8(ascii: ":") }
      case .date: words <= 6 && hasDigit
      case .person: words <= 4
      case .text: true
      }
    }

    /// The bit of the class in `table`.
    var number: UInt8 {
      switch self {
      case .id: 0
      case .number: 1
      case .date: 2
      case .person: 3
      case .text: 4
      }
    }

    /// For each byte one bit a class.
    static let table: [UInt8] = (UInt8.min...UInt8.max).map { byte in
      let letter = byte.isLetter
      let digit = byte.isDigit
      let classes = [
        letter || digit || byte.isAny(of: "-/.():#,"),
        digit || byte.isAny(of: "OoIlLSBZ,."),
        letter || digit || byte.isAny(of: "/.,-'"),
        letter || byte.isAny(of: ".,-'"),
        true,
      ]
      return classes.enumerated().reduce(0) { $0 | ($1.element ? 1 << UInt8($1.offset) : 0) }
    }
  }

  let text: String
  let kind: Artifact.Kind
  /// Id of the rule that strips it.
  let rule: String
  /// Kind and text, for reasons.
  let name: String
  let atoms: [Atom]
  /// Name and class of each field, in order.
  let fields: [(name: String, kind: FieldClass)]
  /// For each field whether it stands right behind a letter or digit of the text: `CIA-RDP{docid:id}`.
  let isGlued: [Bool]
  /// What the marking says by itself: `level` = `SECRET`.
  let constants: [Artifact.Field]
  /// Letters and digits to match.
  let glyphs: [UInt8]
  /// Stripped only beside other markings: its words could be text.
  let needsNeighbour: Bool
  /// Not matched in small letters, where its words are ordinary text.
  let capitalsOnly: Bool
  /// What the whole line looks like, 9 for any digit: `999-99999-99999`. Empty for a template of words.
  let picture: [UInt8]
  /// `head` or `foot`: only the first or the last lines of a text. `edge`: by itself only near an edge of a page.
  let position: String?

  /// A redaction tag: `(b)(1)`, `25X1`.
  let isTag: Bool

  static let glyphKind: UInt8 = 0
  static let markKind: UInt8 = 1
  static let fieldKind: UInt8 = 2
  /// The atoms once more, flat for the inner loop: what each is, and its glyph, its mark, or the class of the field.
  let kinds: [UInt8]
  let codes: [UInt8]
  /// Cost in hundredths of a letter up to which a damaged line is still this marking.
  let tolerance: Int
  /// Letters and digits that a line must have, at least and at most.
  let shortestLine: Int
  let longestLine: Int
  let hasSmallLetters: Bool

  /// - Throws: `EmendError` for an unknown kind, an unknown class, or too little literal text.
  init(_ row: TSV.Row, file: String) throws(EmendError) {
    guard let kind = Artifact.Kind(rawValue: row[1]) else {
      throw .dictionary(file, line: row.line, "unknown kind \(row.shown(1))")
    }
    text = row[0]
    rule = "markings.\(row[1])"
    name = "\(row[1]) \(row[0])"
    self.kind = kind
    var constants: [Artifact.Field] = []
    var needsNeighbour = false
    var position: String?
    var capitalsOnly = false
    for pair in row[2].utf8.split(separator: UInt8(ascii: ";")) {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1).map { String(Substring($0)) }
      guard parts.count == 2 else {
        throw .dictionary(file, line: row.line, "\(Excerpt.of(Substring(pair))) is not of the form name=value")
      }
      switch parts[0] {
      case "alone": needsNeighbour = parts[1] == "no"
      case "position": position = parts[1]
      case "letters": capitalsOnly = parts[1] == "upper"
      default: constants.append(Artifact.Field(parts[0], parts[1]))
      }
    }
    var atoms: [Atom] = []
    var fields: [(String, FieldClass)] = []
    var glyphs: [UInt8] = []
    var picture: [UInt8] = []
    var isGlued: [Bool] = []
    let literal = Array(row[0].utf8)
    var i = 0
    while i < literal.count {
      let byte = literal[i]
      if byte == UInt8(ascii: "{") {
        guard let end = literal[i...].firstIndex(of: UInt8(ascii: "}")) else {
          throw .dictionary(file, line: row.line, "a { without its }")
        }
        let inside = literal[i + 1..<end]
        if let sign = inside.firstIndex(of: UInt8(ascii: "=")), i == 0, end + 1 == literal.count {
          picture = Self.trimmed(inside[(sign + 1)...].map(\.uppered))
          fields.append((String(decoding: inside[..<sign], as: UTF8.self), .text))
          i = end + 1
          continue
        }
        let parts = inside.split(separator: UInt8(ascii: ":")).map { String(decoding: $0, as: UTF8.self) }
        guard parts.count == 2, let fieldClass = FieldClass(rawValue: parts[1]) else {
          throw .dictionary(
            file, line: row.line, "a field is {name:class}, the class id, number, date, person or text; or the whole line is {name=picture}"
          )
        }
        atoms.append(.field(fields.count))
        isGlued.append(i > 0 && (literal[i - 1].isLetter || literal[i - 1].isDigit))
        fields.append((parts[0], fieldClass))
        i = end + 1
        continue
      }
      if byte.isLetter || byte.isDigit {
        atoms.append(.glyph(byte.uppered))
        glyphs.append(byte.uppered)
      } else if byte.isASCII, !byte.isSpace {
        atoms.append(.mark(byte))
      }
      i += 1
    }
    guard glyphs.count >= 3 || picture.count >= 2 else {
      throw .dictionary(file, line: row.line, "needs three letters or more")
    }
    self.atoms = atoms
    self.fields = fields
    kinds = atoms.map {
      switch $0 {
      case .glyph: Self.glyphKind
      case .mark: Self.markKind
      case .field: Self.fieldKind
      }
    }
    codes = atoms.map {
      switch $0 {
      case .glyph(let byte), .mark(let byte): byte
      case .field(let number): fields[number].1.number
      }
    }
    tolerance = Self.tolerance(letters: glyphs.count)
    let slack = tolerance / 100 + 1
    shortestLine = max(3, glyphs.count - slack)
    longestLine = glyphs.count + slack + fields.reduce(0) { $0 + ($1.1 == .text ? 120 : 32) }
    hasSmallLetters = literal.contains(where: \.isLower)
    self.glyphs = glyphs
    self.picture = picture
    isTag = !picture.isEmpty || constants.contains { $0.name == "redaction" } || fields.contains { $0.0 == "redaction" }
    self.isGlued = isGlued
    self.constants = constants
    self.needsNeighbour = needsNeighbour
    self.position = position
    self.capitalsOnly = capitalsOnly
  }

  /// Cost, in hundredths, up to which a damaged line is still this marking: less for short ones, which have near
  /// neighbours among words.
  static func tolerance(letters: Int) -> Int {
    switch letters {
    case ..<5: 0
    case ..<9: letters * 18
    case ..<12: letters * 22
    default: letters * 27
    }
  }

  /// Whether a line is a picture: digits where it has 9, else its own glyphs, any hyphen or stop for its hyphens, specks
  /// at the ends apart.
  func shows(_ core: [UInt8]) -> Bool {
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
  static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
    func isGlyph(_ byte: UInt8) -> Bool { byte.isLetter || byte.isDigit }
    guard let first = bytes.firstIndex(where: isGlyph), let last = bytes.lastIndex(where: isGlyph) else { return [] }
    return Array(bytes[first...last])
  }

  /// Letters and digits before each field, and behind the last.
  var segmentGlyphs: [Int] {
    var counts = [0]
    for atom in atoms {
      switch atom {
      case .glyph: counts[counts.count - 1] += 1
      case .mark: continue
      case .field: counts.append(0)
      }
    }
    return counts
  }

  /// Names of the constants that have another value in `other`, or none.
  func differences(from other: MarkingTemplate) -> Set<String> {
    Set((constants + other.constants).filter { !(constants.contains($0) && other.constants.contains($0)) }.map(\.name))
  }

  /// The first three glyph classes, nil when fewer stand before the first field.
  var head: Int? {
    var run: [Int] = []
    for atom in atoms where run.count < 3 {
      switch atom {
      case .glyph(let byte): run.append(Int(GlyphClass.of(byte)))
      case .mark: continue
      case .field: return nil
      }
    }
    return run.reduce(0) { $0 << 5 | $1 }
  }

  /// The first three runs of `length` glyph classes, as far as the text before the first field goes.
  func headGrams(_ length: Int) -> [GramIndex.Run] {
    var classes: [Int] = []
    scan: for atom in atoms {
      switch atom {
      case .glyph(let byte): classes.append(Int(GlyphClass.of(byte)))
      case .mark: continue
      case .field: break scan
      }
    }
    return (0..<3).filter { $0 + length <= classes.count }.map { start in
      GramIndex.Run(classes: classes[start..<start + length].reduce(0) { $0 << 5 | $1 }, length: length)
    }
  }

  /// The distinct runs of `length` glyph classes in the literal text; they do not run across a field.
  func literalGrams(_ length: Int) -> Set<Int> {
    var found: Set<Int> = []
    var run: [Int] = []
    for atom in atoms {
      switch atom {
      case .glyph(let byte):
        run.append(Int(GlyphClass.of(byte)))
        if run.count >= length { found.insert(run.suffix(length).reduce(0) { $0 << 5 | $1 }) }
      case .mark: continue
      case .field: run = []
      }
    }
    return found
  }
}
