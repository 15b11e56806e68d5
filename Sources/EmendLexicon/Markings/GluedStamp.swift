import EmendCore

/// Finds stamps that OCR put on one line with the text beside them.
///
/// Only long stamps that stand whole, or nearly so, at the end or the start of a line; the words of the text stay.
package struct GluedStamp {
  /// The part of a line that is a stamp.
  package struct Cut {
    /// The stamp and the blanks between it and the text.
    package let range: Range<Int>
    package let artifact: Artifact
    package let reason: String

    package func edit(_ bytes: [UInt8]) -> Edit {
      Edit(
        range: range, original: Array(bytes[range]), replacement: [], rule: "markings.glued",
        confidence: Confidence(MarkingMatchNumbers.glued),
        reason: reason, artifact: artifact)
    }
  }

  private let templates: MarkingTemplates
  /// Templates by their first four letters.
  private let heads: [UInt32: [Int]]
  private let bits: [Bool]

  package init(_ dictionaries: Dictionaries) {
    templates = dictionaries.markings
    heads = templates.gluedHeads
    bits = templates.gluedBits
  }

  /// Templates that a glued stamp may be, by their first four letters: the letters of each, and its number.
  package static func heads(_ keys: ImageArray<UInt32>, _ numbers: ImageArray<UInt16>) -> [UInt32: [Int]] {
    var heads: [UInt32: [Int]] = [:]
    for (key, number) in zip(keys, numbers) { heads[key, default: []].append(Int(number)) }
    return heads
  }

  static func writeHeads(of templates: [MarkingTemplate], to image: inout TableImageWriter) {
    var keys: [UInt32] = []
    var numbers: [UInt16] = []
    for (number, template) in templates.enumerated()
    where template.kind == .stamp && !template.needsNeighbour && template.glyphs.count >= MarkingMatchNumbers.shortestGlued
      && !template.fields.contains(where: { $0.kind == .text })
    {
      let letters = template.atoms.prefix(4).compactMap { if case .glyph(let byte) = $0 { byte } else { nil } }
      if letters.count < 4 { continue }
      keys.append(key(letters[0], letters[1], letters[2], letters[3]))
      numbers.append(UInt16(number))
    }
    image.append(keys)
    image.append(numbers)
  }

  package static func bits(of heads: [UInt32: [Int]]) -> [Bool] {
    var bits = Array(repeating: false, count: 1 << 12)
    for key in heads.keys { bits[slot(key)] = true }
    return bits
  }

  private static func key(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> UInt32 {
    UInt32(a.uppered) << 24 | UInt32(b.uppered) << 16 | UInt32(c.uppered) << 8 | UInt32(d.uppered)
  }

  private static func slot(_ key: UInt32) -> Int { Int((key &* 0x9E37_79B1) >> 20) }

  package func cut(_ bytes: [UInt8], _ content: Range<Int>, _ scratch: inout MarkingTemplates.Scratch) -> Cut? {
    guard content.count >= MarkingMatchNumbers.shortestGlued + 4, content.count <= MarkingTemplates.longestLine else { return nil }
    let span = bytes.span
    var isWordStart = true
    for i in content.lowerBound..<content.upperBound - MarkingMatchNumbers.shortestGlued {
      let byte = span[i]
      defer { isWordStart = byte.isBlank }
      guard isWordStart, byte.isUpper || byte.isDigit else { continue }
      let key = Self.key(byte, span[i + 1], span[i + 2], span[i + 3])
      guard bits[Self.slot(key)], let numbers = heads[key] else { continue }
      if i > content.lowerBound {
        if let found = whole(bytes, i..<content.upperBound, numbers, &scratch) { return cut(bytes, content, found) }
      } else if let found = start(bytes, content, numbers, &scratch) {
        return cut(bytes, content, found)
      }
    }
    return nil
  }

  private typealias Found = (range: Range<Int>, match: MarkingTemplates.Match)

  private func whole(_ bytes: [UInt8], _ range: Range<Int>, _ numbers: [Int], _ scratch: inout MarkingTemplates.Scratch) -> Found? {
    guard let match = templates.nearest(bytes, range, among: numbers, costPerLetter: 0, &scratch) else { return nil }
    let template = templates.all[match.template]
    guard match.cost <= template.glyphs.count * MarkingMatchNumbers.gluedCostPerLetter, isWritten(bytes, range, template) else {
      return nil
    }
    return (range, match)
  }

  /// The stamp that a line starts with, up to the end of one of its words.
  private func start(_ bytes: [UInt8], _ content: Range<Int>, _ numbers: [Int], _ scratch: inout MarkingTemplates.Scratch) -> Found? {
    for number in numbers where !templates.hasFields[number] {
      let template = templates.all[number]
      let length = template.text.utf8.count
      let ends = content.lowerBound + length * 9 / 10...content.lowerBound + length * 11 / 10
      for end in ends where end < content.upperBound && bytes[end].isBlank {
        if let found = whole(bytes, content.lowerBound..<end, [number], &scratch) { return found }
      }
    }
    return nil
  }

  /// Capitals where the stamp has capitals.
  private func isWritten(_ bytes: [UInt8], _ range: Range<Int>, _ template: MarkingTemplate) -> Bool {
    let uppers = bytes[range].count(where: \.isUpper)
    let lowers = bytes[range].count(where: \.isLower)
    // In small letters the name of a law is text; a record number is none.
    return template.hasSmallLetters ? uppers >= 2 && !template.fields.isEmpty : lowers * 10 <= uppers
  }

  private func cut(_ bytes: [UInt8], _ content: Range<Int>, _ found: Found) -> Cut {
    let template = templates.all[found.match.template]
    var low = found.range.lowerBound
    var high = found.range.upperBound
    // What is left may be no text, but the rest of the stamp: a record number, specks.
    if !bytes[content.lowerBound..<low].contains(where: \.isLetter) { low = content.lowerBound }
    while low > content.lowerBound, bytes[low - 1].isBlank { low -= 1 }
    while low == content.lowerBound, high < content.upperBound, bytes[high].isBlank { high += 1 }
    let constants = template.constants.filter { !found.match.open.contains($0.name) }
    return Cut(
      range: low..<high,
      artifact: Artifact(
        kind: template.kind, text: bytes.text(min(low, found.range.lowerBound)..<found.range.upperBound).trimmingBlanks(),
        fields: constants + MarkingFields.normalized(found.match.fields, constants)),
      reason: "\(template.name), on one line with text")
  }
}

extension String {
  fileprivate func trimmingBlanks() -> String { String(drop { $0 == " " || $0 == "\t" }) }
}
