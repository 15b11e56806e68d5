/// A pattern for paths as in `.gitignore`: `*` and `?` within a name, `**` over folders, `[a-z]` one of these. A pattern with a
/// slash in it counts from the folder of its file, one without matches at any depth; one that matches a folder matches
/// everything below it.
struct PathPattern {
  private let folder: String
  private let parts: [[Character]]

  init(_ pattern: String, in folder: String) {
    self.folder = folder
    var text = pattern[...]
    if text.hasPrefix("./") { text = text.dropFirst(2) }
    let isAnchored = text.dropLast(text.hasSuffix("/") ? 1 : 0).contains("/")
    let names = text.split(separator: "/").map(Array.init)
    parts = isAnchored ? names : [Array("**")] + names
  }

  /// `path` is absolute; one that is not below the pattern's folder does not match.
  func matches(_ path: String) -> Bool {
    let root = folder.hasSuffix("/") ? folder : folder + "/"
    guard path.hasPrefix(root) else { return false }
    let names = path.dropFirst(root.count).split(separator: "/").map(Array.init)
    // `reached[i]`: the first i parts match the names so far.
    var reached = [true] + parts.indices.map { i in parts[...i].allSatisfy(Self.isAnyFolders) }
    for name in names {
      var next = Array(repeating: false, count: reached.count)
      for i in parts.indices {
        if Self.isAnyFolders(parts[i]) {
          next[i + 1] = reached[i + 1] || reached[i] || next[i]
          next[i] = next[i] || reached[i]
        } else if reached[i], Self.matches(name[...], parts[i][...]) {
          next[i + 1] = true
        }
      }
      // What matches a folder matches what is in it.
      if next[parts.count] || reached[parts.count] && !names.isEmpty { return true }
      for i in parts.indices where Self.isAnyFolders(parts[i]) && next[i] { next[i + 1] = true }
      reached = next
    }
    return false
  }

  private static func isAnyFolders(_ part: [Character]) -> Bool { part == ["*", "*"] }

  /// A name against a part: the last `*` takes as much as is needed.
  private static func matches(_ name: ArraySlice<Character>, _ pattern: ArraySlice<Character>) -> Bool {
    var (n, p) = (name.startIndex, pattern.startIndex)
    var star: (name: Int, pattern: Int)?
    while n < name.endIndex {
      if p < pattern.endIndex, pattern[p] == "*" {
        star = (n, p + 1)
        p += 1
      } else if p < pattern.endIndex, let length = one(name[n], pattern[p...]) {
        n += 1
        p += length
      } else if let (from, after) = star {
        star = (from + 1, after)
        (n, p) = (from + 1, after)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
  }

  /// How many characters of the pattern stand for this one; nil when they do not.
  private static func one(_ character: Character, _ pattern: ArraySlice<Character>) -> Int? {
    guard pattern.first == "[", let close = pattern.dropFirst(2).firstIndex(of: "]") else {
      return pattern.first == "?" || pattern.first == character ? 1 : nil
    }
    var set = pattern[(pattern.startIndex + 1)..<close]
    let isNot = set.first == "!" || set.first == "^"
    if isNot { set = set.dropFirst() }
    var found = false
    while let low = set.first {
      if set.count > 2, set[set.startIndex + 1] == "-" {
        found = found || (low...max(low, set[set.startIndex + 2])).contains(character)
        set = set.dropFirst(3)
      } else {
        found = found || low == character
        set = set.dropFirst()
      }
    }
    return found != isNot ? close - pattern.startIndex + 1 : nil
  }
}
