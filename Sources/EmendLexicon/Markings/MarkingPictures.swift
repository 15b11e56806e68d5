import EmendCore

/// Lines that are numbers of a known form: `{record=999-99999-99999}`.
extension MarkingTemplates {
  /// The templates that are pictures, and one bit for each length that one of them has.
  final class Pictures: Sendable {
    let templates: [(number: Int, template: MarkingTemplate)]
    let lengths: UInt64

    init(_ numbers: [Int], _ all: LazyArray<MarkingTemplate>) {
      templates = numbers.map { ($0, all[$0]) }
      lengths = templates.reduce(0) { $0 | 1 << UInt64(min($1.template.picture.count, 63)) }
    }
  }

  func picture(_ text: [UInt8], _ range: Range<Int>, _ scratch: inout Scratch) -> Match? {
    guard hasPictures, range.count <= MarkingMatchNumbers.longestPicture else { return nil }
    let span = text.span
    var hasDigit = false
    for i in range where span[i].isDigit { hasDigit = true }
    guard hasDigit else { return nil }
    scratch.line.fill(from: text, range)
    let core = MarkingTemplate.trimmed(scratch.line.bytes)
    let pictures = pictures[0]
    if pictures.lengths >> UInt64(core.count) & 1 == 0 { return nil }
    for (number, template) in pictures.templates where template.shows(core) {
      let read = text.text(range).trimmingSpecks()
      return Match(template: number, template, cost: 0, open: [], fields: [Artifact.Field(template.fields[0].name, read)], sameCase: true)
    }
    return nil
  }
}

extension String {
  /// From the first letter, digit or bracket to the last.
  fileprivate func trimmingSpecks() -> String {
    func isGlyph(_ c: Character) -> Bool { c.isLetter || c.isNumber || "()".contains(c) }
    guard let first = firstIndex(where: isGlyph), let last = lastIndex(where: isGlyph) else { return self }
    return String(self[first...last])
  }
}
