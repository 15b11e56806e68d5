import EmendCore

/// One spelling for each character: normal form, compatibility forms, invisible characters, mojibake, typography.
package struct UnicodeStage: CataloguedStage {
  package typealias Form = NormalizationForm

  /// What quotation marks and dashes become.
  package enum Typography: String, StageChoice {
    case keep, ascii, typographic

    package static let option = StageOption(
      "typography", default: keep, help: "Quotation marks and dashes: keep them, or make them plain ASCII or typographic.")
  }

  package static let info = StageInfo(
    "unicode",
    summary: "gives each character one form: NFC, ligatures, invisible characters, mojibake",
    keeps: "letters and accents; quotation marks and dashes, unless asked; full-width forms beside CJK text",
    role: .characters, mark: StageInfo.Mark("U", light: "#7a35b5", dark: "#cda4f8"), options: [Form.option, Typography.option],
    rules: UnicodeRules.all)

  private let form: Form
  private let typography: Typography
  private let normalizesOnly: Bool

  package init(form: Form = .nfc, typography: Typography = .keep) {
    self.init(form: form, typography: typography, normalizesOnly: false)
  }

  /// With `normalizesOnly` the stage does what the Unicode Standard says and nothing more.
  package init(form: Form, typography: Typography = .keep, normalizesOnly: Bool) {
    self.form = form
    self.typography = typography
    self.normalizesOnly = normalizesOnly
  }

  package func edits(in document: Document) -> EditList {
    let bytes = document.bytes
    var edits = EditList()
    var found: [Edit] = []
    var position = 0
    if typography == .typographic { return typographicEdits(bytes) }
    while let start = bytes.firstNonASCII(from: position) {
      let region = region(bytes, around: start, after: position)
      examine(bytes, region, &found)
      found.sort { $0.range.lowerBound < $1.range.lowerBound }
      for edit in found { edits.append(edit) }
      found.removeAll(keepingCapacity: true)
      position = region.upperBound
    }
    return edits
  }

  /// The stretch around a non-ASCII byte that stands on its own: from the ASCII character before it, to which a
  /// combining mark may belong, to the next two ASCII bytes in a row, between which nothing ever composes.
  private func region(_ bytes: [UInt8], around first: Int, after position: Int) -> Range<Int> {
    let span = bytes.span
    var end = first
    while end < span.count {
      if span[end] < 0x80, end + 1 == span.count || span[end + 1] < 0x80 { break }
      // A text with no such pair, or in a script without ASCII, is cut where nothing before can join what follows.
      if end - first >= UnicodeNumbers.longestRegion, span[end] & 0xC0 != 0x80,
        ICU.hasBoundary(before: UTF8Scan.scalar(span, at: end).value, form: form)
      {
        break
      }
      end += 1
    }
    return max(position, first - 1)..<end
  }

  private func examine(_ bytes: [UInt8], _ region: Range<Int>, _ found: inout [Edit]) {
    let span = bytes.span
    var needsICU = false
    var run: [Mojibake.Item] = []
    var i = region.lowerBound
    while i < region.upperBound {
      let (scalar, length) = UTF8Scan.scalar(span, at: i)
      let next = i + length
      if scalar >= 0x80 { needsICU = needsICU || mayChange(scalar) }
      if !normalizesOnly {
        if scalar >= 0x80, Windows1252.byte(scalar) != nil || scalar == 0xFFFD {
          run.append(Mojibake.Item(scalar: scalar, range: i..<next))
        } else {
          close(&run, bytes, &found)
        }
        if scalar >= 0x80 {
          single(scalar, bytes, i..<next, &found)
          if let (range, real) = MacRoman.misread(scalar, bytes, i..<next) {
            found.append(
              Edit(
                range: range, original: Array(bytes[range]), replacement: real.utf8, rule: "unicode.mojibake",
                confidence: Confidence(UnicodeNumbers.macRoman), reason: "UTF-8 read as Mac Roman: the bytes are \(real.codePoint)"))
          }
        }
      }
      i = next
    }
    close(&run, bytes, &found)
    guard needsICU, UTF8Scan.firstBroken(Array(bytes[region])) == nil else { return }
    for part in StreamSafe.parts(of: bytes, region) {
      ICU.normalize(bytes, part, form: form) { range, text in
        // Full-width blanks and letters beside CJK text are left alone under NFC; NFKC says otherwise.
        let old = Array(bytes[range])
        found.append(
          Edit(
            range: range, original: old, replacement: Array(text), rule: "unicode.normalize",
            confidence: .certain, reason: "\(form.rawValue.uppercased()) (Unicode \(ICU.unicodeVersion))"))
      }
    }
  }

  /// False for the characters of everyday typography, which are their own normal form.
  private func mayChange(_ scalar: UInt32) -> Bool {
    if form == .nfkc { return true }
    if scalar < 0x300 { return scalar == 0x2126 }
    return !(0x2010...0x2060).contains(scalar) && scalar != 0xFFFD && scalar != 0xFEFF
  }

  /// Ends a run of characters that could be misread UTF-8.
  private func close(_ run: inout [Mojibake.Item], _ bytes: [UInt8], _ found: inout [Edit]) {
    defer { run.removeAll(keepingCapacity: true) }
    guard !run.isEmpty else { return }
    let repairs = run.count > 1 ? Mojibake.repairs(run) : []
    for item in repairs {
      let old = Array(bytes[item.range])
      var scalar = item.scalar
      if scalar == 0xA0 { scalar = 0x20 }
      found.append(
        Edit(
          range: item.range, original: old, replacement: scalar.utf8, rule: "unicode.mojibake",
          confidence: Confidence(item.confidence ?? 0),
          reason: "UTF-8 read as Windows-1252: the bytes are \(item.scalar.codePoint)"))
    }
    var next = 0
    for item in run where (0x80...0x9F).contains(item.scalar) {
      while next < repairs.count, repairs[next].range.upperBound <= item.range.lowerBound { next += 1 }
      if next < repairs.count, repairs[next].range.overlaps(item.range) { continue }
      guard let real = Windows1252.scalar(UInt8(item.scalar)), real != item.scalar else { continue }
      found.append(
        Edit(
          range: item.range, original: Array(bytes[item.range]), replacement: real.utf8, rule: "unicode.c1",
          confidence: Confidence(UnicodeNumbers.c1), reason: "control character \(item.scalar.codePoint), Windows-1252 read as Latin-1"))
    }
  }

  /// The rules that look at one character and its neighbours.
  private func single(_ scalar: UInt32, _ bytes: [UInt8], _ place: Range<Int>, _ found: inout [Edit]) {
    var range = place
    var rule = ""
    var replacement: [UInt8] = []
    switch scalar {
    case 0xFB00...0xFB06:
      rule = "unicode.ligature"
      replacement = Array(["ff", "fi", "fl", "ffi", "ffl", "st", "st"][Int(scalar - 0xFB00)].utf8)
    case 0xAD:
      rule = "unicode.soft-hyphen"
      let next = range.upperBound < bytes.count ? bytes[range.upperBound] : 0
      replacement = next.isLineEnd ? [UInt8(ascii: "-")] : []
      // On a line of its own it belongs to the word before.
      if next.isLineEnd, range.lowerBound > 1, bytes[range.lowerBound - 1] == .lineFeed, bytes[range.lowerBound - 2].isLetter {
        range = range.lowerBound - 1..<range.upperBound
      }
    case 0x200B, 0x2060, 0xFEFF:
      rule = "unicode.invisible"
    case 0x200C, 0x200D, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
      guard isLatin(neighbour(bytes, before: range.lowerBound)), isLatin(neighbour(bytes, after: range.upperBound))
      else { return }
      rule = "unicode.invisible"
    case 0xA0, 0x2000...0x200A, 0x202F, 0x205F:
      // `Â ` is misread UTF-8, which the mojibake rule repairs as a whole.
      rule = "unicode.blank"
      replacement = [.space]
    case 0x3000:
      guard !isCJK(neighbour(bytes, before: range.lowerBound)), !isCJK(neighbour(bytes, after: range.upperBound))
      else { return }
      rule = "unicode.blank"
      replacement = [.space]
    case 0xFF01...0xFF5E:
      guard !isBesideCJK(bytes, range) else { return }
      rule = "unicode.fullwidth"
      replacement = [UInt8(scalar - 0xFEE0)]
    default:
      guard typography == .ascii, let plain = Self.plain[scalar] else { return }
      rule = "unicode.typography"
      replacement = Array(plain.utf8)
    }
    let old = Array(bytes[range])
    found.append(
      Edit(
        range: range, original: old, replacement: replacement, rule: rule, confidence: Confidence(UnicodeNumbers.character),
        reason: scalar.codePoint + (Unicode.Scalar(scalar)?.properties.name.map { " \($0)" } ?? "")))
  }

  /// Typographic characters on a typewriter.
  private static let plain: [UInt32: String] = [
    0x2018: "'", 0x2019: "'", 0x201A: "'", 0x201B: "'", 0x201C: "\"", 0x201D: "\"", 0x201E: "\"", 0x201F: "\"",
    0x2010: "-", 0x2011: "-", 0x2012: "-", 0x2013: "-", 0x2014: "--", 0x2015: "--", 0x2026: "...",
  ]

  private func neighbour(_ bytes: [UInt8], before i: Int) -> UInt32 {
    var start = i - 1
    while start > 0, i - start < 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return start < 0 ? 0x20 : UTF8Scan.scalar(bytes.span, at: start).value
  }

  private func neighbour(_ bytes: [UInt8], after i: Int) -> UInt32 {
    i < bytes.count ? UTF8Scan.scalar(bytes.span, at: i).value : 0x20
  }

  /// Scripts without joiners and with one direction: everything below Hebrew, and general punctuation.
  private func isLatin(_ scalar: UInt32) -> Bool { scalar < 0x590 || (0x2000...0x206F).contains(scalar) }

  private func isCJK(_ scalar: UInt32) -> Bool {
    (0x2E80...0x9FFF).contains(scalar) && scalar != 0x3000 || (0xAC00...0xD7A3).contains(scalar)
      || (0xFF61...0xFFDC).contains(scalar) || (0x20000...0x3FFFF).contains(scalar)
  }

  /// Looks past a row of full-width forms to what stands at both its ends.
  private func isBesideCJK(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    var low = range.lowerBound
    var before = neighbour(bytes, before: low)
    while (0xFF01...0xFF5E).contains(before), low >= 3, range.lowerBound - low < UnicodeNumbers.fullWidthReach {
      low -= 3
      before = neighbour(bytes, before: low)
    }
    var high = range.upperBound
    var after = neighbour(bytes, after: high)
    while (0xFF01...0xFF5E).contains(after), high - range.upperBound < UnicodeNumbers.fullWidthReach {
      high += 3
      after = neighbour(bytes, after: high)
    }
    return isCJK(before) || isCJK(after)
  }

  /// All edits when plain quotes and dashes become typographic ones: these are ASCII, so every byte counts.
  private func typographicEdits(_ bytes: [UInt8]) -> EditList {
    var others = UnicodeStage(form: form, typography: .keep, normalizesOnly: normalizesOnly).edits(in: Document(bytes)).makeIterator()
    var other = others.next()
    var edits = EditList()
    var i = 0
    while i < bytes.count {
      let byte = bytes[i]
      var length = 1
      var curly: UInt32?
      if byte == UInt8(ascii: "-") {
        length = bytes[i...].prefix(4).prefix { $0 == byte }.count
        if length == 2 { curly = 0x2014 }
      } else if byte == UInt8(ascii: "\"") {
        curly = opens(bytes, i) ? 0x201C : 0x201D
      } else if byte == UInt8(ascii: "'") {
        curly = opens(bytes, i) ? 0x2018 : 0x2019
      }
      if let curly {
        while let edit = other, edit.range.lowerBound <= i {
          edits.append(edit)
          other = others.next()
        }
        edits.append(
          Edit(
            range: i..<i + length, original: Array(bytes[i..<i + length]), replacement: curly.utf8, rule: "unicode.typography",
            confidence: Confidence(curly == 0x2018 ? UnicodeNumbers.openingApostrophe : UnicodeNumbers.character), reason: curly.codePoint))
      }
      i += length
    }
    while let edit = other {
      edits.append(edit)
      other = others.next()
    }
    return edits
  }

  /// True for a quotation mark behind a blank, a bracket or a dash.
  private func opens(_ bytes: [UInt8], _ place: Int) -> Bool {
    let before = neighbour(bytes, before: place)
    return before <= 0x20 || before == 0xA0 || before == 0x2014 || before < 0x80 && UInt8(before).isAny(of: "([{-")
  }
}

extension NormalizationForm: StageChoice {
  package static let option = StageOption("form", default: nfc, help: "Unicode normalization form.")
}

extension StageOptions {
  package var form: NormalizationForm {
    get { self[NormalizationForm.self] }
    set { self[NormalizationForm.self] = newValue }
  }

  package var typography: UnicodeStage.Typography {
    get { self[UnicodeStage.Typography.self] }
    set { self[UnicodeStage.Typography.self] = newValue }
  }
}
