import EmendCore
import EmendReports

#if canImport(Glibc)
  import Glibc
#endif

/// Replacing a file by its clean text so that nothing can be lost: the ledger first, then the text.
package enum InPlace {
  static let ledgerEnding = ".emend.json"

  package static func ledgerPath(_ path: String) -> String { path + ledgerEnding }

  /// Writes the ledger and the clean text of a file beside it; nil when there is nothing to change.
  package static func stage(_ run: Run, for path: String) throws -> Replacement? {
    if run.isClean { return nil }
    // A link is followed, and its ledger stands beside the file it names.
    let path = Files.resolved(path)
    let ledger = ledgerPath(path)
    var whole = run
    var history: [Ledger.State] = []
    var known = Known.nothing
    if Files.exists(ledger) {
      // A second run continues the first: its ledger still leads back to the first source.
      let bytes = try Files.read(ledger)
      known = Known(bytes)
      let earlier = try readLedger(ledger, bytes)
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
    return try Replacement(
      of: path, was: Known(run.source), by: run.output,
      ledger: (ledger, known, JSONReport(whole, source: path, output: path, history: history)))
  }

  package static func readLedger(_ path: String) throws -> Ledger { try readLedger(path, Files.read(path)) }

  package static func readLedger(_ path: String, _ bytes: [UInt8]) throws -> Ledger {
    do { return try Ledger(bytes) } catch { throw Failure("\(path): \(error)") }
  }
}

/// A text that is ready to take the place of another, and the ledger that must be there before.
package struct Replacement: Sendable {
  /// A draft, what its place held when that was read, and what the draft holds.
  private struct Part: Sendable {
    let draft: Temporary
    let known: Known
    let content: Known
  }

  private let ledger: Part?
  private let text: Part

  /// - Parameters:
  ///   - path: without links.
  ///   - known: what was read there.
  ///   - ledger: its path, what was read there, and what is to stand there; nil for a text that has its ledger.
  ///   - mode: that of the record, where the path is another one; the file itself has it otherwise.
  package init(
    of path: String, was known: Known, by bytes: [UInt8], ledger: (path: String, was: Known, report: JSONReport)?, mode: mode_t? = nil
  ) throws {
    guard let mode = mode ?? FileSystem.status(path)?.permissions else { throw Failure(path, errno, doing: "write") }
    func noFile(_ path: String) -> Failure { Failure("\(path): is no file that can be replaced") }
    self.ledger = try ledger.map { ledger in
      var hash = ContentHash()
      var count = 0
      let owner = FileSystem.status(path)
      let draft = try Temporary(replacing: ledger.path, mode: mode) { descriptor in
        // Who owns the record must be able to take it back, whoever cleaned it.
        if geteuid() == 0, let owner { _ = fchown(descriptor, owner.st_uid, owner.st_gid) }
        var writer = ByteWriter { bytes in
          bytes.withUnsafeBytes { hash.add($0) }
          count += bytes.count
          try Output(descriptor: descriptor).write(bytes)
        }
        try ledger.report.write(to: &writer)
        try writer.flush()
      }
      guard let draft else { throw noFile(ledger.path) }
      return Part(draft: draft, known: ledger.was, content: .content(bytes: count, sha256: hash.hexadecimal))
    }
    do {
      guard let draft = try Temporary(replacing: path, mode: known == .nothing ? mode : 0o777, with: bytes) else { throw noFile(path) }
      text = Part(draft: draft, known: known, content: Known(bytes))
    } catch {
      self.ledger?.draft.discard()
      throw error
    }
  }

  /// As `takePlace` of a group, for this one alone.
  package func takePlace() throws { if let failure = Self.takePlace([self])[0] { throw failure } }

  private var drafts: [Temporary] { [ledger?.draft, text.draft].compactMap { $0 } }

  /// Puts replacements in their places, several at a time, for the disk takes many files in little more time than one: all
  /// content is on it before a name changes, and all ledgers are before a text is replaced. Each file is compared with what
  /// was read in the very step that replaces it.
  ///
  /// Returns what went wrong, for each.
  package static func takePlace(_ group: [Replacement]) -> [Failure?] {
    var failures = [Failure?](repeating: nil, count: group.count)
    var ledgers = [Temporary.Displaced?](repeating: nil, count: group.count)
    func attempt<Result>(_ number: Int, _ body: () throws -> Result) -> Result? {
      do { return try body() } catch {
        failures[number] = error as? Failure ?? Failure("\(error)")
        return nil
      }
    }
    /// The ledger of a text that stays as it was: it stays, too.
    func giveUp(_ number: Int) {
      if let kept = ledgers[number]?.putBack(), let failure = failures[number] {
        failures[number] = Failure("\(failure.description); the ledger that another program put there meanwhile is \(kept)")
      }
      ledgers[number] = nil
    }
    do { try Durability.sync(group.flatMap(\.drafts).map(\.path)) } catch {
      for replacement in group { for draft in replacement.drafts { draft.discard() } }
      return failures.map { _ in error as? Failure ?? Failure("\(error)") }
    }
    for (number, replacement) in group.enumerated() {
      guard let ledger = replacement.ledger else { continue }
      ledgers[number] = attempt(number) { try ledger.draft.exchange(expecting: ledger.known, content: ledger.content) }
      if failures[number] != nil { replacement.text.draft.discard() }
    }
    let placed = group.indices.filter { ledgers[$0] != nil }
    do { if !placed.isEmpty { try Durability.sync(placed.compactMap { group[$0].ledger?.draft.target }) } } catch {
      for number in group.indices where failures[number] == nil {
        failures[number] = error as? Failure ?? Failure("\(error)")
        group[number].text.draft.discard()
        giveUp(number)
      }
      return failures
    }
    for (number, replacement) in group.enumerated() where failures[number] == nil {
      let text = replacement.text
      if let displaced = attempt(number, { try text.draft.exchange(expecting: text.known, content: text.content) }) {
        displaced.drop()
        ledgers[number]?.drop()
      } else {
        giveUp(number)
      }
    }
    return failures
  }
}
