import EmendCore

/// What a finding is known by from one run to the next, wherever in the record it stands: the rule, what it changes into
/// what, the text around it on its line, and which of several alike it is.
package struct FindingKey: Hashable, Comparable, Sendable {
  package let rule: String
  package let original: String
  package let replacement: String
  /// The first half of the SHA-256 of the line, in hexadecimal.
  package let line: String
  /// From 1.
  package let occurrence: Int

  package init(rule: String, original: String, replacement: String, line: String, occurrence: Int) {
    self.rule = rule
    self.original = original
    self.replacement = replacement
    self.line = line
    self.occurrence = occurrence
  }

  /// The key as one short word, the same in every run: the fingerprint of SARIF.
  package var fingerprint: String {
    String(FileFacts.sha256(Array([rule, original, replacement, line, "\(occurrence)"].joined(separator: "\0").utf8)).prefix(32))
  }

  package static func < (a: FindingKey, b: FindingKey) -> Bool {
    (a.rule, a.original, a.replacement, a.line, a.occurrence) < (b.rule, b.original, b.replacement, b.line, b.occurrence)
  }

  /// The keys of the findings of one record, in their order.
  package static func all(of findings: [Findings.Finding], in text: [UInt8]) -> [FindingKey] {
    var counts: [FindingKey: Int] = [:]
    return findings.map { finding in
      let first = FindingKey(
        rule: finding.edit.rule, original: finding.edit.originalText, replacement: finding.edit.replacementText,
        line: String(FileFacts.sha256(lineAround(finding.range.lowerBound, in: text)).prefix(32)), occurrence: 1)
      let number = counts[first, default: 0] + 1
      counts[first] = number
      if number == 1 { return first }
      return FindingKey(
        rule: first.rule, original: first.original, replacement: first.replacement, line: first.line, occurrence: number)
    }
  }

  /// The line at a place without blanks at its ends, of a long one what stands near.
  private static func lineAround(_ place: Int, in text: [UInt8]) -> [UInt8] {
    let reach = 120
    var start = place
    while start > 0, place - start < reach, !text[start - 1].isLineEnd { start -= 1 }
    var end = place
    while end < text.count, end - place < reach, !text[end].isLineEnd { end += 1 }
    return Array(text[text.trimmed(start..<end)])
  }
}
