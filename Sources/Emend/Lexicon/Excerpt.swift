/// What people wrote, as messages about it quote and list it: a cell may hold megabytes, and a table a hundred thousand mistakes.
public enum Excerpt {
  /// Scalars of a text that are shown.
  private static let longest = 60
  /// Messages that are shown.
  public static let most = 20

  /// A text of up to sixty characters as it is; of a longer one the beginning, and how long it is.
  public static func of(_ text: some StringProtocol) -> String {
    let scalars = text.unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: longest, limitedBy: scalars.endIndex), end != scalars.endIndex else {
      return String(text)
    }
    return String(text[..<end]) + "… (\(grouped(scalars.count)) characters)"
  }

  /// The first messages of many, and how many more there are.
  public static func of(_ messages: [String]) -> [String] {
    if messages.count <= most + 1 { return messages }
    return messages.prefix(most) + ["and \(grouped(messages.count - most)) more of this kind"]
  }

  /// 99980 as 99,980.
  static func grouped(_ number: Int) -> String {
    let digits = String(number)
    return digits.enumerated().reduce(into: "") { text, digit in
      if digit.offset > 0, (digits.count - digit.offset) % 3 == 0 { text.append(",") }
      text.append(digit.element)
    }
  }
}
