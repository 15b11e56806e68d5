/// What is read by programs and not by people: addresses, links, paths, code and tags. One letter changed there, and it leads nowhere.
package enum Addresses {
  /// The address, tag or code that a range touches; nil where it stands in running text.
  package static func around(_ range: Range<Int>, in bytes: [UInt8]) -> Range<Int>? {
    let token = token(around: range, in: bytes)
    if isAddress(bytes[token]) { return token }
    let line = line(around: range, in: bytes)
    return code(around: range, line, in: bytes) ?? tag(around: range, line, in: bytes) ?? block(around: range, in: bytes)
  }

  /// Bytes to either side that are looked at.
  private static let reach = 400

  private static func token(around range: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
    var start = range.lowerBound
    while start > 0, range.lowerBound - start < reach, !bytes[start - 1].isSpace, !bytes[start - 1].isAny(of: "<>\"|`") { start -= 1 }
    var end = range.upperBound
    while end < bytes.count, end - range.upperBound < reach, !bytes[end].isSpace, !bytes[end].isAny(of: "<>\"|`") { end += 1 }
    return start..<end
  }

  private static func line(around range: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
    var start = range.lowerBound
    while start > 0, range.lowerBound - start < reach, bytes[start - 1] != .lineFeed { start -= 1 }
    var end = range.upperBound
    while end < bytes.count, end - range.upperBound < reach, bytes[end] != .lineFeed { end += 1 }
    return start..<end
  }

  /// `https://…`, `www.…`, `name@place.org`, `/usr/share/x.txt`, `C:\FILES\x`, `the_file.txt`.
  private static func isAddress(_ token: ArraySlice<UInt8>) -> Bool {
    guard token.count > 4 else { return false }
    let text = Array(token)
    for i in text.indices {
      switch text[i] {
      case UInt8(ascii: ":") where i > 1 && i + 2 < text.count && text[i + 1] == UInt8(ascii: "/") && text[i + 2] == UInt8(ascii: "/"):
        return true
      case UInt8(ascii: "@") where i > 0 && i + 3 < text.count && text[i - 1].isAlphanumeric && text[i + 1].isAlphanumeric:
        if text[(i + 2)...].dropLast(2).contains(UInt8(ascii: ".")) { return true }
      case UInt8(ascii: "_") where i > 1 && i + 2 < text.count:
        // `_____` is a blank to be filled in.
        if text[i - 1].isLetter, text[i - 2].isLetter, text[i + 1].isLetter, text[i + 2].isLetter { return true }
      case UInt8(ascii: "\\") where i + 1 < text.count && i > 0 && text[i - 1] == UInt8(ascii: ":") && text[i + 1].isAlphanumeric:
        return true
      default: break
      }
    }
    if text.starts(with: "www.".utf8) || text.starts(with: "WWW.".utf8) { return true }
    let slashes = text.count { $0 == UInt8(ascii: "/") }
    return text[0] == UInt8(ascii: "/") && slashes > 1 && !text.contains { $0.isAny(of: "()") }
  }

  /// Between two back ticks of a line.
  private static func code(around range: Range<Int>, _ line: Range<Int>, in bytes: [UInt8]) -> Range<Int>? {
    let ticks = line.filter { bytes[$0] == UInt8(ascii: "`") }
    guard ticks.count > 1, ticks.count.isMultiple(of: 2) else { return nil }
    for pair in stride(from: 0, to: ticks.count, by: 2) where ticks[pair] < range.lowerBound && range.upperBound <= ticks[pair + 1] {
      return ticks[pair]..<ticks[pair + 1] + 1
    }
    return nil
  }

  /// `<a href="…">`, with a name of letters behind the bracket and an end on the same line.
  private static func tag(around range: Range<Int>, _ line: Range<Int>, in bytes: [UInt8]) -> Range<Int>? {
    var start = range.lowerBound
    while start > line.lowerBound, bytes[start - 1] != UInt8(ascii: ">"), bytes[start - 1] != UInt8(ascii: "<") { start -= 1 }
    guard start > line.lowerBound, bytes[start - 1] == UInt8(ascii: "<") else { return nil }
    var end = range.upperBound
    while end < line.upperBound, bytes[end] != UInt8(ascii: ">"), bytes[end] != UInt8(ascii: "<") { end += 1 }
    guard end < line.upperBound, bytes[end] == UInt8(ascii: ">") else { return nil }
    let inside = bytes[start..<end]
    let name = inside.drop { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "!") }.prefix { $0.isAlphanumeric }
    let behind = inside[name.endIndex...].first
    // `<bullet>` and `<p>`, or attributes; `<and so on>` is somebody's bracket.
    guard !name.isEmpty, behind == nil || inside.contains(UInt8(ascii: "=")) || behind == UInt8(ascii: "/") else { return nil }
    return start - 1..<end + 1
  }

  /// Within `<style>` or `<script>`, which hold no text.
  private static func block(around range: Range<Int>, in bytes: [UInt8]) -> Range<Int>? {
    let span = bytes.span
    let least = max(0, range.lowerBound - reach * 4)
    var start = range.lowerBound
    while start > least {
      start -= 1
      guard span[start] == UInt8(ascii: "<"), start + 6 < span.count else { continue }
      let name = bytes[(start + 1)..<min(start + 7, bytes.count)].map(\.lowered)
      if name.starts(with: "style".utf8) || name.starts(with: "script".utf8) { return start..<range.upperBound }
      if name.starts(with: "/style".utf8) || name.starts(with: "/scrip".utf8) { return nil }
    }
    return nil
  }
}
