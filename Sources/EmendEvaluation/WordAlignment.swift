import EmendCore

/// Which words of a text are those of its truth, for texts of any length.
///
/// Pairs of neighbouring words that stand once in the text and once in the truth are anchors, and so are five words in a row that
/// stand equally often in both (`Anchors`); they cut the texts into short segments, and each is aligned by `EditDistance`.
package struct WordAlignment {
  /// A text in words.
  package struct Text {
    package let bytes: [UInt8]
    /// Bytes of each word: what stands between white space.
    package let words: [Range<Int>]

    package init(_ bytes: [UInt8]) {
      self.bytes = bytes
      var words: [Range<Int>] = []
      var i = 0
      while i < bytes.count {
        if bytes[i].isSpace {
          i += 1
          continue
        }
        let start = i
        while i < bytes.count, !bytes[i].isSpace { i += 1 }
        words.append(start..<i)
      }
      self.words = words
    }

    /// The bytes from the end of a word to the start of a later one; -1 and `words.count` are the ends of the text.
    package func between(_ left: Int, _ right: Int) -> Range<Int> {
      let start = left < 0 ? 0 : words[left].upperBound
      return start..<max(start, right < words.count ? words[right].lowerBound : bytes.count)
    }

    /// The first word that ends at or after a place.
    package func word(endingFrom place: Int) -> Int { words.partitioningIndex { $0.upperBound >= place } }
  }

  private static let anchors = [
    Anchors.Kind(length: 2, most: EvaluationNumbers.occurrencesOfPair),
    Anchors.Kind(length: 5, most: EvaluationNumbers.occurrencesOfFive),
  ]

  package let text: Text
  package let truth: Text
  /// For each word of the text the same word of the truth that it stands for, or -1. They ascend.
  package let matches: [Int]
  /// For each word of the text the nearest one before it that has a match, or -1; and the nearest one from it on.
  private let matchBefore: [Int32]
  private let matchFrom: [Int32]

  package init(_ text: [UInt8], truth: [UInt8]) {
    (self.text, self.truth) = (Text(text), Text(truth))
    let (a, b) = Self.numbered(self.text, self.truth)
    var matches = [Int](repeating: -1, count: a.count)
    var start = (text: 0, truth: 0)
    for (text, truth) in Anchors.between(a, b, Self.anchors) + [(a: a.count, b: b.count)] {
      let segment = (text: start.text..<text, truth: start.truth..<truth)
      if !segment.text.isEmpty || !segment.truth.isEmpty {
        let found = EditDistance.matches(Array(a[segment.text]), Array(b[segment.truth]))
        for (i, j) in found.enumerated() { if let j { matches[start.text + i] = start.truth + j } }
      }
      if text < a.count { matches[text] = truth }
      start = (text + 1, truth + 1)
    }
    self.matches = matches
    var before: [Int32] = []
    var last: Int32 = -1
    for (i, match) in matches.enumerated() {
      before.append(last)
      if match >= 0 { last = Int32(i) }
    }
    matchBefore = before + [last]
    var from = [Int32](repeating: Int32(a.count), count: a.count + 1)
    for i in matches.indices.reversed() { from[i] = matches[i] >= 0 ? Int32(i) : from[i + 1] }
    matchFrom = from
  }

  /// The smallest passage around bytes of the text that begins and ends beside words that have a match: its bytes, and those of
  /// the truth for it. Words that touch the bytes belong to it.
  package func surroundings(of range: Range<Int>) -> (text: Range<Int>, truth: Range<Int>) {
    let first = text.word(endingFrom: range.lowerBound)
    var end = first
    while end < text.words.count, text.words[end].lowerBound <= range.upperBound { end += 1 }
    let left = Int(matchBefore[first])
    let right = Int(matchFrom[end])
    return (
      text.between(left, right), truth.between(left < 0 ? -1 : matches[left], right < matches.count ? matches[right] : truth.words.count)
    )
  }

  /// Errors of the text, in characters and words, counted between words that have a match and whose neighbour has the next one.
  /// They are the least where the texts are as the least edits would have them, which the alignment all but ensures.
  package var errors: ErrorCount {
    var count = ErrorCount()
    var start = (text: 0, truth: 0)
    func add(upTo end: (text: Int, truth: Int)) {
      if end.text > start.text || end.truth > start.truth {
        let read = MeasuredText(Array(text.bytes[text.between(start.text - 1, end.text)]))
        let meant = MeasuredText(Array(truth.bytes[truth.between(start.truth - 1, end.truth)]))
        count = count + ErrorCount(read, against: meant)
        // The blank beside a word that is too much, or missing.
        if read.scalars.isEmpty != meant.scalars.isEmpty { count.characterErrors += 1 }
      }
      start = (end.text + 1, end.truth + 1)
    }
    for i in matches.indices where matches[i] >= 0 {
      let followsMatch = i > 0 && matches[i - 1] == matches[i] - 1 && matches[i - 1] >= 0
      let precedesMatch = i + 1 < matches.count && matches[i + 1] == matches[i] + 1
      if followsMatch || precedesMatch { add(upTo: (i, matches[i])) }
    }
    add(upTo: (text.words.count, truth.words.count))
    return count
  }

  private static func numbered(_ a: Text, _ b: Text) -> ([UInt32], [UInt32]) {
    var numbers: [ArraySlice<UInt8>: UInt32] = [:]
    func numbered(_ text: Text) -> [UInt32] {
      text.words.map { word in
        let next = UInt32(numbers.count)
        if let known = numbers[text.bytes[word]] { return known }
        numbers[text.bytes[word]] = next
        return next
      }
    }
    return (numbered(a), numbered(b))
  }
}
