import EmendCore
import EmendFiles

/// Files that are no text are refused before a stage sees them.
enum Refusal {
  private static let formats: [(magic: [UInt8], name: String, remedy: String)] = [
    (Array("%PDF-".utf8), "a PDF", "take its text out first, with pdftotext or OCR"),
    ([0x89] + Array("PNG".utf8), "a PNG picture", "read it with OCR first"),
    ([0xFF, 0xD8, 0xFF], "a JPEG picture", "read it with OCR first"),
    (Array("II*\0".utf8), "a TIFF picture", "read it with OCR first"),
    (Array("MM\0*".utf8), "a TIFF picture", "read it with OCR first"),
    ([0x1F, 0x8B], "a gzip file", "unpack it first"),
    (Array("PK\u{3}\u{4}".utf8), "a ZIP file (or a Word document)", "unpack it, or save it as text"),
    ([0xD0, 0xCF, 0x11, 0xE0], "an old Word document", "save it as text"),
  ]

  /// - Throws: `Failure` for a file that holds no text.
  static func check(_ bytes: [UInt8], name: String) throws {
    if let format = formats.first(where: { bytes.starts(with: $0.magic) }) {
      throw Failure("\(name): this is \(format.name), not text; \(format.remedy)")
    }
    if !bytes.isEmpty, bytes.allSatisfy({ $0 == 0 }) {
      throw Failure("\(name): holds no text, only \(bytes.count) NUL bytes; look for another copy of the file")
    }
  }
}
