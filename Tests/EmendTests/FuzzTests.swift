import EmendFuzz
import Foundation
import Testing

@testable import EmendCore

/// What fuzzing found to be worth keeping, in Fixtures/Fuzz/TARGET: every target gets through its inputs again, and through
/// damaged ones. `make fuzz TARGET=… TIME=…` looks for more.
@Suite struct FuzzTests {
  private static func inputs(_ target: FuzzTarget) throws -> [(name: String, bytes: [UInt8])] {
    let folder = repository.appending(path: "Fixtures/Fuzz/\(target.rawValue)")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }.sorted()
      .map { ($0, [UInt8](try Data(contentsOf: folder.appending(path: $0)))) }
  }

  @Test(arguments: FuzzTarget.allCases)
  func theCorpusIsGotThrough(target: FuzzTarget) throws {
    var taken = 0
    for (name, bytes) in try Self.inputs(target) {
      do { if try target.run(bytes) { taken += 1 } } catch { Issue.record("\(name): \(error)") }
    }
    // A corpus of which nothing is taken looks at nothing but the first line of a reader.
    #expect(taken > 2)
  }

  @Test(arguments: FuzzTarget.allCases)
  func damagedInputsAreGotThrough(target: FuzzTarget) throws {
    let inputs = try Self.inputs(target).map(\.bytes).filter { !$0.isEmpty && $0.count < 20_000 }
    var random = Random(41)
    for _ in 0..<(target == .pipeline || target == .tables ? 60 : 400) {
      var bytes = inputs.randomElement(using: &random)!
      for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...9, using: &random)))
        case 2: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 20)], at: place)
        default: bytes.insert(contentsOf: inputs.randomElement(using: &random)!.prefix(30), at: place)
        }
      }
      do { try target.run(bytes) } catch { Issue.record("\(error): \(Data(bytes).base64EncodedString())") }
    }
  }

  /// The seed of the models must follow their layout: `EMEND_RENEW=1 swift test --filter FuzzTests` writes it.
  @Test func theSeedIsAModelOfThisLayout() throws {
    let seed = repository.appending(path: "Fixtures/Fuzz/model/tiny")
    if ProcessInfo.processInfo.environment["EMEND_RENEW"] != nil { try Data(TinyModel.bytes).write(to: seed) }
    #expect([UInt8](try Data(contentsOf: seed)) == TinyModel.bytes, "renew it with EMEND_RENEW=1 swift test --filter FuzzTests")
  }
}
