/// Stands between a stage's proposals and the text: sorts them into a script and what is withheld.
package struct Gate {
  package let level: Confidence.Level
  package let role: StageInfo.Role
  /// What may not be changed; nil for a stage that changes no words.
  package let protection: (any WordProtection)?
  /// Places that stay as they are; nil where there are none.
  package let kept: Suppressions?

  package func pass(_ proposals: EditList, of stage: String, in document: Document) throws(EmendError) -> Pass {
    let holds = judge(proposals, in: document)
    guard holds.verdicts.contains(where: { $0 != Gate.applied }) else {
      let script = try EditScript(proposals, validatedAgainst: document.bytes)
      return Pass(
        stage: stage, script: script, withheld: EditList(), holds: [], details: [:], level: level, isDecoding: role.isDecoding)
    }
    var applied = proposals.emptied()
    var withheld = proposals.emptied()
    var reasons: [UInt8] = []
    var details: [Int: String] = [:]
    var cursor = EditList.Cursor(proposals)
    var index = 0
    while let (start, number) = cursor.next() {
      let verdict = holds.verdicts[index]
      if verdict == Gate.applied {
        applied.append(start: start, payload: number)
      } else {
        withheld.append(start: start, payload: number)
        if let detail = holds.details[index] { details[reasons.count] = detail }
        reasons.append(verdict)
      }
      index += 1
    }
    let script = try EditScript(applied, validatedAgainst: document.bytes)
    return Pass(
      stage: stage, script: script, withheld: withheld, holds: reasons, details: details, level: level,
      isDecoding: role.isDecoding)
  }

  private static let applied = UInt8.max

  /// A verdict for each proposal: `applied`, or the raw value of a `Hold`.
  private func judge(_ proposals: EditList, in document: Document) -> (
    verdicts: [UInt8], details: [Int: String]
  ) {
    var verdicts: [UInt8] = []
    verdicts.reserveCapacity(proposals.count)
    var details: [Int: String] = [:]
    // The last edit that may be applied: all others before it end at or before its start.
    var last: (index: Int, end: Int, confidence: Float)?
    var cursor = EditList.Cursor(proposals)
    while let (start, number) = cursor.next() {
      let index = verdicts.count
      let payload = proposals.payloads[number]
      let end = start + payload.original.count
      if let (hold, detail) = reasonToKeep(proposals, number, start..<end, in: document) {
        verdicts.append(hold.rawValue)
        details[index] = detail
      } else if proposals.hasAlternatives(number) {
        verdicts.append(Hold.Reason.ambiguous.rawValue)
      } else if !Confidence(Double(payload.confidence)).reaches(level) {
        verdicts.append(Hold.Reason.belowConfidence.rawValue)
      } else if let reason = reasonToProtect(start..<end, in: document) {
        verdicts.append(Hold.Reason.protected.rawValue)
        details[index] = reason
      } else if let before = last, start < before.end {
        if payload.confidence > before.confidence {
          verdicts[before.index] = Hold.Reason.overlapping.rawValue
          verdicts.append(Gate.applied)
          last = (index, end, payload.confidence)
        } else {
          verdicts.append(Hold.Reason.overlapping.rawValue)
        }
      } else {
        verdicts.append(Gate.applied)
        last = (index, end, payload.confidence)
      }
    }
    return (verdicts, details)
  }

  private func reasonToProtect(_ range: Range<Int>, in document: Document) -> String? {
    guard let protection else { return nil }
    if document.isWithheldMatter(range) { return "part of a line that another stage would take out" }
    return protection.protection(of: range, in: document.bytes, ownWords: role.protectsOwnWords)
  }

  private func reasonToKeep(_ proposals: EditList, _ number: Int, _ range: Range<Int>, in document: Document) -> (Hold.Reason, String)? {
    guard let kept else { return nil }
    let proposal = Suppressions.Proposal(
      range: range, replacement: proposals.pool[proposals.payloads[number].replacement], rule: proposals.ruleName(ofPayload: number),
      takesOut: proposals.payloads[number].artifact >= 0, role: role)
    return kept.reason(against: proposal, in: document.bytes)
  }
}
