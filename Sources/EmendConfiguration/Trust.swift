import EmendCore
import EmendFiles

/// What a collection may bring along. A folder of records comes from anywhere, and `emend.yml`, `emend.ignore` or `.emend/` may
/// come with it: they say how its records are cleaned, but name no model and read no file outside their folder, unless the
/// command line says that they may.
package enum Trust {
  package static let option = "--trust-config"

  /// - Throws: `ConfigurationErrors` for a file that was found in a folder and is a link to elsewhere.
  package static func check(_ path: String, foundIn folder: String) throws {
    if Files.isBelow(path, folder) { return }
    throw ConfigurationErrors([
      "\(path): is a link to \(Files.resolved(path)), outside the folder that it was found in; name that file on the command line, or give \(option)"
    ])
  }
}
