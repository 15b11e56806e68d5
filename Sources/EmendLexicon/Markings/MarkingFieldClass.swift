import EmendCore

extension MarkingTemplate {
  /// What may stand in a field.
  package enum FieldClass: String, Sendable {
    case id, number, date, person, text

    func admits(_ byte: UInt8) -> Bool { Self.table[Int(byte)] >> number & 1 == 1 }

    /// False for prose that consists of the right characters.
    func accepts(_ read: String) -> Bool {
      let words = read.split(whereSeparator: \.isWhitespace).count
      let hasDigit = read.utf8.contains(where: \.isDigit)
      if self != .text, !hasDigit, !read.utf8.contains(where: \.isLetter) { return false }
      return switch self {
      case .id: words <= MarkingMatchNumbers.wordsOfID && (hasDigit || words == 1)
      case .number:
        words <= MarkingMatchNumbers.wordsOfNumber && hasDigit
          && read.utf8.allSatisfy { admits($0) || $0.isBlank || $0 == UInt8(ascii: ":") }
      case .date: words <= MarkingMatchNumbers.wordsOfDate && hasDigit
      case .person: words <= MarkingMatchNumbers.wordsOfPerson
      case .text: true
      }
    }

    /// The bit of the class in `table`.
    package var number: UInt8 {
      switch self {
      case .id: 0
      case .number: 1
      case .date: 2
      case .person: 3
      case .text: 4
      }
    }

    /// For each byte one bit a class.
    package static let table: [UInt8] = (UInt8.min...UInt8.max).map { byte in
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
}
