extension RandomAccessCollection {
  /// The first place whose element belongs in the second of two parts, or the end where none does: of elements that stand so
  /// that all of the second part follow all of the first. A binary search; the name is that of swift-algorithms.
  /// - Parameter belongsInSecond: false for each element of the first part, true for each of the second.
  @inlinable @inline(__always)
  package func partitioningIndex(where belongsInSecond: (Element) throws -> Bool) rethrows -> Index {
    var low = startIndex
    var count = self.count
    while count > 0 {
      let half = count / 2
      let middle = index(low, offsetBy: half)
      if try belongsInSecond(self[middle]) {
        count = half
      } else {
        low = index(after: middle)
        count -= half + 1
      }
    }
    return low
  }
}
