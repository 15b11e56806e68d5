/// How much of a record's text a run takes out: said aloud where it is all, or most, for a record of nothing but furniture is
/// rare, and one whose text was taken for furniture must not pass unseen.
package struct TextLoss: Hashable, Sendable, CustomStringConvertible {
  /// Bytes of the decoded source and of the result that are no blanks.
  package let before: Int
  package let after: Int

  /// nil when at least half of the text is still there.
  package init?(_ run: Run) {
    if run.isClean { return nil }
    after = Self.count(run.output)
    // Mostly that is seen without decoding.
    if after * 2 >= run.source.count { return nil }
    before = Self.count(run.readable)
    if after * 2 >= before { return nil }
  }

  /// Of a hundred bytes that are no blanks.
  package var percent: Int { before == 0 ? 0 : (before - after) * 100 / before }

  /// `all of its text is taken out`
  package var description: String {
    after == 0 ? "all of its text is taken out" : "\(percent) % of its text are taken out"
  }

  private static func count(_ bytes: [UInt8]) -> Int {
    let span = bytes.span
    var count = 0
    for i in span.indices where span[i] > 0x20 { count += 1 }
    return count
  }
}
