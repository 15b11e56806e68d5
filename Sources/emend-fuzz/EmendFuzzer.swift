import EmendFuzz

#if canImport(Glibc)
  import Glibc
#endif

/// The target that the environment names, as `make fuzz` does.
private let target: FuzzTarget = {
  let name = getenv("EMEND_FUZZ").map { String(cString: $0) } ?? ""
  if let target = FuzzTarget(rawValue: name) { return target }
  let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
  fail("EMEND_FUZZ is \"\(name)\"; it must name a target: \(names)")
}()

private func fail(_ message: String) -> Never {
  let text = Array("emend-fuzz: \(message)\n".utf8)
  write(2, text, text.count)
  exit(2)
}

#if FUZZING
  /// libFuzzer has the program, and calls this with each input. A finding ends the program, so that the input is kept.
  @_cdecl("LLVMFuzzerTestOneInput")
  public func takeOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    do { try target.run(input) } catch { fatalError("\(error)") }
    return 0
  }
#else
  /// Builds other than that of `make fuzz` have no libFuzzer in them.
  @main
  enum EmendFuzzer {
    static func main() { fail("this build has no libFuzzer in it; run make fuzz TARGET=\(target.rawValue)") }
  }
#endif
