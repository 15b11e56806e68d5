import EmendCore

/// The third column of a row of `markings.tsv`: what the marking says by itself, and where it may stand.
struct MarkingAttributes {
  private(set) var constants: [Artifact.Field] = []
  private(set) var needsNeighbour = false
  private(set) var position: String?
  private(set) var capitalsOnly = false

  /// - Throws: `EmendError` for what is not of the form name=value.
  init(_ row: TSV.Row, file: String) throws(EmendError) {
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
  }
}

/// The first column of a row: the text in atoms, or the picture that the whole line is.
struct MarkingLiteral {
  private(set) var atoms: [MarkingTemplate.Atom] = []
  private(set) var fields: [(name: String, kind: MarkingTemplate.FieldClass)] = []
  private(set) var isGlued: [Bool] = []
  private(set) var glyphs: [UInt8] = []
  private(set) var picture: [UInt8] = []
  let hasSmallLetters: Bool

  /// - Throws: `EmendError` for an unknown class, or too little literal text.
  init(_ row: TSV.Row, file: String) throws(EmendError) {
    let literal = Array(row[0].utf8)
    hasSmallLetters = literal.contains(where: \.isLower)
    var i = 0
    while i < literal.count {
      let byte = literal[i]
      if byte == UInt8(ascii: "{") {
        guard let end = literal[i...].firstIndex(of: UInt8(ascii: "}")) else {
          throw .dictionary(file, line: row.line, "a { without its }")
        }
        try addField(literal, i + 1..<end, row, file: file)
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
  }

  /// `name:class`, or, where the braces are the whole column, `name=picture`. `range` is what stands between them.
  private mutating func addField(_ literal: [UInt8], _ range: Range<Int>, _ row: TSV.Row, file: String) throws(EmendError) {
    let inside = literal[range]
    let brace = range.lowerBound - 1
    if let sign = inside.firstIndex(of: UInt8(ascii: "=")), brace == 0, range.upperBound + 1 == literal.count {
      picture = MarkingTemplate.trimmed(inside[(sign + 1)...].map(\.uppered))
      fields.append((String(decoding: inside[..<sign], as: UTF8.self), .text))
      return
    }
    let parts = inside.split(separator: UInt8(ascii: ":")).map { String(decoding: $0, as: UTF8.self) }
    guard parts.count == 2, let fieldClass = MarkingTemplate.FieldClass(rawValue: parts[1]) else {
      throw .dictionary(
        file, line: row.line, "a field is {name:class}, the class id, number, date, person or text; or the whole line is {name=picture}"
      )
    }
    atoms.append(.field(fields.count))
    isGlued.append(brace > 0 && (literal[brace - 1].isLetter || literal[brace - 1].isDigit))
    fields.append((parts[0], fieldClass))
  }
}
