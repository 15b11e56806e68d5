import EmendFuzz

#if canImport(Glibc)
  import Glibc
#endif

#if FUZZING
  @_silgen_name("LLVMFuzzerRunDriver")
  func runFuzzer(
    _ count: UnsafeMutablePointer<Int32>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
  ) -> Int32
#endif

/// `emend-fuzz TARGET …`: what stands behind the target goes to libFuzzer. Of use as `make fuzz` builds it only; other
/// builds have no libFuzzer in them.
@main
enum EmendFuzzer {
  private static let target: FuzzTarget = {
    let arguments = CommandLine.arguments
    let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
    guard arguments.count > 1, let target = FuzzTarget(rawValue: arguments[1]) else {
      fail("usage: emend-fuzz TARGET, which is one of \(names), and options and folders for libFuzzer")
    }
    return target
  }()

  static func main() {
    #if FUZZING
      exit(fuzz())
    #else
      fail("this build has no libFuzzer in it; run make fuzz TARGET=\(target.rawValue)")
    #endif
  }

  private static func fail(_ message: String) -> Never {
    let text = Array("emend-fuzz: \(message)\n".utf8)
    write(2, text, text.count)
    exit(2)
  }

  #if FUZZING
    private static func fuzz() -> Int32 {
      _ = target
      // The name of the program, then what is libFuzzer's.
      var arguments = ([CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2)).map { strdup($0) } + [nil]
      var count = Int32(arguments.count - 1)
      return arguments.withUnsafeMutableBufferPointer { buffer in
        var start = buffer.baseAddress!
        return runFuzzer(&count, &start) { bytes, count in
          let input = Array(UnsafeBufferPointer(start: bytes, count: count))
          // A finding ends the program, so that libFuzzer keeps the input.
          do { try target.run(input) } catch { fatalError("\(target.rawValue): \(error)") }
          return 0
        }
      }
    }
  #endif
}
