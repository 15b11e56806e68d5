import EmendCore
import Foundation

/// Files by their names, wherever they lie.
enum Files {
  static func list(_ folders: [String], suffix: String) throws -> [URL] {
    try folders.flatMap { folder in
      try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(suffix) }
        .map { URL(filePath: folder).appending(path: $0) }
    }
    .sorted {
      $0.lastPathComponent == $1.lastPathComponent ? $0.path.precedes($1.path) : $0.lastPathComponent.precedes($1.lastPathComponent)
    }
  }
}

extension String {
  /// The order of all tables: by bytes.
  func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
