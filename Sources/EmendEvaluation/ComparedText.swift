import EmendCore

/// A text as HIPE-OCRepair compares it: small letters, ligatures resolved, everything but letters and digits a blank.
package struct ComparedText: Equatable {
  /// Unicode scalars.
  package let scalars: [UInt32]

  package init(_ bytes: [UInt8]) {
    var lower: [UInt32] = []
    lower.reserveCapacity(bytes.count)
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      if scalar.isASCII {
        lower.append(scalar.value >= 0x41 && scalar.value <= 0x5A ? scalar.value | 0x20 : scalar.value)
      } else {
        for small in scalar.properties.lowercaseMapping.unicodeScalars { Self.append(small.value, to: &lower) }
      }
    }
    var scalars: [UInt32] = []
    scalars.reserveCapacity(lower.count)
    var i = 0
    while i < lower.count {
      let scalar = lower[i]
      // A dash or a not sign at a line end joins.
      if scalar == 0x2014 || scalar == 0xAC, i + 1 < lower.count, lower[i + 1] == 0x0A {
        i += 2
        continue
      }
      i += 1
      if Self.isWord(scalar) { scalars.append(scalar) } else if let last = scalars.last, last != 0x20 { scalars.append(0x20) }
    }
    if scalars.last == 0x20 { scalars.removeLast() }
    self.scalars = scalars
  }

  package var words: [ArraySlice<UInt32>] { scalars.split(separator: 0x20) }

  private static func append(_ scalar: UInt32, to text: inout [UInt32]) {
    switch scalar {
    case 0xDF: text += [0x73, 0x73]
    case 0xA75B: text.append(0x72)
    case 0x153: text += [0x6F, 0x65]
    case 0xE6: text += [0x61, 0x65]
    case 0x364:
      // The small e above a vowel of old German print.
      switch text.last {
      case 0x61: text[text.count - 1] = 0xE4
      case 0x6F: text[text.count - 1] = 0xF6
      case 0x75: text[text.count - 1] = 0xFC
      default: text.append(scalar)
      }
    default: text.append(scalar)
    }
  }

  private static func isWord(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return UInt8(scalar).isLetter || UInt8(scalar).isDigit }
    guard let properties = Unicode.Scalar(scalar)?.properties else { return false }
    switch properties.generalCategory {
    case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber: return true
    default: return properties.numericType != nil
    }
  }

  /// The words of several texts as numbers, the same word the same number.
  package static func numbered(_ texts: [ComparedText]) -> [[UInt32]] {
    var numbers: [ArraySlice<UInt32>: UInt32] = [:]
    return texts.map { text in
      text.words.map { word in
        if let known = numbers[word] { return known }
        numbers[word] = UInt32(numbers.count)
        return numbers[word]!
      }
    }
  }
}
