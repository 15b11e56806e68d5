import EmendCore

extension MarkupReader {
  /// True when a name is `name`; tags of HTML are written in either case.
  package func isNamed(_ place: Range<Int>, _ name: StaticString) -> Bool {
    guard place.count == name.utf8CodeUnitCount else { return false }
    return place.allSatisfy { bytes[$0].lowered == name.utf8Start[$0 - place.lowerBound].lowered }
  }

  /// The value of an attribute with its entities resolved; nil when the tag does not have it.
  package func value(of attribute: StaticString, in tag: Tag) -> [UInt8]? {
    var i = tag.attributes.lowerBound
    let end = tag.attributes.upperBound
    while i < end {
      while i < end, bytes[i].isSpace || bytes[i].isAny(of: "/=") { i += 1 }
      let start = i
      while i < end, !bytes[i].isSpace, bytes[i] != UInt8(ascii: "=") { i += 1 }
      let name = start..<i
      while i < end, bytes[i].isSpace { i += 1 }
      guard i < end, bytes[i] == UInt8(ascii: "=") else { continue }
      i += 1
      while i < end, bytes[i].isSpace { i += 1 }
      guard i < end else { return nil }
      var value: Range<Int>
      if bytes[i].isAny(of: "\"'") {
        let close = bytes.firstIndex(of: bytes[i], in: i + 1..<end) ?? end
        value = i + 1..<close
        i = min(end, close + 1)
      } else {
        value = i..<i
        while i < end, !bytes[i].isSpace { i += 1 }
        value = value.lowerBound..<i
      }
      if isNamed(name, attribute) { return resolved(value) }
    }
    return nil
  }

  /// A number of the value of an attribute.
  package func number(of attribute: StaticString, in tag: Tag) -> Double? {
    value(of: attribute, in: tag).flatMap { MarkupText.number($0[...]) }
  }

  /// The bytes of a piece of text with its entities resolved.
  package func resolved(_ range: Range<Int>) -> [UInt8] {
    guard bytes.firstIndex(of: UInt8(ascii: "&"), in: range) != nil else {
      return Array(bytes[range])
    }
    var text: [UInt8] = []
    var i = range.lowerBound
    while i < range.upperBound {
      if bytes[i] == UInt8(ascii: "&"),
        let end = bytes.firstIndex(of: UInt8(ascii: ";"), in: i..<min(range.upperBound, i + LayoutNumbers.longestEntity)),
        let scalar = MarkupText.scalar(bytes[i + 1..<end])
      {
        text += Array(String(Character(scalar)).utf8)
        i = end + 1
      } else {
        text.append(bytes[i])
        i += 1
      }
    }
    return text
  }
}

package enum MarkupText {
  /// What an entity stands for: a number, or one of the names that XML and every engine know.
  package static func scalar(_ name: ArraySlice<UInt8>) -> Unicode.Scalar? {
    if name.first == UInt8(ascii: "#") {
      let isHex = name.dropFirst().first?.lowered == UInt8(ascii: "x")
      let digits = String(decoding: name.dropFirst(isHex ? 2 : 1), as: UTF8.self)
      guard let value = UInt32(digits, radix: isHex ? 16 : 10) else { return nil }
      return value == 0 ? "\u{FFFD}" : Unicode.Scalar(value) ?? "\u{FFFD}"
    }
    return switch String(decoding: name, as: UTF8.self) {
    case "amp": "&"
    case "lt": "<"
    case "gt": ">"
    case "quot": "\""
    case "apos": "'"
    case "nbsp": "\u{A0}"
    case "shy": "\u{AD}"
    case "mdash": "—"
    case "ndash": "–"
    case "lsquo": "‘"
    case "rsquo": "’"
    case "ldquo": "“"
    case "rdquo": "”"
    case "hellip": "…"
    case "sect": "§"
    default: nil
    }
  }

  /// A plain decimal number no larger than a page can have.
  package static func number(_ text: ArraySlice<UInt8>) -> Double? {
    let isNegative = text.first == UInt8(ascii: "-")
    let digits = isNegative ? text.dropFirst() : text
    guard !digits.isEmpty, digits.count <= LayoutNumbers.mostDigits else { return nil }
    var value = 0
    var scale: Double?
    for byte in digits {
      if byte == UInt8(ascii: "."), scale == nil {
        scale = 1
      } else if byte.isDigit {
        value = value * 10 + Int(byte - UInt8(ascii: "0"))
        scale = scale.map { $0 * 10 }
      } else {
        return nil
      }
    }
    let number = Double(value) / (scale ?? 1)
    return number < LayoutNumbers.largestNumber ? (isNegative ? -number : number) : nil
  }

  /// The parts of a text that blanks divide.
  package static func words(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] { text.split { $0.isSpace } }
}
