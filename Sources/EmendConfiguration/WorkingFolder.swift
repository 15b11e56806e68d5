import EmendCore
import EmendFiles

/// Paths as seen from the folder that emend runs in.
package enum WorkingFolder {
  package static let path = Files.resolved(".")

  /// A path without links and from the root on; what it names need not exist.
  package static func absolute(_ path: String) -> String {
    let folder = Files.resolved(path.directory)
    // A folder that is not there stays as it was written.
    return (folder.startsExactly(with: "/") ? folder : self.path.appendingPath(folder)).appendingPath(path.lastPathComponent)
  }

  /// A path from the root on as a person here would write it.
  package static func shown(_ absolute: String) -> String {
    let root = path.hasSuffix("/") ? path : path + "/"
    return absolute.hasPrefix(root) ? String(absolute.dropFirst(root.count)) : absolute
  }

  /// The way from one folder to a path; both from the root on.
  package static func relative(_ path: String, from folder: String) -> String {
    let (to, from) = (path.split(separator: "/"), folder.split(separator: "/"))
    let common = zip(to, from).prefix { $0 == $1 }.count
    return (from.dropFirst(common).map { _ in ".." } + to.dropFirst(common)).joined(separator: "/")
  }

  /// The nearest file of a name in a folder or one above it; `folder` is absolute.
  package static func find(_ name: String, from folder: String) -> String? {
    var place = folder
    while true {
      let file = place.appendingPath(name)
      if Files.exists(file), !Files.isDirectory(file) { return shown(file) }
      if place == place.directory { return nil }
      place = place.directory
    }
  }
}

extension Glob {
  /// True when a pattern of a file in `folder` fits a record below that folder; both paths are absolute. Patterns are checked
  /// when their file is read.
  package static func fits(_ pattern: String, _ path: String, below folder: String) -> Bool {
    let root = folder.hasSuffix("/") ? folder : folder + "/"
    guard path.hasPrefix(root), let glob = try? Glob(pattern) else { return false }
    return glob.fits(String(path.dropFirst(root.count)))
  }
}
