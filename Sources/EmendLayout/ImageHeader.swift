import EmendCore

/// What the first bytes of an image say: its format and its size in pixels.
package struct ImageHeader: Sendable, Equatable {
  package enum Format: Sendable { case png, jpeg }

  package let format: Format
  package let width: Int
  package let height: Int

  /// Nil for what is neither PNG (ISO 15948) nor JPEG (ITU-T T.81), or ends before its size.
  package init?(_ bytes: [UInt8]) {
    if bytes.starts(with: Self.pngSignature) {
      guard bytes.count >= 24, Array(bytes[12..<16]) == Array("IHDR".utf8) else { return nil }
      self.init(.png, width: Self.number(bytes, 16..<20), height: Self.number(bytes, 20..<24))
    } else if Self.isJPEG(bytes) {
      guard let frame = Self.frame(bytes) else { return nil }
      self.init(.jpeg, width: Self.number(bytes, frame + 3..<frame + 5), height: Self.number(bytes, frame + 1..<frame + 3))
    } else {
      return nil
    }
  }

  private init?(_ format: Format, width: Int, height: Int) {
    let limit = LayoutNumbers.tooManyPixels
    guard width > 0, height > 0, width < limit, height < limit else { return nil }
    (self.format, self.width, self.height) = (format, width, height)
  }

  /// True when more bytes may tell the size: a JPEG holds profiles and previews before it.
  package static func mayNeedMore(_ bytes: [UInt8]) -> Bool { isJPEG(bytes) }

  package static func isTIFF(_ bytes: [UInt8]) -> Bool {
    ["II*\0", "MM\0*", "II+\0", "MM\0+"].contains { bytes.starts(with: $0.utf8) }
  }

  private static let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  private static func isJPEG(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0xFF, 0xD8, 0xFF]) }

  private static func number(_ bytes: [UInt8], _ range: Range<Int>) -> Int { bytes[range].reduce(0) { $0 << 8 | Int($1) } }

  /// The place of the frame header's contents: precision, height, width.
  private static func frame(_ bytes: [UInt8]) -> Int? {
    var i = 2
    while i + 9 <= bytes.count {
      guard bytes[i] == 0xFF else { return nil }
      let marker = bytes[i + 1]
      if marker == 0xFF {
        // A fill byte.
        i += 1
        continue
      }
      // SOF0 to SOF15, without the tables and the arithmetic coding among them.
      if marker >= 0xC0, marker <= 0xCF, ![0xC4, 0xC8, 0xCC].contains(marker) { return i + 4 }
      // The scan begins, or the image ends.
      if marker == 0xDA || marker == 0xD9 { return nil }
      let isAlone = marker == 0x01 || marker >= 0xD0 && marker <= 0xD7
      i += isAlone ? 2 : 2 + max(2, number(bytes, i + 2..<i + 4))
    }
    return nil
  }
}
