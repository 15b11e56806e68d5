/// Why the engine held an edit back.
package struct Hold: Hashable, Sendable {
  package enum Reason: UInt8, Sendable {
    case belowConfidence, ambiguous, protected, overlapping
    /// The record or `emend.ignore` says that the place stays as it is.
    case ignored
    /// Read back from a report, where the reason stands in words.
    case recorded
  }

  package let reason: Reason
  /// What speaks against the edit: the entry that protects a word, the row of `emend.ignore`, the words of a report.
  package let source: String?
  /// The least level that the stage applies.
  package let level: Confidence.Level

  package init(_ reason: Reason, source: String? = nil, level: Confidence.Level) {
    self.reason = reason
    self.source = source
    self.level = level
  }

  /// What the record itself says in a line with `emend: ignore`.
  package static let markedInSource = "the text says emend: ignore"

  /// The record itself says that the place stays; other places `emend.ignore` lists.
  package var isInSource: Bool { source == Self.markedInSource }

  /// An editor keeps the text as it is.
  static let byEditor = Hold(.recorded, source: "", level: .likely)

  /// In words for people.
  package func text(for edit: Edit) -> String {
    switch reason {
    case .belowConfidence: "below \(level.rawValue)"
    case .ambiguous:
      "more than one plausible reading: \(([edit.replacementText] + edit.alternatives).joined(separator: ", "))"
    case .protected: "protected: \(source ?? "")"
    case .ignored: "ignored: \(source ?? "")"
    case .overlapping: "overlaps an edit of higher confidence"
    case .recorded: source ?? ""
    }
  }
}

/// An edit of a run, applied or held back, and which one it is: reports and reviews are made of these.
package struct Change: Sendable {
  package let edit: Edit
  package let stage: String
  /// Its pass, and its number among the edits that were applied or those that were held back there, both from 0.
  package let pass: Int
  package let index: Int
  /// Why it was held back; nil for an applied edit.
  package let hold: Hold?
  /// Who decided it, if somebody did.
  package let signature: Signature?

  package init(edit: Edit, stage: String, pass: Int, index: Int, hold: Hold?, signature: Signature?) {
    self.edit = edit
    self.stage = stage
    self.pass = pass
    self.index = index
    self.hold = hold
    self.signature = signature
  }

  /// The same as it stands where an editor accepted it, or did not.
  package var applied: Change { Change(edit: edit, stage: stage, pass: pass, index: index, hold: nil, signature: signature) }
  package var held: Change {
    hold != nil ? self : Change(edit: edit, stage: stage, pass: pass, index: index, hold: .byEditor, signature: signature)
  }

  package var isApplied: Bool { hold == nil }
  /// Why it was held back, in words for people.
  package var why: String? { hold?.text(for: edit) }
}

extension Pass {
  /// The edits that were applied, in the order of the text.
  /// - Parameter number: of the pass in its run.
  package func appliedChanges(_ number: Int) -> [Change] {
    script.edits.enumerated().map { index, edit in
      Change(edit: edit, stage: stage, pass: number, index: index, hold: nil, signature: signatures.applied[index])
    }
  }

  /// The edits that were held back, in the order of the text.
  package func heldChanges(_ number: Int = 0) -> [Change] {
    withheld.enumerated().map { index, edit in
      let hold = Hold(Hold.Reason(rawValue: holds[index]) ?? .overlapping, source: details[index], level: level)
      return Change(edit: edit, stage: stage, pass: number, index: index, hold: hold, signature: signatures.withheld[index])
    }
  }

  /// Those that were applied before those that were not.
  package func changes(_ number: Int) -> [Change] { appliedChanges(number) + heldChanges(number) }
}

extension Run {
  /// All edits, pass by pass.
  package func changes() -> [Change] { passes.enumerated().flatMap { $0.element.changes($0.offset) } }
}
