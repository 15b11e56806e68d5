import EmendCore

/// Which files of a folder are records.
package struct Selection: Hashable, Sendable {
  /// Files that one of these fits; without any, those with the endings of texts.
  package var include: [Glob]
  /// Files and folders that are left out.
  package var exclude: [Glob]

  package init(include: [Glob] = [], exclude: [Glob] = []) {
    self.include = include
    self.exclude = exclude
  }

  /// Endings of texts, in small letters.
  package static let endings = ["txt", "text", "md", "ocr"]
  /// What emend itself writes beside a text.
  package static let ledgerEnding = ".emend.json"

  /// True for a file found in a folder. The path is the one below that folder.
  package func takes(_ path: String) -> Bool {
    if path.hasSuffix(Self.ledgerEnding) || excludes(path, isFolder: false) { return false }
    if !include.isEmpty { return include.contains { $0.fits(path) } }
    let bytes = path.utf8
    let name = bytes.lastIndex(of: UInt8(ascii: "/")).map { bytes.index(after: $0) } ?? bytes.startIndex
    guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot > name else { return false }
    return Self.endings.contains(path[bytes.index(after: dot)...].lowercased())
  }

  /// True for a file or a folder that is left out.
  package func excludes(_ path: String, isFolder: Bool) -> Bool { exclude.contains { $0.fits(path, isFolder: isFolder) } }

  /// What a folder without a record lacks, in words.
  package var wanted: String {
    if include.isEmpty, exclude.isEmpty { return "no text file (" + Self.endings.map { "." + $0 }.joined(separator: ", ") + ")" }
    return "no file that --include and --exclude leave"
  }
}
