import EmendCore
import EmendFiles
import Logging

/// What `--verbose` tells, on standard error.
enum Log {
  static func logger(verbose: Bool) -> Logger {
    var logger = Logger(label: "emend") { _ in PlainHandler() }
    logger.logLevel = verbose ? .info : .warning
    return logger
  }

  private struct PlainHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { Console.writeLines("emend: \(event.level): \(event.message)") }
  }
}
