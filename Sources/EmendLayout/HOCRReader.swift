import EmendCore

/// hOCR 1.2 (Breuel): elements of the classes `ocr_page`, `ocr_line` and its kin, `ocrx_word`, with their boxes in `title`.
///
/// A line without words of its own gives its text, shared out over its box.
package struct HOCRReader {
  /// An element whose text is being gathered.
  private struct Open {
    let box: (left: Double, top: Double, right: Double, bottom: Double)?
    /// Elements that are open inside it and with it.
    var depth = 1
    var text: [UInt8] = []
  }

  private var word: Open?
  private var line: Open?

  package static func read(_ bytes: [UInt8], into builder: inout PageLayoutBuilder) {
    var reader = MarkupReader(bytes)
    var state = HOCRReader()
    while let piece = reader.next() {
      switch piece {
      case .text(let range):
        if state.word != nil {
          state.word?.text += reader.resolved(range)
        } else if state.line != nil {
          state.line?.text += reader.resolved(range)
        }
      case .start(let tag): state.open(tag, reader, &builder)
      case .end: state.close(&builder)
      }
    }
    state.endLine(&builder)
  }

  /// What an element is by its class; of the many kinds of lines and blocks each is as good as another.
  private enum Kind { case page, line, word, block, other }

  private static let lines = [
    "ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat",
    "ocr_pageno",
  ].map {
    Array($0.utf8)
  }
  private static let pageClass = Array("ocr_page".utf8)
  private static let words = ["ocrx_word", "ocr_word"].map { Array($0.utf8) }
  private static let blocks = ["ocr_carea", "ocr_par"].map { Array($0.utf8) }

  private static func kind(_ tag: MarkupReader.Tag, _ reader: MarkupReader) -> Kind {
    guard let classes = reader.value(of: "class", in: tag) else { return .other }
    for name in MarkupText.words(classes[...]) {
      if words.contains(where: { $0[...] == name }) { return .word }
      if lines.contains(where: { $0[...] == name }) { return .line }
      if blocks.contains(where: { $0[...] == name }) { return .block }
      if pageClass[...] == name { return .page }
    }
    return .other
  }

  private mutating func open(
    _ tag: MarkupReader.Tag, _ reader: MarkupReader, _ builder: inout PageLayoutBuilder
  ) {
    let kind = Self.kind(tag, reader)
    if kind == .word { endWord(&builder) } else if kind != .other { endLine(&builder) }
    let isClosed = tag.isEmpty || Self.isVoid(tag, reader)
    if !isClosed {
      word?.depth += 1
      line?.depth += 1
    }
    if kind == .other || kind == .block { return }
    let title = Title(reader.value(of: "title", in: tag) ?? [])
    switch kind {
    case .page: builder.addPage(Self.page(title))
    case .line:
      builder.addLine()
      if !isClosed { line = Open(box: title.box) }
    default: if !isClosed { word = Open(box: title.box) }
    }
  }

  private mutating func close(_ builder: inout PageLayoutBuilder) {
    word?.depth -= 1
    line?.depth -= 1
    if word?.depth == 0 { endWord(&builder) }
    if line?.depth == 0 { endLine(&builder) }
  }

  private mutating func endWord(_ builder: inout PageLayoutBuilder) {
    guard let ended = word else { return }
    word = nil
    if let box = ended.box {
      builder.add(ended.text, left: box.left, top: box.top, right: box.right, bottom: box.bottom)
      // The words are known by themselves: what stands between them is white space.
      line = line.map { Open(box: nil, depth: $0.depth) }
    }
  }

  private mutating func endLine(_ builder: inout PageLayoutBuilder) {
    endWord(&builder)
    guard let ended = line else { return }
    line = nil
    if let box = ended.box {
      builder.add(ended.text, left: box.left, top: box.top, right: box.right, bottom: box.bottom)
    }
  }

  private static func page(_ title: Title) -> PageLayout.Page {
    var page = PageLayout.Page()
    page.imageName = title.image
    // A page that does not begin at 0 is a part of its image, which alone says how large it is.
    if let box = title.box, box.left == 0, box.top == 0 {
      (page.width, page.height) = (box.right, box.bottom)
    }
    return page
  }

  /// Elements of HTML that have no end.
  private static func isVoid(_ tag: MarkupReader.Tag, _ reader: MarkupReader) -> Bool {
    reader.isNamed(tag.name, "br") || reader.isNamed(tag.name, "img")
      || reader.isNamed(tag.name, "meta")
      || reader.isNamed(tag.name, "link") || reader.isNamed(tag.name, "hr")
      || reader.isNamed(tag.name, "wbr")
  }

  /// The properties in a `title`: `image "a.png"; bbox 0 0 1700 2200; ppageno 0`.
  package struct Title {
    package private(set) var image = ""
    package private(set) var box: (left: Double, top: Double, right: Double, bottom: Double)?

    package init(_ text: [UInt8]) {
      var start = 0
      while start < text.count {
        var end = start
        var quote: UInt8?
        while end < text.count, quote != nil || text[end] != UInt8(ascii: ";") {
          if text[end] == quote {
            quote = nil
          } else if quote == nil, text[end] == UInt8(ascii: "\"") {
            quote = text[end]
          }
          end += 1
        }
        read(text[text.trimmed(start..<end)])
        start = end + 1
      }
    }

    private mutating func read(_ property: ArraySlice<UInt8>) {
      let parts = MarkupText.words(property)
      guard let name = parts.first else { return }
      if name.elementsEqual("bbox".utf8), parts.count >= 5 {
        let numbers = parts[1...4].compactMap { MarkupText.number($0) }
        if numbers.count == 4 { box = (numbers[0], numbers[1], numbers[2], numbers[3]) }
      } else if name.elementsEqual("image".utf8), parts.count > 1 {
        let value = property[parts[1].startIndex...]
        image = String(decoding: value, as: UTF8.self).trimming("\"'")
      }
    }
  }
}

extension String {
  /// Without any of these characters at its ends.
  package func trimming(_ marks: String) -> String {
    var rest = self[...]
    while let first = rest.first, marks.contains(first) { rest.removeFirst() }
    while let last = rest.last, marks.contains(last) { rest.removeLast() }
    return String(rest)
  }
}
