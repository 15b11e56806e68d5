import EmendCore
import EmendFiles
import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// A code that lets one browser in, once, within a minute.
final class Invitation: Sendable {
  let code = ReviewGuard.secret()
  private let end = ContinuousClock.now + .seconds(60)
  private let isTaken = Mutex(false)

  /// True when nobody can use it any more.
  var isOver: Bool { isTaken.withLock { $0 } || ContinuousClock.now > end }

  /// True once, for the right code.
  func take(_ text: String) -> Bool {
    guard ReviewGuard.isSame(text, code), ContinuousClock.now <= end else { return false }
    return isTaken.withLock { isTaken in
      defer { isTaken = true }
      return !isTaken
    }
  }
}

/// The browser of the desktop, where there is one, and the file that leads it to the review.
///
/// Every user of the machine can read the arguments of all programs. So the browser gets the name of a file that its user
/// alone can read, and what stands there is worth nothing after its first use.
struct Browser {
  /// In a folder of its own.
  private let file: String

  /// nil where there is no desktop, or no place for the file: the address is on the terminal in any case.
  init?(leadingTo address: String) {
    guard getenv("DISPLAY") != nil || getenv("WAYLAND_DISPLAY") != nil || getenv("BROWSER") != nil else { return nil }
    var folder: String?
    for name in ["XDG_RUNTIME_DIR", "TMPDIR"] where folder == nil {
      if let value = getenv(name), value[0] == UInt8(ascii: "/") { folder = Self.privateFolder(in: String(cString: value)) }
    }
    guard let folder = folder ?? Self.privateFolder(in: "/tmp") else { return nil }
    file = folder.appendingPath("review.html")
    let descriptor = Glibc.open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    let isWritten = descriptor >= 0 && (try? Output(descriptor: descriptor).write(Array(Self.page(leadingTo: address).utf8))) != nil
    if descriptor >= 0 { close(descriptor) }
    if !isWritten {
      remove()
      return nil
    }
  }

  func open() {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["xdg-open", file]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try? process.run()
  }

  func remove() {
    unlink(file)
    rmdir(file.directory)
  }

  /// A page that goes on to an address by itself, also without script.
  static func page(leadingTo address: String) -> String {
    """
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="referrer" content="no-referrer">
    <meta http-equiv="refresh" content="0; url=\(address)">
    <title>emend review</title>
    <p><a href="\(address)">Open the review</a></p>
    </html>

    """
  }

  private static func privateFolder(in parent: String) -> String? {
    var name = Array(parent.appendingPath("emend-review-XXXXXX").utf8CString)
    // Its mode is 700 whatever the umask says.
    return mkdtemp(&name) == nil ? nil : String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
