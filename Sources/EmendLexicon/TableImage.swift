import EmendCore

/// The tables made ready for use: what `Dictionaries` looks things up in, as arrays that lie one behind the other in memory
/// and are used where they lie. Nothing is parsed, so a program starts without reading what it does not need.
///
/// `tables.image` is such an image, made from the text tables by `make dictionaries`. In front stand the magic with the
/// version of the layout and a checksum of the text tables; then come the arrays in the order in which `Dictionaries`
/// takes them, each with its length in bytes before it and padded to eight bytes. All numbers are little endian.
package struct TableImage {
  /// `emendNNN` in ASCII, little endian; the number changes with the layout.
  package static let magic: UInt64 = 0x3130_3064_6E65_6D65

  private let bytes: UnsafeRawBufferPointer
  private var position = 16

  /// nil when the bytes are no image of this layout, or one of other tables than those with this checksum.
  package init?(_ bytes: UnsafeRawBufferPointer, checksum: UInt64) {
    guard bytes.count > 16, Int(bitPattern: bytes.baseAddress!) % 8 == 0,
      bytes.load(as: UInt64.self) == Self.magic, bytes.load(fromByteOffset: 8, as: UInt64.self) == checksum
    else { return nil }
    self.bytes = bytes
  }

  /// The next array.
  package mutating func next<Element: BitwiseCopyable>(_: Element.Type = Element.self) -> ImageArray<Element> {
    let start = position + 8
    precondition(start <= bytes.count, "the image of the tables is cut short")
    let length = bytes.load(fromByteOffset: position, as: UInt64.self)
    precondition(length <= UInt64(bytes.count - start), "the image of the tables is cut short")
    let count = Int(length)
    position = (start + count + 7) & ~7
    return ImageArray(UnsafeRawBufferPointer(rebasing: bytes[start..<start + count]))
  }
}

/// An array of an image, used in place. Its memory lives as long as the `Dictionaries` that it belongs to.
public struct ImageArray<Element: BitwiseCopyable>: RandomAccessCollection, @unchecked Sendable {
  @usableFromInline let base: UnsafePointer<Element>
  public let count: Int

  fileprivate init(_ bytes: UnsafeRawBufferPointer) {
    base = bytes.baseAddress!.assumingMemoryBound(to: Element.self)
    count = bytes.count / MemoryLayout<Element>.stride
  }

  @usableFromInline init(base: UnsafePointer<Element>, count: Int) {
    self.base = base
    self.count = count
  }

  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { count }

  @inlinable @inline(__always)
  public subscript(index: Int) -> Element {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
    return base[index]
  }

  /// The same without looking whether the array is that long, for loops that looked before.
  @inlinable @inline(__always)
  public subscript(unchecked index: Int) -> Element { base[index] }

  /// The elements of a range as an array of their own.
  @inlinable @inline(__always)
  public func part(_ range: Range<Int>) -> ImageArray {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return ImageArray(base: base + range.lowerBound, count: range.count)
  }
}

/// Lists of an image: one for each template, all in one array.
public struct ImageLists<Element: BitwiseCopyable>: Sendable {
  @usableFromInline let starts: ImageArray<UInt32>
  @usableFromInline let elements: ImageArray<Element>

  package init(_ image: inout TableImage) {
    starts = image.next()
    elements = image.next()
  }

  @inlinable @inline(__always)
  public subscript(number: Int) -> ImageArray<Element> { elements.part(Int(starts[number])..<Int(starts[number + 1])) }
}

/// Writes an image, array by array.
package struct TableImageWriter {
  package private(set) var bytes: [UInt8] = []

  package init(checksum: UInt64) {
    for word in [TableImage.magic, checksum] { withUnsafeBytes(of: word) { bytes.append(contentsOf: $0) } }
  }

  package mutating func append<Element: BitwiseCopyable>(_ elements: [Element]) {
    elements.withUnsafeBytes { raw in
      withUnsafeBytes(of: UInt64(raw.count)) { bytes.append(contentsOf: $0) }
      bytes.append(contentsOf: raw)
    }
    while bytes.count % 8 != 0 { bytes.append(0) }
  }

  package mutating func append<Element: BitwiseCopyable>(lists: [[Element]]) {
    var starts: [UInt32] = [0]
    for list in lists { starts.append(starts.last! + UInt32(list.count)) }
    append(starts)
    append(Array(lists.joined()))
  }
}
