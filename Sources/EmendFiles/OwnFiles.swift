import EmendCore

/// Files that emend makes or is told by: none of them is ever a record, however it was named.
package enum OwnFiles {
  /// What a file is to emend; nil for a possible record.
  package static func kind(_ path: String) -> String? {
    let name = path.lastPathComponent
    if name.hasSuffix(InPlace.ledgerEnding) { return "a ledger" }
    if name == configuration || name == ignored { return "a configuration" }
    if name.startsExactly(with: prefix) { return "a file of a run" }
    if name.contains(keptEnding) { return "a text that was set aside" }
    let parts = path.utf8.split(separator: UInt8(ascii: "/"))
    return parts.contains { $0.elementsEqual(folder.utf8) } ? "a file of a review or a table" : nil
  }

  /// Why a file that was named is no record; nil for a possible one.
  package static func refusal(_ path: String) -> Failure? {
    kind(path).map { Failure("\(path): is \($0) of emend, not a record; name the record itself") }
  }

  package static let configuration = "emend.yml"
  package static let ignored = "emend.ignore"
  /// Where tables and the database of a review stand.
  package static let folder = ".emend"

  /// What names of drafts, locks and ledgers of runs start with.
  package static let prefix = ".emend-"
  /// What a text that was set aside has behind its name, with a number behind it.
  static let keptEnding = ".emend-kept-"
}
