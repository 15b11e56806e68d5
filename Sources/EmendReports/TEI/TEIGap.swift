import EmendCore

/// What stands between two stretches of text of a record: white space, furniture that was taken out, page breaks, notes.
///
/// White space is written so that it stands in the reading text where the output has some, and in the text of the source where
/// the source has some: the furniture between may have been cut out of a line, of a paragraph or of a word.
package struct TEIGap {
  package enum Item {
    /// White space of the source, of the output, or of both.
    case space(source: [UInt8], output: [UInt8])
    /// An element with text, as its start tag, content and end tag.
    case furniture(start: String, content: [UInt8], end: String)
    /// An element without text of the record.
    case mark([UInt8])
    /// A page break, as its attributes.
    case pageBreak(String)
  }

  package private(set) var items: [Item] = []

  package init(items: [Item] = []) { self.items = items }

  package var isEmpty: Bool { items.isEmpty }

  package mutating func add(_ item: Item) { items.append(item) }
  mutating func addSpace(source: some Collection<UInt8>, output: some Collection<UInt8>) {
    if source.isEmpty, output.isEmpty { return }
    items.append(.space(source: Array(source), output: Array(output)))
  }

  /// White space of the output.
  package var output: [UInt8] {
    var all: [UInt8] = []
    for case .space(_, let output) in items { all += output }
    return all
  }

  /// True when the output has a blank line or the end of a page here, so that a paragraph ends.
  package var endsParagraph: Bool {
    let space = output
    return Self.lineEnds(space) > 1 || space.contains(.formFeed)
  }

  /// The gap in three: furniture that the source has right behind the text before, without white space between; what stands apart;
  /// and furniture right before the text that follows.
  package var parts: (before: TEIGap, apart: TEIGap, after: TEIGap) {
    func isSpace(_ item: Item) -> Bool { if case .space(let source, _) = item { !source.isEmpty } else { false } }
    func isFurniture(_ item: Item) -> Bool { if case .furniture = item { true } else { false } }
    let firstSpace = items.firstIndex(where: isSpace) ?? 0
    let lastSpace = items.lastIndex(where: isSpace) ?? -1
    let before = items[..<firstSpace].lastIndex(where: isFurniture).map { $0 + 1 } ?? 0
    let after = items[(lastSpace + 1)...].firstIndex(where: isFurniture) ?? items.count
    // White space of the output stands between the paragraphs, whatever the furniture it was put beside.
    func isText(_ item: Item) -> Bool { if case .space = item { false } else { true } }
    return (
      TEIGap(items: items[..<before].filter(isText)), TEIGap(items: Array(items[before..<after])),
      TEIGap(items: items[after...].filter(isText))
    )
  }

  private static func lineEnds(_ space: [UInt8]) -> Int {
    let feeds = space.count { $0 == .lineFeed }
    return feeds > 0 ? feeds : space.count { $0 == .carriageReturn }
  }

  /// Writes the gap.
  /// - Parameters:
  ///   - isInside: true within a paragraph, where a line end of the output is `<lb/>`.
  ///   - change: writes a change of white space alone: what the source has and what the output has.
  package func write(to out: inout [UInt8], isInside: Bool, change: (_ source: [UInt8], _ output: [UInt8], inout [UInt8]) -> Void) {
    let space = output
    var (inSource, hasFurniture) = (false, false)
    for item in items {
      switch item {
      case .space(let source, _): inSource = inSource || !source.isEmpty
      case .furniture: hasFurniture = true
      case .mark, .pageBreak: break
      }
    }
    // Where the output has no white space, that of the source stands inside of the furniture, or is a change of its own.
    // Between paragraphs it says nothing of the output.
    let isShown = inSource && (!space.isEmpty || !isInside)
    if isInside, !space.isEmpty, !inSource { change([], [.space], &out) }
    var needsChange = isInside && space.isEmpty && inSource && !hasFurniture
    var needsLineEnd = false
    var lastEnd: Int?
    var isFirst = true
    for item in items {
      switch item {
      case .space(let source, _):
        if source.isEmpty { continue }
        if isShown {
          if isFirst, isInside {
            TEIText.append(Self.plain(space)[...], to: &out)
          } else {
            out.append(.lineFeed)
          }
          isFirst = false
        } else if needsChange {
          change([source.contains(where: \.isLineEnd) ? .lineFeed : .space], [], &out)
          needsChange = false
        } else if let end = lastEnd {
          out.insert(.lineFeed, at: end)
          lastEnd = nil
        } else {
          needsLineEnd = true
        }
      case .furniture(let start, let content, let end):
        out += Array(start.utf8)
        if needsLineEnd { out.append(.lineFeed) }
        needsLineEnd = false
        out += content
        lastEnd = out.count
        out += Array(end.utf8)
      case .mark(let element): out += element
      case .pageBreak(let attributes):
        let isCut = isInside && space.isEmpty
        out += Array("<pb \(attributes)\(isCut ? " break=\"no\"" : "")/>".utf8)
      }
    }
  }

  /// White space within a paragraph as it is written: its blanks and tabs, or one line end and what stands behind it.
  private static func plain(_ space: [UInt8]) -> [UInt8] {
    let plain = space.filter { $0 != .formFeed }
    guard let end = plain.lastIndex(where: \.isLineEnd) else { return plain.isEmpty ? [.space] : plain }
    return [.lineFeed] + plain[(end + 1)...]
  }
}
