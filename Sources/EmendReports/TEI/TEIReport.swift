import EmendCore

/// A record as TEI P5: the output as the reading text, and in it each change, each piece of furniture and each suggestion.
///
/// Whoever takes `<corr>` and `<reg>` and leaves out `<fw>` and `<note type="suggestion">` has the output; whoever takes `<sic>`,
/// `<orig>` and `<fw>` has the source; both up to the amount of white space. A source in a foreign charset stands as it was decoded.
package struct TEIReport {
  private let run: Run
  private let header: TEIHeader

  /// - Parameter source: the path of the record.
  package init(_ run: Run, source: String) {
    // Bytes of another charset are no text of the record; a stray byte or control character in UTF-8 is.
    self.run = run.isForeign ? run.legible : run
    header = TEIHeader(run, source: source)
  }

  package func write(to writer: inout ByteWriter) throws {
    try writer.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n")
    try header.write(to: &writer)
    try writer.write("<text>\n")
    var body = TEIBody(run, TEIElements(run))
    try body.write(to: &writer)
    try writer.write("</text>\n")
    try Self.write(body.artifacts, to: &writer)
    try writer.write("</TEI>\n")
  }

  /// The fields of artifacts, as feature structures that their elements point to.
  private static func write(_ artifacts: [Artifact], to writer: inout ByteWriter) throws {
    if artifacts.allSatisfy({ $0.fields.isEmpty }) { return }
    try writer.write("<standOff>\n")
    for (index, artifact) in artifacts.enumerated() where !artifact.fields.isEmpty {
      try writer.write("<fs xml:id=\"f\(index + 1)\" type=\"\(artifact.kind.rawValue)\">")
      for field in artifact.fields {
        let name = field.name.unicodeScalars.allSatisfy {
          $0.isASCII && ($0.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains($0))
        }
        // The fields of a table of the user's own may have names that are none in XML.
        let element = name && field.name.first?.isLetter == true ? field.name : "field"
        try writer.write("<f name=\"\(element)\"><string>\(TEIText.content(field.value))</string></f>")
      }
      try writer.write("</fs>\n")
    }
    try writer.write("</standOff>\n")
  }
}
