import EmendCore
import EmendLexicon

extension MarkingsStage {
  /// A line and where it stands. A file of many pages has hundreds of thousands of these, so they are small.
  package struct Place {
    private let start: Int
    private let count: UInt32
    /// Where the content starts in the line, and how long it is.
    private let indent: UInt32
    private let contentCount: UInt32
    private let number: Int32
    private let head: Int32
    private var foot = Int32.max

    package init(line: Range<Int>, content: Range<Int>, ordinal: Int, fromHead: Int) {
      start = line.lowerBound
      // A line of four billion bytes is no marking.
      count = UInt32(clamping: line.count)
      indent = UInt32(clamping: content.lowerBound - line.lowerBound)
      contentCount = UInt32(clamping: content.count)
      number = Int32(truncatingIfNeeded: ordinal)
      head = Int32(truncatingIfNeeded: fromHead)
    }

    /// The line with its end, and without the blanks around it.
    package var line: Range<Int> { start..<start + Int(count) }
    package var content: Range<Int> { start + Int(indent)..<start + Int(indent) + Int(contentCount) }
    /// Number of the line among those that are not blank.
    package var ordinal: Int { Int(number) }
    /// Lines that are not blank between this one and the head of its page.
    var fromHead: Int { Int(head) }
    /// Lines that are not blank between this one and the foot of its page.
    var fromFoot: Int {
      get { Int(foot) }
      set { foot = Int32(truncatingIfNeeded: newValue) }
    }
  }

  /// A line that is a marking, stands beside one, or at the edge of a page.
  @dynamicMemberLookup
  package struct Row {
    package var place: Place
    /// What the line reads as by itself.
    package let own: MarkingTemplates.Match?
    /// What it reads as where it stands, and how sure that is.
    package var reading: MarkingTemplates.Match?
    /// Of the confidence, in thousandths; below 0 for nil.
    private var thousandths: Int16 = -1
    package var provenance = Provenance.itself
    /// By itself the line is no marking: another one must stand beside it.
    package let needsContext: Bool

    package init(_ place: Place, _ match: MarkingTemplates.Match?) {
      (self.place, own, reading) = (place, match, match)
      needsContext = match?.needsContext ?? false
    }

    package subscript<T>(dynamicMember path: KeyPath<Place, T>) -> T { place[keyPath: path] }

    package var confidence: Confidence? {
      get { thousandths < 0 ? nil : Confidence(Double(thousandths) / 1000) }
      set { thousandths = newValue.map { Int16(($0.probability * 1000).rounded()) } ?? -1 }
    }

    /// Whether the line is taken out as things stand: only such a line is context for another.
    package var isTaken: Bool { confidence?.reaches(.likely) == true }
  }

  /// What had a part in the reading of a line.
  package enum Provenance: Equatable {
    case itself, atHead, atFoot, inside
    /// Number of the template that the line beside it reads as.
    case beside(UInt16)
  }
}
