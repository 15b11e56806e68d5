import EmendCore
import EmendLayout
import EmendReports
import EmendReview
import Foundation
import GRDB
import Synchronization

/// A record in work: its run, what is decided of it, and what follows. Made anew when something was decided.
final class ReviewRecord: Sendable {
  let id: Int64
  let input: Input
  /// Changes when the record is read anew; numbers of suggestions belong to it.
  let run: String
  let revision: Int
  let review: Review
  let parts: [ReviewRows.Part]
  private let result = Mutex<DecidedRun?>(nil)
  private let drawn = Mutex<ReviewRows?>(nil)
  /// The same for all decisions.
  private let scans: Scans

  /// The images of the pages, and where the words of the text stand on them; found when the page is shown first.
  private final class Scans: Sendable {
    struct Found {
      let pages: [PageFinder.Page]
      let words: WordPlaces?
    }

    private let found = Mutex<Found?>(nil)

    func found(_ path: String, _ text: [UInt8]) -> Found {
      found.withLock { found in
        if let found { return found }
        let images = PageImages(record: path)
        let pages = images.pages
        let made = Found(pages: pages, words: pages.contains { $0.imagePath != nil } ? images.words(in: text) : nil)
        found = made
        return made
      }
    }
  }

  struct Scan {
    let path: String
    let label: String
    /// Where suggestions stand on it, by their numbers.
    let boxes: [Int: [Box]]
  }

  /// The images of the record's pages, in their order.
  func images() -> [Scan] {
    let found = scans.found(input.path, review.text)
    var boxes: [Int: [Int: [Box]]] = [:]
    if let words = found.words {
      for suggestion in review.suggestions {
        for (page, box) in words.boxes(of: suggestion.range) { boxes[page, default: [:]][suggestion.number, default: []].append(box) }
      }
    }
    return found.pages.enumerated().compactMap { index, page in
      page.imagePath.map { Scan(path: $0, label: page.label, boxes: boxes[index] ?? [:]) }
    }
  }

  init(_ id: Int64, _ input: Input, _ database: ReviewDatabase) throws {
    self.id = id
    self.input = input
    scans = Scans()
    let row = try database.read { db in
      try Row.fetchOne(db, sql: "SELECT run, revision, report FROM records WHERE id = ?", arguments: [id])
    }
    guard let row else { throw ReviewSession.Missing() }
    let report: Data = row["report"]
    let source = try ReviewSession.source(of: input)
    let run: Run
    do { run = try Ledger([UInt8](report)).run(of: source) } catch { throw Changed() }
    self.run = row["run"]
    let (revision, decisions) = try Self.decisions(of: id, database)
    self.revision = revision
    review = Review(run).deciding(decisions)
    parts = ReviewRows.parts(of: review)
  }

  /// The file is another one than was read.
  struct Changed: Error {}

  private init(_ old: ReviewRecord, _ revision: Int, _ decisions: [Int: Decision]) {
    (id, input, run, parts, scans) = (old.id, old.input, old.run, old.parts, old.scans)
    self.revision = revision
    review = old.review.deciding(decisions)
  }

  /// The same run with what is decided now.
  func renewed(from database: ReviewDatabase) throws -> ReviewRecord {
    let (revision, decisions) = try Self.decisions(of: id, database)
    return ReviewRecord(self, revision, decisions)
  }

  /// What follows from the decisions; found when it is asked for.
  func decided() throws -> DecidedRun {
    try result.withLock { result in
      if let result { return result }
      let made = try DecidedRun(review)
      result = made
      return made
    }
  }

  /// Its rows on the page, by the decisions.
  func rows() throws -> ReviewRows {
    let decided = try decided()
    return drawn.withLock { drawn in
      if let drawn { return drawn }
      let made = ReviewRows(review, decided)
      drawn = made
      return made
    }
  }

  /// The part that holds a suggestion, from 1.
  func part(of number: Int) -> Int { (parts.firstIndex { $0.suggestions.contains(number) } ?? 0) + 1 }

  private static func decisions(of id: Int64, _ database: ReviewDatabase) throws -> (revision: Int, decisions: [Int: Decision]) {
    try database.read { db in
      let revision = try Int.fetchOne(db, sql: "SELECT revision FROM records WHERE id = ?", arguments: [id]) ?? 0
      let rows = try Row.fetchAll(
        db, sql: "SELECT number, decisions.* FROM suggestions JOIN decisions ON decisions.id = decision WHERE record = ?", arguments: [id])
      return (revision, Dictionary(rows.map { ($0["number"] as Int, Decision($0)) }, uniquingKeysWith: { first, _ in first }))
    }
  }
}

extension [UInt8] {
  var databaseBlob: DatabaseValue { Data(self).databaseValue }
}
