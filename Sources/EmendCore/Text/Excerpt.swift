/// What people wrote, as messages about it quote and list it: a cell may hold megabytes, and a table a hundred thousand mistakes.
package enum Excerpt {
  /// Scalars of a text that are shown.
  private static let longest = 60
  /// Messages that are shown.
  package static let most = 20

  /// A text of up to sixty characters as it is; of a longer one the beginning, and how long it is.
  package static func of(_ text: some StringProtocol) -> String {
    let scalars = text.unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: longest, limitedBy: scalars.endIndex), end != scalars.endIndex else {
      return String(text)
    }
    return String(text[..<end]) + "… (\(scalars.count.grouped) characters)"
  }

  /// The first messages of many, and how many more there are.
  package static func of(_ messages: [String]) -> [String] {
    if messages.count <= most + 1 { return messages }
    return messages.prefix(most) + ["and \((messages.count - most).grouped) more of this kind"]
  }
}
