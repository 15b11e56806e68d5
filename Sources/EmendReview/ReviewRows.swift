import EmendCore
import EmendReports

/// A record in parts, as rows of source and result with every suggestion marked: what the pages of the review draw.
package struct ReviewRows: Sendable {
  /// Lines of the record that are shown together.
  package struct Part: Sendable {
    /// From 1.
    package let number: Int
    /// Bytes of the text that editors read, from the start of a line.
    package let range: Range<Int>
    /// Numbers of the suggestions that start in it.
    package let suggestions: Range<Int>
    package let lines: ClosedRange<Int>
  }

  private let review: Review
  private let decided: DecidedRun
  /// From the text that editors read on.
  private let shown: Run
  /// Passes before it.
  private let hidden: Int
  private let rows: RecordRows
  package let pages: PageMap

  package init(_ review: Review, _ decided: DecidedRun) {
    self.review = review
    self.decided = decided
    shown = decided.run.legible
    hidden = decided.run.passes.count - shown.passes.count
    rows = RecordRows(run: shown, longest: ReviewNumbers.longestRow)
    pages = decided.run.pageMap
  }

  /// The parts of a record; they do not depend on what was decided.
  package static func parts(of review: Review) -> [Part] {
    let text = review.text
    var starts = [(place: 0, suggestion: 1, line: 1)]
    var counter = PlaceCounter(text)
    var waiting = 0
    var row = 0
    for suggestion in review.suggestions {
      waiting += 1
      guard waiting > ReviewNumbers.suggestionsOfPart else { continue }
      // At the start of a row.
      while true {
        let next = RecordRows.rowEnd(from: row, in: text, longest: ReviewNumbers.longestRow)
        if next > suggestion.range.lowerBound || next >= text.count { break }
        row = next
      }
      let place = row
      if place <= starts.last!.place { continue }
      // Suggestions on the same line before it belong to this part, too.
      var first = suggestion.number
      while first > 1, review.suggestions[first - 2].range.lowerBound >= place { first -= 1 }
      if first <= starts.last!.suggestion { continue }
      starts.append((place, first, counter.place(of: place).line))
      waiting = suggestion.number - first + 1
    }
    let lastLine = counter.place(of: text.count).line
    return starts.indices.map { index in
      let end = index + 1 < starts.count ? starts[index + 1] : (text.count, review.suggestions.count + 1, lastLine + 1)
      return Part(
        number: index + 1, range: starts[index].place..<end.0, suggestions: starts[index].suggestion..<end.1,
        lines: starts[index].line...max(starts[index].line, end.2 - 1))
    }
  }

  /// The rows of a part as HTML, escaped.
  package func html(_ part: Part) -> String {
    let marks = marks(in: part)
    let byOutput = marks.sorted { ($0.output.lowerBound, $0.number) < ($1.output.lowerBound, $1.number) }
    let rows = rows.rows(in: part.range)
    var out = "<section class=\"chunk\">\n"
    var drawn = 0
    var (left, right) = (0, 0)
    var line = part.lines.lowerBound
    var fold: [Line] = []
    var hasChange = false
    var outputLine = 1 + shown.output[..<(rows.first?.output.lowerBound ?? 0)].count { $0 == .lineFeed }
    var pages = self.pages.pages.filter { $0.sourceOffset > 0 || $0.label != nil }[...]
    for row in rows {
      let own = RecordRows.take(&left, row.source, marks, \.source)
      let new = RecordRows.take(&right, row.output, byOutput, \.output)
      while let page = pages.first, page.sourceOffset < row.source.lowerBound { pages.removeFirst() }
      if hidden == 0, let page = pages.first, page.sourceOffset < row.source.upperBound {
        flush(&fold, after: hasChange, before: false, &out)
        hasChange = false
        out += "<h3 class=\"pb\" id=\"p\(page.number)\"><b>page \(page.name.escaped)</b></h3>\n"
      }
      let place = Line(row: row, source: line, output: outputLine)
      if row.changed || !own.isEmpty {
        flush(&fold, after: hasChange, before: true, &out)
        if drawn >= ReviewNumbers.rowsOfChunk {
          out += "</section>\n<section class=\"chunk\">\n"
          drawn = 0
        }
        out += html(place, own, new)
        drawn += 1
        hasChange = true
      } else {
        fold.append(place)
      }
      line += shown.source[row.source].count { $0 == .lineFeed }
      outputLine += shown.output[row.output].count { $0 == .lineFeed }
    }
    flush(&fold, after: hasChange, before: false, &out)
    return out + "</section>\n"
  }

  /// The marks of the suggestions that touch a part.
  private func marks(in part: Part) -> [Marks.Mark] {
    // Those before it may reach into it.
    var first = part.suggestions.lowerBound
    while first > 1, part.suggestions.lowerBound - first < ReviewNumbers.suggestionsReachingIn { first -= 1 }
    return (first..<part.suggestions.upperBound).map { mark(of: review.suggestions[$0 - 1]) }.filter {
      $0.source.upperBound >= part.range.lowerBound
    }.sorted { ($0.source.lowerBound, $0.source.upperBound, $0.number) < ($1.source.lowerBound, $1.source.upperBound, $1.number) }
  }

  private func mark(of suggestion: Suggestion) -> Marks.Mark {
    func mark(_ source: Range<Int>, _ output: Range<Int>, isApplied: Bool) -> Marks.Mark {
      let change = isApplied ? suggestion.change.applied : suggestion.change.held
      return Marks.Mark(number: suggestion.number, change, source: source, output: output)
    }
    guard let place = decided.places[suggestion.number] else {
      return mark(suggestion.range, shown.outputRange(of: suggestion.range), isApplied: false)
    }
    let pass = place.pass - hidden
    let source = shown.sourceRange(of: place.range, inputOf: pass)
    let output =
      place.isApplied
      ? shown.outputRange(of: shown.passes[pass].script.map.outputRange(ofInput: place.range), inputOf: pass + 1)
      : shown.outputRange(of: place.range, inputOf: pass)
    return mark(source, output, isApplied: place.isApplied)
  }

  // MARK: HTML

  /// A row and the numbers of its lines, from 1.
  private struct Line {
    let row: RecordRows.Row
    let source: Int
    let output: Int
  }

  private func html(_ line: Line, _ left: [Marks.Mark], _ right: [Marks.Mark]) -> String {
    let row = line.row
    let source = cell(shown.source, row.source, left, \.source, isLeft: true)
    let output =
      row.output.isEmpty
      ? "<p class=\"none\">\(row.isJoined ? "in the line above" : "")</p>"
      : "<p dir=\"auto\">\(cell(shown.output, row.output, right, \.output, isLeft: false))</p>"
    let isBlank = shown.source[row.source].allSatisfy(\.isSpace)
    return self.row(line, "<p dir=\"auto\">\(source)</p>", output, isBlank ? " z" : "")
  }

  private func row(_ line: Line, _ source: String, _ output: String, _ classes: String) -> String {
    // The parts of a long line are rows of one number.
    func startsLine(_ text: [UInt8], _ place: Int) -> Bool { place == 0 || text[place - 1] == .lineFeed }
    let start = line.row.source.lowerBound
    let isFirst = startsLine(shown.source, start)
    let id = isFirst ? "L\(line.source)" : "L\(line.source)-\(start)"
    let number = !line.row.output.isEmpty && startsLine(shown.output, line.row.output.lowerBound) ? String(line.output) : ""
    // Of lines that are the same the numbers stand side by side, and the text once.
    let cells = output.isEmpty ? "<span class=\"n\">\(number)</span>\(source)" : "\(source)<span class=\"n\">\(number)</span>\(output)"
    return
      "<div class=\"row\(classes)\" id=\"\(id)\"><a class=\"n\" href=\"#\(id)\">\(isFirst ? String(line.source) : "")</a>\(cells)</div>\n"
  }

  private func cell(
    _ text: [UInt8], _ range: Range<Int>, _ marks: [Marks.Mark], _ side: KeyPath<Marks.Mark, Range<Int>>, isLeft: Bool
  ) -> String {
    RecordRows.stretches(text, range, marks, side).map { stretch in
      guard let mark = stretch.mark else { return String(decoding: text[stretch.range], as: UTF8.self).escaped }
      return html(mark, text[stretch.range], first: mark[keyPath: side].lowerBound == stretch.range.lowerBound, isLeft: isLeft)
    }.joined() + insertions(range, marks, side, isLeft)
  }

  /// Suggestions that put in what stands on the other side alone have a mark of no width, so that they can be come to.
  private func insertions(
    _ range: Range<Int>, _ marks: [Marks.Mark], _ side: KeyPath<Marks.Mark, Range<Int>>, _ isLeft: Bool
  ) -> String {
    if !isLeft { return "" }
    return marks.filter { $0[keyPath: side].isEmpty && range.contains($0[keyPath: side].lowerBound) }
      .map { html($0, [], first: true, isLeft: true) }.joined()
  }

  private func html(_ mark: Marks.Mark, _ bytes: ArraySlice<UInt8>, first: Bool, isLeft: Bool) -> String {
    let suggestion = review.suggestions[mark.number - 1]
    let isApplied = mark.why == nil
    let tag = isApplied ? (isLeft ? "del" : "ins") : "mark"
    let isCut = isLeft && isApplied && mark.edit.replacement.isEmpty
    let state = review.decisions[mark.number]?.verdict.word ?? "open"
    let classes =
      "e s-\(mark.stage) c-\(mark.edit.confidence.level.rawValue) st-\(state)" + (suggestion.why == nil ? "" : " w") + (isCut ? " cut" : "")
      + (decided.conflicts[mark.number] == nil ? "" : " x")
    let id = isLeft && first ? " id=\"e\(mark.number)\"" : ""
    return "<\(tag) class=\"\(classes)\" data-s=\"\(mark.number)\"\(id)>"
      + (bytes.isEmpty ? "<span class=\"v\" data-v=\"+\"></span>" : RecordRows.visible(bytes)) + "</\(tag)>"
  }

  /// Unchanged lines: those next to a change stand, the others fold away.
  private func flush(_ fold: inout [Line], after: Bool, before: Bool, _ out: inout String) {
    defer { fold = [] }
    let head = after ? ReviewNumbers.contextLines : 0
    let tail = before ? ReviewNumbers.contextLines : 0
    let folded = fold.count >= head + tail + ReviewNumbers.fewestFolded ? head..<fold.count - tail : 0..<0
    for (index, item) in fold.enumerated() {
      if !folded.isEmpty, index == folded.lowerBound {
        out +=
          "<details class=\"fold\"><summary><b>\(folded.count) unchanged lines</b> <i>\(start(of: fold[folded]).escaped)…</i></summary>\n"
      }
      let range = item.row.source
      var end = range.upperBound
      while end > range.lowerBound, shown.source[end - 1].isLineEnd { end -= 1 }
      let text = String(decoding: shown.source[range.lowerBound..<end], as: UTF8.self).escaped
      let cell = "<p dir=\"auto\">\(text)</p>"
      let isFolded = folded.contains(index)
      out += row(item, cell, isFolded ? "" : cell, (text.isEmpty ? " z" : "") + (isFolded ? " same" : ""))
      if !folded.isEmpty, index == folded.upperBound - 1 { out += "</details>\n" }
    }
  }

  /// The first words of folded lines.
  private func start(of fold: ArraySlice<Line>) -> String {
    let first = fold.first { !shown.source[$0.row.source].allSatisfy(\.isSpace) } ?? fold.first!
    return String(decoding: shown.source[shown.source.trimmed(first.row.source)].prefix(ReviewNumbers.foldStart), as: UTF8.self)
  }
}
