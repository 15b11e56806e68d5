import EmendCore

/// Finds the line ends that only the width of the page made.
package enum Reflow {
  /// A line of a paragraph.
  private struct Row {
    /// Without the blanks around it.
    let text: Range<Int>
    /// Blanks before the text, in columns.
    let indent: Int
    let full: Range<Int>
  }

  /// Each line end of that kind, with the blanks around it.
  package static func lineEnds(_ bytes: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var paragraph: [Row] = []
    let least = usualWidth(bytes) * 3 / 4
    for line in Lines(bytes) {
      let text = bytes.trimmed(line.content)
      if text.isEmpty || bytes[line.content].contains(.formFeed) {
        join(paragraph, bytes, least: least, &found)
        paragraph = []
      } else {
        paragraph.append(Row(text: text, indent: text.lowerBound - line.content.lowerBound, full: line.full))
      }
    }
    join(paragraph, bytes, least: least, &found)
    return found
  }

  /// The width below which three quarters of the lines stay, in bytes; short lines do not count.
  private static func usualWidth(_ bytes: [UInt8]) -> Int {
    var counts = Array(repeating: 0, count: LineEndsNumbers.longestLine + 1)
    var all = 0
    for line in Lines(bytes) {
      let width = bytes.trimmed(line.content).count
      if width >= LineEndsNumbers.shortestCounted, width <= LineEndsNumbers.longestLine {
        counts[width] += 1
        all += 1
      }
    }
    var below = 0
    for (width, n) in counts.enumerated() {
      below += n
      if LineEndsNumbers.usualShare.isReached(by: below, of: all) { return width }
    }
    return 0
  }

  private static func join(_ rows: [Row], _ bytes: [UInt8], least: Int, _ found: inout [Range<Int>]) {
    guard rows.count > 1 else { return }
    let width = rows.reduce(0) { max($0, $1.text.count) }
    guard width >= max(least, LineEndsNumbers.shortestWidth), width <= LineEndsNumbers.longestLine else { return }
    // Verse and lists of names start each line with a capital.
    if rows.count > 2, rows.allSatisfy({ bytes[$0.text.lowerBound].isUpper }), rows.contains(where: { hasLower(bytes, $0.text) }) { return }
    for (row, next) in zip(rows, rows.dropFirst()) {
      // A line is full when the next word had no room on it.
      let word = bytes[next.text].prefix { !$0.isBlank }.count
      guard row.text.count + 1 + word > width - width / LineEndsNumbers.rag,
        LineEndsNumbers.fullShare.isReached(by: row.text.count, of: width),
        isProse(bytes, row.text), isProse(bytes, next.text), !isItem(bytes, next.text), !isLabel(bytes, row.text),
        !isLabel(bytes, next.text),
        next.indent <= row.indent, next.indent < LineEndsNumbers.deepestIndent, bytes[row.text.upperBound - 1] != UInt8(ascii: ":")
      else { continue }
      found.append(row.text.upperBound..<next.text.lowerBound)
    }
  }

  private static func isProse(_ bytes: [UInt8], _ text: Range<Int>) -> Bool {
    if LineEndsStage.hasColumns(bytes, text) || bytes.firstIndex(of: Array("....".utf8), in: text) != nil { return false }
    let letters = bytes[text].count { $0.isLetter || $0 >= 0x80 }
    return LineEndsNumbers.proseShare.isExceeded(by: letters, of: text.count)
  }

  private static func hasLower(_ bytes: [UInt8], _ text: Range<Int>) -> Bool { bytes[text].contains(where: \.isLower) }

  /// `a.`, `(2)`, `-`, `•`: the start of an item.
  private static func isItem(_ bytes: [UInt8], _ text: Range<Int>) -> Bool {
    let first = bytes[text.lowerBound]
    if first.isAny(of: "-*+") || bytes[text].starts(with: "•".utf8) || bytes[text].starts(with: "—".utf8) { return true }
    let head = bytes[text].prefix(LineEndsNumbers.longestItem).prefix { !$0.isBlank }
    guard head.count < LineEndsNumbers.longestItem, let last = head.last, last == UInt8(ascii: ".") || last == UInt8(ascii: ")") else {
      return false
    }
    let name = head.filter { $0.isLetter || $0.isDigit }
    return name.count == 1 || !name.isEmpty && (name.allSatisfy(\.isDigit) || name.allSatisfy { $0.isAny(of: "ivxIVX") })
  }

  /// `TO:`, `INFO`, `SUBJECT :`: the head of a cable or memorandum.
  private static func isLabel(_ bytes: [UInt8], _ text: Range<Int>) -> Bool {
    let head = bytes[text].prefix(LineEndsNumbers.longestLabel)
    if let colon = head.firstIndex(of: UInt8(ascii: ":")), !head[..<colon].contains(where: \.isLower) { return true }
    let word = String(decoding: head.prefix { $0.isUpper }, as: UTF8.self)
    return ["TO", "FROM", "SUBJECT", "SUBJ", "REF", "REFS", "INFO", "TAGS", "DATE", "CITE", "ACTION"].contains(word)
      && bytes[text].contains(where: \.isLower)
  }
}
