import EmendCore
import EmendScan

/// From the bytes of a file to UTF-8: charset, byte order mark, control bytes, line ends.
package struct DecodeStage: CataloguedStage {
  /// What line ends become.
  package enum LineEnds: String, StageChoice {
    case keep, lf, crlf

    package static let option = StageOption(
      "line-ends", default: keep, help: "Line ends: keep them, or make all of them LF or CRLF.")
  }

  package static let info = StageInfo(
    StageInfo.decodingID,
    summary: "reads the bytes as text: charset, byte order mark, control bytes, line ends",
    keeps: "every character of valid UTF-8; tabs, form feeds and, unless asked, line ends",
    role: .decoding, mark: StageInfo.Mark("D", light: "#555b66", dark: "#b4bac6"), options: [LineEnds.option], rules: DecodeRules.all)

  private let lineEnds: LineEnds

  package init(lineEnds: LineEnds = .keep) { self.lineEnds = lineEnds }

  package func edits(in document: Document) -> EditList {
    let bytes = document.bytes
    let encoding = Encoding.of(bytes)
    switch encoding {
    case .utf8, .utf8WithBadBytes: return singleEdits(bytes)
    case .unicode(let form, let mark):
      let reason = "read as \(form.name)\(mark > 0 ? " by its byte order mark" : "")"
      return lineEdits(
        bytes, mark: mark, confidence: form.confidence(mark: mark), reason, nextCut: { form.lineEnd(bytes, from: $0) }
      ) { form.decoded(bytes, $0) }
    case .charset(let name, let sureness):
      let reason = "read as \(name) (ICU charset detection, \(Int((sureness * 100).rounded())) %)"
      let confidence = Confidence(DecodeNumbers.charset + DecodeNumbers.sureness * sureness)
      if let table = SingleByteCharset(name) { return highByteEdits(bytes, table, confidence, reason) }
      // LF is never a second byte in the charsets that ICU detects, but those that shift (ISO-2022) carry their state
      // from line to line and are read as a whole.
      let shifts = name.hasPrefix("ISO-2022")
      return lineEdits(
        bytes, mark: 0, confidence: confidence, reason,
        nextCut: { start in shifts ? bytes.count : bytes.firstIndex(of: .lineFeed, from: start).map { $0 + 1 } ?? bytes.count }
      ) { ICU.decode(bytes[$0], charset: name) ?? Array(bytes[$0]) }
    }
  }

  /// Mark, control bytes, lone bad bytes and line ends of a text that is UTF-8 but for these.
  private func singleEdits(_ bytes: [UInt8]) -> EditList {
    var edits = EditList()
    // What becomes of each byte that is no character, once it was met: where it makes sense as Windows-1252, and where not.
    var payloads: [Int?] = Array(repeating: nil, count: 512)
    func append(_ byte: UInt8, at place: Int) {
      let isWestern = byte >= 0x80 && CharsetEvidence.isWestern(bytes, at: place)
      let slot = Int(byte) + (isWestern ? 256 : 0)
      let number = payloads[slot] ?? (byte < 0x80 ? control(byte, &edits) : badByte(byte, isWestern: isWestern, &edits))
      payloads[slot] = number
      edits.append(start: place, payload: number)
    }
    let span = bytes.span
    var i = 0
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      edits.append(
        Edit(
          range: 0..<3, original: [0xEF, 0xBB, 0xBF], replacement: [], rule: "decode.bom",
          confidence: .certain, reason: "byte order mark U+FEFF"))
      i = 3
    }
    while let next = nextSpecial(bytes, from: i) {
      i = next
      let byte = span[i]
      switch byte {
      case .lineFeed, .carriageReturn: lineEnd(span, &i, &edits)
      case 0x80...:
        let n = UTF8Scan.length(span, at: i)
        if n == 0 { append(byte, at: i) }
        i += max(n, 1)
      default:
        if byte.isControl { append(byte, at: i) }
        i += 1
      }
    }
    return edits
  }

  /// The next byte that may need an edit: not ASCII, a control byte, or, if they change, a line end.
  private func nextSpecial(_ bytes: [UInt8], from start: Int) -> Int? {
    let text = bytes.span.bytes
    let wantsLineEnds = lineEnds != .keep
    var i = start
    while i < bytes.count {
      var marked = blockBits(text, from: i, emend_scan_special)
      // Tabs and line ends are marked, too.
      while marked != 0 {
        let place = i + marked.trailingZeroBitCount
        let byte = bytes[place]
        if byte >= 0x80 || byte.isControl || (wantsLineEnds && byte.isLineEnd) { return place }
        marked &= marked &- 1
      }
      i += 64
    }
    return nil
  }

  /// Registers what becomes of a control byte.
  private func control(_ byte: UInt8, _ edits: inout EditList) -> Int {
    edits.payload(
      original: [byte], replacement: [], rule: "decode.control", confidence: .certain,
      reason: "control character \(UInt32(byte).codePoint)")
  }

  /// Registers what becomes of a byte that is no UTF-8. One that makes no sense where it stands is shown as what it is, a
  /// character that is lost; another alphabet is never guessed from it.
  private func badByte(_ byte: UInt8, isWestern: Bool, _ edits: inout EditList) -> Int {
    let scalar = isWestern ? Windows1252.scalar(byte) : nil
    let reading = scalar != nil ? "read as Windows-1252" : "no charset gives it a meaning here"
    return edits.payload(
      original: [byte], replacement: (scalar ?? 0xFFFD).utf8[...], rule: "decode.bad-byte",
      confidence: scalar == nil ? Confidence(DecodeNumbers.lostByte) : .likely,
      reason: "byte 0x\(String(byte, radix: 16, uppercase: true)) is not UTF-8; \(reading)")
  }

  private func lineEnd(_ bytes: Span<UInt8>, _ i: inout Int, _ edits: inout EditList) {
    let pair = bytes[i] == .carriageReturn && i + 1 < bytes.count && bytes[i + 1] == .lineFeed
    let old: [UInt8] = pair ? [.carriageReturn, .lineFeed] : [bytes[i]]
    let new: [UInt8] = lineEnds == .crlf ? [.carriageReturn, .lineFeed] : [.lineFeed]
    if lineEnds != .keep, old != new {
      let name = pair ? "CRLF" : old[0] == .lineFeed ? "LF" : "CR"
      let number = edits.payload(
        original: old[...], replacement: new[...], rule: "decode.line-ends", confidence: .certain,
        reason: "\(name) becomes \(lineEnds == .crlf ? "CRLF" : "LF")")
      edits.append(start: i, payload: number)
    }
    i += old.count
  }

  /// One edit for each byte from 0x80 (or control byte, or line end) of a single-byte charset.
  private func highByteEdits(_ bytes: [UInt8], _ charset: SingleByteCharset, _ confidence: Confidence, _ reason: String) -> EditList {
    var edits = EditList()
    let span = bytes.span
    var i = 0
    while let next = nextSpecial(bytes, from: i) {
      i = next
      let byte = span[i]
      if byte.isLineEnd {
        lineEnd(span, &i, &edits)
        continue
      }
      if byte < 0x80 {
        let number = control(byte, &edits)
        edits.append(start: i, payload: number)
      } else {
        let number = edits.payload(
          original: [byte], replacement: charset.utf8(byte)[...], rule: "decode.charset", confidence: confidence,
          reason: reason)
        edits.append(start: i, payload: number)
      }
      i += 1
    }
    return edits
  }

  /// One edit a line, for charsets in which every byte changes or bytes stand for more than themselves.
  private func lineEdits(
    _ bytes: [UInt8], mark: Int, confidence: Confidence, _ reason: String, nextCut: (Int) -> Int,
    decoded: (Range<Int>) -> [UInt8]
  ) -> EditList {
    var edits = EditList()
    var start = mark
    if mark > 0 {
      edits.append(
        Edit(
          range: 0..<mark, original: Array(bytes[..<mark]), replacement: [], rule: "decode.bom",
          confidence: .certain, reason: "byte order mark"))
    }
    while start < bytes.count {
      let end = nextCut(start)
      let text = cleaned(decoded(start..<end))
      if !text.elementsEqual(bytes[start..<end]) {
        edits.append(
          Edit(
            range: start..<end, original: Array(bytes[start..<end]), replacement: text, rule: "decode.charset",
            confidence: confidence, reason: reason))
      }
      start = end
    }
    return edits
  }

  /// Decoded text without control bytes and with the line ends asked for.
  private func cleaned(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    var i = 0
    while i < text.count {
      let byte = text[i]
      if lineEnds != .keep, byte.isLineEnd {
        let pair = byte == .carriageReturn && i + 1 < text.count && text[i + 1] == .lineFeed
        out += lineEnds == .crlf ? [.carriageReturn, .lineFeed] : [.lineFeed]
        i += pair ? 2 : 1
        continue
      }
      if !byte.isControl { out.append(byte) }
      i += 1
    }
    return out
  }
}

extension UInt8 {
  /// A control byte that no text needs.
  fileprivate var isControl: Bool {
    self < 0x20 && self != .tab && self != .lineFeed && self != .carriageReturn && self != .formFeed || self == 0x7F
  }
}

extension StageOptions {
  package var lineEnds: DecodeStage.LineEnds {
    get { self[DecodeStage.LineEnds.self] }
    set { self[DecodeStage.LineEnds.self] = newValue }
  }
}
