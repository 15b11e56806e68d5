/// What one stage did in a run: the edits that were applied, and those that were not, each with why.
public struct Pass: Sendable {
  /// Why the engine held an edit back.
  public enum Hold: UInt8, Sendable {
    case belowConfidence, ambiguous, protected, overlapping
    /// The record or `emend.ignore` says that the place stays as it is.
    case ignored
    /// Read back from a report, where the reason stands in words.
    case recorded

    /// The reason in words; `level` is the least level that the run applies.
    func text(_ edit: Edit, level: Confidence.Level, detail: String?) -> String {
      switch self {
      case .belowConfidence: "below \(level.rawValue)"
      case .ambiguous:
        "more than one plausible reading: \(([edit.replacementText] + edit.alternatives).joined(separator: ", "))"
      case .protected: "protected: \(detail ?? "")"
      case .ignored: "ignored: \(detail ?? "")"
      case .overlapping: "overlaps an edit of higher confidence"
      case .recorded: detail ?? ""
      }
    }
  }

  public let stage: String
  /// The applied edits, from the stage's input to its output.
  public let script: EditScript
  /// The edits held back.
  public let withheld: EditList
  /// For each withheld edit, in order, why it was held back.
  let holds: [UInt8]
  /// Details of single holds, by index in `withheld`.
  let details: [Int: String]
  let level: Confidence.Level
  /// What editors decided of the edits.
  public internal(set) var signatures = Signatures()

  /// Who decided which edits, by their index in the script and among those withheld.
  public struct Signatures: Hashable, Sendable {
    public var applied: [Int: Signature] = [:]
    public var withheld: [Int: Signature] = [:]

    public init() {}
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

  /// The withheld edits, each with the reason why.
  public var withheldWithReasons: [(edit: Edit, why: String)] {
    zip(withheld, holds).enumerated().map { index, pair in
      let hold = Hold(rawValue: pair.1) ?? .overlapping
      return (pair.0, hold.text(pair.0, level: level, detail: details[index]))
    }
  }
}
