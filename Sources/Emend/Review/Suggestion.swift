/// What a suggestion is known by from one run to the next, wherever in the record it stands: what it changes into what, the
/// words around it, and which of several alike it is.
public struct SuggestionKey: Hashable, Sendable {
  public let rule: String
  public let original: String
  public let replacement: String
  /// Up to `reach` characters of the record before and behind, each run of white space as one blank.
  public let before: String
  public let after: String
  /// From 1, in the order of the source.
  public let occurrence: Int

  /// Characters of context on either side.
  public static let reach = 40

  public init(rule: String, original: String, replacement: String, before: String, after: String, occurrence: Int) {
    self.rule = rule
    self.original = original
    self.replacement = replacement
    self.before = before
    self.after = after
    self.occurrence = occurrence
  }

  func numbered(_ occurrence: Int) -> SuggestionKey {
    SuggestionKey(rule: rule, original: original, replacement: replacement, before: before, after: after, occurrence: occurrence)
  }
}

/// An edit of a run, applied or withheld, as an editor decides on it.
public struct Suggestion: Sendable {
  /// From 1, in the order of the source.
  public let number: Int
  public let stage: String
  /// As the run has it.
  public let edit: Edit
  /// Why the pipeline holds it back, nil for one that it applies.
  public let why: String?
  public let key: SuggestionKey
  /// The bytes of the text that the editor reads (`Review.text`).
  public let range: Range<Int>
  /// From 1.
  public let line: Int
}

/// The words around places of a text, cut to the reach of a key.
struct Surroundings {
  let text: [UInt8]

  func key(of edit: Edit, at range: Range<Int>) -> SuggestionKey {
    SuggestionKey(
      rule: edit.rule, original: edit.originalText, replacement: edit.replacementText, before: before(range.lowerBound),
      after: after(range.upperBound), occurrence: 1)
  }

  func before(_ place: Int) -> String {
    // Far enough for characters of four bytes; a few blanks more are passed over, a page of them is not.
    var start = max(0, place - SuggestionKey.reach * 4)
    while start > 0, start < place, text[start] & 0xC0 == 0x80 { start += 1 }
    return String(Self.collapsed(text[start..<place]).suffix(SuggestionKey.reach))
  }

  func after(_ place: Int) -> String {
    var end = min(text.count, place + SuggestionKey.reach * 4)
    while end < text.count, end > place, text[end] & 0xC0 == 0x80 { end -= 1 }
    return String(Self.collapsed(text[place..<end]).prefix(SuggestionKey.reach))
  }

  /// Text with each run of white space as one blank.
  static func collapsed(_ bytes: ArraySlice<UInt8>) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    for byte in bytes {
      if !byte.isSpace { out.append(byte) } else if out.last != 0x20 { out.append(0x20) }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
