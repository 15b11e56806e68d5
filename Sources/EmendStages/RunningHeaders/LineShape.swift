import EmendCore

/// What a line looks like, whatever it says.
package enum LineShape {
  /// Goes on in the next line: `Yours sincerely,`.
  static func goesOn(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
    bytes[line.upperBound - 1].isAny(of: ",;") && bytes[line].contains(where: \.isLower)
  }

  /// `FROM :`, `SUBJECT: Cuba`, `The President:`: a label, with or without what it names. A number alone is no subject.
  static func isLabel(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
    guard let colon = bytes[line].firstIndex(of: UInt8(ascii: ":")), colon - line.lowerBound <= RunningHeadersNumbers.longestLabel else {
      return false
    }
    let rest = bytes[colon + 1..<line.upperBound]
    return !rest.contains(where: \.isDigit) || rest.count(where: \.isLetter) > RunningHeadersNumbers.labelLetters
  }

  /// Ends like a sentence or in the middle of one, and is not set in capitals.
  static func isProse(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
    let lowers = bytes[line].count(where: \.isLower)
    if lowers == 0 { return false }
    return bytes[line.upperBound - 1].isAny(of: ".,;?!") || bytes[line.lowerBound].isLower && lowers > RunningHeadersNumbers.lowersOfProse
  }

  /// Three cells or more, or hardly a letter among the figures.
  static func isTableRow(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
    var gaps = 0
    var blanks = 0
    var letters = 0
    var digits = 0
    for byte in bytes[line] {
      if byte.isBlank {
        blanks += byte == .tab ? RunningHeadersNumbers.cellGap : 1
        continue
      }
      if blanks >= RunningHeadersNumbers.cellGap { gaps += 1 }
      blanks = 0
      if byte.isLetter { letters += 1 } else if byte.isDigit { digits += 1 }
    }
    return gaps >= RunningHeadersNumbers.gapsOfTable || digits > 2 * letters
  }

  /// Two or three words that start with a capital and go on in small letters: `Dean Rusk`, `Secretary of State`.
  package static func isName(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
    if bytes[line].contains(where: \.isDigit) { return false }
    let words = bytes[line].split(whereSeparator: \.isBlank)
    return words.count <= RunningHeadersNumbers.wordsOfName && bytes[line].contains(where: \.isLower)
      && words.allSatisfy { $0.first!.isUpper || $0.count < RunningHeadersNumbers.smallWord }
  }
}
