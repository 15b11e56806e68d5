import EmendCore

/// What a suggestion is known by from one run to the next, wherever in the record it stands: what it changes into what, the
/// words around it, and which of several alike it is.
package struct SuggestionKey: Hashable, Sendable {
  package let rule: String
  package let original: String
  package let replacement: String
  /// Up to `reach` characters of the record before and behind, each run of white space as one blank.
  package let before: String
  package let after: String
  /// From 1, in the order of the source.
  package let occurrence: Int

  /// Characters of context on either side.
  package static let reach = ReviewNumbers.contextReach

  package init(rule: String, original: String, replacement: String, before: String, after: String, occurrence: Int) {
    self.rule = rule
    self.original = original
    self.replacement = replacement
    self.before = before
    self.after = after
    self.occurrence = occurrence
  }

  package func numbered(_ occurrence: Int) -> SuggestionKey {
    SuggestionKey(rule: rule, original: original, replacement: replacement, before: before, after: after, occurrence: occurrence)
  }
}

/// An edit of a run, applied or withheld, as an editor decides on it.
package struct Suggestion: Sendable {
  /// From 1, in the order of the source.
  package let number: Int
  /// As the run has it.
  package let change: Change
  package let key: SuggestionKey
  /// The bytes of the text that the editor reads (`Review.text`).
  package let range: Range<Int>
  /// From 1.
  package let line: Int

  package var stage: String { change.stage }
  package var edit: Edit { change.edit }
  package var isApplied: Bool { change.isApplied }
  /// Why the pipeline holds it back, in words; nil for one that it applies.
  package var why: String? { change.why }
}

/// The words around places of a text, cut to the reach of a key.
package struct Surroundings {
  package let text: [UInt8]

  package func key(of edit: Edit, at range: Range<Int>) -> SuggestionKey {
    SuggestionKey(
      rule: edit.rule, original: edit.originalText, replacement: edit.replacementText, before: before(range.lowerBound),
      after: after(range.upperBound), occurrence: 1)
  }

  package func before(_ place: Int) -> String {
    // Far enough for characters of four bytes; a few blanks more are passed over, a page of them is not.
    var start = max(0, place - SuggestionKey.reach * 4)
    while start > 0, start < place, text[start] & 0xC0 == 0x80 { start += 1 }
    return String(Self.collapsed(text[start..<place]).suffix(SuggestionKey.reach))
  }

  package func after(_ place: Int) -> String {
    var end = min(text.count, place + SuggestionKey.reach * 4)
    while end < text.count, end > place, text[end] & 0xC0 == 0x80 { end -= 1 }
    return String(Self.collapsed(text[place..<end]).prefix(SuggestionKey.reach))
  }

  /// Text with each run of white space as one blank.
  package static func collapsed(_ bytes: ArraySlice<UInt8>) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    for byte in bytes {
      if !byte.isSpace { out.append(byte) } else if out.last != 0x20 { out.append(0x20) }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
