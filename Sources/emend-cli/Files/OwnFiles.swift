/// Files that emend makes or is told by: none of them is ever a record, however it was named.
enum OwnFiles {
  /// What a file is to emend; nil for a possible record.
  static func kind(_ path: String) -> String? {
    let name = path.lastPathComponent
    if name.hasSuffix(InPlace.ledgerEnding) { return "a ledger" }
    if name == ConfigurationFile.name || name == IgnoreFile.name { return "a configuration" }
    if name.startsExactly(with: prefix) { return "a file of a run" }
    if name.contains(keptEnding) { return "a text that was set aside" }
    let parts = path.utf8.split(separator: UInt8(ascii: "/"))
    return parts.contains { $0.elementsEqual(LearnedTables.folderName.utf8) } ? "a file of a review or a table" : nil
  }

  /// Why a file that was named is no record; nil for a possible one.
  static func refusal(_ path: String) -> Failure? {
    kind(path).map { Failure("\(path): is \($0) of emend, not a record; name the record itself") }
  }

  /// What names of drafts, locks and ledgers of runs start with.
  static let prefix = ".emend-"
  /// What a text that was set aside has behind its name, with a number behind it.
  static let keptEnding = ".emend-kept-"
}
