import EmendCore

/// ALTO (Library of Congress), versions 2 to 4: `<Page>`, `<TextLine>`, `<String>` and `<HYP>`, with or without a namespace prefix.
package enum ALTOReader {
  package static func read(_ bytes: [UInt8], into builder: inout PageLayoutBuilder) {
    var reader = MarkupReader(bytes)
    var isInPixels = true
    var images: [String] = []
    // The element whose text counts, and that text.
    var open: Range<Int>?
    var content: [UInt8] = []
    while let piece = reader.next() {
      switch piece {
      case .text(let range): if open != nil { content += reader.resolved(range) }
      case .end(let name):
        guard open != nil else { continue }
        let text = String(decoding: content[content.trimmed(content.indices)], as: UTF8.self)
        if reader.isNamed(name, "MeasurementUnit") { isInPixels = text.lowercased() == "pixel" }
        if reader.isNamed(name, "fileName") { images.append(text) }
        open = nil
      case .start(let tag):
        open = nil
        if reader.isNamed(tag.name, "String") {
          addWord(tag, reader, &builder)
        } else if reader.isNamed(tag.name, "TextLine") {
          builder.addLine()
        } else if reader.isNamed(tag.name, "HYP") {
          guard let hyphen = reader.value(of: "CONTENT", in: tag), hyphen.count < LayoutNumbers.tooLongForHyphen else { continue }
          let left = reader.number(of: "HPOS", in: tag)
          let width = reader.number(of: "WIDTH", in: tag)
          builder.extendLastWord(by: hyphen, right: left.flatMap { left in width.map { left + $0 } })
        } else if reader.isNamed(tag.name, "Page") {
          var page = PageLayout.Page()
          page.width = reader.number(of: "WIDTH", in: tag) ?? 0
          page.height = reader.number(of: "HEIGHT", in: tag) ?? 0
          page.isInPixels = isInPixels
          // One image for all, or one for each.
          let index = builder.pages.count
          page.imageName = index < images.count ? images[index] : ""
          builder.addPage(page)
        } else if reader.isNamed(tag.name, "MeasurementUnit") || reader.isNamed(tag.name, "fileName") {
          open = tag.name
          content.removeAll(keepingCapacity: true)
        }
      }
    }
  }

  private static func addWord(_ tag: MarkupReader.Tag, _ reader: MarkupReader, _ builder: inout PageLayoutBuilder) {
    guard let content = reader.value(of: "CONTENT", in: tag),
      let left = reader.number(of: "HPOS", in: tag), let top = reader.number(of: "VPOS", in: tag),
      let width = reader.number(of: "WIDTH", in: tag), let height = reader.number(of: "HEIGHT", in: tag)
    else { return }
    builder.add(content, left: left, top: top, right: left + width, bottom: top + height)
  }
}
