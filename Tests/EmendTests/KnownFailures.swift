import Foundation
import Testing

/// What fails now and is known to, `Fixtures/known-failures.tsv`: a list that only gets shorter.
enum KnownFailures {
  struct Row {
    /// The family of the case and its name: `field/05-long-s`.
    let id: String
    let why: String
    let line: Int
  }

  static let file = "Fixtures/known-failures.tsv"
  /// How long the list may be. Lower it with the list.
  static let most = 28

  static func rows() throws -> [Row] {
    let lines = String(decoding: try bytes(of: file), as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    return try zip(1..., lines).filter { !$1.isEmpty && !$1.hasPrefix("#") }.map { number, line in
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      try #require(columns.count == 2 && columns.allSatisfy { !$0.isEmpty }, "\(file):\(number): must be an id, a tab, and why")
      return Row(id: columns[0], why: columns[1], line: number)
    }
  }

  /// Runs what a case expects. A case of the list must fail; one that passes has to leave it.
  static func hold(_ id: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () -> Void) throws {
    guard let row = try rows().first(where: { $0.id == id }) else { return body() }
    withKnownIssue("\(row.why) (\(file):\(row.line); take the row out when \(id) passes)", sourceLocation: sourceLocation) { body() }
  }
}

@Suite struct KnownFailuresTests {
  /// The names of all cases, by family.
  private static let cases = ["field": FieldCasesTests.names]

  @Test func everyRowNamesACase() throws {
    for row in try KnownFailures.rows() {
      let parts = row.id.split(separator: "/", maxSplits: 1).map(String.init)
      #expect(parts.count == 2 && Self.cases[parts[0]]?.contains(parts[1]) == true, "\(KnownFailures.file):\(row.line): no case \(row.id)")
    }
  }

  @Test func theListIsInOrderAndGetsShorter() throws {
    let ids = try KnownFailures.rows().map(\.id)
    #expect(ids == ids.sorted() && Set(ids).count == ids.count)
    #expect(ids.count <= KnownFailures.most, "mend what fails: no row may be added")
  }

  /// The list itself would show if a case of it passed.
  @Test func aListedCaseThatPassesIsAnIssue() throws {
    let listed = try #require(try KnownFailures.rows().first, "the list is empty: take it away, with this test").id
    try withKnownIssue("that is the point") {
      try KnownFailures.hold(listed) {}
    } matching: { issue in
      if case .knownIssueNotRecorded = issue.kind { true } else { false }
    }
  }
}
