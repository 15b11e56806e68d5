import EmendCore

/// The record in the HTML report: rows of source and output with the marks in them.
package struct RecordHTML {
  private let run: Run
  private let marks: [Marks.Mark]
  private let pages: PageMap
  /// What is irregular about page numbers, by the number of the page in the file.
  private let findings: [Int: [PageMap.Irregularity]]
  private let artifacts: [Int: Int]
  /// Marks by their place in the output.
  private let byOutput: [Marks.Mark]
  /// Line-end changes by the thousand are told once, not marked on each line.
  private let wholesale: Set<String>

  /// Rows after which a new chunk starts; the browser lays out a chunk when it comes into view.
  private static let rowsPerChunk = 100
  /// Unchanged lines from which on they fold away.
  private static let foldFrom = 3
  /// Texts above this size keep only the number of their unchanged lines.
  private static let largest = 4 << 20

  package init(_ run: Run, _ marks: [Marks.Mark], _ pages: PageMap, _ artifacts: [Int: Int]) {
    self.run = run
    self.pages = pages
    findings = Dictionary(grouping: pages.irregularities) { $0.page.number }
    self.artifacts = artifacts
    let perRule = Dictionary(grouping: marks) { $0.edit.rule }
    let wholesale = Set(
      perRule.filter { rule, edits in
        edits.count > 100 && edits.allSatisfy { ($0.edit.original + $0.edit.replacement).allSatisfy(\.isLineEnd) }
      }.keys)
    self.wholesale = wholesale
    self.marks = marks.filter { !wholesale.contains($0.edit.rule) }
    byOutput = self.marks.sorted { ($0.output.lowerBound, $0.number) < ($1.output.lowerBound, $1.number) }
  }

  package func html() -> String {
    var out = wholesaleRows()
    var builder = ChunkBuilder(pages.pages, findings)
    var sourceLine = 0
    var outputLine = 0
    var mark = 0
    var outputMark = 0
    var fold: [(source: Int, output: Int, text: Range<Int>)] = []
    for row in RecordRows(run: run).rows() {
      sourceLine += 1
      if let page = builder.page(startingAt: row.source) {
        flush(&fold, into: &out)
        builder.open(page, line: sourceLine, &out)
      } else if builder.rows >= Self.rowsPerChunk, fold.isEmpty {
        builder.open(nil, line: sourceLine, &out)
      }
      let hasOutput = !row.output.isEmpty
      if hasOutput { outputLine += 1 }
      let left = RecordRows.take(&mark, row.source, marks, \.source)
      let right = RecordRows.take(&outputMark, row.output, byOutput, \.output)
      if !row.changed, left.isEmpty {
        fold.append((sourceLine, outputLine, row.source))
        continue
      }
      flush(&fold, into: &out)
      builder.rows += 1
      out += self.row(row, left, right, sourceLine, hasOutput ? String(outputLine) : "")
      // A cell of several lines: the next row's number follows them.
      outputLine += max(0, run.output[row.output].count { $0 == .lineFeed } - 1)
    }
    flush(&fold, into: &out)
    builder.close(&out)
    return out
  }

  /// Opens and closes the sections that a browser may skip.
  private struct ChunkBuilder {
    private let pages: [PageMap.Page]
    private let findings: [Int: [PageMap.Irregularity]]
    private var next = 0
    private var isOpen = false
    var rows = 0

    init(_ pages: [PageMap.Page], _ findings: [Int: [PageMap.Irregularity]]) {
      self.pages = pages
      self.findings = findings
    }

    /// The page that starts in a line, if one does.
    mutating func page(startingAt line: Range<Int>) -> PageMap.Page? {
      var found: PageMap.Page?
      while next < pages.count, pages[next].sourceOffset < max(line.upperBound, line.lowerBound + 1) {
        found = pages[next]
        next += 1
      }
      return found
    }

    mutating func open(_ page: PageMap.Page?, line: Int, _ out: inout String) {
      close(&out)
      out += "<section class=\"chunk\">\n"
      if let page {
        let odd = findings[page.number, default: []].map { " <span class=\"odd\">\($0.description.escaped)</span>" }.joined()
        out += "<h3 class=\"pb\" id=\"p\(page.number)\"><b>page \(page.name.escaped)</b> source line \(line)\(odd)</h3>\n"
      }
      isOpen = true
      rows = 0
    }

    mutating func close(_ out: inout String) {
      if isOpen { out += "</section>\n" }
      isOpen = false
    }
  }

  private func row(
    _ row: RecordRows.Row, _ left: [Marks.Mark], _ right: [Marks.Mark], _ sourceLine: Int, _ outputLine: String
  ) -> String {
    let isBlank = run.source[row.source].allSatisfy(\.isSpace)
    let leftHTML = cell(run.source, row.source, left, \.source, isLeft: true)
    var rightHTML = "<p>" + cell(run.output, row.output, right, \.output, isLeft: false) + "</p>"
    if row.output.isEmpty {
      // A block of lines is one artifact, told beside its first line.
      let kept = left.first { artifacts[$0.number] != nil && $0.source.lowerBound >= row.source.lowerBound }
      let note =
        kept.map { mark in
          let number = artifacts[mark.number]!
          return "\(mark.edit.artifact!.kind.words) kept as <a href=\"#a\(number)\">a\(number)</a>"
        } ?? (row.isJoined ? "in the line above" : "")
      rightHTML = "<p class=\"none\">\(note)</p>"
    }
    return
      "<div class=\"row\(isBlank ? " z" : "")\" id=\"L\(sourceLine)\"><a class=\"n\" href=\"#L\(sourceLine)\">\(sourceLine)</a>"
      + "<p>\(leftHTML)</p><span class=\"n\">\(outputLine)</span>\(rightHTML)</div>\n"
  }

  /// The text of a row with its marks.
  private func cell(
    _ text: [UInt8], _ range: Range<Int>, _ marks: [Marks.Mark], _ side: KeyPath<Marks.Mark, Range<Int>>, isLeft: Bool
  ) -> String {
    RecordRows.stretches(text, range, marks, side).map { stretch in
      guard let mark = stretch.mark else { return String(decoding: text[stretch.range], as: UTF8.self).escaped }
      return self.mark(mark, text[stretch.range], first: mark[keyPath: side].lowerBound == stretch.range.lowerBound, isLeft: isLeft)
    }.joined()
  }

  private func mark(_ mark: Marks.Mark, _ bytes: ArraySlice<UInt8>, first: Bool, isLeft: Bool) -> String {
    let tag = mark.why != nil ? "mark" : isLeft ? "del" : "ins"
    let gone = isLeft && mark.why == nil && mark.edit.replacement.isEmpty ? " cut" : ""
    let hasID = first && (isLeft || mark.edit.original.isEmpty)
    var title =
      "e\(mark.number) · \(mark.edit.rule) · \(mark.edit.confidence.level.rawValue) \(HTMLReport.probability(mark.edit.confidence))\n"
    if let why = mark.why {
      title += "withheld: \(why)\nproposes: \(mark.edit.originalText) → \(mark.edit.replacementText)\n"
    }
    title += mark.edit.reason
    return
      "<\(tag) class=\"e \(HTMLReport.cssClass(mark))\(gone)\"\(hasID ? " id=\"e\(mark.number)\"" : "") title=\"\(title.escaped)\">"
      + RecordRows.visible(bytes) + "</\(tag)>"
  }

  private func flush(_ fold: inout [(source: Int, output: Int, text: Range<Int>)], into out: inout String) {
    defer { fold.removeAll() }
    if fold.isEmpty { return }
    let folds = fold.count >= Self.foldFrom
    if folds {
      let first = fold.first { !run.source[$0.text].allSatisfy(\.isSpace) } ?? fold[0]
      let start = String(decoding: run.source[run.source.trimmed(first.text)].prefix(160), as: UTF8.self)
      out += "<details class=\"fold\"><summary><b>\(fold.count) unchanged lines</b> <i>\(start.escaped)…</i></summary>\n"
    }
    if !folds || run.source.count <= Self.largest {
      for line in fold {
        let text = String(decoding: run.source[run.source.withoutLineEnd(line.text)], as: UTF8.self).escaped
        out +=
          folds
          ? "<div class=\"row same\" id=\"L\(line.source)\"><a class=\"n\" href=\"#L\(line.source)\">\(line.source)</a><span class=\"n\">\(line.output)</span><p>\(text)</p></div>\n"
          : "<div class=\"row\(text.isEmpty ? " z" : "")\" id=\"L\(line.source)\"><a class=\"n\" href=\"#L\(line.source)\">\(line.source)</a><p>\(text)</p><span class=\"n\">\(line.output)</span><p>\(text)</p></div>\n"
      }
    }
    if folds { out += "</details>\n" }
  }

  private func wholesaleRows() -> String {
    var out = ""
    for pass in run.passes {
      var counts: [String: Int] = [:]
      for edit in pass.script.edits where wholesale.contains(edit.rule) { counts[edit.reason, default: 0] += 1 }
      for (reason, n) in counts.sorted(by: { $0.key < $1.key }) {
        out +=
          "<div class=\"row wide\"><span class=\"n\"></span><p>\(reason.escaped), \(n) times</p><span class=\"n\"></span><p class=\"none\"></p></div>\n"
      }
    }
    return out
  }
}

extension [UInt8] {
  fileprivate func withoutLineEnd(_ range: Range<Int>) -> Range<Int> {
    var end = range.upperBound
    while end > range.lowerBound, self[end - 1].isLineEnd { end -= 1 }
    return range.lowerBound..<end
  }
}

extension String {
  /// For HTML text and attribute values: marked up and with names for what would turn the page around, so not the same text.
  package var escaped: String {
    var out = ""
    out.reserveCapacity(utf8.count)
    for scalar in unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      case "\n": out += "&#10;"
      // Neither HTML nor XML has a place for these.
      case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}":
        out += "[\(scalar.value.codePoint)]"
      // Direction marks would turn the report itself around.
      case "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}": out += "[\(scalar.value.codePoint)]"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
