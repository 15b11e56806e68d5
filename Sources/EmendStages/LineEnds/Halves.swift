import EmendCore

/// The two halves of a cut word, and how their case goes together.
package struct Halves {
  package let left: [UInt8]
  package let right: [UInt8]
  package var joined: [UInt8] { left + right }
  var hyphened: [UInt8] { left + [UInt8(ascii: "-")] + right }
  var joinedText: String { String(decoding: joined, as: UTF8.self) }
  var hyphenedText: String { String(decoding: hyphened, as: UTF8.self) }

  /// How the case of the second half goes on from the first: `govern-ment` and `GOVERN-MENT`, `anti-Castro`, neither.
  package enum Shape { case even, upper, capital, mixed, number }

  var shape: Shape {
    guard let first = right.first else { return .mixed }
    if first.isDigit { return .number }
    if left.count > 1, LetterCase(left) == .upper {
      return right.allSatisfy { !$0.isLower } ? .upper : .mixed
    }
    if first.isLower || first >= 0x80 { return .even }
    return left.count == 1 && left[0].isUpper ? .mixed : .capital
  }
}
