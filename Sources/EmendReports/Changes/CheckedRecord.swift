import EmendCore

/// A record that was checked, as the reports of `emend check` see it.
package struct CheckedRecord {
  package let path: String
  package let run: Run
  /// What is reported of the record, in the order of the source.
  package let findings: [Findings.Finding]
  /// What each finding is known by.
  package let keys: [FindingKey]

  /// - Parameter withheld: with the edits that are held back.
  package init(path: String, run: Run, withheld: Bool) {
    self.path = path
    self.run = run
    findings = Findings(run).folded(withheld: withheld)
    keys = FindingKey.all(of: findings, in: run.readable)
  }

  private init(_ path: String, _ run: Run, _ findings: [Findings.Finding], _ keys: [FindingKey]) {
    self.path = path
    self.run = run
    self.findings = findings
    self.keys = keys
  }

  /// The record without the findings that a baseline knows. Those that are held back stay: they change nothing.
  package func without(_ known: Set<FindingKey>) -> CheckedRecord {
    let open = findings.indices.filter { findings[$0].why != nil || !known.contains(keys[$0]) }
    return CheckedRecord(path, run, open.map { findings[$0] }, open.map { keys[$0] })
  }

  /// The keys of the edits that would be applied.
  package var appliedKeys: Set<FindingKey> { Set(findings.indices.filter { findings[$0].why == nil }.map { keys[$0] }) }

  /// How many edits would be applied.
  package var changes: Int { findings.reduce(0) { $0 + ($1.why == nil ? 1 + $1.others : 0) } }
}

/// How a check ended.
package struct CheckSummary {
  /// A record that could not be checked, and why.
  package struct Failure {
    package let path: String
    package let message: String

    package init(path: String, message: String) {
      self.path = path
      self.message = message
    }
  }

  package var records = 0
  /// Records in which something would change.
  package var changedRecords = 0
  /// Edits that would be applied, without those that the baseline knows.
  package var changes = 0
  /// How many of them each rule proposes.
  package var rules: [String: Int] = [:]
  /// Entries of the baseline that were found again, and that are gone; nil without one.
  package var baseline: (known: Int, gone: Int)?
  package var failures: [Failure] = []
  package var exitCode: Int32 = 0

  package init() {}

  package mutating func add(_ record: CheckedRecord) {
    records += 1
    let count = record.changes
    changes += count
    if count > 0 { changedRecords += 1 }
    for finding in record.findings where finding.why == nil { rules[finding.edit.rule, default: 0] += 1 + finding.others }
  }

  /// `3 edits proposed in 2 of 10 records`
  package var description: String {
    var text = "\(Quoted.count(changes, "edit")) proposed in \(changedRecords) of \(Quoted.count(records, "record"))"
    if let baseline { text += ", \(baseline.known) more known to the baseline" }
    if !failures.isEmpty { text += "; \(Quoted.count(failures.count, "record")) could not be checked" }
    return text
  }
}

/// A report of `emend check`, written while the records are checked: nothing of a record is kept after it.
package protocol CheckReport {
  mutating func write(_ record: CheckedRecord, to writer: inout ByteWriter) throws
  /// Writes what comes last; called once, also when there was no record.
  mutating func finish(_ summary: CheckSummary, to writer: inout ByteWriter) throws
}
