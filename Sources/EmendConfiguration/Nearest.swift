import EmendCore

/// The known name that a misspelled one most likely means.
package enum Nearest {
  /// The nearest of the names, nil when none is within a third of the letters.
  package static func name(to wrong: String, among names: some Sequence<String>) -> String? {
    // What is much longer than any name is none misspelled, and the way to find out is long.
    if wrong.utf8.count > 200 { return nil }
    return names.map { (distance(wrong, $0), $0) }.filter { $0.0 <= max(1, wrong.count / 3) }.min { $0 < $1 }?.1
  }

  /// Levenshtein's distance, and a swap of two letters for one step (Damerau).
  private static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a), Array(b))
    var before: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var least = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, before[j - 1] + 1) }
        row.append(least)
      }
      (before, last) = (last, row)
    }
    return last[b.count]
  }
}
