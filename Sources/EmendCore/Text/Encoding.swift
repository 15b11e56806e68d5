/// How the bytes of a file spell text.
package enum Encoding: Equatable {
  case utf8
  /// UTF-8, or ASCII, with single bytes in between that are not, and that tell no charset.
  case utf8WithBadBytes
  /// UTF-16 or UTF-32, with the length of the byte order mark.
  case unicode(WideForm, mark: Int)
  /// A charset that ICU found and that the bytes bear out, and how sure ICU is, 0...1.
  case charset(String, confidence: Double)

  package static func of(_ bytes: [UInt8]) -> Encoding {
    if let (form, mark) = WideForm.marked(bytes) { return .unicode(form, mark: mark) }
    if let form = WideForm.unmarked(bytes) { return .unicode(form, mark: 0) }
    guard let broken = UTF8Scan.firstBroken(bytes) else { return .utf8 }
    let evidence = CharsetEvidence(bytes, firstBad: broken)
    if evidence.isDamagedUTF8 { return .utf8WithBadBytes }
    // The sample starts before the first byte in doubt: a long ASCII head says nothing.
    let start = max(0, broken - CharsetNumbers.sampleBefore)
    guard let found = ICU.detectCharset(bytes[start..<min(bytes.count, start + CharsetNumbers.sample)]),
      // EBCDIC (IBM420, IBM424) is what the detector sees in noise; no record comes in it.
      !found.name.hasPrefix("UTF-"), !found.name.hasPrefix("IBM"), found.confidence >= CharsetNumbers.leastSureness
    else { return .utf8WithBadBytes }
    // What detectors call Latin-1 is Windows-1252 in practice (WHATWG Encoding treats it so).
    let name = found.name == "ISO-8859-1" ? "windows-1252" : found.name
    return evidence.supports(name, sureness: found.confidence) ? .charset(name, confidence: found.confidence) : .utf8WithBadBytes
  }
}

/// UTF-16 and UTF-32 in both byte orders.
package enum WideForm: Equatable {
  case utf16(bigEndian: Bool)
  case utf32(bigEndian: Bool)

  package var unit: Int {
    switch self {
    case .utf16: 2
    case .utf32: 4
    }
  }

  package var name: String {
    switch self {
    case .utf16(let big): big ? "UTF-16BE" : "UTF-16LE"
    case .utf32(let big): big ? "UTF-32BE" : "UTF-32LE"
    }
  }

  package func confidence(mark: Int) -> Confidence { mark > 0 ? .certain : Confidence(CharsetNumbers.unmarked) }

  package static func marked(_ bytes: [UInt8]) -> (WideForm, mark: Int)? {
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]), bytes.count % 4 == 0 { return (.utf32(bigEndian: false), 4) }
    if bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return (.utf32(bigEndian: true), 4) }
    if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16(bigEndian: false), 2) }
    if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16(bigEndian: true), 2) }
    return nil
  }

  /// UTF-16 without a mark: the text shows in every second byte and NUL in the others.
  static func unmarked(_ bytes: [UInt8]) -> WideForm? {
    let head = bytes.prefix(4096)
    guard head.count >= 8, bytes.count % 2 == 0 else { return nil }
    var nul = [0, 0]
    for i in head.indices where head[i] == 0 { nul[i & 1] += 1 }
    let half = head.count / 2
    if nul[1] * 10 > half * 7, nul[0] * 20 < half { return .utf16(bigEndian: false) }
    if nul[0] * 10 > half * 7, nul[1] * 20 < half { return .utf16(bigEndian: true) }
    return nil
  }

  /// Where the line that starts at `start` ends, LF included; a long line is cut after 4 KB, never inside a surrogate
  /// pair or a CRLF.
  package func lineEnd(_ bytes: [UInt8], from start: Int) -> Int {
    var i = start
    while i + unit <= bytes.count {
      let low = bytes[isBigEndian ? i + unit - 1 : i]
      let rest = (isBigEndian ? i..<i + unit - 1 : i + 1..<i + unit)
      i += unit
      if low == .lineFeed, bytes[rest].allSatisfy({ $0 == 0 }) { return i }
      // In UTF-16 the other byte of a leading surrogate is 0xD8...0xDB.
      let isLeading = unit == 2 && bytes[rest].first! & 0xFC == 0xD8
      if i - start >= 4096, !isLeading, low != .carriageReturn { return i }
    }
    return bytes.count
  }

  private var isBigEndian: Bool {
    switch self {
    case .utf16(let big), .utf32(let big): big
    }
  }

  /// A whole number of units as UTF-8; lone surrogates, values beyond Unicode and a cut last unit become U+FFFD.
  package func decoded(_ bytes: [UInt8], _ range: Range<Int>) -> [UInt8] {
    var out: [UInt8] = []
    var i = range.lowerBound
    func unit(_ i: Int) -> UInt32? {
      guard i + self.unit <= range.upperBound else { return nil }
      let part = bytes[i..<i + self.unit]
      switch self {
      case .utf16(true), .utf32(true): return part.reduce(0) { $0 << 8 | UInt32($1) }
      default: return part.reversed().reduce(0) { $0 << 8 | UInt32($1) }
      }
    }
    while i < range.upperBound {
      guard let first = unit(i) else {
        out += UInt32(0xFFFD).utf8
        break
      }
      i += self.unit
      if case .utf16 = self, first & 0xFC00 == 0xD800, let second = unit(i), second & 0xFC00 == 0xDC00 {
        i += 2
        out += (0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF)).utf8
      } else if first < 0x80 {
        out.append(UInt8(first))
      } else {
        out += first.utf8
      }
    }
    return out
  }
}

/// A charset in which each byte is a character by itself.
package struct SingleByteCharset {
  private let table: [[UInt8]]

  /// nil when the charset is unknown or uses more than one byte for a character.
  package init?(_ name: String) {
    let lower = name.lowercased()
    guard
      lower.hasPrefix("windows-") || lower.hasPrefix("iso-8859-") || lower.hasPrefix("koi8")
    else { return nil }
    var table: [[UInt8]] = []
    for byte in UInt8(0x80)...0xFF {
      guard let utf8 = ICU.decode([byte], charset: name) else { return nil }
      // Bytes that the charset leaves open come as C1 controls, which are no characters of a record.
      let isControl = utf8.count == 2 && utf8[0] == 0xC2 && utf8[1] < 0xA0
      table.append(utf8.isEmpty || isControl ? UInt32(0xFFFD).utf8 : utf8)
    }
    self.table = table
  }

  package func utf8(_ byte: UInt8) -> [UInt8] { table[Int(byte) - 0x80] }
}

/// Windows-1252, both ways. Source: https://encoding.spec.whatwg.org/index-windows-1252.txt
package enum Windows1252 {
  /// Scalars of 0x80...0x9F; 0 where the charset has none.
  private static let high: [UInt32] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
  ]

  /// The scalar of a byte, nil where the charset has none.
  package static func scalar(_ byte: UInt8) -> UInt32? {
    guard (0x80...0x9F).contains(byte) else { return UInt32(byte) }
    let value = high[Int(byte) - 0x80]
    return value == 0 ? nil : value
  }

  /// The byte from 0x80 that reads as `scalar`; C1 controls stand for the bytes that the charset leaves open.
  package static func byte(_ scalar: UInt32) -> UInt8? {
    if (0x80...0xFF).contains(scalar) { return UInt8(scalar) }
    guard scalar > 0xFF, let index = high.firstIndex(of: scalar) else { return nil }
    return UInt8(index + 0x80)
  }
}
