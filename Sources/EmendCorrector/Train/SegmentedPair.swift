import EmendCore

/// A text beside its truth, cut where both have a blank: mostly a word a segment.
package struct SegmentedPair {
  /// A symbol of the text and the byte that it starts at.
  private struct Side {
    var symbols: [UInt8] = []
    var bytes: [Int] = []

    init(_ text: [UInt8], _ alphabet: Alphabet) {
      text.withUnsafeBufferPointer { bytes in
        var i = 0
        while i < bytes.count {
          let (scalar, length) = Alphabet.scalar(bytes, at: i, before: bytes.count)
          var symbol = alphabet.symbol(scalar)
          if symbol == Alphabet.lineEnd || scalar == 0x0C || scalar == 0x0D { symbol = Alphabet.blank }
          if symbol != Alphabet.blank || symbols.last != Alphabet.blank, symbol != Alphabet.blank || !symbols.isEmpty {
            symbols.append(symbol)
            self.bytes.append(i)
          }
          i += length
        }
        self.bytes.append(bytes.count)
      }
    }
  }

  private let text: Side
  private let truth: Side
  private let textBytes: [UInt8]
  private let truthBytes: [UInt8]
  /// Borders of segments as symbols of both: the first after a blank that both have.
  private let borders: [(text: Int, truth: Int)]

  package init(text: [UInt8], truth: [UInt8], _ alphabet: Alphabet) {
    self.textBytes = text
    self.truthBytes = truth
    self.text = Side(text, alphabet)
    self.truth = Side(truth, alphabet)
    var borders: [(text: Int, truth: Int)] = [(0, 0)]
    var (i, j) = (0, 0)
    for step in TextAlignment.steps(self.truth.symbols, self.text.symbols) {
      if step == .match, self.text.symbols[j] == Alphabet.blank { borders.append((j + 1, i + 1)) }
      if step != .insertion { i += 1 }
      if step != .deletion { j += 1 }
    }
    borders.append((self.text.symbols.count + 1, self.truth.symbols.count + 1))
    self.borders = borders
  }

  /// Whether replacing bytes of the text by `new` brings it nearer to the truth, and all new words stand there.
  package func isRight(_ range: Range<Int>, _ new: [UInt8], _ alphabet: Alphabet) -> Bool {
    let first = place(range.lowerBound)
    let last = place(range.upperBound - 1) + 1
    var low = 0
    while low + 1 < borders.count, borders[low + 1].text <= first { low += 1 }
    var high = low
    while high + 1 < borders.count, borders[high].text < last || high == low { high += 1 }
    let old = Array(text.symbols[borders[low].text..<min(borders[high].text - 1, text.symbols.count)])
    let truth = Array(
      self.truth.symbols[borders[low].truth..<max(borders[low].truth, min(borders[high].truth - 1, self.truth.symbols.count))])
    var newSymbols: [UInt8] = []
    new.withUnsafeBufferPointer { alphabet.append($0, 0..<$0.count, to: &newSymbols) }
    let words = Set(Self.words(truth))
    guard Self.words(newSymbols).allSatisfy(words.contains) else { return false }
    let head = max(first - borders[low].text, 0)
    let changed = Array(old.prefix(head)) + newSymbols + Array(old.dropFirst(last - borders[low].text))
    return Self.distance(changed, truth) < Self.distance(old, truth)
  }

  /// The symbol that a byte belongs to.
  private func place(_ byte: Int) -> Int {
    let found = text.symbols.indices.partitioningIndex { text.bytes[$0 + 1] > byte }
    return min(found, max(text.symbols.count - 1, 0))
  }

  private static func words(_ symbols: [UInt8]) -> [[UInt8]] {
    symbols.split { $0 <= Alphabet.hyphen }.map { word in
      let core = word.drop { $0 >= Alphabet.firstSign }
      return Array(core.reversed().drop { $0 >= Alphabet.firstSign }.reversed())
    }
  }

  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    TextAlignment.steps(a.filter { $0 < Alphabet.firstSign }, b.filter { $0 < Alphabet.firstSign }).count { $0 != .match }
  }

  /// The text with the truth in the place of all segments but those that `keeps` chooses.
  package func mixed(_ keeps: () -> Bool) -> [UInt8] {
    var out: [UInt8] = []
    for k in borders.indices.dropLast() {
      let (start, end) = (borders[k], borders[k + 1])
      func bytes(_ side: Side, _ source: [UInt8], _ from: Int, _ to: Int) -> ArraySlice<UInt8> {
        from >= to || from >= side.symbols.count ? [] : source[side.bytes[from]..<side.bytes[min(to, side.symbols.count)]]
      }
      out +=
        keeps()
        ? bytes(text, textBytes, start.text, end.text - 1) : bytes(truth, truthBytes, start.truth, end.truth - 1)
      // The blank or line end of the text.
      out += bytes(text, textBytes, end.text - 1, end.text)
    }
    return out
  }
}
