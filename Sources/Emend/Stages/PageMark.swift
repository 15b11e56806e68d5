/// A page marker as it reads.
struct PageMark {
  let label: String
  let style: String
  let total: String?
  let confidence: Double

  var rule: String { style == "bracket" ? "page-markers.bracket" : "page-markers.line" }

  func artifact(_ text: String) -> Artifact {
    Artifact(
      kind: .pageMarker, text: text,
      fields: [Artifact.Field("page", label), Artifact.Field("style", style)]
        + (total.map { [Artifact.Field("of", $0)] } ?? []))
  }

  /// A glance at the first byte: bracket, hyphen, dash or the P of page.
  static func mayStart(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "[") || byte == UInt8(ascii: "-") || byte == 0xE2 || byte | 0x20 == UInt8(ascii: "p")
  }

  /// nil when `range` is not a marker and nothing else.
  init?(_ bytes: [UInt8], _ range: Range<Int>) {
    var scan = Scanner(bytes, range)
    if scan.take(UInt8(ascii: "[")) {
      let double = scan.take(UInt8(ascii: "["))
      guard scan.takeWord("page") || scan.takeWord("pages"), scan.blanks() > 0, let number = scan.number() else {
        return nil
      }
      var label = number
      if scan.dashes() > 0 {
        guard let last = scan.number() else { return nil }
        label += "-" + last
      }
      guard scan.take(UInt8(ascii: "]")), !double || scan.take(UInt8(ascii: "]")), scan.isAtEnd else { return nil }
      (self.label, style, total, confidence) = (label, "bracket", nil, 0.99)
      return
    }
    if scan.dashes() > 0 {
      _ = scan.blanks()
      guard let number = scan.digits(), number.count <= 4 else { return nil }
      _ = scan.blanks()
      guard scan.dashes() > 0, scan.isAtEnd else { return nil }
      (label, style, total, confidence) = (number, "dashes", nil, 0.97)
      return
    }
    guard scan.takeWord("page") else { return nil }
    let gap = scan.blanks()
    if scan.takeWord("no") {
      _ = scan.take(UInt8(ascii: "."))
      _ = scan.blanks()
    }
    guard let number = scan.number(), gap > 0 || number.utf8.first!.isDigit else { return nil }
    label = number
    _ = scan.blanks()
    var total: String?
    if scan.takeWord("of") {
      _ = scan.blanks()
      guard let count = scan.number() else { return nil }
      total = count
      _ = scan.blanks()
      if scan.takeWord("pages") { _ = scan.blanks() }
    }
    _ = scan.take(UInt8(ascii: "."))
    guard scan.isAtEnd else { return nil }
    self.total = total
    style = "line"
    confidence = total != nil ? 0.98 : number.utf8.first!.isDigit ? 0.95 : 0.9
  }

  /// Reads the parts of a marker from left to right.
  private struct Scanner {
    let bytes: [UInt8]
    var i: Int
    let end: Int

    init(_ bytes: [UInt8], _ range: Range<Int>) {
      self.bytes = bytes
      i = range.lowerBound
      end = range.upperBound
    }

    var isAtEnd: Bool { i == end }

    mutating func take(_ byte: UInt8) -> Bool {
      guard i < end, bytes[i] == byte else { return false }
      i += 1
      return true
    }

    mutating func blanks() -> Int {
      let start = i
      while i < end, bytes[i].isBlank { i += 1 }
      return i - start
    }

    /// Hyphens and dashes in a row.
    mutating func dashes() -> Int {
      var count = 0
      while i < end {
        if bytes[i] == UInt8(ascii: "-") {
          i += 1
        } else if i + 2 < end, bytes[i] == 0xE2, bytes[i + 1] == 0x80, (0x90...0x95).contains(bytes[i + 2]) {
          i += 3
        } else {
          break
        }
        count += 1
      }
      return count
    }

    /// A word of small letters in any case, not followed by a letter.
    mutating func takeWord(_ word: String) -> Bool {
      let wanted = word.utf8
      guard i + wanted.count <= end, bytes[i..<i + wanted.count].lazy.map(\.lowered).elementsEqual(wanted),
        i + wanted.count == end || !bytes[i + wanted.count].isLetter
      else { return false }
      i += wanted.count
      return true
    }

    mutating func digits() -> String? {
      let start = i
      while i < end, bytes[i].isDigit { i += 1 }
      return i > start && i - start <= 5 ? bytes.text(start..<i) : nil
    }

    /// A number in digits or in Roman numerals.
    mutating func number() -> String? {
      if let digits = digits() { return digits }
      let start = i
      while i < end, "ivxlcIVXLC".utf8.contains(bytes[i]) { i += 1 }
      guard i > start, i - start <= 8, i == end || !bytes[i].isLetter else {
        i = start
        return nil
      }
      return bytes.text(start..<i)
    }
  }
}
