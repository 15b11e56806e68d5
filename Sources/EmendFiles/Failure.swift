import EmendCore

#if canImport(Glibc)
  import Glibc
#endif

/// An error in the words of a user: place, cause, remedy. The text is as it is; who writes it makes it visible.
package struct Failure: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }

  /// What the system said of a file.
  package init(_ path: String, _ code: Int32, doing what: String) {
    let cause = String(cString: strerror(code))
    let remedy =
      switch code {
      case ENOENT: "check the name"
      case EACCES, EPERM: "check the permissions"
      case EISDIR: "name a file, not a directory"
      case ENOSPC: "make room and run again; nothing was changed"
      case ENAMETOOLONG: "what stands beside a file has a longer name than it; give the file a shorter one, or write elsewhere with -o"
      case EMFILE, ENFILE: "raise the limit, see ulimit -n, or give a smaller --jobs"
      case ENOTDIR, ELOOP: "check the name"
      case EBADF: "it is closed"
      case EFBIG: "files may not grow so large here; see ulimit -f"
      case ENOMEM: "leave more memory, or give a smaller --jobs"
      case EPIPE: "the program reading from emend stopped early"
      default: ""
      }
    self.init("\(path): cannot \(what): \(cause)" + (remedy.isEmpty ? "" : " (\(remedy))"))
  }
}
