import EmendCore
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// Standard error, and what is known of the terminal.
package enum Console {
  /// True while a line of progress stands on the terminal.
  private static let hasStatus = Mutex(false)

  /// A line on standard error. Whatever is in the text, such as the name of a file, it stays one line and commands nothing.
  package static func write(_ text: String) { writeVisible(Visible.line(text)) }

  /// Several lines on standard error; names of files in them must be on one line already.
  package static func writeLines(_ text: String) { writeVisible(Visible.lines(text)) }

  private static func writeVisible(_ text: String) {
    hasStatus.withLock { hasStatus in
      put((hasStatus ? clearLine : "") + text + "\n")
      hasStatus = false
    }
  }

  /// A line that the next one replaces; nil takes it away.
  package static func status(_ text: String?) {
    hasStatus.withLock { hasStatus in
      if hasStatus || text != nil { put(clearLine + Visible.line(text ?? "")) }
      hasStatus = text != nil
    }
  }

  private static let clearLine = "\r\u{1B}[K"

  private static func put(_ text: String) {
    let bytes = Array(text.utf8)
    if let captured = CapturedOutput.current { return captured.add(errors: bytes) }
    _ = bytes.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
  }

  package static func error(_ text: String) { write("emend: \(text)") }

  package static var outputIsTerminal: Bool { CapturedOutput.current == nil && isatty(1) == 1 }
  package static var errorsAreTerminal: Bool { CapturedOutput.current == nil && isatty(2) == 1 }
  package static var wantsColour: Bool { outputIsTerminal && getenv("NO_COLOR") == nil }
}
