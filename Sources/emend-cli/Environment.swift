#if canImport(Glibc)
  import Glibc
#endif

/// What the surroundings of the program say.
enum Environment {
  static subscript(name: String) -> String? { getenv(name).map { String(fileName: $0) } }
}
