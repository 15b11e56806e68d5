/// Stands between a stage's proposals and the text: sorts them into a script and what is withheld.
struct Gate {
  let level: Confidence.Level
  /// Why the words at a place may not be changed, nil when they may.
  let protection: ((Document, Range<Int>) -> String?)?
  /// Places that stay as they are, for a stage that does or does not change words.
  var kept: (places: KeptPlaces, changesWords: Bool)?

  func pass(_ proposals: EditList, of stage: String, in document: Document) throws(EmendError) -> Pass {
    let holds = judge(proposals, in: document)
    guard holds.verdicts.contains(where: { $0 != Gate.applied }) else {
      let script = try EditScript(proposals, validatedAgainst: document.bytes)
      return Pass(
        stage: stage, script: script, withheld: EditList(), holds: [], details: [:], level: level)
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
      stage: stage, script: script, withheld: withheld, holds: reasons, details: details, level: level)
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
        verdicts.append(Pass.Hold.ambiguous.rawValue)
      } else if !Confidence(Double(payload.confidence)).reaches(level) {
        verdicts.append(Pass.Hold.belowConfidence.rawValue)
      } else if let reason = protection?(document, start..<end) {
        verdicts.append(Pass.Hold.protected.rawValue)
        details[index] = reason
      } else if let before = last, start < before.end {
        if payload.confidence > before.confidence {
          verdicts[before.index] = Pass.Hold.overlapping.rawValue
          verdicts.append(Gate.applied)
          last = (index, end, payload.confidence)
        } else {
          verdicts.append(Pass.Hold.overlapping.rawValue)
        }
      } else {
        verdicts.append(Gate.applied)
        last = (index, end, payload.confidence)
      }
    }
    return (verdicts, details)
  }

  private func reasonToKeep(_ proposals: EditList, _ number: Int, _ range: Range<Int>, in document: Document) -> (Pass.Hold, String)? {
    guard let (places, changesWords) = kept else { return nil }
    let proposal = KeptPlaces.Proposal(
      range: range, replacement: proposals.pool[proposals.payloads[number].replacement], rule: proposals.ruleName(ofPayload: number),
      takesOut: proposals.payloads[number].artifact >= 0, changesWords: changesWords)
    return places.reason(against: proposal, in: document.bytes)
  }
}
