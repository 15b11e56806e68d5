import EmendCore

/// The words of a text, divided by white space, one after the other with nothing between them.
package struct WordStream {
  package private(set) var text: [UInt8] = []
  /// Where each word begins in `text`, and where the last one ends.
  package private(set) var starts: [Int] = [0]
  /// `WordHash` of each word.
  package private(set) var hashes: [UInt64] = []

  package var count: Int { hashes.count }

  package mutating func append(_ word: ArraySlice<UInt8>) {
    text += word
    starts.append(text.count)
    hashes.append(word.withUnsafeBufferPointer { WordHash.of($0) })
  }

  package func length(_ word: Int) -> Int { starts[word + 1] - starts[word] }

  /// How much of the longer one differs between words of this stream and words of another, both written without blanks:
  /// in hundredths, 0 when they are equal. What they begin and what they end with counts as equal.
  package func difference(_ mine: Range<Int>, _ other: WordStream, _ others: Range<Int>) -> Int {
    let (a, b) = (starts[mine.lowerBound]..<starts[mine.upperBound], other.starts[others.lowerBound]..<other.starts[others.upperBound])
    let (shorter, longer) = (min(a.count, b.count), max(a.count, b.count))
    // No more than this can be equal.
    if longer > shorter * LayoutNumbers.largestLengthRatio { return 100 }
    var head = 0
    while head < shorter, text[a.lowerBound + head] == other.text[b.lowerBound + head] { head += 1 }
    var tail = 0
    while tail < shorter - head, text[a.upperBound - 1 - tail] == other.text[b.upperBound - 1 - tail] { tail += 1 }
    return (longer - head - tail) * 100 / max(1, longer)
  }
}
