import EmendCore

/// A model as it lies in memory: named sections in one block of bytes, used in place, so that opening costs nothing.
///
/// Layout, little endian: the magic, the number of sections, and for each its tag, where it starts and its length in
/// bytes. Sections start at multiples of 64; the last is a checksum. `ModelWriter` makes the block.
package final class ModelFile: @unchecked Sendable {
  package static let magic: UInt64 = 0x3130_4C44_4D45_4D45  // EMEMDL01
  static let headerSize = 16
  static let entrySize = 24
  package static let alignment = 64

  /// What the sections hold.
  package enum Section: UInt64, CaseIterable {
    case alphabet = 1
    case slots = 3, wordCosts, wordBackoffs, wordFlags, wordOffsets, wordBytes
    case trieNodes, trieCosts, trieRanks
    case bigrams, trigrams, characters
    case operations, operationIndex
    case neighbours, forms, trees
    case backwardNodes = 21, backwardCosts, backwardRanks, backwardWords, backwardOperations, backwardIndex
    /// The hash of all bytes before it; always the last.
    case checksum
  }

  private let block: UnsafeRawBufferPointer
  /// Whether it came from outside, so that everything in it is to be checked.
  package let isForeign: Bool
  /// Of the file, for messages.
  package let name: String
  private var places: [(start: Int, count: Int)] = Array(repeating: (0, 0), count: 32)
  /// Frees the block; nil when it belongs to the program.
  private var release: (@Sendable (UnsafeRawBufferPointer) -> Void)?

  /// - Parameters:
  ///   - block: starts at a multiple of 64.
  ///   - verifies: whether the checksum must be right, and `CorrectorModel` looks everything through. It must for every
  ///     block that comes from outside; the model that was built in need not be read through.
  /// - Throws: `EmendError` when the block is no model of this version, is cut short or damaged. The block is then the
  ///   caller's to free.
  package init(
    _ block: UnsafeRawBufferPointer, name: String, verifies: Bool = false, release: (@Sendable (UnsafeRawBufferPointer) -> Void)? = nil
  ) throws(EmendError) {
    self.block = block
    self.name = name
    isForeign = verifies
    self.release = nil
    func fail(_ what: String) -> EmendError { .model(name, what) }
    guard block.count >= Self.headerSize, block.loadUnaligned(as: UInt64.self) == Self.magic else {
      throw fail("is no model of this version of emend; make it with emend train")
    }
    let count = block.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    guard count <= 32, block.count >= Self.headerSize + Int(count) * Self.entrySize else { throw fail("is cut short or damaged") }
    for number in 0..<Int(count) {
      let at = Self.headerSize + number * Self.entrySize
      let tag = block.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      let start = block.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self)
      let length = block.loadUnaligned(fromByteOffset: at + 16, as: UInt64.self)
      guard tag < 32, start <= UInt64(block.count), length <= UInt64(block.count) - start, start % UInt64(Self.alignment) == 0 else {
        throw fail("is cut short or damaged")
      }
      places[Int(tag)] = (Int(start), Int(length))
    }
    if verifies, !isWhole { throw fail("is cut short or damaged; copy it again, or make it again with emend train") }
    self.release = release
  }

  /// Memory that a model can lie in.
  package static func memory(byteCount: Int) -> UnsafeMutableRawBufferPointer {
    .allocate(byteCount: byteCount, alignment: alignment)
  }

  /// A model from outside in memory of its own, which is freed with it, and at once where this throws.
  /// - Parameters:
  ///   - memory: from `memory(byteCount:)`.
  ///   - count: bytes of the model.
  /// - Throws: as the other.
  package convenience init(owning memory: UnsafeMutableRawBufferPointer, count: Int, name: String) throws(EmendError) {
    do {
      try self.init(UnsafeRawBufferPointer(rebasing: memory[..<count]), name: name, verifies: true) {
        UnsafeMutableRawBufferPointer(mutating: $0).deallocate()
      }
    } catch {
      memory.deallocate()
      throw error
    }
  }

  /// The checksum is there, covers everything and is right.
  private var isWhole: Bool {
    let place = places[Int(Section.checksum.rawValue)]
    guard place.count == 8, place.start + 8 == block.count else { return false }
    return block.loadUnaligned(fromByteOffset: place.start, as: UInt64.self)
      == Self.checksum(UnsafeRawBufferPointer(rebasing: block[..<place.start]))
  }

  /// Of a block whose length is a multiple of 64: eight sums side by side, so that 20 MB take some milliseconds.
  package static func checksum(_ block: UnsafeRawBufferPointer) -> UInt64 {
    var sums: SIMD8<UInt64> = SIMD8(0..<8)
    let factor = SIMD8<UInt64>(repeating: 0x9E37_79B9_7F4A_7C15)
    for start in stride(from: 0, to: block.count - 63, by: 64) {
      sums = (sums ^ block.loadUnaligned(fromByteOffset: start, as: SIMD8<UInt64>.self)) &* factor
      sums ^= sums &>> 29
    }
    return (0..<8).reduce(UInt64(block.count)) { WordHash.mixed($0, sums[$1]) }
  }

  deinit { release?(block) }

  /// The elements of a section; empty when the model has none.
  package func table<T: BitwiseCopyable>(_ section: Section, of type: T.Type = T.self) -> UnsafeBufferPointer<T> {
    let place = places[Int(section.rawValue)]
    let bytes = UnsafeRawBufferPointer(rebasing: block[place.start..<place.start + place.count])
    return bytes.bindMemory(to: T.self)
  }

  /// The block as it was given.
  package var bytes: UnsafeRawBufferPointer { block }

  package func bytes(of section: Section) -> [UInt8] { Array(table(section, of: UInt8.self)) }
}

/// Puts a model together.
package struct ModelWriter {
  private var sections: [(tag: UInt64, bytes: [UInt8])] = []

  package init() {}

  /// The sections of a model but some.
  package init(_ file: ModelFile, without left: ModelFile.Section...) {
    for section in ModelFile.Section.allCases where !left.contains(section) && section != .checksum {
      let bytes = file.bytes(of: section)
      if !bytes.isEmpty { sections.append((section.rawValue, bytes)) }
    }
  }

  package mutating func add<T: BitwiseCopyable>(_ section: ModelFile.Section, _ elements: [T]) {
    sections.append((section.rawValue, elements.withUnsafeBytes { Array($0) }))
  }

  /// The model as bytes, its checksum at the end: the same sections give the same bytes.
  package func bytes() -> [UInt8] {
    let sections = self.sections + [(ModelFile.Section.checksum.rawValue, [UInt8](repeating: 0, count: 8))]
    var out: [UInt8] = []
    func append(_ value: UInt64) { withUnsafeBytes(of: value.littleEndian) { out.append(contentsOf: $0) } }
    append(ModelFile.magic)
    append(UInt64(sections.count))
    var start = ModelFile.headerSize + sections.count * ModelFile.entrySize
    for section in sections {
      start = (start + ModelFile.alignment - 1) / ModelFile.alignment * ModelFile.alignment
      append(section.tag)
      append(UInt64(start))
      append(UInt64(section.bytes.count))
      start += section.bytes.count
    }
    for section in sections {
      while out.count % ModelFile.alignment != 0 { out.append(0) }
      out += section.bytes
    }
    return ModelFile.sealed(out)
  }
}

extension ModelFile {
  /// The bytes of a model with the checksum that is theirs in the last eight.
  package static func sealed(_ bytes: [UInt8]) -> [UInt8] {
    if bytes.count < 8 { return bytes }
    var out = bytes
    let sum = out.withUnsafeBytes { checksum(UnsafeRawBufferPointer(rebasing: $0.dropLast(8))) }
    withUnsafeBytes(of: sum.littleEndian) { out.replaceSubrange(out.count - 8..<out.count, with: $0) }
    return out
  }
}
