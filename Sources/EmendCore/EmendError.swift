/// What went wrong, where, and what to do about it. The kind stays private; the message is for people.
package struct EmendError: Error, Sendable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }

  static func badScript(_ what: String) -> EmendError {
    EmendError("the edits do not fit the text: \(what)")
  }

  package static func undoFailed(stage: String) -> EmendError {
    EmendError(
      "stage \(stage): undoing its edits does not give back its input, so nothing was changed. "
        + "This is a defect in emend; please report it with the file.")
  }

  package static func dictionary(_ file: String, line: Int, _ what: String) -> EmendError {
    EmendError("\(file):\(line): \(what)")
  }

  package static func json(_ what: String, at byte: Int) -> EmendError {
    EmendError("not valid JSON at byte \(byte + 1): \(what)")
  }

  package static func number(_ value: Double) -> EmendError {
    EmendError("a figure of the report is \(value), which JSON cannot hold. This is a defect in emend; please report it with the file.")
  }

  package static func model(_ name: String, _ what: String) -> EmendError { EmendError("\(name): \(what)") }
  package static func training(_ what: String) -> EmendError { EmendError(what) }
  package static func line(_ what: String) -> EmendError { EmendError(what) }
  package static func ledger(_ what: String) -> EmendError { EmendError(what) }
  package static func glob(_ pattern: String, _ what: String) -> EmendError { EmendError("the pattern \"\(Excerpt.of(pattern))\" \(what)") }
  package static func stages(_ what: String) -> EmendError { EmendError(what) }
}
