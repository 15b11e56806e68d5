import EmendCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Says in one line why a proposal is made: what was misread, where it fits, how often the record has it, and what else it
/// could be.
package struct CorrectorReason {
  package let model: CorrectorModel
  package let bytes: UnsafeBufferPointer<UInt8>

  package func text(_ kind: Proposal.Kind, _ evidence: Proposal.Evidence) -> String {
    let parts = [confusion(evidence), context(evidence), counts(kind, evidence), elsewhere(evidence), runnerUp(evidence)]
    var text = ""
    for part in parts where !part.isEmpty {
      let longer = text.isEmpty ? part : text + "; " + part
      if longer.count <= CorrectorNumbers.longestReason { text = longer }
    }
    return text
  }

  // MARK: Parts

  /// `l read for d, u for S`.
  private func confusion(_ evidence: Proposal.Evidence) -> String {
    let known = evidence.operations.filter { $0 >= 0 }.map { model.channel.operations[Int($0)] }
    var parts = known.map { operation in
      let (truth, read) = Self.trimmed(operation.trueSymbols, operation.readSymbols)
      return Self.misreading(truth: shown(truth), read: shown(read))
    }
    let unknown = evidence.operations.count - known.count
    if unknown > 0 { parts.append(unknown == 1 ? "one letter misread as never learned" : "\(unknown) letters misread as never learned") }
    if parts.isEmpty { parts.append(difference(evidence.readText, evidence.newText)) }
    let most = CorrectorNumbers.mostMisreadingsNamed
    if parts.count > most { parts = parts.prefix(most - 1) + ["and \(parts.count - most + 1) more"] }
    return parts.joined(separator: ", ")
  }

  private func shown(_ symbols: [UInt8]) -> String {
    switch symbols {
    case [Alphabet.blank]: "blank"
    case [Alphabet.lineEnd]: "line end"
    case [Alphabet.hyphenLineEnd]: "hyphen and line end"
    case [Alphabet.hyphenBlank]: "hyphen and blank"
    case [Alphabet.hyphen]: "hyphen"
    case let some where some.contains { $0 < Alphabet.hyphen }: "\"\(model.alphabet.text(some))\""
    default: model.alphabet.text(symbols)
    }
  }

  private static func misreading(truth: String, read: String) -> String {
    if truth.isEmpty { return "\(read) too many" }
    return read.isEmpty ? "\(truth) lost" : "\(read) read for \(truth)"
  }

  /// What differs between two words, where no operations are known.
  private func difference(_ read: [UInt8], _ new: [UInt8]) -> String {
    let (new, read) = Self.trimmed(Array(String(decoding: new, as: UTF8.self)), Array(String(decoding: read, as: UTF8.self)))
    func shown(_ part: [Character]) -> String { part == [" "] ? "blank" : part.contains(" ") ? "\"\(String(part))\"" : String(part) }
    return Self.misreading(truth: shown(new), read: shown(read))
  }

  /// Two strings without what both begin and end with.
  private static func trimmed<Element: Equatable>(_ a: [Element], _ b: [Element]) -> ([Element], [Element]) {
    var start = 0
    while start < min(a.count, b.count), a[start] == b[start] { start += 1 }
    var end = 0
    while end < min(a.count, b.count) - start, a[a.count - 1 - end] == b[b.count - 1 - end] { end += 1 }
    return (Array(a[start..<a.count - end]), Array(b[start..<b.count - end]))
  }

  /// The words on both sides, where the one before makes the new word likelier than it is by itself.
  private func context(_ evidence: Proposal.Evidence) -> String {
    guard evidence.features[.contextCostPerWord] < CorrectorNumbers.fittingCost else { return "" }
    let sides = [word(evidence.before), "…", word(evidence.after)].filter { !$0.isEmpty }
    return sides.count == 1 ? "" : "fits \"\(sides.joined(separator: " "))\""
  }

  private func word(_ neighbour: Proposal.Neighbour?) -> String {
    guard let neighbour else { return "" }
    let text =
      neighbour.word >= 0
      ? model.text(neighbour.word) : String(decoding: bytes[neighbour.range].prefix(4 * CorrectorNumbers.longestReasonWord), as: UTF8.self)
    return text.count <= CorrectorNumbers.longestReasonWord ? text : text.prefix(CorrectorNumbers.longestReasonWord - 1) + "…"
  }

  private func counts(_ kind: Proposal.Kind, _ evidence: Proposal.Evidence) -> String {
    let new = count(evidence, .countOfNew)
    if new == 0 { return "not elsewhere in the record" }
    let read = count(evidence, .countOfRead)
    return "\(Self.times(new)) in the record" + (kind == .merge || read == 0 ? "" : ", as read \(Self.times(read))")
  }

  private func elsewhere(_ evidence: Proposal.Evidence) -> String {
    let same = count(evidence, .sameConfusion)
    return same == 0 ? "" : "so misread \(Self.times(same)) elsewhere"
  }

  private func runnerUp(_ evidence: Proposal.Evidence) -> String {
    evidence.runnerUp.isEmpty ? "no other reading" : "next best \(String(decoding: evidence.runnerUp, as: UTF8.self))"
  }

  /// A count that a feature holds as ln(1 + n); those of words end at 255.
  private func count(_ evidence: Proposal.Evidence, _ feature: Feature) -> Int { Int((exp(evidence.features[feature]) - 1).rounded()) }

  private static func times(_ count: Int) -> String {
    switch count {
    case 1: "once"
    case 2: "twice"
    case 255: "255 times or more"
    default: "\(count) times"
    }
  }
}
