/// Which words of a text are those of its truth, for texts of any length.
///
/// Pairs of neighbouring words that stand once in the text and once in the truth are anchors, and so are five words in a row that
/// stand equally often in both; the longest sequence of them that rises in both (as in Cohen's patience diff) cuts the texts into
/// short stretches, and each is aligned with the least edits.
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

  init(_ text: [UInt8], truth: [UInt8]) {
    (self.text, self.truth) = (Text(text), Text(truth))
    let (a, b) = Self.numbered(self.text, self.truth)
    var matches = [Int](repeating: -1, count: a.count)
    var start = (text: 0, truth: 0)
    for anchor in Self.anchors(a, b) + [(text: a.count, truth: b.count)] {
      let stretch = (text: start.text..<anchor.text, truth: start.truth..<anchor.truth)
      if !stretch.text.isEmpty || !stretch.truth.isEmpty {
        let found = EditDistance.matches(Array(a[stretch.text]), Array(b[stretch.truth]))
        for (i, j) in found.enumerated() { if let j { matches[start.text + i] = start.truth + j } }
      }
      if anchor.text < a.count { matches[anchor.text] = anchor.truth }
      start = (anchor.text + 1, anchor.truth + 1)
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

  /// Errors of the text, in characters and words, counted between words that have a match and whose neighbour has the next one.
  /// They are the least where the texts are as the least edits would have them, which the alignment all but ensures.
  var errors: ErrorCount {
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
    let pairs = (common(a, b, length: 2, most: 1) + common(a, b, length: 5, most: 64)).sorted { ($0.text, $0.truth) < ($1.text, $1.truth) }
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
      // Two pairs may begin with the same word of the text.
      if found.last?.text != pairs[i].text { found.append(pairs[i]) }
      i = previous[i]
    }
    return found.reversed()
  }

  /// Sequences of `length` words that stand as often in one text as in the other, `most` times at most: the first words of the
  /// first, of the second, ….
  private static func common(_ a: [UInt32], _ b: [UInt32], length: Int, most: Int) -> [(text: Int, truth: Int)] {
    let inTruth = sequences(b, length: length, most: most)
    var found: [(text: Int, truth: Int)] = []
    for (hash, places) in sequences(a, length: length, most: most) {
      guard let others = inTruth[hash], others.count == places.count else { continue }
      for (i, j) in zip(places, others) where a[i..<i + length] == b[j..<j + length] { found.append((i, j)) }
    }
    return found
  }

  /// The places of the sequences of words that stand `most` times at most, by their hashes (FNV-1a).
  private static func sequences(_ words: [UInt32], length: Int, most: Int) -> [UInt64: [Int]] {
    var places: [UInt64: [Int]] = [:]
    for i in 0..<max(0, words.count - length + 1) {
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for word in words[i..<i + length] { hash = (hash ^ UInt64(word)) &* 0x100_0000_01B3 }
      // One more than `most` is enough to know.
      if places[hash, default: []].count <= most { places[hash, default: []].append(i) }
    }
    return places.filter { $0.value.count <= most }
  }
}
