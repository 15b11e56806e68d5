/// Which words of a text are those of its truth, for texts of any length.
///
/// Pairs of neighbouring words that stand once in the text and once in the truth are anchors; the longest sequence of them that
/// rises in both (as in Cohen's patience diff) cuts the texts into short stretches, and each is aligned with the least edits.
struct WordAlignment {
  /// A text in words.
  struct Text {
    let bytes: [UInt8]
    /// Bytes of each word: what stands between white space.
    let words: [Range<Int>]

    init(_ bytes: [UInt8]) {
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
    func between(_ left: Int, _ right: Int) -> Range<Int> {
      let start = left < 0 ? 0 : words[left].upperBound
      return start..<max(start, right < words.count ? words[right].lowerBound : bytes.count)
    }

    /// The first word that ends at or after a place.
    func word(endingFrom place: Int) -> Int {
      var low = 0
      var high = words.count
      while low < high {
        let middle = (low + high) / 2
        if words[middle].upperBound < place { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  let text: Text
  let truth: Text
  /// For each word of the text the same word of the truth that it stands for, or -1. They ascend.
  let matches: [Int]
  /// For each word of the text the nearest one before it that has a match, or -1; and the nearest one from it on.
  private let matchBefore: [Int32]
  private let matchFrom: [Int32]
  /// The stretches between anchors, in words.
  let stretches: [(text: Range<Int>, truth: Range<Int>)]

  init(_ text: [UInt8], truth: [UInt8]) {
    (self.text, self.truth) = (Text(text), Text(truth))
    let (a, b) = Self.numbered(self.text, self.truth)
    var matches = [Int](repeating: -1, count: a.count)
    var stretches: [(text: Range<Int>, truth: Range<Int>)] = []
    var start = (text: 0, truth: 0)
    for anchor in Self.anchors(a, b) + [(text: a.count, truth: b.count)] {
      let stretch = (text: start.text..<anchor.text, truth: start.truth..<anchor.truth)
      if !stretch.text.isEmpty || !stretch.truth.isEmpty {
        stretches.append(stretch)
        let found = EditDistance.matches(Array(a[stretch.text]), Array(b[stretch.truth]))
        for (i, j) in found.enumerated() { if let j { matches[start.text + i] = start.truth + j } }
      }
      if anchor.text < a.count { matches[anchor.text] = anchor.truth }
      start = (anchor.text + 1, anchor.truth + 1)
    }
    self.matches = matches
    self.stretches = stretches
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

  /// The smallest stretch around bytes of the text that begins and ends beside words that have a match: its bytes, and those of
  /// the truth for it. Words that touch the bytes belong to it.
  func surroundings(of range: Range<Int>) -> (text: Range<Int>, truth: Range<Int>) {
    let first = text.word(endingFrom: range.lowerBound)
    var end = first
    while end < text.words.count, text.words[end].lowerBound <= range.upperBound { end += 1 }
    let left = Int(matchBefore[first])
    let right = Int(matchFrom[end])
    return (
      text.between(left, right), truth.between(left < 0 ? -1 : matches[left], right < matches.count ? matches[right] : truth.words.count)
    )
  }

  /// Errors of the text, in characters and words. They are the least where the stretches are as the least edits would have them,
  /// which anchors all but ensure.
  var errors: ErrorCount {
    var count = ErrorCount()
    for stretch in stretches {
      let read = MeasuredText(Array(text.bytes[text.between(stretch.text.lowerBound - 1, stretch.text.upperBound)]))
      let meant = MeasuredText(Array(truth.bytes[truth.between(stretch.truth.lowerBound - 1, stretch.truth.upperBound)]))
      let errors = ErrorCount(read, against: meant)
      count = count + errors
      // The blank beside a word that is too much, or missing.
      if read.scalars.isEmpty != meant.scalars.isEmpty { count.characterErrors += 1 }
    }
    return count
  }

  // MARK: Anchors

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

  private static func anchors(_ a: [UInt32], _ b: [UInt32]) -> [(text: Int, truth: Int)] {
    let inTruth = uniquePairs(b)
    let pairs = uniquePairs(a).compactMap { pair, place in inTruth[pair].map { (text: place, truth: $0) } }.sorted { $0.text < $1.text }
    // Longest rising sequence: the last element of the best sequence of each length, and for each element the one before it.
    var ends: [Int] = []
    var previous = [Int](repeating: -1, count: pairs.count)
    for (i, pair) in pairs.enumerated() {
      var low = 0
      var high = ends.count
      while low < high {
        let middle = (low + high) / 2
        if pairs[ends[middle]].truth < pair.truth { low = middle + 1 } else { high = middle }
      }
      if low > 0 { previous[i] = ends[low - 1] }
      if low == ends.count { ends.append(i) } else { ends[low] = i }
    }
    var found: [(text: Int, truth: Int)] = []
    var i = ends.last ?? -1
    while i >= 0 {
      found.append(pairs[i])
      i = previous[i]
    }
    return found.reversed()
  }

  /// Pairs of neighbours that stand once, with the place of their first word.
  private static func uniquePairs(_ words: [UInt32]) -> [UInt64: Int] {
    var places: [UInt64: Int] = [:]
    for i in words.indices.dropLast() {
      let pair = UInt64(words[i]) << 32 | UInt64(words[i + 1])
      places[pair] = places[pair] == nil ? i : -1
    }
    return places.filter { $0.value >= 0 }
  }
}
