import EmendCore

/// OCR beside its truth, from a line of JSON with the members `id`, `ocr` and `gt`.
package struct TextPair: Sendable {
  package let id: String
  package let ocr: [UInt8]
  package let truth: [UInt8]
  /// False where the OCR itself stands for the truth: `gt` is missing or null, for the text is known to be clean.
  package let hasTruth: Bool

  /// - Parameter needsTruth: a line without `gt` is an error.
  /// - Throws: `EmendError` when the line is no such object. Other members are passed over.
  package init(_ line: [UInt8], needsTruth: Bool = true) throws(EmendError) {
    var (id, ocr, truth): (String?, [UInt8]?, [UInt8]?)
    var reader = JSONReader(line)
    try reader.object { reader, key throws(EmendError) in
      switch key {
      case "id": id = try reader.text()
      case "ocr": ocr = try reader.string()
      case "gt": if try !reader.null() { truth = try reader.string() }
      default: try reader.skip()
      }
    }
    guard reader.isAtEnd else { throw .line("more than one value on the line") }
    guard let id, let ocr, truth != nil || !needsTruth else {
      throw .line(
        "the object needs the members \"id\", \"ocr\"\(needsTruth ? " and \"gt\", each a string" : ", each a string, and may have \"gt\"")")
    }
    self.init(id: id, ocr: ocr, truth: truth)
  }

  /// - Parameter truth: nil for a text that is clean as it is.
  package init(id: String, ocr: [UInt8], truth: [UInt8]?) {
    (self.id, self.ocr, self.truth, hasTruth) = (id, ocr, truth ?? ocr, truth != nil)
  }
}
