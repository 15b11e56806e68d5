import EmendCore

/// Readings as they stand, and beside them what they mean where that is beyond doubt.
package enum MarkingFields {
  /// Adds `date-iso` behind a date, `review-id` behind the number of a library's review, `record-id` behind a record number.
  package static func normalized(_ fields: [Artifact.Field], _ constants: [Artifact.Field]) -> [Artifact.Field] {
    var found: [Artifact.Field] = []
    for field in fields {
      found.append(field)
      switch field.name {
      case "date": if let date = isoDate(field.value) { found.append(Artifact.Field("date-iso", date)) }
      case "review":
        if let series = constants.first(where: { $0.name == "series" })?.value, let number = reviewNumber(field.value) {
          found.append(Artifact.Field("review-id", "\(series)-\(number)"))
        }
      case "docid": if let record = recordNumber(field.value) { found.append(Artifact.Field("record-id", record)) }
      default: break
      }
    }
    return found
  }

  /// A date in digits, month first as American offices write it, or year first; nil when it is no day of a calendar.
  /// Two digits of a year are 1950 to 2049: no record was stamped before.
  static func isoDate(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    guard bytes.allSatisfy({ $0.isDigit || $0.isBlank || $0.isAny(of: "/-.") }) else { return isoDate(inWords: text) }
    let parts = bytes.split { !$0.isDigit }.map { Int(String(decoding: $0, as: UTF8.self)) ?? -1 }
    guard parts.count == 3 else { return nil }
    return parts[0] > 31 ? iso(parts[0], parts[1], parts[2]) : iso(parts[2], parts[0], parts[1])
  }

  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

  /// `8 Feb 1995`, `February 8, 1995`.
  private static func isoDate(inWords text: String) -> String? {
    let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    guard words.count == 3 else { return nil }
    let numbers = words.compactMap { Int($0) }
    guard numbers.count == 2, let name = words.first(where: { Int($0) == nil }), name.count >= 3,
      let month = months.firstIndex(of: String(name.prefix(3)))
    else { return nil }
    return iso(numbers[1], month + 1, numbers[0])
  }

  private static func iso(_ year: Int, _ month: Int, _ day: Int) -> String? {
    let year = year < 50 ? 2000 + year : year < 100 ? 1900 + year : year
    let lengths = [31, year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1900...2099).contains(year), (1...12).contains(month), (1...lengths[month - 1]).contains(day) else { return nil }
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : String(n) }
    return "\(year)-\(two(month))-\(two(day))"
  }

  /// `93-352`: year and number of a case.
  private static func reviewNumber(_ text: String) -> String? {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].count == 2, (1...4).contains(parts[1].count), parts.joined().allSatisfy(\.isDigit) else { return nil }
    return text
  }

  /// The number of a CREST record, `CIA-RDP79S01057A000100060017-5`, with letters read for its digits put right: its
  /// places are fixed, so what must be a digit is known.
  private static func recordNumber(_ text: String) -> String? {
    let head = Array("CIA-RDP".utf8)
    let read = text.utf8.filter { !$0.isBlank }.map(\.uppered)
    // The field may start behind the letters that all these numbers share.
    let whole = read.starts(with: head) ? Array(read) : head + read
    let picture = Array("CIA-RDP99A99999A999999999999-9".utf8)
    let short = Array("CIA-RDP99-99999A999999999999-9".utf8)
    for form in [picture, short] where form.count == whole.count {
      var bytes = whole
      var fits = true
      for (i, place) in form.enumerated() where i >= head.count {
        if place.isDigit {
          let digit: UInt8? =
            switch bytes[i] {
            case UInt8(ascii: "O"), UInt8(ascii: "Q"): UInt8(ascii: "0")
            case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
            default: bytes[i].isDigit ? bytes[i] : nil
            }
          if let digit { bytes[i] = digit } else { fits = false }
        } else if place == UInt8(ascii: "A") ? !bytes[i].isUpper : bytes[i] != place {
          fits = false
        }
      }
      if fits { return String(decoding: bytes, as: UTF8.self) }
    }
    return nil
  }
}
