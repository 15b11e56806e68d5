import Emend

#if canImport(Glibc)
  import Glibc
#endif

/// Replacing a file by its clean text so that nothing can be lost: the ledger first, then the text.
enum InPlace {
  static func ledgerPath(_ path: String) -> String { path + ".emend.json" }

  /// Writes the ledger and the clean text of a file beside it; nil when there is nothing to change.
  /// - Parameter stamp: that of the file before it was read.
  static func stage(_ run: Run, for path: String, _ stamp: FileStamp?) throws -> Replacement? {
    if run.isClean { return nil }
    // A link is followed, and its ledger stands beside the file it names.
    let path = Files.resolved(path)
    let ledger = ledgerPath(path)
    var whole = run
    var history: [Ledger.State] = []
    if Files.exists(ledger) {
      // A second run continues the first: its ledger still leads back to the first source.
      let earlier = try readLedger(ledger)
      guard let (joined, states) = earlier.continued(by: run) else {
        throw Failure(
          "\(path): was changed after \(ledger) was written, so a new ledger would cut the way back; move the old ledger away to go on without that way back"
        )
      }
      (whole, history) = (joined, states)
      // Of a single run the pipeline has made sure.
      guard joined.undo() == joined.source else {
        throw Failure("\(path): the ledger would not lead back to the source, so nothing was written; please report this with the file")
      }
    }
    let first = try Temporary(replacing: ledger) { descriptor in
      var writer = Output(descriptor: descriptor).writer
      try JSONReport(whole, source: path, output: path, history: history).write(to: &writer)
      try writer.flush()
    }
    do {
      return try Temporary(replacing: path, with: run.output).map { Replacement(ledger: first, text: $0, stamp: stamp) }
    } catch {
      first?.discard()
      throw error
    }
  }

  static func readLedger(_ path: String) throws -> Ledger {
    do { return try Ledger(Files.read(path)) } catch let error as EmendError { throw Failure("\(path): \(error)") }
  }
}

/// A text that is ready to take the place of another, and the ledger that must be there before.
struct Replacement: Sendable {
  let ledger: Temporary?
  let text: Temporary
  /// That of the file when it was read.
  let stamp: FileStamp?

  /// Puts replacements in their places, several at a time, for the disk takes many files in little more time than one: all
  /// content is on it before a name changes, and all ledgers are before a text is replaced.
  ///
  /// Returns what went wrong, for each.
  static func takePlace(_ group: [Replacement]) -> [Failure?] {
    var failures = [Failure?](repeating: nil, count: group.count)
    func attempt(_ body: () throws -> Void) -> Failure? {
      do { try body() } catch { return error as? Failure ?? Failure("\(error)") }
      return nil
    }
    func discard(_ number: Int, _ failure: Failure) {
      group[number].text.discard()
      failures[number] = failure
    }
    if let failure = attempt({ try Durability.sync(group.flatMap { [$0.ledger?.path, $0.text.path].compactMap { $0 } }) }) {
      for replacement in group { replacement.ledger?.discard() }
      for number in group.indices { discard(number, failure) }
      return failures
    }
    for (number, replacement) in group.enumerated() {
      // What somebody wrote in the meantime must not be lost.
      guard FileStamp(replacement.text.target) == replacement.stamp else {
        replacement.ledger?.discard()
        discard(number, Failure("\(replacement.text.target): was changed while emend worked on it, and stays as it is now; run again"))
        continue
      }
      if let failure = attempt({ try replacement.ledger?.takePlace() }) { discard(number, failure) }
    }
    let ledgers = group.indices.filter { failures[$0] == nil }.compactMap { group[$0].ledger?.target }
    if !ledgers.isEmpty, let failure = attempt({ try Durability.sync(ledgers) }) {
      for number in group.indices where failures[number] == nil { discard(number, failure) }
      return failures
    }
    for (number, replacement) in group.enumerated() where failures[number] == nil {
      failures[number] = attempt { try replacement.text.takePlace() }
    }
    return failures
  }
}
