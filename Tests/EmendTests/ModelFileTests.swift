import EmendFuzz
import Foundation
import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendCorrector

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

  // MARK: What a checksum says nothing of

  private func refusal(_ bytes: [UInt8]) -> String? {
    do { _ = try CorrectorModel(bytes: bytes, name: "my.model") } catch { return "\(error)" }
    return nil
  }

  /// A section with other numbers at some places.
  private func tiny<T: FixedWidthInteger & BitwiseCopyable>(_ section: ModelFile.Section, _ type: T.Type, _ change: (inout [T]) -> Void)
    -> [UInt8]
  {
    let file = TinyModel.file
    var elements = withExtendedLifetime(file) { Array(file.table(section, of: type)) }
    change(&elements)
    return TinyModel.bytes(section, elements.withUnsafeBytes { Array($0) })
  }

  @Test func theTinyModelIsSoundAndOfUse() throws {
    let model = try CorrectorModel(bytes: TinyModel.bytes, name: "tiny.model")
    let run = try Pipeline.standard(level: .suggested, model: model).selecting(only: ["corrector"]).run(
      "the govemment of thc united states")
    let changes = run.passes.flatMap { Array($0.script.edits) + Array($0.withheld) }
    #expect(changes.contains { String(decoding: $0.replacement, as: UTF8.self) == "government" }, "\(changes)")
  }

  @Test func wildNumbersAreRefused() {
    func expect(_ what: String, _ bytes: [UInt8]) {
      let message = refusal(bytes)
      #expect(message?.hasPrefix("my.model: ") == true && message?.contains("emend train") == true, "\(what): \(message ?? "taken")")
    }
    for wild: UInt32 in [17, 0xFFFF, 0x8000_0000, .max] {
      expect("an offset \(wild)", tiny(.wordOffsets, UInt32.self) { $0[3] = wild })
      expect("the last offset \(wild)", tiny(.wordOffsets, UInt32.self) { $0[$0.count - 1] = wild })
      expect("a word read backwards \(wild)", tiny(.backwardWords, UInt32.self) { $0[2] = wild })
      expect("a neighbour's word \(wild)", tiny(.neighbours, UInt32.self) { $0[0] = wild })
      expect("a neighbour \(wild)", tiny(.neighbours, UInt32.self) { $0[1] = wild << 8 | wild })
      expect("a rank \(wild)", tiny(.trieRanks, UInt32.self) { $0[0] = wild })
      expect("an index \(wild)", tiny(.operationIndex, UInt32.self) { $0[40] = wild })
      expect("an index read backwards \(wild)", tiny(.backwardIndex, UInt32.self) { $0[256] = wild })
      expect("a child \(wild)", tiny(.trieNodes, UInt32.self) { $0[0] = max(wild << 10, 99 << 10) | 1 })
      expect("a child read backwards \(wild)", tiny(.backwardNodes, UInt32.self) { $0[1] = max(wild << 10, 99 << 10) | $0[1] & 1023 })
    }
    expect("a word that is not there", tiny(.slots, UInt64.self) { $0[$0.firstIndex { $0 != 0 }!] |= 0xFF_FFFF })
    expect("a word without a number", tiny(.slots, UInt64.self) { $0[$0.firstIndex { $0 != 0 }!] &= ~0xFF_FFFF })
    expect("an empty word", tiny(.wordOffsets, UInt32.self) { $0[1] = 0 })
    expect("a letter that is none", tiny(.wordBytes, UInt8.self) { $0[0] = 200 })
    expect("a symbol that is none", tiny(.trieNodes, UInt32.self) { $0[1] |= 0xFF << 2 })
    expect("a character that is none", tiny(.alphabet, UInt32.self) { $0[Alphabet.directCount / 4 + 70] = 0xD800 })
    for section in [ModelFile.Section.operations, .backwardOperations] {
      expect("lengths of fifteen", tiny(section, UInt64.self) { $0[0] |= 0xFF })
      expect("nothing for nothing", tiny(section, UInt64.self) { $0[0] &= ~0xFF })
    }
  }

  @Test func whatLeadsBackIsRefused() {
    // The root's children are the root, a node's children are its own family, two nodes share their children.
    #expect(refusal(tiny(.trieNodes, UInt32.self) { $0[5] = 1 << 10 | $0[5] & 1023 })?.contains("tree of words") == true)
    #expect(refusal(tiny(.backwardNodes, UInt32.self) { $0[2] = $0[1] & ~1023 | $0[2] & 1023 })?.contains("backwards") == true)
    // A family without its last child runs on.
    #expect(refusal(tiny(.trieNodes, UInt32.self) { for i in $0.indices { $0[i] &= ~1 } })?.contains("tree of words") == true)
    // Words that no place is left between: a look-up would go round for ever.
    #expect(refusal(tiny(.slots, UInt64.self) { for i in $0.indices { $0[i] = UInt64(i) << 24 | 1 } })?.contains("no free places") == true)
    for section in [ModelFile.Section.bigrams, .trigrams, .characters] {
      #expect(refusal(tiny(section, UInt32.self) { for i in $0.indices { $0[i] = 0x1_0000 } })?.contains("\(section)") == true)
    }
  }

  @Test func treesThatAreNoNumbersAreRefused() {
    for wild: Float in [.nan, .infinity, -.infinity, 3e38] {
      #expect(refusal(tiny(.trees, UInt32.self) { $0[4 + 8] = wild.bitPattern }) != nil, "a leaf of \(wild)")
    }
    #expect(refusal(tiny(.trees, UInt32.self) { $0[5] = Float.nan.bitPattern }) != nil)
    for place in 0..<3 {
      for wild: UInt32 in [0x8000_0000, .max, 0x7FFF_FFFF, 7] {
        #expect(refusal(tiny(.trees, UInt32.self) { $0[place] = wild }) != nil, "\(wild) of part \(place)")
      }
    }
  }

  /// Every byte is changed, and the checksum is right again: the model is refused, or it works.
  @Test func noByteOfAModelDoesHarm() throws {
    var random = Random(31)
    var taken = 0
    for place in 0..<TinyModel.bytes.count - 8 where place % 3 == 0 || place < 700 {
      var bytes = TinyModel.bytes
      bytes[place] ^= UInt8.random(in: 1...255, using: &random)
      if try FuzzTarget.model.run(bytes) { taken += 1 }
    }
    // Costs and flags may be any.
    #expect(taken > 20)
  }

  @Test func aModelOfRandomSectionsIsRefusedOrWorks() throws {
    var random = Random(32)
    for _ in 0..<200 {
      var bytes = TinyModel.bytes
      for _ in 0..<Int.random(in: 2...9, using: &random) {
        let start = Int.random(in: 0..<bytes.count - 24, using: &random)
        for place in start..<start + 4 { bytes[place] = UInt8.random(in: 0...255, using: &random) }
      }
      #expect(throws: Never.self) { try FuzzTarget.model.run(bytes) }
    }
  }

  @Test func aCountOfSectionsBeyondAllNumbersIsRefused() {
    var bytes = TinyModel.bytes
    for place in 8..<16 { bytes[place] = 0xFF }
    #expect(refusal(ModelFile.sealed(bytes))?.hasPrefix("my.model: is cut short") == true)
  }

  /// The second line comes when the first was answered, so the model is at hand by then.
  @Test func aModelThatIsCutWhileItIsUsedDoesNoHarm() throws {
    let folder = try CommandLineTests.Folder()
    try folder.write("my.model", TinyModel.bytes)
    let script = """
      coproc E { "$0" clean --from jsonl --unbuffered --isolated --model my.model; }
      for n in 1 2; do
        echo '{"text": "the govemment of thc united states"}' >&${E[1]}
        read -t 60 -r answer <&${E[0]} || exit 9
        : > my.model
      done
      echo "$answer"
      """
    let result = try Shell.run("/bin/bash", ["-c", script, CommandLineTests.program], in: folder.url)
    #expect(result.status == 0 && result.output.hasPrefix("{\"text\": "), "\(result)")
  }
}
