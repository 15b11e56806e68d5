import EmendCore

/// The text of a record in TEI: paragraphs with every change in place, furniture, page breaks and notes.
package struct TEIBody {
  private let run: Run
  private let elements: TEIElements
  private var pages: ArraySlice<PageMap.Page>
  private var events: ArraySlice<TEIPlaces.Event>
  private var out: [UInt8] = []
  private var gap = TEIGap()
  private var isInside = false
  private var hasParagraph = false
  /// Where the next byte of the output stands.
  private var place = 0
  package private(set) var artifacts: [Artifact] = []

  package init(_ run: Run, _ elements: TEIElements) {
    self.run = run
    self.elements = elements
    pages = run.pageMap.pages[...]
    events = []
  }

  /// Writes `<body>` and what is in it.
  package mutating func write(to writer: inout ByteWriter) throws {
    let nodes = TEINode.all(of: run)
    events = elements.places(in: run, changes: Self.changes(nodes)).events[...]
    out += Array("<body>\n".utf8)
    for node in nodes {
      write(node)
      if out.count > 1 << 16 {
        try writer.write(out)
        out.removeAll(keepingCapacity: true)
      }
    }
    addPages(before: .max)
    addEvents(upTo: .max)
    closeParagraph()
    writeGap()
    if !hasParagraph { out += Array("<p/>".utf8) }
    out += Array("\n</body>\n".utf8)
    try writer.write(out)
  }

  /// The bytes of the output that changes stand in.
  private static func changes(_ nodes: [TEINode]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var place = 0
    for node in nodes {
      if case .kept = node.kind {} else { found.append(place..<place + node.count) }
      place += node.count
    }
    return found
  }

  // MARK: Stretches

  private mutating func write(_ node: TEINode) {
    addPages(before: node.source.lowerBound + 1)
    switch node.kind {
    case .kept: writeKept(node.source)
    case .removed(let artifact):
      if TEIText.isSpace(node.output), artifact.kind != .footnote { addRemoved(node, artifact) } else { writeChange(node) }
    case .changed:
      let isSpace = TEIText.isSpace(node.output) && (TEIText.isSpace(run.source[node.source]) || hasOnlyFurniture(node))
      if isSpace { addFurniture(of: node) } else { writeChange(node) }
    }
    place += node.count
    addEvents(upTo: place - 1)
  }

  private mutating func writeKept(_ range: Range<Int>) {
    var start = range.lowerBound
    let shift = place - range.lowerBound
    while start < range.upperBound {
      addPages(before: start + 1)
      addEvents(upTo: start + shift)
      var end = range.upperBound
      if let event = events.first { end = min(end, event.place - shift) }
      if let page = pages.first { end = min(end, page.sourceOffset) }
      writeEqual(start..<max(end, start + 1))
      start = max(end, start + 1)
    }
  }

  /// Text that is the same on both sides, without anything in it.
  private mutating func writeEqual(_ range: Range<Int>) {
    let text = run.source
    var i = range.lowerBound
    while i < range.upperBound {
      var end = i
      if text[i].isSpace {
        while end < range.upperBound, text[end].isSpace { end += 1 }
        gap.addSpace(source: text[i..<end], output: text[i..<end])
        for _ in 0..<text[i..<end].count(where: { $0 == .formFeed }) { gap.add(.mark(Array("<pb type=\"form-feed\"/>".utf8))) }
      } else {
        // Single blanks between words need not be looked at one by one.
        while end < range.upperBound, !text[end].isSpace || text[end] == .space && end + 1 < range.upperBound && !text[end + 1].isSpace {
          end += 1
        }
        openParagraph()
        TEIText.append(text[i..<end], to: &out)
      }
      i = end
    }
  }

  /// Matter that was taken out, and nothing but white space put in its place.
  private mutating func addRemoved(_ node: TEINode, _ artifact: Artifact) {
    addFurniture(node.source, artifact)
    gap.addSpace(source: [], output: node.output)
  }

  /// White space and matter that was taken out, where the output has white space at most.
  private mutating func addFurniture(of node: TEINode) {
    var pieces: [Piece] = []
    collect(node, into: &pieces)
    for piece in pieces {
      if let artifact = piece.artifact {
        addFurniture(piece.source, artifact)
      } else {
        gap.addSpace(source: run.source[piece.source], output: [])
      }
    }
    gap.addSpace(source: [], output: node.output)
  }

  private mutating func addFurniture(_ range: Range<Int>, _ artifact: Artifact) {
    let text = run.source.trimmed(range)
    if text.isEmpty { return gap.addSpace(source: run.source[range], output: []) }
    gap.addSpace(source: run.source[range.lowerBound..<text.lowerBound], output: [])
    let (start, end) = furniture(artifact)
    var content: [UInt8] = []
    TEIText.append(run.source[text], to: &content)
    gap.add(.furniture(start: start, content: content, end: end))
    gap.addSpace(source: run.source[text.upperBound..<range.upperBound], output: [])
  }

  /// A stretch whose text changed, with the white space that both sides begin or end with outside of it.
  private mutating func writeChange(_ node: TEINode) {
    addEvents(upTo: place)
    var pieces: [Piece] = []
    collect(node, into: &pieces)
    var output = node.output[...]
    let leading = output.prefix(while: \.isSpace)
    if !leading.isEmpty, let first = pieces.first, first.artifact == nil, run.source[first.source].first?.isSpace == true {
      let space = run.source[first.source].prefix(while: \.isSpace)
      gap.addSpace(source: space, output: leading)
      pieces[0].source = first.source.lowerBound + space.count..<first.source.upperBound
      output = output.dropFirst(leading.count)
    }
    var trailing: (source: [UInt8], output: [UInt8]) = ([], [])
    if let last = pieces.last, last.artifact == nil, run.source[last.source].last?.isSpace == true, output.last?.isSpace == true {
      let space = run.source[last.source].reversed().prefix(while: \.isSpace).count
      trailing = (Array(run.source[last.source].suffix(space)), Array(output.reversed().prefix(while: \.isSpace).reversed()))
      pieces[pieces.count - 1].source = last.source.lowerBound..<last.source.upperBound - space
      output = output.dropLast(trailing.output.count)
    }
    let edits = elements.edits(node.allEdits)
    let joins = edits.contains { $0.rule.hasPrefix("line-ends.") || $0.rule == "page-markers.close-up" }
    var content: [UInt8] = []
    for piece in pieces {
      guard let artifact = piece.artifact else {
        TEIText.append(run.source[piece.source], to: &content, joins: joins)
        continue
      }
      let (start, end) = furniture(artifact, isNote: true)
      content += Array(start.utf8)
      TEIText.append(run.source[piece.source], to: &content)
      content += Array(end.utf8)
    }
    var result: [UInt8] = []
    TEIText.append(output, to: &result)
    openParagraph()
    out += elements.choice(source: content, output: result, edits)
    gap.addSpace(source: trailing.source, output: trailing.output)
  }

  // MARK: The source side of a change

  /// Bytes of the source, and the artifact that was taken out of the text with them.
  private struct Piece {
    var source: Range<Int>
    let artifact: Artifact?
  }

  private func collect(_ node: TEINode, into pieces: inout [Piece]) {
    if case .removed(let artifact) = node.kind { return pieces.append(Piece(source: node.source, artifact: artifact)) }
    if !node.children.isEmpty {
      for child in node.children { collect(child, into: &pieces) }
    } else if let last = pieces.last, last.artifact == nil, last.source.upperBound == node.source.lowerBound {
      pieces[pieces.count - 1].source = last.source.lowerBound..<node.source.upperBound
    } else if !node.source.isEmpty {
      pieces.append(Piece(source: node.source, artifact: nil))
    }
  }

  private func hasOnlyFurniture(_ node: TEINode) -> Bool {
    var pieces: [Piece] = []
    collect(node, into: &pieces)
    return pieces.allSatisfy { $0.artifact.map { $0.kind != .footnote } ?? TEIText.isSpace(run.source[$0.source]) }
  }

  /// The tags around an artifact, which is counted.
  private mutating func furniture(_ artifact: Artifact, isNote: Bool = false) -> (start: String, end: String) {
    artifacts.append(artifact)
    return elements.furniture(artifact, number: artifacts.count)
  }

  // MARK: What stands between

  private mutating func addPages(before place: Int) {
    while let page = pages.first, page.sourceOffset < place {
      gap.add(.pageBreak("n=\"\(TEIText.attribute(page.name))\""))
      pages.removeFirst()
    }
  }

  private mutating func addEvents(upTo place: Int) {
    while let event = events.first, event.place <= place {
      events.removeFirst()
      switch event.kind {
      case .open:
        openParagraph()
        out += Array(event.element.utf8)
      case .close: out += Array(event.element.utf8)
      case .note: if gap.isEmpty, isInside { out += Array(event.element.utf8) } else { gap.add(.mark(Array(event.element.utf8))) }
      }
    }
  }

  /// Text comes: what stands before it is written, and a paragraph is open.
  private mutating func openParagraph() {
    if isInside, gap.isEmpty { return }
    if isInside, !gap.endsParagraph { return writeGap() }
    let parts = gap.parts
    if isInside {
      gap = parts.before
      writeGap()
      closeParagraph()
      gap = parts.apart
    } else {
      gap = TEIGap(items: parts.before.items + parts.apart.items)
    }
    writeGap()
    out += Array((hasParagraph ? "\n<p>" : "<p>").utf8)
    (isInside, hasParagraph) = (true, true)
    gap = parts.after
    writeGap()
  }

  private mutating func closeParagraph() {
    if isInside { out += Array("</p>".utf8) }
    isInside = false
  }

  private mutating func writeGap() {
    if gap.isEmpty { return }
    let elements = elements
    gap.write(to: &out, isInside: isInside) { source, output, out in
      var (from, to): ([UInt8], [UInt8]) = ([], [])
      TEIText.append(source[...], to: &from)
      TEIText.append(output[...], to: &to)
      out += elements.choice(source: from, output: to, [])
    }
    gap = TEIGap()
  }
}
