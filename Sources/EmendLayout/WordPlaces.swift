import EmendCore

/// Where the words of a record stand on the images of its pages.
///
/// Made from the words of the pages' layouts, aligned with the text: mostly the same words, for one run of OCR wrote both, but
/// page markers, blank lines and the words of another run may differ. A word that the layouts do not have gets the place
/// between its neighbours when these stand on one line, otherwise none.
package struct WordPlaces: Sendable {
  /// A page's part in this: a layout, the page in it, and the size in pixels of the image that shows it, when it is known.
  package typealias Source = (layout: PageLayout, page: Int, image: (width: Int, height: Int)?)

  private struct Place {
    let page: Int32
    let line: Int32
    let left: Float
    let top: Float
    let right: Float
    let bottom: Float

    init(page: Int, line: Int32, box: Box) {
      (self.page, self.line) = (Int32(page), line)
      (left, top, right, bottom) = (Float(box.left), Float(box.top), Float(box.right), Float(box.bottom))
    }

    var box: Box { Box(left: Double(left), top: Double(top), right: Double(right), bottom: Double(bottom)) }

    func isOnLine(of other: Place) -> Bool { page == other.page && line == other.line }
  }

  /// The words of the record: bytes.
  private let words: [Range<Int>]
  /// For each of them its places; empty when there are none.
  private let found: [Range<Int32>]
  private let places: [Place]

  /// - Parameters:
  ///   - record: the text, UTF-8.
  ///   - pages: in the order of the text; nil for a page without a layout.
  package init(record: [UInt8], pages: [Source?]) {
    var text = WordStream()
    var words: [Range<Int>] = []
    for word in MarkupText.words(record[...]) {
      words.append(word.startIndex..<word.endIndex)
      text.append(word)
    }
    var layout = WordStream()
    var places: [Place] = []
    for (number, page) in pages.enumerated() {
      guard let page, page.layout.pages.indices.contains(page.page) else { continue }
      let content = page.layout.pages[page.page]
      for word in content.words {
        guard let box = content.box(of: word, image: page.image) else { continue }
        layout.append(page.layout.text[word.text])
        places.append(Place(page: number, line: word.line, box: box))
      }
    }
    var found = LayoutAlignment(text, layout).found
    Self.fillGaps(&found, &places, text)
    self.words = words
    self.found = found
    self.places = places
  }

  /// How many words the record has, and how many of them have a place.
  package var counts: (words: Int, placed: Int) { (words.count, found.count { !$0.isEmpty }) }

  /// The boxes around the words that a range of the record's bytes touches, in the order of the text: one for the words that
  /// follow each other on a line. White space stands for the words on both its sides.
  package func boxes(of range: Range<Int>) -> [(page: Int, box: Box)] {
    let first = words.partitioningIndex { $0.upperBound >= range.lowerBound }
    var touched = first
    while touched < words.count, words[touched].lowerBound <= range.upperBound { touched += 1 }
    // The ones that only border on it count when it holds no other.
    let inside = (first..<touched).filter { words[$0].overlaps(range) }
    var boxes: [(page: Int, box: Box)] = []
    var last: Int32?
    for word in inside.isEmpty ? Array(first..<touched) : inside {
      for index in found[word] {
        let place = places[Int(index)]
        if let previous = last, places[Int(previous)].isOnLine(of: place) {
          boxes[boxes.count - 1].box = boxes[boxes.count - 1].box.union(place.box)
        } else {
          boxes.append((Int(place.page), place.box))
        }
        last = index
      }
    }
    return boxes
  }

  /// Gives words without a match what stands on the page between the matches around them.
  private static func fillGaps(_ found: inout [Range<Int32>], _ places: inout [Place], _ text: WordStream) {
    var i = 0
    while i < found.count {
      guard found[i].isEmpty else {
        i += 1
        continue
      }
      let start = i
      while i < found.count, found[i].isEmpty { i += 1 }
      guard start > 0, i < found.count, let before = found[start - 1].last, let after = found[i].first, before < after else { continue }
      let (previous, next) = (places[Int(before)], places[Int(after)])
      guard previous.isOnLine(of: next) else { continue }
      let between = before + 1..<after
      if between.count == i - start {
        for (offset, word) in (start..<i).enumerated() {
          found[word] = between.lowerBound + Int32(offset)..<between.lowerBound + Int32(offset) + 1
        }
      } else if !between.isEmpty {
        for word in start..<i { found[word] = between }
      } else {
        // Nothing was read there: the gap itself, if the words have room in it.
        let character = (previous.right - previous.left) / Float(max(1, text.length(start - 1)))
        let length = text.starts[i] - text.starts[start]
        guard next.left - previous.right > character * Float(length) * LayoutNumbers.leastRoom else { continue }
        places.append(
          Place(
            page: Int(previous.page), line: previous.line,
            box: Box(
              left: Double(previous.right), top: Double(min(previous.top, next.top)), right: Double(next.left),
              bottom: Double(max(previous.bottom, next.bottom)))))
        for word in start..<i { found[word] = Int32(places.count - 1)..<Int32(places.count) }
      }
    }
  }
}
