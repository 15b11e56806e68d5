import EmendCore

/// What every subcommand that checks returns.
package enum ExitCodes {
  package static let clean: Int32 = 0
  package static let changes: Int32 = 1
  package static let error: Int32 = 2
  /// Stopped by Ctrl-C or a request to end, as shells have it.
  package static let stopped: Int32 = 130
}
