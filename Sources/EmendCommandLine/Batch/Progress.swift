import EmendCore
import EmendFiles

#if canImport(Glibc)
  import Glibc
#endif

/// How far a run is, in one line on the terminal that is drawn again and again; nothing where standard error is no terminal.
struct Progress {
  private let isShown: Bool
  private let files: Int
  private let bytes: Int
  private let start = Progress.now
  private var lastDrawn = 0.0
  private var doneFiles = 0
  private var doneBytes = 0

  /// - Parameters:
  ///   - files: how many there are in all.
  ///   - bytes: of all of them.
  init(files: Int, bytes: Int, quiet: Bool) {
    isShown = !quiet && Console.errorsAreTerminal
    (self.files, self.bytes) = (files, bytes)
  }

  var seconds: Double { Self.now - start }

  mutating func add(bytes: Int) {
    doneFiles += 1
    doneBytes += bytes
    draw()
  }

  /// Draws the line unless it was drawn just now.
  mutating func draw() {
    guard isShown, Self.now - lastDrawn > 0.2 else { return }
    lastDrawn = Self.now
    var line = "\(doneFiles)/\(files) files, \(Self.rate(doneBytes, seconds))"
    if doneBytes > 0, bytes > doneBytes {
      line += ", \(Self.time(seconds * Double(bytes - doneBytes) / Double(doneBytes))) left"
    } else {
      line += ", \(Self.time(seconds))"
    }
    Console.status(line)
  }

  func clear() { if isShown { Console.status(nil) } }

  static func rate(_ bytes: Int, _ seconds: Double) -> String {
    let tenths = Int((Double(bytes) / max(seconds, 0.001) / 100_000).rounded())
    return "\(tenths / 10).\(tenths % 10) MB/s"
  }

  /// `1:05`, or `2:03:05`.
  private static func time(_ seconds: Double) -> String {
    let s = Int(seconds.rounded())
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    return s < 3600 ? "\(s / 60):\(two(s % 60))" : "\(s / 3600):\(two(s / 60 % 60)):\(two(s % 60))"
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
