import Testing

@testable import Emend

/// A model comes from outside: whatever its bytes are, it is refused or works.
@Suite struct ModelFileTests {
  /// The built-in model as `emend train` would write it, without the big tables.
  private static let small: [UInt8] = {
    let file = CorrectorModel.embedded.file
    return ModelWriter(file, without: .trigrams, .forms).bytes()
  }()

  private func model(_ bytes: [UInt8]) throws -> CorrectorModel {
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.count, 1), alignment: 64)
    block.copyBytes(from: bytes)
    let given = UnsafeRawBufferPointer(rebasing: block[..<bytes.count])
    // What is refused stays allocated: a few tests' worth.
    return try CorrectorModel(
      ModelFile(given, name: "my.model", verifies: true) { UnsafeMutableRawBufferPointer(mutating: $0).deallocate() })
  }

  @Test func aWholeModelIsUsed() throws {
    let model = try model(Self.small)
    let text = Array("The Ambassador said that the Govermnent of Brazil would support it.".utf8)
    #expect(throws: Never.self) { try Pipeline.standard(level: .suggested, model: model).run(text) }
    #expect(model.lexicon.count == CorrectorModel.embedded.lexicon.count)
  }

  @Test func sameSectionsGiveTheSameBytes() throws {
    let again = ModelWriter(try model(Self.small).file).bytes()
    #expect(again == Self.small)
  }

  @Test func aForeignOrEmptyFileIsRefused() {
    for bytes in [[], [1], Array("no model, but some sixteen bytes and more".utf8), [UInt8](repeating: 0, count: 4096)] {
      #expect { try model(bytes) } throws: { "\($0)".contains("my.model: is no model") }
    }
  }

  @Test func aCutFileIsRefused() {
    for count in [8, 16, 17, 100, 700, 4096, 100_000, Self.small.count / 2, Self.small.count - 1] {
      #expect { try model(Array(Self.small[..<count])) } throws: { "\($0)".hasPrefix("my.model: is ") }
    }
    #expect(throws: EmendError.self) { try model(Self.small + [0]) }
  }

  @Test func aDamagedByteIsFound() {
    var random = Random(5)
    for _ in 0..<40 {
      var bytes = Self.small
      let place = Int.random(in: 0..<bytes.count, using: &random)
      bytes[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &random)
      // Between sections stand zeros that nobody reads; the checksum has them too.
      #expect(throws: EmendError.self, "byte \(place)") { try model(bytes) }
    }
  }

  @Test(arguments: ModelFile.Section.allCases.filter { $0 != .checksum })
  func aModelWithoutAPartIsRefusedOrWorks(section: ModelFile.Section) throws {
    let bytes = ModelWriter(CorrectorModel.embedded.file, without: section, .trigrams).bytes()
    let model: CorrectorModel
    do { model = try self.model(bytes) } catch {
      #expect("\(error)".contains("my.model"))
      return
    }
    let text = Array("He sugge sted thc Govermnent ofthe Uiited States, wbich 1s known.".utf8)
    #expect(try Pipeline.standard(level: .suggested, model: model).run(text).undo() == text)
  }

  @Test func treesThatPointOutsideAreRefused() {
    func trees(_ nodes: [(Int32, Int32, Int32)], leaves: Int32) -> [UInt8] {
      var bytes: [UInt8] = []
      func add(_ value: Int32) { withUnsafeBytes(of: value.littleEndian) { bytes += Array($0) } }
      for value in [1, Int32(nodes.count), leaves, 0] { add(value) }
      for node in nodes { for value in [node.0, 0, node.1, node.2] { add(value) } }
      for _ in 0..<leaves { add(0) }
      add(0)
      return bytes
    }
    func isRefused(_ trees: [UInt8]) -> Bool { (try? model(CorrectorModel.embedded.withTrees(trees))) == nil }
    #expect(!isRefused(trees([(0, -1, -2)], leaves: 2)))
    #expect(isRefused(trees([(99, -1, -2)], leaves: 2)), "no such feature")
    #expect(isRefused(trees([(-1, -1, -2)], leaves: 2)), "no such feature")
    #expect(isRefused(trees([(0, -1, -3)], leaves: 2)), "no such leaf")
    #expect(isRefused(trees([(0, 0, -2)], leaves: 2)), "a loop")
    #expect(isRefused(trees([(0, 5, -2)], leaves: 2)), "no such node")
    let chain = (1...Int32(200_000)).map { (Int32(0), $0 == 200_000 ? Int32(-1) : $0, Int32(-2)) }
    #expect(isRefused(trees(chain, leaves: 2)), "more leaves than a tree may have")
    let meeting = (1...Int32(60)).map { (Int32(0), $0 == 60 ? Int32(-1) : $0, $0 == 60 ? Int32(-2) : $0) }
    #expect(isRefused(trees(meeting, leaves: 2)), "two to the sixtieth ways")
  }
}
