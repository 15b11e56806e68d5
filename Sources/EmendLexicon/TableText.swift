import EmendCore

/// Memory that is given back with its last owner.
package final class TableMemory: @unchecked Sendable {
  package let bytes: UnsafeRawBufferPointer

  package init(_ content: [UInt8]) {
    // The arrays of an image are used in place, so that they need their alignment.
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: content.count, alignment: 8)
    memory.copyBytes(from: content)
    bytes = UnsafeRawBufferPointer(memory)
  }

  deinit { bytes.deallocate() }
}

/// The bytes of a table.
package struct TableText: @unchecked Sendable {
  package let file: String
  package let bytes: UnsafeRawBufferPointer
  /// Owns the bytes; nil where they live as long as the program.
  package var memory: TableMemory?

  /// The columns of the row that starts at an offset.
  package func columns(at start: UInt32) -> [String] {
    let rest = bytes[Int(start)...]
    return TSV.columns(of: rest[..<(rest.firstIndex(of: .lineFeed) ?? rest.endIndex)])
  }
}

/// Which rows of a table belong to a number, so that a row is read when it is wanted and not before.
package struct RowIndex: Sendable {
  /// Sorted.
  private let keys: ImageArray<UInt64>
  /// Where the row of each key starts in the text.
  private let rows: ImageArray<UInt32>
  private let text: TableText

  package init(_ image: inout TableImage, _ text: TableText) {
    keys = image.next()
    rows = image.next()
    self.text = text
  }

  /// How many rows the index has.
  package var count: Int { keys.count }

  /// The places of a key in the index, in the order of the table; empty when it has no row.
  package func places(of key: UInt64) -> Range<Int> {
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    while high < keys.count, keys[high] == key { high += 1 }
    return low..<high
  }

  /// The columns of the row at a place.
  package func columns(_ place: Int) -> [String] { text.columns(at: rows[place]) }

  /// The places that have the key of this one, from here on.
  package func alike(_ place: Int) -> Range<Int> { places(of: keys[place]) }

  /// Writes an index of rows, each with its key, which stand in the order of the table.
  package static func write(_ rows: [(key: UInt64, start: UInt32)], to image: inout TableImageWriter) {
    let sorted = rows.sorted { ($0.key, $0.start) < ($1.key, $1.start) }
    image.append(sorted.map(\.key))
    image.append(sorted.map(\.start))
  }
}
