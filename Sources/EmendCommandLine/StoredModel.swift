import EmendCore
import EmendCorrector
import EmendFiles

#if canImport(Glibc)
  import Glibc
#endif

/// A model in a file. It is read, not mapped: who cuts the file short while the program runs would end the program.
enum StoredModel {
  /// - Throws: `Failure` for a file that cannot be read, `EmendError` for one that is no sound model.
  static func open(_ path: String) throws -> CorrectorModel {
    let descriptor = try Files.openToRead(path)
    defer { close(descriptor) }
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { throw Failure(path, errno, doing: "open") }
    guard info.st_mode & S_IFMT == S_IFREG else { throw Failure("\(path): is no file; a model cannot come through a pipe") }
    if info.st_size == 0 { throw Failure("\(path): is empty, not a model; make one with emend train") }
    if info.st_size > Files.Limit.record { throw Files.tooLong(path, Int(info.st_size), Files.Limit.record) }
    let memory = ModelFile.memory(byteCount: Int(info.st_size))
    let count: Int
    do { count = try read(descriptor, into: memory, path) } catch {
      memory.deallocate()
      throw error
    }
    return try CorrectorModel(ModelFile(owning: memory, count: count, name: path))
  }

  /// How many bytes were there to read; fewer than asked where the file was cut meanwhile.
  private static func read(_ descriptor: Int32, into memory: UnsafeMutableRawBufferPointer, _ path: String) throws -> Int {
    var filled = 0
    while filled < memory.count {
      let n = Glibc.read(descriptor, memory.baseAddress! + filled, min(memory.count - filled, 1 << 30))
      if n < 0, errno == EINTR { continue }
      if n < 0 { throw Failure(path, errno, doing: "read") }
      if n == 0 { break }
      filled += n
    }
    return filled
  }
}
