import Emend

#if canImport(Glibc)
  import Glibc
#endif

/// A model in a file, mapped into memory and used where it lies.
enum MappedModel {
  /// - Throws: `Failure` for a file that cannot be mapped, `EmendError` for one that is no whole model.
  static func open(_ path: String) throws -> CorrectorModel {
    let descriptor = try Files.openToRead(path)
    // The mapping outlives the descriptor.
    defer { close(descriptor) }
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { throw Failure(path, errno, doing: "open") }
    guard info.st_mode & S_IFMT == S_IFREG else { throw Failure("\(path): is no file; a model cannot come through a pipe") }
    let count = Int(info.st_size)
    if count == 0 { throw Failure("\(path): is empty, not a model; make one with emend train") }
    guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
      throw Failure(path, errno, doing: "map")
    }
    let block = UnsafeRawBufferPointer(start: start, count: count)
    // Where this throws the program ends, and the mapping with it.
    let file = try ModelFile(block, name: path, verifies: true) { munmap(UnsafeMutableRawPointer(mutating: $0.baseAddress!), $0.count) }
    return try CorrectorModel(file)
  }
}
