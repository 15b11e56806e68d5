/// What went wrong, where, and what to do about it. The kind stays private; the message is for people.
public struct EmendError: Error, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }

  static func badScript(_ what: String) -> EmendError {
    EmendError("the edits do not fit the text: \(what)")
  }

  static func undoFailed(stage: String) -> EmendError {
    EmendError(
      "stage \(stage): undoing its edits does not give back its input, so nothing was changed. "
        + "This is a defect in emend; please report it with the file.")
  }

  static func dictionary(_ file: String, line: Int, _ what: String) -> EmendError {
    EmendError("\(file):\(line): \(what)")
  }

  static func json(_ what: String, at byte: Int) -> EmendError {
    EmendError("not valid JSON at byte \(byte + 1): \(what)")
  }

  static func number(_ value: Double) -> EmendError {
    EmendError("a figure of the report is \(value), which JSON cannot hold. This is a defect in emend; please report it with the file.")
  }

  static func model(_ name: String, _ what: String) -> EmendError { EmendError("\(name): \(what)") }
  static func training(_ what: String) -> EmendError { EmendError(what) }
  static func line(_ what: String) -> EmendError { EmendError(what) }
  static func ledger(_ what: String) -> EmendError { EmendError(what) }
  static func glob(_ pattern: String, _ what: String) -> EmendError { EmendError("the pattern \"\(Excerpt.of(pattern))\" \(what)") }
  static func stages(_ what: String) -> EmendError { EmendError(what) }
}
