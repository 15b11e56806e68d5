/// What one stage did in a run: the edits that were applied, and those that were not, each with why.
package struct Pass: Sendable {
  package let stage: String
  /// The applied edits, from the stage's input to its output.
  package let script: EditScript
  /// The edits held back.
  package let withheld: EditList
  /// For each withheld edit, in order, why it was held back.
  package let holds: [UInt8]
  /// Details of single holds, by index in `withheld`.
  package let details: [Int: String]
  package let level: Confidence.Level
  /// The stage reads bytes as text: lines and columns of reports count in its output.
  package let isDecoding: Bool
  /// What editors decided of the edits.
  package internal(set) var signatures = Signatures()

  package init(
    stage: String, script: EditScript, withheld: EditList, holds: [UInt8], details: [Int: String], level: Confidence.Level,
    isDecoding: Bool, signatures: Signatures = Signatures()
  ) {
    self.stage = stage
    self.script = script
    self.withheld = withheld
    self.holds = holds
    self.details = details
    self.level = level
    self.isDecoding = isDecoding
    self.signatures = signatures
  }

  /// Who decided which edits, by their index in the script and among those withheld.
  package struct Signatures: Hashable, Sendable {
    package var applied: [Int: Signature] = [:]
    package var withheld: [Int: Signature] = [:]

    package init() {}
  }

  /// The pass with its applied edits alone, as later rounds have it: what they read is text already.
  var ofLaterRound: Pass {
    Pass(stage: stage, script: script, withheld: EditList(), holds: [], details: [:], level: level, isDecoding: false)
  }

  /// Places of withheld edits that would take matter out: what stands there is no text, but was not taken out either.
  var heldMatter: [Range<Int>] {
    if withheld.artifacts.isEmpty { return [] }
    var found: [Range<Int>] = []
    var cursor = EditList.Cursor(withheld)
    while let (start, number) = cursor.next() {
      if withheld.artifact(ofPayload: number) == nil { continue }
      found.append(start..<start + withheld.payloads[number].original.count)
    }
    return found
  }
}
