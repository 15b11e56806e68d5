/// Names of files that are no UTF-8: in a string each byte of theirs from 0x80 that is none stands as a scalar from U+10FF80,
/// at the end of the private use planes, where no name has any.
package enum FileName {
  /// Bytes as a string. The bytes of a scalar that would read as a sign are such bytes, too, so that every name comes back.
  package static func text(_ bytes: [UInt8]) -> String {
    if UTF8Scan.firstBroken(bytes) == nil, !bytes.contains(0xF4) { return String(decoding: bytes, as: UTF8.self) }
    var text = ""
    var start = 0
    var i = 0
    while i < bytes.count {
      let (scalar, length) = UTF8Scan.scalar(bytes.span, at: i)
      let isForeign = length == 1 && bytes[i] >= 0x80 || scalar >= firstSign
      if isForeign {
        text += bytes.text(start..<i)
        for byte in bytes[i..<i + length] { text.unicodeScalars.append(sign(of: byte)) }
        start = i + length
      }
      i += length
    }
    return text + bytes.text(start..<bytes.count)
  }

  private static let firstSign: UInt32 = 0x10FF80

  package static func sign(of byte: UInt8) -> Unicode.Scalar { Unicode.Scalar(0x10FF00 + UInt32(byte)) ?? "\u{FFFD}" }

  /// The byte that a scalar stands for; nil for a scalar that stands for itself.
  package static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
    scalar.value >= firstSign ? UInt8(truncatingIfNeeded: scalar.value) : nil
  }

  package static func hasForeign(_ path: String) -> Bool {
    // U+10FF80 and all behind it begin with these two bytes, and so do few others.
    guard path.utf8.contains(0xF4) else { return false }
    return path.unicodeScalars.contains { byte($0) != nil }
  }

  /// The bytes as the file system has them.
  package static func bytes(_ path: String) -> [UInt8] {
    guard hasForeign(path) else { return Array(path.utf8) }
    return path.unicodeScalars.flatMap { scalar in byte(scalar).map { [$0] } ?? Array(String(scalar).utf8) }
  }

  /// The bytes of a name that is no UTF-8; nil for any other.
  package static func foreign(_ path: String) -> [UInt8]? { hasForeign(path) ? bytes(path) : nil }

  /// A path as part of an address (RFC 3986): all bytes but letters, digits and a few signs as `%20`.
  package static func uri(_ path: String) -> String {
    var out: [UInt8] = []
    for byte in bytes(path) {
      if byte.isLetter || byte.isDigit || byte.isAny(of: "/-._~") {
        out.append(byte)
      } else {
        out += Array(("%" + [byte].hexadecimal.uppercased()).utf8)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// A path as it was read from JSON: what stands in hexadecimal counts.
  package static func path(_ path: String, hexadecimal: String?) -> String {
    guard let bytes = hexadecimal.flatMap({ [UInt8](hexadecimal: $0) }) else { return path }
    return text(bytes)
  }
}

extension [UInt8] {
  /// Two small digits a byte.
  package var hexadecimal: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

  /// nil for what is not two digits a byte.
  package init?(hexadecimal digits: String) {
    let digits = Array(digits.utf8)
    guard digits.count % 2 == 0 else { return nil }
    self = []
    for i in stride(from: 0, to: digits.count, by: 2) {
      guard digits[i..<i + 2].allSatisfy({ $0.isDigit || $0.isLetter }),
        let byte = UInt8(String(decoding: digits[i..<i + 2], as: UTF8.self), radix: 16)
      else { return nil }
      append(byte)
    }
  }
}
