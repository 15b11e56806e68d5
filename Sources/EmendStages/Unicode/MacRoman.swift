import EmendCore

/// UTF-8 that was once read as Mac Roman: `√©` for `é`, `‚Äú` for `“`.
enum MacRoman {
  /// The characters of the bytes 0x80...0xBF, which go on in UTF-8.
  private static let continuing: [UInt32: UInt32] = {
    let characters = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø"
    return Dictionary(uniqueKeysWithValues: characters.unicodeScalars.enumerated().map { ($1.value, UInt32($0)) })
  }()

  /// - Parameter place: of the character.
  /// - Returns: the characters that are one, and that one.
  static func misread(_ scalar: UInt32, _ bytes: [UInt8], _ place: Range<Int>) -> (range: Range<Int>, scalar: UInt32)? {
    guard scalar == 0x221A || scalar == 0x201A || scalar == 0xD4 || scalar == 0xAC, place.upperBound < bytes.count,
      bytes[place.upperBound] >= 0x80
    else { return nil }
    let (second, length) = UTF8Scan.scalar(bytes.span, at: place.upperBound)
    let middle = place.upperBound + length
    guard let low = continuing[second] else { return nil }
    switch scalar {
    case 0x221A:
      // Of `√π` the root may be meant; inside a word it is not.
      let isInWord = place.lowerBound > 0 && bytes[place.lowerBound - 1].isLetter || middle < bytes.count && bytes[middle].isLetter
      return isInWord ? (place.lowerBound..<middle, 0xC0 + low) : nil
    case 0xAC:
      let sign = 0x80 + low
      return [0xA3, 0xA7, 0xA9, 0xAE, 0xB0, 0xBD].contains(sign) && (middle == bytes.count || !bytes[middle].isLetter)
        ? (place.lowerBound..<middle, sign) : nil
    default:
      guard middle < bytes.count, bytes[middle] >= 0x80 else { return nil }
      let (third, count) = UTF8Scan.scalar(bytes.span, at: middle)
      guard let last = continuing[third] else { return nil }
      // E2 80 xx and EF BF BD.
      if scalar == 0x201A { return low == 0 ? (place.lowerBound..<middle + count, 0x2000 + last) : nil }
      return low == 0x3F && last == 0x3D ? (place.lowerBound..<middle + count, 0xFFFD) : nil
    }
  }
}
