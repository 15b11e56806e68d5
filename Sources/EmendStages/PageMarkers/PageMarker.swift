import EmendCore

extension PageMarkersStage {
  /// A marker as found: where it stands, and what says what it is. A text may be made of markers, so they are small.
  struct Marker {
    enum Source {
      case formFeed, bracket
      /// The rule that a page separator has above it.
      case rule
      /// The number of a candidate.
      case line(Int32)
    }

    let source: Source
    private let start: Int
    private let count: UInt32
    private var before: UInt32 = 0
    private var after: UInt32 = 0
    private let hasLine: Bool

    init(_ source: Source, _ range: Range<Int>, line: Range<Int>? = nil) {
      (self.source, start, count, hasLine) = (source, range.lowerBound, UInt32(clamping: range.count), line != nil)
      self.line = line
    }

    var range: Range<Int> { start..<start + Int(count) }

    /// The line that the marker has for itself, with its end; nil inside a line.
    var line: Range<Int>? {
      get { hasLine ? start - Int(before)..<start + Int(count) + Int(after) : nil }
      set {
        guard let newValue else { return }
        (before, after) = (UInt32(clamping: start - newValue.lowerBound), UInt32(clamping: newValue.upperBound - range.upperBound))
      }
    }

    var isFormFeed: Bool { if case .formFeed = source { true } else { false } }
  }
}
