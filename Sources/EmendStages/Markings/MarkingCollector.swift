import EmendCore
import EmendLexicon

extension MarkingsStage {
  /// Collects the lines that are worth a second look: those that read as a marking, those beside one, and those at the edges of
  /// pages.
  struct Collector {
    private(set) var rows: [Row] = []
    /// Number of the next line among those that are not blank, and of the first one of its page.
    private var ordinal = 0
    private var head = 0
    /// The last lines that are not in `rows`, in case they turn out to stand beside a marking or at the foot of a page.
    private var recent: [Place] = []
    /// So many of the next lines are wanted, whatever they read as.
    private var wanted = MarkingsNumbers.edge

    init(mostRows: Int, pages: Int) {
      // Enough that they seldom move; what is not used costs nothing.
      rows.reserveCapacity(min(pages * 4 * MarkingsNumbers.edge, mostRows))
    }

    /// Adds the next line, with its end and without the blanks around it, and what it reads as.
    @inline(__always)
    mutating func add(_ line: Range<Int>, _ content: Range<Int>, _ match: MarkingTemplates.Match?) {
      let place = Place(line: line, content: content, ordinal: ordinal, fromHead: ordinal - head)
      ordinal += 1
      if match != nil {
        for place in recent.suffix(MarkingsNumbers.reach) { rows.append(Row(place, nil)) }
        recent.removeAll(keepingCapacity: true)
        wanted = max(wanted, MarkingsNumbers.reach + 1)
      }
      if wanted > 0 {
        rows.append(Row(place, match))
        wanted -= 1
      } else {
        // More than are needed, so that they seldom move.
        if recent.count == 16 * MarkingsNumbers.edge { recent.removeFirst(15 * MarkingsNumbers.edge) }
        recent.append(place)
      }
    }

    /// Ends the page: its last lines are looked at as well, and each line gets its distance from the foot.
    mutating func endPage() {
      for place in recent.suffix(MarkingsNumbers.edge) { rows.append(Row(place, nil)) }
      recent.removeAll(keepingCapacity: true)
      var i = rows.count - 1
      while i >= 0, rows[i].ordinal >= head {
        rows[i].place.fromFoot = ordinal - 1 - rows[i].ordinal
        i -= 1
      }
      head = ordinal
      wanted = MarkingsNumbers.edge
    }
  }
}
