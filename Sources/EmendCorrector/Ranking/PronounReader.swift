import EmendCore

/// The pronoun I where OCR gives a glyph of one stroke that stands alone: `|`, `l`, `1`, `!`, `T`, `]`.
struct PronounReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let model: CorrectorModel
  private let pronoun: LanguageModel.Word?

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ model: CorrectorModel) {
    (self.bytes, self.model) = (bytes, model)
    pronoun = model.number(of: Array("i".utf8)).map { LanguageModel.Word($0) }
  }

  func proposals() -> [Proposal] {
    guard let pronoun else { return [] }
    var proposals: [Proposal] = []
    for i in bytes.indices {
      switch bytes[i] {
      case UInt8(ascii: "|"), UInt8(ascii: "l"), UInt8(ascii: "T"), UInt8(ascii: "1"), UInt8(ascii: "!"), UInt8(ascii: "]"): break
      default: continue
      }
      guard stands(alone: i) else { continue }
      if let contraction = contraction(i) {
        proposals.append(proposal(i, CorrectorNumbers.contraction, "stands before \(contraction)"))
      } else if fits(i, pronoun) {
        proposals.append(proposal(i, CorrectorNumbers.pronoun, "the words on both sides fit the pronoun"))
      }
    }
    return proposals
  }

  private func proposal(_ place: Int, _ p: Double, _ reason: String) -> Proposal {
    Proposal(
      range: place..<place + 1, replacement: [UInt8(ascii: "I")], isChange: true, kind: .pronoun, probability: p,
      reason: "\(Character(Unicode.Scalar(bytes[place]))) \(reason)")
  }

  private func stands(alone i: Int) -> Bool {
    let isOpen = i == 0 || bytes[i - 1].isSpace || bytes[i - 1].isAny(of: "\"'(")
    guard isOpen, i + 1 < bytes.count else { return false }
    // One blank: cells of a table have more.
    return bytes[i + 1] == UInt8(ascii: "'") || bytes[i + 1] == .space && i + 2 < bytes.count && !bytes[i + 2].isSpace
  }

  /// `'m`, `'d`, `'ll`, `'ve`.
  private func contraction(_ i: Int) -> String? {
    guard bytes[i + 1] == UInt8(ascii: "'"), bytes[i] != UInt8(ascii: "!"), bytes[i] != UInt8(ascii: "]") else { return nil }
    return ["'ll", "'ve", "'m", "'d"].first { ending in
      let end = i + 1 + ending.utf8.count
      return end < bytes.count && bytes[(i + 1)..<end].elementsEqual(ending.utf8) && !bytes[end].isLetter && !bytes[end].isDigit
    }
  }

  private func fits(_ i: Int, _ pronoun: LanguageModel.Word) -> Bool {
    guard bytes[i + 1] == .space, !isRow(i) else { return false }
    let language = model.language
    var end = i + 2
    while end < bytes.count, bytes[end].isLetter { end += 1 }
    // `| Rent` is a cell; what I does is written small.
    guard end - i > 3, bytes[i + 2..<end].allSatisfy({ !$0.isUpper }), end == bytes.count || !bytes[end].isDigit && bytes[end] < 0x80,
      let next = model.number(of: Array(bytes[i + 2..<end])).map({ LanguageModel.Word($0) })
    else { return false }
    var before = language.start
    var start = i
    while start > 0, bytes[start - 1].isSpace || bytes[start - 1].isAny(of: "\",(") { start -= 1 }
    let gap = bytes[start..<i]
    if start > 0, gap.count(where: { $0 == .lineFeed }) < 2, !bytes[start - 1].isAny(of: ".!?:;\"") {
      var first = start
      while first > 0, bytes[first - 1].isLetter { first -= 1 }
      guard first < start, let word = model.number(of: bytes[first..<start].map(\.lowered)) else { return false }
      before = LanguageModel.Word(word)
    }
    let behind = language.cost(next) - language.cost(next, after: pronoun)
    let ahead = language.cost(pronoun) - language.cost(pronoun, after: before)
    let isOdd = bytes[i] != UInt8(ascii: "|") && bytes[i] != UInt8(ascii: "l")
    return behind >= CorrectorNumbers.pronounNext && ahead >= CorrectorNumbers.pronounBefore
      && behind + ahead >= (isOdd ? CorrectorNumbers.pronounBothOdd : CorrectorNumbers.pronounBoth)
  }

  /// A row of a table has a bar at its end, or many.
  private func isRow(_ i: Int) -> Bool {
    guard bytes[i] == UInt8(ascii: "|") else { return false }
    var start = i
    while start > 0, i - start < CorrectorNumbers.rowReach, bytes[start - 1] != .lineFeed { start -= 1 }
    var end = i
    while end < bytes.count, end - i < CorrectorNumbers.rowReach, bytes[end] != .lineFeed { end += 1 }
    let bars = bytes[start..<end].count { $0 == UInt8(ascii: "|") }
    let last = bytes[start..<end].last { !$0.isSpace }
    return bars > CorrectorNumbers.mostBars || last == UInt8(ascii: "|")
  }
}
