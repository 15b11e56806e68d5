/// The pages of a record, from its form feeds and page markers.
package struct PageMap: Sendable {
  /// A page, from its start to the start of the next one.
  package struct Page: Hashable, Sendable {
    /// 1 for the first page of the file.
    package let number: Int
    /// The number that the record itself gives the page, as read; nil where none stands.
    package let label: String?
    /// First byte of the page in the source and in the output.
    package let sourceOffset: Int
    package let outputOffset: Int

    /// The label, or the number in the file where there is none.
    package var name: String { label ?? String(number) }
  }

  package let pages: [Page]

  /// The page of a source offset.
  package func page(ofSource offset: Int) -> Page { pages[last { $0.sourceOffset <= offset }] }
  /// The page of an output offset.
  package func page(ofOutput offset: Int) -> Page { pages[last { $0.outputOffset <= offset }] }

  /// A page number that does not follow from the one before it.
  package enum Irregularity: Hashable, Sendable {
    /// Numbers that no page has, between two that have.
    case missing(ClosedRange<Int>, before: Page)
    /// The same number as the page before.
    case repeated(Int, Page)
    /// A lower number than the page before, and not the start of another record.
    case backward(from: Int, to: Int, Page)

    /// The page whose number does not follow.
    package var page: Page {
      switch self {
      case .missing(_, let page), .repeated(_, let page), .backward(_, _, let page): page
      }
    }

    /// The case in one word, as the JSON report has it.
    package var kind: String {
      switch self {
      case .missing: "missing"
      case .repeated: "repeated"
      case .backward: "backward"
      }
    }

    /// In words, for reports.
    package var description: String {
      switch self {
      case .missing(let numbers, let page):
        "\(numbers.count == 1 ? "page \(numbers.lowerBound) is" : "pages \(numbers.lowerBound)-\(numbers.upperBound) are") missing before page \(page.name)"
      case .repeated(let number, _): "page \(number) stands twice"
      case .backward(let from, let to, _): "page \(to) follows page \(from)"
      }
    }
  }

  /// Gaps and duplicates among the numbers that the record gives its pages. Pages without a number count as one each; a
  /// number of 1 or 2 starts another record in the same file.
  package var irregularities: [Irregularity] {
    var found: [Irregularity] = []
    var last: (label: Int, page: Page)?
    for page in pages {
      guard let label = page.label.flatMap(Int.init), 0..<Self.labelLimit ~= label else { continue }
      if let last {
        let wanted = last.label + page.number - last.page.number
        if label > wanted {
          found.append(.missing(wanted...label - 1, before: page))
        } else if label == last.label {
          found.append(.repeated(label, page))
        } else if label < last.label, label > 2 {
          found.append(.backward(from: last.label, to: label, page))
        }
      }
      last = (label, page)
    }
    return found
  }

  /// Numbers from here on count no pages.
  private static let labelLimit = 100_000

  /// The pages and what is irregular about their numbers in one line, for people; nil when nothing is.
  package var findings: String? {
    let found = irregularities
    if found.isEmpty { return nil }
    let labels = pages.compactMap(\.label)
    let span = labels.first == labels.last ? labels[0] : "\(labels[0])-\(labels[labels.count - 1])"
    var parts = ["\(pages.count), labels \(span)"] + found.prefix(8).map(\.description)
    if found.count > 8 { parts.append("and \(found.count - 8) more") }
    return parts.joined(separator: "; ")
  }

  private func last(where before: (Page) -> Bool) -> Int {
    // The first page is the answer where none is.
    (1..<max(1, pages.count)).partitioningIndex { !before(pages[$0]) } - 1
  }
}

extension Run {
  /// The pages of the record. A form feed ends a page and the label in a page belongs to it; in a text without form
  /// feeds, and for the bracketed marks of edited volumes (`[Page 591]`), a marker starts a page.
  package var pageMap: PageMap {
    var marks: [(offset: Int, label: String?, starts: Bool)] = []
    let found = artifacts.compactMap { found in PageMarker(found.artifact).map { (marker: $0, range: found.sourceRange) } }
    let hasBreaks = found.contains { $0.marker.isBreak }
    // `# file name` and the rule above a page separator are no text of the page before it.
    var blank: [Int: Int] = [:]
    for (marker, range) in found {
      if marker.isRule { blank[range.lowerBound] = range.upperBound }
      if marker.isBreak {
        marks.append((marker.label == nil ? range.upperBound : range.lowerBound, marker.label, true))
      } else {
        let starts = !hasBreaks || marker.isBracket
        marks.append((range.lowerBound, marker.label, starts))
      }
    }
    var pages: [(offset: Int, label: String?)] = [(0, nil)]
    var firstText = 0
    let textEnd = source.lastIndex { !$0.isSpace }.map { $0 + 1 } ?? 0
    for var mark in marks {
      // In a source of wide characters a line is one edit, and markers in it share its place.
      mark.offset = max(mark.offset, pages.last!.offset)
      // Where the text of the page so far starts; found once, however many marks stand before it.
      firstText = max(firstText, pages.last!.offset)
      while firstText < mark.offset {
        if source[firstText].isSpace { firstText += 1 } else if let end = blank[firstText] { firstText = end } else { break }
      }
      let opensText = firstText >= mark.offset
      if mark.starts, !(opensText && pages.last!.label == nil) {
        // A break behind the last text starts no page.
        if mark.offset >= textEnd { continue }
        pages.append((mark.offset, mark.label))
      } else if pages.last!.label == nil {
        pages[pages.count - 1].label = mark.label
      }
    }
    return PageMap(
      pages: pages.enumerated().map { index, page in
        PageMap.Page(
          number: index + 1, label: page.label, sourceOffset: page.offset,
          outputOffset: outputRange(of: page.offset..<page.offset).upperBound)
      })
  }
}
