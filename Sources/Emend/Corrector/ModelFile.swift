/// A model as it lies in memory: named sections in one block of bytes, used in place, so that opening costs nothing.
///
/// Layout, little endian: the magic, the number of sections, and for each its tag, where it starts and its length in
/// bytes. Sections start at multiples of 64. `ModelWriter` makes the block.
public final class ModelFile: @unchecked Sendable {
  static let magic: UInt64 = 0x3130_4C44_4D45_4D45  // EMEMDL01
  static let headerSize = 16
  static let entrySize = 24
  static let alignment = 64

  /// What the sections hold.
  enum Section: UInt64, CaseIterable {
    case alphabet = 1, words, slots, wordCosts, wordBackoffs, wordFlags, wordOffsets, wordBytes
    case trieNodes, trieCosts, trieRanks
    case bigrams, trigrams, characters
    case operations, operationIndex
    case neighbours, forms, trees, settings
    case backwardNodes, backwardCosts, backwardRanks, backwardWords, backwardOperations, backwardIndex
  }

  private let block: UnsafeRawBufferPointer
  private var places: [(start: Int, count: Int)] = Array(repeating: (0, 0), count: 32)
  /// Frees the block; nil when it belongs to the program.
  private let release: (@Sendable (UnsafeRawBufferPointer) -> Void)?

  /// - Throws: `EmendError` when the block is no model of this version, or is cut short.
  public init(_ block: UnsafeRawBufferPointer, name: String, release: (@Sendable (UnsafeRawBufferPointer) -> Void)? = nil)
    throws(EmendError)
  {
    self.block = block
    self.release = release
    func fail(_ what: String) -> EmendError { .model(name, what) }
    guard block.count >= Self.headerSize, block.loadUnaligned(as: UInt64.self) == Self.magic else {
      throw fail("is no model of this version of emend; make it with emend train")
    }
    let count = Int(block.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    guard count <= 32, block.count >= Self.headerSize + count * Self.entrySize else { throw fail("is cut short") }
    for number in 0..<count {
      let at = Self.headerSize + number * Self.entrySize
      let tag = block.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      let start = block.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self)
      let length = block.loadUnaligned(fromByteOffset: at + 16, as: UInt64.self)
      guard tag < 32, start <= UInt64(block.count), length <= UInt64(block.count) - start, start % UInt64(Self.alignment) == 0 else {
        throw fail("is cut short or damaged")
      }
      places[Int(tag)] = (Int(start), Int(length))
    }
  }

  deinit { release?(block) }

  /// The elements of a section; empty when the model has none.
  func table<T: BitwiseCopyable>(_ section: Section, of type: T.Type = T.self) -> UnsafeBufferPointer<T> {
    let place = places[Int(section.rawValue)]
    let bytes = UnsafeRawBufferPointer(rebasing: block[place.start..<place.start + place.count])
    return bytes.bindMemory(to: T.self)
  }

  /// The block as it was given.
  public var bytes: UnsafeRawBufferPointer { block }

  func bytes(of section: Section) -> [UInt8] { Array(table(section, of: UInt8.self)) }
}

/// Puts a model together.
struct ModelWriter {
  private var sections: [(tag: UInt64, bytes: [UInt8])] = []

  init() {}

  /// The sections of a model but some.
  init(_ file: ModelFile, without left: ModelFile.Section...) {
    for section in ModelFile.Section.allCases where !left.contains(section) {
      let bytes = file.bytes(of: section)
      if !bytes.isEmpty { sections.append((section.rawValue, bytes)) }
    }
  }

  mutating func add<T: BitwiseCopyable>(_ section: ModelFile.Section, _ elements: [T]) {
    sections.append((section.rawValue, elements.withUnsafeBytes { Array($0) }))
  }

  /// The model as bytes: the same sections give the same bytes.
  func bytes() -> [UInt8] {
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
    return out
  }
}
