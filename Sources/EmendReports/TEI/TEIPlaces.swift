import EmendCore

/// What a TEI report says at places of the output besides its text: elements around a passage, and notes behind one.
package struct TEIPlaces {
  /// An element around bytes of the output.
  package struct Span {
    package let range: Range<Int>
    package let start: String
    package let end: String
  }

  /// Something that opens, closes or stands at a place.
  package struct Event {
    package enum Kind: Int {
      case close, note, open
    }

    package let place: Int
    package let kind: Kind
    package let element: String
  }

  /// In the order in which they are written.
  package let events: [Event]

  /// - Parameters:
  ///   - spans: the wider ones first where they start together; one that overlaps another without being inside of it, or that
  ///     cuts a change or holds the end of a paragraph, is left out.
  ///   - notes: elements to stand behind a place.
  package init(_ spans: [Span], notes: [(place: Int, element: String)], in output: [UInt8], changes: [Range<Int>]) {
    let sorted = spans.enumerated().sorted {
      ($0.element.range.lowerBound, -$0.element.range.upperBound, $0.offset) < (
        $1.element.range.lowerBound, -$1.element.range.upperBound, $1.offset
      )
    }.map(\.element)
    var notes = notes.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }.map(\.element)[...]
    var events: [Event] = []
    var open: [Span] = []
    func writeNotes(before place: Int) {
      while let note = notes.first, note.place < place {
        events.append(Event(place: note.place, kind: .note, element: note.element))
        notes.removeFirst()
      }
    }
    func close(before place: Int) {
      while let last = open.last, last.range.upperBound <= place {
        writeNotes(before: last.range.upperBound)
        events.append(Event(place: last.range.upperBound, kind: .close, element: last.end))
        open.removeLast()
      }
    }
    for span in sorted where Self.isWhole(span.range, in: output, changes) {
      close(before: span.range.lowerBound)
      if let outer = open.last, outer.range.upperBound < span.range.upperBound { continue }
      writeNotes(before: span.range.lowerBound + 1)
      events.append(Event(place: span.range.lowerBound, kind: .open, element: span.start))
      open.append(span)
    }
    close(before: .max)
    writeNotes(before: .max)
    self.events = events
  }

  /// True when an element may stand around a range: it cuts no change and holds no end of a paragraph.
  package static func isWhole(_ range: Range<Int>, in output: [UInt8], _ changes: [Range<Int>]) -> Bool {
    guard !range.isEmpty, !output[range.lowerBound].isSpace, !output[range.upperBound - 1].isSpace else { return false }
    var lineEnds = 0
    for byte in output[range] {
      if byte == .lineFeed { lineEnds += 1 } else if !byte.isSpace { lineEnds = 0 }
      if lineEnds > 1 || byte == .formFeed { return false }
    }
    return !cuts(range.lowerBound, changes) && !cuts(range.upperBound, changes)
  }

  /// True when a place lies strictly inside of one of the ranges, which ascend.
  private static func cuts(_ place: Int, _ changes: [Range<Int>]) -> Bool {
    var low = 0
    var high = changes.count
    while low < high {
      let middle = (low + high) / 2
      if changes[middle].upperBound <= place { low = middle + 1 } else { high = middle }
    }
    return low < changes.count && changes[low].lowerBound < place
  }
}
