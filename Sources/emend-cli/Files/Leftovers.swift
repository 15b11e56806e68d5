import Emend
import EmendSystem

#if canImport(Glibc)
  import Glibc
#endif

/// What runs that were killed left in a folder: drafts, and files that were about to change names with their targets.
enum Leftovers {
  private static let swapEnding = ".swap"

  /// A free name beside a file, for the exchange with it; the file's own name stands in it where there is room.
  static func swapName(for target: String) -> String {
    let name = target.lastPathComponent
    let number = Temporary.randomName()
    let full = "\(OwnFiles.prefix)\(number)-\(name)\(swapEnding)"
    let fits = full.withFileName { strlen($0) } <= Int(NAME_MAX)
    return target.directory.appendingPath(fits ? full : "\(OwnFiles.prefix)\(number)\(swapEnding)")
  }

  /// Sets a file aside for good, beside the one whose place it had.
  /// - Returns: where it stands now.
  static func keep(_ path: String, of target: String) -> String {
    for _ in 0..<100 {
      let name = target + OwnFiles.keptEnding + Temporary.randomName()
      if path.withFileName({ path in name.withFileName { emend_rename_new(path, $0) } }) == 0 { return name }
      if errno != EEXIST { break }
    }
    return path
  }

  /// Clears a folder in which no run makes files now. A text that could not be made again is set aside and named.
  static func clear(_ folder: String) {
    for entry in FileSystem.entries(of: folder) ?? [] where entry.name.startsExactly(with: OwnFiles.prefix) {
      let path = folder.appendingPath(entry.name)
      if entry.name.hasSuffix(".tmp") {
        _ = FileSystem.unlink(path)
      } else if entry.name.hasSuffix(swapEnding) {
        settle(path, entry.name.dropFirst(OwnFiles.prefix.count).dropLast(swapEnding.count))
      }
    }
  }

  /// - Parameter rest: the number in the name, and the target's name behind it.
  private static func settle(_ path: String, _ rest: Substring) {
    let name = rest.drop { $0 != "-" }.dropFirst()
    let target = name.isEmpty ? path : path.directory.appendingPath(String(name))
    if !name.isEmpty, isSpare(path, target) {
      _ = FileSystem.unlink(path)
      return
    }
    let kept = keep(path, of: target)
    Console.write("emend: \(target): what stood there when an earlier run was killed is kept as \(kept)")
  }

  /// True for a text, or a ledger, that stands in the target too, or follows from what stands there.
  private static func isSpare(_ path: String, _ target: String) -> Bool {
    guard let bytes = try? Files.read(path) else { return false }
    let current = try? Files.read(target)
    if bytes == current { return true }
    if target.hasSuffix(InPlace.ledgerEnding) {
      guard let current, let new = try? Ledger(current), let old = try? Ledger(bytes) else { return false }
      return new.source.sha256 == old.source.sha256
    }
    guard let ledger = try? InPlace.readLedger(InPlace.ledgerPath(target)), let current else { return false }
    return (try? ledger.undo(current)) != nil && (try? ledger.undo(bytes)) != nil
  }
}
