import EmendCore

extension PageMark {
  /// Bytes beyond which a line is no page marker.
  package static let longestLine = 80

  /// A prefilter at the first bytes and the length: most lines of prose go no further.
  static func mayBe(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    guard range.count <= longestLine else { return false }
    let first = bytes[range.lowerBound]
    if !first.isLetter {
      // Brackets, rules and dashes; a number stands on a short line.
      return range.count <= PageMarkersNumbers.longestNumberLine || first.isAny(of: "[#-=*_{<!") || first == 0xE2
    }
    if first | 0x20 == UInt8(ascii: "p"), range.count < PageMarkersNumbers.abbreviatedLine { return true }
    if mayStartWithPage(bytes, range) { return true }
    // A serial, a Roman numeral, `Z -` for `2 -`.
    return range.count <= PageMarkersNumbers.numeralLine
      || range.count <= PageMarkersNumbers.longestNumberLine
        && (bytes[range.upperBound - 1].isDigit || bytes[range.upperBound - 2].isDigit)
  }

  /// Three letters at least of the word page.
  private static func mayStartWithPage(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    guard range.count > 4 else { return false }
    func reads(_ k: Int, _ letter: UInt8) -> Int { bytes[range.lowerBound + k] | 0x20 == letter ? 1 : 0 }
    return reads(0, UInt8(ascii: "p")) + reads(1, UInt8(ascii: "a")) + reads(2, UInt8(ascii: "g")) + reads(3, UInt8(ascii: "e")) >= 3
  }

  /// nil when `range` is not a marker and nothing else.
  package init?(_ bytes: [UInt8], _ range: Range<Int>) {
    guard !range.isEmpty, range.count <= Self.longestLine, !bytes[range].contains(.formFeed) else { return nil }
    if bytes[range.lowerBound] == UInt8(ascii: "[") {
      self.init(bracket: bytes, range)
    } else if bytes[range.lowerBound].isLetter {
      guard let mark = Self.pageWord(bytes, range) ?? Self.number(bytes, range) else { return nil }
      self = mark
    } else {
      guard let mark = Self.separator(bytes, range) ?? Self.number(bytes, range) else { return nil }
      self = mark
    }
  }

  private init(
    _ style: Style, _ read: String, _ number: Int?, _ confidence: Double, total: Int? = nil, prefix: String = ""
  ) {
    (self.style, self.read, self.number, self.confidence, self.total) = (style, read, number, confidence, total)
    self.prefix = prefix
  }

  /// `[Page 591]`, `[[Page 635]]`, `[[Page H1410]]`, `[Page IV]`, `[Pages 634-651]`.
  package init?(bracket bytes: [UInt8], _ range: Range<Int>) {
    var scan = MarkScanner(bytes, range)
    guard scan.take(UInt8(ascii: "[")) else { return nil }
    let double = scan.take(UInt8(ascii: "["))
    guard scan.takeWord("page") || scan.takeWord("pages"), scan.blanks() > 0 else { return nil }
    // `H1410`: the House, the Senate, the Extensions and the Digest are numbered by themselves.
    let series = scan.i
    let hasSeries =
      scan.take(UInt8(ascii: "H")) || scan.take(UInt8(ascii: "S")) || scan.take(UInt8(ascii: "E")) || scan.take(UInt8(ascii: "D"))
    guard let number = hasSeries ? scan.digits() : scan.number() else { return nil }
    var label = hasSeries ? bytes.text(series..<scan.i) : number
    if scan.dashes() > 0 {
      guard let last = scan.number() else { return nil }
      label += "-" + last
    }
    guard scan.take(UInt8(ascii: "]")), !double || scan.take(UInt8(ascii: "]")), scan.isAtEnd else { return nil }
    self.init(.bracket, label, Int(number) ?? RomanNumeral.value(number), PageMarkersNumbers.bracket)
  }

  /// What an OCR program or a web page puts between pages.
  private static func separator(_ bytes: [UInt8], _ range: Range<Int>) -> PageMark? {
    if let mark = converter(bytes, range) { return mark }
    guard bytes[range.lowerBound].isAny(of: "#-=*_") else { return nil }
    var scan = MarkScanner(bytes, range)
    if scan.run(of: UInt8(ascii: "#")) > 0 {
      guard scan.blanks() > 0, scan.takeWord("page"), scan.blanks() > 0, let read = scan.digits(), scan.isAtEnd else { return nil }
      return PageMark(.separator, read, Int(read), PageMarkersNumbers.separator)
    }
    let rule = bytes[range.lowerBound]
    guard scan.run(of: rule) >= PageMarkersNumbers.shortestRule else { return nil }
    _ = scan.blanks()
    let isFile = scan.takeWord("image") || scan.takeWord("file")
    guard isFile || scan.takeWord("page") else { return nil }
    var end = range.upperBound
    while end > scan.i, bytes[end - 1] == rule { end -= 1 }
    guard range.upperBound - end >= PageMarkersNumbers.shortestRule else { return nil }
    let name = bytes.trimmed(scan.i..<end)
    // The page of `104-10061-10207_page_2.jpeg` is the last number before the ending.
    let stem = isFile ? bytes[name].lastIndex(of: UInt8(ascii: ".")) ?? name.upperBound : name.upperBound
    guard let last = bytes[name.lowerBound..<stem].lastIndex(where: \.isDigit) else { return nil }
    var first = last
    while first > name.lowerBound, bytes[first - 1].isDigit { first -= 1 }
    let read = bytes.text(first..<last + 1)
    return PageMark(.separator, read, Int(read), PageMarkersNumbers.separator)
  }

  /// What converters to Markdown leave: `{4}------------`, `<!-- page 2 -->`, `<!-- image -->`, `![](_page_0_Picture_1.jpeg)`.
  private static func converter(_ bytes: [UInt8], _ range: Range<Int>) -> PageMark? {
    var scan = MarkScanner(bytes, range)
    if scan.take(UInt8(ascii: "{")) {
      guard let read = scan.digits(), scan.take(UInt8(ascii: "}")), scan.dashes() >= PageMarkersNumbers.shortestRule, scan.isAtEnd else {
        return nil
      }
      return PageMark(.separator, read, Int(read), PageMarkersNumbers.separator)
    }
    if scan.take(UInt8(ascii: "<")) {
      guard scan.take(UInt8(ascii: "!")), scan.dashes() == 2 else { return nil }
      _ = scan.blanks()
      let isImage = scan.takeWord("image")
      guard isImage || scan.takeWord("page") || scan.takeWord("pagebreak") else { return nil }
      _ = scan.blanks()
      if !isImage { _ = scan.takeWord("break") }
      _ = scan.blanks()
      let read = scan.digits() ?? ""
      _ = scan.blanks()
      guard scan.dashes() == 2, scan.take(UInt8(ascii: ">")), scan.isAtEnd else { return nil }
      return PageMark(.separator, read, Int(read), PageMarkersNumbers.separator)
    }
    guard scan.take(UInt8(ascii: "!")), scan.take(UInt8(ascii: "[")), scan.take(UInt8(ascii: "]")), scan.take(UInt8(ascii: "(")) else {
      return nil
    }
    while scan.take(UInt8(ascii: "_")) {}
    guard scan.takeWord("page"), scan.take(UInt8(ascii: "_")), let read = scan.digits(), bytes[range.upperBound - 1] == UInt8(ascii: ")"),
      !bytes[scan.i..<range.upperBound - 1].contains(UInt8(ascii: ")"))
    else { return nil }
    return PageMark(.separator, read, Int(read), PageMarkersNumbers.separator)
  }

  /// A line that starts with the word page, whole or damaged.
  private static func pageWord(_ bytes: [UInt8], _ range: Range<Int>) -> PageMark? {
    guard bytes[range.lowerBound] | 0x20 == UInt8(ascii: "p") || mayStartWithPage(bytes, range) else { return nil }
    var scan = MarkScanner(bytes, range)
    if scan.takeWord("pg") || scan.takeWord("p") { return abbreviated(&scan, bytes, range) }
    let isWhole = scan.takeWord("page") || scan.takePrefix("page")
    if !isWhole {
      guard scan.takeDamaged("page") else { return nil }
    }
    let gap = scan.separators()
    if scan.takeWord("no") { _ = scan.separators() }
    // `Page ? of 2`: the number is gone, and the last page is there.
    var lost = scan
    if gap > 0, lost.takeOf() != nil, lost.separators() >= 0, let count = lost.glyphs().flatMap({ Int($0) }), lost.isAtEnd,
      count < PageMarkersNumbers.mostPages
    {
      return PageMark(.line, "?", nil, PageMarkersNumbers.damaged, total: count)
    }
    guard let read = scan.numberBeforeOf() ?? scan.glyphs(), gap > 0 || read.utf8.first!.isDigit else { return nil }
    let isNumber = read.utf8.count <= PageMarkersNumbers.longestNumber && read.utf8.allSatisfy(\.isDigit)
    let value = isNumber ? Int(read) : RomanNumeral.value(read) ?? NumberWord.value(read)
    let afterNumber = scan
    _ = scan.separators()
    if scan.isAtEnd {
      guard let value else { return nil }
      // `page 569.` may end a sentence, and `Page I` is a page of a newspaper as often.
      let isDoubtful = bytes[range.lowerBound].isLower || read == "I" && bytes[range.lowerBound + 1].isLower
      let confidence = isNumber ? PageMarkersNumbers.page : PageMarkersNumbers.pageInLetters
      return PageMark(.line, read, value, isWhole && !isDoubtful ? confidence : PageMarkersNumbers.damaged)
    }
    if scan.takeOf() != nil {
      let isExact = MarkScanner(bytes, afterNumber.i..<range.upperBound).readsOf
      if scan.separators() >= 0, let count = scan.glyphs() {
        _ = scan.separators()
        if scan.takeWord("pages") || scan.takeWord("page") { _ = scan.separators() }
        let total = Int(count) ?? NumberWord.value(count) ?? RomanNumeral.value(count)
        if scan.isAtEnd, count.utf8.count <= PageMarkersNumbers.longestNumber || total != nil,
          value != nil || read.utf8.count <= PageMarkersNumbers.longestMisreadBeforeOf
        {
          if isExact, isWhole, let value, let total { return PageMark(.line, read, value, PageMarkersNumbers.pageOf, total: total) }
          let confidence = isWhole && value != nil ? PageMarkersNumbers.damagedPageOf : PageMarkersNumbers.damaged
          return PageMark(.line, read, value, confidence, total: total)
        }
      }
    }
    // `PAGE 02  LA PAZ 08894 191500Z`, `PAGE TWO DL 100-461`: the head of a cable's page.
    guard isWhole, let value, bytes[range].allSatisfy({ !$0.isLower && $0 < 0x80 }), isCableHead(bytes, afterNumber.i..<range.upperBound)
    else { return nil }
    return PageMark(.cable, read, value, PageMarkersNumbers.cable)
  }

  /// `P.3`, `pg 3`, of which the letters are read.
  private static func abbreviated(_ scan: inout MarkScanner, _ bytes: [UInt8], _ range: Range<Int>) -> PageMark? {
    // `p. 447.` is the end of a citation.
    let isAbbreviated = scan.take(UInt8(ascii: ".")) || scan.i - range.lowerBound == 2
    _ = scan.blanks()
    guard let read = scan.digits(), read.count < PageMarkersNumbers.longestNumber, scan.isAtEnd else { return nil }
    let isMarker = isAbbreviated && bytes[range.lowerBound].isUpper
    return PageMark(.line, read, Int(read), isMarker ? PageMarkersNumbers.abbreviated : PageMarkersNumbers.damaged)
  }

  /// Capitals and figures with a number of three digits or more among them.
  private static func isCableHead(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    var run = 0
    var longest = 0
    for i in range {
      run = bytes[i].isDigit ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest >= PageMarkersNumbers.cableDigits && bytes[range.lowerBound].isBlank
  }

  /// A number, bare or between dashes, or the serial of a sheet.
  private static func number(_ bytes: [UInt8], _ range: Range<Int>) -> PageMark? {
    if let mark = serial(bytes, range) { return mark }
    guard range.count <= PageMarkersNumbers.longestDashedLine else { return nil }
    var scan = MarkScanner(bytes, range)
    let before = scan.punctuation()
    guard let glyphRange = scan.glyphRange(), glyphRange.count <= PageMarkersNumbers.longestNumber else { return nil }
    let end = scan.i
    let after = scan.punctuation()
    guard scan.isAtEnd else { return nil }
    let glyphs = bytes[glyphRange]
    let isNumber = glyphs.allSatisfy(\.isDigit)
    let looksLikeDigits =
      glyphs.count <= PageMarkersNumbers.longestMisread && glyphs.allSatisfy { $0.isDigit || $0.isAny(of: "IJLOQDSZBGiloqszgb") }
    if !isNumber, !looksLikeDigits, !glyphs.allSatisfy({ $0.isAny(of: "ivxlcIVXLC") }) { return nil }
    let read = bytes.text(glyphRange)
    if isNumber {
      if before.isOnlyDashes, after.isOnlyDashes { return PageMark(.dashes, read, Int(read), PageMarkersNumbers.dashes) }
      let rest = bytes[end..<range.upperBound]
      let isPlain =
        before.isEmpty && (after.isEmpty || rest.elementsEqual(".".utf8))
        || bytes[range.lowerBound] == UInt8(ascii: "(") && rest.elementsEqual(")".utf8) && before.count == 1
      // `004` is the number of a message, 1962 a year.
      if isPlain {
        let mayBePage = glyphs.first != UInt8(ascii: "0") && glyphs.count < PageMarkersNumbers.longestNumber
        return mayBePage ? PageMark(.bare, read, Int(read), PageMarkersNumbers.bare) : nil
      }
      return before.hasDash || after.hasDash ? PageMark(.dashes, read, Int(read), PageMarkersNumbers.damaged) : nil
    }
    if let roman = RomanNumeral.value(read) {
      if before.isOnlyDashes, after.isOnlyDashes { return PageMark(.dashes, read, roman, PageMarkersNumbers.romanInDashes) }
      if before.isEmpty, after.isEmpty, glyphs.allSatisfy(\.isLower) { return PageMark(.bare, read, roman, PageMarkersNumbers.bare) }
    }
    // `- Z -` is `- 2 -`: the pages around it tell.
    guard looksLikeDigits, before.hasDash || after.hasDash else { return nil }
    return PageMark(.dashes, read, nil, before.hasDash && after.hasDash ? PageMarkersNumbers.damaged : PageMarkersNumbers.oneDash)
  }

  /// `CIA-000123`, `0004711`, with specks at the ends.
  private static func serial(_ bytes: [UInt8], _ range: Range<Int>) -> PageMark? {
    guard range.count >= PageMarkersNumbers.shortestSerialLine, range.count <= PageMarkersNumbers.longestNumberLine,
      let last = bytes[range].lastIndex(where: { $0.isDigit || $0.isLetter }), bytes[last].isDigit,
      let first = bytes[range].firstIndex(where: { $0.isDigit || $0.isLetter })
    else { return nil }
    var start = last + 1
    while start > first, bytes[start - 1].isDigit { start -= 1 }
    let digits = last + 1 - start
    let hasPrefix = start > first
    guard digits <= PageMarkersNumbers.longestSerial,
      digits >= (hasPrefix ? PageMarkersNumbers.serialDigitsBehindPrefix : PageMarkersNumbers.serialDigits)
    else { return nil }
    guard bytes[first..<start].allSatisfy({ $0.isLetter || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0.isBlank }) else {
      return nil
    }
    let read = bytes.text(start..<last + 1)
    return PageMark(.serial, read, Int(read), PageMarkersNumbers.bare, prefix: bytes.text(first..<start))
  }
}
