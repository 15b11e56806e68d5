import EmendCore

#if canImport(Glibc)
  import Glibc
#endif

/// What the surroundings of the program say.
package enum Environment {
  package static subscript(name: String) -> String? { getenv(name).map { String(fileName: $0) } }
}
