import EmendCore

/// The figures of a run over many records: sums, and the few records that stand out. It takes no more memory for more records.
package struct RunFigures: Sendable {
  /// A rule over all records.
  package struct RuleTotal: Sendable {
    package let rule: String
    public fileprivate(set) var applied = 0
    public fileprivate(set) var withheld = 0
    /// Records in which it was applied or withheld.
    public fileprivate(set) var files = 0
  }

  package private(set) var states: [RecordFigures.State: Int] = [:]
  /// Bytes of all sources that were read.
  package private(set) var bytes = 0
  package private(set) var applied = 0
  package private(set) var withheld = 0
  package private(set) var kinds: [Artifact.Kind: Int] = [:]
  package private(set) var words = UnknownWords()
  private var totals: [String: RuleTotal] = [:]

  /// The records that a person should see first: those whose least sure edit is least sure, and those with the most withheld.
  package private(set) var leastSure = Ranking { ($0.lowest ?? 1, -$0.lessThanCertain) < ($1.lowest ?? 1, -$1.lessThanCertain) }
  package private(set) var mostWithheld = Ranking { $0.withheld > $1.withheld }
  /// The first records that failed.
  package private(set) var failed: [RecordFigures] = []

  /// How many records each list of those to see first names.
  package static let shownRecords = 20
  /// How many unknown words a report names.
  package static let shownWords = 200
  private static let mostFailed = 1000
  /// The first records that lose all or most of their text, and how many do.
  package private(set) var emptied: [RecordFigures] = []
  package private(set) var emptiedCount = 0

  package init() {}

  package var files: Int { states.values.reduce(0, +) }
  package var artifacts: Int { kinds.values.reduce(0, +) }
  package func count(_ state: RecordFigures.State) -> Int { states[state] ?? 0 }

  /// The rules in the order of their names.
  package var rules: [RuleTotal] { totals.values.sorted { $0.rule < $1.rule } }

  package mutating func add(_ record: RecordFigures, words: UnknownWords? = nil) {
    states[record.state, default: 0] += 1
    bytes += record.bytes
    applied += record.applied
    withheld += record.withheld
    kinds.merge(record.kinds, uniquingKeysWith: +)
    for count in record.rules {
      var total = totals[count.rule] ?? RuleTotal(rule: count.rule)
      total.applied += count.applied
      total.withheld += count.withheld
      total.files += 1
      totals[count.rule] = total
    }
    if record.lessThanCertain > 0 { leastSure.add(record) }
    if record.withheld > 0 { mostWithheld.add(record) }
    if record.loss != nil {
      emptiedCount += 1
      if emptied.count < Self.shownRecords { emptied.append(record) }
    }
    if record.state == .failed, failed.count < Self.mostFailed { failed.append(record) }
    if let words { self.words.add(words) }
  }

  /// The first records in an order; those that are equal as they came.
  package struct Ranking: Sendable {
    package private(set) var records: [RecordFigures] = []
    private let precedes: @Sendable (RecordFigures, RecordFigures) -> Bool

    package init(_ precedes: @escaping @Sendable (RecordFigures, RecordFigures) -> Bool) { self.precedes = precedes }

    package mutating func add(_ record: RecordFigures) {
      let place = records.lastIndex { !precedes(record, $0) }.map { $0 + 1 } ?? 0
      if place >= RunFigures.shownRecords { return }
      records.insert(record, at: place)
      if records.count > RunFigures.shownRecords { records.removeLast() }
    }
  }
}
