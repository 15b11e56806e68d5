import EmendCore
import Synchronization

/// Candidates in a row, without an array for each.
package struct CandidateList {
  /// One or two words, and how they became what was read.
  package struct Entry: BitwiseCopyable {
    /// −1 for one word.
    package var first: Int32
    package var word: Int32
    /// Cost of the channel, in its steps.
    package var channel: Int32
    /// Operations in `operations`: where they start, and how many they are.
    package var start: Int32
    package var count: Int32
  }

  package private(set) var entries: [Entry] = []
  /// Numbers of operations of the channel; −1 for one that it does not know.
  private(set) var operations: [Int16] = []

  package mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    operations.removeAll(keepingCapacity: true)
  }

  /// A word that another one was taken for, by the table of neighbours: no operations are known.
  package mutating func append(word: Int, channel: Int) {
    entries.append(Entry(first: -1, word: Int32(word), channel: Int32(channel), start: 0, count: 0))
  }

  package mutating func append(_ candidate: CandidateSearch.Candidate) {
    entries.append(
      Entry(
        first: Int32(candidate.first), word: Int32(candidate.word), channel: Int32(candidate.channel), start: Int32(operations.count),
        count: Int32(candidate.operations.count)))
    for operation in candidate.operations { operations.append(Int16(operation)) }
  }

  /// Some entries of another list.
  package mutating func append(_ range: Range<Int>, of other: borrowing CandidateList) {
    for i in range {
      var entry = other.entries[i]
      let start = Int(entry.start)
      entry.start = Int32(operations.count)
      for k in start..<start + Int(entry.count) { operations.append(other.operations[k]) }
      entries.append(entry)
    }
  }

  func operations(of entry: Entry) -> ArraySlice<Int16> { operations[Int(entry.start)..<Int(entry.start + entry.count)] }
}

/// Candidates that were searched for before: the same misreadings come again in a record, and in the others of a collection.
///
/// What is kept follows from the string alone, so that it makes no difference which document asked first.
package final class CandidateMemo: Sendable {
  private struct Generation {
    var places: [UInt64: (start: UInt32, count: UInt32)] = [:]
    var list = CandidateList()
  }

  /// When the young generation is full it becomes the old one, and what is asked for in the old one is young again.
  private struct Table {
    var young = Generation()
    var old = Generation()
  }

  private let table = Mutex(Table())

  /// Adds what is known of a string to `list`; false when nothing is.
  package func append(_ key: UInt64, to list: inout CandidateList) -> Bool {
    table.withLock { table in
      if let place = table.young.places[key] {
        list.append(Int(place.start)..<Int(place.start + place.count), of: table.young.list)
        return true
      }
      guard let place = table.old.places[key] else { return false }
      let range = Int(place.start)..<Int(place.start + place.count)
      list.append(range, of: table.old.list)
      Self.note(key, range, of: table.old.list, in: &table)
      return true
    }
  }

  /// Notes the last candidates of `list`, from `start` on.
  package func note(_ key: UInt64, from start: Int, of list: borrowing CandidateList) {
    let range = start..<list.entries.count
    table.withLock { Self.note(key, range, of: list, in: &$0) }
  }

  private static func note(_ key: UInt64, _ range: Range<Int>, of list: borrowing CandidateList, in table: inout Table) {
    if table.young.places.count >= CorrectorNumbers.memoGeneration {
      table.old = table.young
      table.young = Generation()
    }
    table.young.places[key] = (UInt32(table.young.list.entries.count), UInt32(range.count))
    table.young.list.append(range, of: list)
  }
}
