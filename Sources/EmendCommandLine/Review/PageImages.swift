import EmendCore
import EmendFiles
import EmendLayout

#if canImport(Glibc)
  import Glibc
#endif

/// The images of a record's pages, found beside it on disk, and where its words stand on them.
struct PageImages {
  typealias Page = PageFinder.Page

  /// In order.
  var pages: [Page] { finder.pages }

  private let finder: PageFinder

  /// - Parameter record: the path of the record's file.
  init(record: String) {
    finder = PageFinder(record: record.lastPathComponent, in: DiskFolder(record.directory))
  }

  /// Where the words of the record stand; nil when no page has hOCR or ALTO.
  /// - Parameter source: the record's bytes, UTF-8. The ranges that are asked for later are of these.
  func words(in source: [UInt8]) -> WordPlaces? { finder.words(in: source) }
}

/// A folder on disk as the search for pages sees it. What cannot be read is not there.
private struct DiskFolder: RecordFolder {
  let root: String
  let names: [String]

  init(_ path: String) {
    root = Files.resolved(path)
    names = FileSystem.entries(of: root)?.map(\.name) ?? []
  }

  func resolved(_ path: String) -> String? {
    guard let found = FileSystem.resolved(root.appendingPath(path)), FileSystem.status(found)?.isRegular == true else { return nil }
    return found
  }

  func bytes(of path: String, limit: Int) -> [UInt8]? {
    if limit == .max { return try? Files.read(path) }
    guard let descriptor = try? Files.openToRead(path) else { return nil }
    defer { close(descriptor) }
    return [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      while count < limit {
        let n = Glibc.read(descriptor, buffer.baseAddress! + count, limit - count)
        if n < 0, errno == EINTR { continue }
        if n <= 0 { break }
        count += n
      }
    }
  }
}
